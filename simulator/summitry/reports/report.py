"""The answers that a report tells, and its page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from summitry.ensembles.result import EnsembleResult
from summitry.leverage.levers import Levers
from summitry.sensitivity.drivers import Drivers


@dataclass(frozen=True, repr=False)
class Report:
    """What is said of a set of talks, on one page.

    Parameters
    ----------
    result
        The chances, on what, and why not.
    drivers
        What moves the chance of agreement.
    levers
        What states could change, each by itself.
    """

    result: EnsembleResult
    drivers: Drivers
    levers: tuple[Levers, ...] = ()

    def to_html(self) -> str:
        """Return the page: it needs no other file, no network and no script."""
        from summitry.reports.page import page

        return page(self)

    def save(self, path: str | Path) -> None:
        """Write the page to a file whose name ends in ``.html``; an earlier one stays until the new one is whole.

        Raises
        ------
        ScenarioError
            The file has another ending, or no folder.
        OSError
            The folder may not be written, the disk is full, ...
        """
        from summitry.reports.file import replacing

        with replacing(Path(path)) as place:
            place.write_text(self.to_html(), encoding="utf-8", newline="\n")

    def __repr__(self) -> str:
        return f"<Report on {self.result.scenario.id}: {self.result.headline()}>"
