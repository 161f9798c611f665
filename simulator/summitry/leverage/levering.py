"""What a state could change to raise the chance of agreement, or its own gain, most: levers picked, and measured."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TypeVar

import numpy as np

from summitry.comparisons.paired import PairedChance, PairedMean
from summitry.ensembles.ensemble import Progress, check_numbers
from summitry.leverage.finding import Found, find
from summitry.leverage.lever import Lever
from summitry.leverage.levers import PICKED_IN, Levers, Pulled, Ranked
from summitry.leverage.playing import Went, played
from summitry.leverage.ranking import Pair, ranks, shown
from summitry.scenario.scenario import Scenario
from summitry.statistics import Chance
from summitry.talks.gates import Gate
from summitry.talks.randomness import FAR
from summitry_agents.deals import Bools, Floats

Outcome = TypeVar("Outcome", Bools, Floats)
"""(W,) whether a deal is signed, or what the state gains."""

WORLDS = 2_000
"""Worlds for each lever that is measured, by default."""

MOST_LEADING = 8
"""How many levers are measured anew for the chance, and as many for the gain."""


def levers(
    scenario: Scenario | str | Path,
    state: str,
    worlds: int = WORLDS,
    seed: int = 1,
    workers: int | None = 1,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> Levers:
    """Find what one state could change, or get others to change, and rank what it would do.

    Each lever is a change of the scenario: an offer, an order of issues, a mediator, patience, a side payment, ... All
    are played in the same worlds as the talks as they are, and differences are taken world by world. The best of many
    looks better than it is, so those that lead in a quarter of the worlds are measured anew, in worlds of another seed,
    and only that counts: ranked are levers whose difference is above nothing there, all of them taken together at 95 %
    (Holm), at the ranks that noise leaves open.

    A gain is over the status quo of the talks as they are, by what the state wants there, whatever a lever changes.

    Parameters
    ----------
    scenario
        A scenario, the path of its file, or the name of one that ships.
    state
        Id of the state whose levers are sought.
    worlds
        How many for each lever that leads; it is picked in a quarter as many.
    seed, workers, executor
        As in `run`.
    progress
        Told how many worlds have been played since the last call.

    Raises
    ------
    ScenarioError
        The scenario can't be used, or has no such state.
    TypeError, ValueError
        A number is none, or out of its range.
    ChildProcessError, ConnectionError
        As in `run`.
    """
    check_numbers(worlds, seed, workers, executor)
    scenario = Scenario.of(scenario)
    found = find(scenario, state)

    def play(some: Sequence[Lever], seed: int, worlds: int) -> list[Went]:
        variants = [{}, *(dict(lever.values) for lever in some)]
        return list(played(scenario, variants, seed, worlds, workers, executor, progress))

    tried = [lever for lever in found.levers if not lever.is_condition]
    picked = _pulled(scenario, tried, play(tried, seed, _few(worlds)), anew=False)
    leading = _leading(picked, state)
    conditions = [lever for lever in found.levers if lever.is_condition]
    went = play([*leading, *conditions], seed + FAR, worlds)
    anew = _pulled(scenario, [*leading, *conditions], went, anew=True)
    measured = list(zip(anew[: len(leading)], went[1 : len(leading) + 1], strict=True))
    by_name = {each.lever.name: each for each in anew}
    p = scenario.states.index(state)

    def gain(lever: Lever, there: Went) -> Floats:
        return there.gain_as_in(went[0], _paid(scenario, lever))[:, p]

    return Levers(
        scenario=scenario,
        state=state,
        seed=seed,
        worlds=worlds,
        agreement=Chance(int(went[0].agreed.sum()), worlds),
        gain=float(went[0].gain[:, p].mean()),
        by_chance=_ranked(
            [(each, each.agreement, there.agreed) for each, there in measured],
            PairedChance.of,
        ),
        by_gain=_ranked(
            [(each, each.gains[state], gain(each.lever, there)) for each, there in measured if state in each.gains],
            PairedMean.of,
        ),
        pulled=tuple(by_name.get(each.lever.name, each) for each in picked),
        conditions=tuple(anew[len(leading) :]),
        left_out=found.left_out,
    )


def most_worlds(found: Found, worlds: int) -> int:
    """Return how many worlds `levers` plays at most."""
    conditions = sum(lever.is_condition for lever in found.levers)
    tried = len(found.levers) - conditions
    return _few(worlds) * (1 + tried) + worlds * (1 + min(2 * MOST_LEADING, tried) + conditions)


def _few(worlds: int) -> int:
    """Return in how many worlds leading levers are picked."""
    return -(-worlds // PICKED_IN)


def _paid(scenario: Scenario, lever: Lever) -> Floats:
    return np.array([lever.paid.get(state, 0.0) for state in scenario.states])


def _pulled(scenario: Scenario, some: Sequence[Lever], went: Sequence[Went], anew: bool) -> list[Pulled]:
    """Return what levers do, given how talks went as they are, and with each of them."""
    first, *others = went
    found = []
    for lever, other in zip(some, others, strict=True):
        gain = other.gain_as_in(first, _paid(scenario, lever))
        gains = {
            state: PairedMean.of(first.gain[:, p], gain[:, p])
            for p, state in enumerate(scenario.states)
            if state not in lever.unmeasured
        }
        failures = {
            gate: PairedChance.of(first.gate == gate, other.gate == gate)
            for gate in Gate
            if not gate.agreed and ((first.gate == gate) | (other.gate == gate)).any()
        }
        found.append(Pulled(lever, PairedChance.of(first.agreed, other.agreed), gains, anew, failures))
    return found


def _leading(picked: Sequence[Pulled], state: str) -> list[Lever]:
    """Return the levers to measure anew: those that raise the chance most, and those that raise the gain most."""

    def most(pair_of: Callable[[Pulled], Pair | None]) -> list[str]:
        pairs = [(each.lever.name, pair) for each in picked if (pair := pair_of(each)) and pair.difference > 0]
        return [name for name, _ in sorted(pairs, key=lambda two: -two[1].difference)][:MOST_LEADING]

    lead = {*most(lambda each: each.agreement), *most(lambda each: each.gains.get(state))}
    return [each.lever for each in picked if each.lever.name in lead]


def _ranked(
    measured: Sequence[tuple[Pulled, Pair, Outcome]], between: Callable[[Outcome, Outcome], Pair]
) -> tuple[Ranked, ...]:
    """Return the levers shown to raise something, the largest difference first, with the ranks that noise leaves.

    Parameters
    ----------
    measured
        For each lever: itself, its difference from the talks as they are, and what came out in each world.
    between
        Gives the difference between two levers.
    """
    keep = shown([pair for _, pair, _ in measured])
    some = [each for each, kept in zip(measured, keep, strict=True) if kept]
    some.sort(key=lambda each: -each[1].difference)
    open_ranks = ranks([[between(one, other) for *_, other in some] for *_, one in some])
    return tuple(Ranked(each, *rank) for (each, *_), rank in zip(some, open_ranks, strict=True))
