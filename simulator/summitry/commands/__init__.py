"""The command line: one command, one file, found by its name among the entry points of ``summitry.commands``."""

from __future__ import annotations

import io
import os
import signal
import sys
from contextlib import suppress

import click

from summitry import registry

DONE, SURROUNDINGS_FAILED, UNUSABLE, INTERRUPTED = 0, 1, 2, 130


class _Commands(click.Group):
    """The registered commands; each module is light and loads what it needs when it runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*registry.registered("commands")]  # `list` is our own command here, once it is loaded

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = registry.registered("commands").get(cmd_name)
        if entry is None:
            return None
        command: click.Command = entry.load()
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in registry.registered("commands") and not args[0].startswith("-"):
            from summitry.scenario.problems import did_you_mean, expected_one_of

            names = self.list_commands(ctx)
            wanted = expected_one_of("a command", names)
            raise click.UsageError(f"found '{args[0]}', expected {wanted}{did_you_mean(args[0], names)}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="summitry", prog_name="summitry")
def cli() -> None:
    """Play diplomatic talks in thousands of worlds: the chances of agreement, on what, and why not."""


def main() -> None:
    """Run the command line and leave with its exit code.

    0: done. 1: the surroundings failed (a disk, a process), in one line. 2: a scenario or an argument that can't be
    used, one line a mistake. 130: interrupted.
    """
    # A terminal that lacks a character shows a question mark for it.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    sys.exit(_outcome())


def console() -> None:
    """Run the command line as a process of its own, which ends at once when all is said and written.

    Taking apart all that was loaded would keep whoever waits for another quarter of a second.
    """
    code: object = DONE
    try:
        main()
    except SystemExit as end:
        code = end.code
    with suppress(BrokenPipeError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code if isinstance(code, int) else SURROUNDINGS_FAILED)


def _outcome() -> int:
    try:
        cli.main(prog_name="summitry", standalone_mode=False)
    except click.Abort as abort:
        click.echo(" ".join(["interrupted", *_notes(abort.__cause__)]), err=True)
        return INTERRUPTED
    except SystemExit as end:
        for note in _notes(end):
            click.echo(f"ended {note}", err=True)
        raise
    except click.ClickException as mistake:
        mistake.show()
        return UNUSABLE
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python would complain once more when it flushes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as failure:
        said = f"summitry: {failure.strerror or failure}: {failure.filename or ''}".rstrip(": ")
        click.echo(", ".join([said, *_notes(failure)]), err=True)
        return SURROUNDINGS_FAILED
    except ValueError as mistake:
        from summitry.scenario.problems import ScenarioError

        if not isinstance(mistake, ScenarioError):
            raise
        click.echo(str(mistake), err=True)
        return UNUSABLE
    return DONE


def _notes(failure: BaseException | None) -> list[str]:
    """Return what was added to a failure on its way: how far the work had come."""
    return getattr(failure, "__notes__", [])
