"""Collections: JSON Lines and Parquet files in which each row is a document, with columns `text` and `url`.

Rows are streamed. A bad row is yielded as the error that rejects it, and the next row is read.
"""

import json
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple, TypeAlias

from etl.errors import RejectedError

_BATCH = 64


class Document(NamedTuple):
    """One row of a collection."""

    text: str
    url: str | None


Row: TypeAlias = Document | RejectedError


def json_lines(file: BinaryIO, line_bytes: int) -> Iterator[Row]:
    """Yield the rows of a JSON Lines file in UTF-8; blank lines are none. A line over `line_bytes` is rejected."""
    first = True
    while line := file.readline(line_bytes + 1):
        if len(line) > line_bytes:
            while not line.endswith(b"\n") and (line := file.readline(line_bytes)):
                pass
            yield RejectedError("too_large", f"the line has more than {line_bytes:,} bytes")
            continue
        if first:
            line, first = line.removeprefix(b"\xef\xbb\xbf"), False
        if line.strip():
            yield _parse(line)


def _parse(line: bytes) -> Row:
    try:
        row = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as problem:
        return RejectedError("malformed", f"the line is no JSON in UTF-8: {problem}")
    return _document(row.get("text"), row.get("url")) if isinstance(row, dict) else _document(None, None)


def _document(text: object, url: object) -> Row:
    if not isinstance(text, str):
        return RejectedError("malformed", "the row has no string `text`")
    return Document(text, url if isinstance(url, str) and url else None)


def parquet(file: BinaryIO) -> Iterator[Row]:
    """Yield the rows of a Parquet file with a column `text`, and `url` where there is one.

    Raises:
        RejectedError: `malformed` where the file is no Parquet file, breaks off, or has no column `text`.
    """
    import pyarrow
    from pyarrow import parquet as arrow_parquet

    try:
        table = arrow_parquet.ParquetFile(file)
        columns = [name for name in ("text", "url") if name in table.schema_arrow.names]
        if "text" not in columns:
            raise RejectedError("malformed", "the Parquet file has no column `text`")
        for batch in table.iter_batches(batch_size=_BATCH, columns=columns):
            urls = batch.column("url") if "url" in columns else [None] * batch.num_rows
            for text, url in zip(batch.column("text"), urls, strict=True):
                yield _value(text, url)
    except (pyarrow.ArrowException, OSError, ValueError) as problem:
        raise RejectedError("malformed", f"the Parquet file can't be read: {problem}") from problem


def _value(text: object, url: object) -> Row:
    try:
        return _document(*(None if one is None else one.as_py() for one in (text, url)))  # type: ignore[attr-defined]
    except UnicodeDecodeError:
        return RejectedError("malformed", "the text of the row is not UTF-8")
