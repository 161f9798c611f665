"""Arrays whose first axis is the world, cut and joined together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self, TypeVar

import numpy as np

Kind = TypeVar("Kind", bound="Columns")


@dataclass(frozen=True)
class Columns:
    """A dataclass whose fields are arrays (W, ...), other columns, None, or names that are the same in all rows."""

    @classmethod
    def joined(cls, blocks: Sequence[Self]) -> Self:
        """Return the rows of several blocks as one."""
        return _made(blocks, np.concatenate)

    def part(self, worlds: slice) -> Self:
        """Return some of the rows."""
        return _made([self], lambda arrays: arrays[0][worlds])


def _made(blocks: Sequence[Kind], make: Callable[[list[Any]], Any]) -> Kind:
    """Return columns whose arrays are made of those of other columns."""
    changes: dict[str, Any] = {}
    for field in fields(blocks[0]):
        values = [getattr(block, field.name) for block in blocks]
        if isinstance(values[0], np.ndarray):
            changes[field.name] = make(values)
        elif isinstance(values[0], Columns):
            changes[field.name] = _made(values, make)
    return replace(blocks[0], **changes)
