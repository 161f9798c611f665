"""On which machine something was measured."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def machine() -> dict[str, str]:
    """Return what a measured time depends on beside the code, in words."""
    packages = {name: _version(name) for name in ("numpy", "numba", "mesa", "negmas", "summitry")}
    return {"processor": _processor(), "cores": str(os.cpu_count()), "python": platform.python_version(), **packages}


def in_small_print() -> str:
    """Return the machine in one line, to stand below a chart or a table."""
    here = machine()
    return (
        f"{here['processor']}, {here['cores']} cores; Python {here['python']}, NumPy {here['numpy']}, "
        f"Numba {here['numba']}"
    )


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    if described.exists():
        for line in described.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
