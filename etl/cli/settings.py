"""`luzhi settings`: every setting, its value and where it comes from."""

import click
from pydantic import SecretStr

from etl import settings as configuration
from etl.cli.common import console, home_option, shown


@click.command()
@home_option
def command() -> None:
    """Show all settings and where each comes from. Secrets are masked."""
    from rich.table import Table

    settings = configuration.load()
    origins = configuration.origins()
    table = Table("setting", "value", "from", "meaning")
    for name, field in type(settings).model_fields.items():
        value = getattr(settings, name)
        text = "********" if isinstance(value, SecretStr) else shown(value)
        table.add_row(name, text, origins[name], field.description)
    out = console()
    out.print(table)
    out.print(f"Set one as LUZHI_NAME in the environment, or as name = value in {configuration.settings_file()}")
