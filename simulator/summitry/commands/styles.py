"""``summitry styles``: the concession styles."""

from __future__ import annotations

import click


@click.command(short_help="List the concession styles of envoys.")
def styles() -> None:
    """List the concession styles an envoy can have, with their parameters."""
    from summitry import registry, terminal

    made = terminal.table("style", "parameter", ">range", ">default", "meaning")
    for name in registry.registered("styles"):
        style = registry.style(name)
        made.add_row(name, "", "", "", (style.__doc__ or "").strip().splitlines()[0])
        for key, parameter in style.parameters.items():
            default = "shared prior" if parameter.default is None else f"{parameter.default:g}"
            span = f"{parameter.low:g} to {parameter.high:g}"
            made.add_row("", key, span, default, parameter.meaning)
    terminal.console().print(made)
