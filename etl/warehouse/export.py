"""Exports of the published warehouse: star and marts as files, with a manifest and the data dictionary.

Rows are in the order of their key, so that the same version gives the same files. Lists become JSON text where the
format knows none. Of a version that an older Luzhi made, what both know is written.
"""

import json
import math
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter

from etl.errors import LuzhiError
from etl.warehouse import dictionary
from etl.warehouse.columns import Table, tables

FORMATS = ("parquet", "csv", "xlsx")
SHEET_ROWS, CELL_CHARACTERS = 1_048_575, 32_767  # what a spreadsheet holds, without the header
BATCH = 10_000
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def export(warehouse: Path, directory: Path, form: str) -> dict[str, Any]:
    """Write every table of the schema main, `manifest.json`, `dictionary.md` and `dictionary.json`.

    Args:
        warehouse: the published file.
        directory: made if it is missing; files of the same name are replaced.
        form: parquet, csv or xlsx.

    Returns:
        The manifest: version, published, format, and for each table its file, number of rows and sha256.

    Raises:
        LuzhiError: there is no warehouse, the folder can't be written, or a table is too long for a spreadsheet.
    """
    if not warehouse.exists():
        raise LuzhiError(f"{warehouse} is missing: run `luzhi run` first")
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            published = _published(connection)
            number, time = connection.execute("select number, published::varchar from main.version").fetchall()[0]
            entries = [_write(connection, table, directory / f"{table.short_name}.{form}") for table in published]
        manifest = {
            "version": number,
            "published": time,
            "format": form,
            "tables": entries,
        }
        (directory / "dictionary.md").write_text(dictionary.markdown(published), encoding="utf-8")
        _write_json(directory / "dictionary.json", dictionary.data(published))
        _write_json(directory / "manifest.json", manifest)
    except OSError as problem:
        raise LuzhiError(f"{directory} can't be written ({problem.strerror}): choose another folder") from None
    return manifest


def _published(connection: duckdb.DuckDBPyConnection) -> list[Table]:
    """Return the tables of the schema main with a key, with the columns that the file has."""
    rows = connection.execute(
        "select table_name, list(column_name) from duckdb_columns() where schema_name = 'main' group by table_name"
    ).fetchall()
    there = {f"main.{name}": set(columns) for name, columns in rows}
    return [
        replace(
            table,
            columns=tuple(column for column in table.columns if column.name in there[name]),
            key=tuple(column for column in table.key if column in there[name]),
        )
        for name, table in tables().items()
        if table.key and name in there
    ]


def _write(connection: duckdb.DuckDBPyConnection, table: Table, path: Path) -> dict[str, Any]:
    columns = ", ".join(
        f'to_json("{column.name}")::varchar as "{column.name}"'
        if "[" in column.type and path.suffix != ".parquet"
        else f'"{column.name}"'
        for column in table.columns
    )
    key = ", ".join(f'"{name}"' for name in table.key)
    query = f"select {columns} from {table.name} order by {key}"
    if path.suffix == ".xlsx":
        _sheet(connection, table, query, path)
    else:
        _copy(connection, query, path, "format parquet" if path.suffix == ".parquet" else "format csv, header")
    rows = connection.execute(f"select count(*) from {table.name}").fetchall()[0][0]
    with path.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    return {"table": table.short_name, "file": path.name, "rows": rows, "sha256": digest}


def _copy(connection: duckdb.DuckDBPyConnection, query: str, path: Path, options: str) -> None:
    name = str(path).replace("'", "''")
    connection.execute(f"copy ({query}) to '{name}' ({options})")


def _sheet(connection: duckdb.DuckDBPyConnection, table: Table, query: str, path: Path) -> None:
    """Write one sheet; text is never taken for a formula or a link."""
    (rows,) = connection.execute(f"select count(*) from {table.name}").fetchall()[0]
    if rows > SHEET_ROWS:
        raise LuzhiError(f"{table.name} has {rows} rows, a spreadsheet holds {SHEET_ROWS}: export as parquet or csv")
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": EPOCH})  # the same version gives the same bytes
        sheet = book.add_worksheet(table.short_name[:31])
        sheet.write_row(0, 0, [column.name for column in table.columns])
        result, line = connection.execute(query), 0
        while batch := result.fetchmany(BATCH):
            for row in batch:
                line += 1
                sheet.write_row(line, 0, [_cell(value) for value in row])


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    return str(value)[:CELL_CHARACTERS]


def _write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
