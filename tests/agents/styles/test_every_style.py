"""What every style keeps to, whoever wrote it, in every protocol."""

from __future__ import annotations

import itertools
from functools import cache
from typing import Any

import numpy as np
import pytest

from summitry import Scenario, SummitModel, registry
from summitry_agents.styles.style import Style

STYLES = list(registry.registered("styles"))
PROTOCOLS = list(registry.registered("protocols"))
WORLDS = 12
FEW = [1, 4, 5, 11]
AGENDA = {"side_by_side": [["k"], ["l"]]}

pytestmark = pytest.mark.parametrize("style", STYLES)


def random_talks(style: str, protocol: str, states: int, seed: int = 0) -> Scenario:
    """Random talks over two issues in which all envoys have the style, but learn and know differently."""
    rng = np.random.default_rng([states, seed])
    names = [f"state_{letter}" for letter in "abc"[:states]]
    options = {issue: [f"{issue}{n}" for n in range(int(rng.integers(2, 5)))] for issue in "kl"}

    def position(issue: str) -> dict[str, Any]:
        made: dict[str, Any] = {"ideal": str(rng.choice(options[issue])), "salience": {"uniform": [0.1, 1]}}
        if rng.random() < 0.3:
            made["red_lines"] = {"never": [str(rng.choice(options[issue]))], "private": bool(rng.random() < 0.5)}
        return made

    learning = ["none", "bayes", "frequency"]
    return Scenario.from_dict(
        {
            "issues": {issue: {"options": names} for issue, names in options.items()},
            "states": {
                name: {"positions": {issue: position(issue) for issue in options}, "premium": {"uniform": [0, 0.1]}}
                for name in names
            },
            "envoys": {
                f"of_{name}": {"of": name, "style": style, "learning": learning[(n + seed) % 3]}
                for n, name in enumerate(names)
            },
            "talks": {"protocol": protocol, "rounds": {"choice": [1, 5]}},
        }
    )


scenario = cache(random_talks)


def played(model: SummitModel) -> SummitModel:
    with np.errstate(all="raise", under="ignore"):
        model.run_model()
    return model


@cache
def talks(style: str, protocol: str, states: int) -> SummitModel:
    return played(SummitModel(scenario(style, protocol, states), worlds=WORLDS, rng=1))


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


def some_protocols(style: str, number: int) -> list[str]:
    """Return some of the protocols, others for each style; under ``pytest -m full`` every style plays all."""
    start = STYLES.index(style)
    return [PROTOCOLS[(start + n) % len(PROTOCOLS)] for n in range(number)]


@pytest.mark.parametrize("states", [2, 3])
def test_it_insists_on_something_between_its_reservation_and_its_best(style: str, states: int) -> None:
    for protocol in PROTOCOLS if states == 2 else some_protocols(style, 2):
        insists_within_reason(talks(style, protocol, states))


@pytest.mark.parametrize("states", [2, 3])
def test_it_offers_nothing_that_its_state_would_not_sign(style: str, states: int) -> None:
    for protocol in ["alternating_offers", *some_protocols(style, 2)]:
        offers_what_it_would_sign(style, talks(style, protocol, states))


@pytest.mark.parametrize("states", [2, 3])
def test_a_world_goes_its_way_whichever_others_are_played_with_it(style: str, states: int) -> None:
    for protocol in some_protocols(style, 2):
        goes_its_way_alone(scenario(style, protocol, states), talks(style, protocol, states))


def test_models_that_are_played_in_turns_do_not_disturb_each_other(style: str) -> None:
    [protocol] = some_protocols(style, 1)
    pair = [SummitModel(scenario(style, protocol, 2), worlds=WORLDS, rng=1) for _ in range(2)]
    pair[0].step()
    while pair[0].running or pair[1].running:
        for model in pair:
            model.step()
    for place in range(WORLDS):
        assert told(pair[0], place) == told(pair[1], place) == told(talks(style, protocol, 2), place)


def test_in_baskets_side_by_side_no_table_disturbs_another(style: str) -> None:
    whole = scenario(style, "alternating_offers", 2).data
    baskets = Scenario.from_dict({**whole, "talks": {**whole["talks"], "agenda": AGENDA}})
    goes_its_way_alone(baskets, played(SummitModel(baskets, worlds=WORLDS, rng=1)))


@pytest.mark.full
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_it_keeps_to_all_that_in_many_scenarios(style: str, protocol: str) -> None:
    for seed, states in itertools.product(range(4), (2, 3)):
        made = random_talks(style, protocol, states, seed)
        model = played(SummitModel(made, worlds=WORLDS, rng=seed))
        insists_within_reason(model)
        offers_what_it_would_sign(style, model)
        goes_its_way_alone(made, model, seed)
