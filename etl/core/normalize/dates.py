"""When a page was published and on which year it reports. Which dates count is data (`etl/rules/facts.yaml`).

Publication: only a date that the page gives as such (stamp, imprint, own address, a date alone under the text), never
the day of a meeting. Report year: headings and headline first, then meeting and publication date, then the years that
the body speaks of.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple

from etl.core.model import Span
from etl.core.normalize.committee import Zone
from etl.core.normalize.furniture import is_stamp
from etl.core.normalize.rulebook import compiled, pattern, rules

YEAR = re.compile("(?:19|20)[0-9]|[二一][零〇○Oo0九]")  # without it a text names no year
QUOTED = re.compile(r"《[^》]{0,120}》|“[^”]{0,60}”")
FOOT_LINES = 3
OPENING_LINES = 6
HEADING_CHARACTERS = 40
LEAD_CHARACTERS = 60  # of a line in which an agency stands
TERM = 6  # years before its publication that a page may report on, a whole term with the year after it
NUMERALS = "零一二三四五六七八九"
DIGITS = {ord(spelled): str(NUMERALS.index(spelled)) for spelled in NUMERALS} | dict.fromkeys(map(ord, "〇○Oo"), "0")
FIRST_TERM, FIRST_YEAR = (
    8,
    1993,
)  # the eighth national committee first met in March 1993, the later ones every five years


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
    return _date_of(int(match["year"]), int(match["month"]), int(match["day"]))


def _date_of(year: int, month: int, day: int) -> date | None:
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
    for zone in body[-FOOT_LINES:]:
        alone = zone.text.strip()
        if pattern("date", "alone").fullmatch(alone) and not alone.startswith("(") and (found := days(alone, 0)):
            start = zone.start + zone.text.index(alone)
            return Day(found[0][0].value, Span(start, start + len(alone)))
    return None


def dateline(body: Sequence[Zone], around: Sequence[Zone], page: "Account") -> Day | None:
    """Return the day of an agency's line (新华网沈阳1月17日电) in the year that the page tells elsewhere.

    A line of the first months over an account of the year before belongs to the year after that.
    """
    for zone in body[:OPENING_LINES]:
        match = pattern("date", "dateline").search(zone.text, 0, LEAD_CHARACTERS)
        if not match:
            continue
        years = [found for other in [*body, *around] for found in _years(other) if not found.planned]
        year = max((found.year for found in years), default=None)
        if year is None:
            event = _of_event(body)
            year = event[0] if event else None
        month, day = (int(part) if part.isdigit() else _small(part) for part in match.group("month", "day"))
        if year is None or (first := _date_of(year, month, day)) is None:
            return None
        now = any(found.copula for found in years if found.year == year)
        accounts = month in rules()["year"]["months"] and years and not now and _is_account(page)
        if accounts or any(told.value > first for other in body for told, _ in days(other.text, 0)):
            year += 1
        span = Span(zone.start + match.start("month"), zone.start + match.end("day") + 1)
        value = _date_of(year, month, day)
        return Day(value, span, weak=True) if value else None
    return None


def _is_account(page: "Account") -> bool:
    return _looks_back(page) or any(pattern("year", "before").search(zone.text) for zone in page.body[:OPENING_LINES])


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
    around: Sequence[Zone]  # the furniture: stamps, table heads, imprints
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
    if found := _labelled(page, told) or (_of_term(page.body) if five else None):
        return found
    headings = [zone for zone in page.body if len(zone.text) <= HEADING_CHARACTERS]
    for zones, only_recaps in ((told, False), (headings, True)):
        years = [found for zone in zones for found in _years(zone, in_heading=True) if not _is_history(found, page)]
        if only_recaps:
            years = [found for found in years if found.recap]
        if page.genre not in rules()["year"]["plans"]:
            years = [found for found in years if not found.planned]
        if years:
            chosen = max(years, key=lambda found: found.year) if five else years[0]
            return chosen.year, chosen.span
    above = {zone.start for zone in page.subtitle}
    named = [found for zone in page.body if zone.start not in above for found in _years(zone)]
    written = [found for found in named if not found.planned]
    day = _meeting_day(page) or page.published
    if day:
        return _beside(page, day, written, five)
    session = _of_session([*told, *page.body[:OPENING_LINES]])
    if written and not (session and all(found.year < session[0] - 1 for found in written)):
        return _without_day(page, written, five)
    if named and not session:
        planned = page.genre not in rules()["year"]["plans"] and _looks_back(page)
        return named[0].year - planned, named[0].span
    return session or _of_event([*told, *page.body])


def _is_history(found: Year, page: Account) -> bool:
    """Tell whether a heading speaks of a year long before the page: 制度追溯至1949年."""
    return page.published is not None and found.year < page.published.value.year - TERM


def _labelled(page: Account, told: Sequence[Zone]) -> tuple[int, Span] | None:
    """Read a yearbook's name, the period that a table gives (统计时段:2023年), the day on which it was filled in."""
    for zone in [*told, *page.body[:3], *page.around]:
        if match := pattern("year", "yearbook").search(zone.text):
            return int(match["after"] or match["before"]) - 1, _span(zone, match)
    for zone in [*page.body[:OPENING_LINES], *page.body[-FOOT_LINES:], *page.around]:
        if match := pattern("year", "period").search(zone.text):
            return int(match["to"] or match["year"]), _span(zone, match)
    if page.genre in rules()["year"]["tables"] and not any(_years(zone, in_heading=True) for zone in told):
        for zone in [*page.around, *page.body[:OPENING_LINES], *page.body[-FOOT_LINES:]]:
            if match := pattern("year", "filled").search(zone.text):
                return int(match["year"]) - (int(match["month"]) in rules()["year"]["months"]), _span(zone, match)
    return None


def _of_term(body: Sequence[Zone]) -> tuple[int, Span] | None:
    """Return the last year of a term of five years as the text gives it: 截至2022年底, 2013年以来的五年."""
    for key, more in (("term_until", 0), ("term_since", 4)):
        for zone in body:
            if match := pattern("year", key).search(zone.text):
                return int(match["year"]) + more, _span(zone, match)
    return None


def _of_session(zones: Sequence[Zone]) -> tuple[int, Span] | None:
    """Return the year of a session of the national committee, which meets once a year: 全国政协十四届三次会议."""
    for zone in zones:
        if match := pattern("year", "national_session").search(zone.text):
            term, session = (_small(match[name]) for name in ("term", "session"))
            if term and session in range(1, 6):
                return FIRST_YEAR + 5 * (term - FIRST_TERM) + session - 1, _span(zone, match)
    return None


def _of_event(zones: Sequence[Zone]) -> tuple[int, Span] | None:
    """Return the year that an anniversary, the years of a plan or a known event gives to a page that names none."""
    rule = rules()["year"]
    for zone in zones:
        if match := pattern("year", "anniversary").search(zone.text):
            count = match["years"]
            years = int(count) if count.isdigit() else 100 if count == "百" else _small(count)
            return rule["founded"][match["what"]] + years, _span(zone, match)
        if match := pattern("year", "plan_term").search(zone.text):
            return 2010 + 5 * "一二三四".find(match["plan"] or "零"), _span(zone, match)
    for zone in zones:
        for year, event in rule["events"].items():
            if match := compiled(event).search(zone.text):
                return int(year), _span(zone, match)
    return None


def _small(numeral: str) -> int:
    """Read 一 to 九十九."""
    tens, ten, ones = numeral.rpartition("十")
    return (NUMERALS.index(tens) if tens else 1) * 10 * bool(ten) + (NUMERALS.index(ones) if ones else 0)


def _span(zone: Zone, match: re.Match[str]) -> Span:
    return Span(zone.start + match.start(), zone.start + match.end())


def _without_day(page: Account, written: Sequence[Year], five: bool) -> tuple[int, Span | None]:
    """Decide by the years that the body speaks of alone."""
    if five:
        last = max(written, key=lambda found: found.year)
        starts = {
            int(match["year"]) for zone in page.body for match in pattern("year", "term_start").finditer(zone.text)
        }
        return last.year + 4 * (last.year in starts), last.span
    counts = _weights(written)
    best = max(counts, key=lambda year: (counts[year], year))
    told = next(found for found in written if found.year == best)
    if _in_winter(page) and _looks_back(page):
        if counts[best - 1]:
            best -= 1
            told = next(found for found in written if found.year == best)
        elif all(found.copula for found in written if found.year == best):
            return best - 1, told.span
    return best, told.span


def _beside(page: Account, day: Day, written: Sequence[Year], five: bool) -> tuple[int, Span | None]:
    """Decide between the year of a date and the year before it."""
    this = day.value.year
    counts = _weights(written)
    told = page.title.text if page.title else ""
    text = "\n".join([told, told, told, *(zone.text for zone in page.body)])  # the headline counts three times
    for key, year in (("this", this), ("before", this - 1)):
        counts[year] += len(pattern("year", key).findall(text))
    back = next((found.span for found in written if found.year == this - 1), day.span)
    if not counts[this] and not counts[this - 1] and (old := _closed(page)):  # a page put up again, years later
        return old
    if day.value.month not in rules()["year"]["months"]:
        # an account of the former year that comes out late
        often = rules()["year"]["late"].get(page.genre)
        late = often is not None and not counts[this] and counts[this - 1] >= often
        return (this - 1, back) if late else (this, day.span)
    if five or counts[this - 1] > counts[this] or _looks_back(page):
        return this - 1, back
    return this, day.span


def _closed(page: Account) -> tuple[int, Span] | None:
    """Return the year at whose end the account of a page was closed: 截至2019年12月31日."""
    for zone in page.body:
        if match := pattern("year", "closed").search(zone.text):
            return int(match["year"]), _span(zone, match)
    return None


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


def _years(zone: Zone, in_heading: bool = False) -> list[Year]:
    """Return the years that a text names outside quotation marks.

    `in_heading`: a span without 年 counts too, (2016—2020), and full dates don't.
    """
    if not YEAR.search(zone.text):
        return []
    text = QUOTED.sub(lambda match: " " * len(match.group()), zone.text)
    text = pattern("year", "spelled").sub(lambda match: match.group().translate(DIGITS), text)
    found = []
    if match := pattern("year", "headed").match(text):
        span = Span(zone.start + match.start("year"), zone.start + match.end("year"))
        found.append(Year(int(match["year"]), span, True, False, False, 3))
    for match in pattern("year", "written").finditer(text):
        if not match["word"] and not (in_heading and match["to"]):
            continue
        after = text[match.end("to") if match["to"] else match.end("year") : match.end() + 24].lstrip()
        if pattern("year", "next").match(after) or (in_heading and pattern("year", "day").match(after)):
            continue
        planned = pattern("year", "planned").match(after.removeprefix("年")) is not None
        recap = not planned and pattern("year", "recap").match(after) is not None
        if not planned and not recap:
            planned = pattern("year", "ahead").search(text, max(match.start() - 4, 0), match.start()) is not None
        copula = pattern("year", "is").match(after) is not None
        whole = pattern("year", "whole").match(after) is not None and text[max(match.start() - 1, 0)] not in "自从"
        year = int(match["to"][-4:]) if match["to"] else int(match["year"])
        span = Span(zone.start + match.start(), zone.start + match.end())
        found.append(Year(year, span, recap, planned, copula, 3 if recap or whole else 1))
    return found
