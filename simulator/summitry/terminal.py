"""What a person at a terminal sees: tables, and progress while they wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from summitry.assumptions import shared_prior
from summitry.ensembles.headline import from_outside, headline, interval, percent, widest

if TYPE_CHECKING:
    from summitry.ensembles.result import EnsembleResult

WIDTH = 100
"""Columns where nothing says how wide the output is, in a pipe for instance."""

MOST_BLOCKS_SHOWN = 8
MOST_DEALS_SHOWN = 3
BAR = 20


class Screen(Protocol):
    """Where answers are printed: a console, or a page of HTML (`summitry.html_screen`)."""

    def print(self, *objects: Any) -> None:
        """Print texts on a line, or a table."""


def console() -> Console:
    """Return a console for stdout, as wide as the terminal."""
    width = None if Console().is_terminal else WIDTH
    # Texts come from scenario files: brackets and colons in them are no markup.
    return Console(highlight=False, markup=False, emoji=False, width=width)


@contextmanager
def progress(what: str, total: int, done: int = 0) -> Iterator[Callable[[int], None]]:
    """Show a bar on stderr while work goes on, in a terminal only, and give the function that moves it.

    Parameters
    ----------
    what
        The things that are counted.
    total, done
        How many there are, and how many were done before; the time left is estimated from what is done from now on.
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    screen = Console(stderr=True)
    if not screen.is_terminal:
        yield lambda _: None
        return
    with Progress(*columns, console=screen, transient=True) as bar:
        task = bar.add_task(what, total=total, completed=done)
        yield lambda done: bar.advance(task, done)


def table(*columns: str, title: str = "") -> Table:
    """Return an empty table in the one look that all commands share; a column's name with > is set to the right."""
    made = Table(title=title or None, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for name in columns:
        made.add_column(name.removeprefix(">"), justify="right" if name.startswith(">") else "left", header_style="dim")
    return made


def print_result(result: EnsembleResult, screen: Screen | None = None) -> None:
    """Print the answer: headline, issues, gates, what hangs on the shared prior, states, goals, deals."""
    screen = screen or console()
    screen.print(Text(result.scenario.title, style="bold"), Text(f"(seed {result.seed})", style="dim"))
    screen.print(headline(result))
    screen.print(Text(from_outside(result), style="dim"))
    parts = [
        issues(result),
        gates(result),
        meetings(result),
        blocks(result),
        happened(result),
        assumptions(result),
        states(result),
        goals(result),
        deals(result),
    ]
    for part in parts:
        if part.row_count:
            screen.print(Padding(part, (1, 0, 0, 0)))


def issues(result: EnsembleResult) -> Table:
    """Return the chance of settling each issue, and where that is done most often."""
    made = table(
        "issue", ">chance", ">95 % interval", "", "settled most often at", title="Agreement that settles the issue"
    )
    ranked = sorted(result.settled.items(), key=lambda item: (-item[1].count, item[0]))
    for issue, chance in ranked:
        question = result.scenario.agenda.question(issue)
        shares = result.settlement(issue)
        option = max(shares, key=lambda name: shares[name]) if chance.count else ""
        often = f"{_in_words(result, issue, option)} ({percent(shares[option])})" if option else ""
        bar = Text("█" * round(BAR * chance.chance), style="cyan")
        made.add_row(question.title, percent(chance.chance), interval(chance), bar, often)
    return made


def gates(result: EnsembleResult) -> Table:
    """Return where the worlds ended."""
    made = table("gate", ">share of worlds", "", "meaning", title="Where the talks ended")
    for gate, share in result.gates.items():
        if share:
            style = "green" if gate.agreed else "red"
            bar = Text("█" * round(BAR * share), style=style)
            made.add_row(gate.label, percent(share), bar, Text(gate.meaning, style="dim"))
    return made


def meetings(result: EnsembleResult) -> Table:
    """Return the road with the chance after each meeting; no rows where there is only one."""
    made = table("meeting", "day", "level", ">held in", ">agreement so far", title="The road")
    for meeting in result.meetings if len(result.meetings) > 1 else ():
        chance = percent(meeting["agreement"]["chance"])
        made.add_row(meeting["title"], meeting["day"] or "", meeting["level"], percent(meeting["held"]), chance)
    return made


def blocks(result: EnsembleResult) -> Table:
    """Return who stood in the way of a deal, on which issue, and by how much."""
    made = table("gate", "who", "on", ">share of worlds", ">by", title="Why talks fail (by: median change in utility)")
    for block in result.blocks[:MOST_BLOCKS_SHOWN] if result.explained else ():
        change = block.lacking.quantile(0.5)
        made.add_row(
            block.gate.label,
            result.scenario.title_of(block.state),
            result.scenario.agenda.question(block.issue).title,
            percent(block.share),
            "red line" if change is None else f"{change:.3f}",
        )
    return made


def happened(result: EnsembleResult) -> Table:
    """Return what mechanisms tell of the worlds."""
    made = table("what else happened", ">share of worlds", title="What else happened")
    if result.signed.count != result.agreement.count:
        made.add_row("a deal was signed", percent(result.signed.chance))
    if result.carried_out.count != result.agreement.count:
        made.add_row("agreed, and every promise kept", percent(result.carried_out.chance))
    for name, chance in result.happened.items():
        made.add_row(told(result, name), percent(chance.chance))
    return made


def told(result: EnsembleResult, name: str) -> str:
    """Return in words what a mechanism tells under a name such as ``event.troops``."""
    kind, _, rest = name.partition(".")
    spec = result.scenario.spec
    if kind == "event":
        return spec.events[rest].title or rest.replace("_", " ")
    state, _, constituency = rest.partition(".")
    who = result.scenario.title_of(state)
    if constituency:
        who += f", {spec.states[state].constituencies[constituency].title or constituency}"
    return f"{who}: {kind.replace('_', ' ')}"


def assumptions(result: EnsembleResult) -> Table:
    """Return the chance in each stratum of the shared prior."""
    made = table("depending on", "stratum", ">chance", "", title="What no record shows (shared prior)")
    first = widest(result)
    for name, strata in result.assumptions.items():
        style = "bold" if first is not None and name == first[0] else ""
        for place, item in enumerate(strata):
            title = "" if place else shared_prior()[name].title
            bar = Text("█" * round(BAR * item.agreement.chance), style="cyan")
            made.add_row(Text(title, style=style), item.label, percent(item.agreement.chance), bar)
    return made


def states(result: EnsembleResult) -> Table:
    """Return what the talks bring each state."""
    title = "Gains over the status quo, in utility (0 to 1)"
    columns = ["state", ">mean", ">5 % to 95 % of worlds", ">mean if agreed"]
    # Where everybody must sign, everybody does wherever there is agreement.
    some = result.scenario.needed != "every state"
    misread = [">misreads the others by"] if result.explained else []
    made = table(*columns, *misread, *([">signs", ">stands aside"] if some else []), title=title)
    for p, state in enumerate(result.scenario.states):
        gain, agreed = result.tally.gain[p].to_dict(), result.tally.gain_if_agreed[p].to_dict()
        mean_if_agreed = "" if agreed["mean"] is None else f"{agreed['mean']:+.3f}"
        counts = (result.tally.signed[p], result.tally.aside[p])
        shares = [percent(float(count / result.worlds)) for count in counts] if some else []
        misread = [f"{result.belief_error[state].to_dict()['mean']:.3f}"] if result.explained else []
        middle = f"{gain['p05']:+.3f} to {gain['p95']:+.3f}"
        made.add_row(result.scenario.title_of(state), f"{gain['mean']:+.3f}", middle, mean_if_agreed, *misread, *shares)
    return made


def goals(result: EnsembleResult) -> Table:
    """Return the chances of goals."""
    made = table("goal", ">chance", ">95 % interval", "condition", title="Goals")
    for goal, chance in result.goals.items():
        condition = Text(" ".join(result.scenario.spec.goals[goal].split()), style="dim")
        made.add_row(goal, percent(chance.chance), interval(chance), condition)
    return made


def deals(result: EnsembleResult) -> Table:
    """Return the most frequent deals."""
    made = table(">share", "deal (issues left out are deferred)", title="Most frequent deals")
    for options, share in result.frequent_deals(MOST_DEALS_SHOWN):
        made.add_row(percent(share), describe_deal(result, options))
    return made


def describe_deal(result: EnsembleResult, options: dict[str, str]) -> str:
    """Return a deal in words, without the issues that stay at a status quo that all worlds share."""
    said = []
    for issue, option in options.items():
        i = result.scenario.issues.index(issue)
        question = result.scenario.agenda.questions[i]
        if result.tally.status_quo[i, question.options.index(option)] < result.worlds:
            said.append(f"{question.title}: {_in_words(result, issue, option)}")
    return "; ".join(said)


def _in_words(result: EnsembleResult, issue: str, option: str) -> str:
    i = result.scenario.issues.index(issue)
    return result.scenario.in_words(i, result.scenario.agenda.questions[i].options.index(option))
