"""The headline of a page: which lines it is, and where the lines between it and the body are.

Whether a line is furniture is decided before (`furniture.py`); the genre is decided after (`genre.py`).
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from etl.core.model import Line, Span
from etl.core.normalize import furniture as page
from etl.core.normalize.rulebook import pattern

TITLE_CHARACTERS = 100
SEARCHED_LINES = 8  # the headline is among the first lines of the body, or there is none
SUBTITLE_LINES = 6
HAN = re.compile("[一-鿿][^一-鿿]*[一-鿿]")


class Headline(NamedTuple):
    """The headline (each time it stands there) and the lines right under it."""

    spans: tuple[Span, ...]
    text: str
    subtitle: tuple[Line, ...]
    body: int  # index in the lines that are not furniture where the body begins


def find(lines: Sequence[Line], page_title: str) -> Headline:
    """Find the headline among `lines` (those that are not furniture); no spans where there is none.

    `page_title` is what names the page elsewhere: its <title> and its navigation path.
    """
    first = _first(lines, page_title)
    if first is None:
        return Headline((), "", (), 0)
    chosen = [lines[first]]
    while first + len(chosen) < len(lines) and len(chosen) < 4:
        text, following = chosen[-1].text, lines[first + len(chosen)].text
        if (
            not (pattern("headline", "unfinished").search(text) and pattern("headline", "finishes").match(following))
            or len(following) > 50
            or page.is_prose(following)
            or following.rstrip().endswith("。")
        ):
            break
        chosen.append(lines[first + len(chosen)])
    spans = [_trimmed(line) for line in chosen]
    end = body = first + len(chosen)
    while body < len(lines) and body < end + SUBTITLE_LINES and not page.is_prose(lines[body].text):
        body += 1
    text = "".join(
        line.text[span.start - line.start : span.end - line.start] for line, span in zip(chosen, spans, strict=True)
    )
    trimmed = [(line, _trimmed(line)) for line in lines[end : body + 1]]
    again = [span for line, span in trimmed if line.text[span.start - line.start : span.end - line.start] == text]
    return Headline((*spans, *again), text, tuple(lines[end:body]), end)


def _first(lines: Sequence[Line], page_title: str) -> int | None:
    """Choose the line: what the page marks as a headline, else what its <title> repeats, else the first fit line."""
    marked = page.rules().headline_element
    fit = [index for index, line in enumerate(lines[:SEARCHED_LINES]) if _fits(line.text)]
    for index, line in enumerate(lines[: SEARCHED_LINES * 3]):
        if line.path and marked.search(line.path) and _fits(line.text):
            return index
    squeezed = "".join(page_title.split())
    for index in fit:
        text = "".join(lines[index].text.split())
        if len(text) >= 6 and text in squeezed:
            return index
    for index in fit:
        text = lines[index].text.strip()
        if len(text) >= 8 and any(line.text.strip() == text for line in lines[index + 1 : SEARCHED_LINES * 2]):
            return index
    opening = next((index for index, line in enumerate(lines) if page.is_prose(line.text)), len(lines))
    if not fit or fit[0] >= min(opening, 3):
        return None
    first, second = fit[0], fit[0] + 1
    kicker = second in fit and second < opening and pattern("headline", "kicker").search(_both(lines, first))
    return second if kicker else first


def _both(lines: Sequence[Line], index: int) -> str:
    """Return a line and the one under it, as the rules see them."""
    return "\n".join(page.form(line.text).strip() for line in lines[index : index + 2])


def _fits(text: str) -> bool:
    text = page.form(text).strip()
    return (
        4 <= len(text) <= TITLE_CHARACTERS
        and HAN.search(text) is not None
        and text[-1] not in "。;;:::"
        and not pattern("headline", "never").match(text)
        and "。" not in text
    )


def _trimmed(line: Line) -> Span:
    """Cut blanks, 原标题 and the name of the site from the ends of a headline."""
    text = line.text.rstrip()
    for _ in range(3):
        text = pattern("headline", "site").sub("", text).rstrip()
    begin = len(line.text) - len(line.text.lstrip())
    if original := pattern("headline", "original").match(page.form(text), begin):
        begin = original.end()
    return Span(line.start + begin, line.start + len(text))
