"""Who stands in the way of a deal, on which issue, by how much."""

from __future__ import annotations

import numpy as np

from summitry.talks.blocks import Blocked
from summitry.talks.gates import Gate
from tests.simulator.neighbours import neighbours, played


def test_every_failure_names_who_blocked_and_no_agreement_does() -> None:
    model = played(neighbours())
    blocked = Blocked.of(model)
    assert (~model.agreed).any()
    assert (blocked.state[~model.agreed] >= 0).all()
    assert (blocked.state[model.agreed] == -1).all()


def test_a_state_that_asks_so_much_less_makes_a_deal_possible() -> None:
    dear = {"states__east__premium": 0.3, "states__west__premium": 0.3}
    model = played(neighbours(**dear))
    blocked = Blocked.of(model)
    some = np.flatnonzero((model.gate == Gate.NO_ZONE) & (blocked.state == 0) & (blocked.change < 0.25))[:5]
    assert some.size
    for world in some:
        less = 0.3 - float(blocked.change[world]) - 1e-6
        cheaper = played(neighbours(**{**dear, "states__east__premium": less}))
        assert cheaper.zone[world] == 1


def test_where_a_red_line_blocks_no_number_says_by_how_much() -> None:
    never = {"never": ["half open", "open"]}
    lines = {
        "states__east__positions__border__red_lines": never,
        "states__east__positions__prisoners__red_lines": {"never": ["one", "both"]},
        "states__east__positions__summit__red_lines": {"never": ["in principle", "date set"]},
        "states__east__positions__troops__red_lines": {"above": 0},
        "states__east__premium": 0,
        "states__west__premium": 0,
    }
    model = played(neighbours(**lines), 50)
    blocked = Blocked.of(model)
    assert (model.gate == Gate.NO_ZONE).all()
    east = blocked.state == 0
    assert east.any()
    assert np.isnan(blocked.change[east]).any()
