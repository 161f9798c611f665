"""The scoreboard: how the model did, beside its rivals and beside itself with the detail shuffled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from summitry.hindcast.scores import SCORES, Question, detectable, estimate, reliability
from summitry.hindcast.shuffling import SHUFFLES

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

MODEL, SHUFFLED = "model", "shuffled"

FORECASTERS: Mapping[str, str] = {
    MODEL: "the model",
    SHUFFLED: "the model, detail shuffled",
    "base_rate": "base rate",
    "coin": "a coin",
    "zone": "zone at expected positions",
    "weighted_mean": "weighted mean off status quo",
}
"""Who gives chances, and how tables call them."""

CAVEATS = (
    "The coders knew the outcomes: rules and sources bind them, but nobody can forget.",
    "The cases were chosen by their outcomes, as many successes as failures: this is no test of calibration, and how "
    "often these talks succeeded says nothing about talks at large.",
    "Rules that say yes or no were turned into chances by how often they were right in the other cases.",
)

MOST_MISSES = 5


@dataclass(frozen=True)
class Board:
    """Scores on one kind of question.

    Parameters
    ----------
    questions
        By forecaster: the same questions in the same order.
    """

    questions: Mapping[str, Sequence[Question]]

    def to_dict(self) -> dict[str, Any]:
        """Return scores by forecaster, the model's difference from each rival, and its reliability."""
        model = self.questions[MODEL]
        cases = [each.case for each in model]
        values = {
            name: {rival: score(those) for rival, those in self.questions.items()} for name, score in SCORES.items()
        }
        return {
            "n": len(model),
            "cases": len(set(cases)),
            "came": sum(each.came for each in model),
            "scores": {
                rival: {name: estimate(values[name][rival], cases) for name in SCORES} for rival in self.questions
            },
            "model_minus": {
                rival: {
                    name: {
                        **estimate(values[name][MODEL] - values[name][rival], cases),
                        "detectable": detectable(values[name][MODEL] - values[name][rival], cases),
                    }
                    for name in SCORES
                }
                for rival in self.questions
                if rival != MODEL
            },
            "reliability": reliability(model),
        }


@dataclass(frozen=True, repr=False)
class Scoreboard:
    """Chances held against what came of real talks.

    Parameters
    ----------
    seed, worlds
        Of the ensembles.
    cases
        By case what came of it, the chances that everybody gave, by issue too, and why the model's talks failed where
        they did; as plain data.
    """

    seed: int
    worlds: int
    cases: Sequence[Mapping[str, Any]]

    @cached_property
    def agreement(self) -> dict[str, Any]:
        """Scores on whether an agreement came into force."""
        return self._board([(case["case"], case["chances"], case["agreed"]) for case in self.cases]).to_dict()

    @cached_property
    def issues(self) -> dict[str, Any] | None:
        """Scores on which issues were settled by it; None where no issue is on record."""
        asked = [
            (case["case"], each["chances"], each["settled"]) for case in self.cases for each in case["issues"].values()
        ]
        return self._board(asked).to_dict() if asked else None

    @property
    def kinds(self) -> dict[str, dict[str, Any]]:
        """The scores that there are, by what was asked: agreement, issues."""
        return {"agreement": self.agreement, **({"issues": self.issues} if self.issues else {})}

    @property
    def misses(self) -> list[Mapping[str, Any]]:
        """The cases that the model got most wrong on whether there would be agreement, the worst first."""
        ranked = sorted(self.cases, key=lambda case: (-((case["chances"][MODEL] - case["agreed"]) ** 2), case["case"]))
        return [case for case in ranked if (case["chances"][MODEL] > 0.5) != case["agreed"]][:MOST_MISSES]

    @property
    def says(self) -> list[str]:
        """Return in sentences where the model loses, what cannot be told, and whether the detail adds anything."""
        return [sentence for kind, scored in self.kinds.items() for sentence in _compared(kind, scored)]

    def to_dict(self) -> dict[str, Any]:
        """Return the board as plain data: the document that `summitry hindcast --json` prints."""
        return {
            "schema_version": 1,
            "version": version("summitry"),
            "seed": self.seed,
            "worlds": self.worlds,
            "shuffles": SHUFFLES,
            "caveats": list(CAVEATS),
            "cases": list(self.cases),
            "agreement": self.agreement,
            "issues": self.issues,
            "misses": [case["case"] for case in self.misses],
            "says": self.says,
        }

    def to_frame(self) -> pd.DataFrame:
        """Return one row per question: case, issue (none: agreement as such), what came, and everybody's chance."""
        import pandas as pd

        rows = [
            {"case": case["case"], "issue": issue, "came": came, **chances}
            for case in self.cases
            for issue, came, chances in [
                (None, case["agreed"], case["chances"]),
                *((name, each["settled"], each["chances"]) for name, each in case["issues"].items()),
            ]
        ]
        return pd.DataFrame(rows)

    def plot(self) -> Figure:
        """Return the reliability diagram as a Matplotlib figure."""
        from summitry.hindcast.reliability import reliability_diagram

        return reliability_diagram(self)

    def __repr__(self) -> str:
        score = self.agreement["scores"][MODEL]["brier"]["mean"]
        return f"<Scoreboard of {len(self.cases)} cases: Brier score {score:.3f}>"

    def _repr_html_(self) -> str:
        from summitry.hindcast.told import print_board
        from summitry.html_screen import as_html

        return as_html(print_board, self)

    @staticmethod
    def _board(told: Sequence[tuple[str, Mapping[str, float], bool]]) -> Board:
        return Board(
            {name: [Question(case, chances[name], came) for case, chances, came in told] for name in FORECASTERS}
        )


def _compared(kind: str, scored: Mapping[str, Any]) -> list[str]:
    """Return in sentences how the model's Brier score compares with those of others."""
    differences = {rival: each["brier"] for rival, each in scored["model_minus"].items()}
    loses = [rival for rival, by in differences.items() if by["low"] > 0]
    beats = [rival for rival, by in differences.items() if by["high"] < 0]
    between = [rival for rival in differences if rival not in (*loses, *beats, SHUFFLED)]
    said = [
        f"On {kind} the model {verb} {', '.join(FORECASTERS[rival] for rival in rivals)}."
        for verb, rivals in (("loses to", loses), ("beats", beats))
        if rivals
    ]
    if between:
        needed = [by for rival in between if (by := differences[rival]["detectable"]) is not None]
        shown = f": only a difference of {max(needed):.2f} in the Brier score would have shown" if needed else ""
        names = ", ".join(FORECASTERS[rival] for rival in between)
        said.append(f"On {kind} {scored['cases']} cases cannot tell the model from {names}{shown}.")
    if SHUFFLED not in beats:
        did = "did better" if SHUFFLED in loses else f"did as well, as far as {scored['cases']} cases can tell"
        said.append(f"On {kind} the shuffled files {did}: no sign that the detail of who wants what adds anything.")
    return said
