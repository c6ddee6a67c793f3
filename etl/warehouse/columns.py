"""The catalogue of tables and columns (`columns.yaml`) as data. No descriptions are written anywhere else.

It serves the stages' DDL, the comments in DuckDB, the dbt docs, the UI and the data dictionary.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

CATALOGUE = Path(__file__).with_name("columns.yaml")


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
    content = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))["tables"]
    return {
        name: Table(
            name,
            table["description"],
            tuple(
                Column(column, facts["type"], facts["description"], facts.get("references"))
                for column, facts in table["columns"].items()
            ),
            tuple(table.get("key", ())),
        )
        for name, table in content.items()
    }
