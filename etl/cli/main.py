"""The command `luzhi`: names of the commands and how errors are shown. Each command is a module of its own."""

import sys
from importlib import import_module

import click

from etl.errors import LuzhiError

# Name -> (module, one line). Nothing is imported before it is called, so that `luzhi --help` is quick.
COMMANDS = {
    "run": ("run", "Refresh the warehouse from the inbox and publish it."),
    "serve": ("serve", "Start the Dagster UI with schedule and sensor."),
    "extract": ("extract", "Extract observations from files, without a warehouse."),
    "sql": ("sql", "Run a query on the published warehouse."),
    "settings": ("settings", "Show all settings and where each comes from."),
    "explain": ("explain", "Lead a figure back to its sentence, rules and raw text."),
    "evaluate": ("evaluate", "Score the extraction against labelled documents."),
    "review": ("review", "List what deserves a look: candidates, unexplained numerals, weak codes."),
    "why": ("why", "Say what became of a document, and why it was (not) redone."),
    "versions": ("versions", "List the published versions."),
    "diff": ("versions", "Compare two published versions."),
    "restore": ("versions", "Publish a former version again."),
    "backup": ("backup", "Write all of HOME to one file."),
    "bring-back": ("backup", "Bring a back-up back into a new HOME."),
    "export": ("export", "Write the published tables as files."),
    "dictionary": ("dictionary", "Print the data dictionary."),
}


class Lazy(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; `command` in its module, or its own name where a module holds several."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"etl.cli.{COMMANDS[cmd_name][0]}")
        found = getattr(module, "command", None) or getattr(module, cmd_name.replace("-", "_"), None)
        if not isinstance(found, click.Command):
            raise TypeError(f"etl.cli.{COMMANDS[cmd_name][0]} has no command {cmd_name}")
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_module, text) in COMMANDS.items()])


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="luzhi", prog_name="luzhi")
def cli() -> None:
    """Luzhi (履职): work reports of China's consultative conferences (政协) as a warehouse one can trust."""


def main() -> None:
    """Run the command line; an error of ours is one line on standard error and exit status 1."""
    try:
        cli(standalone_mode=True)
    except LuzhiError as problem:
        click.echo(f"luzhi: {problem}", err=True)
        sys.exit(1)
    except BrokenPipeError:  # the reader of a pipe has seen enough
        sys.stderr.close()


if __name__ == "__main__":
    main()
