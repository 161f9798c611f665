"""What may be said of a state's levers, the same at the terminal and in charts."""

from __future__ import annotations

from collections.abc import Sequence

from summitry.comparisons.words import points
from summitry.ensembles.headline import percent
from summitry.leverage.levers import Levers, Pulled, Ranked

MOST_NAMED = 2
"""How many states are named; more are counted."""


def in_words(levers: Levers) -> list[str]:
    """Return what raises the chance of agreement most, and what the state's gain, as far as noise can't have ranked."""
    return [_of_chance(levers), _of_gain(levers)]


def _of_chance(levers: Levers) -> str:
    if levers.agreement.count == levers.worlds:
        return "Every world ends in agreement as things are: no lever can raise the chance."
    return _most(levers, levers.by_chance, "the chance of agreement", _from_to(levers.by_chance))


def _of_gain(levers: Levers) -> str:
    gained = [each.pulled.gains[levers.state] for each in levers.by_gain[:1]]
    change = "".join(f" ({each.difference:+.3f} of utility)" for each in gained)
    return _most(levers, levers.by_gain, f"the gain of {levers.title}", change)


def _most(levers: Levers, ranking: Sequence[Ranked], what: str, change: str) -> str:
    if not ranking:
        return f"Of {len(levers.pulled)} levers, none is shown to raise {what}."
    first = ranking[0].pulled.lever.says
    foremost = sum(each.best == 1 for each in ranking)
    if foremost == 1:
        return f"Raises {what} most: {first}{change}."
    return f"Noise leaves open which of {foremost} levers raises {what} most; ahead is: {first}{change}."


def _from_to(ranking: Sequence[Ranked]) -> str:
    pairs = [each.pulled.agreement for each in ranking[:1]]
    return "".join(f" ({percent(pair.first.chance)} to {percent(pair.second.chance)})" for pair in pairs)


def of_others(levers: Levers, pulled: Pulled) -> str:
    """Return which of the others gain or lose by a lever, and whether it can be had without them.

    Returns
    -------
    str
        In a few words; empty where nothing can be said of anybody.
    """
    claims = {
        state: pair.claim for state, pair in pulled.gains.items() if state != levers.state and pair.claim != "none"
    }
    said = []
    for claim, does in (("lower", "loses"), ("higher", "gains")):
        names = [levers.scenario.title_of(state) for state, found in claims.items() if found == claim]
        if names:
            who = " and ".join(names) if len(names) <= MOST_NAMED else f"{len(names)} states"
            said.append(f"{who} {does if len(names) == 1 else does.removesuffix('s')}")
    if pulled.refused_by:
        said[0] += " and must consent"
    return "; ".join(said)


def of_failures(pulled: Pulled) -> str:
    """Return at which gates talks fail more often with a lever, and at which less often, in percentage points.

    Returns
    -------
    str
        In a few words; what noise could have made is left out, so it may be empty.
    """
    said = []
    for claim, how in (("higher", "more often"), ("lower", "less often")):
        moved = [(gate, pair.difference) for gate, pair in pulled.failures.items() if pair.claim == claim]
        if moved:
            moved.sort(key=lambda two: -abs(two[1]))
            said.append(f"{how} {', '.join(f'{gate.label} ({points(change)})' for gate, change in moved)}")
    return "; ".join(said)
