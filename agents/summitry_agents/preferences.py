"""What a state wants of the issues on one table, and what it would sign there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from summitry_agents.deals import MARGIN, Bools, Floats, Ints, admissible, utility


@dataclass(frozen=True, eq=False)
class Preferences:
    """A state's preferences over the deals of a table, in W worlds.

    Parameters
    ----------
    contributions
        (W, I, K) what each option adds to its utility, promises of others counted at its trust in them.
    barred
        (W, I, K) options beyond its red lines. Deferring crosses none: a status quo that is barred is opened here.
    status_quo
        (W, I) the option that stands if an issue is not settled; -1: failure lies off the scale.
    reservation
        (W,) walk-away value plus premium; 2 * `MARGIN` less for a state that signs if indifferent.
    patience
        (W,) what a gain is worth one round later (Rubinstein 1982).
    """

    contributions: Floats
    barred: Bools
    status_quo: Ints
    reservation: Floats
    patience: Floats

    def __post_init__(self) -> None:
        open_again = self.barred & ~is_status_quo(self.status_quo, self.barred.shape[-1])
        object.__setattr__(self, "barred", open_again)

    def of(self, worlds: Ints) -> Preferences:
        """Return those in some of the worlds (n,)."""
        return Preferences(
            self.contributions[worlds],
            self.barred[worlds],
            self.status_quo[worlds],
            self.reservation[worlds],
            self.patience[worlds],
        )

    def change(self, worlds: Ints, now: Preferences) -> None:
        """Put what is wanted `now` in those worlds (n,) in the place of what was."""
        self.contributions[worlds], self.barred[worlds] = now.contributions, now.barred
        self.status_quo[worlds], self.reservation[worlds] = now.status_quo, now.reservation
        self.patience[worlds] = now.patience

    def utility(self, worlds: Ints, deal: Ints) -> Floats:
        """Return (n,): the utility of one deal (n, I) in each of the given worlds (n,)."""
        return utility(self.contributions, deal, worlds)

    def would_sign(
        self, worlds: Ints, deal: Ints, if_indifferent: Bools | bool = False, value: Floats | None = None
    ) -> Bools:
        """Return (n,): whether the state likes the deal better than walking away and it crosses no red line.

        Better means by more than `MARGIN`, or as well as walking away `if_indifferent` (n,); a deal that settles
        nothing is no deal. What the deal is worth (n,) is worked out where it is not given.
        """
        worth = self.utility(worlds, deal) if value is None else value
        threshold = self.reservation[worlds] + np.where(if_indifferent, -MARGIN, MARGIN)
        return np.asarray((worth > threshold) & admissible(self.barred, self.status_quo, deal, worlds))


def is_status_quo(status_quo: Ints, options: int) -> Bools:
    """Return (W, I, K): which option is the status quo, from its index (W, I); deferring crosses no red line."""
    return np.asarray(np.arange(options) == status_quo[..., None])
