"""Round numbers along a scale of differences."""

from __future__ import annotations

import numpy as np
from matplotlib.ticker import MaxNLocator

from summitry.charts import look
from summitry.charts.text import width


def ticks(scale: tuple[float, float], room: float, gains: bool) -> list[tuple[float, str]]:
    """Return round numbers between the ends of a scale, with how they are written, as many as there is room for.

    Parameters
    ----------
    scale
        Its ends, around 0.
    room
        Its length in inches.
    gains
        Whether it is of gains, in utility; if not, of chances, written in percentage points.
    """
    (low, high), times = scale, 1 if gains else 100
    for most in (6, 4, 3, 2, 1):
        found = np.asarray(MaxNLocator(most, steps=[1, 2, 5, 10]).tick_values(times * low, times * high)) / times
        marks = [0.0 if abs(tick) < 1e-12 else float(tick) for tick in found if low <= tick <= high]
        said = [_written(times * tick) for tick in marks]
        widest = max((width(text, look.SMALL) for text in said), default=0.0) + 0.1
        if len(marks) < 2 or (marks[1] - marks[0]) / (high - low) * room >= widest:
            return list(zip(marks, said, strict=True))
    return [(0.0, "0")]


def _written(tick: float) -> str:
    return f"{round(tick, 9):+g}" if round(tick, 9) else "0"
