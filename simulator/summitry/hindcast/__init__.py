"""Chances held against what came of real talks."""

from summitry.hindcast.playing import hindcast
from summitry.hindcast.scoreboard import Scoreboard

__all__ = ["Scoreboard", "hindcast"]
