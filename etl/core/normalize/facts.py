"""Document facts: committee, place, dates, title, genre, with the place where each was found."""

from collections.abc import Sequence

from etl.core.model import Facts, Line, Span


def find(lines: Sequence[Line], furniture: Sequence[Span], name: str, page_title: str = "") -> Facts:
    """Return the facts of a document; all spans count in the clean text.

    `name` is the file name, `page_title` the content of an HTML page's `<title>`: weak evidence both.
    """
    return Facts()
