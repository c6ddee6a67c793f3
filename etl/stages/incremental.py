"""The engine of the stages after raw: compute the documents whose input or version is new, only those, batch by batch.

A document's pair (sha256 of its input, version of the stage) stands in `lineage.work`; no time decides anything. What a
stage computes is its own module's; how its rows get there, and why a document was done again, is settled here.
"""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

import duckdb
import pyarrow as pa

from etl.errors import WorkerError
from etl.settings import Settings
from etl.stages import progress, version
from etl.stages.pool import Lost, Pool
from etl.warehouse.build import transaction

ACCIDENTS = 10  # documents that may fail in a run before half of them failing stops it
Rows = dict[str, list[dict[str, Any]]]  # table -> its rows of one document


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: where its input is, what it computes, where that goes."""

    name: str
    tables: tuple[str, ...]  # the first one counts
    inputs: str  # query: document_id, input_sha256 of every document that the stage should hold
    tasks: str  # query: what `compute` needs, one row a document; $documents is the list of ids
    compute: Callable[[dict[str, Any]], Rows]  # in a worker: one row of `tasks` -> rows


@dataclass(slots=True)
class Summary:
    """What one run of a stage did."""

    computed: int = 0
    removed: int = 0
    unchanged: int = 0
    rejected: int = 0
    rows: int = 0
    seconds: float = 0.0
    because: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Work:
    """How a batch is computed in a worker: the rows of each table, and their sha256, as one picklable function."""

    compute: Callable[[dict[str, Any]], Rows]

    def __call__(self, task: dict[str, Any]) -> tuple[str, Rows]:
        rows = self.compute(task)
        text = json.dumps(rows, ensure_ascii=False, default=_plain)
        return sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), rows


def run(connection: duckdb.DuckDBPyConnection, stage: Stage, settings: Settings, pool: Pool) -> Summary:
    """Bring the tables of a stage up to date; each batch is one transaction, so a killed run loses one batch.

    Raises:
        WorkerError: more than half of the documents fail, which is an error of the code and not of theirs.
    """
    started = time.perf_counter()
    summary = Summary()
    number = keep_version(connection, stage.name, version.parts(stage.name))
    summary.removed = _remove_gone(connection, stage)
    total = _find_pending(connection, stage, number)
    size = settings.batch_documents
    with progress.step(stage.name, total) as advance:
        tasks = (_tasks(connection, stage, at, size) for at in range(0, total, size))
        for at, results in zip(range(0, total, size), pool.map(_Work(stage.compute), tasks), strict=True):
            batch = _batch(connection, at, size)
            lost = [result for result in results if isinstance(result, Lost)]
            summary.rejected += len(lost)
            if summary.rejected > max(ACCIDENTS, total / 2):
                raise WorkerError(
                    f"the stage {stage.name} fails on {summary.rejected} of {total} documents, the last time with:"
                    f" {lost[-1].message}; this is no fault of the documents"
                )
            _write(connection, stage, number, batch, results)
            advance(len(batch))
    _reject_lost(connection, stage)
    summary.computed = total
    summary.because = dict(connection.execute("select because, count(*) from pending group by 1 order by 1").fetchall())
    summary.unchanged = count(connection, f"({stage.inputs})") - total
    summary.rows = count(connection, stage.tables[0])
    summary.seconds = time.perf_counter() - started
    return summary


def is_done(connection: duckdb.DuckDBPyConnection, stage: Stage) -> bool:
    """Return whether the tables of a stage are up to date, so that `run` would do nothing. Writes nothing."""
    number = version.fingerprint(version.parts(stage.name))
    return not connection.execute(
        f"""
        select 1
        from ({stage.inputs}) as inputs
        full join (from lineage.work where stage = $1) as work on work.document_id = inputs.document_id
        where work.version is distinct from $2 or work.input_sha256 is distinct from inputs.input_sha256
        limit 1
        """,
        [stage.name, number],
    ).fetchall()


def keep_version(connection: duckdb.DuckDBPyConnection, stage: str, contents: Mapping[str, str]) -> str:
    """Keep what a version of a stage stands for, and return the version."""
    number = version.fingerprint(contents)
    known = connection.execute(
        "select 1 from lineage.versions where stage = $1 and version = $2 limit 1", [stage, number]
    ).fetchone()
    if not known:
        rows = [{"stage": stage, "version": number, "part": part, "content": value} for part, value in contents.items()]
        with transaction(connection):
            insert(connection, "lineage.versions", rows)
    return number


def _remove_gone(connection: duckdb.DuckDBPyConnection, stage: Stage) -> int:
    """Take out the documents that are no input any more."""
    gone = (
        "select document_id from lineage.work where stage = $1"
        f" and document_id not in (select document_id from ({stage.inputs}))"
    )
    documents = [row[0] for row in connection.execute(gone, [stage.name]).fetchall()]
    if documents:
        with transaction(connection):
            _delete(connection, stage, documents)
    return len(documents)


def _find_pending(connection: duckdb.DuckDBPyConnection, stage: Stage, number: str) -> int:
    """Number the documents to compute, in order of their ids, in the temporary table `pending`."""
    versions = connection.execute(
        "select distinct version from lineage.work where stage = $1 and version != $2", [stage.name, number]
    ).fetchall()
    reasons = {former: _changes(connection, stage, former, number) for (former,) in versions}
    connection.execute(
        f"""
        create or replace temp table pending as
        select
            row_number() over (order by inputs.document_id) - 1 as place,
            inputs.document_id,
            inputs.input_sha256,
            case
                when work.document_id is null then 'new document'
                when work.input_sha256 != inputs.input_sha256 then 'changed document'
                else map($versions::varchar[], $reasons::varchar[])[work.version]
            end as because
        from ({stage.inputs}) as inputs
        left join (from lineage.work where stage = $stage) as work on work.document_id = inputs.document_id
        where work.version is distinct from $number or work.input_sha256 is distinct from inputs.input_sha256
        """,
        {
            "stage": stage.name,
            "number": number,
            "versions": list(reasons),
            "reasons": list(reasons.values()),
        },
    )
    return count(connection, "pending")


def _batch(connection: duckdb.DuckDBPyConnection, at: int, size: int) -> list[tuple[str, str, str]]:
    """Return (document_id, input_sha256, because) of one batch."""
    return connection.execute(
        "select document_id, input_sha256, because from pending where place >= $1 and place < $2 order by place",
        [at, at + size],
    ).fetchall()


def _changes(connection: duckdb.DuckDBPyConnection, stage: Stage, former: str | None, number: str) -> str:
    """Return which parts differ between two versions of a stage, in words."""
    rows = connection.execute(
        """
        select part from lineage.versions where stage = $stage and version in ($former, $number)
        group by part having count(distinct content) > 1 or count(*) = 1 order by part
        """,
        {"stage": stage.name, "former": former, "number": number},
    ).fetchall()
    return "changed: " + ", ".join(row[0] for row in rows)


def _tasks(connection: duckdb.DuckDBPyConnection, stage: Stage, at: int, size: int) -> list[dict[str, Any]]:
    documents = [document for document, _input, _because in _batch(connection, at, size)]
    rows = connection.sql(stage.tasks, params={"documents": documents}).to_arrow_table().to_pylist()
    found = {row["document_id"]: row for row in rows}
    return [found[document] for document in documents]


def _write(
    connection: duckdb.DuckDBPyConnection,
    stage: Stage,
    number: str,
    batch: Sequence[tuple[str, str, str]],
    results: Sequence[tuple[str, Rows] | Lost[dict[str, Any]]],
) -> None:
    """Replace the rows of one batch."""
    rows: Rows = {table: [] for table in stage.tables}
    work: list[dict[str, Any]] = []
    for (document, input_sha256, because), result in zip(batch, results, strict=True):
        entry = {
            "stage": stage.name,
            "document_id": document,
            "input_sha256": input_sha256,
            "version": number,
            "output_sha256": None,
            "row_count": 0,
            "rejected": None,
            "because": because,
        }
        if isinstance(result, Lost):
            entry["rejected"] = f"{result.reason}: {result.message}"
        else:
            entry["output_sha256"], made = result
            entry["row_count"] = len(made[stage.tables[0]])
            for table in stage.tables:
                extra = {"input_sha256": input_sha256, "version": number}
                rows[table] += [{"document_id": document, **row, **extra} for row in made[table]]
        work.append(entry)
    with transaction(connection):
        _delete(connection, stage, [document for document, _input, why in batch if why != "new document"])
        for table in stage.tables:
            insert(connection, table, rows[table])
        insert(connection, "lineage.work", work)


def _reject_lost(connection: duckdb.DuckDBPyConnection, stage: Stage) -> None:
    """Name the documents that the stage could not do in `raw.rejected`, beside the files that could not be read."""
    with transaction(connection):
        connection.execute(f"delete from raw.rejected where starts_with(message, '{stage.name}: ')")
        connection.execute(
            """
            insert into raw.rejected by name
            select
                source_path, source_file, sha256, size, first_seen, last_seen,
                split_part(rejected, ': ', 1) as reason,
                stage || ': ' || substr(rejected, strpos(rejected, ': ') + 2) as message
            from lineage.work join raw.documents using (document_id)
            join (from raw.sources where vanished is null) as sources using (document_id)
            where stage = $1 and rejected is not null
            """,
            [stage.name],
        )


def _delete(connection: duckdb.DuckDBPyConnection, stage: Stage, documents: list[str]) -> None:
    if not documents:
        return
    for table in stage.tables:
        connection.execute(f"delete from {table} where document_id in (select unnest($1))", [documents])
    connection.execute(
        "delete from lineage.work where stage = $1 and document_id in (select unnest($2))",
        [stage.name, documents],
    )


def arrow(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]]) -> pa.Table:
    """Return rows in the columns of a table; a key that is no column is left out, a missing one is null."""
    schema = connection.sql(f"from {table} limit 0").to_arrow_table().schema
    return pa.Table.from_pylist(rows, schema)


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]]) -> None:
    """Add rows to a table."""
    if rows:
        connection.register("batch", arrow(connection, table, rows))
        connection.execute(f"insert into {table} from batch")
        connection.unregister("batch")


def count(connection: duckdb.DuckDBPyConnection, relation: str) -> int:
    """Return the number of rows of a table or a query in brackets."""
    row = connection.execute(f"select count(*) from {relation}").fetchone()
    return int(row[0]) if row else 0


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"{type(value).__name__} is no value of a row")
