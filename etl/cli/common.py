"""What the commands share: --home and --inbox, and text that is safe to show in a terminal."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

if TYPE_CHECKING:
    from rich.console import Console

Command = TypeVar("Command", bound=Callable[..., Any])


def _export(name: str) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    def callback(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
        if value:  # in the environment every process of this run sees it
            os.environ[f"LUZHI_{name}"] = os.path.abspath(os.path.expanduser(value))  # noqa: PTH100, PTH111
        return value

    return callback


def home_option(command: Command) -> Command:
    """Add --home."""
    option = click.option(
        "--home", metavar="DIR", expose_value=False, callback=_export("HOME"), help="Folder of the warehouse."
    )
    return option(command)


def inbox_option(command: Command) -> Command:
    """Add --inbox."""
    option = click.option(
        "--inbox", metavar="DIR", expose_value=False, callback=_export("INBOX"), help="Folder of documents."
    )
    return option(command)


def console(file: "TextIO | None" = None, *, stderr: bool = False) -> "Console":
    """Return a console; where no terminal is, lines are as wide as their content."""
    from rich.console import Console

    made = Console(file=file, stderr=stderr, highlight=False)
    return made if made.is_terminal else Console(file=file, stderr=stderr, highlight=False, width=10_000)


def shown(value: object) -> str:
    """Return a value as one line without control characters: what a document says can't steer a terminal."""
    if value is None:
        return ""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in str(value))
