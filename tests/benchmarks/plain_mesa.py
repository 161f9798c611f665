"""The logic of W1 as one would write it in Mesa without thinking of ensembles: one model a world, a state an agent.

Each model draws its own preferences from its generator, as many numbers as a world of Summitry draws. What a state
expects of the other is the same in all worlds and handed in, because Summitry works it out once per scenario too. It
does less than Summitry: it looks for no zone, nor for who stood in the way, and keeps no tally.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import pairwise

import mesa
import numpy as np
from workloads import EXPONENT, STEPS, W1_SIZE, WALK_AWAY, WORKLOADS, beliefs

from summitry import SummitModel
from summitry_agents.deals import MARGIN, TIE

Table = list[list[float]]
"""What each option of each issue adds to a state's utility."""


@dataclass(frozen=True)
class Step:
    """One trade: an issue moved to another option, at a loss to me and a gain to them."""

    issue: int
    option: int
    cost: float
    gain: float


class Negotiator(mesa.Agent):
    """A state: what it wants, what it thinks the other wants, and the trades between the two, best first."""

    def __init__(self, model: Talks, wants: Table, believed: Table) -> None:
        super().__init__(model)
        self.wants, self.believed = wants, believed
        self.favourite = [max(range(len(options)), key=options.__getitem__) for options in wants]
        self.best = self.utility(self.favourite)
        steps = [step for issue in range(len(wants)) for step in self._hull(issue)]
        self.steps = sorted(steps, key=lambda step: -step.gain / step.cost)

    def utility(self, deal: list[int]) -> float:
        return sum(options[chosen] for options, chosen in zip(self.wants, deal, strict=True))

    def aspiration(self, number: int) -> float:
        clock = (number - 1) / (STEPS - 1)
        return self.best - clock**EXPONENT * (self.best - WALK_AWAY)

    def offer(self, number: int) -> list[int] | None:
        """Return the deal at the aspiration that the other is believed to like best."""
        floor = max(self.aspiration(number), WALK_AWAY + 2 * MARGIN)
        if self.best < floor - TIE:
            return None
        deal, spent = list(self.favourite), 0.0
        for step in self.steps:
            spent += step.cost
            if spent > self.best - floor + TIE / 2:
                break
            deal[step.issue] = step.option
        return self._with_best_change(deal, self.utility(deal) - floor + TIE / 2)

    def accepts(self, deal: list[int], number: int) -> bool:
        """Say yes to what is worth the own next offer, if the state would sign it."""
        value = self.utility(deal)
        if value <= WALK_AWAY + MARGIN:
            return False
        following = min(number + 1, STEPS)
        if value < self.aspiration(following) - MARGIN:
            return False
        own = self.offer(following) if number < STEPS else None
        return own is None or value >= self.utility(own) - MARGIN

    def _with_best_change(self, deal: list[int], spare: float) -> list[int]:
        most, change = TIE, None
        for issue, now in enumerate(deal):
            mine, theirs = self.wants[issue], self.believed[issue]
            for option, value in enumerate(mine):
                gain = theirs[option] - theirs[now]
                if gain > most and mine[now] - value <= spare:
                    most, change = gain, (issue, option)
        if change is not None:
            deal[change[0]] = change[1]
        return deal

    def _hull(self, issue: int) -> list[Step]:
        """Return the steps along the upper concave hull of an issue's options, from the own favourite on."""
        mine, theirs, start = self.wants[issue], self.believed[issue], self.favourite[issue]
        path = [(0.0, 0.0, start)]
        for option in sorted(range(len(mine)), key=lambda option: -mine[option]):
            cost, gain = mine[start] - mine[option], theirs[option] - theirs[start]
            if cost <= 0 or gain <= path[-1][1]:
                continue
            while len(path) > 1 and _bends_up(path[-2], path[-1], (cost, gain)):
                path.pop()
            path.append((cost, gain, option))
        return [Step(issue, to[2], to[0] - before[0], to[1] - before[1]) for before, to in pairwise(path)]


def _bends_up(one: tuple[float, float, int], two: tuple[float, float, int], three: tuple[float, float]) -> bool:
    return (two[1] - one[1]) * (three[0] - one[0]) < (three[1] - one[1]) * (two[0] - one[0])


class Talks(mesa.Model):
    """Alternating offers of two states in one world; a step is a round."""

    def __init__(self, seed: int, believed: list[Table], wants: list[Table] | None = None) -> None:
        super().__init__(rng=seed)
        wanted = [self._drawn() for _ in believed] if wants is None else wants
        self.negotiators = [Negotiator(self, mine, theirs) for mine, theirs in zip(wanted, believed, strict=True)]
        self.number = 0
        self.deal: list[int] | None = None

    def step(self) -> None:
        self.number += 1
        speaker = self.negotiators[(self.number - 1) % 2]
        listener = self.negotiators[self.number % 2]
        offered = speaker.offer(self.number)
        if offered is not None and listener.accepts(offered, self.number):
            self.deal = offered
        self.running = self.deal is None and self.number < STEPS

    def _drawn(self) -> Table:
        saliences = self.rng.random(W1_SIZE[0])
        table: Table = (saliences[:, None] / saliences.sum() * self.rng.random(W1_SIZE)).tolist()
        return table


def seconds(worlds: int, seed: int) -> float:
    """Return how long so many models take, their draws included."""
    pictures = beliefs(SummitModel(WORKLOADS["W1"](), rng=seed, record=False)).tolist()
    start = time.perf_counter()
    for world in range(worlds):
        talks = Talks(seed + world, pictures)
        talks.run_model()
        # Mesa 3 keeps every model for as long as the process lives; that would slow the next ones down.
        getattr(mesa.Agent, "_ids", {}).pop(talks, None)
    return time.perf_counter() - start


def check(model: SummitModel) -> str:
    """Play the worlds of W1, which are over, one by one, and hold deals and rounds to be the same."""
    pictures = beliefs(model).tolist()
    for world, wants in enumerate(np.asarray(model.worlds.contributions).tolist()):
        talks = Talks(0, pictures, wants)
        talks.run_model()
        found = talks.deal or [-1] * W1_SIZE[0], talks.number
        assert found == (model.deal[world].tolist(), model.ended_in[world]), f"W1, world {world}: plain Mesa {found}"
    return f"W1: deals and rounds of {len(model.deal)} worlds are those of the plain Mesa model"
