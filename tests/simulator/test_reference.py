"""Every key has its meaning, its range and an example, in the schema and on the reference page made from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from summitry import registry
from summitry.scenario.json_schema import VARIANT, json_schema
from summitry.scenario.quantity import KINDS
from summitry.scenario.reference import reference
from tests.end_to_end.command import summitry

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SCHEMA = json_schema()
WAYS_TO_WRITE_A_NUMBER = {*KINDS, "value"}
CONDITIONS = ("if", "then", "allOf")
"""What narrows keys that are described elsewhere."""


def keys(schema: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every key of the schema below a path, described or not."""
    if isinstance(schema, list):
        for item in schema:
            yield from keys(item, path)
    elif isinstance(schema, dict):
        for key, value in schema.get("properties", {}).items():
            yield ".".join((*path, key)), value
            yield from keys(value, (*path, key))
        for name, value in schema.items():
            if name not in ("properties", "examples", "default", *CONDITIONS):
                yield from keys(value, path)


PARTS = {name: part for name, part in SCHEMA["$defs"].items() if not name.startswith(("Quantity", "Judgement"))}


@pytest.mark.parametrize("name", SCHEMA["$defs"])
def test_every_key_is_described_and_its_examples_are_right(name: str) -> None:
    found = dict(keys(SCHEMA["$defs"][name]))
    assert found
    for path, value in found.items():
        assert value.get("description", "").strip(), path
        assert value.get("examples"), path
        check = jsonschema.Draft202012Validator({"$defs": SCHEMA["$defs"], **value})
        for example in value["examples"]:
            assert check.is_valid(example), (path, example)


def test_the_committed_page_is_what_the_command_prints() -> None:
    assert summitry("schema", "--markdown").stdout == (SCENARIOS / "README.md").read_text(encoding="utf-8")


def test_the_page_has_a_row_for_every_key_of_every_part() -> None:
    sections = dict(section.split("\n", 1) for section in reference().split("\n## ")[1:])
    titles = {"Scenario": "The file", "RedLines": "Red lines"}
    for name, part in PARTS.items():
        if name.endswith(VARIANT):
            continue
        inside = part if "properties" in part else part["anyOf"][1]
        rows = re.findall(r"^\| `(\w+)`\*? \|", sections[titles.get(name, name)], flags=re.MULTILINE)
        assert rows == list(inside["properties"]), name


def test_its_links_lead_somewhere() -> None:
    page = reference()
    titles = re.findall(r"^## (.*)$", page, flags=re.MULTILINE)
    anchors = {title.lower().replace(" ", "-") for title in titles}
    for target in re.findall(r"\]\(([^)]+)\)", page):
        assert target.removeprefix("#") in anchors if target.startswith("#") else (SCENARIOS / target).exists(), target


def test_all_rows_of_a_table_are_of_one_width() -> None:
    for table in re.findall(r"(?:^\|.*\n)+", reference(), flags=re.MULTILINE):
        widths = {len(re.sub(r"\\\|", "", row).split("|")) for row in table.splitlines()}
        assert len(widths) == 1, table


def test_editors_complete_the_names_of_protocols() -> None:
    protocol = SCHEMA["$defs"]["Talks"]["properties"]["protocol"]
    assert protocol["enum"] == list(registry.registered("protocols"))
    assert SCHEMA["$defs"]["Meeting"]["properties"]["protocol"]["enum"] == protocol["enum"]
