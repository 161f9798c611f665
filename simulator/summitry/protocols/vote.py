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

        Those who may stand aside answer first. What they would have to perform falls away from the deal where they
        do; to what remains the rest of them answer anew, for without it they may leave too, and so on. The others
        answer to what is left in the end. A deal that settles nothing any more is none; nor is one that must settle
        an issue (its failure lies off the scale) which a state that stands aside would have to perform.

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
        own = np.arange(states) == speaker[:, None]
        yes |= own & made[:, None]
        may_leave = np.zeros(states, dtype=bool) if self.rule.opt_out is None else self.rule.opt_out
        effective, stuck = deal.copy(), np.zeros(len(worlds), dtype=bool)

        def answer(who: Ints, asked: Bools) -> None:
            for p in who:
                those = np.flatnonzero(asked & ~own[:, p] & ~aside[:, p])
                there, turn = worlds[those], now.where(those)
                yes[those, p] = self.envoys[p].accepts(there, effective[those], turn, following[those, p])

        asked = made & may_leave.any()
        while asked.any():
            answer(np.flatnonzero(may_leave), asked)
            aside |= made[:, None] & may_leave & ~yes
            remaining, stuck = without(aside, self.performers, deal, self.status_quo[worlds])
            asked = made & (remaining != effective).any(axis=1)
            effective[made] = remaining[made]
        answer(np.flatnonzero(~may_leave), made)
        settles = (effective != self.status_quo[worlds]).any(axis=1)
        passes = self.rule.passes(worlds, yes, aside if may_leave.any() else None)
        # The speaker's own offer may have lost what made it worth while.
        still = np.ones(len(worlds), dtype=bool)
        for p in np.unique(speaker[speaker >= 0]) if may_leave.any() else ():
            those = np.flatnonzero(made & own[:, p] & (effective != deal).any(axis=1))
            there = worlds[those]
            still[those] = self.envoys[p].brief.preferences.would_sign(there, effective[those])
        return Outcome(effective, yes, aside, made & passes & settles & still & ~stuck)


def without(aside: Bools, performers: Bools, deal: Ints, status_quo: Ints) -> tuple[Ints, Bools]:
    """Take away from deals what states that stand aside would have to perform.

    Parameters
    ----------
    aside
        (n, P) who stands aside.
    performers
        (P, I) who must perform each issue.
    deal, status_quo
        (n, I).

    Returns
    -------
    tuple
        (n, I) the deals with those issues at their status quo, and (n,) whether one of them has none, since its
        failure lies off the scale, so that nothing remains of the deal.
    """
    gone = (aside[..., None] & performers).any(axis=1)
    stuck: Bools = np.any(gone & (status_quo < 0), axis=1)
    return np.where(gone & (status_quo >= 0), status_quo, deal), stuck
