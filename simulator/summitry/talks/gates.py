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
    def meaning(self) -> str:
        """What it means, in a clause."""
        return _MEANINGS[self]

    @property
    def agreed(self) -> bool:
        """Whether it counts as agreement."""
        return self <= Gate.AGREED_SOME


_MEANINGS = {
    Gate.AGREED_ALL: "every issue settled",
    Gate.AGREED_SOME: "some issues settled, others deferred",
    Gate.NOT_RATIFIED: "signed, but not ratified at home",
    Gate.REFUSED_BY_LEADERS: "the envoys had a deal",
    Gate.BROKEN_OFF: "a side left the table before the deadline",
    Gate.NO_ZONE: "no deal exists that those whose yes it takes like better than walking away",
    Gate.OUT_OF_TIME: "such a deal exists, the deadline came first",
    Gate.MISSED: "such a deal exists, the talks ended without it",
}
