"""DOCX: the text of a Word document, paragraphs and tables in order. Layout, headers and notes do not belong here.

A paragraph is a line, a table row is a line with its cells parted by "\\t". Inserted text counts, deleted does not.
"""

import io
import zipfile
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from etl.core.model import RawText
from etl.errors import RejectedError

_UNPACKED = 300_000_000  # bytes that a document may have when unpacked


def read(data: bytes, characters: int) -> RawText:
    """Return the text of a DOCX file, of at most `characters` characters.

    Raises:
        RejectedError: `unsupported` for another kind of archive, `malformed`, `too_large` or `empty`.
    """
    import docx

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > _UNPACKED:
                raise RejectedError("too_large", "the document is larger than 300 MB when unpacked")
            if "word/document.xml" not in archive.namelist():
                raise RejectedError("unsupported", "the archive is no DOCX file; unpack it or save it as DOCX or text")
        body = docx.Document(io.BytesIO(data)).element.body
        text = "\n".join(_lines(body))
    except RejectedError:
        raise
    except Exception as problem:  # a library over hostile input: whatever it raises, the file is malformed
        raise RejectedError("malformed", f"the DOCX file can't be read: {problem}") from problem
    if len(text) > characters:
        raise RejectedError("too_large", f"the document has {len(text):,} characters")
    if not text.strip():
        raise RejectedError("empty", "the document holds no text")
    return RawText(text, "docx", "docx")


def reader_version() -> str:
    """Return the name and version of the library that makes the text."""
    return f"python-docx {version('python-docx')}"


def _tag(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _lines(parent: Any) -> Iterator[str]:
    for child in parent:
        match _tag(child):
            case "p":
                yield _paragraph(child)
            case "tbl":
                yield from _rows(child)
            case "sdt" | "sdtContent" | "customXml" | "ins":
                yield from _lines(child)


def _rows(table: Any) -> Iterator[str]:
    for row in (child for child in table.iterdescendants() if _tag(child) == "tr" and _owner(child) is table):
        cells = [child for child in row.iterdescendants() if _tag(child) == "tc" and _owner(child) is table]
        yield "\t".join(" ".join(line for line in _lines(cell) if line.strip()) for cell in cells)


def _owner(element: Any) -> Any:
    return next((above for above in element.iterancestors() if _tag(above) == "tbl"), None)


def _paragraph(paragraph: Any) -> str:
    pieces: list[str] = []
    _collect(paragraph, pieces)
    return "".join(pieces)


def _collect(element: Any, pieces: list[str]) -> None:
    for child in element:
        match _tag(child):
            case "t":
                pieces.append(child.text or "")
            case "tab":
                pieces.append("\t")
            case "br" | "cr":
                pieces.append("\n")
            case "noBreakHyphen":
                pieces.append("-")
            case "Fallback" | "pPr" | "rPr" | "rt" | "del":
                pass
            case "p":
                pieces.append("\n")
                _collect(child, pieces)
            case _:
                _collect(child, pieces)
