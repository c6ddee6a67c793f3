"""`luzhi dictionary`: every table and column of the warehouse with its description."""

import json

import click


@click.command()
@click.argument("tables", nargs=-1, metavar="[TABLE]...")
@click.option(
    "--format", "form", type=click.Choice(["markdown", "json"]), default="markdown", help="How it is written."
)
def command(tables: tuple[str, ...], form: str) -> None:
    """Print the data dictionary, whole or of some tables.

    Example: luzhi dictionary committee_year
    """
    from etl.errors import LuzhiError
    from etl.warehouse import columns, dictionary

    known = columns.tables()
    names = [name if "." in name else f"main.{name}" for name in tables]
    unknown = [name for name in names if name not in known]
    if unknown:
        raise LuzhiError(f"no table {', '.join(unknown)}: `luzhi dictionary` lists all")
    chosen = [known[name] for name in names] or list(known.values())
    if form == "json":
        click.echo(json.dumps(dictionary.data(chosen), ensure_ascii=False, indent=2))
    else:
        click.echo(dictionary.markdown(chosen), nl=False)
