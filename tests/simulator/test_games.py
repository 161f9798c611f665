"""The scorable games of Abdelnabi et al. 2023, written in points as their tables are (`games/`)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

from summitry import Scenario, SummitModel, registry
from summitry_agents.deals import Bools
from summitry_agents.verdict import Verdict

pytestmark = pytest.mark.sized

GAMES = Path(__file__).parent / "games"
WORLDS = max(4, settings().max_examples // 10)
"""4 in the gate, 20 at full size."""

# In these games five of six states are enough.
PROTOCOLS = [name for name in registry.registered("protocols") if not registry.protocol(name).needs_every_yes]


@dataclass(frozen=True)
class Published:
    """What the score files of LLM-Deliberation (commit 78e11e0, MIT) come to, counted apart from Summitry.

    The authors' log folders carry the same numbers in their names, game1_57_21 and game2_57_18; theirs of game3 says
    57_34, but its score files were edited since.
    """

    unanimous: int
    passing: int
    vetoes: tuple[str, str]
    signed_by: dict[str, int]
    initial: tuple[int, ...]
    initial_scores: dict[str, int]


PUBLISHED = {
    "game1": Published(
        21,
        57,
        ("proposing", "bank"),
        {"bank": 310, "enviroment": 306, "proposing": 313, "construction": 364, "community": 444, "tourism": 418},
        (1, 4, 1, 1, 3),
        {"bank": 14, "enviroment": 9, "proposing": 94, "construction": 76, "community": 0, "tourism": 77},
    ),
    "game2": Published(
        18,
        57,
        ("project_manager", "foreign_agency"),
        {
            "foreign_agency": 231,
            "project_manager": 311,
            "government": 487,
            "landowners": 584,
            "NGO": 641,
            "activists": 544,
        },
        (3, 1, 1, 2, 1),
        {
            "foreign_agency": 66,
            "project_manager": 100,
            "government": 38,
            "landowners": 80,
            "NGO": 17,
            "activists": 6,
        },
    ),
    "game3": Published(
        35,
        55,
        ("private_investors", "federal"),
        {"federal": 324, "private_investors": 242, "state": 530, "activists": 432, "france": 320, "community": 544},
        (1, 1, 4, 1, 1),
        {"federal": 0, "private_investors": 100, "state": 0, "activists": 0, "france": 0, "community": 20},
    ),
}


def signatures(game: str) -> tuple[SummitModel, dict[str, Bools]]:
    """Return the game, and who signs each of its 720 deals."""
    model = SummitModel(Scenario.load(GAMES / f"{game}.yaml"), worlds=1, rng=1)
    deals = np.array(list(product(*(range(len(question.options)) for question in model.scenario.agenda.questions))))
    assert len(deals) == 720
    here = np.zeros(len(deals), dtype=np.intp)
    return model, {state.name: state.would_sign(here, deals) for state in model.states}


@pytest.mark.parametrize("game", PUBLISHED)
def test_as_many_deals_are_signed_as_the_tables_of_the_game_give(game: str) -> None:
    published = PUBLISHED[game]
    _, signed = signatures(game)
    assert {name: int(deals.sum()) for name, deals in signed.items()} == published.signed_by
    votes = np.sum(list(signed.values()), axis=0)
    assert (votes == 6).sum() == published.unanimous
    first, second = (signed[name] for name in published.vetoes)
    assert ((votes >= 5) & first & second).sum() == published.passing


@pytest.mark.parametrize("game", PUBLISHED)
def test_the_deal_that_the_game_starts_from_is_worth_its_points(game: str) -> None:
    model, _ = signatures(game)
    deal = np.array([PUBLISHED[game].initial]) - 1
    worth = {state.name: 100 * state.utility(np.zeros(1, dtype=np.intp), deal)[0] for state in model.states}
    assert worth == pytest.approx(PUBLISHED[game].initial_scores, abs=1e-9)


@pytest.mark.parametrize("game", PUBLISHED)
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_talks_under_every_protocol_end_with_deals_that_pass(game: str, protocol: str) -> None:
    scenario = Scenario.load(GAMES / f"{game}.yaml").vary("talks.protocol", protocol)
    model = SummitModel(scenario, worlds=WORLDS, rng=1, record=False)
    model.run_model()
    agreed = np.flatnonzero(model.agreed)
    # Envoys who concede with the clock stand still too long for a protocol that ends when nobody moves.
    assert agreed.size or protocol == "monotonic_concession"
    signs = np.stack([state.would_sign(agreed, model.deal[agreed]) for state in model.states], axis=1)
    assert (signs | ~model.signed[agreed]).all()
    assert (model.signed[agreed].sum(axis=1) >= 5).all()
    for name in PUBLISHED[game].vetoes:
        assert model.signed[agreed, scenario.states.index(name)].all()
    assert (model.zone == Verdict.EXISTS).all()
