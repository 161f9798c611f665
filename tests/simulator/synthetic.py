"""Made-up results with every number under the test's control; nothing is simulated."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np

from summitry.comparisons.paired import PairedChance, PairedMean
from summitry.ensembles.result import EnsembleResult
from summitry.ensembles.tally import PLACES, Tally
from summitry.leverage.finding import find
from summitry.leverage.levers import Levers, Pulled, Ranked
from summitry.scenario.quantity import label
from summitry.scenario.scenario import Scenario
from summitry.statistics import Chance, Spread
from summitry.talks.gates import Gate
from summitry_agents.verdict import Verdict

WORDS = ["aid", "border", "crossing", "delegation", "embargo", "fishery", "grain", "harbour", "inspection"]


BLAMED = {gate for gate in Gate if not gate.agreed} - {Gate.BROKEN_OFF}
"""Gates at which somebody blocks."""


def talks(issues: int = 3, states: int = 2, wordy: bool = False) -> Scenario:
    """Return talks on named options, numeric ranges and unordered options in turn.

    States want opposite ends, and by turns the first and the last of an issue, so that they can trade. How much each
    issue weighs for them is uncertain, and they trust one another little.
    """
    data: dict[str, Any] = {"title": "Made-up talks", "issues": {}, "states": {}}
    for i in range(issues):
        title = " ".join(WORDS[(i + j) % len(WORDS)] for j in range(14 if wordy else 2)).capitalize()
        issue: dict[str, Any] = {"title": f"{title} {i + 1}"}
        if i % 3 == 1:
            issue["range"] = {"from": 0, "to": 100, "steps": 11, "unit": "thousand tonnes a year"}
        else:
            names = ["nothing", "a joint statement", "a working group", "a treaty"][: 2 + i % 3 + (i > 5)]
            tail = " with observers from all neighbouring states and a review" if wordy else ""
            issue |= {"options": [name + tail for name in names], "ordered": i % 3 == 0}
        data["issues"][f"issue_{i:02}"] = issue
    ends = {name: issue.get("options", [0, 100]) for name, issue in data["issues"].items()}
    for p in range(states):
        name = f"State number {p + 1}" + (" of the Federated Islands and Coasts" if wordy else "")
        positions = {
            issue: {"ideal": options[-((i + p) % 2)], "salience": {"normal": [0.2 + 0.1 * ((2 * i + 3 * p) % 7), 0.1]}}
            for i, (issue, options) in enumerate(ends.items())
        }
        trust = {f"state_{q:02}": {"beta": [2 + p % 3, 3]} for q in range(states) if q != p}
        data["states"][f"state_{p:02}"] = {"title": name, "positions": positions, "trust": trust}
    return Scenario.from_dict(data, "made-up")


def dividing(states: int, steps: int) -> Scenario:
    """Return talks on the division of a pie."""
    positions = {"pie": {"red_lines": {"below": 0.2}}}
    return Scenario.from_dict(
        {
            "title": "Two on a pie",
            "issues": {"pie": {"title": "Shares of the pie", "kind": "division", "steps": steps}},
            "states": {f"state_{p:02}": {"title": f"State {p + 1}", "positions": positions} for p in range(states)},
        }
    )


def result(
    scenario: Scenario,
    agreed: float = 0.4,
    lost: dict[Gate, float] | None = None,
    chances: dict[str, float] | None = None,
    worlds: int = 10_000,
    undecided: float = 0.0,
    seed: int = 1,
) -> EnsembleResult:
    """Return a result with given chances.

    Parameters
    ----------
    scenario
        The talks.
    agreed
        Share of worlds that end in agreement; a fifth of them settle everything.
    lost
        By gate without agreement: its part of the other worlds. Most have no zone by default.
    chances
        By issue: chance that it is settled; by default falling from issue to issue.
    worlds
        How many.
    undecided
        Share of worlds in which the search for a zone met its limit.
    seed
        Of the options, ideals and red lines that are made up.
    """
    rng = np.random.default_rng(seed)
    agenda = scenario.agenda
    shape = (len(agenda.states), *agenda.valid.shape)
    counts = _gates(worlds, agreed, lost or {Gate.NO_ZONE: 0.7, Gate.OUT_OF_TIME: 0.3})
    signed = int(counts[[Gate.AGREED_ALL, Gate.AGREED_SOME]].sum())
    settlements, status_quo = np.zeros((2, *agenda.valid.shape), dtype=np.int64)
    ideal = np.zeros((*shape[:2], PLACES), dtype=np.int64)
    barred = np.zeros(shape, dtype=np.int64)
    for i, question in enumerate(agenda.questions):
        options = len(question.options)
        standing = question.options.index(label(question.status_quo.values[0])) if question.status_quo else None
        weights = np.exp(-((question.place - rng.uniform(0.3, 0.9)) ** 2) / 0.05)
        if standing is not None:
            status_quo[i, standing] = worlds
            weights[standing] = 0
        chance = (chances or {}).get(question.id, agreed * (1 - i / (len(agenda.questions) + 1)))
        settlements[i, :options] = rng.multinomial(round(chance * worlds), weights / weights.sum())
        for p in range(len(agenda.states)):
            if question.kind != "division":
                drawn = rng.normal(rng.uniform(0.1, 0.9), 0.1, worlds).clip(0, 1)
                if question.kind == "options":
                    drawn = np.rint(drawn * (options - 1)) / (options - 1)
                ideal[p, i] = np.bincount(np.rint(drawn * (PLACES - 1)).astype(int), minlength=PLACES)
            reach = question.shares[:, p] if question.kind == "division" else question.place
            if rng.random() < 0.3:
                barred[p, i, :options] = np.where(reach < 0.2, worlds, np.where(reach < 0.3, worlds // 3, 0))
    zone = np.zeros(3, dtype=np.int64)
    zone[Verdict.UNDECIDED] = round(undecided * worlds)
    zone[Verdict.EXISTS] = worlds - counts[Gate.NO_ZONE]
    zone[Verdict.NONE] = counts[Gate.NO_ZONE] - zone[Verdict.UNDECIDED]
    blocked = np.zeros((len(Gate), *shape[:2]), dtype=np.int64)
    for gate in sorted(BLAMED):
        parts = rng.multinomial(counts[gate], np.full(shape[0] * shape[1], 1 / (shape[0] * shape[1])))
        blocked[gate] = parts.reshape(shape[:2])
    gains, if_agreed = (
        tuple(Spread.of(rng.normal(middle + 0.02 * (p % 4), 0.03 + 0.01 * (p % 3), worlds)) for p in range(shape[0]))
        for middle in (0.03, 0.08)
    )
    tally = Tally(
        worlds=worlds,
        gates=counts,
        zone=zone,
        strata={},
        agreed_in_strata={},
        settlements=settlements,
        deals=Counter(),
        agreed_in=Counter({3: signed}),
        ended_in=Counter({10: worlds}),
        agreed_at=Counter({(0, 3): signed}),
        lasted=Counter({(0, 10): worlds}),
        goals=np.zeros(0, dtype=np.int64),
        signed=np.full(len(agenda.states), signed),
        aside=np.zeros(len(agenda.states), dtype=np.int64),
        any_signed=signed,
        carried_out=signed,
        blocked=blocked,
        lacking={
            int(place): Spread.of(np.full(int(count), 0.1)) for place, count in enumerate(blocked.reshape(-1)) if count
        },
        happened={},
        measured={},
        gain=gains,
        gain_if_agreed=if_agreed,
        belief_error=(Spread.of(np.full(worlds, 0.1)),) * shape[0],
        captured=1.0,
        within_reach=2.0,
        ideal=ideal,
        barred=barred,
        status_quo=status_quo,
    )
    return EnsembleResult(scenario, seed, tally)


def blocked(made_up: EnsembleResult, found: dict[tuple[Gate, int, int], list[float | None]]) -> EnsembleResult:
    """Return the same result with other blocks.

    Parameters
    ----------
    made_up
        The result.
    found
        By gate and the numbers of state and issue: by how much, world by world; None for a red line.
    """
    assert made_up.tally.blocked is not None
    counts = np.zeros_like(made_up.tally.blocked)
    lacking = {}
    for place, changes in found.items():
        counts[place] = len(changes)
        number = int(np.ravel_multi_index(place, counts.shape))
        lacking[number] = Spread.of(np.array([change for change in changes if change is not None]))
    return replace(made_up, tally=replace(made_up.tally, blocked=counts, lacking=lacking))


def _gates(worlds: int, agreed: float, lost: dict[Gate, float]) -> np.ndarray[Any, np.dtype[np.int64]]:
    counts = np.zeros(len(Gate), dtype=np.int64)
    signed = round(agreed * worlds)
    counts[Gate.AGREED_ALL] = signed // 5
    counts[Gate.AGREED_SOME] = signed - signed // 5
    *first, last = lost
    for gate in first:
        counts[gate] = round(lost[gate] * (worlds - signed))
    counts[last] = worlds - counts.sum()
    return counts


def levers(states: int, rows: int) -> Levers:
    """Return levers of made-up talks with long titles, so many of them leading."""
    scenario = talks(4, states, wordy=True)
    pulled = []
    for number, lever in enumerate(find(scenario, "state_00").levers):
        up, down = max(300 - 40 * number, 0), min(8 * number, 300)
        agreement = PairedChance(300 - down, down, up, 700 - up)
        size = (10 - number) / 40
        gains = {
            state: PairedMean(1000, 100.0, 100 + 1000 * size * sign, 1000 * size * sign, 1000 * size**2 + 40)
            for state, sign in zip(scenario.states, [1, *[-1, 1, -1, -1] * states], strict=False)
        }
        unmeasured = lever.unmeasured or (() if number != 2 else (scenario.states[0],))
        pulled.append(
            Pulled(lever, agreement, {key: gain for key, gain in gains.items() if key not in unmeasured}, anew=True)
        )
    leading = [Ranked(each, 1 + number // 3, rows) for number, each in enumerate(pulled[:rows])]
    home = tuple(each for each in pulled if each.lever.is_condition)
    by_gain = tuple(each for each in leading[::2] if "state_00" in each.pulled.gains)
    return Levers(
        scenario, "state_00", 1, 1000, Chance(300, 1000), 0.1, tuple(leading[: rows // 2 + 1]), by_gain,
        tuple(pulled), home, 2,
    )  # fmt: skip
