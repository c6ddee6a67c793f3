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


def restore(connection: duckdb.DuckDBPyConnection, folder: Path, warehouse: Path) -> int:
    """Fill empty raw tables from the kept texts; first and last times from the published warehouse if it opens.

    Returns the number of documents.
    """
    for leftover in folder.glob("*.tmp"):
        leftover.unlink()
    if not any(folder.glob("*.parquet")):
        return 0
    connection.execute(
        """
        create or replace temp table kept as
        select * from read_parquet($files, union_by_name = true, filename = true)
        """,
        {"files": str(folder / "*.parquet")},
    )
    connection.execute(
        """
        insert into raw.documents by name
        select * exclude (source_path, source_file, first_seen, filename) from kept
        qualify row_number() over (partition by document_id order by filename desc, source_path) = 1
        """
    )
    connection.execute(
        """
        insert into raw.sources
        select document_id, source_path, source_file, false, min(first_seen), max(first_seen), null
        from kept group by document_id, source_path, source_file
        """
    )
    connection.execute("drop table kept")
    if warehouse.exists():
        _restore_times(connection, warehouse)
    row = connection.execute("select count(*) from raw.documents").fetchone()
    return int(row[0]) if row else 0


def _restore_times(connection: duckdb.DuckDBPyConnection, warehouse: Path) -> None:
    try:
        connection.execute(f"attach '{str(warehouse).replace(chr(39), chr(39) * 2)}' as published (read_only)")
    except duckdb.Error:  # the times of the kept texts stand
        return
    connection.execute(
        """
        update raw.sources set
            first_seen = least(sources.first_seen, former.first_seen),
            last_seen = greatest(sources.last_seen, former.last_seen),
            vanished = former.vanished
        from published.raw.sources as former
        where former.document_id = sources.document_id and former.source_path = sources.source_path
        """
    )
    connection.execute(
        """
        insert into raw.sources by name
        select * from published.raw.sources
        where not sample and document_id in (select document_id from raw.documents)
            and (document_id, source_path) not in (select (document_id, source_path) from raw.sources)
        """
    )
    connection.execute("insert into lineage.state from published.lineage.state where key = 'inbox'")
    connection.execute("detach published")
