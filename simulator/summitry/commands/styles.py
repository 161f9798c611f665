"""``summitry styles``: the ways of conduct at the table."""

from __future__ import annotations

import click


@click.command(short_help="List concession styles and other ways of conduct.")
def styles() -> None:
    """List the concession styles an envoy can have, its conditions of acceptance, its ways of learning; protocols."""
    from summitry import registry, terminal

    groups = {"styles": "style", "acceptance": "acceptance", "learning": "learning"}
    for group, title in groups.items():
        made = terminal.table(title, "")
        for name in registry.registered(group):
            conduct = registry.conduct(group, name)
            made.add_row(name, (conduct.__doc__ or "").strip().partition("\n")[0])
            for key, parameter in conduct.parameters.items():
                default = "from the shared prior" if parameter.default is None else f"{parameter.default:g} by default"
                span = f"{parameter.low:g} to {parameter.high:g}"
                made.add_row(f"  {key}", f"{parameter.meaning} ({span}; {default})")
        terminal.console().print(made)
        terminal.console().print()
    protocols = terminal.table("protocol", "")
    for name in registry.registered("protocols"):
        protocols.add_row(name, (registry.protocol(name).__doc__ or "").strip().partition("\n")[0])
    terminal.console().print(protocols)
