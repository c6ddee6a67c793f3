"""Publishing: a checked copy of the build file takes the place of the warehouse that analysts read.

At every moment `warehouse.duckdb` is one whole version: the new one is copied beside it, made lasting, opened read-only
and verified, and only then takes the name. It is never opened for writing after that. What is in the tables is the
business of the stages and models.
"""

import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb

from etl.errors import PublishError
from etl.settings import Settings
from etl.stages.keep import sync
from etl.warehouse import build, versions
from etl.warehouse.columns import tables

Step = Callable[[str], None]


def publish(settings: Settings, fingerprint: str, step: Step = lambda _name: None) -> versions.Version:
    """Publish the build file as the next version and forget the oldest ones beyond the number that is kept.

    Args:
        settings: where HOME is and how many versions are kept.
        fingerprint: what the content was made of, kept in the version row.
        step: called before each operation with its name; a failure there must leave the former version in place.

    Raises:
        PublishError: the copy is not what the build is; the former version stays.
    """
    step("number")
    versions.keep_current(settings)
    number = versions.next_number(settings)
    step("version row")
    _write_version(settings, number, fingerprint)
    log = settings.build.with_name(f"{settings.build.name}.wal")
    if log.exists():
        raise PublishError(f"{log} is left after a checkpoint: the build file is not whole; run again")
    copy = settings.home / f".warehouse-{number:06d}.tmp"
    try:
        step("copy")
        with settings.build.open("rb") as source, copy.open("wb") as target:
            shutil.copyfileobj(source, target, 1 << 22)
            target.flush()
            step("fsync")
            os.fsync(target.fileno())
        step("verify")
        version = verify(copy, number)
        copy.chmod(0o444)
        step("replace")
        copy.replace(settings.warehouse)
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    sync(settings.home)
    step("keep")
    versions.keep_current(settings)
    step("prune")
    versions.prune(settings)
    return version


def verify(path: Path, number: int) -> versions.Version:
    """Open a copy read-only and check it against its own version row, table by table.

    Raises:
        PublishError: it does not open, or a table does not have the rows that the version row says.
    """
    try:
        version = versions.read(path)
        with duckdb.connect(str(path), read_only=True) as connection:
            for table, rows in version.tables.items():
                found = connection.execute(f"select count(*) from {table}").fetchone()
                if found != (rows,):
                    raise PublishError(f"{table} has {found} rows in the copy, {rows} in the build: run again")
    except duckdb.Error as problem:
        raise PublishError(f"the copy can't be read ({problem}): the former version stays; run again") from None
    if version.number != number:
        raise PublishError(f"the copy says that it is version {version.number}, not {number}: run again")
    return version


def _write_version(settings: Settings, number: int, fingerprint: str) -> None:
    """Write the one version row and all comments into the build file, and bring it to disk whole."""
    with build.connect(settings) as connection:
        names = [
            f'{schema}."{table}"'
            for schema, table in connection.execute(
                "select schema_name, table_name from duckdb_tables() where not temporary"
                " and (schema_name, table_name) != ('main', 'version') order by 1, 2"
            ).fetchall()
        ]
        counts = {name: connection.execute(f"select count(*) from {name}").fetchall()[0][0] for name in names}
        with build.transaction(connection):
            connection.execute(
                "create or replace table main.version (number integer, published timestamptz, fingerprint varchar,"
                " tables map(varchar, bigint))"
            )
            connection.execute(
                "insert into main.version values ($1, $2, $3, map($4, $5))",
                [number, datetime.now().astimezone(), fingerprint, list(counts), list(counts.values())],
            )
            comment(connection)
        connection.execute("checkpoint")


def comment(connection: duckdb.DuckDBPyConnection) -> None:
    """Comment on every table and column that the catalogue describes."""
    kinds = dict(
        connection.execute(
            "select schema_name || '.' || table_name, 'TABLE' from duckdb_tables()"
            " union all select schema_name || '.' || view_name, 'VIEW' from duckdb_views()"
        ).fetchall()
    )
    for name, table in tables().items():
        if name in kinds:
            for statement in table.comments(kinds[name]):
                connection.execute(statement)
