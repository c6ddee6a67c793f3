"""The raw texts on disk: Parquet files in HOME/raw, written once and never changed.

Whatever happens to the inbox or to the build file, a text that was taken in is here. One file is one batch of intake;
its rows are those of `raw.documents` with the source that brought them. Bundled samples are not kept.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from etl.warehouse.build import transaction


def keep(folder: Path, documents: pa.Table, sources: Sequence[Mapping[str, Any]]) -> None:
    """Write one batch, on disk when this returns; it appears under its name whole or not at all.

    `documents` has the columns of `raw.documents`; of each one's `sources` (rows of `raw.sources`) the first is kept.
    """
    first = {source["document_id"]: source for source in reversed(sources)}
    ids = documents.column("document_id").to_pylist()
    for name in ("source_path", "source_file", "first_seen"):
        documents = documents.append_column(name, pa.array([first[document][name] for document in ids]))
    number = 1 + max((int(path.stem) for path in folder.glob("*.parquet")), default=0)
    target = folder / f"{number:08d}.parquet"
    temporary = target.with_suffix(".tmp")
    with temporary.open("wb") as file:
        pq.write_table(documents, file, compression="zstd")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(target)
    sync(folder)


def sync(folder: Path) -> None:
    """Make the names in a folder last."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def restore(connection: duckdb.DuckDBPyConnection, folder: Path, warehouse: Path) -> None:
    """Fill empty raw tables from the kept texts; what paths and times they had, from the warehouse if it opens."""
    for leftover in folder.glob("*.tmp"):
        leftover.unlink()
    if not any(folder.glob("*.parquet")):
        return
    published = _attach(connection, warehouse)
    with transaction(connection):
        connection.execute(
            "create or replace temp table kept as from read_parquet($1, union_by_name = true, filename = true)",
            [str(folder / "*.parquet")],
        )
        connection.execute(
            """
            insert into raw.documents by name
            select * exclude (source_path, source_file, first_seen, filename) from kept
            qualify row_number() over (partition by document_id order by filename desc) = 1
            """
        )
        if published:
            _restore_sources(connection)
        connection.execute(
            """
            insert into raw.sources by name
            select document_id, source_path, source_file, false as sample,
                min(first_seen) as first_seen, max(first_seen) as last_seen
            from kept anti join raw.sources as sources using (document_id, source_path)
            group by document_id, source_path, source_file
            """
        )
    connection.execute("drop table kept")
    if published:
        connection.execute("detach published")


def _attach(connection: duckdb.DuckDBPyConnection, warehouse: Path) -> bool:
    """Attach the published warehouse as `published`; False if there is none that can be read."""
    if not warehouse.exists():
        return False
    name = str(warehouse).replace("'", "''")
    try:
        connection.execute(f"attach '{name}' as published (read_only)")
        connection.execute("select source_file from published.raw.sources limit 1")
    except duckdb.Error:
        return False
    return True


def _restore_sources(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        """
        insert into raw.sources by name
        from published.raw.sources
        where not sample and document_id in (select document_id from raw.documents)
        """
    )
    connection.execute("insert into lineage.state from published.lineage.state where key = 'inbox'")
