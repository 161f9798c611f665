"""Scenario files as hands, editors and malice can damage them, each from its kind of damage and its number alone."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from random import Random
from typing import Any

from summitry.scenario.library import shipped
from summitry.scenario.yaml_reader import read_yaml
from summitry.scenario.yaml_writer import dump_yaml
from tests.end_to_end.mutation_material import BASE, ESCAPES, NAMES, NUMBERS, ODD, TALKS, VALUES, Holes, small_talks

Files = dict[str, bytes]
Damage = Callable[[Random, str], str]
"""Turns the text of a scenario into another; a byte that is no UTF-8 stands in it as `surrogateescape` has it."""

OFTEN_SMALL = 0.8
"""Share of the files that come from small talks: those that ship take longer to play."""


def mutated(kind: str, number: int) -> Files:
    """Return the files of one damaged scenario by name; `TALKS` is the one to run."""
    random = Random(f"{kind} {number}")  # noqa: S311 no secret
    if kind == "a base":
        return _extending(random)
    return {TALKS: _bytes(_damaged(random, kind))}


def _damaged(random: Random, kind: str) -> str:
    text = DAMAGES[kind](random, _whole(random))
    # Troubles seldom come alone.
    return DAMAGES[random.choice(OF_TEXTS)](random, text) if random.random() < 0.15 else text


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _whole(random: Random) -> str:
    """Return the text of talks without a mistake."""
    small = small_talks()
    ships = [path.read_text(encoding="utf-8") for path in shipped().values()]
    return random.choice(small if random.random() < OFTEN_SMALL else ships)


@lru_cache(maxsize=100)
def _read(text: str) -> dict[str, Any]:
    return read_yaml(text, "whole", lenient=True).data


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield where each value inside another stands: what holds it, and its key or its place there."""
    for key, item in list(value.items() if isinstance(value, dict) else enumerate(value)):
        yield value, key
        if isinstance(item, dict | list):
            yield from _places(item)


def _mappings(data: dict[str, Any]) -> list[tuple[dict[str, Any], str]]:
    return [(holder, key) for holder, key in _places(data) if isinstance(holder, dict)]


def _renamed(holder: dict[str, Any], old: str, new: str) -> None:
    """Give a key another name, at the same place."""
    items = [(new if key == old else key, value) for key, value in holder.items()]
    holder.clear()
    holder.update(items)


def _keys(random: Random, text: str) -> str:
    """Delete keys, spell them wrong, empty them, call them by another's name."""
    data, holes = copy.deepcopy(_read(text)), Holes()
    for _ in range(random.choice([1, 1, 1, 2, 5])):
        holder, key = random.choice(_mappings(data))
        place = random.randrange(len(key) + 1)
        match random.randrange(10):
            case 0:
                _renamed(holder, key, key[:place] + key[place + 1 :])
            case 1:
                _renamed(holder, key, key[:place] + random.choice("aez_ -.") + key[place:])
            case 2:
                _renamed(holder, key, random.choice(_mappings(data))[1])
            case 3:
                holder[key] = None
            case 4:
                holder[key] = holes.put("")
            case _:
                del holder[key]
        if not data:
            break
    return holes.written(data)


def _values(random: Random, text: str) -> str:
    """Put values of another kind in the place of some."""
    data, holes = copy.deepcopy(_read(text)), Holes()
    for _ in range(random.choice([1, 1, 1, 2, 5])):
        holder, key = random.choice(list(_places(data)))
        holder[key] = holes.put(random.choice(VALUES))
    return holes.written(data)


def _numbers(random: Random, text: str) -> str:
    """Put numbers that are too large, too small or none in the place of some."""
    data, holes = copy.deepcopy(_read(text)), Holes()
    for _ in range(random.choice([1, 1, 1, 2, 5])):
        numbers = [(holder, key) for holder, key in _places(data) if isinstance(holder[key], int | float)]
        holder, key = random.choice(numbers or list(_places(data)))
        if numbers and random.random() < 0.5:
            holder[key] *= random.choice([0, -1, 2, 10, 100, 0.5, 0.1, 1e-9, 1e9])
        else:
            holder[key] = holes.put(random.choice(NUMBERS))
    return holes.written(data)


def _characters(random: Random, text: str) -> str:
    """Put odd characters and bytes anywhere, or save the file in another encoding."""
    if random.random() < 0.1:
        encoding = random.choice(["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "cp037"])
        return text.encode(encoding, "replace").decode("utf-8", "surrogateescape")
    if random.random() < 0.6:
        for _ in range(random.choice([1, 1, 3])):
            place = random.choice([0, len(text), random.randrange(len(text) + 1)])
            text = text[:place] + random.choice(ODD) + text[place:]
        return text
    data, holes = copy.deepcopy(_read(text)), Holes()
    holder, key = random.choice(_mappings(data))
    raw = f'"{random.choice(["", "east", "a b"])}{random.choice([*ODD, *ESCAPES])}"'
    if random.random() < 0.5:
        holder[key] = holes.put(raw)
    else:
        _renamed(holder, key, holes.put(raw))
    return holes.written(data)


def _pieces(random: Random, text: str) -> str:
    """Lose the end, the beginning or a piece in between."""
    start, end = sorted(random.randrange(len(text) + 1) for _ in range(2))
    return random.choice([text[:start], text[:start], text[end:], text[:start] + text[end:], text[: start % 40]])


def _aliases(random: Random, text: str) -> str:
    """Use anchors and aliases: to nothing, to themselves, to bombs."""
    name = random.choice(["a", "east", "ä", "-", "1"])
    bombs = [
        _laughs(random.choice([3, 5, 9]), random.choice([2, 9])),
        f"big: &big [{'0, ' * 1000}0]\nall: [{'*big, ' * random.choice([2, 900])}*big]\n",
        "self: &self [*self]\n",
        "self: &self {again: *self}\n",
        "&top title: *top\n",
        "both: &x 1\nagain: &x [*x, *x]\n",
    ]
    if random.random() < 0.4:
        bomb = random.choice(bombs)
        return random.choice([bomb + text, text + bomb, bomb])
    data, holes = copy.deepcopy(_read(text)), Holes()
    places = list(_places(data))
    holder, key = random.choice(places)
    anchored = holder[key] if random.random() < 0.5 else random.choice(["x", 1, [1, 2], {"east": 1}])
    holder[key] = holes.put(f"&{name} {json.dumps(anchored, ensure_ascii=False)}")
    for _ in range(random.choice([1, 2])):
        holder, key = random.choice(places)
        holder[key] = holes.put(random.choice([f"*{name}", f"*{name}", "*nobody", f"[*{name}]", f"{{<<: *{name}}}"]))
    return holes.written(data)


def _laughs(levels: int, times: int) -> str:
    """Return lists of lists of lists, each written once."""
    lines = ["l0: &l0 [ha, ha]"]
    lines += [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * times)}]" for n in range(1, levels)]
    return "\n".join(lines) + "\n"


def _order(random: Random, text: str) -> str:
    """Say things twice, in each other's place, or in another's."""
    if random.random() < 0.5:
        lines = text.splitlines(keepends=True)
        one, other = (random.randrange(len(lines)) for _ in range(2)) if lines else (0, 0)
        match random.randrange(3) if lines else None:
            case 0:
                lines.insert(other, lines[one])
            case 1:
                lines[one], lines[other] = lines[other], lines[one]
            case 2:
                lines += lines[min(one, other) : max(one, other)]
        return "".join(lines)
    data = copy.deepcopy(_read(text))
    for _ in range(random.choice([1, 2])):
        (holder, key), (other_holder, other_key) = random.choices(list(_places(data)), k=2)
        if random.random() < 0.3:
            (holder, key), (other_holder, other_key) = ((data, name) for name in random.choices(list(data), k=2))
        one, other = copy.deepcopy((holder[key], other_holder[other_key]))
        holder[key] = other
        other_holder[other_key] = one
    return dump_yaml(data)


def _spaces(random: Random, text: str) -> str:
    """Change tabs, indentation and the ends of lines."""
    lines = text.split("\n")
    for _ in range(random.choice([1, 1, 4])):
        at = random.randrange(len(lines))
        indented = len(lines[at]) - len(lines[at].lstrip())
        lines[at] = random.choice(
            [
                "\t" + lines[at],
                lines[at].replace("  ", "\t"),
                lines[at].replace(": ", ":\t"),
                lines[at].replace(": ", ":"),
                lines[at][random.randrange(indented + 1) :],
                " " * random.choice([1, 2, 40]) + lines[at],
                lines[at] + random.choice(["\t", " ", "\x0b", "\x0c", ":", " #", ","]),
            ]
        )
    return random.choice(["\n", "\n", "\n", "\r\n", "\r", "\n\n", "", " "]).join(lines)


def _sizes(random: Random, text: str) -> str:
    """Nest deeply, write at length, add hundreds of everything."""
    deep = random.choice([10, 49, 51, 200, 5_000, 50_000])
    long = random.choice([61, 201, 4_000, 4_001, 100_000, 600_000])
    many = random.choice([13, 51, 201, 4_097])
    raw = random.choice(
        [
            "[" * deep + "]" * deep,
            "{a: " * deep + "1" + "}" * deep,
            "[" * deep,
            "- " * deep + "x",
            "x" * long,
            '"' + "very " * (long // 5) + '"',
            f"[{', '.join(f'o{n}' for n in range(many))}]",
            f"{{{', '.join(f'k{n}: {n}' for n in range(many))}}}",
        ]
    )
    data, holes = copy.deepcopy(_read(text)), Holes()
    holder, key = random.choice(_mappings(data))
    match random.randrange(4):
        case 0:
            _renamed(holder, key, holes.put("k" * long))
        case 1:
            parts = [(data[section], next(iter(data[section]))) for section in ("issues", "states")]
            holder, key = random.choice([(holder, key), *parts])
            holder.update({f"{key}_{n}": holder[key] for n in range(min(many, 201))})
        case _:
            holder[key] = holes.put(raw)
    return holes.written(data)


def _extending(random: Random) -> Files:
    """Return a variant of a damaged base, a damaged variant, or one whose base cannot be used."""
    text = _whole(random)
    data = copy.deepcopy(_read(text))
    for _ in range(random.choice([1, 3, 20])):
        holder, key = random.choice(_mappings(data))
        if random.random() < 0.2:
            holder[key] = None
        elif len(_mappings(data)) > 1:
            del holder[key]
        if not data:
            break
    variant = f"extends: {BASE}\n" + (dump_yaml(data) if data else "")
    match random.randrange(4):
        case 0:
            return {TALKS: _bytes(f"extends: {random.choice(NAMES)}\n{text if random.random() < 0.3 else ''}")}
        case 1:
            return {TALKS: _bytes(variant), BASE: _bytes(text)}
        case 2:
            return {TALKS: _bytes(DAMAGES[random.choice(OF_TEXTS)](random, variant)), BASE: _bytes(text)}
        case _:
            kind = random.choice(list(DAMAGES))
            short = f"extends: {BASE}\ntitle: A variant\n"
            return {TALKS: _bytes(random.choice([short, variant])), BASE: _bytes(_damaged(random, kind))}


DAMAGES: dict[str, Damage] = {
    "keys": _keys,
    "values": _values,
    "numbers": _numbers,
    "characters": _characters,
    "pieces": _pieces,
    "aliases": _aliases,
    "order": _order,
    "spaces": _spaces,
    "sizes": _sizes,
}
OF_TEXTS = ("pieces", "spaces")
"""Damages that need no whole scenario to begin with."""

KINDS = (*DAMAGES, "a base")
