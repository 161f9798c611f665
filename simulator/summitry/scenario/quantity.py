"""Numbers that may be uncertain: a known value, or a distribution written in the scenario."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from math import isfinite
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from summitry.scenario.problems import did_you_mean, expected_one_of

if TYPE_CHECKING:
    from scipy.stats.distributions import rv_frozen

FloatArray = NDArray[np.float64]

FARTHEST = 6.0
"""Standard deviations from the mean beyond which a normal is not expected to be drawn."""

SMALLEST_MASS = 1e-6
"""A normal with less than this probability inside its range says something else than its author meant."""


@dataclass(frozen=True)
class Family:
    """One kind of distribution: the names of its numbers, and the rule that they keep."""

    parameters: tuple[str, ...]
    fits: Callable[..., bool]
    rule: str


FAMILIES: Mapping[str, Family] = {
    "normal": Family(("mean", "sd"), lambda _, sd: sd > 0, "sd above 0"),
    "uniform": Family(("low", "high"), lambda low, high: low < high, "low < high"),
    "triangular": Family(
        ("low", "mode", "high"),
        lambda low, mode, high: low <= mode <= high and low < high,
        "low <= mode <= high and low < high",
    ),
    "beta": Family(("a", "b"), lambda a, b: a > 0 and b > 0, "a and b above 0"),
}
KINDS = (*FAMILIES, "choice")


@dataclass(frozen=True)
class Quantity:
    """A number, or an option's name, that may be uncertain.

    Parameters
    ----------
    kind
        ``fixed``, ``choice``, or a name from `FAMILIES`.
    values
        The known value, the values to choose from, or the numbers of the distribution.
    weights
        For ``choice``: the probability of each value; they sum to 1.
    reason
        Why the author of the scenario set it so.
    """

    kind: str
    values: tuple[float | str, ...]
    weights: tuple[float, ...] = ()
    reason: str = ""

    @classmethod
    def fixed(cls, value: float | str) -> Quantity:
        """Return a quantity that is known."""
        return cls("fixed", (value,))

    @property
    def uncertain(self) -> bool:
        """Whether worlds can differ in it."""
        return len(set(self.values)) > 1 if self.kind == "choice" else self.kind != "fixed"

    def written(self) -> Any:
        """Return the quantity as it is written in a scenario."""
        if self.kind == "fixed":
            return {"value": self.values[0], "reason": self.reason} if self.reason else self.values[0]
        numbers: Any = list(self.values)
        if self.kind == "choice":
            numbers = dict(zip(map(label, self.values), self.weights, strict=True))
        return {self.kind: numbers, **({"reason": self.reason} if self.reason else {})}

    def named(self, numbers: Mapping[str, float]) -> Quantity:
        """Return the same quantity with the names of options replaced by their numbers."""
        return replace(self, values=tuple(numbers[label(value)] for value in self.values))

    def reaches(self, low: float, high: float) -> bool:
        """Tell whether a distribution puts enough probability on [low, high] to be truncated to it."""
        if self.kind == "beta":
            return True
        numbers = [float(value) for value in self.values]
        if self.kind == "normal":
            distribution = NormalDist(*numbers)
            return distribution.cdf(high) - distribution.cdf(low) >= SMALLEST_MASS
        return numbers[0] < high and numbers[-1] > low

    def extremes(self, low: float, high: float) -> tuple[float, float]:
        """Return the lowest and highest value that can be drawn within [low, high].

        A normal's are taken `FARTHEST` standard deviations from its mean: what lies beyond (2 in 1,000,000,000) is cut
        off where it is drawn between its extremes.
        """
        numbers = [float(value) for value in self.values]
        if self.kind == "choice":
            numbers = [number for number, weight in zip(numbers, self.weights, strict=True) if weight > 0]
        elif self.kind == "normal":
            mean, sd = numbers
            numbers = [mean - FARTHEST * sd, mean + FARTHEST * sd]
        elif self.kind == "beta":
            return low, high
        return max(low, min(numbers)), min(high, max(numbers))

    def quantile(self, uniform: FloatArray, low: float, high: float) -> FloatArray:
        """Turn one uniform draw per world into the quantity's value in that world.

        The distribution is truncated to [low, high]: the probability outside is spread over the inside, not
        piled up at the ends. Inverse transform: Devroye 1986, *Non-Uniform Random Variate Generation*, II.2.

        Parameters
        ----------
        uniform
            Shape (W,), in [0, 1).
        low, high
            The range that the value must keep.

        Returns
        -------
        FloatArray
            Shape (W,).
        """
        if self.kind == "fixed":
            return np.full(uniform.shape, float(self.values[0]))
        if self.kind == "choice":
            steps = np.cumsum(self.weights)[:-1]
            return np.asarray(self.values, dtype=float)[np.searchsorted(steps, uniform, side="right")]
        numbers = tuple(float(value) for value in self.values)
        distribution, below, upto = _truncated(self.kind, numbers, low, high)
        drawn = np.asarray(distribution.ppf(below + uniform * (upto - below)))
        # Only rounding in ppf can leave the range here; the tails were cut above.
        return np.clip(drawn, low, high)

    def __str__(self) -> str:
        if self.kind == "fixed":
            return label(self.values[0])
        if self.kind == "choice":
            chances = zip(self.values, self.weights, strict=True)
            return "choice of " + ", ".join(f"{label(value)} ({weight:.0%})" for value, weight in chances)
        return f"{self.kind} {', '.join(label(value) for value in self.values)}"


@lru_cache(maxsize=10_000)
def _truncated(
    kind: str, numbers: tuple[float, ...], low: float, high: float
) -> tuple[rv_frozen[Any, Any], float, float]:
    """Return a distribution with its cumulative probability at both ends of a range.

    Kept, because scipy takes longer to set a distribution up than to draw a block of worlds from it.
    """
    from scipy import stats

    distribution: rv_frozen[Any, Any]

    if kind == "normal":
        distribution = stats.norm(*numbers)
    elif kind == "uniform":
        distribution = stats.uniform(numbers[0], numbers[1] - numbers[0])
    elif kind == "triangular":
        width = numbers[2] - numbers[0]
        distribution = stats.triang((numbers[1] - numbers[0]) / width, numbers[0], width)
    else:
        distribution = stats.beta(*numbers, loc=low, scale=high - low)
    return distribution, float(distribution.cdf(low)), float(distribution.cdf(high))


def label(value: float | str) -> str:
    """Return a number or name as it is written in a scenario: 2, 0.25, both."""
    return value if isinstance(value, str) else f"{value:.12g}"


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
    """

    low: float | None = None
    high: float | None = None
    whole: bool = False
    later: bool = False

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
        reason = {"type": "string", "description": "Why it is set so."}
        forms.append(_form("value", dict(value if self.low is None else number), reason))
        for kind, family in FAMILIES.items():
            size = len(family.parameters)
            numbers = {"type": "array", "items": {"type": "number"}, "minItems": size, "maxItems": size}
            numbers["description"] = f"[{', '.join(family.parameters)}]"
            forms.append(_form(kind, numbers, reason))
        choice = {
            "description": "Equally likely values, or each value with its probability.",
            "anyOf": [
                {"type": "array", "items": value, "minItems": 1},
                {"type": "object", "additionalProperties": {"type": "number", "minimum": 0}, "minProperties": 1},
            ],
        }
        forms.append(_form("choice", choice, reason))
        return {"x-quantity": self._name, "anyOf": forms}

    @property
    def _name(self) -> str:
        if self.low is None or self.high is None:
            return "QuantityOnTheIssue"
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
            quantity = Quantity.fixed(self._read_value(raw))
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
        return f"a number {span(self.low, self.high)} or a distribution ({', '.join(KINDS)})"

    def _read_value(self, raw: object) -> float | str:
        if _is_number(raw) or (isinstance(raw, str) and self.low is None):
            return raw  # type: ignore[return-value]
        raise _misread(raw, self._expected)

    def _read_distribution(self, raw: dict[str, object]) -> Quantity:
        reason = raw.get("reason", "")
        if not isinstance(reason, str):
            raise _misread(reason, "text as the reason")
        kinds = [key for key in raw if key != "reason"]
        if kinds == ["value"]:
            return Quantity("fixed", (self._read_value(raw["value"]),), reason=reason)
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


def complaint_about_range(quantity: Quantity, low: float, high: float) -> str:
    """Return why `quantity` can't be used on the range [low, high], or an empty text."""
    if quantity.kind in ("fixed", "choice"):
        outside = [value for value in quantity.values if isinstance(value, str) or not low <= value <= high]
        if outside:
            return f"found {label(outside[0])}, expected a number {span(low, high)}"
    elif not quantity.reaches(low, high):
        return f"found {quantity}, expected a distribution that reaches {span(low, high)}"
    return ""


def span(low: float, high: float) -> str:
    """Return a range in words."""
    if isfinite(low) and isfinite(high):
        return f"from {low:g} to {high:g}"
    return f"of at least {low:g}" if isfinite(low) else "of any size"


def _is_number(raw: object) -> bool:
    return isinstance(raw, int | float) and not isinstance(raw, bool) and isfinite(raw)


def _form(kind: str, inside: dict[str, Any], reason: dict[str, Any]) -> dict[str, Any]:
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


def found(raw: object) -> str:
    """Return what the file says at some place, short enough for a message."""
    if raw is None:
        return "nothing"
    if isinstance(raw, bool):
        return str(raw).lower()
    if isinstance(raw, dict):
        return f"a mapping with {', '.join(list(raw)[:4]) or 'nothing in it'}" + (", ..." if len(raw) > 4 else "")
    if isinstance(raw, list):
        return f"a list of {len(raw)}" if len(raw) > 4 else f"[{', '.join(found(item) for item in raw)}]"
    text = f"'{raw}'" if isinstance(raw, str) else f"{raw}"
    return text if len(text) <= 60 else text[:57] + "..."
