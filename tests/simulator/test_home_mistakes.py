"""Mistakes in mandates and constituencies, and keys that nothing gives an effect, come out one by one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from summitry import Scenario
from tests.simulator.diplomacy import diplomacy
from tests.simulator.test_meeting_mistakes import problems, put
from tests.simulator.test_mistakes import talks
from tests.simulator.told import all_told

FILE = """\
issues:
  troops: {range: {from: 0, to: 100, steps: 11}}
  words: {options: [red, green, blue], ordered: false}
  pie: {kind: division, steps: 10}
states:
  e:
    positions: {troops: {ideal: 0}}
    ratification: 0.6
    shadow: 0.1
    trust_speed: 0.1
    audience_cost: 0.1
  w:
    points: 100
    positions:
      troops: {values: {0: 0, 10: 1, 20: 2, 30: 3, 40: 4, 50: 5, 60: 6, 70: 7, 80: 8, 90: 9, 100: 50}}
    constituencies:
      army:
        weight: 0
        positions:
          troop: {ideal: 3}
          words: {values: {red: 20, green: 0, blue: 0}}
        walk_away: 30
      party:
        weight: 0
        positons: {}
        positions:
          troops: {ideal: 300, salience: 0}
envoys:
  anna:
    of: e
    foresight: 0.5
    mandate:
      limits:
        troops: {above: 120}
        words: {below: red}
        pie: {above: 2}
        trops: {above: 3}
      reserved: [troops, wordz, troops]
      asks_hom: 3
    misjudges: 0.1
talks: {private: true, performance: true, trust_moves: true}
"""

PLACES = [
    ("8:5", "found ratification, expected constituencies: without it, this key has no effect"),
    ("11:5", "found audience_cost, expected a position with public: true"),
    ("20:11", "found 'troop', expected an issue (troops, words, pie); did you mean 'troops'?"),
    ("21:33", "found 20, expected a number from 0 to 1"),
    ("22:20", "found 30, expected a number from 0 to 1"),
    ("25:9", "found 'positons', expected a key (title, weight, positions"),
    ("26:9", "found no issue with a salience above 0, expected one that matters"),
    ("27:27", "found 300, expected a number from 0 to 100"),
    ("34:25", "found 120, expected a number from 0 to 100"),
    ("35:24", "found 'below', expected `never: [options]`: these options have no order"),
    ("36:22", "found 2, expected a number from 0 to 1"),
    ("37:9", "found 'trops', expected an issue (troops, words, pie); did you mean 'troops'?"),
    ("38:26", "found 'wordz', expected an issue (troops, words, pie); did you mean 'words'?"),
    ("38:33", "found 'troops' twice, expected different issues"),
    ("39:7", "found 'asks_hom', expected a key (limits, reserved, asks_home); did you mean 'asks_home'?"),
    ("40:5", "found misjudges, expected an issue reserved for leaders, who meet after envoys"),
    ("41:9", "found private, expected a position with public: true"),
    ("41:24", "found performance, expected an issue with performed_by"),
    ("41:43", "found trust_moves, expected an issue with performed_by and more than one meeting"),
]


def test_many_mistakes_come_out_together_each_at_its_line_and_column(tmp_path: Path) -> None:
    all_told(FILE, PLACES, tmp_path)


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("envoys/minister/mandate/limits/troops", {}, "found no limit, expected above, below or never"),
        ("envoys/minister/mandate/limits/prisoners", {"never": ["all"]}, "expected an option of prisoners (neither"),
        ("envoys/minister/mandate/limits/prisoners", {"abov": "one"}, "expected a key (above, below, never); did you"),
        ("envoys/minister/mandate/limit", {}, "did you mean 'limits'?"),
        ("envoys/minister/mandate/reserved", ["sanctions", "sanctions"], "found 'sanctions' twice"),
        ("envoys/president/mandate", {"asks_home": 2}, "found a mandate, expected none: a leader has nobody to ask"),
        ("envoys/president/misjudges", 0.1, "found misjudges, expected it of an envoy, who prepares what leaders sign"),
        ("envoys/minister/mandate/reserved", [], "found misjudges, expected an issue reserved for leaders, who meet"),
        ("states/east/constituencies/army/walk_awy", 0.1, "did you mean 'walk_away'?"),
        ("states/east/constituencies/army/positions/troops/idel", 1, "did you mean 'ideal'?"),
        ("states/east/constituencies/army/positions/troops/red_lines/abov", 1, "did you mean 'above'?"),
        ("states/north/constituencies/public/walk_away", 20, "found 20, expected a number from 0 to 1"),
        ("states/north/constituencies/public/positions/prisoners", {}, "found neither ideal nor values"),
        ("states/north/constituencies/public/positions/prisoners/ideal", "al", "expected an option of prisoners"),
        ("states/north/constituencies/public/weight", 0, "found no weight above 0"),
        ("states/north/constituencies", {}, ""),
        ("states/west/constituencies", {}, "found ratification, expected constituencies"),
        ("states/west/ratification", "most", "expected one (majority, unanimity), or the share of the weight"),
        ("talks/performance", False, "found shadow, expected talks.performance: true"),
        ("talks/trust_moves", False, "found trust_speed, expected talks.trust_moves: true"),
        ("states/east/positions/troops/public", False, "found audience_cost, expected a position with public: true"),
        ("issues/troops/performed_by", [], "found verification, expected performed_by"),
        ("states/west/shadw", 0.1, "did you mean 'shadow'?"),
        ("mediators/host/insigt", 0.1, "did you mean 'insight'?"),
        ("events/leak/per_metting", 0.1, "did you mean 'per_meeting'?"),
    ],
)
def test_each_mistake_gives_one_message(path: str, value: Any, words: str) -> None:
    data = put(diplomacy(), path, value)
    if not words:
        Scenario.from_dict(data)
        return
    [line] = problems(data)
    assert words in line


def test_a_key_whose_partner_is_misspelt_or_broken_is_not_told_as_well() -> None:
    data = diplomacy()
    data["talks"]["performanse"] = data["talks"].pop("performance")
    [line] = problems(data)
    assert "did you mean 'performance'?" in line
    [line] = problems(put(diplomacy(), "talks/trust_moves", "yes"))
    assert "expected true or false" in line
    [line] = problems(put(diplomacy(), "states/east/positions/troops/public", 3))
    assert "expected true or false" in line
    data = diplomacy()
    data["states"]["west"]["constituences"] = data["states"]["west"].pop("constituencies")
    [line] = problems(data)
    assert "did you mean 'constituencies'?" in line


def test_foresight_needs_somebody_who_ratifies() -> None:
    data = talks(envoys={"anna": {"of": "e", "foresight": 0.5}})
    [line] = problems(data)
    assert line.startswith("envoys.anna.foresight: found foresight, expected a state with constituencies")
    data["states"]["w"]["constituencies"] = {"senate": {"positions": {"a": {"ideal": "u"}}}}
    Scenario.from_dict(data)


def test_where_failure_lies_off_the_scale_every_constituency_says_what_no_deal_is_worth() -> None:
    data = talks()
    data["issues"]["a"]["status_quo"] = "none"
    for state in data["states"].values():
        state["walk_away"] = 0.2
    data["states"]["w"]["constituencies"] = {"senate": {"positions": {"a": {"ideal": "u"}}}}
    [line] = problems(data)
    assert line == "states.w.constituencies.senate: found no walk_away, expected one: the status quo of a is `none`"
    data["states"]["w"]["constituencies"]["senate"]["walk_away"] = 0.1
    Scenario.from_dict(data)


def test_issues_may_be_reserved_though_no_leaders_meet_later() -> None:
    data = talks(envoys={"anna": {"of": "e", "mandate": {"reserved": ["a"]}}})
    data["issues"]["b"] = {"options": ["x", "y"]}
    Scenario.from_dict(data)


def test_what_names_an_issue_with_mistakes_is_not_judged() -> None:
    data = put(diplomacy(), "issues/prisoners/options", ["neither"])
    [line] = problems(data)
    assert line.startswith("issues.prisoners.options: found ['neither'], expected at least 2")


def test_verification_known_to_be_nothing_needs_no_performer() -> None:
    data = talks()
    data["issues"]["a"]["verification"] = 0
    Scenario.from_dict(data)
