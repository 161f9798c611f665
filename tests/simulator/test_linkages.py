"""Linked issues, end to end: what linkages forbid never happens, and what they are worth comes out."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from numpy.typing import NDArray

from summitry import EnsembleResult, Scenario, SummitModel, run
from summitry.registry import registered
from summitry.stories.transcript import replay, transcript
from summitry_agents.deals import settles_something, utility
from summitry_agents.logrolling import Trades
from summitry_agents.verdict import Verdict
from tests.laws.scenarios import scenarios
from tests.simulator.enumeration import Enumeration

ROUNDING = 1e-9


def bargain() -> dict[str, Any]:
    """Talks with each kind of linkage, joined in two groups, and a status quo that differs between worlds."""
    return {
        "issues": {
            "embassies": {"options": ["e0", "e1"]},
            "inspections": {"options": ["i0", "i1", "i2"], "status_quo": {"choice": {"i0": 0.7, "i1": 0.3}}},
            "prisoners": {"options": ["p0", "p1", "p2"], "status_quo": {"choice": ["p0", "p1"]}},
            "sanctions": {"options": ["s0", "s1", "s2"]},
            "summit": {"options": ["u0", "u1"]},
            "troops": {"options": ["t0", "t1", "t2", "t3"]},
        },
        "linkages": {
            "swap": {"bundle": ["prisoners", "embassies"]},
            "inspected": {"issue": "sanctions", "only_if": "inspections >= i2"},
            "grand": {
                "when": "troops >= t2 and summit == u1",
                "worth": {"east": {"normal": [0.1, 0.02]}, "west": -0.05},
            },
        },
        "states": {
            "east": {
                "positions": {
                    "embassies": {"ideal": "e1", "salience": 0.5},
                    "prisoners": {"ideal": "p0", "salience": {"uniform": [0.1, 0.9]}},
                    "sanctions": {"ideal": "s2", "salience": {"uniform": [0.1, 0.9]}},
                    "summit": {"ideal": "u1", "salience": 0.3},
                    "troops": {"ideal": "t0", "salience": 0.6},
                }
            },
            "west": {
                "positions": {
                    "embassies": {"ideal": "e0", "salience": 0.1},
                    "inspections": {"ideal": "i2", "salience": 0.1},
                    "prisoners": {"ideal": "p2", "salience": {"uniform": [0.1, 0.9]}},
                    "sanctions": {"ideal": "s0", "salience": 0.3},
                    "summit": {"ideal": "u0", "salience": 0.2},
                    "troops": {"ideal": "t3", "salience": 0.8},
                }
            },
        },
    }


def two(
    issues: dict[str, Any],
    east: dict[str, Any],
    west: dict[str, Any],
    linkages: dict[str, Any],
    walk_away: float | None = None,
) -> dict[str, Any]:
    """Talks that find an agreement wherever there is one, without costs of signing."""
    data = {
        "issues": issues,
        "linkages": linkages,
        "states": {
            name: {
                "premium": 0,
                "patience": 1,
                "positions": positions,
                **({"walk_away": walk_away} if walk_away else {}),
            }
            for name, positions in (("east", east), ("west", west))
        },
        "envoys": {name: {"of": of, "insight": 1, "last_moment": 1} for name, of in (("anna", "east"), ("bo", "west"))},
        "talks": {"order": ["east", "west"], "rounds": 4},
    }
    return copy.deepcopy(data)


def played(data: dict[str, Any], worlds: int = 50) -> EnsembleResult:
    return run(Scenario.from_dict(data), worlds=worlds, seed=1)


def settled(result: EnsembleResult, issue: str) -> NDArray[np.bool_]:
    assert result.rows is not None
    return result.rows.settled[:, result.scenario.issues.index(issue)]


def on_a_scale(data: dict[str, Any]) -> dict[str, Any]:
    """Return a scenario with the options of every issue in order, as the enumeration here values them."""
    for issue in data["issues"].values():
        issue.pop("ordered", None)
    return data


LINKED = scenarios(linked=True, at_default=True, strict=True, unanimity=True, leaving=False).map(on_a_scale)


@pytest.fixture(scope="module")
def bargained() -> EnsembleResult:
    return played(bargain(), worlds=2000)


def test_a_bundle_is_never_half_settled(bargained: EnsembleResult) -> None:
    assert np.array_equal(settled(bargained, "prisoners"), settled(bargained, "embassies"))
    assert 100 < settled(bargained, "prisoners").sum() < 1900


def test_without_the_bundle_half_of_it_is_often_settled() -> None:
    data = bargain()
    del data["linkages"]["swap"]
    result = played(data, worlds=2000)
    assert (settled(result, "prisoners") != settled(result, "embassies")).sum() > 100


def test_a_precondition_is_never_broken(bargained: EnsembleResult) -> None:
    assert bargained.rows is not None
    inspections = bargained.rows.deal[:, bargained.scenario.issues.index("inspections")]
    leaves = settled(bargained, "sanctions")
    assert leaves.sum() > 100
    assert (inspections[leaves] == 2).all()


@pytest.mark.parametrize(
    "talks",
    [
        *({"protocol": name} for name in sorted(registered("protocols"))),
        {"agenda": "issue_by_issue"},
        {"agenda": {"in_order": [["troops", "summit"], ["prisoners", "embassies"], ["sanctions", "inspections"]]}},
        {"agenda": {"side_by_side": [["sanctions", "inspections", "troops", "summit"], ["prisoners", "embassies"]]}},
    ],
)
def test_no_protocol_and_no_agenda_breaks_a_linkage(talks: dict[str, Any]) -> None:
    model = SummitModel(Scenario.from_dict(bargain() | {"talks": talks}), worlds=60, rng=1)
    model.run_model()
    embassies, _, prisoners, sanctions, _, _ = model.settled.T
    assert model.agreed.any()
    assert np.array_equal(prisoners, embassies)
    assert (model.deal[sanctions, 1] == 2).all()
    assert (model.surplus[model.agreed] > 0).all()
    assert np.isfinite(model.belief_error).all()
    for exchange in model.exchanges:
        assert exchange.deal.shape[1:] == (6,)
        assert exchange.offers.shape[1:] == (2, 6)


def test_linked_issues_come_out_one_by_one_in_every_answer(bargained: EnsembleResult) -> None:
    answer = bargained.to_dict()
    assert list(answer["issues"]) == sorted(bargain()["issues"])
    assert all(set(deal["options"]) == set(answer["issues"]) for deal in answer["deals"])
    assert "deal.embassies" in bargained.to_frame()


def test_the_transcript_tells_the_issues_of_the_file() -> None:
    told = "".join(transcript(replay(Scenario.from_dict(bargain()), world)) for world in range(10))
    assert "Prisoners: p2" in told
    assert "Embassies: e1" in told
    baskets = bargain() | {"talks": {"agenda": "issue_by_issue"}}
    told = "".join(transcript(replay(Scenario.from_dict(baskets), world)) for world in range(10))
    assert "Initialled: Embassies: e1; Prisoners: p" in told


def test_the_same_world_comes_out_whichever_others_are_played() -> None:
    scenario = Scenario.from_dict(bargain())
    whole = SummitModel(scenario, worlds=300, rng=3)
    whole.run_model()
    for world in (0, 57, 299):
        alone = SummitModel(scenario, worlds=[world], rng=3)
        alone.run_model()
        assert np.array_equal(alone.deal[0], whole.deal[world])
        assert np.array_equal(alone.surplus[0], whole.surplus[world])
        assert np.array_equal(alone.gain[0], whole.gain[world])


@given(data=LINKED)
def test_the_zone_under_linkages_is_that_of_full_enumeration(data: dict[str, Any]) -> None:
    model = SummitModel(Scenario.from_dict(data), worlds=4, rng=7)
    model.run_model()
    for world in range(4):
        every = Enumeration(data, model, world)
        zone = every.zone()
        assert model.zone[world] == (Verdict.EXISTS if zone else Verdict.NONE)
        if model.agreed[world]:
            assert model.deal[world].tolist() in [every.indices(deal) for deal in zone]


@given(data=LINKED)
def test_every_combination_is_worth_what_the_formula_says(data: dict[str, Any]) -> None:
    model = SummitModel(Scenario.from_dict(data), worlds=1, rng=7)
    every, joined = Enumeration(data, model), model.worlds.joined
    deals = joined.layout.together(np.array([every.indices(deal) for deal in every.deals]))
    assert np.array_equal(joined.layout.apart(deals), [every.indices(deal) for deal in every.deals])
    for p, state in enumerate(every.states):
        worth = utility(np.repeat(joined.contributions[:, p], len(deals), axis=0), deals)
        assert worth == pytest.approx([every.utility(state, deal) for deal in every.deals], abs=1e-12)
        assert worth.min() > -1e-12
        assert worth.max() < 1 + 1e-12
    opened = np.take_along_axis(joined.open.repeat(len(deals), axis=0), deals[..., None], axis=-1).all(axis=(1, 2))
    something = settles_something(deals, joined.status_quo)
    assert (opened & something).tolist() == [every.feasible(deal) for deal in every.deals]


@given(data=LINKED)
def test_logrolled_offers_under_linkages_are_within_their_gap_of_full_enumeration(data: dict[str, Any]) -> None:
    model = SummitModel(Scenario.from_dict(data), worlds=1, rng=7)
    every, joined = Enumeration(data, model), model.worlds.joined
    mine, theirs = every.states[:2]
    allowed = ~np.logical_or.reduce([state.preferences.barred for state in model.states])
    values = joined.contributions[:, 0], joined.contributions[:, 1], allowed
    trades = Trades.between(*values, joined.status_quo)
    # Where the greedy deal would defer everything it is replaced, at up to one more step; see `Trades.offer`.
    greedy = Trades.between(*values, np.full_like(joined.status_quo, -1))
    longest = np.diff(trades.gain[np.isfinite(trades.cost)]).max(initial=0.0)
    may = [deal for deal in every.deals if every.feasible(deal)]
    may = [deal for deal in may if not any(every.crosses(state, deal) for state in every.states)]
    world = np.array([0])
    for floor in (np.array([number]) for number in (0.25, 0.5, 0.75, 0.9)):
        offer = trades.offer(world, floor)
        enough = [every.utility(theirs, deal) for deal in may if every.utility(mine, deal) >= floor[0] - 1e-12]
        assert offer.possible[0] == bool(enough)
        if enough:
            offered = [every.options[i][k] for i, k in enumerate(joined.layout.apart(offer.deal)[0])]
            assert offered in may
            gap = trades.next_step(world, floor)[1][0]
            if not settles_something(greedy.offer(world, floor).deal, joined.status_quo)[0]:
                gap += longest
            assert every.utility(theirs, offered) >= max(enough) - gap - ROUNDING


def costly(bonus: float) -> dict[str, Any]:
    """East is asked for troops and West for a summit, each worth less to the other than it costs."""
    return two(
        {"summit": {"options": ["off", "held"]}, "troops": {"options": ["stay", "leave"]}},
        {"troops": {"ideal": "stay", "salience": 0.6}, "summit": {"ideal": "held", "salience": 0.4}},
        {"troops": {"ideal": "leave", "salience": 0.4}, "summit": {"ideal": "off", "salience": 0.6}},
        {"grand": {"when": "troops == leave and summit == held", "worth": {"east": bonus, "west": bonus}}},
    )


def test_a_bonus_brings_a_combination_out_that_is_not_worth_it_alone() -> None:
    assert played(costly(0.0)).agreement.count == 0
    assert played(costly(0.15)).zone.count == 0
    result = played(costly(0.2))
    assert result.agreement.count == 50
    assert (settled(result, "troops") & settled(result, "summit")).all()


def test_a_penalty_keeps_a_combination_out_and_leaves_its_parts() -> None:
    data = two(
        {"a": {"options": ["a0", "a1"]}, "b": {"options": ["b0", "b1"]}},
        {"a": {"ideal": "a1", "salience": 0.5}, "b": {"ideal": "b1", "salience": 0.4}},
        {"a": {"ideal": "a1", "salience": 0.5}, "b": {"ideal": "b1", "salience": 0.4}},
        {"both": {"when": "a == a1 and b == b1", "worth": {"east": 0}}},
    )
    assert played(data).settled["b"].count == 50
    data["linkages"]["both"]["worth"] = {"east": -0.5, "west": -0.5}
    result = played(data)
    assert result.settled["a"].count == 50
    assert result.settled["b"].count == 0
    model = SummitModel(result.scenario, rng=1)
    # Half the scale is the penalty escaped; what is left is shared 5 to 4.
    assert model.worlds.walk_away[0].tolist() == pytest.approx([0.5, 0.5])
    assert model.worlds.joined.contributions[0, 0, 0].tolist() == pytest.approx([0.5, 0.5 + 2 / 9, 0.5 + 5 / 18, 0.5])


def test_walking_away_keeps_what_the_status_quo_is_worth_by_its_linkages() -> None:
    data = costly(0.2)
    data["linkages"]["grand"]["when"] = "not settled(troops)"
    worlds = SummitModel(Scenario.from_dict(data), rng=1).worlds
    assert worlds.walk_away[0].tolist() == pytest.approx([0.8 * 0.6 + 0.2, 0.8 * 0.6 + 0.2])
    assert np.array_equal(worlds.utility_of_deferring(np.arange(len(worlds.number))), worlds.walk_away)


def test_a_bonus_counts_at_the_trust_in_all_who_must_perform_each_once() -> None:
    data = costly(0.2)
    data["issues"]["extra"] = {"options": ["x0", "x1"], "performed_by": ["east", "west"]}
    data["issues"]["troops"]["performed_by"] = "east"
    data["linkages"]["grand"]["when"] = "troops == leave and extra == x1"
    data["states"]["west"]["trust"] = {"east": 0.5}
    data["states"]["east"]["trust"] = {"west": 0.75}
    worlds = SummitModel(Scenario.from_dict(data), rng=1).worlds
    assert worlds.trust_in_stakes[0].tolist() == [[0.75], [0.5]]
    joined = worlds.joined
    both = joined.layout.together(np.array([[1, 0, 1]]))
    # West: 0.8 x 0.4 for the troops and 0.2 for the bonus, at half of each; 0.8 x 0.6 for the summit that is off.
    assert utility(joined.contributions, both)[0, 1] == pytest.approx(0.48 + (0.32 + 0.2) / 2)
    assert utility(joined.contributions_at_full_trust, both)[0, 1] == pytest.approx(1.0)


def test_a_red_line_on_one_of_linked_issues_bars_its_combinations_but_never_deferring() -> None:
    data = costly(0.2)
    assert played(data).agreement.count == 50
    for private in (False, True):
        data["states"]["east"]["positions"]["troops"]["red_lines"] = {"never": ["leave"], "private": private}
        result = played(data)
        assert result.zone.count == 0
    data["states"]["east"]["positions"]["troops"]["red_lines"] = {"never": ["stay"]}
    assert played(data).agreement.count == 50


def pair(linkages: dict[str, Any], off_scale: tuple[str, ...] = ()) -> dict[str, Any]:
    """Both states want a1 and b1; issues may have no status quo."""
    positions = {"a": {"ideal": "a1", "salience": 0.5}, "b": {"ideal": "b1", "salience": 0.5}}
    issues: dict[str, Any] = {name: {"options": [f"{name}0", f"{name}1"]} for name in "ab"}
    for name in off_scale:
        issues[name]["status_quo"] = "none"
    return two(issues, positions, positions, linkages, walk_away=0.1)


@pytest.mark.parametrize(
    ("off_scale", "possible"),
    [((), {"00", "11"}), (("a",), {"01", "11"}), (("a", "b"), {"00", "01", "10", "11"})],
)
def test_an_issue_whose_failure_is_off_the_scale_counts_as_settled_in_a_bundle(
    off_scale: tuple[str, ...], possible: set[str]
) -> None:
    model = SummitModel(Scenario.from_dict(pair({"swap": {"bundle": ["a", "b"]}}, off_scale)), rng=1)
    combinations = model.worlds.layout.apart(np.flatnonzero(model.worlds.joined.open[0, 0])[:, None])
    assert {"".join(map(str, deal)) for deal in combinations} == possible
    model.run_model()
    assert model.deal[0].tolist() == [1, 1]


def test_a_precondition_that_nothing_meets_leaves_its_issue_deferred() -> None:
    result = played(pair({"never": {"issue": "a", "only_if": "b == b0 and b == b1"}}))
    assert result.settled["a"].count == 0
    assert result.settled["b"].count == 50


def test_where_linkages_leave_no_combination_there_is_no_zone() -> None:
    linkages = {"never": {"issue": "a", "only_if": "b == b0 and b == b1"}}
    result = played(pair(linkages, off_scale=("a",)))
    assert result.to_dict()["outcomes"]["no-zone"] == 1
    assert result.undecided == 0


def test_an_issue_of_no_weight_moves_only_where_a_linkage_needs_it() -> None:
    data = pair({"key": {"issue": "a", "only_if": "c != c0"}})
    data["issues"]["c"] = {"options": ["c0", "c1", "c2"], "status_quo": "c2"}
    assert played(data).settled["c"].count == 0
    data["issues"]["c"]["status_quo"] = "c0"
    result = played(data)
    assert result.settled["a"].count == 50
    assert result.settlement("c")["c1"] == 1
    del data["linkages"]
    assert played(data).settled["c"].count == 0


def test_without_linkages_the_table_is_the_file() -> None:
    worlds = SummitModel("reykjavik-2021", worlds=3, rng=1).worlds
    joined = worlds.joined
    assert joined.contributions is worlds.contributions
    assert joined.contributions_at_full_trust is worlds.contributions_at_full_trust
    assert joined.barred is worlds.barred
    assert joined.open is worlds.open
    assert joined.status_quo is worlds.status_quo


def test_what_a_linkage_is_worth_can_be_varied_by_its_path() -> None:
    scenario = Scenario.from_dict(costly(0.0))
    changed = scenario.vary("linkages.grand.worth.east", {"uniform": [0.2, 0.3]}).vary("linkages.grand.worth.west", 0.2)
    result = run(changed, worlds=50, seed=1)
    assert result.agreement.count == 50
    assert result.to_frame()["drawn.linkages.grand.worth.east"].between(0.2, 0.3).all()
    added = scenario.vary("linkages.swap", {"bundle": ["troops", "summit"]})
    assert set(added.spec.linkages) == {"grand", "swap"}
