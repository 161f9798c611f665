"""What decides the bytes of an answer besides scenario and seed."""

from __future__ import annotations

import platform
import sys
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version

PACKAGES = ("summitry", "mesa", "numpy", "scipy", "numba")


@cache
def versions() -> dict[str, str]:
    """Return the versions of the packages that play worlds, of Python, and the type of machine."""
    python = ".".join(map(str, sys.version_info[:2]))
    return {**{package: installed(package) for package in PACKAGES}, "python": python, "machine": platform.machine()}


def expect(theirs: Mapping[str, str]) -> None:
    """Raise if this process differs from the one that sent it work: the blocks of both would not fit together.

    Raises
    ------
    ChildProcessError
        With what differs, and both values.
    """
    mine = versions()
    differ = [name for name in sorted({*mine, *theirs}) if mine.get(name) != theirs.get(name)]
    if differ:
        found = ", ".join(f"{name} {mine.get(name, 'none')}" for name in differ)
        expected = ", ".join(f"{name} {theirs.get(name, 'none')}" for name in differ)
        raise ChildProcessError(
            f"found a worker with {found}, expected {expected} as where it is asked from; install the same on both"
        )


def installed(package: str) -> str:
    """Return the version of a package; "none" where it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"
