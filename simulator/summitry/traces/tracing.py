"""The trace of talks: what happens round by round, in many worlds, as labelled arrays."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from summitry.ensembles.ensemble import release
from summitry.scenario.scenario import Scenario
from summitry.traces.observed import Observed
from summitry.workers.pieces import worlds_at_a_time
from summitry_agents.deals import Floats, Ints, utility

if TYPE_CHECKING:
    import xarray as xr

WORLDS = 200
"""Worlds in a trace by default: enough for the middle nine tenths of what happens in a round."""

NOBODY = "nobody"
"""The speaker of texts that are no state's own: the draft of a chair, offers that are split."""

Arrays = dict[str, tuple[tuple[str, ...], NDArray[Any]]]


def trace(scenario: Scenario | str | Path, worlds: int | Sequence[int] | Ints = WORLDS, seed: int = 1) -> xr.Dataset:
    """Play a scenario and keep what happens round by round.

    World k of a seed is the same world as in an ensemble or a transcript, whichever others are traced.

    Parameters
    ----------
    scenario
        A scenario, the path of its file, or the name of one that ships.
    worlds
        How many worlds, from world 0 on; or the numbers of particular worlds.
    seed
        Seed of the ensemble, at least 0.

    Returns
    -------
    xarray.Dataset
        Rounds are those of the talks, through all meetings; in rounds that a world does not play, numbers are NaN and
        options -1. Utilities are counted as each state counts them at that time, when it decides. A speaker is a state,
        or "nobody" for texts that are no state's own.

        ``offer`` (world, round, speaker, issue)
            Place of the option in the issue's list: the deal that would hold if the speaker's offers of the round
            were accepted. Where issues are negotiated in baskets, the others are as initialled, else as they stand.
        ``utility`` (world, round, speaker, state)
            What that deal is worth to each state.
        ``reservation`` (world, round, state)
            What a deal must be worth to be signed: walk-away value plus premium, or what is signed already; to
            leaders at their meetings perhaps more than their envoys thought.
        ``aspiration`` (world, round, state)
            What each envoy insisted on when it last made up its mind; NaN before, and where issues are in baskets.
        ``agreed`` (world, round)
            Whether the table agreed on something in the round.
        ``meeting`` (world, round)
            Which of the road the round belongs to, from 0; -1 for none.
        ``belief_error`` (world, round, state, other)
            How far what a state's envoy believes of another is from the truth at the end of a round: root mean
            square error of the believed utility of a deal drawn at random. ``belief_error_at_first`` (world, state,
            other): before round 1.
        ``prior_error`` (world, other)
            The same error of what everybody expects of a state from the start.
        ``trust`` (world, after, state, other)
            Trust of a state in another after so many meetings of the road; 0: before the talks.
        ``held`` (world, held_meeting)
            Which meetings took place.
        ``correlation`` (world, state, other)
            Of their utilities of a deal drawn at random, before the talks; -1: what one wins the other loses.
        ``rounds``, ``agreement`` (world), ``deal`` (world, issue), ``deal_utility`` (world, state)
            How many rounds there were, whether a deal is in force, which, and what it is worth in the end.

    Raises
    ------
    ScenarioError
        The scenario can't be used.
    TypeError, ValueError
        No world is asked for, or a number is out of its range.

    Examples
    --------
    >>> talks = trace("hanoi-2019", worlds=20)
    >>> talks.utility.dims
    ('world', 'round', 'speaker', 'state')
    """
    import xarray as xr

    scenario = Scenario.of(scenario)
    number = np.arange(worlds) if isinstance(worlds, int | np.integer) else np.asarray(worlds, dtype=np.intp)
    size = worlds_at_a_time(scenario)
    parts = [_played(scenario, number[first : first + size], seed) for first in range(0, max(len(number), 1), size)]
    variables = {name: (dims, _joined([part[name][1] for part in parts])) for name, (dims, _) in parts[0].items()}
    states = list(scenario.states)
    return xr.Dataset(
        variables,
        coords={
            "world": number,
            "round": np.arange(1, variables["meeting"][1].shape[1] + 1),
            "speaker": [*states, NOBODY],
            "state": states,
            "other": states,
            "issue": list(scenario.issues),
            "after": np.arange(len(scenario.road) + 1),
            "held_meeting": [leg.title for leg in scenario.road],
        },
        attrs={"scenario": scenario.id, "title": scenario.title, "seed": seed},
    )


def _played(scenario: Scenario, number: Ints, seed: int) -> Arrays:
    """Play the worlds of these numbers (W,), and return what happened in them."""
    model = Observed(scenario, number, rng=seed)
    model.run_model()
    found = {**_rounds(model), **_whole(model)}
    release(model)
    return found


def _rounds(model: Observed) -> Arrays:
    """Return what happened round by round."""
    shape = (len(model.rounds), int(model.rounds.max(initial=0)))
    states, issues = len(model.states), len(model.scenario.issues)

    def laid_out(name: str, rest: tuple[int, ...]) -> Floats:
        found = np.full((*shape, *rest), np.nan)
        for noted in model.noted:
            found[noted.worlds, noted.number - 1] = getattr(noted, name)
        return found

    offer = np.full((*shape, states + 1, issues), -1, dtype=np.int32)
    meeting = np.full(shape, -1, dtype=np.int16)
    agreed = np.zeros(shape, dtype=bool)
    error = np.full((*shape, states, states), np.nan)
    for noted in model.noted:
        at = noted.worlds, noted.number - 1
        offer[at] = np.where(noted.made[..., None], noted.offers, -1)
        meeting[at], agreed[at], error[at] = noted.meeting, noted.agreed, _about_each(noted.belief_error)
    return {
        "offer": (("world", "round", "speaker", "issue"), offer),
        "utility": (("world", "round", "speaker", "state"), laid_out("utility", (states + 1, states))),
        "reservation": (("world", "round", "state"), laid_out("reservation", (states,))),
        "aspiration": (("world", "round", "state"), laid_out("aspiration", (states,))),
        "agreed": (("world", "round"), agreed),
        "meeting": (("world", "round"), meeting),
        "belief_error": (("world", "round", "state", "other"), error),
    }


def _whole(model: Observed) -> Arrays:
    """Return what is known of the talks as a whole."""
    legs = len(model.scenario.road)
    trust = np.stack([*model.trust, *[model.trust[-1]] * (legs + 1 - len(model.trust))], axis=1)
    itself = np.eye(trust.shape[2], dtype=bool)
    terms = np.maximum(model.worlds.layout.together(model.deal), 0)
    worth = utility(model.worlds.joined.contributions, terms)
    return {
        "belief_error_at_first": (("world", "state", "other"), _about_each(model.belief_error_at_first)),
        "prior_error": (("world", "other"), model.prior_error),
        "trust": (("world", "after", "state", "other"), np.where(itself, np.nan, trust)),
        "held": (("world", "held_meeting"), np.stack(model.held, axis=1)),
        "correlation": (("world", "state", "other"), model.correlation),
        "rounds": (("world",), model.rounds.copy()),
        "agreement": (("world",), model.agreed),
        "deal": (("world", "issue"), model.deal.astype(np.int32)),
        "deal_utility": (("world", "state"), np.where(model.agreed[:, None], worth, np.nan)),
    }


def _about_each(of_others: Floats) -> Floats:
    """Return (n, P, P) of what is known by state of each other (n, P, Q); NaN of itself."""
    states = of_others.shape[1]
    found = np.full((len(of_others), states, states), np.nan)
    found[:, ~np.eye(states, dtype=bool)] = of_others.reshape(len(of_others), -1)
    return found


def _joined(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Put worlds together whose talks had different numbers of rounds; what is missing is none."""
    if len({part.shape[1:] for part in parts}) == 1:
        return np.concatenate(parts)
    rounds = max(part.shape[1] for part in parts)
    none: Any = {"b": False, "i": -1}.get(parts[0].dtype.kind, np.nan)
    ends = [[(0, 0), (0, rounds - part.shape[1]), *[(0, 0)] * (part.ndim - 2)] for part in parts]
    return np.concatenate([np.pad(part, end, constant_values=none) for part, end in zip(parts, ends, strict=True)])
