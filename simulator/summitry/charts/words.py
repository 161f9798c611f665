"""Figures and options in words, the same in every chart."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from summitry.ensembles.headline import percent
from summitry.ensembles.result import EnsembleResult
from summitry.talks.gates import Gate


def per_hundred(share: float) -> str:
    """Return of how many worlds in a hundred a share speaks; 0 and 100 only if it is exactly that.

    Examples
    --------
    >>> [per_hundred(share) for share in (0.0, 0.0004, 0.413, 0.9999, 1.0)]
    ['0', '<1', '41', '>99', '100']
    """
    return percent(share).removesuffix(" %")


def number(value: float) -> str:
    """Return a number as the scale of an issue shows it; years have no comma.

    Examples
    --------
    >>> [number(value) for value in (0.25, 2021.0, 1500000.0)]
    ['0.25', '2021', '1,500,000']
    """
    value = round(value, 9)
    return f"{value:,.12g}" if abs(value) >= 10_000 else f"{value:.12g}"


def short(text: str, most: int = 60) -> str:
    """Return a title short enough to stand in a sentence, cut after a word.

    Examples
    --------
    >>> short("Ambassadors, consulates and embassy property", most=30)
    'Ambassadors, consulates and…'
    """
    words = text.split()
    return textwrap.shorten(" ".join(words), most, placeholder="…") if len(words) > 1 else text[:most]


def listed(names: Iterable[str]) -> str:
    """Return names as a list in a sentence."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def named(titles: Sequence[str], most: int = 2) -> str:
    """Return titles as a list in a sentence; of more than `most`, the first and how many others.

    Examples
    --------
    >>> named(["Fish", "Grain"]), named(["Fish", "Grain", "Aid"])
    ('Fish and Grain', 'Fish and 2 others')
    """
    if len(titles) > most:
        return f"{short(titles[0])} and {len(titles) - 1} others"
    return listed([short(title) for title in titles])


def gate_name(gate: Gate) -> str:
    """Return what a picture calls a gate.

    Examples
    --------
    >>> gate_name(Gate.REFUSED_BY_LEADERS)
    'Refused by leaders'
    """
    return gate.label.replace("-", " ").capitalize()


def undecided(result: EnsembleResult) -> list[str]:
    """Say in how many worlds it is unknown whether there is a zone, if in any."""
    if not result.undecided:
        return []
    share = percent(result.undecided)
    return [f"In {share} of worlds the search for a zone met its limit; they count among those without one."]


def worlds(result: EnsembleResult) -> str:
    """Return how many worlds were played."""
    return counted(result.worlds)


def counted(worlds: int) -> str:
    """Return a number of worlds.

    Examples
    --------
    >>> counted(1), counted(10_000)
    ('1 world', '10,000 worlds')
    """
    return "1 world" if worlds == 1 else f"{worlds:,} worlds"
