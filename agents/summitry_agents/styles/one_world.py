"""Styles written for one world at a time."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from summitry_agents.brief import Moment
from summitry_agents.deals import Floats
from summitry_agents.styles.style import Style


@dataclass(frozen=True, slots=True)
class OneWorld:
    """What an envoy may look at when it decides, in one world.

    Parameters
    ----------
    round, rounds
        The round for which it decides, from 1, and how many there are at most.
    clock
        Time of that round, 0 in the first and 1 in the last.
    best, reservation
        Utility of the best deal that it can imagine, and below which its state does not sign.
    lowest
        Utility to which it would go by the deadline.
    insisted
        What it insisted on at its turn before; `best` at the first.
    heard
        What each other state's offers were worth to it: one tuple per state, the latest offer last.
    made
        What its own offers were worth to it, the latest last.
    draw
        A number between 0 and 1, drawn anew in every round.
    parameters
        The style's parameters by name.
    """

    round: int
    rounds: int
    clock: float
    best: float
    reservation: float
    lowest: float
    insisted: float
    heard: tuple[tuple[float, ...], ...]
    made: tuple[float, ...]
    draw: float
    parameters: Mapping[str, float]


class PerWorld(Style):
    """A style for those who think in one world: `insists_on` is called for every world and turn by itself.

    Results are the same as those of a style over arrays, but it is slower: written both ways and played side by side
    in the Reykjavik talks, linear concession took 30 times as long to decide, about 50 microseconds for a world and
    turn, and the talks as a whole 1.35 times as long.

    Examples
    --------
    >>> class Halfway(PerWorld):
    ...     "Meets the best offer so far halfway."
    ...
    ...     def insists_on(self, world: OneWorld) -> float:
    ...         offers = [worth for other in world.heard for worth in other]
    ...         return (world.best + max(offers)) / 2 if offers else world.best
    """

    listens: ClassVar[bool] = True

    @abstractmethod
    def insists_on(self, world: OneWorld) -> float:
        """Return the utility that the envoy insists on, in one world."""

    def aspiration(self, moment: Moment) -> Floats:
        """Return what it insists on in each world.

        Raises
        ------
        ValueError
            It is no finite number.
        """
        insists = np.empty(len(moment.worlds))
        for place, world in enumerate(self._one_by_one(moment)):
            insists[place] = self.insists_on(world)
            if not math.isfinite(insists[place]):
                raise ValueError(
                    f"{type(self).__name__}.insists_on in round {world.round}: found {insists[place]}, expected a "
                    "utility"
                )
        return insists

    def _one_by_one(self, moment: Moment) -> list[OneWorld]:
        worlds = moment.worlds
        counts, own = moment.heard.count[worlds], moment.made.count[worlds, 0]
        heard = moment.heard.recent(worlds, int(counts.max(initial=0)))
        made = moment.made.recent(worlds, int(own.max(initial=0)))[:, 0]
        draws = moment.draw("one_world")
        names = list(self.values)
        parameters = np.stack([self.values[name][worlds] for name in names], axis=1) if names else None
        return [
            OneWorld(
                round=int(moment.turn.number[n]),
                rounds=int(moment.turn.rounds[n]),
                clock=float(moment.clock[n]),
                best=float(moment.best[n]),
                reservation=float(moment.reservation[n]),
                lowest=float(moment.lowest[n]),
                insisted=float(moment.insisted[n]),
                heard=tuple(
                    tuple(offers[len(offers) - count :].tolist())
                    for offers, count in zip(heard[n], counts[n], strict=True)
                ),
                made=tuple(made[n, made.shape[1] - own[n] :].tolist()),
                draw=float(draws[n]),
                parameters={} if parameters is None else dict(zip(names, parameters[n].tolist(), strict=True)),
            )
            for n in range(len(worlds))
        ]
