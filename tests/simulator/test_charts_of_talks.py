"""Pictures of what happens round by round: the negotiation dance, beliefs, trust."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure

from summitry import Scenario, run
from summitry.charts import Charts
from summitry.charts.beliefs import beliefs
from summitry.charts.dance import dance
from summitry.charts.trust import trust
from summitry.ensembles.result import EnsembleResult
from summitry.reports.pictures import NARROW
from summitry.traces.landscape import landscape
from tests.simulator.diplomacy import diplomacy
from tests.simulator.neighbours import neighbours
from tests.simulator.picture_checks import flaws, words

CHARTS: dict[str, Callable[..., Figure]] = {
    "dance": dance,
    "dance of one world": lambda result, **size: dance(result, world=2, **size),
    "beliefs": beliefs,
    "trust": trust,
}
KNOWS_ALL = {"envoys": {"a": {"of": "east", "insight": 1}, "b": {"of": "west", "insight": 1}}}


def many(states: int, issues: int, rounds: int, **talks: Any) -> Scenario:
    """States that each must perform some of the issues, and trust the next of them little."""
    options = ["nothing", "a statement", "a working group", "a treaty"]
    names = [f"state_{p:02}" for p in range(states)]
    data: dict[str, Any] = {"title": "Made-up talks", "issues": {}, "states": {}, "talks": {"rounds": rounds, **talks}}
    for i in range(issues):
        data["issues"][f"issue_{i:02}"] = {"options": options[: 2 + i % 3], "performed_by": names[i % states]}
    for p, name in enumerate(names):
        positions = {
            issue: {"ideal": each["options"][(p + i) % len(each["options"])], "salience": {"uniform": [0.1, 0.9]}}
            for i, (issue, each) in enumerate(data["issues"].items())
        }
        trusting = {names[(p + 1) % states]: {"uniform": [0.2, 0.8]}}
        title = f"State number {p + 1} of the Federated Islands"
        data["states"][name] = {"title": title, "trust": trusting, "positions": positions}
    return Scenario.from_dict(data)


def ultimatum() -> Scenario:
    positions = {name: {"pie": {"ideal": ideal}} for name, ideal in (("north", 100), ("south", 0))}
    return Scenario.from_dict(
        {
            "title": "Ultimatum",
            "issues": {"pie": {"range": {"from": 0, "to": 100, "steps": 21}, "status_quo": "none"}},
            "states": {
                "north": {"walk_away": 0, "positions": positions["north"]},
                "south": {"walk_away": {"uniform": [0, 1]}, "positions": positions["south"]},
            },
            "talks": {"protocol": "take_it_or_leave_it", "rounds": 1},
        }
    )


SCENARIOS: dict[str, Callable[[], Scenario]] = {
    "two neighbours": neighbours,
    "one round off the scale": ultimatum,
    "three states under majority": lambda: many(3, 4, 6, rule="majority"),
    "twelve states": lambda: many(
        12, 12, 3, rule="majority", trust_moves=True, meetings=[{"title": "First"}, {"title": "Second"}]
    ),
    "fifteen issues and forty rounds": lambda: many(2, 15, 40),
    "sealed offers": lambda: neighbours(talks__protocol="sealed_offers"),
    "a single text": lambda: neighbours(talks__protocol="single_text", talks__chair={"insight": 0.5}),
    "issue by issue": lambda: neighbours(talks__agenda="issue_by_issue"),
    "meetings, mandates, events": lambda: Scenario.from_dict(diplomacy()),
    "nothing said": lambda: neighbours(events__walkout={"per_round": 1.0, "effects": {"break_off": True}}),
    "nothing unknown": lambda: neighbours(**KNOWS_ALL),
}


@cache
def played(name: str) -> EnsembleResult:
    return run(SCENARIOS[name](), worlds=12, seed=2)


def title(figure: Figure) -> str:
    return str(figure.get_label())


IN_THE_GATE = {
    "two neighbours": CHARTS,
    "one round off the scale": CHARTS,
    "three states under majority": CHARTS,
    "twelve states": ("beliefs", "trust"),
    "fifteen issues and forty rounds": ("dance", "dance of one world"),
    "sealed offers": ("dance",),
    "meetings, mandates, events": ("dance", "dance of one world"),
    "nothing said": CHARTS,
}


@pytest.mark.parametrize(
    ("name", "chart"),
    [
        pytest.param(name, chart, marks=() if chart in IN_THE_GATE.get(name, ()) else pytest.mark.full)
        for name in SCENARIOS
        for chart in CHARTS
    ],
)
def test_texts_neither_overlap_nor_are_cut_off_nor_lie_on_bars_and_lines(name: str, chart: str) -> None:
    assert flaws(CHARTS[chart](played(name))) == []
    assert flaws(CHARTS[chart](played(name), inches=NARROW)) == []


def test_results_have_them() -> None:
    charts = Charts(played("two neighbours"))
    assert {"beliefs", "dance", "trust"} <= set(dir(charts))
    assert title(charts.trust()) == title(trust(played("two neighbours")))


class TestDanceOfOne:
    def test_offers_are_drawn_where_they_are_worth_it_in_their_order(self) -> None:
        result = played("two neighbours")
        world = int(result.trace().rounds.to_numpy().argmax())
        talks = result.trace([world])
        collections = dance(result, world=world).axes[-1].collections
        drawn = [np.asarray(lines.get_segments()[0]) for lines in collections if isinstance(lines, LineCollection)]
        for speaker in ("east", "west"):
            worth = talks.utility.sel(speaker=speaker).to_numpy()[0]
            path = worth[~np.isnan(worth[:, 0])]
            assert len(path) > 1
            assert any(line.shape == path.shape and np.allclose(line, path) for line in drawn)

    def test_the_frontier_is_drawn_through_every_efficient_deal(self) -> None:
        for name, pair in (("two neighbours", (0, 1)), ("fifteen issues and forty rounds", (0, 1))):
            result = played(name)
            found = landscape(result.scenario, result.seed, 2, pair).frontier
            frontier = dance(result, world=2).axes[-1].collections[0]
            assert isinstance(frontier, LineCollection)
            corners = np.asarray(frontier.get_segments()[0])
            gaps = np.abs(found.utilities[:, None] - corners).max(axis=-1).min(axis=1)
            assert gaps.max() < 1e-12
            assert found.complete == (name == "two neighbours")

    def test_it_says_what_came_of_the_world(self) -> None:
        result = played("two neighbours")
        talks = result.trace()
        agreed = talks.agreement.to_numpy()
        assert agreed.any()
        assert not agreed.all()
        with_deal, without = int(agreed.argmax()), int(agreed.argmin())
        worth, rounds = talks.deal_utility.to_numpy()[with_deal], int(talks.rounds[with_deal])
        lasted = f"{rounds} round{'s' if rounds > 1 else ''}"
        expected = f"World {with_deal}: a deal after {lasted}, worth {worth[0]:.2f} to east and {worth[1]:.2f} to west"
        assert title(dance(result, world=with_deal)).lower() == expected.lower()
        assert "the deal" in words(dance(result, world=with_deal))
        assert title(dance(result, world=without)).startswith(f"World {without}: no deal in ")
        assert "the deal" not in words(dance(result, world=without)).split("Pareto")[0]

    def test_the_deals_that_theory_picks_are_named_where_there_are_any(self) -> None:
        result = played("two neighbours")
        zone = result.to_frame()["zone"] == "exists"
        for world in (int(zone.argmax()), int(zone.argmin())):
            said = words(dance(result, world=world))
            assert ("Kalai-Smorodinsky" in said) == zone[world]
            assert ("theory picks none" in said) != zone[world]
        assert zone.any()
        assert not zone.all()

    def test_it_says_what_it_leaves_out(self) -> None:
        assert "Too many deals to list" in words(dance(played("fifteen issues and forty rounds"), world=2))
        assert "The wishes of the 10 others" in words(dance(played("twelve states"), world=2))
        assert "baskets" in words(dance(played("issue by issue"), world=2))
        assert "changed on the way" in words(dance(played("meetings, mandates, events"), world=2))
        assert words(dance(played("two neighbours"), world=2)).count("changed on the way") == 0


class TestDanceOfMany:
    def test_it_says_where_offers_begin_and_end(self) -> None:
        result = played("two neighbours")
        talks = result.trace()
        said = []
        for state in ("east", "west"):
            own = talks.utility.sel(speaker=state, state=state).to_numpy()
            own = [worth[~np.isnan(worth)] for worth in own if not np.isnan(worth).all()]
            first, last = np.mean([worth[0] for worth in own]), np.mean([worth[-1] for worth in own])
            assert first > last
            said.append(f"{state} {first:.2f} to {last:.2f}")
        assert title(dance(result)).lower() == f"what a side's own offers leave it, first to last: {' and '.join(said)}"

    def test_every_offer_is_counted_once(self) -> None:
        result = played("two neighbours")
        made = result.trace().utility.isel(state=0).notnull().sum(["world", "round"])
        pictures = [axes for axes in dance(result).axes if any(isinstance(c, PolyCollection) for c in axes.collections)]
        assert len(pictures) == 2
        for axes, state in zip(pictures, ("east", "west"), strict=True):
            cells = next(each for each in axes.collections if isinstance(each, PolyCollection))
            counts = cells.get_array()
            assert counts is not None
            assert counts.sum() == int(made.sel(speaker=state))

    def test_drafts_of_a_chair_are_drawn_as_nobodys(self) -> None:
        figure = dance(played("a single text"))
        assert title(figure).startswith("What drafts are worth")
        assert "The chair's drafts" in words(figure)
        assert "Offers of" not in words(figure)

    def test_one_offer_has_no_last(self) -> None:
        assert "first to last" not in title(dance(played("one round off the scale")))

    def test_talks_in_which_nobody_speaks_say_so(self) -> None:
        assert title(dance(played("nothing said"))) == "Neither side makes an offer"


class TestPair:
    def test_the_two_whose_wishes_are_most_opposed_dance(self) -> None:
        result = played("meetings, mandates, events")
        correlation = result.trace().correlation.mean("world")
        states = list(result.scenario.states)
        pairs = [(a, b) for i, a in enumerate(states) for b in states[i + 1 :]]
        lowest = min(pairs, key=lambda pair: float(correlation.sel(state=pair[0], other=pair[1])))
        names = [result.scenario.title_of(state) for state in lowest]
        for figure in (dance(result), dance(result, world=1)):
            assert f"worth to {names[0]} and {names[1]}" in words(figure)

    def test_any_two_may_be_asked_for(self) -> None:
        result = played("meetings, mandates, events")
        assert "worth to West and North" in words(dance(result, states=("west", "north")))
        assert "worth to West and North" in words(dance(result, world=1, states=("west", "north")))

    @pytest.mark.parametrize(
        ("asked", "told"),
        [
            ({"states": ("east", "wets")}, "found 'wets', expected one of east, north, west; did you mean 'west'"),
            ({"states": ("east", "east")}, "expected the ids of two states"),
            ({"states": ("east", "north", "west")}, "expected the ids of two states"),
            ({"states": "east"}, "expected the ids of two states"),
            ({"world": -1}, "world: found -1, expected the number of a world"),
            ({"world": 0.5}, "world: found 0.5, expected the number of a world"),
        ],
    )
    def test_what_cannot_be_shown_is_told(self, asked: dict[str, Any], told: str) -> None:
        with pytest.raises(ValueError, match=told):
            dance(played("meetings, mandates, events"), **asked)


class TestBeliefs:
    def test_it_says_how_far_they_are_from_the_truth(self) -> None:
        result = played("two neighbours")
        talks = result.trace()
        ends = talks.belief_error.isel(round=talks.rounds - 1).sum("other")
        starts = talks.belief_error_at_first.sum("other")
        for p, state in enumerate(("east", "west")):
            said = f"median {np.median(starts[:, p]):.3f} before, {np.median(ends[:, p]):.3f} at the end"
            assert f"{state.title()} {said}".lower() in words(beliefs(result)).lower()
        assert f"{np.median(starts):.3f} before the talks, {np.median(ends):.3f} at their end" in title(beliefs(result))

    def test_who_knows_everything_makes_none(self) -> None:
        assert (
            title(beliefs(played("nothing unknown"))) == "Every side knows the others' wishes exactly, from the start"
        )

    def test_where_nothing_is_uncertain_there_is_nothing_to_draw(self) -> None:
        figure = beliefs(played("one round off the scale"))
        assert title(figure) == "Every side knows the others' wishes exactly, from the start"
        assert not figure.axes

    def test_beliefs_that_nothing_moves_are_said_to_stay(self) -> None:
        assert title(beliefs(played("nothing said"))).startswith("Beliefs about the others never move")


class TestTrust:
    def test_it_says_where_it_moves_most(self) -> None:
        result = played("meetings, mandates, events")
        talks = result.trace().trust
        moved = np.abs(talks.isel(after=-1) - talks.isel(after=0)).mean("world")
        state, other = np.unravel_index(np.nanargmax(moved.to_numpy()), moved.shape)
        trusts = talks.isel(state=state, other=other)
        first, last = (float(np.median(trusts.isel(after=end))) for end in (0, -1))
        names = [result.scenario.title_of(result.scenario.states[p]) for p in (state, other)]
        expected = f"The trust of {names[0]} in {names[1]} moves most: from {first:.2f} to {last:.2f} (medians)"
        assert title(trust(result)) == expected
        assert "1: First contact; 2: Geneva; 3: The summit; 4: Second summit" in words(trust(result))

    def test_where_nothing_moves_it_says_so_in_a_short_picture(self) -> None:
        assert title(trust(played("two neighbours"))) == "Trust does not move in these talks"
        full = trust(played("one round off the scale"))
        assert title(full) == "Every state trusts every other fully, and that does not move"
        for figure in (full, trust(played("three states under majority"))):
            assert figure.get_size_inches()[1] < 4.5
            assert "talks.trust_moves" in words(figure)

    def test_of_many_pairs_those_that_move_most_are_shown(self) -> None:
        moving = trust(played("twelve states"))
        shown = len(moving.axes) - 1
        assert 1 < shown <= 12
        assert f"In {132 - shown} of 132 pairs of states trust never moves" in words(moving)
