"""Reading a quantity as a scenario writes it, and describing every way to write it to an editor."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

import numpy as np
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from summitry.scenario.judgement_words import WORDS, Scale, in_numbers, meaning
from summitry.scenario.problems import did_you_mean, expected_one_of
from summitry.scenario.quantity import FAMILIES, KINDS, Quantity, complaint_about_range, found, span


@dataclass(frozen=True)
class Within:
    """The range of a quantity; as an annotation it makes pydantic read and check one.

    Parameters
    ----------
    low, high
        The range, both ends included. None: only the issue at hand knows the range, which is checked later, and
        names of options are possible.
    whole
        Whether a known value has to be a whole number.
    later
        Whether only the part around the quantity knows how far the range goes, which is checked there.
    words
        Which part of the range the words of `judgement_words` divide; None: words are not possible.
    """

    low: float | None = None
    high: float | None = None
    whole: bool = False
    later: bool = False
    words: Scale | None = None

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read what the YAML says through `read`."""
        written = core_schema.plain_serializer_function_ser_schema(Quantity.written)
        return core_schema.no_info_plain_validator_function(self.read, serialization=written)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe every way of writing the quantity to an editor."""
        return self.forms()

    def forms(self) -> dict[str, Any]:
        """Return the JSON Schema of every way of writing the quantity."""
        number: dict[str, Any] = {"type": "number"}
        if self.low is not None:
            number["minimum"] = self.low
        if self.high is not None and isfinite(self.high):
            number["maximum"] = self.high
        forms: list[dict[str, Any]] = [number]
        value: dict[str, Any] = {"type": "number"}
        if self.low is None:
            value = {"type": ["number", "string"]}
            forms.append({"type": "string"})
        words = self._words()
        forms += words
        known = value if self.low is None else number
        examples = self._examples()
        told = {"description": "What is known, where a reason goes with it.", "examples": [examples["value"]]}
        forms.append(_form("value", {**({"anyOf": [known, *words]} if words else known), **told}))
        for kind, family in FAMILIES.items():
            size = len(family.parameters)
            numbers = {"type": "array", "items": {"type": "number"}, "minItems": size, "maxItems": size}
            numbers["description"] = f"[{', '.join(family.parameters)}]"
            forms.append(_form(kind, {**numbers, "examples": [examples[kind]]}))
        choice = {
            "description": "Equally likely values, or each value with its probability.",
            "examples": [examples["choice"]],
            "anyOf": [
                {"type": "array", "items": value, "minItems": 1},
                {"type": "object", "additionalProperties": {"type": "number", "minimum": 0}, "minProperties": 1},
            ],
        }
        forms.append(_form("choice", choice))
        return {"x-quantity": self._name, "anyOf": forms}

    def _examples(self) -> dict[str, Any]:
        """Return by form one way of writing a quantity of this range; one on an issue's scale is in its numbers."""
        low = 0.0 if self.low is None else self.low
        high = 100.0 if self.high is None else self.high if isfinite(self.high) else low + 2.0
        quarter, middle, last = (round(low + share * (high - low), 6) for share in (0.25, 0.5, 0.75))
        return {
            "value": round(middle) if self.whole else middle,
            "normal": [middle, round((high - low) / 10, 6)],
            "uniform": [quarter, last],
            "triangular": [quarter, middle, last],
            "beta": [2, 4],
            "choice": [round(quarter), round(last)] if self.whole else [quarter, last],
        }

    def _words(self) -> list[dict[str, Any]]:
        """Return the JSON Schema of each word, with what it means."""
        meanings = {word: meaning(word, self.words) for word in WORDS} if self.words else {}
        return [
            {"const": word, "description": f"{in_numbers(triangle)} (triangular: {list(triangle)})"}
            for word, triangle in meanings.items()
        ]

    @property
    def _name(self) -> str:
        if self.low is None or self.high is None:
            return "QuantityOnTheIssue"
        if self.words:
            low, high = self.words
            return "Judgement" + re.sub(r"\W+", "_", f"From{low:g}To{high:g}")
        upto = f"To{self.high:g}" if isfinite(self.high) else ""
        return "Quantity" + re.sub(r"\W+", "_", f"From{self.low:g}{upto}")

    def read(self, raw: object) -> Quantity:
        """Return the quantity that the YAML value `raw` stands for.

        Raises
        ------
        PydanticCustomError
            In the author's words: what was found and what was expected.
        """
        if isinstance(raw, Quantity):
            quantity = raw
        elif isinstance(raw, dict):
            quantity = self._read_distribution(raw)
        else:
            quantity = self._read_known(raw)
        if self.low is not None and self.high is not None and not self.later:
            self.check(quantity, self.low, self.high)
            if quantity.kind == "beta" and (self.low, self.high) != (0.0, 1.0):
                raise _misread(raw, "another distribution: beta needs a scale from 0 to 1, or that of an issue")
        if self.whole and quantity.kind in ("fixed", "choice"):
            for value in quantity.values:
                if value != round(float(value)):
                    raise _misread(value, "a whole number")
        return quantity

    @staticmethod
    def check(quantity: Quantity, low: float, high: float) -> None:
        """Raise if `quantity` can't lie in [low, high]; a `choice` must lie there with every value."""
        complaint = complaint_about_range(quantity, low, high)
        if complaint:
            raise PydanticCustomError("quantity", "{text}", {"text": complaint})

    @property
    def _expected(self) -> str:
        if self.low is None or self.high is None:
            return f"a number, an option, or a distribution ({', '.join(KINDS)})"
        words = f", a word ({', '.join(WORDS)})" if self.words else ""
        return f"a number {span(self.low, self.high)}{words} or a distribution ({', '.join(KINDS)})"

    def _read_known(self, raw: object) -> Quantity:
        """Return what stands for itself: a number, an option, a word."""
        if self.words is None or not isinstance(raw, str):
            return Quantity.fixed(self._read_value(raw))
        if raw not in WORDS:
            raise _misread(raw, self._expected + did_you_mean(raw, WORDS))
        return Quantity("triangular", meaning(raw, self.words), word=raw)

    def _read_value(self, raw: object) -> float | str:
        if _is_number(raw) or (isinstance(raw, str) and self.low is None):
            return raw  # type: ignore[return-value]
        if self.words and isinstance(raw, str) and raw in WORDS:
            raise _misread(raw, "a number: a word is a distribution of its own")
        raise _misread(raw, self._expected)

    def _read_distribution(self, raw: dict[str, object]) -> Quantity:
        reason = raw.get("reason", "")
        if not isinstance(reason, str):
            raise _misread(reason, "text as the reason")
        kinds = [key for key in raw if key != "reason"]
        if kinds == ["value"]:
            return replace(self._read_known(raw["value"]), reason=reason)
        for kind in kinds:
            if kind not in KINDS:
                hint = did_you_mean(kind, KINDS)
                raise PydanticCustomError(
                    "quantity",
                    "{text}",
                    {"text": f"found '{kind}', expected {expected_one_of('a distribution', KINDS)}{hint}"},
                )
        if len(kinds) != 1:
            raise _misread(raw, f"one distribution ({', '.join(KINDS)})")
        kind, inside = kinds[0], raw[kinds[0]]
        if kind == "choice":
            return self._read_choice(inside, reason)
        family = FAMILIES[kind]
        wanted = f"{kind}: [{', '.join(family.parameters)}]"
        if not isinstance(inside, list) or len(inside) != len(family.parameters):
            raise _misread(inside, wanted)
        numbers = tuple(item for item in inside if _is_number(item))
        if len(numbers) < len(inside) or not family.fits(*numbers):
            raise _misread(inside, f"{wanted}, numbers with {family.rule}")
        return Quantity(kind, numbers, reason=reason)

    def _read_choice(self, inside: object, reason: str) -> Quantity:
        wanted = "choice: [value, ...] or {value: probability, ...}"
        if isinstance(inside, list) and inside:
            values = [self._read_value(item) for item in inside]
            weights = [1.0] * len(values)
        elif isinstance(inside, dict) and inside:
            values = [self._read_key(key) for key in inside]
            weights = [float(item) if _is_number(item) else -1.0 for item in inside.values()]
            if not all(0 <= weight <= 1 for weight in weights) or abs(sum(weights) - 1) > 1e-6:
                written = ", ".join(f"{key}: {found(item)}" for key, item in inside.items())
                raise _misread_text(f"{{{written}}}", f"{wanted}, probabilities that sum to 1")
        else:
            raise _misread(inside, wanted)
        shares = np.asarray(weights) / sum(weights)
        return Quantity("choice", tuple(values), tuple(float(share) for share in shares), reason)

    def _read_key(self, key: str) -> float | str:
        try:
            number = float(key)
        except ValueError:
            return self._read_value(key)
        return self._read_value(number)


def _is_number(raw: object) -> bool:
    return isinstance(raw, int | float) and not isinstance(raw, bool) and isfinite(raw)


def _form(kind: str, inside: dict[str, Any]) -> dict[str, Any]:
    example = "Named first in every statement since May."
    reason = {"type": "string", "description": "Why it is set so.", "examples": [example]}
    return {
        "type": "object",
        "properties": {kind: inside, "reason": reason},
        "required": [kind],
        "additionalProperties": False,
    }


def _misread(raw: object, expected: str) -> PydanticCustomError:
    return _misread_text(found(raw), expected)


def _misread_text(written: str, expected: str) -> PydanticCustomError:
    return PydanticCustomError("quantity", "{text}", {"text": f"found {written}, expected {expected}"})
