"""The tables of the raw stage: what one run of the intake writes, batch by batch, and how it ends.

Each batch is one transaction that leaves the tables true for its files; files are read and judged elsewhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from etl.core.model import RawText
from etl.stages import keep
from etl.stages.inbox import Found
from etl.stages.incremental import arrow, insert
from etl.warehouse.build import RAW_SCHEMA, transaction

UNREADABLE = "unreadable"  # the reason of a file that may be read another time


@dataclass(frozen=True, slots=True)
class Item:
    """One document as read, or why it could not be."""

    file: str
    row: int | None
    sha256: str
    size: int
    raw: RawText | None
    rejection: tuple[str, str] | None  # reason, message

    @property
    def path(self) -> str:
        """The source path: of the file, or of the row in it."""
        return self.file if self.row is None else f"{self.file}#{self.row}"


class Run:
    """One run of the intake on an open build file."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        folder: Path,
        version: str,
        now: datetime,
        *,
        sample: bool,
    ) -> None:
        """Start a run; `folder` keeps the texts, `version` is that of the raw stage."""
        self.connection = connection
        self.folder = folder
        self.version = version
        self.now = now
        self.sample = sample
        self.taken = 0
        self.vanished = 0
        connection.execute("create or replace temp table present (source_file varchar)")

    def refuse(self, item: Item) -> None:
        """Note a file, or a folder, that can't be taken; what can't be read now is not gone: its texts stay."""
        if item.rejection and item.rejection[0] == UNREADABLE:
            self.connection.execute(
                "insert into present select source_file from raw.files"
                " where source_file = $1 or starts_with(source_file, $1 || '/')",
                [item.file],
            )
        with transaction(self.connection):
            self._write_rejected([self._rejected(item)])

    def unread(self, files: Sequence[tuple[Found, str]]) -> list[tuple[Found, str]]:
        """Return those of `files` (with the sha256 of their bytes) that were not read before as they are."""
        names = [found.name for found, _digest in files]
        insert(self.connection, "present", [{"source_file": name} for name in names])
        known = dict(
            self.connection.execute(
                "select source_file, sha256 from raw.files where version = $1 and source_file in (select unnest($2))",
                [self.version, names],
            ).fetchall()
        )
        return [(found, digest) for found, digest in files if known.get(found.name) != digest]

    def write(
        self, items: Sequence[Item], finished: Sequence[str] = (), digests: Mapping[str, str] | None = None
    ) -> None:
        """Write a batch. `finished`: files that are whole now, with the sha256 of their bytes in `digests` or items.

        What a finished file held before and holds no more is marked as vanished.
        """
        digests = digests or {item.file: item.sha256 for item in items}
        documents = {item.sha256[:16]: _document(item, item.raw) for item in items if item.raw}
        changed = self._changed(list(documents.values()))
        sources = [self._source(item) for item in items if item.raw]
        if changed.num_rows and not self.sample:
            keep.keep(self.folder, changed, sources)
        self.connection.register("changed", changed)
        with transaction(self.connection):
            self.connection.execute("delete from raw.documents where document_id in (select document_id from changed)")
            self.connection.execute("insert into raw.documents from changed")
            self._write_sources(sources)
            self._write_rejected([self._rejected(item) for item in items if item.rejection])
            self._finish_files([{"source_file": file, "sha256": digests[file]} for file in finished])
        self.taken += len(sources)

    def finish(self) -> tuple[int, int]:
        """Mark what is gone from the inbox; return how many documents stayed as they were and how many vanished."""
        here = "(select source_file from raw.files)"
        now = {"now": self.now}
        with transaction(self.connection):
            self.connection.execute("delete from raw.files where source_file not in (from present)")
            self.connection.execute(
                f"update raw.sources set last_seen = $now where vanished is null and source_file in {here}", now
            )
            self.vanished += self._vanish(f"source_file not in {here}")
            self.connection.execute(
                "delete from raw.rejected where reason = $unreadable and last_seen < $now",
                now | {"unreadable": UNREADABLE},
            )
            self.connection.execute(f"update raw.rejected set last_seen = $now where source_file in {here}", now)
            self.connection.execute(
                f"delete from raw.rejected where source_file not in {here} and last_seen < $now", now
            )
            if not self.sample:
                self.connection.execute("delete from raw.sources where sample")
                self.connection.execute(
                    "delete from raw.documents where document_id not in (select document_id from raw.sources)"
                )
        living = self.connection.execute("select count(*) from raw.sources where vanished is null").fetchone()
        return int(living[0]) - self.taken if living else 0, self.vanished

    def _changed(self, documents: list[dict[str, Any]]) -> pa.Table:
        """Return the documents that are new or read differently; of several URLs the first in order stays."""
        self.connection.register("incoming", arrow(self.connection, "raw.documents", documents))
        return self.connection.sql(
            """
            select incoming.* replace (least(incoming.url, former.url) as url)
            from incoming left join raw.documents as former using (document_id)
            where former.document_id is null or former.text_sha256 != incoming.text_sha256
                or (former.encoding, former.format) != (incoming.encoding, incoming.format)
                or former.reader is distinct from incoming.reader
                or former.url is distinct from least(incoming.url, former.url)
            """
        ).to_arrow_table()

    def _write_sources(self, rows: list[dict[str, Any]]) -> None:
        self.connection.register("arrived", arrow(self.connection, "raw.sources", rows))
        self.connection.execute(
            """
            update raw.sources set last_seen = arrived.last_seen, vanished = null, sample = arrived.sample
            from arrived where (arrived.document_id, arrived.source_path) = (sources.document_id, sources.source_path)
            """
        )
        self.connection.execute(
            """
            insert into raw.sources
            from arrived anti join raw.sources as former using (document_id, source_path)
            """
        )

    def _write_rejected(self, rows: list[dict[str, Any]]) -> None:
        """Replace what was said of the same paths; the time of the first rejection stays."""
        self.connection.register("refused", arrow(self.connection, "raw.rejected", rows))
        first = self.connection.sql(
            """
            select refused.* replace (coalesce(former.first_seen, refused.first_seen) as first_seen)
            from refused left join raw.rejected as former using (source_path)
            """
        ).to_arrow_table()
        self.connection.register("first_seen", first)
        self.connection.execute("delete from raw.rejected where source_path in (select source_path from first_seen)")
        self.connection.execute("insert into raw.rejected from first_seen")

    def _finish_files(self, rows: list[dict[str, Any]]) -> None:
        """Note files as read; what they held before and was not seen again now is gone."""
        versioned = [row | {"version": self.version} for row in rows]
        self.connection.register("finished", arrow(self.connection, "raw.files", versioned))
        files = "(select source_file from finished)"
        self.connection.execute(f"delete from raw.files where source_file in {files}")
        self.connection.execute("insert into raw.files from finished")
        self.vanished += self._vanish(f"source_file in {files} and last_seen < $now")
        self.connection.execute(
            f"delete from raw.rejected where source_file in {files} and last_seen < $now", {"now": self.now}
        )

    def _vanish(self, which: str) -> int:
        return len(
            self.connection.execute(
                f"update raw.sources set vanished = $now where vanished is null and {which} returning 1",
                {"now": self.now},
            ).fetchall()
        )

    def _source(self, item: Item) -> dict[str, Any]:
        return {
            "document_id": item.sha256[:16],
            "source_path": item.path,
            "source_file": item.file,
            "sample": self.sample,
            "first_seen": self.now,
            "last_seen": self.now,
        }

    def _rejected(self, item: Item) -> dict[str, Any]:
        reason, message = item.rejection or ("", "")
        return {
            "source_path": item.path,
            "source_file": item.file,
            "sha256": item.sha256 or None,
            "size": item.size,
            "reason": reason,
            "message": message,
            "first_seen": self.now,
            "last_seen": self.now,
        }


def _document(item: Item, raw: RawText) -> dict[str, Any]:
    libraries = {"pdf": "pypdf", "docx": "python-docx"}
    library = libraries.get(raw.format)
    return {
        "document_id": item.sha256[:16],
        "sha256": item.sha256,
        "size": item.size,
        "encoding": raw.encoding,
        "format": raw.format,
        "reader": f"{library} {installed(library)}" if library else None,
        "text": raw.text,
        "text_sha256": sha256(raw.text.encode()).hexdigest(),
        "url": raw.url,
        "schema_version": RAW_SCHEMA,
    }
