"""What every style keeps to, whoever wrote it, in every protocol in which it knows what to do."""

from __future__ import annotations

import itertools
from functools import cache
from typing import Any

import numpy as np
import pytest

from summitry import Scenario, ScenarioError, SummitModel, registry
from summitry_agents.styles.style import Style

STYLES = list(registry.registered("styles"))
PROTOCOLS = list(registry.registered("protocols"))
WORLDS = 12
FEW = [1, 4, 5, 11]
AGENDA = {"side_by_side": [["k"], ["l"]]}

# All tests of a style one after the other, so that they find the talks of the test before.
pytestmark = pytest.mark.parametrize("style", STYLES, scope="module")


def random_talks(style: str, protocol: str, states: int, seed: int = 0, about_a_price: bool = False) -> dict[str, Any]:
    """Random talks in which all envoys have the style, but learn and know differently: on two issues, or a price."""
    rng = np.random.default_rng([states, seed])
    names = [f"state_{letter}" for letter in "abc"[:states]]
    options = {issue: [f"{issue}{n}" for n in range(int(rng.integers(2, 5)))] for issue in "kl"}
    if about_a_price:
        options = {"k": [f"k{n}" for n in range(20)]}

    def position(issue: str, p: int) -> dict[str, Any]:
        ideal = options[issue][-p] if about_a_price else str(rng.choice(options[issue]))
        made: dict[str, Any] = {"ideal": ideal, "salience": {"uniform": [0.1, 1]}}
        if rng.random() < 0.3:
            made["red_lines"] = {"never": [str(rng.choice(options[issue]))], "private": bool(rng.random() < 0.5)}
        return made

    learning = ["none", "bayes", "frequency"]
    return {
        "issues": {issue: {"options": names} for issue, names in options.items()},
        "states": {
            name: {"positions": {issue: position(issue, p) for issue in options}, "premium": {"uniform": [0, 0.1]}}
            for p, name in enumerate(names)
        },
        "envoys": {
            f"of_{name}": {"of": name, "style": style, "learning": learning[(n + seed) % 3]}
            for n, name in enumerate(names)
        },
        "talks": {"protocol": protocol, "rounds": {"choice": [1, 5]}},
    }


def fitting(style: str, data: dict[str, Any]) -> Scenario | None:
    """Return the talks, or None where all that is wrong with them is that the style needs others."""
    try:
        return Scenario.from_dict(data)
    except ScenarioError as mistakes:
        if all(problem.message.startswith(f"found '{style}', expected ") for problem in mistakes.problems):
            return None
        raise


@cache
def scenario(style: str, protocol: str, states: int, seed: int = 0) -> Scenario | None:
    """Return talks on two issues or, for styles that need one, on a price; None where the style fits neither."""
    kinds = [False, True] if states == 2 else [False]
    made = (fitting(style, random_talks(style, protocol, states, seed, kind)) for kind in kinds)
    return next((talks for talks in made if talks is not None), None)


def played(model: SummitModel) -> SummitModel:
    with np.errstate(all="raise", under="ignore"):
        model.run_model()
    return model


def suited(style: str, protocol: str, states: int) -> Scenario:
    found = scenario(style, protocol, states)
    assert found is not None
    return found


@cache
def talks(style: str, protocol: str, states: int) -> SummitModel:
    return played(SummitModel(suited(style, protocol, states), worlds=WORLDS, rng=1))


def told(model: SummitModel, place: int) -> list[Any]:
    """Everything that one world's talks came to."""
    rounds = [
        (part.number[at], part.offers[at].tolist(), part.yes[at].tolist(), part.aspiration[at].tolist())
        for part in model.exchanges
        for at in np.flatnonzero(part.worlds == place)
    ]
    return [repr(rounds), model.deal[place].tolist(), model.ended_in[place], model.gate[place]]


def insists_within_reason(model: SummitModel) -> None:
    for p, envoy in enumerate(model.envoys):
        reservation = envoy.brief.preferences.reservation
        low, high = np.minimum(reservation, envoy.best), np.maximum(reservation, envoy.best)
        for part in model.exchanges:
            there, insisted = part.worlds, part.aspiration[:, p]
            decided = ~np.isnan(insisted) | (part.offers[:, p, 0] >= 0) | part.yes[:, p]
            assert (insisted >= low[there] - 1e-12)[decided].all()
            assert (insisted <= high[there] + 1e-12)[decided].all()


def offers_what_it_would_sign(style: str, model: SummitModel) -> None:
    kind = registry.conduct("styles", style)
    assert issubclass(kind, Style)
    for part in model.exchanges:
        for p, state in enumerate(model.states):
            made = part.offers[:, p, 0] >= 0
            there, deal = part.worlds[made], part.offers[made, p]
            assert state.preferences.would_sign(there, deal, kind.signs_if_indifferent).all()


def goes_its_way_alone(talks_: Scenario, model: SummitModel, seed: int = 1) -> None:
    few = played(SummitModel(talks_, worlds=FEW, rng=seed))
    for place, world in enumerate(FEW):
        assert told(few, place) == told(model, world)


def some_protocols(style: str, states: int, number: int) -> list[str]:
    """Return some protocols that suit the style, others for each; under ``pytest -m full`` every style plays all."""
    suits = [protocol for protocol in PROTOCOLS if scenario(style, protocol, states) is not None]
    if not suits:
        pytest.skip(f"{style} knows nothing to do among {states} states")
    start = STYLES.index(style)
    return list(dict.fromkeys(suits[(start + n) % len(suits)] for n in range(number)))


def test_it_knows_what_to_do_in_talks_of_two(style: str) -> None:
    assert [protocol for protocol in PROTOCOLS if scenario(style, protocol, 2) is not None]


@pytest.mark.parametrize("states", [2, 3])
def test_it_insists_on_something_between_its_reservation_and_its_best(style: str, states: int) -> None:
    for protocol in some_protocols(style, states, len(PROTOCOLS) if states == 2 else 2):
        insists_within_reason(talks(style, protocol, states))


@pytest.mark.parametrize("states", [2, 3])
def test_it_offers_nothing_that_its_state_would_not_sign(style: str, states: int) -> None:
    for protocol in some_protocols(style, states, len(PROTOCOLS) if states == 2 else 2):
        offers_what_it_would_sign(style, talks(style, protocol, states))


@pytest.mark.parametrize("states", [2, 3])
def test_a_world_goes_its_way_whichever_others_are_played_with_it(style: str, states: int) -> None:
    for protocol in some_protocols(style, states, 2):
        goes_its_way_alone(suited(style, protocol, states), talks(style, protocol, states))


def test_models_that_are_played_in_turns_do_not_disturb_each_other(style: str) -> None:
    [protocol] = some_protocols(style, 2, 1)
    pair = [SummitModel(suited(style, protocol, 2), worlds=WORLDS, rng=1) for _ in range(2)]
    pair[0].step()
    while pair[0].running or pair[1].running:
        for model in pair:
            model.step()
    for place in range(WORLDS):
        assert told(pair[0], place) == told(pair[1], place) == told(talks(style, protocol, 2), place)


def test_in_baskets_side_by_side_no_table_disturbs_another(style: str) -> None:
    whole = random_talks(style, "alternating_offers", 2)
    baskets = fitting(style, {**whole, "talks": {**whole["talks"], "agenda": AGENDA}})
    if baskets is None:
        pytest.skip(f"{style} knows nothing to do at a table of one basket")
    goes_its_way_alone(baskets, played(SummitModel(baskets, worlds=WORLDS, rng=1)))
    model = SummitModel(baskets, worlds=WORLDS, rng=1)
    model.step()
    assert {part.basket for part in model.exchanges} == {0, 1}
    for part in model.exchanges:
        for p, envoy in enumerate(model.meeting.baskets[part.basket].protocol.table.envoys):
            insists = ~np.isnan(part.aspiration[:, p])
            best, reservation = envoy.best[part.worlds], envoy.brief.preferences.reservation[part.worlds]
            assert (part.aspiration[:, p] <= np.maximum(best, reservation) + 1e-12)[insists].all()


@pytest.mark.full
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_it_keeps_to_all_that_in_many_scenarios(style: str, protocol: str) -> None:
    for seed, states in itertools.product(range(4), (2, 3)):
        made = scenario(style, protocol, states, seed)
        if made is None:
            continue
        model = played(SummitModel(made, worlds=WORLDS, rng=seed))
        insists_within_reason(model)
        offers_what_it_would_sign(style, model)
        goes_its_way_alone(made, model, seed)


def test_where_no_deal_is_open_to_an_envoy_it_makes_no_offer(style: str) -> None:
    # Failure lies off the scale, and every option lies beyond a red line of one or the other.
    def state(ideal: str, never: list[str]) -> dict[str, Any]:
        position = {"ideal": ideal, "salience": 1, "red_lines": {"never": never}}
        return {"walk_away": 0, "premium": 0, "positions": {"price": position}}

    data = {
        "issues": {"price": {"options": ["low", "middle", "high"], "status_quo": "none"}},
        "states": {"east": state("high", ["low"]), "west": state("low", ["middle", "high"])},
        "envoys": {f"of_{name}": {"of": name, "style": style} for name in ("east", "west")},
        "talks": {"protocol": "sealed_offers" if style == "sealed_bid" else "alternating_offers", "rounds": 4},
    }
    model = played(SummitModel(Scenario.from_dict(data), worlds=3, rng=1))
    assert not model.agreed.any()
    assert all((part.offers[:, 0] < 0).all() for part in model.exchanges)
