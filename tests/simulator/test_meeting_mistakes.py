"""Mistakes in meetings, and in who speaks in them, come out one by one, each at its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from summitry import Scenario, ScenarioError, SummitModel
from summitry.scenario.json_schema import json_schema
from tests.end_to_end.command import summitry
from tests.simulator.diplomacy import diplomacy
from tests.simulator.test_fit import talks as plain_talks
from tests.simulator.test_mistakes import talks
from tests.simulator.told import all_told

FILE = """\
issues:
  a: {options: [u, v]}
  b: {options: [x, y]}
  broken: {options: [x]}
states:
  e: {positions: {a: {ideal: u}}}
  w: {positions: {a: {ideal: v}}}
envoys:
  anna: {of: e}
  boss: {of: e, level: leaders, mandate: {asks_home: 1}}
  carl: {of: e, level: leaders}
talks:
  protocol: single_text
  chair: {insight: 0.5}
  meetings:
    - {level: leader, days: 3}
    - protocol: alternating_ofers
      agenda: {in_order: [[a, c], [a, broken]]}
      only_if: "a = u"
    - {only_if: "broken == x", plaec: Vienna}
    - {level: leaders, only_if: "b == z"}
"""

PLACES = [
    ("4:21", "expected at least 2"),
    ("10:33", "found a mandate, expected none: a leader has nobody to ask"),
    ("11:14", "found a second leader of e, expected only one; boss speaks for it"),
    ("16:15", "found 'leader', expected one (envoys, leaders); did you mean 'leaders'?"),
    ("17:17", "did you mean 'alternating_offers'?"),
    ("18:26", "found no basket for b, expected every issue once"),
    ("18:27", "found 'c', expected an issue (a, b, broken)"),
    ("18:35", "found 'a' twice, expected each issue in one basket"),
    ("19:16", "found 'a = u', expected comparisons"),
    ("20:32", "found 'plaec', expected a key (title, place, level"),
    ("21:33", "found 'z', expected an option of b (x, y)"),
]


def problems(data: dict[str, Any]) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_dict(data)
    return str(caught.value).splitlines()


def put(data: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Return the data with a value put at a path, its parts between slashes; keys that are missing are made."""
    *way, last = path.split("/")
    holder: Any = data
    for part in way:
        holder = holder[int(part)] if isinstance(holder, list) else holder.setdefault(part, {})
    holder[int(last) if isinstance(holder, list) else last] = value
    return data


def test_many_mistakes_come_out_together_each_at_its_line_and_column(tmp_path: Path) -> None:
    all_told(FILE, PLACES, tmp_path)


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("talks/meetings/0/only_if", "prisoners == both", "found a condition, expected none: before the first meeting"),
        ("talks/meetings/3/only_if", "prisoner == both", "did you mean 'prisoners'?"),
        ("talks/meetings/0/chair", {"insight": 0.2}, "found a chair, expected none: alternating_offers has no use"),
        ("talks/chair", {"insight": 0.2}, "talks.chair: found a chair, expected none: alternating_offers has no use"),
        ("talks/meetings/1/protocol", "single_txt", "talks.meetings.1.protocol: found 'single_txt', expected a proto"),
        ("talks/meetings/2/agenda", {"side_by_side": ["troops", "prisoners"]}, "found no basket for inspections, sanc"),
        ("talks/meetings/2/level", "envoy", "did you mean 'envoys'?"),
        ("talks/meetings/2/lvl", "envoys", "talks.meetings.2.lvl: found 'lvl', expected a key (title"),
        ("talks/meetings/1/chair/insigt", 0.3, "found 'insigt', expected a key (insight); did you mean 'insight'?"),
        ("talks/meetings/0/answers_only", True, "found answers_only, expected it in a meeting with level: leaders"),
        ("talks/meetings", [{"level": "leaders", "answers_only": True}, {}], "issues reserved for leaders, and envoys"),
        ("talks/meetings", [], "expected at least 1 of them"),
        ("talks/meetings", {"a": {}}, "expected a list"),
        ("talks/rule", "majority", "found 'majority', expected unanimity or consensus: stacked_offers asks one"),
        ("envoys/other", {"of": "east"}, "found a second envoy of east, expected only one; minister speaks for it"),
        ("envoys/other", {"of": "east", "level": "leaders"}, "found a second leader of east, expected only one"),
        ("envoys/chancellor/style", "zeuthen", "expected two states, whose risks it compares; there are 3 (in meet"),
        ("envoys/secretary/style", "sealed_bid", "expected protocol: sealed_offers, found alternating_offers (in"),
    ],
)
def test_each_mistake_gives_one_message(path: str, value: Any, words: str) -> None:
    data = diplomacy()
    if path == "talks/rule":
        data["talks"]["meetings"][3]["protocol"] = "stacked_offers"
    if path == "talks/chair":
        data["talks"]["meetings"][1]["chair"] = {"insight": 0.9}
    if path == "talks/meetings":
        # What needs more meetings is another mistake.
        data = plain_talks("linear", issues=2)
        data["envoys"]["lisa"] = {"of": "s0", "level": "leaders"}
        data["envoys"]["anna"]["mandate"] = {"reserved": ["i0"]}
    [line] = problems(put(data, path, value))
    assert words in line


def test_leaders_need_a_meeting_of_leaders_and_envoys_one_of_envoys() -> None:
    data = plain_talks("linear")
    data["envoys"]["lisa"] = {"of": "s0", "level": "leaders"}
    [line] = problems(data)
    assert line == "envoys.lisa.level: found a leader, expected a meeting with level: leaders"
    data["talks"]["meetings"] = [{"level": "leaders"}]
    [line] = problems(data)
    assert line == "envoys.anna: found an envoy, expected level: leaders, since only leaders meet"
    data["talks"]["meetings"].append({})
    Scenario.from_dict(data)


def test_a_style_need_only_fit_the_meetings_of_its_own_level() -> None:
    roads = [{"protocol": "single_text"}, {"level": "leaders"}]
    data = plain_talks("linear", meetings=roads)
    data["envoys"]["lisa"] = {"of": "s0", "level": "leaders", "style": "equilibrium"}
    Scenario.from_dict(data)
    data["envoys"]["anna"]["style"] = "equilibrium"
    [line] = problems(data)
    assert line.startswith("envoys.anna.style: found 'equilibrium'")


def test_one_misfit_in_several_meetings_is_told_once() -> None:
    meetings = [{"protocol": "single_text"}] * 3
    [line] = problems(plain_talks("zeuthen", meetings=meetings))
    assert "which single_text is not (in meeting 1)" in line
    stacked = plain_talks("linear", states=3, rule="majority", meetings=[{"protocol": "stacked_offers"}] * 2)
    assert len(problems(stacked)) == 1


def test_a_key_that_some_meeting_has_a_use_for_is_no_mistake() -> None:
    meetings: list[dict[str, Any]] = [{"protocol": "sealed_offers"}, {}, {"protocol": "single_text"}]
    data = plain_talks("linear", meetings=meetings, chair={"insight": 0.5}, rule="consensus")
    data["envoys"]["anna"]["acceptance"] = "next_offer"
    Scenario.from_dict(data)
    data["talks"]["meetings"] = meetings[:1]
    lines = problems(data)
    assert [line.partition(":")[0] for line in lines] == ["talks.chair", "envoys.anna.acceptance", "talks.rule"]
    data["talks"] = {"chair": {"insight": 0.5}, "meetings": [{"protocol": "single_text", "chair": {"insight": 0.1}}]}
    [line] = problems(data)
    assert "found a chair, expected none: every meeting has a chair of its own" in line


@pytest.mark.parametrize("key", ["rounds", "protocol", "agenda", "chair"])
def test_where_leaders_only_answer_nothing_says_how_they_negotiate(key: str) -> None:
    value = {"rounds": 3, "protocol": "single_text", "agenda": "issue_by_issue", "chair": {}}[key]
    data = plain_talks("linear", issues=2, meetings=[{}, {"level": "leaders", "answers_only": True}])
    data["envoys"]["anna"]["mandate"] = {"reserved": ["i0"]}
    Scenario.from_dict(data)
    data["talks"]["meetings"][1][key] = value
    [line] = problems(data)
    assert f"talks.meetings.1.{key}: found {key}, expected none: with answers_only" in line


def test_linked_issues_belong_in_one_basket_in_every_meeting() -> None:
    baskets = {"in_order": [["i0"], ["i1", "i2"]]}
    data = plain_talks("linear", issues=3, meetings=[{}, {"agenda": baskets}])
    data["linkages"] = {"pair": {"bundle": ["i0", "i1"]}}
    [line] = problems(data)
    assert line.startswith("talks.meetings.1.agenda.in_order: found i0, i1 in different baskets")


@pytest.mark.parametrize(
    ("style", "protocol"),
    [("equilibrium", "alternating_offers"), ("zeuthen", "alternating_offers"), ("sealed_bid", "sealed_offers")],
)
def test_styles_that_work_their_play_out_once_need_talks_that_stay_as_they_are(style: str, protocol: str) -> None:
    data = plain_talks(style, protocol=protocol)
    data["events"] = {"end": {"per_round": 0.1, "effects": {"break_off": True}}}
    Scenario.from_dict(data)
    data["events"]["news"] = {"per_meeting": 0.1, "effects": {"states.s0.patience": {"times": 0.9}}}
    Scenario.from_dict(data)
    data["events"]["shock"] = {"per_round": 0.1, "effects": {"states.s0.patience": {"times": 0.9}}}
    [line] = problems(data)
    assert f"found '{style}', expected talks without events per_round, since it works its play out once" in line


def test_a_mistake_in_the_meetings_hides_nothing_but_what_rests_on_them() -> None:
    data = put(diplomacy(), "talks/meetings/2", "Reykjavik")
    [line] = problems(data)
    assert line.startswith("talks.meetings.2: found 'Reykjavik', expected a mapping")


@pytest.mark.parametrize("section", ["mediators", "events"])
def test_whole_parts_can_be_added_and_names_are_told(section: str) -> None:
    parts = {
        "mediators": {"style": "facilitator"},
        "events": {"per_round": 0.1, "effects": {"break_off": True}},
    }
    scenario = Scenario.from_dict(talks())
    changed = scenario.vary(f"{section}.first", parts[section])
    assert list(changed.data[section]) == ["first"]
    with pytest.raises(ScenarioError, match=rf"expected an? {section[:-1]} \(first\); did you mean 'first'"):
        changed.vary(f"{section}.frist.title", "x")


def test_a_meeting_of_the_road_can_be_varied() -> None:
    changed = Scenario.from_dict(diplomacy()).vary("talks.meetings.1.rounds", 9)
    assert changed.road[1].rounds is not None
    assert changed.road[1].rounds.values == (9,)
    with pytest.raises(ScenarioError, match="expected a place in the list from 0 to 3"):
        changed.vary("talks.meetings.4.rounds", 9)


def test_all_that_can_be_said_is_accepted_and_read_back(tmp_path: Path) -> None:
    scenario = Scenario.from_dict(diplomacy())
    path = tmp_path / "scenario.yaml"
    path.write_text(scenario.to_yaml())
    read = Scenario.load(path)
    assert read.data == diplomacy()
    assert read.spec == scenario.spec
    SummitModel(read, worlds=20, rng=1).run_model()


def test_editors_accept_what_the_reader_accepts() -> None:
    schema = jsonschema.Draft202012Validator(json.loads(json.dumps(json_schema())))
    schema.validate(diplomacy())
    wrong: dict[str, Any] = {
        "talks/meetings/0/level": "leader",
        "talks/meetings/0/plaec": "x",
        "talks/meetings/1/rounds": 0,
        "talks/private": "yes",
        "issues/troops/verification": 2,
        "envoys/minister/mandate/asks_home": -1,
        "envoys/minister/mandate/limits/troops/abov": 3,
        "states/east/ratification": "most",
        "states/east/constituencies/army/walk_away": 3,
        "states/north/constituencies/public/positions/prisoners": {"values": {"neither": 0, "one": 1, "both": 20}},
        "mediators/host/style": "friend",
        "events/leak/effects": {},
        "events/leak/effects/states.east.patience": {"too": 1},
        "events/leak/effects/states.east.capability": {"to": 1},
        "events/leak/effects/state.east.patience": {"to": 1},
        "events/leak/per_round": 0.5,
        "events/none": {"effects": {"break_off": True}},
        "mediators/host/carrots": {"east": 0.1},
        "mediators/envoy_of_the_league/insight": 0.3,
        "mediators/idle": {"style": "manipulator"},
    }
    for path, value in wrong.items():
        assert not schema.is_valid(put(diplomacy(), path, value)), path


def test_show_tells_the_road_mandates_publics_mediators_and_events(tmp_path: Path) -> None:
    path = tmp_path / "truce.yaml"
    path.write_text(Scenario.from_dict(diplomacy()).to_yaml())
    shown = " ".join(summitry("show", str(path)).stdout.split())
    for words in (
        "performed by East; verification 0.2 to 0.6",
        "1 First contact, Vienna 2021-05-19 envoys",
        "2 Geneva 2021-05-29 envoys single text; 6 rounds;",
        "3 The summit, Reykjavik 2021-06-18 leaders",
        "The minister speaks for East; boulware; foresight 0.7; misjudges 0 to 0.1",
        "The president leader, speaks for East",
        "Prisoners: never both Sanctions up to 2 times a meeting",
        "needs at least 67 % of the weight",
        "needs more than half of the weight",
        "Chamber of commerce",
        "performance states may break their word after the agreement",
        "great_power manipulator: adds carrots",
        "West: premium changes by 0 to 0.05",
        "the talks are broken off",
        "before each round, chance",
    ):
        assert words in shown, words


def test_show_tells_nothing_of_what_a_scenario_does_not_use(tmp_path: Path) -> None:
    path = tmp_path / "plain.yaml"
    path.write_text(Scenario.from_dict(talks()).to_yaml())
    shown = summitry("show", str(path)).stdout
    for title in ("The road", "Mandates", "Ratification", "Mediators", "Events", "verification", "private"):
        assert title not in shown
