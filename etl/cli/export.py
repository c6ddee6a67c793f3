"""`luzhi export`: star and marts of the published warehouse as files."""

from pathlib import Path

import click

from etl.cli.common import home_option


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["parquet", "csv", "xlsx"]),
    default="parquet",
    show_default=True,
    help="Format of the files.",
)
@home_option
def command(directory: Path, form: str) -> None:
    """Write the published tables to DIR, with a manifest and the data dictionary.

    Example: luzhi export --format csv tables
    """
    from etl import settings as configuration
    from etl.warehouse.export import export

    manifest = export(configuration.load().warehouse, directory, form)
    rows = sum(entry["rows"] for entry in manifest["tables"])
    click.echo(f"version {manifest['version']}: {len(manifest['tables'])} tables, {rows} rows in {directory}")
