"""What is signed faces constituencies at home."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from summitry.talks.gates import Gate
from summitry_agents.win_set import VotingRule, WinSet
from tests.simulator.neighbours import answer, neighbours, played

HAWKS = {"positions": {"troops": {"ideal": 100, "salience": 1}, "border": {"ideal": "shut", "salience": 0.5}}}
DOVES = {"positions": {"summit": {"ideal": "date set", "salience": 1}}}
EAGER = {"positions": {"border": {"ideal": "open"}}, "walk_away": 0, "noise": 0}
SEEING = {"e": {"of": "east", "foresight": 1}, "w": {"of": "west", "foresight": 1}}


def test_a_constituency_that_would_sign_anything_changes_no_byte() -> None:
    willing = {**EAGER, "premium": 0, "positions": {"border": {"values": {"shut": 1, "half open": 1, "open": 1}}}}
    assert answer(neighbours(states__west__constituencies={"all": willing}, envoys=SEEING)) == answer(
        neighbours(envoys={"e": {"of": "east"}, "w": {"of": "west"}})
    )


def test_who_foresees_the_vote_exactly_signs_nothing_that_fails() -> None:
    home = {"hawks": {**HAWKS, "noise": 0}, "doves": {**DOVES, "noise": 0}}
    model = played(neighbours(states__west__constituencies=home, states__west__ratification="unanimity", envoys=SEEING))
    assert model.signatures.some.any()
    assert (model.signatures.some == model.agreed).all()


def test_who_does_not_foresee_it_signs_deals_that_fail_at_home_and_they_are_not_in_force() -> None:
    blind = {"e": {"of": "east", "foresight": 0}, "w": {"of": "west", "foresight": 0}}
    model = played(neighbours(states__west__constituencies={"hawks": HAWKS}, envoys=blind))
    failed = model.gate == Gate.NOT_RATIFIED
    assert failed.any()
    assert (model.deal[failed] == -1).all()
    assert np.allclose(model.gain[failed], 0, atol=1e-12)
    assert (model.surplus[failed] == 0).all()


@given(data=st.data())
def test_the_more_weight_a_deal_needs_the_fewer_are_ratified(data: st.DataObject) -> None:
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    worlds, home, issues, options = 20, 4, 3, 3
    drawn = {
        "contributions": rng.uniform(size=(worlds, home, issues, options)),
        "barred": rng.random((worlds, home, issues, options)) < 0.1,
        "needs": rng.uniform(0.5, 2, size=(worlds, home)),
        "weights": rng.uniform(size=(worlds, home)),
        "of_state": np.zeros(home, dtype=np.intp),
    }
    deals = rng.integers(options, size=(worlds, issues))
    shares = sorted(data.draw(st.lists(st.floats(0.01, 1), min_size=2, max_size=5)))
    every = np.arange(worlds)
    ratified = [
        WinSet(**drawn, rules=[VotingRule(share, beyond=False)]).ratified(every, deals)[:, 0] for share in shares
    ]
    for easier, harder in pairwise(ratified):
        assert not (harder & ~easier).any()


def test_the_pivotal_constituencies_are_just_enough() -> None:
    rng = np.random.default_rng(3)
    win_set = WinSet(
        contributions=rng.uniform(size=(50, 5, 2, 3)),
        barred=np.zeros((50, 5, 2, 3), dtype=bool),
        needs=rng.uniform(size=(50, 5)),
        weights=rng.uniform(0.1, 1, size=(50, 5)),
        of_state=np.zeros(5, dtype=np.intp),
        rules=[VotingRule(0.5, beyond=True)],
    )
    every, deal = np.arange(50), np.zeros((50, 2), dtype=np.intp)
    members = win_set.pivotal(every, deal)
    assert win_set.passed(every, members).all()
    lacks = win_set.needs - win_set.contributions[:, :, :, 0].sum(axis=-1)
    dearest = np.where(members, lacks, -np.inf).argmax(axis=1)
    fewer = members.copy()
    fewer[every, dearest] = False
    assert not win_set.passed(every, fewer).any()
