"""The build file: opened by one process at a time, always through `connect`. What is in the tables is not known here.

A build file that can't be read is moved aside; the raw stage fills the new one from the texts that HOME keeps.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import duckdb

from etl.errors import BusyError, LuzhiError
from etl.settings import Settings
from etl.warehouse.columns import Table, tables

RAW_SCHEMA = 1  # layout of the raw tables; older ones are carried over, everything after raw is rebuilt
STORAGE = "v1.5.0"  # readable by DuckDB 1.5 and later
SCHEMAS = ("raw", "normalized", "segmented", "indicator", "lineage")
VIEWS = Path(__file__).with_name("views.sql")


class CorruptError(LuzhiError):
    """The build file can't be read as a DuckDB database."""


@contextmanager
def connect(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the build file for writing, with all tables of the stages in place; closed in any case.

    Raises:
        BusyError: another process has it open.
        CorruptError: it is damaged; `set_aside` makes room for a new one.
    """
    with _open(settings.build) as connection:
        try:
            _create(connection)
        except (duckdb.IOException, duckdb.SerializationException, duckdb.FatalException) as problem:
            raise CorruptError(f"{settings.build} is damaged: {problem}") from None
        yield connection


@contextmanager
def _open(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    try:
        connection = duckdb.connect(str(path), config={"storage_compatibility_version": STORAGE})
    except duckdb.IOException as problem:
        if "lock" in str(problem).lower():
            raise BusyError(f"{path} is open in another process: {str(problem).splitlines()[0]}") from None
        if os.strerror(errno.ENOSPC) in str(problem):  # which says nothing about the file
            raise
        raise CorruptError(f"{path} is damaged: {problem}") from None
    except duckdb.Error as problem:
        raise CorruptError(f"{path} is damaged: {problem}") from None
    try:
        connection.execute("set TimeZone = 'UTC'")
        yield connection
    finally:
        connection.close()


def set_aside(path: Path) -> Path:
    """Move a damaged build file (and its log) aside and return its new name."""
    number = 1
    while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    path.rename(aside)
    log = path.with_name(f"{path.name}.wal")
    if log.exists():
        log.rename(aside.with_name(f"{aside.name}.wal"))
    return aside


def state(connection: duckdb.DuckDBPyConnection, key: str) -> str | None:
    """Return one fact about the build file."""
    row = connection.execute("select value from lineage.state where key = $1", [key]).fetchone()
    return str(row[0]) if row else None


def set_state(connection: duckdb.DuckDBPyConnection, key: str, value: str) -> None:
    """Keep one fact about the build file."""
    connection.execute("delete from lineage.state where key = $1", [key])
    connection.execute("insert into lineage.state values ($1, $2)", [key, value])


def layout() -> str:
    """Return a fingerprint of the stages' tables and views as this version of Luzhi makes them."""
    return sha256("\n".join([*(table.create() for table in _stages()), VIEWS.read_text()]).encode()).hexdigest()


def _stages() -> list[Table]:
    return [table for table in tables().values() if table.schema in SCHEMAS and not table.is_view]


def _create(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables; a changed layout carries the raw tables over and drops all that can be rebuilt from them."""
    exists = connection.execute("from duckdb_tables() where schema_name = 'lineage' and table_name = 'state'")
    if exists.fetchone() and state(connection, "tables") == layout():
        return
    with transaction(connection):
        for schema in ("normalized", "segmented", "indicator"):
            connection.execute(f"drop schema if exists {schema} cascade")
        for schema in SCHEMAS:
            connection.execute(f"create schema if not exists {schema}")
        for table in _stages():
            _carry_over(connection, table)
        connection.execute("delete from lineage.work")
        connection.execute("delete from lineage.versions")
        connection.execute(VIEWS.read_text())
        set_state(connection, "tables", layout())
        set_state(connection, "schema_version", str(RAW_SCHEMA))


def _carry_over(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Make a table, with the rows of its former layout in the columns that both have."""
    former = {
        row[0]: row[1]
        for row in connection.execute(
            "select column_name, data_type from duckdb_columns() where schema_name = $1 and table_name = $2",
            [table.schema, table.short_name],
        ).fetchall()
    }
    shared = [f'"{column.name}"' for column in table.columns if column.name in former]
    if former:
        connection.execute(f"alter table {table.name} rename to former")
    connection.execute(table.create())
    if former:
        if shared:
            connection.execute(
                f"insert into {table.name} by name select {', '.join(shared)} from {table.schema}.former"
            )
        connection.execute(f"drop table {table.schema}.former")


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Commit what happens inside, or nothing of it."""
    connection.execute("begin")
    try:
        yield
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")
