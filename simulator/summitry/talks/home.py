"""Who has to ratify at home, and what envoys foresee of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from summitry.ensembles.worlds import Worlds
from summitry.scenario.constituency import needed_share
from summitry.scenario.quantity import FloatArray
from summitry.scenario.scenario import Scenario
from summitry.talks.draws import Draws
from summitry.talks.linking import joined_bars, joined_contributions
from summitry.talks.weighed import at_status_quo, trusted
from summitry.talks.wishes import Wishes, draw_wishes
from summitry_agents.deals import Floats, Ints
from summitry_agents.win_set import VotingRule, WinSet

BLINDNESS = 0.25
"""Standard deviation, in utility, of the error of an envoy with no foresight (`foresight` in the shared prior)."""


@dataclass(frozen=True)
class Chamber:
    """One constituency: its state, its id, its path in the file."""

    state: int
    id: str
    path: str


class Home:
    """The constituencies of all states, with what was drawn of them; C in all, by state and then by id.

    Parameters
    ----------
    scenario
        The talks.
    draws
        Where numbers come from.
    """

    def __init__(self, scenario: Scenario, draws: Draws) -> None:
        self.scenario = scenario
        spec, agenda = scenario.spec, scenario.agenda
        self.chambers = [
            Chamber(p, id_, f"states.{state}.constituencies.{id_}")
            for p, state in enumerate(scenario.states)
            for id_ in sorted(spec.states[state].constituencies)
        ]
        self.of_state: Ints = np.array([chamber.state for chamber in self.chambers])
        self.rules = [VotingRule(*needed_share(spec.states[state].ratification)) for state in scenario.states]
        said = [spec.states[scenario.states[chamber.state]].constituencies[chamber.id] for chamber in self.chambers]
        wishes: list[Wishes] = []
        numbers: dict[str, list[FloatArray]] = {name: [] for name in ("weight", "walk_away", "premium", "noise")}
        self.sways: list[FloatArray] = []
        for chamber, each in zip(self.chambers, said, strict=True):
            path = chamber.path
            wishes.append(draw_wishes(draws, agenda, path, each.positions, chamber.state, None))
            numbers["weight"].append(draws.quantity(f"{path}.weight", each.weight, 0.0, np.inf))
            none = np.full(draws.number.shape, np.nan)
            own = each.walk_away
            numbers["walk_away"].append(none if own is None else draws.quantity(f"{path}.walk_away", own, 0.0, 1.0))
            numbers["premium"].append(draws.quantity(f"{path}.premium", each.premium, 0.0, 1.0))
            numbers["noise"].append(draws.assumed("noise", path, path, each.noise))
            self.sways.append(_normal(draws.source(f"{path}.sway")))
        self._errors = [
            np.stack([_normal(draws.source(f"{chamber.path}.error.{state}")) for chamber in self.chambers], axis=1)
            for state in scenario.states
        ]
        self._wishes = wishes
        self.weights, self._walk_away, self._premium, self._noise = (
            np.stack(drawn, axis=1) for drawn in numbers.values()
        )

    @cached_property
    def _value(self) -> tuple[Floats, np.ndarray]:
        """Return (W, C, I, K) what options are worth at full trust, and what red lines bar."""
        salience = np.stack([each.salience for each in self._wishes], axis=1)
        total = salience.sum(axis=-1, keepdims=True)
        weight = np.divide(salience, total, out=np.zeros_like(salience), where=total > 0)
        value = np.stack([each.value for each in self._wishes], axis=1) * weight[..., None]
        return value, np.stack([each.barred for each in self._wishes], axis=1)

    def win_set(self, worlds: Worlds, sway: Floats, there: Ints, issues: Ints | None = None) -> WinSet:
        """Return the deals that would be ratified as things stand.

        Constituencies count promises at the trust that their state has in who must keep them. What conditions of
        linked issues are worth is the states' affair.

        Parameters
        ----------
        worlds
            Whose status quo and trust count at home too.
        sway
            (W, C) what sways each vote beside its interests, in utility: above 0 against the deal.
        there
            (n,) which worlds are meant; those of the win-set are numbered from 0.
        issues
            (J,) only what a deal settles on these counts; None: on all.
        """
        full, barred = self._value[0][there], self._value[1][there]
        status_quo, layout = worlds.status_quo[there], worlds.layout
        counted = trusted(full, worlds.trust[there[:, None], self.of_state], status_quo)
        standing = at_status_quo(full, status_quo).sum(axis=-1)
        walk_away = self._walk_away[there]
        needs = np.where(np.isnan(walk_away), standing, walk_away) + self._premium[there] + sway[there]
        nothing = np.zeros((*full.shape[:2], len(layout.linkages.stakes), 2))
        contributions = joined_contributions(layout, counted, nothing, status_quo)
        joined = joined_bars(layout, barred, status_quo)
        if issues is not None and len(issues) < contributions.shape[2]:
            rest = np.setdiff1d(np.arange(contributions.shape[2]), issues)
            at_rest = at_status_quo(contributions, worlds.joined.status_quo[there])[..., rest]
            needs = needs - np.cumsum(at_rest, axis=-1)[..., -1]
            contributions, joined = contributions[:, :, issues], joined[:, :, issues]
        return WinSet(contributions, joined, needs, self.weights[there], self.of_state, self.rules)

    def actual(self, worlds: Worlds) -> WinSet:
        """Return the deals that are ratified: interests, and the sway of the day."""
        every = np.arange(len(worlds.number))
        return self.win_set(worlds, self._noise * np.stack(self.sways, axis=1), every)

    def foreseen_by(self, worlds: Worlds, state: int, foresight: Floats, issues: Ints, there: Ints) -> WinSet:
        """Return the deals that a state's envoy expects to be ratified.

        It errs about what each constituency needs by (1 - foresight) x `BLINDNESS` x a standard normal draw (uncertain
        win-sets: Iida 1993), the same throughout the talks; what will sway the vote nobody foresees.

        Parameters
        ----------
        worlds
            As things stand.
        state
            Whose envoy.
        foresight
            (W,).
        issues
            (J,) on its table.
        there
            (n,) which worlds are meant.
        """
        return self.win_set(worlds, (1.0 - foresight)[:, None] * BLINDNESS * self._errors[state], there, issues)


def _normal(uniform: FloatArray) -> FloatArray:
    from scipy.special import ndtri

    # A uniform draw may be 0, of which the quantile is infinite.
    return np.asarray(ndtri(np.maximum(uniform, 1e-12)))
