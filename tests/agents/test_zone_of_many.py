import numpy as np
import pytest
from hypothesis import given, settings

from summitry_agents import zone_of_many
from summitry_agents.deals import MARGIN, signs
from summitry_agents.exact_search import search_exactly
from summitry_agents.verdict import Verdict
from summitry_agents.zone_of_many import ask_solver, mend, search_many
from tests.agents.domains import close_calls, domains


@pytest.fixture
def searches(monkeypatch):
    """The verdicts of the exact search and of the solver, as they come."""
    verdicts = {search_exactly: [], ask_solver: []}

    def spied(search):
        def spy(*problem):
            verdict, deal = search(*problem)
            verdicts[search].append(verdict)
            return verdict, deal

        return spy

    for search in verdicts:
        monkeypatch.setattr(zone_of_many, search.__name__, spied(search))
    return verdicts


def hard_worlds():
    """Contributions, allowed options and thresholds of 6 states and 10 issues, from easy to hopeless."""
    rng = np.random.default_rng(4)
    saliences = rng.dirichlet(np.ones(10), size=(60, 6))
    contributions = saliences[..., None] * rng.random((60, 6, 10, 5))
    best, mean = contributions.max(axis=-1).sum(axis=-1), contributions.mean(axis=-1).sum(axis=-1)
    threshold = mean + np.linspace(0.2, 0.4, 60)[:, None] * (best - mean)
    return contributions, np.ones((60, 10, 5), dtype=bool), threshold


def test_close_calls_go_to_the_exact_search_and_come_out_as_in_full_enumeration(searches):
    domain = close_calls(11, 400, 3, 5, 4, "random")
    zone = search_many(domain.contributions, domain.allowed, domain.reservation + MARGIN, 100_000)
    np.testing.assert_array_equal(zone.verdict == Verdict.EXISTS, domain.zone.any(axis=-1))
    assert searches[search_exactly].count(Verdict.EXISTS) > 0
    assert searches[search_exactly].count(Verdict.NONE) > 50
    assert searches[ask_solver] == []


def test_what_the_exact_search_gives_up_goes_to_the_solver_which_agrees_with_a_longer_search(
    searches, monkeypatch, capfd
):
    worlds = hard_worlds()
    patient = search_many(*worlds, 1_000_000)
    assert searches[ask_solver] == []
    monkeypatch.setattr(zone_of_many, "NODES_PER_SOLVER_NODE", 1)
    hasty = search_many(*worlds, 400)
    assert searches[ask_solver].count(Verdict.NONE) > 3
    np.testing.assert_array_equal(hasty.verdict, patient.verdict)
    # The solver must not write to standard output, which may be a JSON document.
    assert capfd.readouterr().out == ""


def test_worlds_that_even_the_solver_may_not_finish_stay_undecided(searches):
    zone = search_many(*hard_worlds(), 100)
    assert Verdict.UNDECIDED in searches[ask_solver]
    assert (zone.verdict == Verdict.UNDECIDED).any()
    assert (zone.deal[zone.verdict == Verdict.UNDECIDED] == -1).all()


@given(domains(states=(1, 4)))
@settings(derandomize=True, deadline=None, max_examples=10)
def test_the_solver_never_contradicts_full_enumeration(domain):
    permitted = domain.allowed[:, np.arange(domain.allowed.shape[1]), domain.deals].all(axis=-1)
    threshold = domain.reservation + MARGIN
    exists = ((domain.utilities > threshold[..., None]).all(axis=1) & permitted).any(axis=-1)
    for world in np.flatnonzero(domain.allowed.any(axis=-1).all(axis=-1)):
        verdict, deal = ask_solver(domain.contributions[world], domain.allowed[world], threshold[world], 1000)
        assert verdict in (Verdict.UNDECIDED, Verdict.EXISTS if exists[world] else Verdict.NONE)
        if verdict == Verdict.EXISTS:
            assert signs(domain.contributions[[world]], deal[None], threshold[[world]]).all()


def test_the_solver_decides_what_is_not_at_the_edge():
    contributions = np.array([[[0.6, 0.3, 0.0]], [[0.0, 0.3, 0.6]], [[0.3, 0.4, 0.3]]])
    allowed = np.ones((1, 3), dtype=bool)
    verdict, deal = ask_solver(contributions, allowed, np.array([0.2, 0.2, 0.2]), 1000)
    assert verdict == Verdict.EXISTS
    assert deal.tolist() == [1]
    assert ask_solver(contributions, allowed, np.array([0.4, 0.2, 0.2]), 1000)[0] == Verdict.NONE
    at_the_edge = np.array([0.3, 0.2, 0.2]) + MARGIN
    assert ask_solver(contributions, allowed, at_the_edge, 1000)[0] == Verdict.UNDECIDED


def test_mending_helps_the_state_that_is_worst_off():
    contributions = np.array([[[[0.5, 0.4], [0.5, 0.1]], [[0.0, 0.3], [0.1, 0.5]]]])
    allowed, deal = np.ones((1, 2, 2), dtype=bool), np.array([[0, 0]])
    threshold, scale = np.zeros((1, 2)), np.ones((1, 2))
    assert mend(contributions, allowed, deal, threshold, scale).tolist() == [[0, 1]]
    assert mend(contributions, allowed & [True, False], deal, threshold, scale).tolist() == [[0, 0]]
    assert mend(contributions, ~allowed, deal, threshold, scale).tolist() == [[0, 0]]
