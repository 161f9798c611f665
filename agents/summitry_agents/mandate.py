"""How far an envoy may go without asking home."""

from __future__ import annotations

from summitry_agents.deals import Bools, Ints, crosses


class Mandate:
    """The limits within which an envoy says yes on its own.

    Its instructions are narrower than what its state would sign (the bargaining envoy: Schelling 1960, chapter 2;
    Cutcher-Gershenfeld and Watkins 1999). Beyond them it offers nothing, and says yes only after it has asked home,
    which it can do so many times in a meeting; home consents to what the state would sign.

    Parameters
    ----------
    beyond
        (W, I, K) options beyond its limits; the status quo never is.
    asks
        (W,) how often it can still ask home.
    """

    def __init__(self, beyond: Bools, asks: Ints) -> None:
        self.beyond = beyond
        self.asks = asks

    def exceeded_by(self, worlds: Ints, deal: Ints) -> Bools:
        """Return (n,): where deals (n, I) lie beyond the limits."""
        return crosses(self.beyond, deal, worlds)

    def allows(self, worlds: Ints, deal: Ints) -> Bools:
        """Return (n,): where a yes to deals (n, I) is within the limits, or home can still be asked."""
        return ~self.exceeded_by(worlds, deal) | (self.asks[worlds] > 0)

    def ask_home(self, worlds: Ints, deal: Ints, yes: Bools) -> None:
        """Note that home was asked about the deals (n, I) beyond the limits to which the answer is yes (n,)."""
        self.asks[worlds[yes & self.exceeded_by(worlds, deal)]] -= 1
