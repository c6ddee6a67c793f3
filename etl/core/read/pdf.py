"""PDF: the text layer of a document, page after page, as pypdf gives it. A scan without text layer is rejected.

Pages are parted by a form feed. Lines stay as they stand on the page: normalization joins the lines of a paragraph.
"""

import io
import logging
from importlib.metadata import version

from etl.core.model import RawText
from etl.errors import RejectedError

_PAGES = 2000
logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it reports each flaw of a file that it can read all the same


def read(data: bytes, characters: int) -> RawText:
    """Return the text layer of a PDF file, of at most `characters` characters.

    Raises:
        RejectedError: `no_text_layer`, `malformed`, `unreadable` (a password) or `too_large`.
    """
    import pypdf

    pages: list[str] = []
    size = 0
    try:
        document = pypdf.PdfReader(io.BytesIO(data))
        if document.is_encrypted and not document.decrypt(""):
            raise RejectedError("unreadable", "the PDF file asks for a password; save it without one")
        if len(document.pages) > _PAGES:
            raise RejectedError("too_large", f"the PDF file has more than {_PAGES} pages; split it")
        for page in document.pages:
            pages.append(page.extract_text())
            size += len(pages[-1])
            if size > characters:
                raise RejectedError("too_large", f"the PDF file has more than {characters:,} characters")
    except RejectedError:
        raise
    except Exception as problem:  # a library over hostile input: whatever it raises, the file is malformed
        raise RejectedError("malformed", f"the PDF file can't be read: {problem}") from problem
    text = "\f".join(pages)
    if not text.strip():
        raise RejectedError("no_text_layer", "the PDF file holds images only; run text recognition on it first")
    return RawText(text, "pdf", "pdf")


def reader_version() -> str:
    """Return the name and version of the library that makes the text."""
    return f"pypdf {version('pypdf')}"
