"""What editors check files by agrees with what the reader takes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from summitry.scenario.json_schema import json_schema
from summitry.scenario.library import shipped
from summitry.scenario.yaml_reader import read_yaml_file
from tests.simulator.test_outcome_on_record import OUTCOME, talks


@pytest.fixture(scope="module")
def editor() -> jsonschema.Draft202012Validator:
    schema = json.loads(json.dumps(json_schema()))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("path", shipped().values(), ids=shipped())
def test_every_shipped_file_is_right_for_editors(editor: jsonschema.Draft202012Validator, path: Path) -> None:
    editor.validate(read_yaml_file(path).data)


@pytest.mark.parametrize(
    "more",
    [
        {"outcome": OUTCOME, "confidence": "low"},
        {"outcome": {"agreed": False}, "confidence": {"level": "high", "reason": "all on record"}},
    ],
)
def test_editors_accept_what_came_of_the_talks(editor: jsonschema.Draft202012Validator, more: dict[str, Any]) -> None:
    editor.validate(talks(**more))


@pytest.mark.parametrize(
    "more",
    [
        {"outcome": {}},
        {"outcome": {**OUTCOME, "agreed": None}},
        {"outcome": {**OUTCOME, "ratified": "yes"}},
        {"outcome": {**OUTCOME, "issues": {"money": {"east": 2}}}},
        {"outcome": {**OUTCOME, "settled": {}}},
        {"confidence": "hihg"},
        {"confidence": {"reason": "no level"}},
    ],
)
def test_editors_mark_what_the_reader_refuses(editor: jsonschema.Draft202012Validator, more: dict[str, Any]) -> None:
    assert not editor.is_valid(talks(**more))
