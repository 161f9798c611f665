"""What the talks rest on and what may change while they go on, and what follows from it for every option."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from summitry.scenario.linkages import Layout
from summitry.talks.linking import left_to_issues, live_stakes, off_the_table
from summitry.talks.weighed import Weighed, trusted, utility_of_deferring
from summitry_agents.deals import Bools, Floats, Ints
from summitry_agents.preferences import is_status_quo

ONE_FOR_ALL = ("form", "changing")


@dataclass(frozen=True, eq=False)
class Form:
    """What is the same in all worlds.

    Parameters
    ----------
    layout
        Which issues are joined.
    valid
        (I, K) which of the K columns are options of the issue.
    in_points
        (P, 1) whether the state counts in points, which say at once what an option is worth and what an issue weighs.
    performers
        (I, P) who must perform what is settled on an issue.
    public
        (P, I) whether the state took its position in public.
    """

    layout: Layout
    valid: Bools
    in_points: Bools
    performers: Bools
    public: Bools


@dataclass(frozen=True, eq=False)
class Circumstances:
    """What the talks rest on, in W worlds; mechanisms change it world by world, in place.

    Parameters
    ----------
    form
        What is the same in all worlds.
    status_quo
        (W, I) index of the option that stands if the issue is not settled; -1: failure lies off the scale.
    ideal
        (W, P, I) where on the issue's scale from 0 to 1 the state would like it; NaN where it says nothing of the kind.
    value
        (W, P, I, K) what an option is worth to the state, from 0 to 1.
    salience
        (W, P, I) how much the issue weighs for it, from 0 to 1, on the analyst's scale.
    stakes
        (W, P, L, 2) what each linked condition is worth to it if it fails, and if it holds.
    barred
        (W, P, I, K) options beyond its red lines.
    trust
        (W, P, P) at what share it (second axis) counts the promises of another (third); 1 for its own.
    verification
        (W, I) what share of the missing trust checks on the issue make up for.
    walk_away
        (W, P) its utility if the talks fail; NaN: that of the status quo.
    walk_away_shift
        (W, P) what came on top of either.
    premium, patience
        (W, P).
    audience_cost
        (W, P) what giving up a public position costs, as a share of what is given up.
    overheard
        (W,) whether the public learns what is signed away; never while talks are private and nothing leaks.
    changing
        Whether they may change while the talks go on: then no two of the arrays that follow from them are the same.
    """

    form: Form
    status_quo: Ints
    ideal: Floats
    value: Floats
    salience: Floats
    stakes: Floats
    barred: Bools
    trust: Floats
    verification: Floats
    walk_away: Floats
    walk_away_shift: Floats
    premium: Floats
    patience: Floats
    audience_cost: Floats
    overheard: Bools

    changing: bool

    def of(self, worlds: Ints) -> Self:
        """Return those of some of the worlds (n,), as copies."""
        parts = {
            field.name: getattr(self, field.name)[worlds] for field in fields(self) if field.name not in ONE_FOR_ALL
        }
        return type(self)(form=self.form, changing=self.changing, **parts)

    def weighed(self) -> Weighed:
        """Return what the options on every issue are worth to every state.

        U_p(x) = sum_i s_pi v_pi(x_i) with saliences s that sum to 1 (additive multi-attribute utility: Keeney and
        Raiffa 1976), less what linkages are worth (`linking`); promises of others count at the trust in them, raised
        by verification: t + v (1 - t); and what a public position costs when it is given up comes off
        (`audience_costs`).
        """
        form, status_quo = self.form, self.status_quo.copy()
        idle: Bools = self.salience.max(axis=1) <= 0
        off = off_the_table(form.layout, idle, live_stakes(self.stakes))
        status_quo[off & (status_quo < 0)] = 0
        weight = self.weight()
        full = self.value * weight[..., None]
        trust, trust_in_stakes = self._trust()
        contributions = trusted(full, trust, status_quo)
        costs = self.audience_costs(weight, status_quo)
        if costs is not None:
            contributions = contributions - costs
        elif self.changing and contributions is full:
            contributions = full.copy()
        deferring = utility_of_deferring(form.layout, full, self.stakes, status_quo)
        return Weighed(
            status_quo=status_quo,
            ideal=self.ideal.copy(),
            contributions=contributions,
            contributions_at_full_trust=full,
            trust=trust,
            stakes=self.stakes.copy(),
            trust_in_stakes=trust_in_stakes,
            idle=idle,
            barred=self.barred.copy(),
            open=form.valid & (is_status_quo(status_quo, form.valid.shape[1]) | ~off[..., None]),
            walk_away=np.where(np.isnan(self.walk_away), deferring, self.walk_away) + self.walk_away_shift,
            premium=self.premium.copy(),
            patience=self.patience.copy(),
        )

    def weight(self) -> Floats:
        """Return (W, P, I): what of a state's utility hangs on the issue."""
        total = self.salience.sum(axis=-1, keepdims=True)
        weight = np.divide(self.salience, total, out=np.zeros_like(self.salience), where=total > 0)
        return np.where(self.form.in_points, 1.0, weight) * left_to_issues(self.stakes)[..., None]

    def audience_costs(self, weight: Floats, status_quo: Ints | None = None) -> Floats | None:
        """Return (W, P, I, K): what settling an issue costs a state that spoke in public; None where nobody did.

        cost x weight x (1 - value): a share of what is given up of the position (audience costs: Fearon 1994, made
        to grow with the distance). To leave an issue open gives nothing up.

        Parameters
        ----------
        weight
            (W, P, I) as `weight` returns it.
        status_quo
            (W, I); None: as if no option left the issue open.
        """
        if not (self.form.public.any() and self.overheard.any()):
            return None
        share = np.where(self.overheard[:, None], self.audience_cost, 0.0)
        lost = share[..., None] * weight * self.form.public
        costs: Floats = np.zeros(self.value.shape)
        for issue in np.flatnonzero(self.form.public.any(axis=0)):
            size = int(self.form.valid[issue].sum())
            costs[:, :, issue, :size] = lost[:, :, issue, None] * (1.0 - self.value[:, :, issue, :size])
        if status_quo is not None:
            costs *= ~is_status_quo(status_quo, costs.shape[-1])[:, None]
        return costs

    def trust_on(self, issues: Sequence[int]) -> Floats:
        """Return (W, P): at what share each state counts what hangs on all of those issues.

        The product over those who must perform one of them, each counted once, at the worst verification of its
        parts; its own part counts fully.
        """
        found = np.ones(self.trust.shape[:2])
        performers = self.form.performers[list(issues)]
        for q in np.flatnonzero(performers.any(axis=0)):
            of_q = [issue for issue, performs in zip(issues, performers[:, q], strict=True) if performs]
            checked = self.verification[:, of_q].min(axis=1)[:, None]
            others: Floats = self.trust[:, :, q]
            own = np.arange(len(self.form.in_points)) == q
            found *= np.where(own, 1.0, others + checked * (1.0 - others))
        return found

    def _trust(self) -> tuple[Floats, Floats]:
        """Return (W, P, I) and (W, P, L): at what share each counts moves on issues, and changes of conditions."""
        by_issue = [self.trust_on([issue]) for issue in range(len(self.form.performers))]
        stakes = self.form.layout.linkages.stakes
        by_stake = [self.trust_on(sorted(stake.issues)) for stake in stakes]
        nothing = np.ones((*self.trust.shape[:2], 0))
        return np.stack(by_issue, axis=-1), np.stack(by_stake, axis=-1) if by_stake else nothing
