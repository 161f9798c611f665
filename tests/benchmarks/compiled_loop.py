"""W1 in one compiled loop over worlds, written by hand: the practical limit for the same work on one thread.

It draws the same numbers from the same streams, block by block, plays the same talks and counts the same outcomes as
Summitry's tally does; only what Summitry works out once per scenario, what each state expects of the other, is handed
in. Nothing in it is general: two states, one order, one style, no red lines, no status quo.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from compiled_talks import Desk, Floats, Ints, compiled, play
from compiled_zone import most_joint_gain, who_blocks
from workloads import EXPONENT, STATES, STEPS, W1_SIZE, WALK_AWAY, WORKLOADS, beliefs

from summitry import EnsembleResult, SummitModel
from summitry.ensembles.reasons import explained
from summitry.ensembles.tally import PLACES
from summitry.statistics import BIN
from summitry.talks.gates import Gate
from summitry.talks.randomness import BLOCK
from summitry_agents.deals import MARGIN

AGREED, NO_ZONE, OUT_OF_TIME = int(Gate.AGREED_ALL), int(Gate.NO_ZONE), int(Gate.OUT_OF_TIME)
BINS = round(2 / BIN) + 1


class Counts(NamedTuple):
    """What is counted over worlds, as in `summitry.ensembles.tally`; a histogram and a total stand for each spread."""

    gates: Ints
    settlements: Ints
    deals: Ints
    agreed_in: Ints
    ended_in: Ints
    ideal: Ints
    blocked: Ints
    lacking: Ints
    gain: Ints
    gain_if_agreed: Ints
    belief_error: Ints
    totals: Floats

    @classmethod
    def none(cls) -> Counts:
        """Return counts of no worlds."""
        issues, options = W1_SIZE
        gates, shape = len(Gate), (len(Gate), 2, issues)
        shapes = (
            (gates,), W1_SIZE, (options**issues,), (STEPS + 1,), (STEPS + 1,), (2, issues, PLACES), shape,
            (*shape, BINS), (2, BINS), (2, BINS), (2, BINS),
        )  # fmt: skip
        return cls(*(np.zeros(each, np.int64) for each in shapes), np.zeros((5, 2)))


class Outcomes(NamedTuple):
    """How each world of a block went: (BLOCK, I) the deal, (BLOCK,) the rounds, and the gate."""

    deal: Ints
    rounds: Ints
    gate: Ints


@dataclass
class Loop:
    """The loop, ready to run, with what each state expects of the other, (2, I, K)."""

    believed: Floats

    def __post_init__(self) -> None:
        clock = np.arange(STEPS) / (STEPS - 1)
        self.conceded = np.power(clock, EXPONENT)
        self.desk = Desk.of(*W1_SIZE)
        self.outcomes = Outcomes(np.zeros((BLOCK, W1_SIZE[0]), np.int64), *np.zeros((2, BLOCK), np.int64))

    def run(self, worlds: int, seed: int) -> Counts:
        """Play so many worlds, a whole number of blocks, and return what is counted."""
        counts = Counts.none()
        for _ in self.blocks(worlds, seed, counts):
            pass
        return counts

    def blocks(self, worlds: int, seed: int, counts: Counts) -> Iterator[Outcomes]:
        """Play block by block and yield how each went, in arrays that are used again."""
        drawn = np.empty((2, W1_SIZE[0], 1 + W1_SIZE[1], BLOCK))
        for block in range(worlds // BLOCK):
            draw(seed, block, drawn)
            _play_block(drawn, self.believed, self.conceded, WALK_AWAY, self.desk, self.outcomes, counts)
            yield self.outcomes


def draw(seed: int, block: int, drawn: Floats) -> None:
    """Fill (2, I, 1 + K, BLOCK) with what Summitry draws: saliences, then values, each from its own stream."""
    for p, state in enumerate(STATES):
        for i in range(W1_SIZE[0]):
            here = f"{seed}/{block}/states.{state}.positions.i{i}"
            for k, row in enumerate(drawn[p, i]):
                purpose = f"{here}.values.o{k - 1}" if k else f"{here}.salience"
                key = int.from_bytes(blake2b(purpose.encode(), digest_size=16).digest(), "little")
                np.random.Generator(np.random.Philox(key=key)).random(out=row)


@compiled
def _play_block(
    drawn: Floats,
    believed: Floats,
    conceded: Floats,
    walk_away: float,
    desk: Desk,
    outcomes: Outcomes,
    counts: Counts,
) -> None:
    _, issues, columns, worlds = drawn.shape
    options = columns - 1
    wants, nearest, gains = np.empty((2, issues, options)), np.empty(3), np.empty(2)
    for world in range(worlds):
        for p in range(2):
            total = 0.0
            for i in range(issues):
                total += drawn[p, i, 0, world]
            for i in range(issues):
                weight = drawn[p, i, 0, world] / total
                for k in range(options):
                    wants[p, i, k] = drawn[p, i, k + 1, world] * weight
        deal = outcomes.deal[world]
        rounds = play(wants, believed, conceded, walk_away, desk, deal, nearest)
        gains[:] = walk_away
        reach = most_joint_gain(wants[0], wants[1], walk_away + MARGIN, walk_away)
        gate = AGREED if deal[0] >= 0 else OUT_OF_TIME if reach > -1.0 else NO_ZONE
        outcomes.rounds[world], outcomes.gate[world] = rounds, gate
        counts.gates[gate] += 1
        counts.ended_in[rounds] += 1
        if gate == AGREED:
            _count_deal(wants, deal, rounds, gains, counts)
            counts.totals[4, 0] += (gains[0] - walk_away) + (gains[1] - walk_away)
        else:
            if gate == NO_ZONE:
                who_blocks(wants, desk.favourite, walk_away + MARGIN, nearest)
            _count_blocker(gate, nearest, counts)
        counts.totals[4, 1] += max(reach, 0.0)
        _count_wishes(wants, believed, desk.favourite, gains, counts)


@compiled
def _count_blocker(gate: int, blocked: Floats, counts: Counts) -> None:
    blocker, issue = int(blocked[0]), int(blocked[1])
    if blocker >= 0:
        counts.blocked[gate, blocker, issue] += 1
        counts.lacking[gate, blocker, issue, _bin(blocked[2])] += 1


@compiled
def _count_wishes(wants: Floats, believed: Floats, favourite: Ints, gains: Floats, counts: Counts) -> None:
    _, issues, options = wants.shape
    for p in range(2):
        counts.gain[p, _bin(gains[p])] += 1
        counts.totals[0, p] += gains[p]
        error = _belief_error(believed[p], wants[1 - p])
        counts.belief_error[p, _bin(error)] += 1
        counts.totals[2, p] += error
        for i in range(issues):
            counts.ideal[p, i, int(np.rint(favourite[p, i] / (options - 1) * (PLACES - 1)))] += 1


@compiled
def _count_deal(wants: Floats, deal: Ints, rounds: int, gains: Floats, counts: Counts) -> None:
    place = 0
    for i in range(len(deal)):
        counts.settlements[i, deal[i]] += 1
        place = place * wants.shape[2] + deal[i]
    counts.deals[place] += 1
    counts.agreed_in[rounds] += 1
    for p in range(2):
        gains[p] = wants[p, 0, deal[0]]
        for i in range(1, len(deal)):
            gains[p] += wants[p, i, deal[i]]
        counts.gain_if_agreed[p, _bin(gains[p])] += 1
        counts.totals[1, p] += gains[p]


@compiled
def _belief_error(believed: Floats, truth: Floats) -> float:
    """Return the root mean square error of the believed utility of a deal drawn at random."""
    mean, variance = 0.0, 0.0
    for i in range(truth.shape[0]):
        total, squares = 0.0, 0.0
        for k in range(truth.shape[1]):
            wrong = believed[i, k] - truth[i, k]
            total += wrong
            squares += wrong**2
        of_issue = total / truth.shape[1]
        mean += of_issue
        variance += max(squares / truth.shape[1] - of_issue**2, 0.0)
    return float(np.sqrt(mean**2 + variance))


@compiled
def _bin(value: float) -> int:
    return int(np.rint((value + 1) / BIN))


def seconds(worlds: int, seed: int) -> float:
    """Return how long the loop takes for so many worlds, without its compilation."""
    loop = Loop(beliefs(SummitModel(WORKLOADS["W1"](), rng=seed, record=False)))
    loop.run(BLOCK, seed)
    start = time.perf_counter()
    loop.run(worlds, seed)
    return time.perf_counter() - start


def seconds_to_draw(worlds: int, seed: int) -> float:
    """Return how long the draws alone take."""
    drawn = np.empty((2, W1_SIZE[0], 1 + W1_SIZE[1], BLOCK))
    start = time.perf_counter()
    for block in range(worlds // BLOCK):
        draw(seed, block, drawn)
    return time.perf_counter() - start


def check(model: SummitModel, result: EnsembleResult) -> str:
    """Play the worlds of a result of W1, with the beliefs of a model; hold deals, rounds, gates and counts the same."""
    loop, rows, tally, counts = Loop(beliefs(model)), result.rows, result.tally, Counts.none()
    assert rows is not None, "the result must have its rows"
    for block, found in enumerate(loop.blocks(result.worlds, result.seed, counts)):
        part = slice(block * BLOCK, (block + 1) * BLOCK)
        for name, same in (("deal", rows.deal), ("rounds", rows.ended_in), ("gate", rows.gate)):
            there = np.flatnonzero((getattr(found, name) != same[part]).reshape(BLOCK, -1).any(axis=1))
            assert not there.size, f"W1, {name} of worlds {part.start + there}: the compiled loop differs"
    spread = {name: np.stack([each.bins for each in getattr(tally, name)]) for name in ("gain", "gain_if_agreed")}
    spread["belief_error"] = np.stack([each.bins for each in result.belief_error.values()])
    wanted = {"gates": tally.gates, "settlements": tally.settlements, "ideal": tally.ideal, **spread}
    for name, same in wanted.items():
        assert (getattr(counts, name) == same).all(), f"W1: {name} differ"
    deals = {tuple(np.unravel_index(at, (W1_SIZE[1],) * W1_SIZE[0])): n for at, n in enumerate(counts.deals) if n}
    assert deals == tally.deals, "W1: deals differ"
    assert np.allclose(counts.totals[4], [tally.captured, tally.within_reach]), "W1: joint gains differ"
    blocked = explained(tally.blocked)
    assert (counts.blocked[OUT_OF_TIME] == blocked[OUT_OF_TIME]).all(), "W1: who blocked differs"
    # Where there is no zone Summitry's smallest change is a bound, the loop's exact.
    other = int(np.abs(counts.blocked[NO_ZONE] - blocked[NO_ZONE]).sum()) // 2
    return (
        f"W1: deals, rounds and gates of {result.worlds:,} worlds are those of the compiled loop, and so are "
        f"counts of deals, gains, beliefs and blockers (without a zone {other} of {tally.gates[NO_ZONE]} differ)"
    )
