"""The page of a report: what its template is given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from summitry import terminal
from summitry.assumptions import shared_prior
from summitry.ensembles import summary, summary_events, summary_home, summary_record, summary_road
from summitry.ensembles.headline import from_outside, interval, percent, widest
from summitry.ensembles.summary_words import words
from summitry.leverage import table as levers_table
from summitry.leverage import words as levers_words
from summitry.reports.grids import Grid
from summitry.reports.pictures import CHARTS, Picture, pictures
from summitry.scenario.quantity import Quantity
from summitry.sensitivity import table as drivers_table
from summitry.sensitivity import words as drivers_words
from summitry.workers.versions import installed, versions

if TYPE_CHECKING:
    from rich.table import Table

    from summitry.leverage.levers import Levers
    from summitry.reports.report import Report
    from summitry.scenario.scenario import Scenario
    from summitry.sensitivity.drivers import Drivers

TEMPLATES = Path(__file__).with_name("templates")
_URL = re.compile(r"(https?://[^\s<>\"]*[^\s<>\"'.,;:!?)\]])")


@dataclass(frozen=True)
class _Pulled:
    """What one state could change, as the page shows it.

    Parameters
    ----------
    of
        The state's id.
    title
        What the state is called.
    said
        What is seen, in sentences.
    picture
        The chart.
    tables
        Rankings, and conditions at home.
    notes
        How to read them.
    """

    of: str
    title: str
    said: list[str]
    picture: Picture
    tables: list[Grid]
    notes: list[str]

    @classmethod
    def of_state(cls, levers: Levers) -> _Pulled:
        """Return what is shown of the levers of one state."""
        shows = f"What levers of {levers.title} do to the chance of agreement, and to its own gain."
        made = [*levers_table.rankings(levers), levers_table.conditions(levers)]
        return cls(
            levers.state,
            levers.title,
            levers_words.in_words(levers),
            Picture.of(f"levers-{levers.state}", levers.plot, shows),
            [Grid.of(each) for each in made if each.row_count],
            levers_table.notes(levers),
        )


def page(report: Report) -> str:
    """Return the page as HTML."""
    result = report.result
    return (
        _environment()
        .get_template("report.html.jinja")
        .render(
            report=report,
            result=result,
            scenario=result.scenario,
            worlds="1 world" if result.worlds == 1 else f"{result.worlds:,} worlds",
            prior=shared_prior(),
            pictures={part: list(pictures(result, part)) for part in CHARTS},
            tables=_tables(report),
            positions=[Grid.of(summary.positions(result.scenario, state)) for state in result.scenario.states],
            tornado=_tornado(report.drivers),
            spread=widest(result),
            drivers_said=drivers_words.in_words(report.drivers),
            drivers_read=drivers_words.how_to_read(report.drivers),
            levers=[_Pulled.of_state(levers) for levers in report.levers],
            from_outside=from_outside(result),
            rests_on=summary_record.rests_on(result.scenario).plain,
            sources=_sources(result.scenario),
            assumptions=[assumption for name, assumption in shared_prior().items() if name in result.assumptions],
            versions={**versions(), **{package: installed(package) for package in ("matplotlib", "jinja2")}},
        )
    )


@cache
def _environment() -> Environment:
    """Return where templates are found and what they may use; every text is escaped."""
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    found.filters.update(percent=percent, interval=interval, links=links, in_short=in_short)
    return found


def _tornado(drivers: Drivers) -> Picture | None:
    """Return the tornado, if any input was held."""
    if not drivers.swings:
        return None
    return Picture.of("tornado", drivers.plot, "The chance of agreement with one input held low, and held high.")


def _tables(report: Report) -> Mapping[str, Grid]:
    """Return by name the tables that have rows: of the answer, of what moves it, of the scenario."""
    result, scenario = report.result, report.result.scenario
    made: dict[str, Table] = {
        "meetings": terminal.meetings(result),
        "goals": terminal.goals(result),
        "issues": terminal.issues(result),
        "deals": terminal.deals(result),
        "states": terminal.states(result),
        "gates": terminal.gates(result),
        "blocks": terminal.blocks(result),
        "happened": terminal.happened(result),
        "assumptions": terminal.assumptions(result),
        "indices": drivers_table.indices(report.drivers),
        "tornado": drivers_table.tornado(report.drivers),
        "on the table": summary.issues(scenario),
        "linkages": summary.linkages(scenario),
        "ratification": summary_home.ratification(scenario),
        "talks": summary.talks(scenario),
        "road": summary_road.road(scenario),
        "mandates": summary_home.mandates(scenario),
        "mediators": summary_events.mediators(scenario),
        "events": summary_events.events(scenario),
        "outcome": summary_record.outcome(scenario),
    }
    return {name: Grid.of(table) for name, table in made.items() if table.row_count}


def _sources(scenario: Scenario) -> list[str]:
    """Return what the file names as its sources, each once."""
    spec = scenario.spec
    parts = [spec.sources, *(state.sources for state in spec.states.values())]
    parts += [] if spec.outcome is None else [spec.outcome.sources]
    return list(dict.fromkeys(chain.from_iterable(parts)))


def in_short(quantity: Quantity) -> str:
    """Return a number of the shared prior in words; its thirds are written out in the file.

    Examples
    --------
    >>> in_short(Quantity("uniform", (0.3333333333, 0.6666666667)))
    '0.33 to 0.67'
    """
    values = tuple(round(value, 2) if isinstance(value, float) else value for value in quantity.values)
    return words(replace(quantity, values=values))


def links(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a text, and whether each is an address of the web.

    Examples
    --------
    >>> list(links("Readout (https://example.org/a), 12 May"))
    [('Readout (', False), ('https://example.org/a', True), ('), 12 May', False)]
    """
    for place, part in enumerate(_URL.split(text)):
        if part:
            yield part, place % 2 == 1
