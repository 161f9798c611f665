"""What an envoy remembers of the offers at its table."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from summitry_agents.deals import Floats, Ints

_FACTOR = np.uint64(0x9E3779B97F4A7C15)


class Memory:
    """Offers of Q speakers in W worlds: what each was worth to the one who remembers, and which deal it was.

    Room doubles as talks go on, so memory follows the longest talks.
    """

    def __init__(self, worlds: int, speakers: int) -> None:
        self.count: NDArray[np.intp] = np.zeros((worlds, speakers), dtype=np.intp)
        self.distinct: NDArray[np.intp] = np.zeros((worlds, speakers), dtype=np.intp)
        """(W, Q) how many different deals each speaker has offered."""
        self.last: NDArray[np.intp] | None = None
        """(W, Q, I) each speaker's latest offer, -1 before the first; None before any."""
        self.first = np.full((worlds, speakers), np.nan)
        """(W, Q) what each speaker's first offer was worth; NaN before it."""
        self.most = np.full((worlds, speakers), np.nan)
        """(W, Q) the most that any offer of each speaker was worth; NaN before the first."""
        self._values = np.full((worlds, speakers, 1), np.nan)
        self._prints = np.zeros((worlds, speakers, 1), dtype=np.uint64)

    def add(self, worlds: Ints, speaker: int, deal: Ints, value: Floats) -> None:
        """Remember the deals (n, I) that a speaker offered in the worlds (n,), and what they are worth (n,)."""
        if not worlds.size:
            return
        if self.last is None:
            self.last = np.full((*self.count.shape, deal.shape[1]), -1, dtype=np.intp)
        place = self.count[worlds, speaker]
        if place.max() >= self._values.shape[2]:
            more = ((0, 0), (0, 0), (0, self._values.shape[2]))
            self._values = np.pad(self._values, more, constant_values=np.nan)
            self._prints = np.pad(self._prints, more)
        known = np.arange(self._prints.shape[2]) < place[:, None]
        prints = _fingerprint(deal)
        new = ~((self._prints[worlds, speaker] == prints[:, None]) & known).any(axis=1)
        self.distinct[worlds, speaker] += new
        self.first[worlds, speaker] = np.where(place == 0, value, self.first[worlds, speaker])
        self.most[worlds, speaker] = np.fmax(self.most[worlds, speaker], value)
        self._values[worlds, speaker, place] = value
        self._prints[worlds, speaker, place] = prints
        self.count[worlds, speaker] += 1
        self.last[worlds, speaker] = deal

    def recent(self, worlds: Ints, most: int) -> Floats:
        """Return (n, Q, most): what the latest offers were worth, the latest last; NaN in front if fewer came."""
        place = self.count[worlds][..., None] - most + np.arange(most)
        held = np.minimum(np.maximum(place, 0), self._values.shape[2] - 1)
        values = np.take_along_axis(self._values[worlds], held, axis=2)
        return np.asarray(np.where(place >= 0, values, np.nan))


def _fingerprint(deal: Ints) -> NDArray[np.uint64]:
    """Return (n,): a number that tells deals (n, I) apart (by multiplicative hashing; a collision is 1 in 2**64)."""
    mixed = np.zeros(len(deal), dtype=np.uint64)
    for option in deal.T.astype(np.uint64):
        mixed = (mixed ^ (option + np.uint64(1))) * _FACTOR
        mixed ^= mixed >> np.uint64(29)
    return mixed
