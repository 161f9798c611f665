"""On which condition envoys say yes, how they learn, and how their style changes with time."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

from summitry import Scenario, ScenarioError, SummitModel, run
from tests.simulator.tables import KNOWING, OPTIONS, package, pie


def answers(acceptance: Any, rounds: int = 11) -> list[tuple[float, float, bool]]:
    """What berta was offered, in what part of the time, and whether she said yes, until the talks end."""
    talks = pie(rounds).vary("envoys.berta.acceptance", acceptance).vary("envoys.berta.reach", 0.2)
    model = SummitModel(talks, rng=1)
    model.run_model()
    heard = []
    for exchange in model.exchanges:
        if exchange.speaker[0] == 0:
            clock = (exchange.round - 1) / (rounds - 1)
            heard.append((exchange.deal[0, 0] / 100, clock, bool(exchange.yes[0, 1])))
    return heard


def test_next_offer_waits_until_the_own_next_offer_is_no_better() -> None:
    # Berta insists on 1 - 0.2 t; anna offers t: berta says yes once t >= 1 - 0.2 (t + 0.1), at her next turn.
    for offered, clock, yes in answers("next_offer"):
        assert yes == (offered >= 1 - 0.2 * min(clock + 0.1, 1) - 1e-9)


def test_a_constant_level_is_all_that_counts() -> None:
    for offered, _, yes in answers({"constant": {"level": 0.55}}):
        assert yes == (offered >= 0.55)


def test_from_a_moment_on_anything_is_accepted_and_nothing_before() -> None:
    heard = answers({"time": {"after": 0.5}})
    assert [yes for _, clock, yes in heard] == [clock >= 0.5 for _, clock, _ in heard]
    assert heard[-1][0] == pytest.approx(0.6)


def test_combined_takes_the_best_that_came_near_the_deadline() -> None:
    heard = answers({"combined": {"after": 0.75}})
    # Anna's offers only rise, so the first one after the moment is the best that came.
    assert [yes for _, clock, yes in heard] == [clock >= 0.75 for _, clock, _ in heard]


def test_combined_is_next_offer_before_that_moment() -> None:
    early = answers({"combined": {"after": 1.0}})
    assert early == answers("next_offer")


def test_a_style_may_change_with_the_deadline_in_sight() -> None:
    changing = pie(rounds=11, envoys={"reach": 1}).vary("envoys.anna.style", ["boulware", {"from": 0.6, "linear": {}}])
    changing = changing.vary("envoys.berta.reach", 0)
    model = SummitModel(changing, rng=1)
    model.run_model()
    for exchange in model.exchanges:
        if exchange.speaker[0] == 0:
            clock = (exchange.round - 1) / 10
            expected = 1 - clock**4 if clock < 0.6 else 1 - clock
            assert exchange.aspiration[0, 0] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("envoys.anna.style", ["boulware"], "at least two styles"),
        ("envoys.anna.style", ["boulware", {"linear": {}}], "'from' and one style"),
        (
            "envoys.anna.style",
            ["boulware", {"from": 0.8, "linear": {}}, {"from": 0.5, "conceder": {}}],
            "more than 0.8",
        ),
        ("envoys.anna.style", ["boulware", {"from": 0, "linear": {}}], "more than 0"),
        ("envoys.anna.style", ["bulware", {"from": 0.5, "linnear": {}}], r"style.0: .*\n.*style.1: .*"),
        ("talks.chair", {"insigt": 0.5}, "did you mean 'insight'"),
        ("envoys.anna.style", ["boulware", {"from": 2, "linear": {}}], "from 0 to 1"),
        ("envoys.anna.style", ["boulware", {"from": 0.5, "linnear": {}}], "did you mean 'linear'"),
        ("envoys.anna.acceptance", "next_ofer", "did you mean 'next_offer'"),
        ("envoys.anna.acceptance", {"constant": {"leval": 0.5}}, "did you mean 'level'"),
        ("envoys.anna.learning", {"bayes": {"speed": 1}}, "found 'speed'"),
    ],
)
def test_conduct_that_does_not_exist_is_refused(path: str, value: Any, said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        pie().vary(path, value)


def uncertain(learning: str, insight: float = 0.0) -> Scenario:
    conduct = {**KNOWING, "learning": learning, "insight": insight, "last_moment": 1}
    data = package(issues=5, rounds=20).data
    data["envoys"] = {f"e_{state}": {"of": state, **conduct} for state in data["states"]}
    return Scenario.from_dict(data)


def belief_error(scenario: Scenario, worlds: int = 500) -> float:
    rows = run(scenario, worlds=worlds).rows
    assert rows is not None
    assert rows.reasons is not None
    return float(rows.reasons.belief_error.mean())


def test_who_knows_everything_errs_in_nothing_and_who_knows_half_errs_by_half() -> None:
    blind = belief_error(uncertain("none"))
    assert belief_error(uncertain("none", insight=1)) == 0
    assert belief_error(uncertain("none", insight=0.5)) == pytest.approx(blind / 2)


def test_offers_teach_what_the_other_wants() -> None:
    assert belief_error(uncertain("bayes")) < 0.97 * belief_error(uncertain("none"))


def test_what_is_learned_makes_offers_better_for_both() -> None:
    still = run(uncertain("none"), worlds=500)
    for learning in ("bayes", "frequency"):
        taught = run(uncertain(learning), worlds=500)
        assert taught.joint_gain_captured is not None
        assert still.joint_gain_captured is not None
        assert taught.joint_gain_captured > still.joint_gain_captured + 0.05


def test_the_belief_error_is_that_of_a_deal_drawn_at_random() -> None:
    model = SummitModel(uncertain("bayes"), worlds=[5], rng=2)
    model.run_model()
    everywhere = np.zeros(1, dtype=np.intp)
    for p, envoy in enumerate(model.envoys):
        believed = envoy.brief.picture.believed_contributions(everywhere)[0, 0]
        wrong = believed - model.worlds.contributions[0, 1 - p]
        every = np.array(list(product(range(len(OPTIONS)), repeat=len(wrong))))
        misjudged = wrong[np.arange(len(wrong)), every].sum(axis=1)
        assert model.belief_error[0, p] == pytest.approx(np.sqrt((misjudged**2).mean()))


def test_a_bayesian_soon_knows_which_of_two_kinds_the_other_is() -> None:
    # West wants either everything on the first issue or everything on the second; its offers tell.
    table = {"choice": [0, 1]}
    data: dict[str, Any] = {
        "issues": {"first": {"options": ["no", "yes"]}, "second": {"options": ["no", "yes"]}},
        "states": {
            "east": {
                "premium": 0,
                "walk_away": 0.4,
                "positions": {"first": {"ideal": "no"}, "second": {"ideal": "no"}},
            },
            "west": {
                "premium": 0,
                "walk_away": 0,
                "positions": {
                    "first": {"ideal": "yes", "salience": table},
                    "second": {"ideal": "yes", "salience": 0.5},
                },
            },
        },
        "envoys": {name: {"of": name, **KNOWING, "insight": 0, "learning": "bayes"} for name in ("east", "west")},
        "talks": {"rounds": 9, "order": ["west", "east"]},
    }
    model = SummitModel(Scenario.from_dict(data), worlds=200, rng=1)
    before = model.belief_error[:, 0].mean()
    model.run_model()
    assert model.belief_error[:, 0].mean() < 0.7 * before


def test_an_envoy_that_repeats_itself_teaches_nothing_new() -> None:
    stubborn = uncertain("bayes").vary("envoys.e_state_k.reach", 0).vary("envoys.e_state_k.last_moment", 0)
    model = SummitModel(stubborn.vary("envoys.e_state_l.reach", 0).vary("envoys.e_state_l.last_moment", 0), worlds=20)
    errors = []
    while model.running:
        model.step()
        errors.append(model.belief_error.copy())
    still = np.setdiff1d(np.arange(20), np.flatnonzero(model.agreed))
    assert still.size
    for later in errors[2:]:
        assert np.array_equal(later[still], errors[1][still])


def test_of_several_styles_the_one_whose_time_came_last_holds() -> None:
    at = {"choice": [0.3, 0.3]}  # a start that is drawn may come before another's that stands before it
    mixed = ["hardliner", {"from": 0.8, "linear": {}}, {"from": at, "conceder": {}}]
    sorted_ = ["hardliner", {"from": 0.3, "conceder": {}}, {"from": 0.8, "linear": {}}]
    insisted = []
    for style in (mixed, sorted_):
        talks = pie(rounds=11, envoys={"reach": 1}).vary("envoys.anna.style", style).vary("envoys.berta.reach", 0)
        model = SummitModel(talks, rng=1)
        model.run_model()
        insisted.append([float(exchange.aspiration[0, 0]) for exchange in model.exchanges])
    assert insisted[0] == insisted[1]


def test_a_staller_agrees_to_nothing_even_where_nobody_is_asked() -> None:
    for protocol in ("sealed_offers", "monotonic_concession", "alternating_offers", "single_text"):
        talks = package(issues=3, protocol=protocol)
        data = talks.data
        data["envoys"] = {"anna": {"of": "state_k", "style": "staller", "insight": 1}}
        assert run(Scenario.from_dict(data), worlds=60).agreement.count == 0


@pytest.mark.parametrize("protocol", ["sealed_offers", "monotonic_concession"])
def test_keys_without_effect_are_mistakes(protocol: str) -> None:
    with pytest.raises(ScenarioError, match=r"envoys.anna.acceptance: found 'time'.*nobody is asked"):
        pie(protocol=protocol).vary("envoys.anna.acceptance", "time")
    with pytest.raises(ScenarioError, match=r"talks.chair: found a chair, expected none"):
        pie(protocol=protocol, chair={"insight": 0.5})
    for key, value in (("rule", "consensus"), ("opt_out", ["state_k"])):
        with pytest.raises(ScenarioError, match=f"talks.{key}: .*nobody is asked"):
            package(3, protocol=protocol, **{key: value})


def test_near_the_deadline_the_best_draft_that_came_is_remembered() -> None:
    model = SummitModel(package(2, rounds=8, protocol="single_text"), worlds=30, rng=1)
    model.run_model()
    for p, envoy in enumerate(model.envoys):
        drafts = np.full(30, -np.inf)
        for exchange in model.exchanges:
            there = exchange.worlds[exchange.made]
            worth = model.states[p].utility(there, exchange.deal[exchange.made])
            drafts[there] = np.maximum(drafts[there], worth)
        assert np.array_equal(envoy.best_heard, drafts)
