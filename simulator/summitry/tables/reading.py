"""From the tables that political forecasters keep to a scenario.

What a table says becomes the scenario, and nothing else: a position is the ideal point on a range from 0 to 100, laid
on a grid of `STEPS` options; salience and capability are divided by 100. A number with a standard deviation is a beta
distribution with that mean and spread (a capability, which has no upper end, a normal one). A status quo is one of the
options: where it lies between them the grid has `FINE_STEPS`, and the nearest is taken.

Several tables of one case, each by one coder, become one scenario: every number is then drawn from those that the
coders gave, each as likely as the other (a linear opinion pool: Stone 1961, *Annals of Mathematical Statistics* 32), or
known where they agree. Of numbers with standard deviations, the mixture is given by its mean and spread.

Where the status quo of an issue lies, a row of the actor "status quo" (or "reference point") says. Tables of EU
decisions often have none: failure is then off the scale, and as bad as the worst deal for everybody (`walk_away: 0`).
That is the case in which bargaining theory comes to what the compromise model says (Achen 2006, in Thomson et al., *The
European Union Decides*). A table in which some issues have a status quo and some have not cannot be used: what a state
falls back on must be one thing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from summitry.scenario.problems import Problem, ScenarioError
from summitry.scenario.scenario import Scenario
from summitry.scenario.yaml_writer import dump_yaml
from summitry.tables.coders_table import TOP, CodersTable, Judged, read_table
from summitry.tables.intercoder import Agreement

STEPS, FINE_STEPS = 21, 101
ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
LEAST_ACTORS = 2
SMALLEST_BETA = 1e-2
"""A beta whose a and b come to less has all but nothing between its ends, and is written as a choice of them."""

HEADER = """\
# Made from {sources}.
# Positions lie on each issue's scale from 0 to 100; saliences and capabilities of the table are divided by 100.
# {mixture}
# {failure}
"""
ALONE = "Numbers with a standard deviation in the table are distributions with that mean and spread."
MIXED = "Where coders differ, the number is drawn from theirs, each as likely as the other."
STANDS = "status_quo is what the table calls so."
OFF = (
    "The table says of no issue what stands if it is not settled: failure is off the scale (status_quo: none), and as\n"
    "# bad as the worst deal (walk_away: 0). Where more is known, write it here."
)


@dataclass(frozen=True)
class TablesReport:
    """What tables held, and how far their coders agree.

    Parameters
    ----------
    coders
        Names of the tables.
    actors, issues
        How many.
    agreement
        Of positions, saliences and capabilities, from 0 to 100; empty with one coder.
    ignored
        By table: columns that were not read.
    """

    coders: tuple[str, ...]
    actors: int
    issues: int
    agreement: tuple[Agreement, ...]
    ignored: Mapping[str, Sequence[str]]

    def __str__(self) -> str:
        many = f"{len(self.coders)} coders" if len(self.coders) > 1 else "1 coder"
        lines = [f"{self.actors} actors, {self.issues} issue{'s' if self.issues > 1 else ''}, {many}"]
        for table, columns in self.ignored.items():
            if columns:
                lines.append(f"{table}: not read: {', '.join(columns)}")
        return "\n".join([*lines, *map(str, self.agreement)])


def scenario_from_csv(paths: Sequence[str | os.PathLike[str]]) -> tuple[str, TablesReport]:
    """Return the scenario, as YAML, that one or several coders' tables of one case say, and a report on them.

    Parameters
    ----------
    paths
        At least one table; `summitry.tables.coders_table.read_table` says what it looks like.

    Raises
    ------
    ScenarioError
        With every mistake found, each with file, line and column.
    ValueError
        There is no path.
    """
    if not paths:
        raise ValueError("paths: found none, expected at least one table")
    tables = [read_table(path) for path in paths]
    problems = [problem for table in tables for problem in table.problems]
    problems = problems or [*_incomplete(tables[0]), *_differences(tables)]
    if problems:
        raise ScenarioError(problems)
    data = _scenario(tables)
    Scenario.from_dict(data, tables[0].source)  # says what no scenario can hold, such as a hundred actors
    sources = ", ".join(Path(table.source).name for table in tables)
    header = HEADER.format(
        sources=" ".join(sources.split()),
        mixture=MIXED if len(tables) > 1 else ALONE,
        failure=STANDS if tables[0].status_quo else OFF,
    )
    return header + dump_yaml(data), _report(tables)


def _incomplete(table: CodersTable) -> Iterator[Problem]:
    """Yield what a table lacks to be a case."""
    if len(table.actors) < LEAST_ACTORS:
        named = f"the actor {', '.join(table.actors.values())} alone" if table.actors else "no actor"
        yield Problem(f"found {named}, expected at least {LEAST_ACTORS} actors", source=table.source)
    without = [name for issue, name in table.issues.items() if issue not in table.status_quo]
    if table.status_quo and without:
        named = ", ".join(without)
        text = f"found no status quo of {named}, expected one of every issue, as others have it, or of none"
        yield Problem(text, source=table.source)


def _differences(tables: Sequence[CodersTable]) -> Iterator[Problem]:
    """Yield what coders of one case do not have in common."""
    actors = {key: name for table in tables for key, name in table.actors.items()}
    issues = {key: name for table in tables for key, name in table.issues.items()}
    rows = {row: None for table in tables for row in table.positions}
    standing = {key: None for table in tables for key in table.status_quo}
    for table in tables:
        missing = [f"actor {name}" for key, name in actors.items() if key not in table.actors]
        missing += [f"issue {name}" for key, name in issues.items() if key not in table.issues]
        missing += [f"status quo of {issues[key]}" for key in standing if key not in table.status_quo]
        missing += [
            f"row of {actors[actor]} on {issues[issue]}"
            for actor, issue in rows
            if actor in table.actors and issue in table.issues and (actor, issue) not in table.positions
        ]
        for what in missing:
            yield Problem(f"found no {what}, expected what other coders have", source=table.source)


def _scenario(tables: Sequence[CodersTable]) -> dict[str, Any]:
    """Return the scenario as plain data."""
    first = tables[0]
    ids = {**_ids(first.actors), **_ids(first.issues)}
    issues = {}
    for key, name in first.issues.items():
        standing = [table.status_quo[key] for table in tables if key in table.status_quo]
        coarse = all(each.sd or (each.mean / TOP * (STEPS - 1)).is_integer() for each in standing)
        nearest = [each if each.sd else Judged(float(round(each.mean))) for each in standing]
        issues[ids[key]] = {
            **_title(ids[key], name),
            "range": {"from": 0, "to": int(TOP), "steps": STEPS if coarse else FINE_STEPS},
            "status_quo": _pooled(nearest, 1) if standing else "none",
        }
    states = {}
    for key, name in first.actors.items():
        positions = {
            ids[issue]: {
                "ideal": _pooled([table.positions[actor, issue] for table in tables], 1),
                "salience": _pooled([table.saliences[actor, issue] for table in tables], TOP),
            }
            for actor, issue in first.positions
            if actor == key
        }
        states[ids[key]] = {
            **_title(ids[key], name),
            "capability": _pooled([table.capabilities[key] for table in tables], TOP, bounded=False),
            **({} if first.status_quo else {"walk_away": 0}),
            "positions": positions,
        }
    title = Path(first.source).stem.replace("_", " ").replace("-", " ").strip().capitalize()
    sources = [f"Coder's table {Path(table.source).name}" for table in tables]
    return {"title": title, "sources": sources, "issues": issues, "states": states}


def _ids(keys: Iterable[str]) -> dict[str, str]:
    """Return an id for each key: the key itself, if ids are made of such letters and it is not too long."""
    return {key: key if ID.fullmatch(key) else f"number_{place}" for place, key in enumerate(keys, start=1)}


def _title(id_: str, name: str) -> dict[str, str]:
    """Return the title to write, where it is not what the id would be called anyway."""
    return {} if id_.replace("_", " ").capitalize() == name else {"title": name}


def _pooled(judged: Sequence[Judged], unit: float, bounded: bool = True) -> Any:
    """Return the mixture of what coders say, as a scenario writes it.

    Parameters
    ----------
    judged
        By coder, from 0 to 100.
    unit
        By what to divide.
    bounded
        Whether it has an upper end.
    """
    means = [_tidy(each.mean / unit) for each in judged]
    if not any(each.sd for each in judged):
        return means[0] if len(set(means)) == 1 else {"choice": means}
    mean = float(np.mean([each.mean for each in judged]))
    # The variance of a mixture: that within, and that between those who are mixed.
    variance = float(np.mean([each.sd**2 + (each.mean - mean) ** 2 for each in judged]))
    if not bounded:
        return {"normal": [_tidy(mean / unit), _tidy(variance**0.5 / unit)]}
    share = mean / TOP
    size = share * (1 - share) / (variance / TOP**2) - 1
    if size < SMALLEST_BETA:
        return {"choice": {"0": _tidy(1 - share), str(_tidy(TOP / unit)): _tidy(share)}}
    return {"beta": [_tidy(share * size), _tidy((1 - share) * size)]}


def _tidy(number: float) -> int | float:
    rounded = round(number, 6)
    return int(rounded) if rounded.is_integer() else rounded


def _report(tables: Sequence[CodersTable]) -> TablesReport:
    first = tables[0]
    names = {**first.issues, **first.actors}
    agreement: tuple[Agreement, ...] = ()
    if len(tables) > 1:
        rows = first.positions
        agreement = (
            Agreement("position", {_unit(names, *row): [t.positions[row].mean for t in tables] for row in rows}),
            Agreement("salience", {_unit(names, *row): [t.saliences[row].mean for t in tables] for row in rows}),
            Agreement(
                "capability",
                {_unit(names, actor): [t.capabilities[actor].mean for t in tables] for actor in first.actors},
            ),
        )
    coders = tuple(Path(table.source).name for table in tables)
    ignored = {Path(table.source).name: table.ignored for table in tables}
    return TablesReport(coders, len(first.actors), len(first.issues), agreement, ignored)


def _unit(names: Mapping[str, str], *keys: str) -> tuple[str, ...]:
    return tuple(names[key] for key in keys)
