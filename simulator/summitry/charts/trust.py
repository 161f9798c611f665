"""Who comes to trust whom? Trust of each state in each other, from meeting to meeting."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

import numpy as np
from matplotlib.figure import Figure

from summitry.charts import look
from summitry.charts.fans import Fan, sheet
from summitry.charts.page import WIDTH, Page
from summitry.charts.words import counted, short
from summitry.ensembles.result import EnsembleResult
from summitry_agents.deals import Floats

_MOST = 12
_MOST_STILL = 3
"""Pictures at most where trust moves, and where it does not."""
_CEILING = 1.04


@dataclass(frozen=True)
class _Pair:
    """The trust (W, M + 1) of a state in another, before the talks and after each meeting of the road."""

    title: str
    trust: Floats

    @property
    def moved(self) -> float:
        """By how much it moves, in the mean over worlds, either way."""
        return float(np.abs(self.trust[:, -1] - self.trust[:, 0]).mean())

    @property
    def moves(self) -> bool:
        """Whether it ever does."""
        return bool((self.trust != self.trust[:, :1]).any())

    @property
    def said(self) -> str:
        """Its median, before and after."""
        first, last = self.medians
        return f"median {first} before, {last} at the end" if self.moves else f"median {first}"

    @property
    def medians(self) -> tuple[str, str]:
        """Before the talks and at their end."""
        first, last = (f"{np.median(self.trust[:, end]):.2f}" for end in (0, -1))
        return first, last


def trust(result: EnsembleResult, worlds: int = 200, inches: float = WIDTH) -> Figure:
    """Return the trust of each state in each other, from meeting to meeting.

    Where it moves in more pairs than there is room for, those in which it moves most.

    Parameters
    ----------
    result
        What the talks came to.
    worlds
        How many of its worlds to look into.
    inches
        Width of the sheet.
    """
    talks = result.trace(worlds)
    values, titles = talks.trust.to_numpy(), [result.scenario.title_of(state) for state in result.scenario.states]
    pairs = [_Pair(f"{titles[p]} in {titles[q]}", values[..., p, q]) for p, q in permutations(range(len(titles)), r=2)]
    moving = [pair for pair in pairs if pair.moves]
    doubting = [pair for pair in pairs if (pair.trust < 1).any()]
    least = sorted(doubting, key=lambda pair: float(pair.trust.mean()))
    shown = sorted(moving, key=lambda pair: -pair.moved)[:_MOST] or least[:_MOST_STILL]
    subtitles = [
        f"{short(result.scenario.title)}: at what share each state counts what another has promised; "
        f"{counted(talks.sizes['world'])}",
    ]
    meetings = [f"{place}: {short(title)}" for place, title in enumerate(talks.held_meeting.to_numpy(), start=1)]
    notes = [
        f"Meetings of the road: {'; '.join(meetings)}." if len(meetings) > 1 else "The road has one meeting.",
        *_left_out(len(shown), moving, doubting, len(pairs)),
    ]
    texts = (_title(moving, doubting), subtitles, notes)
    with look.style():
        if not shown:
            return Page.of(inches, 0.0, *texts).chart
        fans = [Fan(pair.title, pair.said, pair.trust) for pair in shown]
        moments = talks.after.to_numpy().astype(float)
        return sheet(fans, ("meetings so far", moments), (0.0, _CEILING), texts, inches).chart


def _title(moving: list[_Pair], doubting: list[_Pair]) -> str:
    """Say where trust moves most, or that it does not move."""
    if moving:
        most = max(moving, key=lambda pair: pair.moved)
        first, last = most.medians
        return f"The trust of {most.title} moves most: from {first} to {last} (medians)"
    if doubting:
        return "Trust does not move in these talks"
    return "Every state trusts every other fully, and that does not move"


def _left_out(shown: int, moving: list[_Pair], doubting: list[_Pair], pairs: int) -> list[str]:
    """Say what has no picture, and why trust stays where it does."""
    if not moving:
        said = ["Trust moves only between meetings, and only where a file says so (talks.trust_moves, events)."]
        return [
            *said,
            *([f"Shown: the {shown} of {len(doubting)} pairs with the least trust."] if doubting[shown:] else []),
        ]
    said = [f"Shown: the {shown} of {len(moving)} pairs in which it moves most."] if moving[shown:] else []
    still = pairs - len(moving)
    return [*said, *([f"In {still} of {pairs} pairs of states trust never moves."] if still else [])]
