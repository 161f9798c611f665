"""What do envoys know of each other? The error of their beliefs, round by round."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

from summitry.charts import look
from summitry.charts.fans import Fan, sheet
from summitry.charts.page import WIDTH, Page
from summitry.charts.plane import spanned
from summitry.charts.words import counted, short
from summitry.ensembles.result import EnsembleResult
from summitry_agents.deals import Floats

if TYPE_CHECKING:
    import xarray as xr

_LEAST = 0.02
"""Of utility that the scale spans at least."""


_NOTHING = 1e-9
"""Errors that are no larger are rounding."""


def beliefs(result: EnsembleResult, worlds: int = 200, inches: float = WIDTH) -> Figure:
    """Return how far what each state's envoys believe of the others is from the truth, round by round.

    Parameters
    ----------
    result
        What the talks came to.
    worlds
        How many of its worlds to look into.
    inches
        Width of the sheet.
    """
    talks = result.trace(worlds)
    errors, prior = _errors(talks), _errors_of_the_prior(talks)
    fans = [
        Fan(
            result.scenario.title_of(state),
            f"median {_figure(errors[:, 0, p])} before, {_figure(errors[:, -1, p])} at the end",
            errors[..., p],
            float(np.median(prior[:, p])),
        )
        for p, state in enumerate(result.scenario.states)
    ]
    subtitles = [
        f"{short(result.scenario.title)}: how far what each side believes of the others' wishes is from the truth",
        "Root mean square error of the believed utility (0 to 1) of a deal drawn at random, the mean over the others; "
        f"{counted(talks.sizes['world'])}. Talks that are over count with what was believed at their end.",
    ]
    shown = np.concatenate([*(fan.bands.ravel() for fan in fans), [fan.reference or 0.0 for fan in fans]])
    texts = (_title(errors), subtitles, _notes(talks))
    with look.style():
        if shown.max() <= _NOTHING:
            return Page.of(inches, 0.0, *texts).chart
        moments = np.arange(errors.shape[1], dtype=np.float64)
        reference = "what everybody expects of the others at first: its median"
        return sheet(fans, ("rounds played", moments), spanned(shown, _LEAST, 0.0), texts, inches, reference).chart


def _errors(talks: xr.Dataset) -> Floats:
    """Return (W, R + 1, P): the error before the talks and after each round, the mean over the others."""
    first = talks.belief_error_at_first.to_numpy()[:, None]
    each = np.concatenate([first, talks.belief_error.to_numpy()], axis=1)
    mean = np.nansum(each, axis=-1) / (each.shape[-1] - 1)
    latest = np.minimum(np.arange(each.shape[1]), talks.rounds.to_numpy()[:, None])
    return np.asarray(np.take_along_axis(mean, latest[..., None], axis=1))


def _errors_of_the_prior(talks: xr.Dataset) -> Floats:
    """Return (W, P): the same error if each envoy believed what everybody expects."""
    about = talks.prior_error.to_numpy()
    return np.asarray((about.sum(axis=1, keepdims=True) - about) / (about.shape[1] - 1))


def _title(errors: Floats) -> str:
    """Say how large the error is before the talks and at their end."""
    first, last = errors[:, 0], errors[:, -1]
    if errors.max() <= _NOTHING:
        return "Every side knows the others' wishes exactly, from the start"
    if (errors == errors[:, :1]).all():
        return f"Beliefs about the others never move: median error {_figure(first)}"
    return f"Median error of beliefs: {_figure(first)} before the talks, {_figure(last)} at their end"


def _notes(talks: xr.Dataset) -> list[str]:
    """Say when talks are over, and what the error leaves out."""
    said = ["What the others would rather walk away from is no part of it."]
    if talks.sizes["round"] < 2:
        return said
    return [*said, f"Half of the talks are over by the end of round {int(np.median(talks.rounds)):,}."]


def _figure(errors: Floats) -> str:
    return f"{np.median(errors):.3f}"
