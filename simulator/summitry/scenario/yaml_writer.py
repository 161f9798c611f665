"""Plain data written as YAML that the reader reads back the same."""

from __future__ import annotations

import re
from typing import Any

import yaml

from summitry.scenario.yaml_reader import CORE, FLOAT, INTEGER


class _Dumper(yaml.SafeDumper):
    """PyYAML's dumper, which also quotes what only our reader takes for a number (``1e3``, ``010``)."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write a repeated value out each time."""
        return True


for _kind, _pattern in (("int", INTEGER), ("float", FLOAT)):
    _whole = re.compile(f"^(?:{_pattern.pattern})$")
    _Dumper.add_implicit_resolver(CORE + _kind, _whole, list("-+.0123456789"))


def dump_yaml(data: dict[str, Any]) -> str:
    """Return the data as YAML, in its own order."""
    return str(yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100, default_flow_style=None))


def on_one_line(value: Any) -> str:
    """Return a value as YAML on one line, as `--set PATH=VALUE` takes it.

    Examples
    --------
    >>> on_one_line({"in_order": [["troops"], ["aid", "grain"]]}), on_one_line(None)
    ('{in_order: [[troops], [aid, grain]]}', 'null')
    """
    text = yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1e9, default_flow_style=True)
    return str(text).removesuffix("\n").removesuffix("\n...")
