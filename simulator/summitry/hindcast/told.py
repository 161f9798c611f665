"""The scoreboard at the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from summitry.ensembles.headline import percent
from summitry.hindcast.scoreboard import CAVEATS, FORECASTERS, MODEL, Scoreboard
from summitry.terminal import Screen, console, table

ASKED = {"agreement": "Was there an agreement?", "issues": "Which issues did it settle?"}


def print_board(board: Scoreboard, screen: Screen | None = None) -> None:
    """Print what the board says on its face, scores, cases, and the worst misses."""
    screen = screen or console()
    screen.print(
        Text(f"Chances held against {len(board.cases)} real talks", style="bold"),
        Text(f"(seed {board.seed}, {board.worlds:,} worlds each)", style="dim"),
    )
    for caveat in CAVEATS:
        screen.print(f"- {caveat}")
    for kind, scored in board.kinds.items():
        screen.print(Padding(_scores(scored, ASKED[kind]), (1, 0, 0, 0)))
    screen.print()
    for sentence in board.says:
        screen.print(f"- {sentence}")
    for part in (_cases(board), _misses(board)):
        if part.row_count:
            screen.print(Padding(part, (1, 0, 0, 0)))


def _scores(scored: Mapping[str, Any], title: str) -> Table:
    made = table(
        "forecaster",
        ">Brier",
        ">95 % interval",
        ">log",
        ">model minus it",
        ">95 % interval",
        title=f"{title} ({scored['n']} questions in {scored['cases']} cases; {scored['came']} came)",
    )
    ranked = sorted(scored["scores"].items(), key=lambda item: item[1]["brier"]["mean"])
    for name, scores in ranked:
        brier, log = scores["brier"], scores["log"]
        numbers = [f"{brier['mean']:.3f}", f"{brier['low']:.3f} to {brier['high']:.3f}", f"{log['mean']:.3f}"]
        if name != MODEL:
            by = scored["model_minus"][name]["brier"]
            numbers += [f"{by['mean']:+.3f}", f"{by['low']:+.3f} to {by['high']:+.3f}"]
        made.add_row(Text(FORECASTERS[name], style="bold" if name == MODEL else ""), *numbers)
    return made


def _cases(board: Scoreboard) -> Table:
    made = table("case", "date", "came", ">model", ">shuffled", ">base rate", "coder is", title="Case by case")
    for case in sorted(board.cases, key=lambda case: (case["date"] or "", case["case"])):
        chances = case["chances"]
        came = Text("agreed", style="green") if case["agreed"] else Text("failed", style="red")
        three = (percent(chances[name]) for name in (MODEL, "shuffled", "base_rate"))
        made.add_row(case["case"], case["date"] or "", came, *three, case["confidence"] or "")
    return made


def _misses(board: Scoreboard) -> Table:
    made = table("case", "came", ">chance", "the model's reason", title="Worst misses")
    for case in board.misses:
        came = "agreed" if case["agreed"] else "failed"
        reasons = "; ".join(_reason(reason) for reason in case["reasons"])
        made.add_row(case["case"], came, percent(case["chances"][MODEL]), reasons)
    return made


def _reason(reason: Mapping[str, Any]) -> str:
    where = f": {reason['state']} on {reason['issue']}" if "state" in reason else ""
    return f"{reason['gate']}{where} ({percent(reason['share'])})"
