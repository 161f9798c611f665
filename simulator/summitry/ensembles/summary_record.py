"""What a scenario file says beside the scenario: what came of the talks, how sure its coder is, what it rests on."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from summitry.scenario.outcome import NOT_SETTLED
from summitry.scenario.scenario import Scenario
from summitry.terminal import table

SAID = {True: "yes", False: "no"}


def outcome(scenario: Scenario) -> Table:
    """Return what came of the talks; no rows if the file does not say."""
    made = table("", "", title="What came of the talks (no world reads it)")
    came = scenario.spec.outcome
    if came is None:
        return made
    made.add_row("agreed", f"{SAID[came.agreed]}{f', {came.date}' if came.date else ''}")
    for issue, settled in sorted(came.issues.items()):
        made.add_row(scenario.agenda.question(issue).title, _settled(scenario, issue, settled))
    for name in ("ratified", "carried_out"):
        known = getattr(came, name)
        if known is not None:
            made.add_row(name.replace("_", " "), SAID[known])
    if came.note:
        made.add_row("note", Text(" ".join(came.note.split()), style="dim"))
    return made


def rests_on(scenario: Scenario) -> Text:
    """Return how many sources the file names, and how sure its coder is; empty if it says neither."""
    spec = scenario.spec
    came = [] if spec.outcome is None else spec.outcome.sources
    sources = [*spec.sources, *(source for state in spec.states.values() for source in state.sources), *came]
    said = [f"Sources: {len(sources)}, named in the file."] if sources else []
    if spec.confidence is not None:
        reason = f" ({' '.join(spec.confidence.reason.split())})" if spec.confidence.reason else ""
        said.append(f"Coder's confidence: {spec.confidence.level}{reason}.")
    return Text(" ".join(said), style="dim")


def _settled(scenario: Scenario, issue: str, settled: str | dict[str, float] | None) -> str:
    if settled is None:
        return NOT_SETTLED
    if isinstance(settled, dict):
        return ", ".join(f"{100 * share:.4g} % to {scenario.title_of(state)}" for state, share in settled.items())
    return f"{settled} {scenario.agenda.question(issue).unit}".strip()
