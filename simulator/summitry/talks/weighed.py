"""What options are worth to states, given what the talks rest on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from summitry.scenario.linkages import Layout
from summitry.talks.linking import (
    Joined,
    joined_bars,
    joined_contributions,
    joined_openings,
    live_stakes,
    standing_conditions,
)
from summitry_agents.deals import MARGIN, Bools, Floats, Ints


@dataclass(frozen=True, eq=False)
class Weighed:
    """What the options on every issue are worth to every state, given the circumstances.

    Axes are always world, state, issue, option: W worlds, P states, I issues, K options of the longest issue. Issues
    are those of the file here, and of L conditions that linkages make worth something nothing is counted in what
    issues contribute; `joined` has the issues as they are negotiated, linked ones joined, with all that they are worth.

    Parameters
    ----------
    status_quo
        (W, I) index of the option that stands if the issue is not settled; -1: failure lies off the scale.
    ideal
        (W, P, I) where on the issue's scale from 0 to 1 the state would like it; NaN for a division, and for an issue
        on which it has no position.
    contributions
        (W, P, I, K) normalised salience x value of an option, as the state counts it when it decides: moves that
        others must perform count at the trust it has in them, and what a public position costs when it is given up
        comes off. Where conditions are worth something to the state, the issues share what is left of the scale.
        Utility is the sum over issues and conditions.
    contributions_at_full_trust
        (W, P, I, K) the same if all promises were kept and nothing was said in public.
    trust
        (W, P, I) at what share the state counts a move on the issue, from its trust in who must perform it.
    stakes
        (W, P, L, 2) what each condition is worth to the state if it fails, and if it holds, were all promises kept:
        (0, b) for a bonus of b, (b, 0) for a penalty of b.
    trust_in_stakes
        (W, P, L) at what share the state counts a change of the condition.
    idle
        (W, I) whether the issue has no weight for any state.
    barred
        (W, P, I, K) options beyond the state's red lines.
    open
        (W, I, K) options that can be put on the table: those the issue has, and of an issue that matters to nobody
        in that world, nor by what is linked to it, only its status quo (settling it alone would be a deal about
        nothing).
    walk_away, premium, patience
        (W, P) per state.
    """

    status_quo: Ints
    ideal: Floats
    contributions: Floats
    contributions_at_full_trust: Floats
    trust: Floats
    stakes: Floats
    trust_in_stakes: Floats
    idle: Bools
    barred: Bools
    open: Bools
    walk_away: Floats
    premium: Floats
    patience: Floats

    def join(self, layout: Layout) -> Joined:
        """Return the issues as they are negotiated, linked ones joined."""
        status_quo = self.status_quo
        standing = standing_conditions(layout.linkages, status_quo)
        stakes = trusted(self.stakes, self.trust_in_stakes, standing)
        counted = full = joined_contributions(layout, self.contributions_at_full_trust, self.stakes, status_quo)
        if self.contributions is not self.contributions_at_full_trust or stakes is not self.stakes:
            counted = joined_contributions(layout, self.contributions, stakes, status_quo)
        return Joined(
            layout=layout,
            contributions=counted,
            contributions_at_full_trust=full,
            barred=joined_bars(layout, self.barred, status_quo),
            open=joined_openings(layout, self.open, status_quo, self.idle, live_stakes(self.stakes)),
            status_quo=layout.together(status_quo),
        )


def signs_above(reservation: Floats, signs_if_indifferent: Bools) -> Floats:
    """Return what a deal's utility must exceed by `MARGIN`: the reservation value (W, P), or a hair less.

    States that sign if indifferent (P,), as responders do in Rubinstein (1982), take a deal worth exactly their
    reservation value; lowering it by twice the margin puts that value one margin inside, out of reach of rounding.
    """
    return np.asarray(reservation - 2 * MARGIN * signs_if_indifferent)


def trusted(full: Floats, trust: Floats, status_quo: Ints) -> Floats:
    """Count what others must perform at the trust in them (commitment problem: Fearon 1995; Powell 2006).

    v -> v(status quo) + trust x (v - v(status quo)); an issue whose failure is off the scale has v(status quo) = 0.

    Parameters
    ----------
    full
        (W, P, I, K) contributions at full trust.
    trust
        (W, P, I) as in `Worlds`.
    status_quo
        (W, I).

    Notes
    -----
    What a condition is worth counts likewise, as (W, P, L, 2) with what holds at the status quo (W, L). The trust in it
    is the product of the trust in every state that must perform one of the issues which the condition names, each
    counted once: the condition comes true only if all of them keep their word, and whether a state keeps its word is
    one uncertain thing, not one for each of its promises.
    """
    if (trust == 1).all():
        return full
    standing = at_status_quo(full, status_quo)[..., None]
    counted = full - standing
    counted *= trust[..., None]
    counted += standing
    return np.asarray(counted)


def at_status_quo(contributions: Floats, status_quo: Ints) -> Floats:
    """Return (W, P, I): the contribution of each issue's status quo, 0 where it is off the scale."""
    index = np.maximum(status_quo, 0)[:, None, :, None]
    standing = np.take_along_axis(contributions, np.broadcast_to(index, (*contributions.shape[:3], 1)), axis=-1)
    return np.where(status_quo[:, None, :] < 0, 0.0, standing[..., 0])


def utility_of_deferring(layout: Layout, contributions: Floats, stakes: Floats, status_quo: Ints) -> Floats:
    """Return (W, P): what it is worth to leave every issue at its status quo (W, I).

    An issue whose failure is off the scale adds nothing. Contributions (W, P, I, K) and stakes (W, P, L, 2) are those
    of `Worlds`, at full trust.
    """
    total = np.asarray(at_status_quo(contributions, status_quo).sum(axis=-1))
    if not layout.linkages.stakes:
        return total
    standing = at_status_quo(stakes, standing_conditions(layout.linkages, status_quo))
    for stake in range(standing.shape[-1]):
        total = total + standing[..., stake]
    return total
