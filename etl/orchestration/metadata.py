"""What a materialization tells the UI: rows, columns with their descriptions, a sample of rows, seconds."""

from typing import Any

import dagster as dg
import duckdb

from etl.warehouse.columns import tables

SHOWN = 60  # characters of a value in the sample


def describe(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, Any]:
    """Return the metadata of a table as it stands now."""
    rows = connection.execute(f"select count(*) from {table}").fetchall()[0][0]
    columns = [
        dg.TableColumn(column.name, column.type, column.description)
        for column in (tables()[table].columns if table in tables() else ())
    ]
    return {
        "dagster/row_count": rows,
        "dagster/column_schema": dg.TableSchema(columns=columns),
        "sample": dg.MetadataValue.md(sample(connection, table)),
    }


def sample(connection: duckdb.DuckDBPyConnection, table: str, rows: int = 5) -> str:
    """Return some rows of a table as Markdown in which no content of a document can be markup."""
    relation = connection.sql(f"from {table} limit {rows}")
    lines = [
        "| " + " | ".join(escape(name) for name in relation.columns) + " |",
        "|" + " --- |" * len(relation.columns),
        *("| " + " | ".join(escape(value) for value in row) + " |" for row in relation.fetchall()),
    ]
    return "\n".join(lines)


def escape(value: object, shown: int = SHOWN) -> str:
    """Return a value as plain text inside a Markdown table: no markup, no control characters, one line."""
    text = "" if value is None else str(value)
    text = text if len(text) <= shown else text[:shown] + "…"
    return "".join(
        f"&#{ord(character)};" if character in "|<>&*_`[]()!\\#~$" else character if character.isprintable() else " "
        for character in text
    )
