"""Which functions of arrays run compiled.

Inner loops over issues and options cost NumPy several passes over memory for every comparison, and a call for every
handful of worlds in late rounds. Where a profile says so, a function has a kernel in `summitry_agents.kernels`: the
same arithmetic in the same order, world by world, compiled by Numba. The function itself stays as the kernel's plain
twin: it runs where Numba is not installed, or where the environment variable ``SUMMITRY_COMPILED`` is 0, and gives the
same bits.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache, wraps
from importlib import import_module
from importlib.util import find_spec
from typing import Any, ParamSpec, TypeVar

import numpy as np

P = ParamSpec("P")
R = TypeVar("R")

ENABLED = os.environ.get("SUMMITRY_COMPILED", "1") != "0" and find_spec("numba") is not None
"""Whether kernels are used in this process."""


def compiled(kernel: str, any_order: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a kernel, named ``module.function`` below `summitry_agents.kernels`, do the work of a function of arrays.

    The function takes arrays and numbers, by position, and returns what the kernel does. Its plain version stays at
    hand as ``__wrapped__``. Kernels that touch little of an array take it in `any_order` of its axes in memory; for
    others it is copied if it does not lie there in their order.
    """

    def decorate(plain: Callable[P, R]) -> Callable[P, R]:
        if not ENABLED:
            return plain

        @wraps(plain)
        def fast(*arrays: P.args, **named: P.kwargs) -> R:
            result: R = _kernel(kernel)(*[_fit(each, any_order) for each in arrays], **named)
            return result

        return fast

    return decorate


def _fit(value: Any, any_order: bool) -> Any:
    """Return an array as one for which kernels are compiled: one that may be written to; numbers as they are."""
    if not isinstance(value, np.ndarray):
        return value
    flags = value.flags
    return value if flags.writeable and (any_order or flags.c_contiguous) else value.copy(order="C")


@cache
def _kernel(name: str) -> Callable[..., Any]:
    """Return a kernel; Numba, and with it the compiler, is loaded when the first one is needed."""
    module, function = name.rsplit(".", 1)
    found: Callable[..., Any] = getattr(import_module(f"summitry_agents.kernels.{module}"), function)
    return found
