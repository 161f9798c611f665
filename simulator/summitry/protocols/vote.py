"""How a proposal becomes a deal: everybody answers, some may stand aside, the rule decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from summitry_agents.deals import Bools, Ints, settles_something
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

        First those who may stand aside, and would rather walk away than sign, do so (`stand_aside`); the others answer
        to what remains. To want more is no reason to stand aside: whoever would sign and says no is counted. A deal
        that settles nothing any more is none.

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

        def signs(p: int, those: Ints, text: Ints) -> Bools:
            return self.envoys[p].would_sign(worlds[those], text, now.where(those))

        standing = self.status_quo[worlds]
        text, aside, stands = stand_aside(deal, made, standing, self.rule.opt_out, self.performers, signs)
        yes = np.zeros((len(worlds), states), dtype=bool)
        changed = (text != deal).any(axis=1) if text is not deal else np.zeros(len(deal), dtype=bool)
        for p, envoy in enumerate(self.envoys):
            own = made & (speaker == p)
            yes[:, p] = own & ~aside[:, p]
            # A speaker's own offer may have lost what made it worth while.
            lost = np.flatnonzero(own & changed)
            yes[lost, p] &= signs(p, lost, text[lost])
            those = np.flatnonzero(made & ~own & ~aside[:, p])
            yes[those, p] = envoy.accepts(worlds[those], text[those], now.where(those), following[those, p])
        settles = settles_something(text, standing)
        return Outcome(
            text,
            yes,
            aside,
            stands & settles & self.rule.passes(worlds, yes, None if self.rule.opt_out is None else aside),
        )


def stand_aside(
    deal: Ints,
    made: Bools,
    status_quo: Ints,
    may_leave: Bools | None,
    performers: Bools,
    signs: Callable[[int, Ints, Ints], Bools],
) -> tuple[Ints, Bools, Bools]:
    """Let those who may stand aside from deals do so where they would not sign them.

    What one of them would have to perform falls away to its status quo, and then others may leave as well: asked
    again until nobody does.

    Parameters
    ----------
    deal, made, status_quo
        (n, I), (n,) whether there is one, and (n, I).
    may_leave
        (P,) who may; None: nobody.
    performers
        (P, I) who must perform what is settled on which issue.
    signs
        Tells (m,) whether a state would sign texts (m, I) in some of the n worlds (m,).

    Returns
    -------
    tuple
        (n, I) what remains of the deals; (n, P) who stands aside; and (n,) which deals still stand: not those that
        must settle an issue, its failure being off the scale, which somebody who stands aside would have to perform.
    """
    text, aside = deal, np.zeros((len(deal), len(performers)), dtype=bool)
    if may_leave is None:
        return text, aside, made
    leaving = np.flatnonzero(may_leave)
    while True:
        leaves = np.zeros_like(aside)
        for p in leaving:
            those = np.flatnonzero(made & ~aside[:, p])
            leaves[those, p] = ~signs(int(p), those, text[those])
        aside |= leaves
        gone = (aside[..., None] & performers).any(axis=1) & made[:, None]
        if not leaves.any():
            return text, aside, made & ~(gone & (status_quo < 0)).any(axis=1)
        text = np.where(gone & (status_quo >= 0), status_quo, text)
