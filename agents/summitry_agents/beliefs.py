"""What is believed of others' wishes: expectation blended with truth, and what it is off by for a random deal."""

from __future__ import annotations

import numpy as np

from summitry_agents.compiled import compiled
from summitry_agents.deals import Bools, Floats, Ints


@compiled("beliefs.blended")
def blended(worlds: Ints, others: Ints, insight: Floats, expected: Floats, news: Floats, truth: Floats) -> Floats:
    """Return (n, Q, C): (1 - insight) x (expected + news) + insight x truth, in some worlds.

    Parameters
    ----------
    worlds, others
        (n,) of the W worlds, and (Q,) of the P states.
    insight
        (W,) from 0 to 1.
    expected
        (n, Q, C) numbers of each other state before the news.
    news
        (W, Q, C) what came on top of them since; (0, Q, C): nothing.
    truth
        (W, P, C).
    """
    share = insight[worlds, None, None]
    expected = expected + news[worlds] if len(news) else expected
    return np.asarray((1.0 - share) * expected + share * truth[worlds[:, None], others])


@compiled("beliefs.over_random_deals")
def over_random_deals(parts: Floats, open_: Bools) -> tuple[Floats, Floats]:
    """Return mean and variance (n, Q) of a sum over issues, for a deal drawn at random.

    Every open option (n, I, K) of an issue is equally likely. With d(i, k) its part (n, Q, I, K) of the sum they are
    sum_i mean_k d and sum_i var_k d.
    """
    counted = np.where(open_[:, None], parts, 0.0)
    options = np.maximum(open_.sum(axis=-1), 1)[:, None]
    mean = np.cumsum(counted, axis=-1)[..., -1] / options
    square = np.cumsum(counted**2, axis=-1)[..., -1] / options
    variance = np.cumsum(np.maximum(square - mean**2, 0.0), axis=-1)[..., -1]
    return np.cumsum(mean, axis=-1)[..., -1], variance
