"""The catalogue of tables and columns as data: dbt's properties file, `sql/models/columns.yml`.

No descriptions are written anywhere else. They serve the stages' DDL, the comments in DuckDB, the dbt docs, the UI and
the data dictionary.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import yaml

from etl.settings import project


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its DuckDB type, what it holds, and the table whose key it names, if any."""

    name: str
    type: str
    description: str
    references: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table or view, named `schema.table`, with its columns in order and those that identify a row."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    @property
    def schema(self) -> str:
        """The schema of the table."""
        return self.name.partition(".")[0]

    @property
    def short_name(self) -> str:
        """The name without its schema."""
        return self.name.partition(".")[2]

    @property
    def is_view(self) -> bool:
        """Whether the catalogue describes a view; its SQL stands elsewhere."""
        return self.description.startswith("View;")

    def create(self) -> str:
        """Return the `CREATE TABLE IF NOT EXISTS` statement."""
        columns = ", ".join(f'"{column.name}" {column.type}' for column in self.columns)
        return f"CREATE TABLE IF NOT EXISTS {self.name} ({columns})"

    def comments(self, kind: str = "TABLE") -> list[str]:
        """Return the `COMMENT ON` statements; `kind` is TABLE or VIEW."""
        return [f"COMMENT ON {kind} {self.name} IS {quoted(self.description)}"] + [
            f'COMMENT ON COLUMN {self.name}."{column.name}" IS {quoted(column.description)}' for column in self.columns
        ]


def quoted(text: str) -> str:
    """Return `text` as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


@cache
def tables() -> Mapping[str, Table]:
    """Return all tables by full name (`raw.documents`, `main.committee_year`), in the order of the file."""
    content = yaml.safe_load((project("sql") / "models" / "columns.yml").read_text(encoding="utf-8"))
    schemas = [(source["name"], source["tables"]) for source in content["sources"]]
    described = [*schemas, ("main", content["models"]), ("main", content["seeds"])]
    return {table.name: table for schema, entries in described for table in map(partial(_table, schema), entries)}


def _table(schema: str, entry: Mapping[str, Any]) -> Table:
    keys = [test["key"]["arguments"]["columns"] for test in entry.get("data_tests", ()) if "key" in test]
    columns = (
        Column(column["name"], column["data_type"], column["description"], _reference(column))
        for column in entry["columns"]
    )
    return Table(f"{schema}.{entry['name']}", entry["description"], tuple(columns), tuple(*keys))


def _reference(column: Mapping[str, Any]) -> str | None:
    return f"main.{column['config']['meta']['references']}" if "config" in column else None
