"""The headline of a page: which lines it is, and where the lines between it and the body are.

Whether a line is furniture is decided before (`furniture.py`); the genre is decided after (`genre.py`).
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from etl.core.model import Line, Span
from etl.core.normalize import furniture as page

TITLE_CHARACTERS = 100
SEARCHED_LINES = 8  # the headline is among the first lines of the body, or there is none
SUBTITLE_LINES = 6
UNFINISHED = re.compile(r"(?:政治协商会议|委员会|常务委员会|关于|政协|会议|[、—,])\s*$")
FINISHES = re.compile(r"^\s*(?:第|关于|常务委员会|[一-鿿]{0,20}(?:委员会|报\s?告|决议|会议|工\s?作\s?报\s?告))")
NO_TITLE = re.compile(
    r"^(?:各位|同志们|尊敬的|本报讯|本网讯|.{0,20}讯[ (]|.{0,16}\d{1,2}月\d{1,2}日(?:电|讯)|[((【\[]|——|摘要|□|◎|文/|记者|图为|导读|编者按)"
)
SITE = re.compile(
    r"\s{0,2}[_|丨]\s{0,2}[^_|丨]{2,24}$|\s{0,2}[-—–]{1,2}\s{0,2}[^-—–_|]{0,16}(?:网|网站|政协门户|频道|日报)$"
)


class Headline(NamedTuple):
    """The headline and the lines right under it."""

    spans: tuple[Span, ...]
    text: str
    subtitle: tuple[Line, ...]
    body: int  # index in the lines that are not furniture where the body begins


def find(lines: Sequence[Line], page_title: str) -> Headline:
    """Find the headline among `lines` (those that are not furniture); no spans where there is none."""
    first = _first(lines, page_title)
    if first is None:
        return Headline((), "", (), 0)
    chosen = [lines[first]]
    while first + len(chosen) < len(lines) and len(chosen) < 4:
        text, following = chosen[-1].text, lines[first + len(chosen)].text
        if (
            not (UNFINISHED.search(text) and FINISHES.match(following))
            or len(following) > 50
            or page.is_prose(following)
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
    return Headline(tuple(spans), text, tuple(lines[end:body]), end)


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
    return fit[0] if fit and fit[0] == 0 else None


def _fits(text: str) -> bool:
    text = page.form(text).strip()
    return (
        4 <= len(text) <= TITLE_CHARACTERS
        and text[-1] not in "。;;:::"
        and not NO_TITLE.match(text)
        and "。" not in text
    )


def _trimmed(line: Line) -> Span:
    """Cut blanks and the name of the site from the ends of a headline."""
    text = line.text.rstrip()
    for _ in range(3):
        text = SITE.sub("", text).rstrip()
    return Span(line.start + len(line.text) - len(line.text.lstrip()), line.start + len(text))
