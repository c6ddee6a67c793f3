"""`luzhi sql`: one query on the published warehouse, opened read-only."""

import csv
import json
import sys
from contextlib import nullcontext
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from etl import settings as configuration
from etl.cli.common import console, home_option, shown
from etl.errors import LuzhiError

if TYPE_CHECKING:
    from duckdb import DuckDBPyRelation

FORMATS = ("table", "csv", "json", "parquet")


@click.command()
@click.argument("query")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", help="How the rows are written.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write instead of printing.")
@home_option
def command(query: str, form: str, out: Path | None) -> None:
    """Run a query on the published warehouse.

    Example: luzhi sql "select committee, year, value from committee_year where indicator = 'proposals_filed'"
    """
    import duckdb

    settings = configuration.load()
    if not settings.warehouse.exists():
        raise LuzhiError(f"{settings.warehouse} is missing: run `luzhi run` first")
    if form == "parquet" and out is None and sys.stdout.isatty():
        raise click.UsageError("Parquet is binary: name a file with --out, or redirect the output")
    try:
        with duckdb.connect(str(settings.warehouse), read_only=True) as connection:
            relation = connection.sql(query)
            if relation is None:
                raise LuzhiError("the query gives no rows; give a SELECT")
            with out.open("wb") if out else nullcontext(sys.stdout.buffer) as stream:
                WRITERS[form](relation, stream)
    except duckdb.Error as problem:
        raise LuzhiError(shown(str(problem).splitlines()[0])) from None


def _table(relation: "DuckDBPyRelation", stream: BinaryIO) -> None:
    from rich.table import Table
    from rich.text import Text

    rows = relation.fetchall()
    table = Table(*relation.columns)
    for row in rows:
        table.add_row(*(Text(shown(value)) for value in row))
    text = TextIOWrapper(stream, encoding="utf-8", write_through=True)
    console(text if stream is not sys.stdout.buffer else sys.stdout).print(table)
    text.detach()


def _csv(relation: "DuckDBPyRelation", stream: BinaryIO) -> None:
    text = TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(relation.columns)
    writer.writerows(relation.fetchall())
    text.detach()


def _json(relation: "DuckDBPyRelation", stream: BinaryIO) -> None:
    names = relation.columns
    lines = (
        json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=str) for row in relation.fetchall()
    )
    stream.write(("[" + ",\n".join(lines) + "]\n").encode())


def _parquet(relation: "DuckDBPyRelation", stream: BinaryIO) -> None:
    import pyarrow.parquet

    pyarrow.parquet.write_table(relation.to_arrow_table(), stream)


WRITERS = {"table": _table, "csv": _csv, "json": _json, "parquet": _parquet}
