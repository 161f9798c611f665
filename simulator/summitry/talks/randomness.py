"""Keyed random numbers: each purpose has its own stream, so that no mechanism shifts the draws of another."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

BLOCK = 1000
"""Worlds in a block. It is part of what a seed means: another size would give other worlds."""

MOST_KEPT = 2048
"""Blocks of draws that are remembered, 16 MB of them: variants of a scenario that are played in turn share theirs."""

FAR = 2**40
"""Far from any seed that people choose: that of a second, independent draw lies so much above the first."""


def uniform(seed: int | str, purpose: str, worlds: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return one uniform draw from [0, 1) per world for one purpose.

    The stream of (seed, block, purpose) is drawn for the whole block and then indexed, so world 4711 of seed 1 gets
    the same number whichever other worlds are asked for, and in whatever order. Streams come from Philox, a
    counter-based generator whose keys give independent streams (Salmon et al. 2011).

    Parameters
    ----------
    seed
        Seed of the ensemble; a text names a stream that all seeds share.
    purpose
        What the number is for: the dotted path of a quantity in the scenario, for instance.
    worlds
        Shape (W,): numbers of the worlds.

    Returns
    -------
    NDArray
        Shape (W,).
    """
    blocks = worlds // BLOCK
    within = worlds - blocks * BLOCK
    drawn = np.empty(worlds.shape)
    # Neighbours, as in an ensemble, share a block: each stretch of one is drawn at once.
    starts = np.flatnonzero(np.diff(blocks, prepend=-1))
    for start, end in pairwise([*starts, len(worlds)]):
        drawn[start:end] = _of_block(f"{seed}/{blocks[start]}/{purpose}")[within[start:end]]
    return drawn


def evenly_spread(purpose: str, size: int) -> NDArray[np.float64]:
    """Return `size` uniform draws, one in each of as many equal strata, in random order (McKay et al. 1979).

    Means over them are far more exact than over independent draws; they serve to work out what the distributions of
    a scenario imply for everybody at the table.
    """
    return (_spread if size <= BLOCK else _spread.__wrapped__)(purpose, size)


def keyed(purpose: str) -> int:
    """Return the number that seeds a generator for a purpose."""
    return int.from_bytes(blake2b(purpose.encode(), digest_size=16).digest(), "little")


@lru_cache(MOST_KEPT)
def _of_block(purpose: str) -> NDArray[np.float64]:
    """Return a block of uniform draws, not to be written to."""
    drawn = _stream(purpose).random(BLOCK)
    drawn.flags.writeable = False
    return drawn


@lru_cache(MOST_KEPT)
def _spread(purpose: str, size: int) -> NDArray[np.float64]:
    """Return draws that are evenly spread, not to be written to."""
    drawn: NDArray[np.float64] = (_stream(f"common knowledge/{purpose}").permutation(size) + 0.5) / size
    drawn.flags.writeable = False
    return drawn


def _stream(purpose: str) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(key=keyed(purpose)))
