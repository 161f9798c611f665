"""What is counted over the worlds of a block; the tallies of blocks add up to that of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from summitry.ensembles.rows import Rows
from summitry.statistics import Spread
from summitry.talks.gates import Gate
from summitry_agents.deals import Floats

if TYPE_CHECKING:
    from summitry.talks.model import SummitModel

Counts = NDArray[np.int64]

PLACES = 101
"""Bins along an issue's scale in which ideal points are counted."""


@dataclass(frozen=True)
class Tally:
    """Counts and sums over worlds; those of two blocks add up to those of both.

    Parameters
    ----------
    worlds
        How many.
    gates
        (G,) worlds by `Gate`.
    zone
        (3,) worlds by `Verdict`.
    strata, agreed_in_strata
        By assumption: worlds, and worlds with agreement, by stratum.
    settlements
        (I, K) worlds whose deal settles the issue with that option.
    deals
        Worlds by deal.
    agreed_in, ended_in
        Worlds by the round in which they agreed, in which they ended.
    agreed_at
        Worlds with agreement by the place of the meeting at which they first signed, and by the round of it; round 0
        is before its first round, when leaders accept what waits in brackets.
    lasted
        Worlds by the place of a meeting that took place, and by the rounds that were played in it.
    goals
        (G,) worlds whose deal meets the goal.
    signed, aside
        (P,) worlds in which the state signed a deal, in which it stood aside from one.
    any_signed, carried_out
        Worlds with a signed deal, and with one in force whose promises are kept.
    blocked
        (gates, P, I) worlds that ended at the gate because a state blocked on an issue.
    lacking
        By gate, state and issue as numbered in `blocked`, flat: by how much.
    belief_error
        By state.
    captured, within_reach
        Sums over worlds of the joint surplus of the deals signed, and of the utilitarian deals. These five, from
        `blocked` on, are None where nobody asked for reasons.
    happened, measured
        What mechanisms tell: worlds by name, spreads by name.
    gain, gain_if_agreed
        By state.
    ideal
        (P, I, PLACES) worlds by the ideal's place on the issue's scale.
    barred
        (P, I, K) worlds in which the option is beyond a red line.
    status_quo
        (I, K) worlds by status quo.
    """

    worlds: int
    gates: Counts
    zone: Counts
    strata: dict[str, Counts]
    agreed_in_strata: dict[str, Counts]
    settlements: Counts
    deals: Counter[tuple[int, ...]]
    agreed_in: Counter[int]
    ended_in: Counter[int]
    agreed_at: Counter[tuple[int, int]]
    lasted: Counter[tuple[int, int]]
    goals: Counts
    signed: Counts
    aside: Counts
    any_signed: int
    carried_out: int
    blocked: Counts | None
    lacking: dict[int, Spread] | None
    belief_error: tuple[Spread, ...] | None
    captured: float | None
    within_reach: float | None
    happened: dict[str, int]
    measured: dict[str, Spread]
    gain: tuple[Spread, ...]
    gain_if_agreed: tuple[Spread, ...]
    ideal: Counts
    barred: Counts
    status_quo: Counts

    @classmethod
    def of(cls, model: SummitModel, rows: Rows, part: slice) -> Tally:
        """Return the tally of some worlds of a model whose talks are over, given their rows."""
        worlds, valid = model.worlds, model.scenario.agenda.valid
        agreed = rows.gate <= Gate.AGREED_SOME
        strata = {name: stratum[part] for name, stratum in worlds.strata.items() if (stratum[part] >= 0).all()}
        deals = rows.deal[agreed]
        options = np.arange(valid.shape[1])
        settlements = (deals[..., None] == options) & rows.settled[agreed][..., None]
        standing = worlds.status_quo[part][..., None] == options
        return cls(
            worlds=len(rows.world),
            gates=np.bincount(rows.gate, minlength=len(Gate)),
            zone=np.bincount(rows.zone, minlength=3),
            strata={name: np.bincount(stratum) for name, stratum in strata.items()},
            agreed_in_strata={name: np.bincount(stratum[agreed]) for name, stratum in strata.items()},
            settlements=settlements.sum(axis=0),
            deals=Counter(map(tuple, deals.tolist())),
            agreed_in=Counter(rows.signed_in[agreed].tolist()),
            ended_in=Counter(rows.ended_in.tolist()),
            agreed_at=_agreed_at(model, rows, part),
            lasted=Counter(
                (place, rounds)
                for place, meeting in enumerate(model.meetings)
                for rounds in meeting.played[part][meeting.held[part]].tolist()
            ),
            goals=rows.goals.sum(axis=0),
            signed=rows.signed.sum(axis=0),
            aside=rows.aside.sum(axis=0),
            any_signed=int(rows.any_signed.sum()),
            carried_out=int(rows.carried_out.sum()),
            **_reasons(rows, valid.shape[0]),
            happened={name: int(rows.happened[:, e].sum()) for e, name in enumerate(rows.happened_names)},
            measured={name: Spread.of(rows.measured[:, n]) for n, name in enumerate(rows.measured_names)},
            gain=tuple(Spread.of(gain) for gain in rows.gain.T),
            gain_if_agreed=tuple(Spread.of(gain[agreed]) for gain in rows.gain.T),
            ideal=_places(worlds.ideal[part]),
            barred=worlds.barred[part].sum(axis=0),
            status_quo=standing.sum(axis=0),
        )

    def held(self, meeting: int) -> int:
        """Return in how many worlds a meeting took place."""
        return sum(worlds for (place, _), worlds in self.lasted.items() if place == meeting)

    def agreed_after(self, meeting: int) -> int:
        """Return in how many worlds there is an agreement of which a part, or all, was signed by a meeting's end."""
        return sum(worlds for (place, _), worlds in self.agreed_at.items() if place <= meeting)

    @classmethod
    def total(cls, parts: Iterable[Tally]) -> Tally:
        """Return the sum of tallies, at least one, added in their order, which fixes every bit of it.

        Deals are counted in place: there can be nearly as many different ones as worlds.
        """
        deals: Counter[tuple[int, ...]] = Counter()
        whole: Tally | None = None
        for part in parts:
            deals.update(part.deals)
            rest = replace(part, deals=Counter())
            whole = rest if whole is None else whole + rest
        assert whole is not None  # noqa: S101 there is at least one
        return replace(whole, deals=deals)

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            **{field.name: _added(getattr(self, field.name), getattr(other, field.name)) for field in fields(Tally)}
        )


def _agreed_at(model: SummitModel, rows: Rows, part: slice) -> Counter[tuple[int, int]]:
    """Return the worlds with agreement by the meeting and the round in it in which they first signed."""
    played = np.stack([meeting.played[part] for meeting in model.meetings])
    agreed = np.flatnonzero(rows.agreed_after[:, -1])
    meeting = rows.agreed_after[agreed].argmax(axis=1)
    before = np.cumsum(played, axis=0) - played
    number = rows.signed_in[agreed] - before[meeting, agreed]
    return Counter(zip(meeting.tolist(), number.tolist(), strict=True))


def _reasons(rows: Rows, issues: int) -> dict[str, Any]:
    """Return what a tally has of the reasons in rows."""
    reasons = rows.reasons
    if reasons is None:
        return dict.fromkeys(("blocked", "lacking", "belief_error", "captured", "within_reach"))
    some = reasons.blocker >= 0
    shape = (len(Gate), rows.gain.shape[1], issues)
    place = np.ravel_multi_index((rows.gate[some], reasons.blocker[some], reasons.blocked_on[some]), shape)
    lacking = reasons.lacking[some]
    known = ~np.isnan(lacking)
    return {
        "blocked": np.bincount(place, minlength=prod(shape)).reshape(shape),
        "lacking": {
            int(number): Spread.of(np.clip(lacking[known & (place == number)], -1.0, 1.0))
            for number in np.unique(place)
        },
        "belief_error": tuple(Spread.of(error) for error in reasons.belief_error.T),
        # Added up state by state first, as what was within reach is: the share is then never above 1.
        "captured": float(np.cumsum(rows.surplus, axis=1)[:, -1].sum()),
        "within_reach": float(reasons.joint_gain_within_reach.sum()),
    }


def _places(ideal: Floats) -> Counts:
    """Return (P, I, PLACES): how many worlds (W, P, I) have the ideal in each bin of the scale."""
    _, states, issues = ideal.shape
    counted = np.zeros((states, issues, PLACES), dtype=np.int64)
    for p in range(states):
        for i in range(issues):
            known = ideal[~np.isnan(ideal[:, p, i]), p, i]
            counted[p, i] = np.bincount(np.rint(known * (PLACES - 1)).astype(np.int64), minlength=PLACES)
    return counted


def _added(one: Any, other: Any) -> Any:
    """Add counts of two blocks, whatever holds them; None to None."""
    if one is None:
        return None
    if isinstance(one, dict) and not isinstance(one, Counter):
        both = {name: _added(one[name], other[name]) for name in one if name in other}
        return {**one, **other, **both}
    if isinstance(one, tuple):
        return tuple(_added(mine, theirs) for mine, theirs in zip(one, other, strict=True))
    if isinstance(one, np.ndarray) and one.shape != other.shape:
        # Strata that no world of a block drew are missing at its end.
        size = max(len(one), len(other))
        return np.pad(one, (0, size - len(one))) + np.pad(other, (0, size - len(other)))
    return one + other
