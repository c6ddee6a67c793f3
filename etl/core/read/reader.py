"""The door of reading: the bytes of one file become one raw text, a collection one for each row, or a named rejection.

What a file is, is told by its content first and its name second. Whether a path may be read at all (links, folders)
is the caller's question.
"""

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO, NamedTuple

from etl.core.model import RawText
from etl.core.read import collections, deadline, decode, docx, html, pdf
from etl.errors import RejectedError


@dataclass(frozen=True, slots=True)
class Limits:
    """How large an input may be."""

    file_bytes: int = 50_000_000  # one file that is one document
    collection_bytes: int = 20_000_000_000  # one JSON Lines or Parquet file
    characters: int = 20_000_000  # one document
    rows: int = 10_000_000  # one collection
    seconds: float = 60.0  # for a library to read one PDF or DOCX file


class Reading(NamedTuple):
    """What became of one document: `raw` or `rejection`. `row` counts from 1 in a collection, else None.

    `sha256` and `size` are those of the file's bytes, in a collection of the row's text in UTF-8.
    """

    row: int | None
    sha256: str
    size: int
    raw: RawText | None
    rejection: RejectedError | None


_OTHER_FORMATS = (  # the first bytes of files that can't be read, what they are, and what to do
    (b"\xd0\xcf\x11\xe0", "an old Office file; save it as DOCX or text"),
    (b"{\\rtf", "an RTF file; save it as DOCX or text"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a compressed file; unpack it"),
    (b"7z\xbc\xaf", "a compressed file; unpack it"),
    (b"Rar!", "a compressed file; unpack it"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
_COLLECTIONS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet", ".pq": "parquet"}


def read(path: Path, limits: Limits) -> Iterator[Reading]:
    """Yield one reading of the file at `path`, or one for each row of a collection. Raises nothing for bad content.

    A file that can't be opened is a reading too, with the reason `unreadable`.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            kind = _kind(file.read(4096), path.name)
            collection = kind in ("jsonl", "parquet")
            if size > (limits.collection_bytes if collection else limits.file_bytes):
                yield _rejected_file(path, RejectedError("too_large", f"{path.name} has {size:,} bytes; split it"))
                return
            file.seek(0)
            if collection:
                yield from _collection(file, kind, path.name, limits)
                return
            data = file.read()
    except OSError as problem:
        error = RejectedError("unreadable", f"{path.name} can't be read: {problem.strerror or problem}")
        yield Reading(None, hashlib.sha256(b"").hexdigest(), 0, None, error)
        return
    yield from read_bytes(data, path.name, limits)


def read_bytes(data: bytes, name: str, limits: Limits) -> Iterator[Reading]:
    """Yield the readings of a file with the bytes `data` and the name `name`, as `read` does."""
    kind = _kind(data[:4096], name)
    if kind in ("jsonl", "parquet"):
        yield from _collection(io.BytesIO(data), kind, name, limits)
        return
    raw: RawText | None = None
    rejection: RejectedError | None = None
    try:
        if len(data) > limits.file_bytes:
            raise RejectedError(
                "too_large", f"{name} has {len(data):,} bytes, more than {limits.file_bytes:,}; split it"
            )
        raw = _document(data, kind, name, limits)
    except RejectedError as problem:
        rejection = problem if name in str(problem) else RejectedError(problem.reason, f"{name}: {problem}")
    yield Reading(None, hashlib.sha256(data).hexdigest(), len(data), raw, rejection)


def _rejected_file(path: Path, error: RejectedError) -> Reading:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Reading(None, digest, path.stat().st_size, None, error)


def _kind(head: bytes, name: str) -> str:
    """Return "pdf", "zip", "parquet", "jsonl" or "text"."""
    suffix = PurePath(name).suffix.lower()
    if head.startswith(b"PAR1"):
        return "parquet"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    if suffix in _COLLECTIONS:
        return _COLLECTIONS[suffix]
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b'{"') and re.match(
        rb'\s*\{[^\n]{0,4000}"text"\s*:', head.lstrip(b"\xef\xbb\xbf")
    ):
        return "jsonl"
    return "text"


def _document(data: bytes, kind: str, name: str, limits: Limits) -> RawText:
    if not data.strip():
        raise RejectedError("empty", f"{name} is empty")
    if kind in ("pdf", "zip"):
        reader = pdf.read if kind == "pdf" else docx.read
        with deadline.within(limits.seconds):
            return reader(data, limits.characters)
    for magic, what in _OTHER_FORMATS:
        if data.startswith(magic):
            raise RejectedError("binary", f"{name} is {what}")
    decoded = decode.decode(data)
    if len(decoded.text) > limits.characters:
        raise RejectedError("too_large", f"{name} has {len(decoded.text):,} characters; split it")
    if not decoded.text.strip():
        raise RejectedError("empty", f"{name} holds only blanks")
    suffix = PurePath(name).suffix.lower()
    markup = suffix in (".html", ".htm", ".xhtml", ".shtml") or html.looks_like_html(decoded.text)
    return RawText(decoded.text, decoded.encoding, "html" if markup else "text")


def _collection(file: BinaryIO, kind: str, name: str, limits: Limits) -> Iterator[Reading]:
    rows = collections.parquet(file) if kind == "parquet" else collections.json_lines(file, limits.characters * 4)
    number = 0
    try:
        for number, row in enumerate(rows, 1):
            if number > limits.rows:
                raise RejectedError("too_large", f"{name} has more than {limits.rows:,} rows; split it")
            yield _row(number, row, kind, name, limits)
        if not number:
            raise RejectedError("empty", f"{name} holds no rows")
    except RejectedError as problem:
        error = RejectedError(problem.reason, f"{name}: {problem}")
        yield Reading(number or None, hashlib.sha256(b"").hexdigest(), 0, None, error)


def _row(number: int, row: collections.Row, kind: str, name: str, limits: Limits) -> Reading:
    try:
        if isinstance(row, RejectedError):
            raise row
        data = row.text.encode("utf-8")
        if not row.text.strip():
            raise RejectedError("empty", "the text is empty")
        if len(row.text) > limits.characters:
            raise RejectedError("too_large", f"the text has {len(row.text):,} characters")
    except (RejectedError, UnicodeEncodeError) as problem:
        reason = problem.reason if isinstance(problem, RejectedError) else "malformed"
        error = RejectedError(reason, f"{name}, row {number}: {problem}")
        content = b"" if isinstance(row, RejectedError) else row.text.encode("utf-8", "surrogatepass")
        return Reading(number, hashlib.sha256(content).hexdigest(), len(content), None, error)
    return Reading(number, hashlib.sha256(data).hexdigest(), len(data), RawText(row.text, "utf-8", kind, row.url), None)
