"""What a run, or a sweep, writes to its folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summitry import registry
from summitry.kept.folders import CHART_ENDINGS, SUMMARY

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from summitry.ensembles.result import EnsembleResult


def to_json(document: dict[str, Any]) -> str:
    """Return a document as JSON text; numbers that are none (NaN) are an error, never written."""
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def write(result: EnsembleResult, place: Path) -> None:
    """Write summary and charts into a folder.

    Raises
    ------
    OSError
        The disk is full, the folder may not be written, ...
    """
    (place / SUMMARY).write_text(to_json(result.to_dict()), encoding="utf-8")
    draw({name: getattr(result.plot, name)() for name in registry.registered("charts")}, place)


def draw(figures: Mapping[str, Figure], place: Path) -> None:
    """Write charts, by name, into a folder of a folder, each as PNG and as SVG.

    Raises
    ------
    OSError
        As in `write`.
    """
    from summitry.charts.look import save

    charts = place / "charts"
    charts.mkdir()
    for name, figure in figures.items():
        for ending in CHART_ENDINGS:
            save(figure, charts / f"{name}{ending}")
