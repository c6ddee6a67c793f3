"""One catalogue of columns: everything in the warehouse is in it, and it is everywhere it has to be."""

import json
import shutil
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from etl.cli.dictionary import command
from etl.warehouse.columns import tables
from etl.warehouse.publish import comment

ALIASES = {"TIMESTAMPTZ": "TIMESTAMP WITH TIME ZONE"}


@pytest.fixture(scope="module")
def actual(build_file: Path) -> dict[str, list[tuple[str, str]]]:
    """Table -> (column, type), as they are in the file."""
    with duckdb.connect(str(build_file), read_only=True) as connection:
        rows = connection.execute(
            "select schema_name || '.' || table_name, column_name, data_type from duckdb_columns() "
            "where not internal order by column_index"
        ).fetchall()
    found: dict[str, list[tuple[str, str]]] = {}
    for table, *column in rows:
        found.setdefault(table, []).append((column[0], column[1]))
    return found


def test_every_table_and_column_is_described(actual: dict[str, list[tuple[str, str]]]) -> None:
    described = {name: [column.name for column in table.columns] for name, table in tables().items()}
    described.pop("main.version")  # written when the file is published
    assert {name: [column for column, _ in columns] for name, columns in actual.items()} == described
    for table in tables().values():
        assert len(table.description) > 10, table.name
        assert all(len(column.description) > 3 for column in table.columns), table.name


def test_types_are_as_described(actual: dict[str, list[tuple[str, str]]]) -> None:
    for name, columns in actual.items():
        described = {column.name: ALIASES.get(column.type, column.type) for column in tables()[name].columns}
        found = {column: kind.replace('"', "") for column, kind in columns}
        assert found == described, name


def test_published_columns_carry_the_descriptions_as_comments(build_file: Path, tmp_path: Path) -> None:
    with duckdb.connect(str(shutil.copy(build_file, tmp_path / "build.duckdb"))) as connection:
        comment(connection)
        found = connection.execute(
            "select schema_name || '.' || table_name, column_name, comment from duckdb_columns() where not internal"
        ).fetchall()
    described = {
        (name, column.name, column.description)
        for name, table in tables().items()
        for column in table.columns
        if name != "main.version"  # written when the file is published
    }
    assert set(found) == described


def test_references_name_a_table_with_one_key() -> None:
    for table in tables().values():
        for column in table.columns:
            assert column.references is None or len(tables()[column.references].key) == 1


def test_dictionary_in_markdown_and_json() -> None:
    text = CliRunner().invoke(command, ["committee_year"]).output
    assert "## main.committee_year" in text
    assert "| choice | VARCHAR | How the value was chosen" in text
    content = json.loads(CliRunner().invoke(command, ["--format", "json"]).output)
    assert set(content) == set(tables())
    assert content["main.fct_observation"]["columns"]["document_id"]["references"] == "main.dim_document"


def test_unknown_table_is_one_clear_line() -> None:
    result = CliRunner().invoke(command, ["no_such_table"])
    assert result.exit_code == 1
    assert "no table main.no_such_table" in str(result.exception)
