"""What those say who play no talks: the record, a coin, and simple rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from summitry.hindcast.record import agreed, settled
from summitry.hindcast.rules import RULES
from summitry.hindcast.scores import after
from summitry.outside_view import outside_view
from summitry.scenario.scenario import Scenario


class OnRecord:
    """Cases with what came of them, and what rules say of each.

    A rule says yes or no; its chance for a case is how often it came true in the *other* cases in which it said the
    same (Laplace's rule of succession).

    Parameters
    ----------
    talks
        The cases.

    Attributes
    ----------
    came, settled
        By case: whether an agreement came into force; by issue whether it was settled.
    """

    def __init__(self, talks: Sequence[Scenario]) -> None:
        self._talks = talks
        self._answers = {name: [rule(one) for one in talks] for name, rule in RULES.items()}
        self.came = [agreed(one) for one in talks]
        self.settled = [settled(one) for one in talks]

    def rivals(self, case: int) -> dict[str, float]:
        """Return the rivals' chances of agreement in a case; the base rate is that of its kind on record."""
        said = {
            name: _share(
                self.came[other] for other in self._others(case) if answers[other].agreement == answers[case].agreement
            )
            for name, answers in self._answers.items()
        }
        return {"base_rate": outside_view(self._talks[case]).agreed.chance, "coin": 0.5, **said}

    def rivals_on(self, case: int, issue: str) -> dict[str, float]:
        """Return the rivals' chances that an issue is settled; the base rate is that of issues of the other cases."""
        said = {
            name: _share(
                came
                for other in self._others(case)
                for elsewhere, came in self.settled[other].items()
                if answers[other].issues[elsewhere] == answers[case].issues[issue]
            )
            for name, answers in self._answers.items()
        }
        base = _share(came for other in self._others(case) for came in self.settled[other].values())
        return {"base_rate": base, "coin": 0.5, **said}

    def _others(self, case: int) -> list[int]:
        return [other for other in range(len(self._talks)) if other != case]


def _share(came: Iterable[bool]) -> float:
    all_of_them = list(came)
    return after(sum(all_of_them), len(all_of_them))
