"""Where a world ends."""

from __future__ import annotations

from enum import IntEnum


class Gate(IntEnum):
    """The gates at which worlds end; of several that apply, the first."""

    AGREED_ALL = 0
    AGREED_SOME = 1
    NOT_RATIFIED = 2
    REFUSED_BY_LEADERS = 3
    BROKEN_OFF = 4
    NO_ZONE = 5
    OUT_OF_TIME = 6
    MISSED = 7

    @property
    def label(self) -> str:
        """The gate's name in files and tables: agreed-all, no-zone, ..."""
        return self.name.lower().replace("_", "-")

    @property
    def agreed(self) -> bool:
        """Whether it counts as agreement."""
        return self <= Gate.AGREED_SOME
