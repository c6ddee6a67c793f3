"""The raw stage: what the inbox holds becomes `raw.documents`, `raw.sources` and `raw.rejected`.

A text taken in stays for ever, in HOME/raw and in `raw.documents`; a source that is gone is marked with the time.
What a text says is not looked at here.
"""

import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from hashlib import file_digest
from itertools import islice
from pathlib import Path

import duckdb

from etl.core.read import reader
from etl.core.read.reader import Limits, Reading
from etl.errors import SettingsError
from etl.settings import PACKAGE, Settings
from etl.stages import intake, keep, progress, version
from etl.stages.inbox import Found, walk
from etl.stages.incremental import count, keep_version
from etl.stages.intake import UNREADABLE, Item
from etl.stages.pool import Lost, Pool
from etl.warehouse.build import set_state, state

SAMPLES = PACKAGE / "samples" / "documents"


@dataclass(slots=True)
class Summary:
    """What one run found in the inbox, in documents (a row of a collection is one)."""

    taken: int = 0  # read now
    unchanged: int = 0
    vanished: int = 0
    rejected: int = 0
    rows: int = 0  # of raw.documents
    seconds: float = 0.0


def take_in(connection: duckdb.DuckDBPyConnection, settings: Settings, pool: Pool) -> Summary:
    """Bring the raw tables up to date with the inbox, or with the bundled samples where none is set.

    Raises:
        SettingsError: the inbox can't be used.
    """
    started = time.perf_counter()
    limits = _limits(settings)
    number = keep_version(connection, "raw", contents(limits))
    if count(connection, "raw.documents") == 0:
        keep.restore(connection, settings.intake, settings.warehouse)
    inbox = _inbox(connection, settings)
    if inbox and state(connection, "inbox") is None:  # the samples' files are no files of the inbox
        connection.execute("delete from raw.files")
    run = intake.Run(connection, settings.intake, number, datetime.now().astimezone(), sample=inbox is None)
    folder = inbox or SAMPLES
    with progress.step("raw", 0) as advance:
        batches = _unread(run, folder, settings, limits)
        for results in pool.map(partial(_read, limits=limits), batches):
            items: list[Item] = []
            for result in results:
                if isinstance(result, Lost):
                    found, digest = result.task
                    items.append(Item(found.name, None, digest, found.size, None, (result.reason, result.message)))
                elif isinstance(result, Item):
                    items.append(result)
                else:
                    _take_collection(run, *result, limits, settings.batch_documents)
            for item in items:
                if item.rejection and item.rejection[0] == UNREADABLE:
                    run.refuse(item)
            items = [item for item in items if not (item.rejection and item.rejection[0] == UNREADABLE)]
            run.write(items, finished=[item.file for item in items])
            advance(len(results))
    unchanged, vanished = run.finish()
    if inbox:
        set_state(connection, "inbox", str(inbox))
    return Summary(
        taken=run.taken,
        unchanged=unchanged,
        vanished=vanished,
        rejected=count(connection, "raw.rejected"),
        rows=count(connection, "raw.documents"),
        seconds=time.perf_counter() - started,
    )


def holds_inbox(connection: duckdb.DuckDBPyConnection, settings: Settings) -> bool:
    """Return whether the raw tables hold just what the inbox holds now, read by the present version. Writes nothing.

    Raises:
        SettingsError: the inbox can't be used.
    """
    limits = _limits(settings)
    number = version.fingerprint(contents(limits))
    inbox = _inbox(connection, settings)
    if state(connection, "inbox") != (str(inbox) if inbox else None):
        return False
    read, refused = set(), set()
    for found in walk(inbox or SAMPLES, settings.home, _largest(limits)):
        digest = None if found.rejection else _digest(found)
        if digest is None:
            refused.add(found.name)
        else:
            read.add((found.name, digest, number))
    files = connection.execute("select source_file, sha256, version from raw.files").fetchall()
    rejected = connection.execute(
        "select distinct source_file from raw.rejected where source_file not in (select source_file from raw.files)"
    ).fetchall()
    return read == set(files) and refused == {name for (name,) in rejected}


def contents(limits: Limits) -> dict[str, str]:
    """Return what the rows of the raw stage depend on beside the files."""
    return {**version.parts("raw"), **{f"limit {name}": str(value) for name, value in asdict(limits).items()}}


def _limits(settings: Settings) -> Limits:
    return Limits(settings.file_bytes, settings.collection_bytes, settings.characters, settings.collection_rows)


def _largest(limits: Limits) -> int:
    return max(limits.file_bytes, limits.collection_bytes)


def _digest(found: Found) -> str | None:
    """Return the sha256 of a file's bytes; None where it can't be read."""
    try:
        with found.path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _inbox(connection: duckdb.DuckDBPyConnection, settings: Settings) -> Path | None:
    """Return the inbox: that of the settings, else that of the last run; None for the samples.

    Raises:
        SettingsError: none is set although the build holds documents of one.
    """
    if settings.inbox:
        return settings.inbox
    last = state(connection, "inbox")
    if last is None and count(connection, "(from raw.sources where not sample)"):
        raise SettingsError("HOME holds documents of an inbox, but none is set: set LUZHI_INBOX or use --inbox")
    return Path(last) if last else None


def _unread(run: intake.Run, folder: Path, settings: Settings, limits: Limits) -> Iterator[list[tuple[Found, str]]]:
    """Yield the files that are new or changed, in batches; note all others."""
    files = walk(folder, settings.home, _largest(limits))
    while chunk := list(islice(files, settings.batch_documents)):
        hashed: list[tuple[Found, str]] = []
        for found in chunk:
            if found.rejection:
                run.refuse(_refused(found, found.rejection.reason, str(found.rejection)))
                continue
            try:
                with found.path.open("rb") as file:
                    hashed.append((found, file_digest(file, "sha256").hexdigest()))
            except OSError as problem:
                run.refuse(_refused(found, UNREADABLE, f"can't be read: {problem.strerror}"))
        if unread := run.unread(hashed):
            yield unread


def _read(task: tuple[Found, str], limits: Limits) -> Item | tuple[Found, str]:
    """Read one file in a worker; a collection is given back, to be streamed."""
    found, _digest = task
    reading = next(reader.read(found.path, limits))
    return task if reading.row is not None else _item(found.name, reading)


def _take_collection(run: intake.Run, found: Found, digest: str, limits: Limits, size: int) -> None:
    readings = reader.read(found.path, limits)
    while batch := list(islice(readings, size)):
        run.write([_item(found.name, reading) for reading in batch])
    run.write([], finished=[found.name], digests={found.name: digest})


def _refused(found: Found, reason: str, message: str) -> Item:
    return Item(found.name, None, "", found.size, None, (reason, message))


def _item(file: str, reading: Reading) -> Item:
    raw = reading.raw
    rejection = (reading.rejection.reason, str(reading.rejection)) if reading.rejection else None
    return Item(file, reading.row, reading.sha256, reading.size, raw, rejection)
