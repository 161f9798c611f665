"""Inner loops compiled by Numba: pure functions of arrays, each with a plain NumPy twin (`summitry_agents.compiled`).

Loops run over worlds, issues and options; every sum is added in the order of its twin, so that both give the same
bits. Compiled code is kept on disk and found again by the next process, which loads a kernel together with its parts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import njit


def kernel(signature: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Compile a function for one signature, or load what an earlier process compiled."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        try:
            compiled: Callable[..., Any] = njit(signature, cache=True, error_model="numpy")(function)
        except RuntimeError:
            # Nowhere to keep compiled code: this process compiles for itself.
            compiled = njit(signature, error_model="numpy")(function)
        return compiled

    return decorate


def part(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let a function be compiled into the kernels that call it."""
    compiled: Callable[..., Any] = njit(error_model="numpy")(function)
    return compiled
