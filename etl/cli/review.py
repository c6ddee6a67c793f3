"""`luzhi review`: what a person should look at next, from the published warehouse, opened read-only."""

import json

import click

from etl import settings as configuration
from etl.cli.common import console, home_option, shown
from etl.errors import LuzhiError

TITLES = {
    "candidates": "Figures that fit no indicator, by what they count: candidates for the catalogue",
    "unexplained": "Numerals that nothing explains",
    "low_evidence": "Codes that rest on little",
}


@click.command()
@click.argument("queues", nargs=-1, type=click.Choice(list(TITLES)))
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Rows of each queue.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object: queue -> rows.")
@home_option
def command(queues: tuple[str, ...], limit: int, as_json: bool) -> None:
    """List what deserves a look, the commonest first; without QUEUES, all of them.

    candidates: nouns of figures with the code other. unexplained: numerals without a reason. low_evidence: codes that
    rest on a rule of last resort. How to mend the rules: etl/rules/README.md.
    """
    import duckdb

    from etl.warehouse import review

    warehouse = configuration.load().warehouse
    if not warehouse.exists():
        raise LuzhiError(f"{warehouse} is missing: run `luzhi run` first")
    try:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            found = {name: review.queue(connection, name, limit) for name in queues or TITLES}
    except duckdb.Error as problem:
        raise LuzhiError(f"{warehouse}: {shown(str(problem).splitlines()[0])}") from None
    if as_json:
        data = {name: [dict(zip(columns, row, strict=True)) for row in rows] for name, (columns, rows) in found.items()}
        click.echo(json.dumps(data, ensure_ascii=False))
        return
    for name, (columns, rows) in found.items():
        _print(TITLES[name], columns, rows)


def _print(title: str, columns: list[str], rows: list[tuple[object, ...]]) -> None:
    from rich.table import Table
    from rich.text import Text

    if not rows:
        click.echo(f"{title}: none")
        return
    table = Table(*columns, title=title, title_justify="left")
    for row in rows:
        table.add_row(*(Text(shown(value)) for value in row))
    console().print(table)
