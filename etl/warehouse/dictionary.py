"""The data dictionary, made from the catalogue of columns: Markdown for readers, plain data for programs."""

from collections.abc import Sequence
from typing import Any

from etl.warehouse.columns import Table, tables

TITLE = "# Data dictionary"


def data(chosen: Sequence[Table] | None = None) -> dict[str, Any]:
    """Return table name -> description, key and columns, of all tables or those chosen."""
    return {
        table.name: {
            "description": table.description,
            "key": list(table.key),
            "columns": {
                column.name: {
                    "type": column.type,
                    "description": column.description,
                    **({"references": column.references} if column.references else {}),
                }
                for column in table.columns
            },
        }
        for table in (tables().values() if chosen is None else chosen)
    }


def markdown(chosen: Sequence[Table] | None = None) -> str:
    """Return the dictionary as Markdown, one section a table."""
    return "\n\n".join([TITLE, *map(_section, tables().values() if chosen is None else chosen)]) + "\n"


def _section(table: Table) -> str:
    key = [f"Key: {', '.join(table.key)}.", ""] if table.key else []
    rows = [
        f"| {column.name} | {column.type} | {_cell(column.description)}{_link(column.references)} |"
        for column in table.columns
    ]
    head = [f"## {table.name}", "", table.description, "", *key]
    return "\n".join([*head, "| Column | Type | Description |", "|---|---|---|", *rows])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _link(references: str | None) -> str:
    return f" (key of {references})" if references else ""
