"""When a page was published and on which year it reports. Which dates count is data (`etl/rules/facts.yaml`).

Publication: only a date that the page gives as such (stamp, imprint, own address, a date alone under the text), never
the day of a meeting. Report year: headings and headline first, then meeting and publication date, then the years that
the body speaks of.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from etl.core.model import Span
from etl.core.normalize.committee import Zone
from etl.core.normalize.furniture import is_stamp
from etl.core.normalize.rulebook import pattern, rules

QUOTED = re.compile(r"《[^》]{0,120}》|“[^”]{0,60}”")
FOOT_LINES = 3


class Day(NamedTuple):
    """A date and where it stands (None: in the address or the name of the file)."""

    value: date
    span: Span | None


def days(text: str, start: int) -> list[tuple[Day, str]]:
    """Return the full dates in `text`, each with the twelve characters before it."""
    found = []
    for match in pattern("date", "day").finditer(text):
        if value := _date(match):
            span = Span(start + match.start(), start + match.end())
            found.append((Day(value, span), text[max(match.start() - 12, 0) : match.start()]))
    return found


def _date(match: re.Match[str]) -> date | None:
    try:
        value = date(int(match["year"]), int(match["month"]), int(match["day"]))
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
                return Day(found_day, Span(zone.start + url.start(), zone.start + url.end()))
    if "/" in name and (found_day := _in_address(name)):
        return Day(found_day, None)
    for zone in body[-FOOT_LINES:]:
        if pattern("date", "alone").fullmatch(zone.text.strip()) and not zone.text.strip().startswith("("):
            return days(zone.text, zone.start)[0][0]
    return None


def _in_address(url: str) -> date | None:
    for match in pattern("date", "address").finditer(url):
        if value := _date(match):
            return value
    return None


class Account(NamedTuple):
    """What the search for the report year needs to know."""

    title: Zone | None
    subtitle: Sequence[Zone]
    body: Sequence[Zone]
    genre: str
    published: Day | None


class Year(NamedTuple):
    """A year that the page names."""

    year: int
    span: Span
    recap: bool  # 2023年工作回顾
    planned: bool  # 2024年我们将
    copula: bool  # 2024年是…之年
    weight: int


def report_year(page: Account) -> tuple[int, Span | None] | None:
    """Return the year that the page mainly reports on and where it says so; None where nothing tells."""
    five = page.genre == "five_year_report"
    told = [zone for zone in [page.title, *page.subtitle] if zone]
    headings = [zone for zone in page.body if len(zone.text) <= 40]
    for zone in [*told, *page.body[:3]]:
        if match := pattern("year", "yearbook").search(zone.text):
            return int(match["after"] or match["before"]) - 1, Span(
                zone.start + match.start(), zone.start + match.end()
            )
    for zones, only_recaps in ((told, False), (headings, True)):
        years = [found for zone in zones for found in _years(zone, days_too=False)]
        years = [
            found for found in years if (found.recap or not only_recaps) and (not found.planned or page.genre == "plan")
        ]
        if years:
            chosen = max(years, key=lambda found: found.year) if five else years[0]
            return chosen.year, chosen.span
    above = {zone.start for zone in page.subtitle}
    named = [found for zone in page.body if zone.start not in above for found in _years(zone)]
    written = [found for found in named if not found.planned]
    day = _meeting_day(page) or page.published
    if day:
        return _beside(page, day, written, five)
    if not written:
        return (named[0].year, named[0].span) if named else None
    return _without_day(page, written, five)


def _without_day(page: Account, written: Sequence[Year], five: bool) -> tuple[int, Span | None]:
    """Decide by the years that the body speaks of alone."""
    if five:
        last = max(written, key=lambda found: found.year)
        return last.year, last.span
    counts = _weights(written)
    best = max(counts, key=lambda year: (counts[year], year))
    if _in_winter(page) and _looks_back(page):
        if counts[best - 1]:
            best -= 1
        elif all(found.copula for found in written if found.year == best):
            return best - 1, None
    return best, next(found.span for found in written if found.year == best)


def _beside(page: Account, day: Day, written: Sequence[Year], five: bool) -> tuple[int, Span | None]:
    """Decide between the year of a date and the year before it."""
    this = day.value.year
    counts = _weights(written)
    back = next((found.span for found in written if found.year == this - 1), day.span)
    if day.value.month not in rules()["year"]["months"]:
        return this, day.span
    if five or counts[this - 1] > counts[this] or _looks_back(page):
        return this - 1, back
    return this, day.span


def _weights(years: Sequence[Year]) -> Counter[int]:
    counts: Counter[int] = Counter()
    for found in years:
        counts[found.year] += found.weight
    return counts


def _looks_back(page: Account) -> bool:
    """Tell whether the page gives account of the time before its date, not of a meeting or a day."""
    rule = rules()["year"]
    told = page.title.text if page.title else ""
    text = "\n".join(zone.text for zone in page.body[:30])
    if pattern("year", "past").search(told + text):
        return True
    if pattern("year", "current").search(told + text[:400]):
        return False
    return page.genre in rule["yearly"] or (
        page.genre == "session_news" and bool(pattern("year", "since").search(text)) and "报告" in text
    )


def _in_winter(page: Account) -> bool:
    """Tell whether the first day that the body names lies in the months of yearly reports."""
    for zone in page.body[:4]:
        if match := pattern("year", "dateline").search(zone.text):
            return int(match["month"]) in rules()["year"]["months"]
    return False


def _meeting_day(page: Account) -> Day | None:
    """Return the day under the headline of a speech: (2024年1月10日), ——2024年12月22日在政协…会议上."""
    for zone in page.subtitle or page.body[:2]:
        for day, before in days(zone.text[:80], zone.start):
            if len(zone.text) <= 80 or not before:
                return day
    return None


def _years(zone: Zone, days_too: bool = True) -> list[Year]:
    """Return the years that a text names outside quotation marks; `days_too`: those of full dates as well."""
    text = QUOTED.sub(lambda match: " " * len(match.group()), zone.text)
    found = []
    if match := pattern("year", "headed").match(text):
        span = Span(zone.start + match.start("year"), zone.start + match.end("year"))
        found.append(Year(int(match["year"]), span, True, False, False, 3))
    for match in pattern("year", "written").finditer(text):
        after = text[match.start("word") : match.end() + 24]
        if pattern("year", "next").match(after) or (not days_too and pattern("year", "day").match(after)):
            continue
        planned = (
            pattern("year", "planned").match(after.removeprefix("年")) is not None
            or pattern("year", "ahead").search(text, max(match.start() - 4, 0), match.start()) is not None
        )
        recap = not planned and pattern("year", "recap").match(after) is not None
        copula = pattern("year", "is").match(after) is not None
        whole = pattern("year", "whole").match(after) is not None
        year = int(match["to"][1:]) if match["to"] else int(match["year"])
        span = Span(zone.start + match.start(), zone.start + match.end())
        found.append(Year(year, span, recap, planned, copula, 3 if recap or whole else 1))
    return found
