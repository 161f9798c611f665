"""What each state wants of a meeting, given what was drawn, what has happened and what is signed already."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from summitry.ensembles.worlds import Worlds
from summitry.scenario.linkages import Layout
from summitry.scenario.scenario import Scenario
from summitry.talks.common_prior import common_prior
from summitry.talks.signatures import Signatures
from summitry_agents.deals import MARGIN, Bools, Floats, Ints, utility
from summitry_agents.preferences import Preferences, is_status_quo


@dataclass(frozen=True, eq=False)
class Situation:
    """What is open in a meeting, and what each state would sign there.

    Parameters
    ----------
    scenario, worlds
        The talks, and what was drawn.
    signatures
        What has been signed.
    meeting
        Which of the road.
    """

    scenario: Scenario
    worlds: Worlds
    signatures: Signatures
    meeting: int

    @cached_property
    def expected_at_first(self) -> tuple[Floats, Floats]:
        """(W, P, J, K) and (W, P): what everybody expected of wishes and needs when the talks were prepared."""
        prior, status_quo = common_prior(self.scenario), self.worlds.first.status_quo
        return prior.contributions(status_quo), prior.signs_above(status_quo)

    def open(self, worlds: Ints) -> Bools:
        """Return (n, J, K): what can be put on the table in those worlds (n,).

        What is settled stays as it is, and so does what is reserved for leaders whom nobody will ask.
        """
        open_ = self.worlds.joined.open[worlds]
        fixed = self.signatures.settled[worlds] | self.scenario.out_of_reach[self.meeting]
        return kept_as_it_stands(self.worlds.layout, open_, self.signatures.standing(worlds), fixed)

    def preferences(self, p: int, worlds: Ints, open_: Bools) -> Preferences:
        """Return what a state wants in those worlds (n,), of what is open there (n, J, K)."""
        drawn = self.worlds
        return Preferences(
            drawn.joined.contributions[worlds, p],
            drawn.joined.barred[worlds, p] | ~open_,
            self.signatures.terms(worlds).copy(),
            self.reservation(worlds)[:, p],
            drawn.patience[worlds, p],
        )

    def reservation(self, worlds: Ints) -> Floats:
        """Return (n, P): what a deal's utility must exceed by `MARGIN` to be signed now.

        Walk-away value plus premium; where something is signed already, the premium is paid, and what is signed is
        what a state falls back on. Leaders may want more than their envoys thought.
        """
        needs = self.worlds.signs_above[worlds]
        signed = self.signatures.some[worlds]
        if signed.any():
            has = utility(self.worlds.joined.contributions[worlds], np.maximum(self.signatures.terms(worlds), 0))
            has = has - 2 * MARGIN * self.worlds.signs_if_indifferent
            bound = signed[:, None] & ~self.signatures.aside[worlds]
            needs = np.where(bound, has, needs)
        if self.scenario.road[self.meeting].level == "leaders":
            needs = needs + self.worlds.misjudged[worlds]
        return needs


def kept_as_it_stands(layout: Layout, open_: Bools, standing: Ints, fixed: Bools) -> Bools:
    """Return (n, J, K): what is open on the table (n, J, K) once some issues of the file stay as they stand.

    Parameters
    ----------
    layout, open_
        Which issues are joined, and what is open.
    standing
        (n, I) what stands.
    fixed
        (n, I) which issues stay so.
    """
    if not fixed.any():
        return open_
    kept = np.ones_like(open_)
    stays = is_status_quo(standing, open_.shape[-1]) | ~fixed[..., None]
    kept[:, layout.alone_at] = stays[:, layout.alone]
    for composite in layout.composites:
        for place, member in enumerate(composite.members):
            same = composite.options[:, place] == standing[:, member, None]
            kept[:, composite.place, : same.shape[1]] &= same | ~fixed[:, member, None]
    return open_ & kept
