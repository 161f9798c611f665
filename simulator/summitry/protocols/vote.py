"""How a proposal becomes a deal: everybody answers, some may stand aside, the rule decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from summitry_agents.deals import Bools, Ints
from summitry_agents.decision_rule import DecisionRule
from summitry_agents.turn import Turn

if TYPE_CHECKING:
    from summitry_agents.envoy import Envoy


@dataclass(frozen=True)
class Outcome:
    """How n proposals fared.

    Parameters
    ----------
    deal
        (n, I) what they came to; -1 where there was none.
    yes
        (n, P) who said yes.
    aside
        (n, P) who stood aside: not bound by the deal, and not counted.
    agreed
        (n,) which of them became deals.
    """

    deal: Ints
    yes: Bools
    aside: Bools
    agreed: Bools


@dataclass(frozen=True, eq=False)
class Vote:
    """The answer of a table to proposals.

    Parameters
    ----------
    envoys
        In the order of their states.
    rule
        Whose yes a deal needs.
    performers
        (P, I) who must perform each issue: it falls away, to its status quo, if one of them stands aside.
    status_quo
        (W, I).
    """

    envoys: Sequence[Envoy]
    rule: DecisionRule
    performers: Bools
    status_quo: Ints

    def on(self, worlds: Ints, deal: Ints, made: Bools, speaker: Ints, now: Turn, following: Ints) -> Outcome:
        """Let everybody but the speaker answer.

        Those who may stand aside answer first; what they would have to perform falls away from the deal where they
        do, and the others answer to what remains. A deal that settles nothing any more is none.

        Parameters
        ----------
        worlds, deal, made
            (n,), (n, I) and (n,) whether there is a proposal.
        speaker
            (n,) whose proposal it is, below 0 for nobody's own.
        now
            The present turns.
        following
            (n, P) the round in which each envoy next speaks.
        """
        states = len(self.envoys)
        yes = np.zeros((len(worlds), states), dtype=bool)
        aside = np.zeros_like(yes)
        effective = deal.copy()
        own = np.arange(states) == speaker[:, None]
        yes |= own & made[:, None]
        may_leave = np.zeros(states, dtype=bool) if self.rule.opt_out is None else self.rule.opt_out
        first = np.flatnonzero(may_leave)
        for group in (first, np.setdiff1d(np.arange(states), first)):
            for p in group:
                those = np.flatnonzero(made & ~own[:, p])
                there, turn = worlds[those], now.where(those)
                yes[those, p] = self.envoys[p].accepts(there, effective[those], turn, following[those, p])
            if group is first and first.size:
                aside[:, first] = made[:, None] & ~yes[:, first]
                gone = (aside[..., None] & self.performers).any(axis=1)
                standing = self.status_quo[worlds]
                effective = np.where(made[:, None] & gone & (standing >= 0), standing, effective)
        settles = (effective != self.status_quo[worlds]).any(axis=1)
        passes = self.rule.passes(worlds, yes, aside if first.size else None)
        # The speaker's own offer may have lost what made it worth while.
        still = np.ones(len(worlds), dtype=bool)
        for p in np.unique(speaker[speaker >= 0]) if first.size else ():
            those = np.flatnonzero(made & own[:, p] & (effective != deal).any(axis=1))
            there = worlds[those]
            still[those] = self.envoys[p].brief.preferences.would_sign(there, effective[those])
        return Outcome(effective, yes, aside, made & passes & settles & still)
