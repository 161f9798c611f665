"""The page's pure parts: controls, what is set with them, uploads, one world in steps, what is played and drawn."""

from __future__ import annotations

import gc
import os
import re
import time
import weakref
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from summitry import Scenario, ScenarioError, compare
from summitry.ensembles.tally_text import to_text
from summitry.explorer.case import Case
from summitry.explorer.controls import Menu, Slider, controls
from summitry.explorer.hands import MANY, MOMENT, hands
from summitry.explorer.player import Player, charts
from summitry.explorer.setting import Setting
from summitry.explorer.story import steps
from summitry.registry import registered
from summitry.scenario.library import shipped
from summitry.scenario.yaml_reader import MOST_BYTES
from summitry.scenario.yaml_writer import dump_yaml
from summitry.stories.transcript import replay, transcript
from tests.simulator.neighbours import NEIGHBOURS

SALIENCE = "states.east.positions.troops.salience"


def case(**changes: Any) -> Case:
    return Case.uploaded("neighbours.yaml", dump_yaml({**NEIGHBOURS, **changes}).encode())


def said(setting: Setting) -> dict[str, Any]:
    return {".".join(map(str, path)): value for path, value in setting.changes}


@pytest.mark.parametrize("name", ["reykjavik-2021", "paris-2015", "algiers-1981", "cuba-1962"])
def test_every_control_of_shipped_talks_changes_them_as_the_saved_file_does(name: str, tmp_path: Path) -> None:
    talks = Case.load(name)
    found = list(controls(talks.groups))
    sliders = [control for control in found if isinstance(control, Slider)]
    assert {f"states.{state}.premium" for state in talks.scenario.states} < {slider.key for slider in sliders}
    assert all(slider.low <= slider.start <= slider.high for slider in sliders)
    assert len({control.key for control in found}) == len(found)
    values = {control.key: "linear" if isinstance(control, Menu) else f"{control.high:g}" for control in found}
    setting = Setting.of(talks, values)
    assert len(setting.changes) > len(found) / 2
    path = tmp_path / "variant.yaml"
    path.write_text(setting.yaml)
    saved = Scenario.load(path)
    assert saved.data == setting.scenario.data
    for key, value in said(setting).items():
        assert saved.data == saved.vary(key, value).data


def test_a_slider_stands_at_the_number_of_the_file_or_in_the_middle_of_what_is_uncertain() -> None:
    states = {**NEIGHBOURS["states"], "east": {**NEIGHBOURS["states"]["east"], "premium": 0.3, "patience": 0.9}}
    talks = case(states=states, talks={"rounds": {"uniform": [4, 8]}})
    sliders = {control.key: control for control in controls(talks.groups) if isinstance(control, Slider)}
    premium, uncertain = sliders["states.east.premium"], sliders[SALIENCE]
    assert (premium.start, premium.known, premium.stands) == (0.3, 0.3, "0.3")
    assert (uncertain.start, uncertain.known, uncertain.stands) == (0.6, None, "0.3 to 0.9")
    assert sliders["states.west.premium"].stands == "shared prior"
    assert 0.05 < sliders["states.west.premium"].start < 0.2
    assert (sliders["states.east.patience"].low, sliders["states.west.patience"].low) == (0.0, 0.95)
    assert (sliders["talks.rounds"].start, sliders["talks.rounds"].high) == (6, 20)


def test_numbers_of_a_state_that_counts_in_points_are_in_points() -> None:
    issues = {"troops": {"options": ["stay", "leave"]}}
    values = {"troops": {"values": {"stay": 40, "leave": 100}}}
    states = {"east": {"points": 200, "positions": values}, "west": {"positions": {"troops": {"ideal": "leave"}}}}
    talks = Case.uploaded("points.yaml", dump_yaml({"issues": issues, "states": states}).encode())
    sliders = {control.key: control for control in controls(talks.groups) if isinstance(control, Slider)}
    assert sliders["states.east.walk_away"].start == pytest.approx(40, abs=1)
    assert [sliders[f"states.east.{name}"].high for name in ("premium", "walk_away")] == [200, 200]
    assert not any(key.startswith("states.east.positions") for key in sliders)


def test_only_what_differs_is_set() -> None:
    states = {**NEIGHBOURS["states"], "east": {**NEIGHBOURS["states"]["east"], "premium": 0.3}}
    talks = case(states=states, envoys={"anna": {"of": "east", "style": "boulware"}})
    same = Setting.of(talks, {"states.east.premium": "0.3", "envoys.anna.style": "boulware"})
    assert same.changes == ()
    assert same.scenario is talks.scenario
    assert same.yaml == "extends: neighbours.yaml\n"
    # The middle of a distribution is no longer a distribution.
    assert said(Setting.of(talks, {SALIENCE: "0.6"})) == {SALIENCE: 0.6}


def test_an_envoy_that_the_file_does_not_name_gets_one_with_its_style() -> None:
    setting = Setting.of(case(), {"envoys.envoy_west.style": "hardliner"})
    assert setting.variant["envoys"] == {"envoy_west": {"of": "west", "style": "hardliner"}}
    chosen = setting.scenario.speaker("west", "envoys")[1].style
    assert chosen is not None
    assert chosen.name == "hardliner"


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        (SALIENCE, "1.5", "expected a number from 0 to 1"),
        (SALIENCE, "nan", "expected a number from 0 to 1"),
        (SALIENCE, "<b>", "found '<b>', expected a number"),
        ("envoys.envoy_west.style", "bolware", "did you mean 'boulware'?"),
        ("states.east.title", "Best", "expected a control of the page"),
        ("extends", "/etc/passwd", "expected a control of the page"),
    ],
)
def test_what_no_control_can_say_is_refused(key: str, value: str, message: str) -> None:
    with pytest.raises(ScenarioError, match=re.escape(message)):
        Setting.of(case(), {key: value})


def test_an_upload_has_the_messages_of_its_file(tmp_path: Path) -> None:
    text = dump_yaml(NEIGHBOURS).replace("salience", "saliance", 1).replace("date set", "dte set", 1)
    path = tmp_path / "talks.yaml"
    path.write_text(text)
    with pytest.raises(ScenarioError) as of_file:
        Scenario.load(path)
    with pytest.raises(ScenarioError) as of_upload:
        Case.uploaded("talks.yaml", text.encode())
    assert str(of_upload.value) == str(of_file.value).replace(str(path), "talks.yaml")
    assert re.match(r"talks\.yaml:\d+:\d+: ", str(of_upload.value))


def test_an_upload_extends_shipped_talks_and_no_other_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "private.yaml").write_text(dump_yaml({**NEIGHBOURS, "title": "Nobody's business"}))
    monkeypatch.chdir(tmp_path)
    for name in ("private.yaml", "./private.yaml", str(tmp_path / "private.yaml"), "../x/private.yaml", 3, ["a"]):
        text = dump_yaml({"title": "Mine", "extends": name})
        with pytest.raises(ScenarioError, match=r"talks\.yaml:\d+:\d+: extends: found .* a scenario that ships") as no:
            Case.uploaded("talks.yaml", text.encode())
        assert "Nobody" not in str(no.value)
    variant = Case.uploaded("talks.yaml", b"extends: hanoi-2019\ntitle: Mine\n")
    assert variant.scenario.title == "Mine"
    assert variant.scenario.states == Scenario.load("hanoi-2019").states


def test_an_upload_that_is_too_large_or_no_text_is_refused_in_one_line() -> None:
    for raw, message in (
        (b"#" * (MOST_BYTES + 1), "found more than 500,000 bytes"),
        (b"\xff\xfe\x00", "found the byte"),
    ):
        with pytest.raises(ScenarioError, match=message) as refused:
            Case.uploaded("talks.yaml", raw)
        assert len(refused.value.problems) == 1


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("talks.yaml", "talks.yaml"),
        ("../../etc/talks.yml", "talks.yml"),
        ("C:\\Users\\me\\my talks.yaml", "my-talks.yaml"),
        ("<b>.txt", "b.yaml"),
        ("...", "talks.yaml"),
    ],
)
def test_the_name_of_an_upload_is_a_plain_one(sent: str, kept: str) -> None:
    assert Case.uploaded(sent, dump_yaml(NEIGHBOURS).encode()).extended_as == kept


def test_talks_on_disk_are_extended_by_file_name_and_shipped_ones_by_name(tmp_path: Path) -> None:
    path = tmp_path / "reykjavik-2021.yaml"
    path.write_text(dump_yaml(NEIGHBOURS))
    assert Case.load(str(path)).extended_as == "reykjavik-2021.yaml"
    assert Case.load("reykjavik-2021").extended_as == "reykjavik-2021"
    assert Case.load(str(shipped()["reykjavik-2021"])).extended_as == "reykjavik-2021"


def test_the_steps_of_a_world_tell_all_of_its_transcript() -> None:
    talks = Scenario.load("reykjavik-2021")
    told = steps(talks, 5, 1)
    titles = [step.title for step in told]
    assert titles[0] == "Who talks"
    assert titles[-2:] == ["How it ended", "What each side tells the press"]
    assert [title for title in titles if title.startswith("Round")] == ["Round 1", "Round 2", "Round 3"]
    said = " ".join([part for step in told for line in step.lines for part in (line.text, *line.items)])
    text = transcript(replay(talks, 5, 1)).partition("\n")[2]
    words = [re.sub(r"[;.]$", "", word) for word in text.replace("What each side tells the press", "").split()]
    assert [re.sub(r"[;.]$", "", word) for word in said.split()] == words
    assert len(next(step for step in told if step.title == "Round 1").lines[0].items) == 13


def test_the_answer_is_that_of_run_and_the_difference_that_of_compare() -> None:
    setting = Setting.of(case(), {"states.east.premium": "0.1", SALIENCE: "0.4"})
    answer = Player(150, 3).answer(setting)
    beside = compare({"as it stands": setting.case.scenario, "as set": setting.scenario}, worlds=150, seed=3).variants[
        0
    ]
    assert answer.beside.agreement == beside.agreement
    assert answer.result.agreement == beside.agreement.second
    assert Player(150, 3).answer(Setting(setting.case)).beside.same


def test_visitors_at_the_same_time_get_what_each_would_get_alone() -> None:
    both = [case(), Case.load("hanoi-2019")]
    settings = [Setting.of(both[0], {SALIENCE: f"0.{number}"}) for number in range(3, 6)] + [Setting(both[1])]
    together, alone = Player(100, 1), Player(100, 1)
    with ThreadPoolExecutor(4) as threads:
        charts_ = threads.map(lambda each: together.chart(each, "funnel"), settings)
        stories = threads.map(lambda each: steps(each.scenario, 3, 1), settings)
    assert [to_text(together.answer(each).result.tally) for each in settings] == [
        to_text(alone.answer(each).result.tally) for each in settings
    ]
    assert list(charts_) == [alone.chart(each, "funnel") for each in settings]
    assert list(stories) == [steps(each.scenario, 3, 1) for each in settings]


def test_slow_talks_are_played_in_fewer_worlds_all_settings_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("summitry.explorer.player.TOO_LONG", 0.0)
    monkeypatch.setattr("summitry.explorer.player.QUICK", 0.0)
    player, talks = Player(400, 1), case()
    worlds = [player.answer(Setting.of(talks, said)).result.worlds for said in ({}, {SALIENCE: "0.4"})]
    assert worlds == [250, 250]


@pytest.mark.parametrize(("each", "worlds"), [(0.0001, 2000), (0.0009, 500), (0.0035, 250)])
def test_worlds_are_as_many_as_can_be_played_in_time(each: float, worlds: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Player, "_seconds", lambda *asked: 0.1 + each * asked[2])
    assert Player(2000, 1).answer(Setting(case())).result.worlds == worlds


def test_every_chart_is_a_named_picture_whose_texts_are_escaped() -> None:
    setting = Setting(case(title='Talks of "A" & <b>B</b>'))
    player = Player(60, 1)
    first, others = charts()
    assert first == ["funnel", "issues", "settlements"]
    assert sorted([*first, *others]) == list(registered("charts"))
    ids: list[str] = []
    for name in (*first, *others):
        text = player.chart(setting, name)
        picture = ElementTree.fromstring(text)  # noqa: S314 our own chart
        assert picture.get("role") == "img"
        assert picture.get("aria-label")
        assert picture.get("width") is None
        assert picture.get("viewBox")
        assert "<b>" not in text
        assert "<style" not in text
        ids += [each.get("id", "") for each in picture.iter("{http://www.w3.org/2000/svg}g")]
    assert not any(ids)


class Broken(Executor):
    """Has lost those who play."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        raise BrokenExecutor("one was killed")


def test_whoever_plays_and_draws_the_answer_is_the_same_also_where_they_are_lost() -> None:
    setting = Setting(Case.load("reykjavik-2021"))
    with ThreadPoolExecutor(1) as other:
        lost, here, there = (Player(20, 1, executor) for executor in (Broken(), None, other))
        answers = [to_text(player.answer(setting).result.tally) for player in (lost, here, there)]
        charts_ = [player.chart(setting, "funnel") for player in (lost, here, there)]
    assert answers[0] == answers[1] == answers[2]
    assert charts_[0] == charts_[1] == charts_[2]


class Knot:
    """Refers to itself, so that only a collector of garbage finds out that nobody else does."""

    def __init__(self) -> None:
        self.knot = self


left: list[weakref.ref[Knot]] = []


def leave_garbage() -> int:
    left[:] = [weakref.ref(Knot()) for _ in range(2 * MANY)]
    return os.getpid()


def garbage_left() -> tuple[int, int]:
    return os.getpid(), sum(knot() is not None for knot in left)


def test_those_who_play_for_the_page_collect_garbage_only_when_idle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("summitry.explorer.hands.cores", lambda: 2)
    with hands() as executor:
        assert executor is not None
        assert not executor.submit(gc.isenabled).result()
        worker = executor.submit(leave_garbage).result()
        until = time.monotonic() + 60
        there: dict[int, int] = {}
        while there.get(worker) != 0:
            assert time.monotonic() < until
            time.sleep(4 * MOMENT)
            there.update(executor.submit(garbage_left).result() for _ in range(4))
