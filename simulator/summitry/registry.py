"""Where styles, protocols and commands are found by name: entry points, our own and those of a user's package."""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summitry.mechanisms.mechanism import Mechanism
    from summitry.protocols.protocol import Protocol
    from summitry_agents.parameter import Conduct


_added: dict[str, dict[str, EntryPoint]] = {}


def add(group: str, name: str, target: str) -> EntryPoint:
    """Register something for this process only, as a package's entry point would, and return that entry point.

    For a notebook, or for trying out: a class that was just written can be used in scenarios at once, and again after
    it was changed. Processes that `run` starts as workers do not know of it; for those, and for the command line, it
    belongs in a package.

    Parameters
    ----------
    group
        ``styles``, ``acceptance``, ``learning``, ``protocols``, ``mechanisms`` or ``charts``.
    name
        How scenarios call it.
    target
        What follows the name in a package's ``pyproject.toml``: module and object, ``__main__:Patient`` for a class
        of the notebook itself. It takes the place of what was added under the same name before.

    Raises
    ------
    ValueError
        The target is none, or an installed package has the name.
    """
    entry = EntryPoint(name, target, f"summitry.{group}")
    installed = registered(group).get(name)
    if installed is not None and name not in _added.get(group, {}):
        raise ValueError(f"'{name}' is taken by {installed.value}")
    try:
        entry.load()
    except (ImportError, AttributeError, ValueError) as error:
        raise ValueError(f"{name}: found '{target}', expected module:object that can be loaded ({error})") from error
    _added.setdefault(group, {})[name] = entry
    for known in (registered, conduct, protocol, mechanism):
        known.cache_clear()
    return entry


@cache
def registered(group: str) -> dict[str, EntryPoint]:
    """Return the entry points of the group ``summitry.<group>`` by name, in alphabetical order.

    Raises
    ------
    RuntimeError
        Two packages registered the same name.
    """
    found: dict[str, EntryPoint] = {}
    entries = [*entry_points(group=f"summitry.{group}"), *_added.get(group, {}).values()]
    for entry in sorted(entries, key=lambda entry: entry.name):
        if found.get(entry.name, entry).value != entry.value:
            first = found[entry.name].value
            raise RuntimeError(f"two packages register '{entry.name}' for {group}: {first} and {entry.value}")
        found[entry.name] = entry
    return found


@cache
def conduct(group: str, name: str) -> type[Conduct]:
    """Return the way of conduct of that name: of the group styles, acceptance or learning."""
    loaded: type[Conduct] = registered(group)[name].load()
    return loaded


@cache
def protocol(name: str) -> type[Protocol]:
    """Return the protocol of that name."""
    loaded: type[Protocol] = registered("protocols")[name].load()
    return loaded


@cache
def mechanism(name: str) -> type[Mechanism]:
    """Return the mechanism of that name."""
    loaded: type[Mechanism] = registered("mechanisms")[name].load()
    return loaded
