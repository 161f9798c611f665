"""Promises: kept or broken after the agreement, and what that and concessions do to trust."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from summitry.mechanisms.mechanism import Mechanism
from summitry_agents.deals import Bools, Floats, Ints, utility
from summitry_agents.turn import those_of

if TYPE_CHECKING:
    from summitry.protocols.protocol import Exchange
    from summitry.scenario.scenario import Scenario
    from summitry.talks.draws import Draws
    from summitry.talks.model import SummitModel

ENOUGH = 1e-12
"""Temptations that exceed what breaking costs by no more than this are resisted."""


class Promises(Mechanism):
    """States keep their word while breaking it costs more than it saves, and are trusted accordingly.

    *Performance* (``talks.performance``). A state that must perform an issue saves, by not performing it, what the
    option that was agreed costs it against the status quo. It keeps its word where that is at most s x (U(deal) -
    walk_away), the part s of its gain that it would lose: the shadow of the future (Axelrod 1984; enforcement of
    agreements: Fearon 1998). Verification raises it, s + v (1 - s), for what is seen is answered. Without this switch
    every promise is kept.

    *Trust* (``talks.trust_moves``). Between meetings, what was settled is performed or not, and every other state's
    trust in the performer moves: by a share of the way to full trust for a promise kept, of the way to none for one
    broken. Concessions build trust as well (reciprocated tension reduction: Osgood 1962): an envoy whose last offer
    in a meeting was worth more to a state than its first moves it by that gain times the same share.
    """

    changes_circumstances: ClassVar[bool] = True

    @classmethod
    def used_in(cls, scenario: Scenario) -> bool:
        """Tell whether either is switched on."""
        return scenario.spec.talks.performance or scenario.spec.talks.trust_moves

    def __init__(self, scenario: Scenario, draws: Draws) -> None:
        super().__init__(scenario, draws)
        talks, states = (
            scenario.spec.talks,
            [(f"states.{name}", scenario.spec.states[name]) for name in scenario.states],
        )
        none = np.zeros((len(draws.number), len(states)))
        self.shadow: Floats = none
        self.speed: Floats = none
        if talks.performance:
            drawn = [draws.assumed("shadow", path, path, state.shadow) for path, state in states]
            self.shadow = np.stack(drawn, axis=1)
        if talks.trust_moves:
            drawn = [draws.assumed("trust_speed", path, path, state.trust_speed) for path, state in states]
            self.speed = np.stack(drawn, axis=1)
        shape = (len(draws.number), len(states), len(scenario.issues))
        self.due: Bools = np.zeros(shape, dtype=bool)
        """(W, P, I) what each state has had to perform so far."""
        self.kept: Bools = np.zeros(shape, dtype=bool)
        """(W, P, I) what of that it did."""
        self._offers: dict[tuple[int, int], Floats] = {}

    def heard(self, talks: SummitModel, place: int, exchange: Exchange) -> None:
        """Note what the offers of each state are worth to each other, for trust."""
        if not self.scenario.spec.talks.trust_moves:
            return
        envoys = talks.baskets[place].protocol.table.envoys
        worlds, states = exchange.worlds, len(envoys)
        first, last = (
            self._offers.setdefault((place, end), np.full((len(talks.rounds), states, states), np.nan))
            for end in (0, 1)
        )
        for q in range(states):
            those = those_of(exchange.offers[:, q, 0] >= 0)
            if those is None:
                continue
            there, offers = worlds[those], exchange.offers[those, q]
            for p, envoy in enumerate(envoys):
                if p != q:
                    worth, before = envoy.brief.preferences.utility(there, offers), first[there, p, q]
                    first[there, p, q] = np.where(np.isnan(before), worth, before)
                    last[there, p, q] = worth

    def after_meeting(self, talks: SummitModel, worlds: Ints) -> None:
        """Let promises be kept or broken; trust moves, if there is another meeting."""
        new = self._perform(talks)
        if not self.scenario.spec.talks.trust_moves or len(talks.meetings) == len(self.scenario.road):
            return
        trust = talks.worlds.circumstances.trust
        before, moved = trust.copy(), trust.copy()
        speed = self.speed[:, :, None]
        for issue in range(new.shape[2]):
            kept, broken = new[:, :, issue] & self.kept[:, :, issue], new[:, :, issue] & ~self.kept[:, :, issue]
            moved = np.where(kept[:, None], moved + speed * (1.0 - moved), moved)
            moved = np.where(broken[:, None], moved * (1.0 - speed), moved)
        moved += speed * np.clip(self._conceded(talks), 0.0, 1.0) * (1.0 - moved)
        own = np.eye(trust.shape[1], dtype=bool)
        moved[:, own] = before[:, own]
        changed = np.flatnonzero((moved != before).any(axis=(1, 2)))
        if changed.size:
            talks.circumstances_change(changed)
            trust[changed] = moved[changed]
            talks.circumstances_changed(changed)

    def columns(self, talks: SummitModel) -> dict[str, NDArray[Any]]:
        """Return which states kept all their promises of a deal in force, and whether all did; trust at the end."""
        columns: dict[str, NDArray[Any]] = {}
        kept: Bools = np.asarray((self.kept | ~self.due).all(axis=2))
        if self.scenario.spec.talks.performance:
            for p, state in enumerate(self.scenario.states):
                if talks.worlds.circumstances.form.performers[:, p].any():
                    columns[f"keeps_its_word.{state}"] = talks.agreed & self.due[:, p].any(axis=1) & kept[:, p]
        if self.scenario.spec.talks.trust_moves:
            trust = talks.worlds.circumstances.trust
            for p, state in enumerate(self.scenario.states):
                for q, other in enumerate(self.scenario.states):
                    if p != q:
                        columns[f"trust.{state}.{other}"] = trust[:, p, q].copy()
        return columns

    def carried_out(self, talks: SummitModel) -> Bools | None:
        """Return (W,): where all promises were kept."""
        return np.asarray((self.kept | ~self.due).all(axis=(1, 2)))

    def _perform(self, talks: SummitModel) -> Bools:
        """Decide on what was settled since it was last looked at; return (W, P, I) what that is."""
        drawn, signatures = talks.worlds, talks.signatures
        every = np.arange(len(talks.rounds))
        performers = drawn.circumstances.form.performers.T
        bound = talks.signed & ~talks.aside
        new = signatures.settled[:, None] & performers & bound[..., None] & ~self.due
        standing = np.maximum(signatures.standing(every), 0)
        full = drawn.contributions_at_full_trust
        agreed = np.take_along_axis(full, standing[:, None, :, None], axis=-1)[..., 0]
        saved = np.take_along_axis(full, np.maximum(drawn.status_quo, 0)[:, None, :, None], axis=-1)[..., 0]
        saved = np.where(drawn.status_quo[:, None] < 0, 0.0, saved) - agreed
        terms = np.maximum(signatures.terms(every), 0)
        gain = utility(drawn.joined.contributions_at_full_trust, terms) - drawn.walk_away
        checked = drawn.circumstances.verification[:, None]
        cost = (self.shadow[..., None] + checked * (1.0 - self.shadow[..., None])) * np.maximum(gain, 0.0)[..., None]
        keeps = saved <= cost + ENOUGH if self.scenario.spec.talks.performance else np.ones_like(new)
        self.due |= new
        self.kept |= new & keeps
        return new

    def _conceded(self, talks: SummitModel) -> Floats:
        """Return (W, P, P): what the last offers of each state (third axis) were worth to each beyond its first."""
        total = np.zeros_like(talks.worlds.circumstances.trust)
        for (place, end), first in self._offers.items():
            if end == 0:
                total += np.nan_to_num(self._offers[place, 1] - first)
        self._offers.clear()
        return total
