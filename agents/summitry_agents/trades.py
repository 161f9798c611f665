"""Sorting the efficient trades between two sides' wishes, and cutting them off at a floor.

Pure functions of arrays behind `summitry_agents.logrolling.Trades`, where they are explained; `sort_trades` and
`cut_off` run compiled where they can.
"""

import numpy as np

from summitry_agents.compiled import compiled
from summitry_agents.deals import Bools, Floats, Ints, settles_something, utility
from summitry_agents.hulls import upper_hulls

Sorted = tuple[Floats, Ints, Ints, Floats, Floats]
"""`best`, `options`, `turn`, `cost` and `gain` of `Trades`."""

_HUGE = 1e300


@compiled("trades.sort_trades")
def sort_trades(mine: Floats, theirs: Floats, allowed: Bools, status_quo: Ints, tie: float, rounding: float) -> Sorted:
    """Find and sort the efficient trades, as `Trades.between` says.

    `tie` is the difference up to which utilities are equal; `rounding` the noise of a contribution, relative to the
    largest of its issue.
    """
    start = _start(mine, theirs, allowed, status_quo, tie)
    options, length = _paths(mine, theirs, allowed, status_quo, start, rounding)
    worlds, issues, most = options.shape
    lost = -np.diff(np.take_along_axis(mine, options, axis=-1), axis=-1)
    won = np.diff(np.take_along_axis(theirs, options, axis=-1), axis=-1)
    efficiency = np.divide(won, lost, out=np.full_like(won, np.inf), where=lost > 0)
    efficiency[np.arange(most - 1) >= length[..., None]] = -np.inf
    # On a straight stretch rounding may let a later step look better than an earlier one of the same issue.
    flat = (worlds, issues * (most - 1))
    efficiency = np.minimum.accumulate(efficiency, axis=-1).reshape(flat)
    order = np.argsort(-efficiency, axis=-1, kind="stable")
    turn = np.empty_like(order)
    np.put_along_axis(turn, order, np.arange(order.shape[1])[None], axis=-1)
    steps = length.sum(axis=-1)
    order = order[:, : int(steps.max(initial=0))]
    real = np.arange(order.shape[1]) < steps[:, None]
    cost = np.where(real, np.take_along_axis(lost.reshape(flat), order, axis=-1), np.inf)
    gain = np.where(real, np.take_along_axis(won.reshape(flat), order, axis=-1), 0.0)
    from_none = ((0, 0), (1, 0))
    return (
        np.where(allowed.any(axis=-1).all(axis=-1), utility(mine, start), -np.inf),
        options,
        turn.reshape(lost.shape),
        np.cumsum(np.pad(cost, from_none), axis=-1),
        np.cumsum(np.pad(gain, from_none), axis=-1),
    )


@compiled("trades.cut_off")
def cut_off(
    worlds: Ints,
    floor: Floats,
    mine: Floats,
    theirs: Floats,
    allowed: Bools,
    status_quo: Ints,
    best: Floats,
    options: Ints,
    turn: Ints,
    cost: Floats,
    tie: float,
) -> tuple[Ints, Floats, Floats, Bools]:
    """Return deals (n, I), their worth (n,) to me and to them, and whether they are possible, as `Trades.offer` says.

    Given the worlds (n,), the floor (n,), and the arrays of `Trades` over all W worlds.
    """
    possible = (best[worlds] > -np.inf) & (best[worlds] >= floor - tie)
    deal = deal_after(worlds, affordable(worlds, floor, best, cost, tie), options, turn)
    mine, theirs, allowed, status_quo = mine[worlds], theirs[worlds], allowed[worlds], status_quo[worlds]
    better, gain = _best_change(mine, theirs, allowed, status_quo, deal, floor, tie)
    deal = np.where((gain > tie)[:, None], better, deal)
    at = np.flatnonzero(~settles_something(deal, status_quo))
    if at.size:
        deal[at], gain = _best_change(mine[at], theirs[at], allowed[at], status_quo[at], deal[at], floor[at], tie)
        possible[at] &= gain > -np.inf
    return (
        np.where(possible[:, None], deal, -1),
        np.where(possible, utility(mine, deal), -np.inf),
        np.where(possible, utility(theirs, deal), -np.inf),
        possible,
    )


@compiled("trades.best_settling")
def best_settling(mine: Floats, allowed: Bools, status_quo: Ints) -> Floats:
    """Return my utility (W,) of the best deal that settles something; -inf where there is none.

    Parameters
    ----------
    mine
        Contributions (W, I, K).
    allowed
        Options that may be signed (W, I, K).
    status_quo
        (W, I), -1 where failure lies off the scale.
    """
    open_to_me = np.where(allowed, mine, -np.inf)
    best = open_to_me.max(axis=-1)
    settling = np.where(np.arange(mine.shape[-1]) == status_quo[..., None], -np.inf, open_to_me).max(axis=-1)
    # Settling an issue costs nothing where its best option is off the status quo; one issue has to.
    reachable = np.isfinite(best).all(axis=-1) & np.isfinite(settling).any(axis=-1)
    loss = np.where(np.isfinite(settling), best - np.where(np.isfinite(settling), settling, 0.0), np.inf).min(axis=-1)
    total = np.cumsum(np.where(np.isfinite(best), best, 0.0), axis=-1)[:, -1]
    return np.where(reachable, total - np.where(reachable, loss, 0.0), -np.inf)


def affordable(worlds: Ints, floor: Floats, best: Floats, cost: Floats, tie: float) -> Ints:
    """Count the steps (n,) that together keep the floor (n,), by bisection."""
    # Half the tolerance absorbs the rounding of running sums, so that exact values stay within all of it; the
    # largest number stands for infinity, because the cost beyond the last step is infinite.
    spare = np.minimum(best[worlds] - np.maximum(floor, -_HUGE) + tie / 2, _HUGE)
    low = np.zeros(len(worlds), dtype=np.intp)
    high = np.full(len(worlds), cost.shape[1] - 1)
    for _ in range(cost.shape[1].bit_length()):
        middle = (low + high + 1) // 2
        fits = cost[worlds, middle] <= spare
        low, high = np.where(fits, middle, low), np.where(fits, high, np.maximum(middle - 1, low))
    return low


def deal_after(worlds: Ints, steps: Ints, options: Ints, turn: Ints) -> Ints:
    """Return the deals (n, I) after the given numbers (n,) of steps."""
    reached = (turn[worlds] < steps[:, None, None]).sum(axis=-1)
    return np.asarray(options[worlds[:, None], np.arange(options.shape[1]), reached])


def _best_change(
    mine: Floats, theirs: Floats, allowed: Bools, status_quo: Ints, deal: Ints, floor: Floats, tie: float
) -> tuple[Ints, Floats]:
    """Change one issue of each deal (n, I), to their largest gain and down to my floor (n,).

    Ties go to my larger utility, then to the status quo, then to the lower issue and option. Returns the changed
    deals (n, I) and the gains (n,): -inf, and the deal as it was, where no change keeps the floor.
    """
    now = deal[..., None]
    cost = np.take_along_axis(mine, now, axis=-1) - mine
    gain = theirs - np.take_along_axis(theirs, now, axis=-1)
    spare = utility(mine, deal) - floor + tie / 2
    fits = allowed & (cost <= spare[:, None, None])
    np.put_along_axis(fits, now, values=False, axis=-1)
    flat = (len(deal), fits.shape[1] * fits.shape[2])
    gain = np.where(fits, gain, -np.inf).reshape(flat)
    largest = gain.max(axis=-1)
    cost = np.where(gain >= largest[:, None] - tie, cost.reshape(flat), np.inf)
    tied = cost <= cost.min(axis=-1, keepdims=True) + tie
    # argmax takes the first of the largest: options that defer their issue before others, then the lower ones.
    defers = (np.arange(fits.shape[2]) == status_quo[..., None]).reshape(flat)
    issue, option = np.divmod((tied.astype(np.int8) + (tied & defers)).argmax(axis=-1), fits.shape[2])
    found = largest > -np.inf
    changed = deal.copy()
    changed[found, issue[found]] = option[found]
    return changed, largest


def _start(mine: Floats, theirs: Floats, allowed: Bools, status_quo: Ints, tie: float) -> Ints:
    """Return my best allowed options (W, I) with the ties of `Trades.between`; 0 where none is allowed."""
    tied, close = allowed, tie / (2 * allowed.shape[1])
    for values in (mine, theirs):
        ranked = np.where(tied, values, -np.inf)
        tied = tied & (ranked >= ranked.max(axis=-1, keepdims=True) - close)
    at_status_quo = np.take_along_axis(tied, np.maximum(status_quo, 0)[..., None], axis=-1)[..., 0]
    return np.where(at_status_quo & (status_quo >= 0), status_quo, tied.argmax(axis=-1))


def _paths(
    mine: Floats, theirs: Floats, allowed: Bools, status_quo: Ints, start: Ints, rounding: float
) -> tuple[Ints, Ints]:
    """Return the options (W, I, H + 1) along each issue's hull, filled up with its last, and their steps (W, I)."""
    cost = np.take_along_axis(mine, start[..., None], axis=-1) - mine
    gain = np.where(allowed, theirs - np.take_along_axis(theirs, start[..., None], axis=-1), -np.inf)
    cost_fuzz = rounding * np.abs(np.where(allowed, mine, 0.0)).max(axis=-1, keepdims=True)
    gain_fuzz = rounding * np.abs(np.where(allowed, theirs, 0.0)).max(axis=-1, keepdims=True)
    rows, one = (start.size, mine.shape[-1]), (start.size, 1)
    vertices, length = upper_hulls(
        cost.reshape(rows), gain.reshape(rows), cost_fuzz.reshape(one), gain_fuzz.reshape(one)
    )
    vertices, length = vertices.reshape(*start.shape, vertices.shape[1]), length.reshape(start.shape)
    options = np.concatenate([start[..., None], vertices], axis=-1)
    last = np.take_along_axis(options, length[..., None], axis=-1)
    options = np.where(options < 0, last, options)
    # Of options that coincide the status quo stands for all.
    there = np.maximum(status_quo, 0)[..., None]
    same = (status_quo >= 0)[..., None] & np.take_along_axis(allowed, there, axis=-1)
    for values, fuzz in ((mine, cost_fuzz), (theirs, gain_fuzz)):
        reached = np.take_along_axis(values, options, axis=-1)
        same = same & (np.abs(reached - np.take_along_axis(values, there, axis=-1)) <= fuzz)
    return np.where(same, there, options), length
