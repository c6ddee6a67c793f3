"""`luzhi backup` and `luzhi bring-back`: all of HOME as one file, and back."""

from pathlib import Path

import click

from etl import settings as configuration
from etl.cli.common import home_option


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@home_option
def backup(file: Path) -> None:
    """Write all of HOME to FILE (a tar). No run and no server may be at work meanwhile."""
    from etl.warehouse import backup as whole
    from etl.warehouse.lock import lock

    settings = configuration.load()
    configuration.use_home(settings)
    with lock(settings.home, "luzhi backup"), lock(settings.home, "luzhi backup", name="serve"):
        number = whole.write(settings, file)
    click.echo(f"{number} files of {settings.home} are in {file}")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@home_option
def bring_back(file: Path) -> None:
    """Unpack FILE, a back-up, into a HOME that is new or empty, and check every file."""
    from etl.warehouse import backup as whole

    settings = configuration.load()
    number = whole.bring_back(file, settings)
    click.echo(f"{number} files are in {settings.home}")
