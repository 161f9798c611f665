"""Playing on a Dask cluster: the extra ``cluster``."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any, cast

from summitry.scenario.problems import Problem, ScenarioError
from summitry.workers.versions import versions

PATIENCE = 10
"""Seconds after which a scheduler that does not answer counts as lost."""


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """Give an executor that plays on the cluster whose scheduler has that address.

    Raises
    ------
    ScenarioError
        The extra is not installed, or the address is none: in words for the command line.
    ConnectionError
        There is no scheduler, or all workers that tried a piece died of it.
    ChildProcessError
        Scheduler or workers have another version, or none.
    """
    try:
        import dask
        import distributed
    except ImportError:
        wanted = "the extra 'cluster': pip install 'summitry[cluster]'"
        raise ScenarioError([Problem(f"found no Dask here, expected {wanted}", source="--dask")]) from None
    with dask.config.set({"distributed.comm.timeouts.connect": f"{PATIENCE}s"}):
        _check(address)
        # What it would log is said in one line when it matters.
        for name in [name for name in logging.root.manager.loggerDict if name.startswith("distributed")]:
            logging.getLogger(name).setLevel(logging.CRITICAL)
        try:
            asyncio.run(_reach(address))
            client = distributed.Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
        except Exception as failure:  # whatever it is that answers there
            raise ConnectionError(f"found no Dask scheduler at {address}") from failure
        with client:
            _expect_summitry(cast("dict[str, Any]", client.get_versions(packages=["summitry"])))
            try:
                yield client.get_executor()  # type: ignore[no-untyped-call]
            except distributed.KilledWorker as killed:
                raise ConnectionError(f"workers of the cluster died again and again over one piece: {killed}") from None


def _expect_summitry(found: Mapping[str, Any]) -> None:
    """Raise if scheduler or workers have no Summitry, or another one: they could not even read a piece and say so.

    Parameters
    ----------
    found
        What Dask says is installed: ``scheduler``, and ``workers`` by address, each with ``packages`` by name.

    Raises
    ------
    ChildProcessError
        With both versions.
    """
    ours = versions()["summitry"]
    everybody = {"the scheduler": found["scheduler"], **{f"worker {at}": it for at, it in found["workers"].items()}}
    for who, installed in everybody.items():
        theirs = installed["packages"].get("summitry")
        if theirs != ours:
            text = f"found {who} with summitry {theirs or 'none'}, expected {ours} as where it is asked from"
            raise ChildProcessError(f"{text}; install the same on both")


def _check(address: str) -> None:
    """Raise if an address can't be one."""
    from distributed.comm.addressing import parse_address, parse_host_port
    from distributed.comm.registry import get_backend

    try:
        scheme, place = parse_address(address)
        get_backend(scheme)
        parse_host_port(place)
    except ValueError as mistake:
        found = f"found '{address}' ({mistake}), expected a scheduler's address, such as tcp://10.0.0.1:8786"
        raise ScenarioError([Problem(found, source="--dask")]) from None


async def _reach(address: str) -> None:
    """Try the connection alone first: a client that finds no scheduler complains again when it is thrown away."""
    from distributed.comm.core import connect

    comm = await connect(address, timeout=PATIENCE)  # type: ignore[no-untyped-call]
    await comm.close()
