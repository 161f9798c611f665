"""The outside view: how often talks of the same kind led to agreement (`outside_view.yaml`).

Kahneman and Lovallo 1993, "Timid choices and bold forecasts": a forecast from the inside of a case should stand beside
the record of cases like it. Nothing that Summitry plays moves these shares, and they move nothing that it plays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from summitry.scenario.scenario import Scenario
from summitry.scenario.yaml_reader import read_yaml_file
from summitry.statistics import Chance

FILE = Path(__file__).with_name("outside_view.yaml")


@dataclass(frozen=True)
class TalksOfAKind:
    """A class of talks in the record.

    Parameters
    ----------
    label, source
        What they are, and who counted them.
    when
        Tags of a scenario that belongs to them.
    agreed
        How many of how many led to agreement.
    """

    label: str
    source: str
    when: Mapping[str, str]
    agreed: Chance

    def fits(self, tags: Mapping[str, Sequence[str]]) -> bool:
        """Tell whether talks with those tags belong to them."""
        return all(value in tags.get(name, ()) for name, value in self.when.items())

    def to_dict(self) -> dict[str, Any]:
        """Return a chance object with the number of talks, what they are, and the source."""
        return {**self.agreed.to_dict(), "talks": self.agreed.worlds, "class": self.label, "source": self.source}


@cache
def classes() -> tuple[TalksOfAKind, ...]:
    """Return the classes in the record, in the order of the file."""
    return tuple(
        TalksOfAKind(
            label=each["label"],
            source=each["source"],
            when=each.get("when", {}),
            agreed=Chance(round(each["share"] * each["talks"]), each["talks"]),
        )
        for each in read_yaml_file(FILE).data["classes"]
    )


def outside_view(scenario: Scenario) -> TalksOfAKind:
    """Return the class of talks that a scenario belongs to by its tags.

    Examples
    --------
    >>> outside_view(Scenario.load("reykjavik-2021")).agreed.worlds
    1151
    """
    fitting = [each for each in classes() if each.fits(scenario.spec.tags)]
    return max(reversed(fitting), key=lambda each: len(each.when))
