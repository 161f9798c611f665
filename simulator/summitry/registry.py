"""Where styles, protocols and commands are found by name: entry points, our own and those of a user's package."""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summitry.protocols.protocol import Protocol
    from summitry_agents.parameter import Conduct


@cache
def registered(group: str) -> dict[str, EntryPoint]:
    """Return the entry points of the group ``summitry.<group>`` by name, in alphabetical order.

    Raises
    ------
    RuntimeError
        Two packages registered the same name.
    """
    found: dict[str, EntryPoint] = {}
    for entry in sorted(entry_points(group=f"summitry.{group}"), key=lambda entry: entry.name):
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
