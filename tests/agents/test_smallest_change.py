"""Who blocked, on which issue and by how much?"""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry_agents import smallest_change as module
from summitry_agents.deals import MARGIN, TIE
from summitry_agents.decision_rule import DecisionRule, Quota
from summitry_agents.logrolling import Trades
from summitry_agents.preferences import is_status_quo
from summitry_agents.smallest_change import Blocks, smallest_change
from tests.agents.domains import FULL, MODERATE, random_domain
from tests.agents.rules import random_rule, wins_by_the_book

WORLDS = 12

FEW = settings(MODERATE, max_examples=12)


@st.composite
def tables(draw, states=(2, 2), issues=(1, 1), rules=False):
    """Draw a domain, red lines by state and a rule: unanimity, or any."""
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    size = draw(st.integers(*states)), draw(st.integers(*issues)), draw(st.integers(1, 5))
    domain = random_domain(seed, WORLDS, *size, draw(st.sampled_from(["random", "linear", "coarse"])))
    barred = rng.random(domain.contributions.shape) < rng.choice([0.0, 0.1, 0.4])
    barred &= ~is_status_quo(domain.status_quo, barred.shape[-1])[:, None]
    domain.reservation[:] += rng.choice([0.0, 0.1, 0.2])
    return domain, barred, random_rule(rng, WORLDS, size[0]) if rules else DecisionRule.unanimity(size[0])


def ask(domain, barred, rule, worlds=None):
    worlds = np.arange(len(domain.reservation)) if worlds is None else worlds
    of_these = domain.of_worlds(worlds)
    return smallest_change(
        of_these.contributions,
        barred[worlds],
        of_these.allowed,
        of_these.reservation,
        of_these.status_quo,
        rule,
        worlds,
    )


class Listing:
    """All deals of one world: what each state lacks (N, P), and whose red lines they cross (N, P)."""

    def __init__(self, domain, barred, rule, world):
        only = domain.of_worlds(np.array([world]))
        self.deals = only.deals[only.permitted[0]]
        self.lacks = only.reservation[0] + MARGIN - only.utilities[0][:, only.permitted[0]].T
        self.crosses = barred[world][:, np.arange(self.deals.shape[1]), self.deals].any(axis=-1).T
        self.rule, self.world = rule, world
        states = set(range(rule.states))
        self.all_needed = wins_by_the_book(rule, world, states) and not any(
            wins_by_the_book(rule, world, states - {state}) for state in states
        )

    def nearest(self, lifted=None):
        """The smallest change and its state; the lines of one state may be lifted. None: no deal counts."""
        crosses = self.crosses.copy()
        if lifted is not None:
            crosses[:, lifted] = False
        if not self.all_needed:
            found = [self._pivotal(lacks) for lacks in np.where(crosses, np.inf, self.lacks)]
            return self._first([blocker for blocker in found if blocker is not None])
        lacks = self.lacks[~crosses.any(axis=-1)]
        refuse = (lacks >= 0).sum(axis=-1)
        passing = [(lack.max(), 0) for lack in lacks[refuse == 0]]
        alone = [(lack.max(), int(lack.argmax())) for lack in lacks[refuse == 1]]
        several = [(lack.max(), int(lack.argmax())) for lack in lacks[refuse > 1]]
        return self._first(passing or alone or several)

    def is_blocked_by_one(self):
        """Whether there is a deal that all but one sign."""
        return bool(((self.lacks[~self.crosses.any(axis=-1)] >= 0).sum(axis=-1) == 1).any())

    def largest_lacks(self):
        """What the one lacks who lacks most, by each deal that crosses no line."""
        return self.lacks[~self.crosses.any(axis=-1)].max(axis=-1)

    def answer(self):
        """The state that blocks and the change, by the book; None where nothing can be said."""
        nearest = self.nearest()
        if nearest is not None and nearest[0] < 0:
            return None
        if nearest is None or self.all_needed:
            without = [self.nearest(state) for state in range(self.rule.states)]
            for state, found in enumerate(without):
                if found is not None and found[0] < 0:
                    return state, 0.0
            if nearest is None:
                nearest = self._first([(found[0], state) for state, found in enumerate(without) if found is not None])
        return None if nearest is None else (nearest[1], nearest[0])

    def _pivotal(self, lacks):
        order = np.argsort(lacks, kind="stable")
        for size in range(1, len(order) + 1):
            if wins_by_the_book(self.rule, self.world, set(order[:size])):
                pivotal = lacks[order[size - 1]]
                return None if np.isinf(pivotal) else (pivotal, int(np.flatnonzero(lacks == pivotal)[0]))
        return None

    def _first(self, found):
        """The smallest, ties to the lower state."""
        if not found:
            return None
        smallest = min(change for change, _ in found)
        return min((one for one in found if one[0] <= smallest + 1e-12), key=lambda one: one[1])


def check_by_listing(table):
    """One issue: state and change are those of listing all deals."""
    blocks = ask(*table)
    for world in range(WORLDS):
        expected = Listing(*table, world).answer()
        said = (blocks.state[world], blocks.change[world])
        if expected is None:
            assert said[0] == -1
        else:
            assert said == (expected[0], pytest.approx(expected[1], abs=1e-11))
    check_named_deals(table, blocks)


def check_named_deals(table, blocks):
    """What is said of a world holds of the deal that is named, recomputed issue by issue."""
    domain, barred, rule = table
    nothing = blocks.state < 0
    np.testing.assert_array_equal(blocks.issue < 0, nothing)
    np.testing.assert_array_equal(np.isnan(blocks.change), nothing)
    np.testing.assert_array_equal(blocks.deal < 0, np.broadcast_to(nothing[:, None], blocks.deal.shape))
    for world in np.flatnonzero(~nothing):
        listing, state, deal = Listing(domain, barred, rule, world), blocks.state[world], blocks.deal[world]
        place = np.flatnonzero((listing.deals == deal).all(axis=-1))
        assert place.size == 1, "a deal holds open options and settles something"
        lacks, crosses = listing.lacks[place[0]], listing.crosses[place[0]]
        # Red lines of others stand; those of the blocker may be what it has to lift.
        lacks = np.where(crosses & (np.arange(len(lacks)) != state), np.inf, lacks)
        change, by_line = blocks.change[world], crosses[state]
        assert wins_by_the_book(rule, world, set(np.flatnonzero(lacks < change + 1e-12)))
        if by_line and change == 0:
            assert not wins_by_the_book(rule, world, set(np.flatnonzero(lacks < 0)) - {state})
        else:
            assert not wins_by_the_book(rule, world, set(np.flatnonzero(lacks < change - 1e-12)))
            assert by_line or lacks[state] == pytest.approx(change, abs=1e-12)
        assert blocks.issue[world] == issue_by_the_book(domain, listing, barred[world], state, deal, change)


def issue_by_the_book(domain, listing, lines, state, deal, change):
    """The issue whose red line is crossed or closes most, else the one on which the blocker is left farthest."""
    issues, open_ = range(len(deal)), domain.allowed[listing.world]
    crossed = [issue for issue in issues if lines[state, issue, deal[issue]]]
    if crossed and change == 0:
        return crossed[0]
    if crossed:
        closed = open_ & lines[state]
        if listing.all_needed:
            closed &= lines.sum(axis=0) == 1
        return max(issues, key=lambda issue: closed[issue].sum())
    own, may = domain.contributions[listing.world, state], open_ & ~lines[state]
    left = [max(own[issue, may[issue]]) - own[issue, deal[issue]] for issue in issues]
    return next(issue for issue in issues if left[issue] >= max(left) - 1e-12)


def check_bounds(table):
    """Several issues: the change is no less than the smallest, and what is not said could not be."""
    blocks = ask(*table)
    for world in range(WORLDS):
        listing = Listing(*table, world)
        nearest, expected = listing.nearest(), listing.answer()
        if expected is None:
            assert blocks.state[world] == -1
        elif nearest is not None and expected[1] > 0:
            assert blocks.state[world] >= 0
            lacks = listing.lacks[(listing.deals == blocks.deal[world]).all(axis=-1)][0]
            alone = (lacks >= 0).sum() == 1
            two = listing.rule.states == 2
            assert blocks.change[world] >= (nearest[0] if alone or two else listing.largest_lacks().min()) - 1e-9
            assert alone == listing.is_blocked_by_one() or not two
    check_named_deals(table, blocks)


@given(tables(states=(2, 4)))
@MODERATE
def test_on_a_single_issue_state_and_change_are_those_of_listing_all_deals(table):
    check_by_listing(table)


@pytest.mark.full
@given(tables(states=(2, 4)))
@FULL
def test_on_a_single_issue_state_and_change_are_exact_in_thousands_of_domains(table):
    check_by_listing(table)


@given(tables(states=(2, 4), rules=True))
@MODERATE
def test_on_a_single_issue_the_pivotal_state_of_any_rule_is_that_of_listing_all_deals(table):
    check_by_listing(table)


@pytest.mark.full
@given(tables(states=(2, 5), rules=True))
@FULL
def test_on_a_single_issue_the_pivotal_state_is_exact_in_thousands_of_domains(table):
    check_by_listing(table)


@given(tables(issues=(2, 4)))
@MODERATE
def test_between_two_states_the_change_is_a_bound_and_the_named_deal_is_real(table):
    check_bounds(table)


@given(tables(states=(3, 4), issues=(2, 3)))
@FEW
def test_between_more_states_the_change_is_a_bound_and_the_named_deal_is_real(table):
    check_bounds(table)


@pytest.mark.full
@given(tables(states=(2, 4), issues=(2, 4)))
@FULL
def test_the_change_is_a_bound_in_thousands_of_domains(table):
    check_bounds(table)


@given(tables(states=(3, 5), issues=(2, 3), rules=True))
@FEW
def test_under_any_rule_a_winning_coalition_lacks_no_more_than_the_state_that_is_named(table):
    check_named_deals(table, ask(*table))


@pytest.mark.parametrize(("states", "issues", "options"), [(2, 5, 4), (3, 4, 4), (4, 4, 3)])
def test_nearly_always_the_change_is_the_smallest_there_is(states, issues, options):
    domain = random_domain(3, 400, states, issues, options, "random")
    domain.reservation[:] += 0.15
    unbarred, rule = np.zeros(domain.contributions.shape, dtype=bool), DecisionRule.unanimity(states)
    blocks = ask(domain, unbarred, rule)
    answers = [Listing(domain, unbarred, rule, world).answer() for world in range(400)]
    worlds = np.array([world for world in range(400) if answers[world] is not None])
    right = [(blocks.state[w], blocks.change[w]) == (answers[w][0], pytest.approx(answers[w][1])) for w in worlds]
    assert len(right) > 150
    assert np.mean(right) > 0.98


def test_between_two_states_the_change_is_no_larger_than_logrolling_says():
    rng = np.random.default_rng(2)
    values = rng.dirichlet(np.ones(12), size=(200, 2))[..., None] * rng.random((200, 2, 12, 8))
    open_, status_quo = np.ones((200, 12, 8), dtype=bool), np.full((200, 12), -1)
    reservation = values.max(axis=-1).sum(axis=-1) * rng.uniform(0.85, 0.98, size=(200, 2))
    every, rule = np.arange(200), DecisionRule.unanimity(2)
    blocks = smallest_change(values, values < 0, open_, reservation, status_quo, rule, every)
    lacks = np.empty((200, 2))
    for state in (0, 1):
        trades = Trades.between(values[:, 1 - state], values[:, state], open_, status_quo)
        offer = trades.offer(every, reservation[:, 1 - state] + MARGIN + 2 * TIE)
        lacks[:, state] = reservation[:, state] + MARGIN - offer.theirs
    said = blocks.state >= 0
    assert said.sum() > 80
    assert (blocks.change[said] <= lacks.min(axis=-1)[said] + TIE).all()
    assert (lacks.min(axis=-1)[~said] < 0.02).all()


@given(tables(states=(2, 4), issues=(1, 4), rules=True), st.booleans())
@FEW
def test_a_world_gets_the_same_answer_alone_as_among_others(table, unanimous):
    domain, barred, rule = table
    rule = DecisionRule.unanimity(rule.states) if unanimous else rule
    together = ask(domain, barred, rule)
    for worlds in (np.arange(0, WORLDS, 3), np.array([5]), np.arange(WORLDS)[::-1]):
        some = ask(domain, barred, rule, worlds)
        for field in fields(Blocks):
            np.testing.assert_array_equal(getattr(some, field.name), getattr(together, field.name)[worlds])


@given(tables(states=(2, 3), issues=(1, 3), rules=True))
@FEW
def test_worlds_taken_in_turns_get_the_same_answers(table):
    together = ask(*table)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "AT_ONCE", 1)
        in_turns = ask(*table)
    for field in fields(Blocks):
        np.testing.assert_array_equal(getattr(in_turns, field.name), getattr(together, field.name))


@given(tables(states=(3, 3), issues=(1, 3)))
@FEW
def test_unanimity_written_as_a_quota_is_still_unanimity(table):
    domain, barred, rule = table
    quota = DecisionRule(np.zeros(3, dtype=bool), votes=Quota.at_least(1.0))
    plain, written = ask(domain, barred, rule), ask(domain, barred, quota)
    for field in fields(Blocks):
        np.testing.assert_array_equal(getattr(written, field.name), getattr(plain, field.name))


def one_world(values, reservation, status_quo, rule=None, barred=(), closed=()):
    """What is said of one world: values (P, I, K), red lines as (state, issue, option), options that are not open."""
    values = np.array([values], dtype=float)
    lines, open_ = np.zeros(values.shape, dtype=bool), np.ones(values[:, 0].shape, dtype=bool)
    for place in barred:
        lines[0][place] = True
    for place in closed:
        open_[0][place] = False
    rule = DecisionRule.unanimity(values.shape[1]) if rule is None else rule
    reservation, status_quo = np.array([reservation], dtype=float), np.array([status_quo])
    blocks = smallest_change(values, lines, open_, reservation, status_quo, rule, np.array([0]))
    change = blocks.change[0]
    return (
        int(blocks.state[0]),
        int(blocks.issue[0]),
        None if np.isnan(change) else round(float(change), 6),
        blocks.deal[0].tolist(),
    )


NOTHING = -1, -1, None

# Two issues with three options each; the first weighs most for the first state, the second for the second.
TWO = [[[0.0, 0.3, 0.6], [0.0, 0.1, 0.2]], [[0.3, 0.1, 0.0], [0.7, 0.3, 0.0]]]


def test_the_state_that_lacks_least_by_what_the_other_signs_blocks_on_the_issue_it_wants_most():
    # By the swap of both issues each gets its best on the one it cares for: 0.6 and 0.7.
    assert one_world(TWO, [0.5, 0.75], [-1, -1]) == (1, 0, 0.05, [2, 0])
    assert one_world(TWO, [0.65, 0.65], [-1, -1]) == (0, 1, 0.05, [2, 0])
    # Nothing better is left for the first state once the second has its due, on the first issue least of all.
    assert one_world(TWO, [0.75, 0.75], [-1, -1]) == (0, 0, 0.45, [1, 0])


def test_of_states_that_lack_as_much_the_lower_one_blocks():
    mirrored = [[[0.0, 0.25, 0.75]], [[0.75, 0.25, 0.0]]]
    assert one_world(mirrored, [0.5, 0.5], [1]) == (0, 0, 0.5, [0])
    assert one_world(mirrored[::-1], [0.5, 0.5], [1]) == (0, 0, 0.5, [2])


def test_of_issues_on_which_the_blocker_is_left_as_far_the_lower_one_is_named():
    equal = [[[0.0, 0.1, 0.3], [0.0, 0.3, 0.1 + 0.2]], [[0.5, 0.0, 0.0], [0.5, 0.0, 0.0]]]
    assert one_world(equal, [0.1, 0.9], [-1, -1]) == (0, 0, 0.1, [0, 0])


def test_the_blocker_is_not_left_far_from_what_nobody_can_put_on_the_table_or_it_would_never_sign():
    values = [[[0.0, 0.2, 0.9], [0.0, 0.0, 0.3]], [[0.5, 0.0, 0.0], [0.5, 0.0, 0.0]]]
    assert one_world(values, [0.1, 0.9], [-1, -1])[:2] == (0, 0)
    assert one_world(values, [0.1, 0.9], [-1, -1], closed=[(0, 2)])[:2] == (0, 1)
    # With the first two options of the issue out of the way the first state would sign nothing better there.
    assert one_world(values, [0.1, 0.9], [-1, -1], barred=[(0, 0, 2)])[:2] == (0, 1)


def test_where_no_single_state_will_do_the_one_that_lacks_most_by_the_fairest_deal_blocks():
    values = [[[0.4, 0.2, 0.0]], [[0.0, 0.3, 0.5]]]
    assert one_world(values, [0.6, 0.6], [-1]) == (0, 0, 0.4, [1])
    assert one_world(values, [0.45, 0.7], [-1]) == (1, 0, 0.4, [1])


def test_one_state_that_lacks_much_blocks_before_two_that_lack_little():
    # By the first option only the first state refuses; by the second the two others do, but hardly.
    values = [[[0.2, 0.6]], [[0.6, 0.45]], [[0.6, 0.45]]]
    assert one_world(values, [0.5, 0.5, 0.5], [-1]) == (0, 0, 0.3, [0])
    assert one_world(values, [0.5, 0.5, 0.65], [-1]) == (2, 0, 0.2, [1])


def test_of_three_states_the_one_that_the_deal_of_the_others_leaves_least_short_blocks():
    values = [[[0.6, 0.0, 0.3]], [[0.6, 0.6, 0.4]], [[0.0, 0.6, 0.45]]]
    assert one_world(values, [0.2, 0.3, 0.5], [-1]) == (2, 0, 0.05, [2])
    assert one_world(values, [0.4, 0.3, 0.4], [-1]) == (0, 0, 0.1, [2])


def test_where_a_deal_passes_nobody_blocks():
    assert one_world(TWO, [0.5, 0.5], [-1, -1])[:3] == NOTHING
    assert one_world(TWO, [-np.inf, -np.inf], [0, 0])[:3] == NOTHING


def test_a_deal_that_settles_nothing_is_no_deal():
    values = [[[0.5, 0.0]], [[0.5, 0.3]]]
    assert one_world(values, [0.1, 0.1], [0]) == (0, 0, 0.1, [1])
    assert one_world(values, [0.1, 0.1], [-1])[:3] == NOTHING


def test_a_red_line_without_which_there_would_be_a_zone_blocks_on_the_first_issue_it_is_crossed():
    # The swap needs options that the second state bars; without it the first lacks 0.2 by its best deal.
    lines = [(1, 0, 2), (1, 1, 0)]
    assert one_world(TWO, [0.5, 0.6], [-1, -1], barred=lines) == (1, 0, 0.0, [2, 0])
    assert one_world(TWO, [0.5, 0.6], [-1, -1], barred=lines[1:]) == (1, 1, 0.0, [2, 0])
    assert one_world(TWO, [0.5, 0.75], [-1, -1], barred=[(1, 1, 0)])[2] > 0


def test_red_lines_of_two_states_at_once_are_not_the_fault_of_one():
    values = [[[0.1, 0.6]], [[0.2, 0.6]]]
    lines = [(0, 0, 1), (1, 0, 1)]
    assert one_world(values, [0.5, 0.5], [-1], barred=lines[:1]) == (0, 0, 0.0, [1])
    assert one_world(values, [0.5, 0.5], [-1], barred=lines) == (0, 0, 0.4, [0])


def test_where_red_lines_leave_no_deal_the_state_blocks_without_whose_there_would_be_the_nearest():
    values = [[[0.4, 0.3, 0.2]], [[0.2, 0.3, 0.4]]]
    # The status quo is the first option; each of the others is closed by one state.
    assert one_world(values, [0.5, 0.5], [0], barred=[(0, 0, 1), (1, 0, 2)]) == (0, 0, 0.2, [1])
    assert one_world(values, [0.6, 0.1], [0], barred=[(1, 0, 1), (0, 0, 2)]) == (1, 0, 0.3, [1])
    assert one_world(values, [0.5, 0.5], [0], barred=[(0, 0, 1), (1, 0, 1), (0, 0, 2), (1, 0, 2)])[:3] == NOTHING


def test_the_issue_that_a_red_line_closes_is_the_one_with_the_most_options_that_nobody_else_closes():
    values = [[[0.4, 0.3, 0.2]] * 2, [[0.2, 0.3, 0.4]] * 2]
    all_of_the_second = [(0, 1, 1), (0, 1, 2)]
    also_one_of_the_first = [(0, 0, 1), (1, 0, 2)]
    assert one_world(values, [0.9, 0.9], [0, 0], barred=all_of_the_second + also_one_of_the_first)[:2] == (0, 1)
    both_of_the_first = [(0, 0, 1), (0, 0, 2), (1, 0, 1), (1, 0, 2)]
    assert one_world(values, [0.9, 0.9], [0, 0], barred=all_of_the_second + both_of_the_first)[:2] == (0, 1)


def test_where_nothing_is_open_nothing_can_be_said():
    assert one_world(TWO, [0.5, 0.75], [-1, -1], closed=[(0, 0), (0, 1), (0, 2)])[:3] == NOTHING
    assert one_world(TWO, [0.5, 0.75], [0, 0], closed=[(0, 1), (0, 2), (1, 1), (1, 2)])[:3] == NOTHING


def test_a_state_that_signs_nothing_at_all_is_beyond_any_change():
    assert one_world(TWO, [np.inf, 0.1], [-1, -1])[:3] == NOTHING
    assert one_world([*TWO, TWO[0]], [np.inf, -np.inf, 0.1], [-1, -1])[:3] == NOTHING


def test_a_state_that_signs_anything_blocks_nothing():
    assert one_world([*TWO, TWO[0]], [0.65, 0.65, -np.inf], [-1, -1]) == (0, 1, 0.05, [2, 0])


def test_to_leave_an_issue_at_its_status_quo_crosses_no_red_line():
    assert one_world(TWO, [0.65, 0.65], [0, 0]) == (0, 1, 0.05, [2, 0])
    assert one_world(TWO, [0.65, 0.65], [0, 0], barred=[(0, 1, 0), (1, 0, 0)]) == (0, 1, 0.05, [2, 0])


# Three states on one line: by option 1 the first lacks 0.1, the second 0.2 and the third 0.5.
LINE = [[[0.0, 0.4, 0.1]], [[0.1, 0.3, 0.2]], [[0.0, 0.0, 0.3]]]


def test_under_a_majority_the_pivotal_state_blocks_and_the_outvoted_do_not_matter():
    majority = DecisionRule.majority(3)
    assert one_world(LINE, [0.5, 0.5, 0.5], [0], majority) == (1, 0, 0.2, [1])
    assert one_world(LINE, [0.5, 0.5, 9.0], [0], majority) == (1, 0, 0.2, [1])
    assert one_world(LINE, [0.5, 0.5, 0.5], [0], majority.needing(np.array([False, False, True])))[:3] == (1, 0, 0.3)
    assert one_world(LINE, [0.3, 0.2, 9.0], [0], majority)[:3] == NOTHING
    assert one_world(LINE, [0.3, 0.2, 9.0], [0])[0] == 2


def test_a_red_line_of_an_outvoted_state_is_not_in_the_way_and_one_of_a_needed_state_is():
    majority = DecisionRule.majority(3)
    assert one_world(LINE, [0.5, 0.5, 0.5], [0], majority, barred=[(2, 0, 1)]) == (1, 0, 0.2, [1])
    assert one_world(LINE, [0.5, 0.5, 0.5], [0], majority, barred=[(1, 0, 1)]) == (1, 0, 0.3, [2])
    everything = [(0, 0, 1), (1, 0, 1), (0, 0, 2), (1, 0, 2)]
    assert one_world(LINE, [0.5, 0.4, 0.2], [0], majority, barred=everything) == (0, 0, 0.2, [1])
    assert one_world(LINE, [0.8, 0.4, 0.2], [0], majority, barred=everything) == (1, 0, 0.2, [2])
    assert one_world(LINE, [0.05, 0.5, 0.2], [0], majority, barred=everything) == (0, 0, 0.0, [2])


def test_weights_are_those_of_the_world():
    values = np.array([LINE, LINE], dtype=float)
    rule = DecisionRule.weighted_majority(np.array([[9.0, 9.0, 9.0], [1.0, 1.0, 9.0], [4.0, 4.0, 1.0]]))
    lines, open_ = np.zeros(values.shape, dtype=bool), np.ones((2, 1, 3), dtype=bool)
    reservation, status_quo = np.full((2, 3), 0.5), np.zeros((2, 1), dtype=int)
    blocks = smallest_change(values, lines, open_, reservation, status_quo, rule, np.array([2, 1]))
    assert blocks.state.tolist() == [1, 1]
    np.testing.assert_allclose(blocks.change, [0.2, 0.3], atol=1e-8)


def test_of_no_worlds_nothing_is_said():
    none = np.zeros((0, 2, 3, 4))
    rule, worlds = DecisionRule.unanimity(2), np.zeros(0, dtype=int)
    blocks = smallest_change(
        none, none > 0, none[:, 0] > 0, np.zeros((0, 2)), np.zeros((0, 3), dtype=int), rule, worlds
    )
    assert blocks.deal.shape == (0, 3)
