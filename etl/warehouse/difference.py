"""The difference between two published versions, and why: new, removed or changed documents, or changed rules.

Rows are matched by their keys; times, and what says only how a row was made, are no content.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import duckdb

from etl.warehouse.columns import tables

STAGE_KEYS = {
    "raw.sources": ("document_id", "source_path"),
    "normalized.documents": ("document_id",),
    "segmented.sentences": ("sentence_id",),
    "indicator.observations": ("observation_id",),
}
NO_CONTENT = {"first_seen", "last_seen", "input_sha256", "version"}


class Counts(NamedTuple):
    """Rows added, removed and changed."""

    added: int
    removed: int
    changed: int


class Document(NamedTuple):
    """A document whose observations differ."""

    path: str
    why: str
    added: int
    removed: int
    changed: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs: by table (only those that differ), and by document."""

    tables: dict[str, Counts]
    documents: list[Document]


def compare(old: Path, new: Path) -> Difference:
    """Compare two published files."""
    with duckdb.connect() as connection:
        for name, path in (("old", old), ("new", new)):
            connection.execute(f"attach '{str(path).replace(chr(39), chr(39) * 2)}' as {name} (read_only)")
        keys = STAGE_KEYS | {name: tables()[name].key if name in tables() else () for name in _marts(connection)}
        counts = {name: _count(connection, name, key) for name, key in keys.items()}
        return Difference({name: count for name, count in counts.items() if any(count)}, _documents(connection))


def _marts(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the tables of the schema main that both versions have."""
    rows = connection.execute(
        """
        select 'main.' || table_name from duckdb_tables()
        where database_name in ('old', 'new') and schema_name = 'main' and table_name != 'version'
        group by 1 having count(*) = 2 order by 1
        """
    ).fetchall()
    return [row[0] for row in rows]


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """Return the columns with content that both versions of a table have, in order of their names."""
    schema, _, name = table.partition(".")
    rows = connection.execute(
        """
        select column_name from duckdb_columns()
        where database_name in ('old', 'new') and schema_name = $1 and table_name = $2
        group by 1 having count(*) = 2 order by 1
        """,
        [schema, name],
    ).fetchall()
    return [row[0] for row in rows if row[0] not in NO_CONTENT]


def _count(connection: duckdb.DuckDBPyConnection, table: str, key: tuple[str, ...]) -> Counts:
    """Count by key; without one that both versions have, a changed row counts as one removed and one added."""
    shared = _columns(connection, table)
    columns = ", ".join(f'"{column}"' for column in shared)
    if not key or not set(key) <= set(shared):
        added, removed = (
            connection.execute(
                f"select count(*) from (select {columns} from {a}.{table} except all select {columns} from {b}.{table})"
            ).fetchall()[0][0]
            for a, b in (("new", "old"), ("old", "new"))
        )
        return Counts(added, removed, 0)
    names = ", ".join(f'"{column}"' for column in key)
    same = " and ".join(f'old_rows."{column}" is not distinct from new_rows."{column}"' for column in key)
    row = connection.execute(
        f"""
        with old_rows as (select {names}, hash({columns}) as content from old.{table}),
        new_rows as (select {names}, hash({columns}) as content from new.{table})
        select
            count(*) filter (where old_rows.content is null),
            count(*) filter (where new_rows.content is null),
            count(*) filter (where old_rows.content != new_rows.content)
        from old_rows full join new_rows on {same}
        """
    ).fetchall()[0]
    return Counts(*row)


def _documents(connection: duckdb.DuckDBPyConnection) -> list[Document]:
    """Return the documents with other observations, by path; a path with another content is a changed document."""
    columns = ", ".join(f'"{column}"' for column in _columns(connection, "indicator.observations"))
    rows = connection.execute(
        f"""
        with old_rows as (
            select observation_id, document_id, hash({columns}) as content from old.indicator.observations
        ),
        new_rows as (
            select observation_id, document_id, hash({columns}) as content from new.indicator.observations
        ),
        changes as (
            select
                coalesce(old_rows.document_id, new_rows.document_id) as document_id,
                count(*) filter (where old_rows.content is null) as added,
                count(*) filter (where new_rows.content is null) as removed,
                count(*) filter (where old_rows.content != new_rows.content) as changed
            from old_rows full join new_rows using (observation_id)
            group by 1
            having added + removed + changed > 0
        ),
        redone as (
            select document_id, string_agg(distinct because, '; ' order by because) as because
            from (
                select
                    work.document_id,
                    if(work.because like 'changed: %', work.because, 'changed rules or code') as because
                from new.lineage.work as work join old.lineage.work as former using (stage, document_id)
                where work.version != former.version
            )
            group by document_id
        )
        select
            coalesce(now.source_path, former.source_path, changes.document_id) as path,
            case
                when former.document_id is null and now.source_path in (select source_path from old.raw.live)
                    then 'changed document (new content)'
                when former.document_id is null then 'new document'
                when now.document_id is null and former.source_path in (select source_path from new.raw.live)
                    then 'changed document (former content)'
                when now.document_id is null then 'removed document'
                else coalesce(redone.because, 'changed facts')
            end as why,
            added, removed, changed
        from changes
        left join old.raw.live as former on former.document_id = changes.document_id
        left join new.raw.live as now on now.document_id = changes.document_id
        left join redone on redone.document_id = changes.document_id
        order by path, why
        """
    ).fetchall()
    return [Document(*row) for row in rows]
