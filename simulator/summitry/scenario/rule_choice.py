"""The decision rule as a scenario writes it: a word, or what a deal needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, Final, Literal

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from summitry.scenario.problems import Path, Problem, did_you_mean, expected_one_of
from summitry.scenario.quantity import found

WORDS = {
    "unanimity": "every state must say yes",
    "majority": "more than half of the states must say yes",
    "weighted_majority": "states with more than half of the capability must say yes",
    "consensus": "no state may object; silence counts as yes",
}

MORE_THAN_HALF: Final = "majority"
"""In the place of a share: more than half."""

KEYS = {
    "votes": "At least so many states must say yes.",
    "share": f"At least this share of the states must say yes; {MORE_THAN_HALF}: more than half.",
    "weight": f"States with at least this share of the weight must say yes; {MORE_THAN_HALF}: more than half.",
    "weights": "By state: its weight. Default: its capability.",
    "veto": "States whose yes is always needed.",
    "blocking": "With fewer noes than this, share and weight count as met.",
}

EXAMPLES: dict[str, Any] = {
    "votes": 5,
    "share": 0.55,
    "weight": 0.65,
    "weights": {"east": 3, "west": 2, "north": 1},
    "veto": ["east", "west"],
    "blocking": 4,
}

Share = float | Literal["majority"]


@dataclass(frozen=True)
class RuleChoice:
    """Whose yes a deal needs.

    In YAML: ``majority``, or ``{share: 0.55, weight: 0.65, blocking: 4}``. Mistakes inside, each with its path from
    the rule, are kept for the checks, which know where they stand.

    Parameters
    ----------
    word
        One of `WORDS`, or empty where the rest says it.
    votes, share, weight, weights, veto, blocking
        As `KEYS` has them; None, or nothing, where the file is silent.
    """

    word: str = ""
    votes: int | None = None
    share: Share | None = None
    weight: Share | None = None
    weights: dict[str, float] = field(default_factory=dict)
    veto: tuple[str, ...] = ()
    blocking: int | None = None
    mistakes: tuple[tuple[Path, str], ...] = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read what the YAML says through `read`."""
        return core_schema.no_info_plain_validator_function(cls.read)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe every way of writing the rule to an editor."""
        whole: dict[str, Any] = {"type": "integer", "minimum": 2}
        share: dict[str, Any] = {
            "anyOf": [{"type": "number", "exclusiveMinimum": 0, "maximum": 1}, {"const": MORE_THAN_HALF}]
        }
        names = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
        weights = {"type": "object", "additionalProperties": {"type": "number", "minimum": 0}}
        forms: dict[str, dict[str, Any]] = {
            "votes": whole,
            "share": share,
            "weight": share,
            "weights": weights,
            "veto": names,
            "blocking": whole,
        }
        properties = {
            key: {"description": meaning, "examples": [EXAMPLES[key]], **forms[key]} for key, meaning in KEYS.items()
        }
        needed = [{"required": [key]} for key in ("votes", "share", "weight")]
        inside = {"type": "object", "properties": properties, "additionalProperties": False, "anyOf": needed}
        return {"anyOf": [{"enum": list(WORDS)}, inside]}

    @classmethod
    def read(cls, raw: object) -> RuleChoice:
        """Return the rule that the YAML value `raw` stands for.

        Raises
        ------
        PydanticCustomError
            An unknown word, or neither a word nor a mapping.
        """
        if isinstance(raw, RuleChoice):
            return raw
        if isinstance(raw, str) and raw in WORDS:
            return cls(raw)
        wanted = f"{expected_one_of('a rule', WORDS)} or what a deal needs, such as {{votes: 5}}"
        if not isinstance(raw, dict) or not raw:
            hint = did_you_mean(raw, WORDS) if isinstance(raw, str) else ""
            raise PydanticCustomError("rule", "{text}", {"text": f"found {found(raw)}, expected {wanted}{hint}"})
        read, mistakes = {}, []
        for key, value in raw.items():
            if key not in KEYS:
                text = f"found '{key}', expected {expected_one_of('a key', KEYS)}{did_you_mean(key, KEYS)}"
                mistakes.append(((key,), text))
                continue
            try:
                read[key] = _READERS[key](value)
            except _MisreadError as mistake:
                mistakes.append(((key, *mistake.path), f"found {found(mistake.value)}, expected {mistake.wanted}"))
        return cls(**read, mistakes=tuple((path, text) for path, text in mistakes))

    @property
    def default(self) -> bool:
        """Whether it is the rule of a file that says nothing."""
        return self == RuleChoice("unanimity")

    @property
    def needs_every_yes(self) -> bool:
        """Whether a single no is enough to stop a deal, however many states there are."""
        return self.word in ("unanimity", "consensus")

    @property
    def uses_capability(self) -> bool:
        """Whether the states' capabilities are their weights."""
        return self.word == "weighted_majority" or (self.weight is not None and not self.weights)

    def in_words(self, title_of: Callable[[str], str]) -> str:
        """Return the rule in words, with the states called by their titles.

        Examples
        --------
        >>> RuleChoice.read({"share": 0.55, "weight": 0.65, "blocking": 4}).in_words(str)
        'at least 55 % of the states and at least 65 % of the capability, or fewer than 4 noes'
        >>> RuleChoice.read("majority").in_words(str)
        'majority: more than half of the states must say yes'
        """
        if self.word:
            return f"{self.word.replace('_', ' ')}: {WORDS[self.word]}"
        parts = []
        if self.votes is not None:
            parts.append(f"at least {self.votes} states")
        if self.share is not None:
            parts.append(f"{_share_in_words(self.share)} of the states")
        if self.weight is not None:
            given = ", ".join(f"{title_of(state)} {weight:g}" for state, weight in sorted(self.weights.items()))
            parts.append(f"{_share_in_words(self.weight)} of the {f'weight ({given})' if given else 'capability'}")
        said = " and ".join(parts)
        if self.blocking is not None:
            said += f", or fewer than {self.blocking} noes"
        if self.veto:
            said += f"; never without {' and '.join(title_of(state) for state in self.veto)}"
        return said

    def problems(self, states: Sequence[str]) -> Iterator[Problem]:
        """Yield the mistakes in the rule, given the ids of all states."""
        here: Path = ("talks", "rule")
        wrong = {path[0] for path, _ in self.mistakes}
        for path, text in self.mistakes:
            yield Problem(text, (*here, *path), about_key=path[-1] not in KEYS and len(path) == 1)
        if not self.word and not wrong & {"votes", "share", "weight"}:
            if self.votes is None and self.share is None and self.weight is None:
                yield Problem("found neither votes, share nor weight, expected what a deal needs", here)
            if self.blocking is not None and self.share is None and self.weight is None:
                yield Problem("found blocking, expected it beside share or weight", (*here, "blocking"))
        if self.votes is not None and self.share is not None:
            yield Problem("found votes and share, expected one of them", (*here, "share"))
        if self.weights and self.weight is None and "weight" not in wrong:
            text = f"found weights, expected the key 'weight' beside it: 0.65, or {MORE_THAN_HALF}"
            yield Problem(text, (*here, "weights"))
        for name in ("votes", "blocking"):
            number = getattr(self, name)
            if number is not None and number > len(states):
                yield Problem(f"found {number}, expected at most {len(states)}, the number of states", (*here, name))
        yield from _check_names(self.veto, states, (*here, "veto"))
        yield from self._check_weights(states, (*here, "weights"))

    def _check_weights(self, states: Sequence[str], here: Path) -> Iterator[Problem]:
        for state in self.weights:
            if state not in states:
                yield _unknown(state, states, (*here, state), about_key=True)
        missing = [state for state in states if state not in self.weights]
        if self.weights and missing:
            yield Problem(f"found no weight for {', '.join(missing)}, expected one for every state", here)
        if self.weights and not any(self.weights.values()):
            yield Problem("found no weight above 0, expected one that counts", here)


def opt_out_of(raw: object) -> bool | tuple[str, ...]:
    """Return who may stand aside from a deal: True for all states, or their ids.

    Raises
    ------
    PydanticCustomError
        Neither true nor names.
    """
    names = [raw] if isinstance(raw, str) else list(raw) if isinstance(raw, list | tuple) else None
    if names is not None and all(isinstance(name, str) for name in names):
        return tuple(names)
    if isinstance(raw, bool):
        return raw
    raise PydanticCustomError("rule", "{text}", {"text": f"found {found(raw)}, expected true or a list of states"})


def opt_out_problems(opt_out: bool | tuple[str, ...], states: Sequence[str]) -> Iterator[Problem]:
    """Yield the mistakes in `talks.opt_out`, given the ids of all states."""
    here: Path = ("talks", "opt_out")
    if opt_out and len(states) < 3:
        yield Problem(f"found {len(states)} states, expected at least 3: it takes two to sign a deal", here)
    if not isinstance(opt_out, bool):
        yield from _check_names(opt_out, states, here)


def _check_names(names: Sequence[str], states: Sequence[str], here: Path) -> Iterator[Problem]:
    for place, state in enumerate(names):
        if state not in states:
            yield _unknown(state, states, (*here, place))
        elif state in names[:place]:
            yield Problem(f"found '{state}' twice, expected each state once", (*here, place))


def _unknown(name: str, states: Sequence[str], path: Path, *, about_key: bool = False) -> Problem:
    text = f"found '{name}', expected {expected_one_of('a state', states)}{did_you_mean(name, states)}"
    return Problem(text, path, about_key=about_key)


class _MisreadError(Exception):
    """Something else than what was wanted, and where inside the key."""

    def __init__(self, value: object, wanted: str, path: Path = ()) -> None:
        super().__init__(wanted)
        self.value, self.wanted, self.path = value, wanted, path


def _number(raw: object, path: Path = ()) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not isfinite(raw) or raw < 0:
        raise _MisreadError(raw, "a number of at least 0", path)
    return float(raw)


def _whole(raw: object) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or raw < 2:
        raise _MisreadError(raw, "a whole number of at least 2")
    return raw


def _share(raw: object) -> Share:
    if raw == MORE_THAN_HALF:
        return "majority"
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not 0 < raw <= 1:
        raise _MisreadError(raw, f"a share above 0 and up to 1, or {MORE_THAN_HALF}")
    return float(raw)


def _names(raw: object) -> tuple[str, ...]:
    names = [raw] if isinstance(raw, str) else raw
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise _MisreadError(raw, "a state or a list of them")
    return tuple(names)


def _weights(raw: object) -> dict[str, float]:
    if not isinstance(raw, dict) or not raw:
        raise _MisreadError(raw, "a weight for each state")
    return {str(state): _number(weight, (str(state),)) for state, weight in raw.items()}


def _share_in_words(share: Share) -> str:
    return "more than half" if share == MORE_THAN_HALF else f"at least {100 * float(share):.4g} %"


_READERS: dict[str, Callable[[object], Any]] = {
    "votes": _whole,
    "share": _share,
    "weight": _share,
    "weights": _weights,
    "veto": _names,
    "blocking": _whole,
}
