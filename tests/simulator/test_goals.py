"""Goals: a small language of comparisons, read and never executed."""

from __future__ import annotations

import numpy as np
import pytest

from summitry import Scenario
from summitry.scenario.goals import GoalError, condition

TALKS = Scenario.from_dict(
    {
        "issues": {
            "troops": {"range": {"from": 0, "to": 100, "steps": 11}},
            "prisoners": {"options": ["neither", "one", "both"]},
            "place": {"options": ["Geneva", "Reykjavik", "on neutral ground"], "ordered": False},
            "pie": {"kind": "division", "steps": 4},
        },
        "states": {
            name: {"positions": {"troops": {"ideal": 100}, "prisoners": {"ideal": "both"}}} for name in ("east", "west")
        },
    }
)


def holds(text: str, **options: str) -> bool:
    questions = TALKS.agenda.questions
    deal = [question.options.index(options[question.id]) if question.id in options else 0 for question in questions]
    settled = [question.id in options for question in questions]
    return bool(condition(text, TALKS.agenda)(np.array([deal]), np.array([settled]))[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("troops >= 60", True),
        ("troops > 60", False),
        ("60 <= troops", True),
        ("20 < troops < 60", False),
        ("troops == 60 and prisoners == one", True),
        ("prisoners >= one", True),
        ("prisoners == 'one'", True),
        ("not prisoners == both", True),
        ("prisoners != neither or troops < 10", True),
        ("(troops < 10 or prisoners == one) and not settled(pie)", True),
        ("place == 'on neutral ground'", False),
        ("settled(troops)", True),
        ("\n  troops >= 60\n", True),
        ("one == prisoners", True),
    ],
)
def test_a_condition_means_what_it_says(text: str, expected: bool) -> None:
    assert holds(text, troops="60", prisoners="one") is expected


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("troop >= 60", "found 'troop', expected an issue (pie, place, prisoners, troops); did you mean 'troops'?"),
        ("prisoners == bth", "did you mean 'both'?"),
        ("troops >= many", "found 'many', expected a number from 0 to 100"),
        ("place >= Geneva", "expected == or !="),
        ("pie == 3", "expected settled(pie)"),
        ("troops", "expected a comparison"),
        ("troops >=", "expected comparisons such as"),
        ("__import__('os').system('true')", "expected settled(issue)"),
        ("settled(troops, pie)", "expected settled(issue)"),
        ("troops.real > 1", "expected an issue"),
        ("troops in [1]", "expected one of == !="),
        ("(lambda: 1)() == troops", "expected an option or a number"),
        ("(" * 500 + "troops" + ")" * 500, "expected comparisons such as"),
        ("troops >= 1 and " * 200 + "troops >= 1", "characters"),
        ("", "expected comparisons such as"),
        ("troops >= 60\0", "expected comparisons such as"),
    ],
)
def test_what_is_no_condition_is_told_in_words(text: str, complaint: str) -> None:
    with pytest.raises(GoalError) as caught:
        condition(text, TALKS.agenda)
    assert complaint in str(caught.value)
