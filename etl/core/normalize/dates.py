"""When a page was published and on which year it reports. Which dates count is data (`etl/rules/facts.yaml`).

Publication: only a date that the page gives as such (stamp, imprint, own address, a date alone under the text), never
the day of a meeting. Report year: headings and headline first, then meeting and publication date, then the years that
the body speaks of.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from etl.core.model import Span
from etl.core.normalize.committee import Zone, rules

QUOTED = re.compile(r"《[^》]{0,120}》|“[^”]{0,60}”")
FOOT_LINES = 3


class Day(NamedTuple):
    """A date and where it stands (None: in the address or the name of the file)."""

    value: date
    span: Span | None


@cache
def _pattern(group: str, name: str) -> re.Pattern[str]:
    return re.compile(rules()[group][name])


def days(text: str, start: int) -> list[tuple[Day, str]]:
    """Return the full dates in `text`, each with the twelve characters before it."""
    found = []
    for match in _pattern("date", "day").finditer(text):
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
    rule = _pattern("date", "published_label")
    never = _pattern("date", "not_published")
    stamped = [found for zone in head for found in days(zone.text, zone.start) if not never.search(found[1])]
    for day, before in stamped:
        if rule.search(before):
            return day
    if stamped:
        return stamped[0][0]
    printed = [(zone, found) for zone in foot for found in days(zone.text, zone.start) if not never.search(found[1])]
    for zone, (day, before) in printed:
        if rule.search(before) or _pattern("date", "imprint").search(zone.text):
            return day
    for zone in [*foot, *head]:
        for url in re.finditer(rules()["url"], zone.text):
            if day := _in_address(url.group()):
                return Day(day, Span(zone.start + url.start(), zone.start + url.end()))
    if "/" in name and (day := _in_address(name)):
        return Day(day, None)
    for zone in body[-FOOT_LINES:]:
        if _pattern("date", "alone").fullmatch(zone.text.strip()) and not zone.text.strip().startswith("("):
            return days(zone.text, zone.start)[0][0]
    return None


def _in_address(url: str) -> date | None:
    for match in _pattern("date", "address").finditer(url):
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


def report_year(page: Account) -> tuple[int, Span | None] | None:
    """Return the year that the page mainly reports on and where it says so; None where nothing tells."""
    headings = [zone for zone in page.body if len(zone.text) <= 40]
    meeting = _meeting_day(page)
    five = page.genre == "five_year_report"
    told = [zone for zone in [page.title, *page.subtitle] if zone]
    for zones, must_recap in ((told, False), (headings, True)):
        years = [found for zone in zones for found in _years(zone, keep_plans=page.genre == "plan")]
        if must_recap:
            years = [found for found in years if found.recap]
        if page.genre == "plan" or not five:
            for found in years:
                if found.recap or not must_recap:
                    return found.year, found.span
        elif years:
            last = max(years, key=lambda found: found.year)
            return last.year, last.span
    written = [found for zone in page.body for found in _years(zone)]
    limit = min(day.value.year for day in (meeting, page.published) if day) if meeting or page.published else None
    day = meeting or page.published
    if day and limit is not None:
        return _beside(page, day, [found for found in written if found.year <= limit], five)
    if not written:
        return None
    if five:
        last = max(written, key=lambda found: found.year)
        return last.year, last.span
    counts: Counter[int] = Counter()
    for found in written:
        counts[found.year] += found.weight
    best = max(counts, key=lambda year: (counts[year], year))
    return best, next(found.span for found in written if found.year == best)


def _beside(page: Account, day: Day, written: Sequence["Year"], five: bool) -> tuple[int, Span | None]:
    """Decide between the year of a date and the year before it."""
    rule: dict[str, Any] = rules()["year"]
    this = day.value.year
    if day.value.month not in rule["months"]:
        return this, day.span
    before = sum(found.weight for found in written if found.year == this - 1)
    now = sum(found.weight for found in written if found.year == this)
    text = "\n".join(zone.text for zone in page.body[:30])
    past = len(re.findall(rule["past"], text))
    if page.genre in rule["yearly"] or five or before > now or (before == now and past > 1):
        return this - 1, next((found.span for found in written if found.year == this - 1), day.span)
    return this, day.span


def _meeting_day(page: Account) -> Day | None:
    """Return the day under the headline of a speech: (2024年1月10日), ——2024年12月22日在政协…会议上."""
    for zone in page.subtitle:
        for day, _ in days(zone.text, zone.start):
            return day
    return None


class Year(NamedTuple):
    """A year that the page speaks of as past or present."""

    year: int
    span: Span
    recap: bool  # 2023年工作回顾
    weight: int


def _years(zone: Zone, keep_plans: bool = False) -> list[Year]:
    rule = rules()["year"]
    text = QUOTED.sub(lambda match: " " * len(match.group()), zone.text)
    found = []
    for match in _pattern("year", "written").finditer(text):
        after = text[match.end("word") - 1 : match.end("word") + 24].removeprefix("度")
        if not keep_plans and re.match(rule["planned"], after.removeprefix("年")):
            continue
        if re.match(rule["next"], after):
            continue
        recap = re.match(rule["recap"], after) is not None
        year = int(match["to"][1:]) if match["to"] else int(match["year"])
        weight = 3 if recap or match.start() == 0 or re.match(rule["whole"], after) else 1
        found.append(Year(year, Span(zone.start + match.start(), zone.start + match.end()), recap, weight))
    return found
