"""A state's levers: the known one comes first, nothing that noise made is ranked, and gains stay what they were."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from summitry import Levers, Scenario, ScenarioError, compare, levers
from summitry.commands import cli
from summitry.comparisons.paired import PairedChance, PairedMean
from summitry.comparisons.shared_parts import Shared
from summitry.kept.output import to_json
from summitry.leverage.finding import find
from summitry.leverage.lever import Lever
from summitry.leverage.levers import Pulled
from summitry.leverage.playing import Went, played
from summitry.leverage.ranking import holm, p_value, ranks, shown
from summitry.leverage.table import lowering
from summitry.leverage.words import in_words, of_failures
from summitry.reports.pictures import NARROW
from summitry.scenario.library import shipped
from summitry.scenario.overrides import Override
from summitry.talks.gates import Gate
from summitry.talks.randomness import FAR
from tests.simulator import synthetic
from tests.simulator.picture_checks import flaws, words
from tests.theory.textbook import textbook

KNOWN = {"insight": 1.0, "reach": 1.0, "last_moment": 1.0, "learning": "none", "style": "linear"}


def talks(east: dict[str, Any], west: dict[str, Any], **more: Any) -> Scenario:
    """Return talks in which all is known but who happens to speak first: positions by state, on two issues."""
    known = {"patience": 1.0, "premium": 0.01}
    return Scenario.from_dict(
        {
            "title": "Two neighbours talk",
            "issues": {"aid": {"options": ["nothing", "some"]}, "land": {"options": ["kept", "given"]}},
            "states": {"east": {**known, "positions": east}, "west": {**known, "positions": west}},
            "envoys": {state: {"of": state, **KNOWN} for state in ("east", "west")},
            "talks": {"rounds": 5},
            **more,
        },
        "small",
    )


IN_THE_GATE = ("reykjavik-2021", "hull-nomura-1941", "jcpoa-2015", "cancun-2003", "panama-canal-1977")
"""Shipped scenarios of every kind, two states and many, with votes at home and without: enough for the gate."""

BLOCKED = talks(
    {
        "aid": {"ideal": "some", "salience": 0.7},
        "land": {"ideal": "kept", "salience": 0.3, "red_lines": {"never": ["given"]}},
    },
    {"aid": {"ideal": "nothing", "salience": 0.3}, "land": {"ideal": "given", "salience": 0.7}},
)
"""East would give the land for aid, but for its red line."""

UNPAID = talks(
    {"land": {"ideal": "given", "salience": 0.5}, "aid": {"ideal": "nothing", "salience": 0.5}},
    {"land": {"ideal": "kept", "salience": 0.05}, "aid": {"ideal": "nothing", "salience": 0.95}},
)
"""The land is worth much to east and little to west, and there is nothing to give for it."""


@pytest.fixture(scope="module")
def blocked() -> Levers:
    return levers(BLOCKED, "east", worlds=80, seed=3)


@pytest.fixture(scope="module")
def unpaid() -> Levers:
    return levers(UNPAID, "east", worlds=80)


class TestKnownAnswers:
    def test_the_red_line_that_blocks_is_found_first(self, blocked: Levers) -> None:
        first = blocked.by_chance[0]
        assert first.pulled.lever.name == "offer.red_line.east.land"
        assert first.ranks == "1"
        assert first.pulled.agreement.difference == 1
        assert (
            "Raises the chance of agreement most: East drops its red line on 'Land' (0 % to 100 %)"
            in in_words(blocked)[0]
        )

    def test_a_payment_opens_a_zone_where_the_goods_at_hand_do_not(self, unpaid: Levers) -> None:
        found = {each.pulled.lever.name: each.pulled for each in unpaid.by_chance}
        assert set(found) == {"payment.east.west.0.1", "payment.east.west.negotiated"}
        sum_paid, negotiated = (found[f"payment.east.west.{name}"] for name in ("0.1", "negotiated"))
        assert sum_paid.agreement.difference == negotiated.agreement.difference == 1
        assert sum_paid.gains["east"].difference == pytest.approx(0.5 - 0.1)
        assert sum_paid.gains["west"].difference == pytest.approx(0.1 - 0.05)
        # Whatever is paid, payer and receiver together gain what the land is worth to them.
        both = sum(negotiated.gains[state].difference for state in ("east", "west"))
        assert both == pytest.approx(0.5 - 0.05)

    def test_patience_raises_the_gain_of_the_first_mover_as_rubinstein_has_it(self) -> None:
        scenario = textbook("rubinstein", states__first__patience=0.8, states__second__patience=0.8)
        [lever] = [each for each in find(scenario, "first").levers if each.name == "conduct.patience"]
        before, after = played(scenario, [{}, dict(lever.values)], 1, 3, 1, None, None)
        at = scenario.states.index("first")
        assert before.gain[:, at] == pytest.approx(0.2 / (1 - 0.64), abs=0.005)
        assert after.gain_as_in(before, np.zeros(2))[:, at] == pytest.approx(1, abs=0.005)

    def test_where_everything_is_agreed_already_nothing_raises_the_chance(self) -> None:
        common = {"aid": {"ideal": "some"}, "land": {"ideal": "given"}}
        found = levers(talks(common, common), "west", worlds=40)
        assert found.by_chance == ()
        assert in_words(found)[0] == "Every world ends in agreement as things are: no lever can raise the chance."
        assert flaws(found.plot()) == []


class TestMeasuring:
    def test_what_leads_is_measured_in_other_worlds_than_it_was_picked_in(self, blocked: Levers) -> None:
        pulled = blocked.by_chance[0].pulled
        assert pulled.anew
        assert pulled.agreement.worlds == 80
        assert {each.agreement.worlds for each in blocked.pulled if not each.anew} == {20}
        again = compare([BLOCKED, pulled.lever.pulled(BLOCKED)], worlds=80, seed=3 + FAR).variants[0]
        assert pulled.agreement == again.agreement
        assert pulled.gains["east"].difference == pytest.approx(again.gains["east"].difference)

    def test_waiting_is_counted_at_what_it_costs_in_truth(self) -> None:
        one, state = np.ones(2, dtype=bool), np.ones((2, 1))
        before = Went(one, np.zeros(2, dtype=int), 0.5 * state, one[:, None], np.array([0, 2]), 0.9 * state, state)
        posture = replace(before, gain=0.5 * state, patience=state)
        assert posture.gain_as_in(before, np.zeros(1))[:, 0] == pytest.approx([0.5, 0.5 * 0.81])

    def test_an_issue_on_which_nothing_can_be_paid_changes_nothing(self) -> None:
        """What signing costs and what failure is worth shrink as the rest does, and gains are told in the old units."""
        uncertain = {
            "states.east.premium": {"uniform": [0.0, 0.4]},
            "states.west.premium": {"uniform": [0.0, 0.4]},
            "states.east.walk_away": 0.45,
            "states.west.patience": 0.95,
        }
        scenario = talks(
            {"aid": {"ideal": "some", "salience": 0.7}, "land": {"ideal": "kept", "salience": 0.3}},
            {"aid": {"ideal": "nothing", "salience": 0.3}, "land": {"ideal": "given", "salience": 0.7}},
        ).with_values(uncertain)
        [lever] = [each for each in find(scenario, "east").levers if each.name == "payment.east.west.negotiated"]
        unpaid = {f"envoys.{state}.mandate.limits.side_payment": {"above": 0} for state in scenario.states}
        before, after = played(scenario, [{}, {**lever.values, **unpaid}], 1, 300, 1, None, None)
        assert 30 < before.agreed.sum() < 270
        assert (before.agreed == after.agreed).all()
        assert after.gain_as_in(before, np.zeros(2)) == pytest.approx(before.gain)

    @pytest.mark.parametrize(("reach", "fails_at"), [(1.0, set()), (0.9, {Gate.OUT_OF_TIME})])
    def test_what_may_be_paid_costs_agreement_only_where_envoys_do_not_go_all_the_way(
        self, reach: float, fails_at: set[Gate]
    ) -> None:
        """The zone only widens (Coase 1960), but who may be paid insists on more of what is now possible."""
        scenario = talks(
            {"aid": {"ideal": "some", "salience": 0.5}, "land": {"ideal": "kept", "salience": 0.3}},
            {"aid": {"ideal": "nothing", "salience": 0.3}, "land": {"ideal": "given", "salience": 0.5}},
        ).with_values(
            {f"states.{state}.premium": {"uniform": [0.0, 0.35]} for state in ("east", "west")}
            | {f"envoys.{state}.reach": reach for state in ("east", "west")}
            | {f"envoys.{state}.last_moment": float(reach == 1) for state in ("east", "west")}
        )
        [lever] = [each for each in find(scenario, "east").levers if each.name == "payment.east.west.negotiated"]
        before, after = played(scenario, [{}, dict(lever.values)], 1, 600, 1, None, None)
        assert 100 < before.agreed.sum() < 500
        lost = before.agreed & ~after.agreed
        assert {Gate(gate) for gate in after.gate[lost]} == fails_at
        assert (after.gate[before.gate != Gate.NO_ZONE] != Gate.NO_ZONE).all()
        if reach == 1:
            assert after.agreed.sum() > before.agreed.sum()

    def test_where_a_lever_makes_talks_fail_is_said_as_far_as_noise_cannot_have_done_it(self) -> None:
        pulled = Pulled(
            Lever("payment", "payment", "West pays", {}),
            PairedChance(400, 200, 50, 350),
            {},
            anew=False,
            failures={
                Gate.NO_ZONE: PairedChance(300, 50, 0, 650),
                Gate.OUT_OF_TIME: PairedChance(50, 0, 200, 750),
                Gate.MISSED: PairedChance(5, 10, 10, 975),
            },
        )
        assert of_failures(pulled) == "more often out-of-time (+20.0); less often no-zone (-5.0)"
        assert pulled.to_dict()["failures"]["out-of-time"]["claim"] == "higher"

    def test_what_lowers_the_chance_is_named_with_the_gates_at_which_talks_then_end(self) -> None:
        """A made-up lever, after which no deal exists in any world."""
        common = {"aid": {"ideal": "some"}, "land": {"ideal": "given"}}
        found = levers(talks(common, common), "west", worlds=40)
        blocks = replace(
            found.pulled[0],
            agreement=PairedChance(0, 40, 0, 0),
            failures={Gate.NO_ZONE: PairedChance(0, 0, 40, 0)},
        )
        told = lowering(replace(found, pulled=(*found.pulled[1:], blocks)))
        assert list(told.columns[0].cells) == [blocks.lever.says]
        assert list(told.columns[3].cells) == ["more often no-zone (+100.0)"]

    def test_conditions_at_home_are_told_apart_from_levers(self, blocked: Levers) -> None:
        assert {each.lever.kind for each in blocked.conditions} == {"home"}
        assert "home" not in {each.lever.kind for each in blocked.pulled}

    def test_who_must_consent_and_loses_is_named(self) -> None:
        lever = Lever("payment", "payment", "West pays", {}, consent=("west",))
        chance, loses, gains = (
            PairedChance(5, 0, 5, 0),
            PairedMean(100, 0, -10, -10, 1.5),
            PairedMean(100, 0, 10, 10, 1.5),
        )
        assert Pulled(lever, chance, {"east": gains, "west": loses}, anew=True).refused_by == ("west",)
        assert Pulled(lever, chance, {"east": loses, "west": gains}, anew=True).refused_by == ()


class TestRanking:
    def test_p_values_are_those_of_mcnemar_and_of_the_normal(self) -> None:
        assert p_value(PairedChance(50, 2, 10, 38)) == pytest.approx(2 * (1 + 12 + 66) / 2**12)
        assert p_value(PairedChance(50, 0, 0, 50)) == p_value(PairedMean(50, 1.0, 1.0, 0.0, 0.0)) == 1
        change = np.array([0.1, 0.2, 0.0, 0.1])
        pair = PairedMean.of(np.zeros(4), change)
        assert p_value(pair) == pytest.approx(0.0143, abs=1e-4)  # z = 2.449
        assert holm([0.01, 0.04, 0.03]) == [0.03, 0.06, 0.06]

    def test_one_of_twenty_that_differ_by_noise_alone_is_not_ranked(self) -> None:
        lucky, nothing = PairedChance(500, 10, 24, 466), PairedChance(500, 15, 15, 470)
        assert shown([lucky]) == [True]
        assert not any(shown([lucky, *[nothing] * 19]))

    def test_ranks_overlap_where_noise_could_have_ranked(self) -> None:
        rng = np.random.default_rng(1)
        clear = rng.random(2000) < 0.9
        tied = [rng.random(2000) < 0.5 for _ in range(2)]
        all_ = [*tied, clear]
        assert ranks([[PairedChance.of(one, other) for other in all_] for one in all_]) == [(2, 3), (2, 3), (1, 1)]


class TestFinding:
    @pytest.mark.parametrize(
        "name",
        [pytest.param(name, marks=() if name in IN_THE_GATE else pytest.mark.full) for name in sorted(shipped())],
    )
    def test_there_are_some_for_every_shipped_scenario_and_each_can_be_typed(self, name: str) -> None:
        """Only what makes a valid scenario is found."""
        scenario = Scenario.load(name)
        found = find(scenario, scenario.states[0])
        assert len({lever.name for lever in found.levers}) == len(found.levers) > 25
        assert found.left_out <= 4
        for lever in found.levers:
            typed = [Override.parse(setting) for setting in lever.settings]
            assert {".".join(map(str, each.path)): each.value for each in typed} == lever.values

    @pytest.mark.parametrize("name", ["hull-nomura-1941", "jcpoa-2015"])
    def test_none_changes_what_gains_are_measured_by_but_those_that_are_restated(self, name: str) -> None:
        scenario = Scenario.load(name)
        for lever in find(scenario, scenario.states[0]).levers:
            restated = lever.name.endswith("negotiated") or lever.name == "conduct.patience"
            assert restated or Shared.of(scenario, lever.pulled(scenario)).states == scenario.states

    @pytest.mark.parametrize("name", ["reykjavik-2021", "hull-nomura-1941"])
    def test_the_file_of_a_variant_makes_the_same_change(self, name: str, tmp_path: Path) -> None:
        scenario = Scenario.load(name)
        levers_of_a_sort = {
            tuple(lever.name.split(".")[:2]): lever for lever in find(scenario, scenario.states[0]).levers
        }
        for lever in levers_of_a_sort.values():
            (tmp_path / "variant.yaml").write_text(lever.variant(name, scenario.title))
            told = ("title", "summary")
            expected = {key: value for key, value in lever.pulled(scenario).data.items() if key not in told}
            variant = Scenario.load(tmp_path / "variant.yaml").data
            assert {key: value for key, value in variant.items() if key not in told} == expected

    def test_linked_issues_stay_in_one_basket(self) -> None:
        names = {lever.name for lever in find(Scenario.load("black-sea-grain-2022"), "russia").levers}
        assert {"order.easy_first", "order.hard_first", "order.side_by_side"} <= names

    def test_an_unknown_state_is_named_with_the_nearest(self) -> None:
        with pytest.raises(
            ScenarioError, match=r"found 'eastt', expected a state \(east, west\); did you mean 'east'\?"
        ):
            levers(BLOCKED, "eastt")


@pytest.mark.parametrize(("states", "rows"), [(2, 1), (2, 16), (12, 8)])
def test_the_chart_is_readable(states: int, rows: int) -> None:
    found = synthetic.levers(states, rows)
    figure = found.plot()
    assert flaws(figure) == []
    assert flaws(found.plot(inches=NARROW)) == []
    assert f"{len(found.pulled)} levers tried" in words(figure)
    assert "Ranks: what noise leaves open" in words(figure)


@pytest.fixture
def command(tmp_path: Path) -> Callable[..., Result]:
    path = tmp_path / "small.yaml"
    path.write_text(BLOCKED.to_yaml())
    given = ["levers", str(path), "--worlds", "80", "--seed", "3", "--workers", "2"]
    return lambda *more: CliRunner().invoke(cli, [*given, *map(str, more)])


def test_the_command_prints_the_same_document_from_two_workers_and_leaves_a_file_for_each_lever(
    command: Callable[..., Result], tmp_path: Path, blocked: Levers
) -> None:
    folder = tmp_path / "results"
    shown = command("--for", "east", "--json", "--out", folder)
    assert shown.exit_code == 0, shown.output
    assert shown.stdout == to_json(blocked.to_dict())
    answer = json.loads(shown.stdout)
    assert list(answer) == [
        "schema_version",
        "version",
        "scenario",
        "state",
        "seed",
        "worlds",
        "picked_in",
        "tried",
        "left_out",
        "measured_anew",
        "agreement",
        "gain",
        "by_chance",
        "by_gain",
        "levers",
        "conditions",
    ]
    assert answer["tried"] == len(answer["levers"])
    assert json.loads((folder / "levers.json").read_text()) == answer
    names = {path.name for path in folder.iterdir()}
    leading = {f"lever-{number}.yaml" for number in range(1, 1 + len(names) - 5)}
    assert names == {"levers.json", "levers.csv", "levers.png", "levers.svg", "scenario.yaml"} | leading
    first = Scenario.load(folder / "lever-1.yaml")
    assert first.spec.states["east"].positions["land"].red_lines is None
    assert first.title == "Two neighbours talk: East drops its red line on 'Land'"


def test_mistakes_are_told_in_the_words_of_the_command_line(command: Callable[..., Result]) -> None:
    assert "Missing option '--for'" in command().output
    wrong = command("--for", "wets")
    assert isinstance(wrong.exception, ScenarioError)
    assert "did you mean 'west'?" in str(wrong.exception)


def test_the_tables_say_what_raises_what_and_how_to_make_it(
    blocked: Levers, capsys: pytest.CaptureFixture[str]
) -> None:
    from summitry.leverage.table import print_levers

    print_levers(blocked)
    said = " ".join(capsys.readouterr().out.split())
    assert "What raises the chance of agreement" in said
    assert "states.east.positions.land.red_lines=null" in said
    assert f"{len(blocked.pulled)} levers tried" in said
    frame = blocked.to_frame().set_index("name")
    assert frame.loc["offer.red_line.east.land", "chance_rank"] == "1"
    assert frame.loc["offer.red_line.east.land", "gain.east_claim"] == "higher"
