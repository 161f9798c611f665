"""The single change of a deal that brings it nearest to passing (`summitry_agents.single_change`)."""

from __future__ import annotations

from typing import Any

import numpy as np

from summitry_agents.deals import TIE
from summitry_agents.kernels import kernel, part


@part
def _judge(values: Any, threshold: Any, deal: Any, judged: Any) -> Any:
    """Fill (3, I, K) with what is judged of each change: whether several block, what the blocker lacks, and who."""
    states, issues, options = values.shape
    judged[0], judged[1], judged[2] = 0.0, -np.inf, 0.0
    after = np.empty(issues + 1)
    for p in range(states):
        after[issues] = 0.0
        for i in range(issues - 1, -1, -1):
            after[i] = after[i + 1] + values[p, i, deal[i]]
        before = 0.0
        for i in range(issues):
            beyond = threshold[p] - (before + after[i + 1])
            for k in range(options):
                lacks = beyond - values[p, i, k]
                judged[0, i, k] += lacks >= 0
                if lacks > judged[1, i, k]:
                    judged[1, i, k], judged[2, i, k] = lacks, p
            before += values[p, i, deal[i]]
    for i in range(issues):
        for k in range(options):
            judged[0, i, k] = judged[0, i, k] > 1


@kernel("i8[:,::1](f8[:,:,:,::1], f8[:,::1], b1[:,:,::1], i8[:,::1], i8[::1], i8[:,::1])")
def nearest_change_needing_all(
    values: Any, threshold: Any, allowed: Any, status_quo: Any, worlds: Any, deal: Any
) -> Any:
    """Do what `summitry_agents.single_change.nearest_change_needing_all` does."""
    _, _, issues, options = values.shape
    changed = deal.copy()
    judged, tied = np.empty((3, issues, options)), np.empty((issues, options), dtype=np.bool_)
    for n in range(len(deal)):
        w = worlds[n]
        _judge(values[w], threshold[w], deal[n], judged)
        off = 0
        for i in range(issues):
            off += deal[n, i] != status_quo[w, i]
        for i in range(issues):
            elsewhere = off - (deal[n, i] != status_quo[w, i]) > 0
            for k in range(options):
                tied[i, k] = allowed[w, i, k] and (elsewhere or k != status_quo[w, i])
        for column in range(3):
            least = np.inf
            for i in range(issues):
                for k in range(options):
                    if tied[i, k]:
                        least = min(least, judged[column, i, k])
            for i in range(issues):
                for k in range(options):
                    tied[i, k] = tied[i, k] and judged[column, i, k] <= least + TIE
        issue, option = 0, 0
        for place in range(issues * options - 1, -1, -1):
            if tied[place // options, place % options]:
                issue, option = place // options, place % options
        changed[n, issue] = option
    return changed
