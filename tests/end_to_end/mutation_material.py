"""What damaged scenario files are made from: whole talks, and the odd things that are put into them."""

from __future__ import annotations

from typing import Any

from summitry.scenario.yaml_writer import dump_yaml
from summitry.writing.templates import from_template, templates
from tests.simulator.diplomacy import diplomacy

TALKS, BASE, FOLDER = "talks.yaml", "base.yaml", "folder.yaml"
"""The file to run, the one that it extends, and a folder that is no file."""

SMALL = """\
title: Two neighbours talk # a comment
issues:
  troops: {range: {from: 0, to: 100, steps: 6}, status_quo: 20, performed_by: east}
  prisoners: {options: [neither, one, both]}
states:
  east:
    trust: {west: high}
    positions:
      troops: {ideal: 20, salience: {normal: [0.8, 0.1]}, red_lines: {above: 80}}
      prisoners: {ideal: {choice: {neither: 0.6, one: 0.4}}, salience: 0.2}
  west:
    premium: {uniform: [0, 0.2]}
    positions:
      troops: {ideal: 100, salience: 0.9, reason: 'said so: on Monday'}
      prisoners: {values: {neither: 0, one: 0.3, both: 1}, salience: 0.6}
"""
PIE = """\
title: "Three divide a budget"
date: 2024-02-29
issues:
  budget: {kind: division, steps: 6}
  seat: {options: [north, south], status_quo: none}
states:
  a: {walk_away: 0.1, positions: {budget: {salience: 1}, seat: {ideal: north}}}
  b: {walk_away: {beta: [2, 8]}, positions: {budget: {}, seat: {ideal: south, salience: very low}}}
  c: {walk_away: 0.2, patience: low, positions: {budget: {salience: 0.3}}}
talks: {rounds: 8, rule: majority, protocol: random_proposer}
goals: {seated: seat == north}
outcome: {agreed: true, date: 2024-03-01}
"""

NUMBERS = (
    "-1", "-0.0", "0", "1", "2", "1.0000001", "0.9999999999", "40", "1000", "4096", "4097", "36525", "1e6", "1e15",
    "5e-324", "1e-12", "1e308", "-1e308", "1e309", "9" * 30, "9" * 31, "-" + "9" * 30, "0x10", "1_000", "1e", "+5",
    ".nan", ".inf", "-.inf", "1/2", "50%", "0,5", "\u0663", "\U0001d7d7",
)  # fmt: skip
VALUES = (
    "true", "[]", "{}", "''", "word", "3", "0.5", "[1, 2]", "{a: 1}", "2021-05-19", "[[1], {b: [2]}]", "'5'",
    '"two\\nlines"', "{normal: [0.5]}", "{uniform: [1, 0]}", "{choice: {}}", "{value: {value: 1}}", "{reason: none}",
    "{triangular: [0, 0, 0]}", "{beta: [1e-300, 1e-300]}", "{normal: [0.5, 1e-300]}", "{normal: [0, 1e300]}",
    "!!python/object/apply:os.system [id]", "!!binary aGVsbG8=", "!!int word", "!own x", "|", ">", "? x", "- x", "@x",
    "`x`", "%x", "'", '"', "{", "]", "a: b", "#", "---", "...",
)  # fmt: skip
ODD = (
    "\0", "\x07", "\x1b[31m", "\x7f", "\x85", "\xa0", "\xad", "\u200b", "\u202e", "\u2066", "\u2028", "\u2029",
    "\ufeff", "\ufffe", "\ufffd", "e\u0301", "\u0130", "ß", "\ufb01", "😀", "👩\u200d🚀", "\U000e0041", "\U0010ffff",
    "中", "\u0627", "\udced\udca0\udc80", "\udced\udcb0\udc80", "\udcff\udcfe", "\udcc0\udc80", "\udce2\udc82",
)  # fmt: skip
ESCAPES = (
    r"\0", r"\ud800", r"\udc00", r"\U00110000", r"\UFFFFFFFF", r"\x1b[2J", r"\u202e", r"\u2028", r"\q", r"\ufeff",
)  # fmt: skip
NAMES = (
    "", "''", "' '", ".", "..", "nobody", "nobody.yaml", TALKS, f"./{TALKS}", FOLDER, "reykjavik-2021", "hanoi",
    "/dev/null", "/dev/zero.yaml", r'"a\0b.yaml"', r'"a\nb.yaml"', "😀.yaml", "x" * 300 + ".yaml", "3", "[base.yaml]",
    "null", "{a: base.yaml}", "http://example.org/base.yaml", "'*.yaml'",
)  # fmt: skip
"""What may stand behind `extends`."""


def small_talks() -> list[str]:
    """Return the texts of talks that take little time to play."""
    return [SMALL, PIE, dump_yaml(diplomacy()), *map(from_template, templates())]


class Holes:
    """Raw text put in places of plain data, which is then written as YAML around it."""

    def __init__(self) -> None:
        self.raw: dict[str, str] = {}

    def put(self, raw: str) -> str:
        """Return the sign that stands for a raw text until all is written."""
        sign = f"hole{len(self.raw)}hole"
        self.raw[sign] = raw
        return sign

    def written(self, data: dict[str, Any]) -> str:
        """Return the data as YAML, with the raw texts in it."""
        text = dump_yaml(data)
        for sign, raw in self.raw.items():
            text = text.replace(sign, raw)
        return text
