"""A tally as JSON text, to the bit: what a folder keeps of a block must be safe to open, so it is never pickled."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import fields
from math import prod
from typing import Any

import numpy as np

from summitry.ensembles.tally import Tally
from summitry.statistics import Spread


def to_text(tally: Tally) -> str:
    """Return a tally as JSON; arrays of counts, mostly zeros, by what is not zero."""
    document = {field.name: _packed(getattr(tally, field.name)) for field in fields(Tally)}
    return json.dumps(document, separators=(",", ":"))


def from_text(text: str) -> Tally:
    """Return the tally that `to_text` wrote.

    Raises
    ------
    ValueError, KeyError, TypeError
        The text is no tally.
    """
    document = json.loads(text)
    return Tally(**{field.name: _unpacked(document[field.name]) for field in fields(Tally)})


def _packed(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        at = np.flatnonzero(value)
        return {"shape": value.shape, "at": at.tolist(), "count": value.reshape(-1)[at].tolist()}
    if isinstance(value, Spread):
        return {"total": value.total, "bins": _packed(value.bins)}
    if isinstance(value, dict):
        kind = "counted" if isinstance(value, Counter) else "named"
        return {kind: [[key, _packed(item)] for key, item in value.items()]}
    if isinstance(value, tuple):
        return [_packed(item) for item in value]
    return value


def _unpacked(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_unpacked(item) for item in value)
    if not isinstance(value, dict):
        return value
    if "shape" in value:
        array = np.zeros(prod(value["shape"]), dtype=np.int64)
        array[value["at"]] = value["count"]
        return array.reshape(value["shape"])
    if "total" in value:
        return Spread(value["total"], _unpacked(value["bins"]))
    if "counted" in value:
        # A deal is a list in JSON, the number of a round is a number.
        return Counter({tuple(key) if isinstance(key, list) else key: count for key, count in value["counted"]})
    return {key: _unpacked(item) for key, item in value["named"]}
