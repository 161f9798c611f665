"""In which order, or side by side, issues are negotiated, as a scenario says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, cast

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from summitry.scenario.problems import expected_one_of
from summitry.scenario.quantity import found

Kind = Literal["package", "issue_by_issue", "in_order", "side_by_side"]
WORDS = ("package", "issue_by_issue")
KEYS = {
    "in_order": "Baskets of issues, one after the other.",
    "side_by_side": "Baskets of issues, each at a table of its own.",
}


@dataclass(frozen=True)
class AgendaChoice:
    """How issues come to the table.

    Parameters
    ----------
    kind
        ``package``: all in one; ``issue_by_issue``: one after the other in the order of their ids; ``in_order``:
        baskets one after the other; ``side_by_side``: every basket at a table of its own.
    baskets
        Ids of the issues in each basket, for the last two.
    """

    kind: Kind = "package"
    baskets: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read what the YAML says through `read`."""
        return core_schema.no_info_plain_validator_function(cls.read)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe the forms to an editor."""
        basket = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}
        baskets = {"type": "array", "items": basket, "minItems": 2, "examples": [[["troops", "prisoners"], ["media"]]]}
        keyed = [
            {
                "type": "object",
                "properties": {key: {"description": meaning, **baskets}},
                "required": [key],
                "additionalProperties": False,
            }
            for key, meaning in KEYS.items()
        ]
        return {"anyOf": [{"enum": list(WORDS)}, *keyed]}

    @classmethod
    def read(cls, raw: object) -> AgendaChoice:
        """Return the choice that the YAML value `raw` stands for.

        Raises
        ------
        PydanticCustomError
            It is none of the forms.
        """
        if isinstance(raw, AgendaChoice):
            return raw
        if isinstance(raw, str) and raw in WORDS:
            return cls(cast("Kind", raw))
        wanted = f"{expected_one_of('one', WORDS)}, or {' or '.join(KEYS)} with baskets of issues"
        if not isinstance(raw, dict) or len(raw) != 1 or next(iter(raw)) not in KEYS:
            raise _mistake(f"found {found(raw)}, expected {wanted}")
        kind, baskets = next(iter(raw.items()))
        if not isinstance(baskets, list) or len(baskets) < 2:
            raise _mistake(f"found {found(baskets)}, expected at least two baskets of issues, as in [[a, b], [c]]")
        read = tuple(tuple(basket) if isinstance(basket, list) else (basket,) for basket in baskets)
        for basket in read:
            if not basket or not all(isinstance(issue, str) for issue in basket):
                raise _mistake(f"found {found(list(basket))}, expected the names of issues")
        return cls(cast("Kind", kind), read)


def _mistake(text: str) -> PydanticCustomError:
    return PydanticCustomError("option", "{text}", {"text": text})
