"""When a page was published. Which dates count is data (`etl/rules/facts.yaml`).

Only a date that the page gives as such (stamp, imprint, own address, a date alone under the text), never the day of a
meeting. The day of an agency's line, whose year is told elsewhere, is found beside the report year.
"""

import re
from collections.abc import Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple

from etl.core.model import Span
from etl.core.normalize.committee import Zone
from etl.core.normalize.furniture import is_stamp
from etl.core.normalize.rulebook import pattern

FOOT_LINES = 3


class Day(NamedTuple):
    """A date and where it stands (None: in the address or the name of the file); `weak`: an address alone tells it."""

    value: date
    span: Span | None
    weak: bool = False


def days(text: str, start: int) -> list[tuple[Day, str]]:
    """Return the full dates in `text`, each with the twelve characters before it."""
    found = []
    for match in chain(pattern("date", "day").finditer(text), pattern("date", "day_first").finditer(text)):
        if value := _date(match):
            span = Span(start + match.start(), start + match.end())
            found.append((Day(value, span), text[max(match.start() - 12, 0) : match.start()]))
    return found


def _date(match: re.Match[str]) -> date | None:
    return date_of(int(match["year"]), int(match["month"]), int(match["day"]))


def date_of(year: int, month: int, day: int) -> date | None:
    """Return the date, None where there is no such day or no page was published then."""
    try:
        value = date(year, month, day)
    except ValueError:
        return None
    return value if 1990 <= value.year <= 2100 else None


def published(head: Sequence[Zone], foot: Sequence[Zone], body: Sequence[Zone], name: str) -> Day | None:
    """Return the day of publication.

    `head` is the furniture before the body's first sentences, `foot` that after it, `body` the lines of the body,
    `name` the file name or address.
    """
    rule = pattern("date", "published_label")
    never = pattern("date", "not_published")
    stamped = [
        found
        for zone in head
        for found in days(zone.text, zone.start)
        if not never.search(found[1]) and (is_stamp(zone.text.strip()) or rule.search(found[1]))
    ]
    for day, before in stamped:
        if rule.search(before):
            return day
    if stamped:
        return stamped[0][0]
    printed = [(zone, found) for zone in foot for found in days(zone.text, zone.start) if not never.search(found[1])]
    for zone, (day, before) in printed:
        if rule.search(before) or pattern("date", "imprint").search(zone.text):
            return day
    for zone in [*foot, *head]:
        for url in pattern("url").finditer(zone.text):
            if found_day := _in_address(url.group()):
                return Day(found_day, Span(zone.start + url.start(), zone.start + url.end()), weak=True)
    if "/" in name and (found_day := _in_address(name)):
        return Day(found_day, None, weak=True)
    for zone in [*foot[:1], *body[-FOOT_LINES:]]:
        alone = zone.text.strip()
        if pattern("date", "alone").fullmatch(alone) and not alone.startswith("(") and (found := days(alone, 0)):
            start = zone.start + zone.text.index(alone)
            return Day(found[0][0].value, Span(start, start + len(alone)))
    return None


def _in_address(url: str) -> date | None:
    for match in pattern("date", "address").finditer(url):
        if value := _date(match):
            return value
    return None
