"""What may be said of a comparison, the same at the terminal and in charts."""

from __future__ import annotations

from summitry.comparisons.comparison import Variant
from summitry.comparisons.paired import Claim, PairedChance
from summitry.ensembles.headline import percent

CHANCES: dict[Claim, str] = {"higher": "likelier", "lower": "less likely", "none": "no difference shown"}
GAINS: dict[Claim, str] = {"higher": "gains by it", "lower": "loses by it", "none": "no difference shown"}

_TALKS = {"agreement": "agreement", "zone": "a zone of possible agreement", "carried_out": "agreed and carried out"}


def in_words(variant: Variant) -> str:
    """Return what may be said of the chance of agreement."""
    pair = variant.agreement
    if variant.same:
        return "The same scenario: nothing differs."
    shares = f"{percent(pair.second.chance)} instead of {percent(pair.first.chance)}"
    difference = f"{points(pair.difference)} points, {interval(pair)}"
    if pair.claim == "none":
        return f"No difference in the chance of agreement can be claimed ({difference}: this contains 0)."
    return f"Agreement is {CHANCES[pair.claim]}: {shares} ({difference})."


def points(share: float) -> str:
    """Return a difference of shares in percentage points.

    Examples
    --------
    >>> points(0.0625), points(-0.0004), points(0.0)
    ('+6.2', '-0.04', '0')
    """
    if not share:
        return "0"
    return f"{100 * share:+.1f}" if abs(share) >= 0.0005 else f"{100 * share:+.1g}"


def interval(pair: PairedChance) -> str:
    """Return the ends of a difference's interval in percentage points."""
    low, high = pair.interval
    return f"{points(low)} to {points(high)}"


def title(variant: Variant, kind: str, name: str) -> str:
    """Return how tables and charts call a chance, or a state whose gain it is."""
    if kind == "talks":
        return _TALKS[name]
    if kind == "gain":
        return variant.scenario.title_of(name)
    return variant.scenario.agenda.question(name).title if kind == "issue" else name.replace("_", " ")
