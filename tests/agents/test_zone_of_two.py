import numpy as np
import pytest

from summitry_agents import zone_of_two
from summitry_agents.deals import MARGIN
from summitry_agents.exact_search import search_exactly
from summitry_agents.verdict import Verdict
from summitry_agents.zone_of_two import search_two
from tests.agents.domains import close_calls


@pytest.fixture
def searches(monkeypatch):
    """The verdicts of the exact search, as they come."""
    verdicts = []

    def spy(*problem):
        verdict, deal = search_exactly(*problem)
        verdicts.append(verdict)
        return verdict, deal

    monkeypatch.setattr(zone_of_two, "search_exactly", spy)
    return verdicts


def search(domain, reservation):
    return search_two(domain.contributions, domain.allowed, reservation + MARGIN, domain.status_quo, 100_000)


@pytest.mark.parametrize("values", ["random", "linear"])
def test_close_calls_go_to_the_exact_search_and_come_out_as_in_full_enumeration(values, searches):
    domain = close_calls(11, 400, 2, 6, 4, values)
    zone = search(domain, domain.reservation)
    np.testing.assert_array_equal(zone.verdict == Verdict.EXISTS, domain.zone.any(axis=-1))
    assert searches.count(Verdict.EXISTS) > 0
    assert searches.count(Verdict.NONE) > 50
    assert len(searches) < 300


def test_wide_zones_and_a_clear_lack_of_one_need_no_exact_search(searches):
    domain = close_calls(11, 400, 2, 6, 4, "random")
    assert (search(domain, domain.reservation - 0.2).verdict == Verdict.EXISTS).all()
    best = domain.contributions.max(axis=-1).sum(axis=-1)
    domain = domain.of_worlds(np.flatnonzero((best > domain.reservation + 0.1).all(axis=-1)))
    assert (search(domain, domain.reservation + 0.1).verdict == Verdict.NONE).all()
    assert searches == []
