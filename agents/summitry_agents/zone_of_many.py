"""Is there a zone between any number of states? Weighted sums first, then exact search, then a solver.

Weights on the states turn the question into one that falls apart by issue: the deal with the largest weighted surplus
bounds that of all deals (weak duality), and is itself a candidate. Moving weight towards the states that the
candidates leave short (multiplicative weights: Arora, Hazan and Kale 2012) improves both. Worlds that stay open go
one by one through `search_exactly`, and those too large for it to the mixed-integer solver HiGHS (Huangfu and Hall
2018), whose bounds by linear programming need fewer nodes.
"""

import numpy as np
from numpy.typing import NDArray

from summitry_agents.compiled import compiled
from summitry_agents.deals import Bools, Floats, Ints, signs, utility
from summitry_agents.exact_search import ROUNDING, search_exactly
from summitry_agents.verdict import Verdict, Zone

STEPS = 30
"""Moves of the weights."""

NODES_PER_SOLVER_NODE = 100
"""One node of the solver is a linear programme; this many partial deals are allowed the time of one."""

AT_ONCE = 2_000_000
"""Numbers held at once while single changes of deals are weighed."""

ENOUGH = 1e-3
"""The solver need not look for a larger smallest surplus than this, a thousand times its tolerance."""


def search_many(contributions: Floats, allowed: Bools, threshold: Floats, node_limit: int) -> Zone:
    """Look for deals that all states sign, whether they settle something or not.

    Parameters
    ----------
    contributions, allowed
        (W, P, I, K) and (W, I, K).
    threshold
        Reservation + `MARGIN` (W, P); each state's best deal must lie above it.
    node_limit
        As in `search_exactly`; the solver gets a hundredth of it.
    """
    verdicts, witnesses, weights = move_weights(contributions, allowed, threshold, STEPS, ROUNDING)
    zone = Zone(verdicts, witnesses)
    for world in zone.open:
        values, may, least = contributions[world], allowed[world], threshold[world]
        verdict, deal = search_exactly(values, may, least, weights[world], node_limit)
        if verdict == Verdict.UNDECIDED:
            verdict, deal = ask_solver(values, may, least, node_limit // NODES_PER_SOLVER_NODE)
        zone.decide(world, verdict, deal)
    return zone


def ask_solver(contributions: Floats, allowed: Bools, threshold: Floats, node_limit: int) -> tuple[Verdict, Ints]:
    """Maximise the smallest surplus over the thresholds in one world, as a mixed-integer programme.

    Parameters
    ----------
    contributions, allowed, threshold
        (P, I, K), (I, K) and (P,).
    node_limit
        Nodes that the solver may visit.

    Returns
    -------
    verdict : Verdict
        NONE if the solver shows that no deal has a smallest surplus of 0 or more: its tolerances (1e-6) only loosen
        that condition, so they cannot produce a false NONE. EXISTS if every state signs its deal by `utility`.
        UNDECIDED at the node limit, when the solver fails, and where the best smallest surplus lies so close to 0
        that its deal passes by the tolerance alone: 1e-6 is no proof against a margin of 1e-9.
    deal : ndarray of int
        Witness (I,), -1 throughout where there is none.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    issue, option = np.nonzero(allowed)
    issues, columns = len(allowed), len(issue)
    one_each = (issue == np.arange(issues)[:, None]).astype(np.float64)
    rows = np.block(
        [
            [one_each, np.zeros((issues, 1))],
            [contributions[:, issue, option], -np.ones((len(threshold), 1))],
        ]
    )
    smallest_surplus = np.arange(columns + 1) == columns
    result = milp(
        -smallest_surplus.astype(np.float64),
        constraints=LinearConstraint(
            rows,
            np.concatenate([np.ones(issues), threshold]),
            np.concatenate([np.ones(issues), np.full(len(threshold), np.inf)]),
        ),
        integrality=~smallest_surplus,
        bounds=Bounds(0.0, np.where(smallest_surplus, ENOUGH, 1.0)),
        options={"node_limit": node_limit, "mip_rel_gap": 0.0},
    )
    deal = np.full(issues, -1)
    if result.status == 2:
        return Verdict.NONE, deal
    if result.x is None:
        return Verdict.UNDECIDED, deal
    taken = np.zeros(allowed.shape)
    taken[issue, option] = result.x[:columns]
    candidate = taken.argmax(axis=-1)
    if signs(contributions[None], candidate[None], threshold[None]).all():
        return Verdict.EXISTS, candidate
    return Verdict.UNDECIDED, deal


def mend(contributions: Floats, allowed: Bools, deal: Ints, threshold: Floats, scale: Floats) -> Ints:
    """Change one issue of each deal to the allowed option that makes the smallest surplus largest.

    Parameters
    ----------
    contributions, allowed, deal
        (W, P, I, K), (W, I, K) and (W, I).
    threshold, scale
        The surplus of each state counts in units of its scale (W, P) > 0.

    Returns
    -------
    ndarray of int
        The changed deals (W, I), ties by issue and option; the same where no option is allowed.
    """
    surplus = utility(contributions, deal) - threshold
    smallest = np.where(allowed, np.inf, -np.inf)
    worlds, issues, options = allowed.shape
    # As many states at once as memory allows: with many states and few worlds, calls would cost more than sums.
    step = max(AT_ONCE // max(allowed.size, 1), 1)
    for first in range(0, contributions.shape[1], step):
        values = contributions[:, first : first + step]
        change = values - np.take_along_axis(values, deal[:, None, :, None], axis=-1)
        change += surplus[:, first : first + step, None, None]
        change /= scale[:, first : first + step, None, None]
        np.minimum(smallest, change.min(axis=1), out=smallest)
    issue, option = np.divmod(smallest.reshape(worlds, issues * options).argmax(axis=-1), options)
    mended = deal.copy()
    some = np.flatnonzero(allowed.any(axis=(1, 2)))
    mended[some, issue[some]] = option[some]
    return mended


@compiled("weights.move_weights")
def move_weights(
    contributions: Floats, allowed: Bools, threshold: Floats, steps: int, rounding: float
) -> tuple[NDArray[np.int8], Ints, Floats]:
    """Decide worlds by moving weights so many steps.

    Returns verdicts (W,), witnesses (W, I), and the weights (W, P) of each world's tightest bound; a bound decides
    only beyond `rounding`.
    """
    zone = Zone.undecided(len(contributions), contributions.shape[2])
    best = np.where(allowed[:, None], contributions, -np.inf).max(axis=-1)
    scale = np.cumsum(best, axis=-1)[..., -1] - threshold
    weights = 1.0 / scale
    tightest, bound = weights.copy(), np.full(len(weights), np.inf)
    for step in range(steps):
        worlds = zone.open
        if not worlds.size:
            break
        values, may, least, unit = contributions[worlds], allowed[worlds], threshold[worlds], scale[worlds]
        weight = weights[worlds] / np.cumsum(weights[worlds], axis=-1)[:, -1:]
        joint = (weight[..., None, None] * values).sum(axis=1)
        deal = np.where(may, joint, -np.inf).argmax(axis=-1)
        surplus = utility(values, deal) - least
        over = np.cumsum(weight * surplus, axis=-1)[:, -1]
        tighter = over < bound[worlds]
        bound[worlds[tighter]], tightest[worlds[tighter]] = over[tighter], weight[tighter]
        zone.rule_out(worlds[over < -rounding])
        for candidate in (deal, mend(values, may, deal, least, unit)):
            zone.witness(worlds, candidate, np.asarray(signs(values, candidate, least).all(axis=-1)))
        relative = surplus / unit
        relative /= np.maximum(np.abs(relative).max(axis=-1, keepdims=True), np.finfo(np.float64).tiny)
        weights[worlds] = weight * (1.0 - 0.5 / (1.0 + 0.2 * step) * relative)
    return zone.verdict, zone.deal, tightest
