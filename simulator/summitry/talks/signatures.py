"""What has been signed so far, what waits in brackets for leaders, and what it brought."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from summitry.ensembles.worlds import Worlds
from summitry_agents.deals import Bools, Floats, Ints, power, utility


@dataclass(frozen=True, eq=False)
class Text:
    """What came out of a meeting, in n worlds.

    Parameters
    ----------
    terms
        (n, J) an option of each issue on the table.
    agreed
        (n,) where there is a text.
    yes, aside
        (n, P) who says yes to it, who stands aside from it.
    """

    terms: Ints
    agreed: Bools
    yes: Bools
    aside: Bools

    def where(self, those: Bools) -> Text:
        """Return the texts of some of the worlds."""
        return Text(self.terms[those], self.agreed[those], self.yes[those], self.aside[those])


class Signatures:
    """What has been signed in W worlds, meeting after meeting.

    What is settled stays settled: later meetings add to it. Who signed is bound by all that it signed.

    Parameters
    ----------
    worlds
        What was drawn.

    Attributes
    ----------
    options
        (W, I) option of each issue that is settled; elsewhere without meaning.
    settled
        (W, I) which issues are.
    signed_in
        (W,) round in which the first deal was signed; 0 before.
    signed, aside
        (W, P) who signed, who stood aside from what others signed.
    gain, surplus
        (W, P) what the signed deals brought over the status quo (at full trust, discounted to the first round) and
        over walking away, each valued when it was signed.
    bracketed
        (W, J) a text that waits for leaders; -1 where none does.
    refused
        (W,) where leaders refused such a text.
    """

    def __init__(self, worlds: Worlds) -> None:
        self._worlds = worlds
        shape, states = worlds.status_quo.shape, worlds.patience.shape
        self.options: Ints = np.zeros(shape, dtype=np.intp)
        self.settled: Bools = np.zeros(shape, dtype=bool)
        self.signed_in: Ints = np.zeros(shape[0], dtype=np.intp)
        self.signed: Bools = np.zeros(states, dtype=bool)
        self.aside: Bools = np.zeros(states, dtype=bool)
        self.gain: Floats = np.zeros(states)
        self.surplus: Floats = np.zeros(states)
        self.bracketed: Ints = np.full(worlds.joined.status_quo.shape, -1)
        self.refused: Bools = np.zeros(shape[0], dtype=bool)

    @property
    def some(self) -> Bools:
        """(W,) whether anything was signed."""
        return np.asarray(self.signed_in > 0)

    def standing(self, worlds: Ints) -> Ints:
        """Return (n, I): what stands on each issue of the file: what was settled, else the status quo."""
        return np.where(self.settled[worlds], self.options[worlds], self._worlds.status_quo[worlds])

    def terms(self, worlds: Ints) -> Ints:
        """Return (n, J): the same on the issues on the table, linked ones joined."""
        return self._worlds.layout.together(self.standing(worlds))

    def sign(self, worlds: Ints, text: Text, round_: Ints) -> None:
        """Sign the texts of the worlds (n,), in all of which there is one, in those rounds (n,)."""
        drawn, before = self._worlds, self.terms(worlds)
        options = drawn.layout.apart(text.terms)
        first = ~self.some[worlds]
        full, counted = drawn.joined.contributions_at_full_trust, drawn.joined.contributions
        at_first = drawn.utility_of_deferring(worlds)
        already = np.where(first[:, None], at_first, utility(full, np.maximum(before, 0), worlds))
        discount = power(drawn.patience[worlds], np.maximum(round_ - 1, 0)[:, None])
        bound = ~text.aside
        self.gain[worlds] += np.where(bound, discount * (utility(full, text.terms, worlds) - already), 0.0)
        walking = np.where(first[:, None], drawn.reservation[worlds], utility(counted, np.maximum(before, 0), worlds))
        self.surplus[worlds] += np.where(bound, utility(counted, text.terms, worlds) - walking, 0.0)
        self.settled[worlds] |= options != drawn.status_quo[worlds]
        self.options[worlds] = options
        self.signed_in[worlds[first]] = round_[first]
        self.signed[worlds] |= text.yes
        self.aside[worlds] = (self.aside[worlds] | text.aside) & ~self.signed[worlds]

    def put_in_brackets(self, worlds: Ints, terms: Ints) -> None:
        """Leave the texts (n, J) of the worlds (n,) to leaders."""
        self.bracketed[worlds] = terms

    def take_up(self, worlds: Ints, accepted: Bools) -> None:
        """Note what leaders made of the texts in brackets of the worlds (n,): accepted (n,), or refused."""
        self.bracketed[worlds] = -1
        self.refused[worlds] |= ~accepted
