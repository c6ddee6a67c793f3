"""On which year a page reports, and the day of an agency's line in it.

Headings and headline first, then meeting and publication date, then the years that the body speaks of, then what its
events imply. Which words tell is data (`etl/rules/facts.yaml`).
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from etl.core.model import Span
from etl.core.normalize import years
from etl.core.normalize.committee import Zone
from etl.core.normalize.dates import FOOT_LINES, Day, date_of, days
from etl.core.normalize.rulebook import pattern, rules
from etl.core.normalize.years import Year

OPENING_LINES = 6
HEADING_CHARACTERS = 40
LEAD_CHARACTERS = 60  # of a line in which an agency stands
CHRONICLE = 5  # years that a page names of which none stands out
YEARS_AFTER = 3  # its session a page may not have come out
TERM = 6  # years before its publication that a page may report on, a whole term with the year after it


class Account(NamedTuple):
    """What the search for the report year needs to know."""

    title: Zone | None
    subtitle: Sequence[Zone]
    body: Sequence[Zone]
    around: Sequence[Zone]  # the furniture: stamps, table heads, imprints
    genre: str
    published: Day | None


def report_year(page: Account) -> tuple[int, Span | None] | None:
    """Return the year that the page mainly reports on and where it says so; None where nothing tells."""
    five = page.genre == "five_year_report"
    told = [zone for zone in [page.title, *page.subtitle] if zone]
    if found := _labelled(page, told) or (years.of_term(page.body) if five else None):
        return found
    headings = [zone for zone in page.body if len(zone.text) <= HEADING_CHARACTERS]
    for zones, only_recaps in ((told, False), (headings, True)):
        headed = [
            found for zone in zones for found in years.named(zone, in_heading=True) if not _is_history(found, page)
        ]
        if only_recaps:
            headed = [found for found in headed if found.recap]
        if page.genre not in rules()["year"]["plans"]:
            headed = [found for found in headed if not found.planned]
        if headed:
            chosen = max(headed, key=lambda found: found.year) if five else headed[0]
            return chosen.year, chosen.span
    above = {zone.start for zone in page.subtitle}
    named = [found for zone in page.body if zone.start not in above for found in years.named(zone)]
    written = [found for found in named if not found.planned]
    meeting = meeting_day(page)
    day = meeting or page.published
    session = years.of_session(opening(page))
    if not written and any(pattern("year", "masked").search(zone.text) for zone in page.body):
        return None
    lapsed = session[0] + YEARS_AFTER if session and not meeting else None
    if day and lapsed and day.value.year >= lapsed and not any(found.year >= lapsed for found in written):
        return years.closed(page.body) or session  # put up again, years after the meeting that opens it
    if day:
        return _beside(page, day, written, five)
    if written and not (session and all(found.year < session[0] - 1 for found in written)):
        return _without_day(page, written, {found.year for found in named if found.planned}, five)
    if named and not session:
        planned = page.genre not in rules()["year"]["plans"] and _looks_back(page)
        return named[0].year - planned, named[0].span
    if named and session:
        past = any(pattern("year", "past").search(zone.text) for zone in page.body)
        return session[0] - past, session[1]
    return years.of_event([*told, *page.body])


def opening(page: Account) -> list[Zone]:
    """Return the headline and the first lines, in which a page says of which meeting it tells."""
    told = [zone for zone in [page.title, *page.subtitle] if zone]
    return [*told, *page.body[:OPENING_LINES]]


def _is_history(found: Year, page: Account) -> bool:
    """Tell whether a heading speaks of a year long before the page and its session: 制度追溯至1949年."""
    session = years.of_session(opening(page))
    day = session[0] if session else page.published.value.year if page.published else None
    return day is not None and found.year < day - TERM


def _labelled(page: Account, told: Sequence[Zone]) -> tuple[int, Span] | None:
    """Read a yearbook's name, the period that a table gives (统计时段:2023年), the day on which it was filled in."""
    for zone in [*told, *page.body[:3], *page.around]:
        if match := pattern("year", "yearbook").search(zone.text):
            return int(match["after"] or match["before"]) - 1, years.span_of(zone, match)
    for zone in [*page.body[:OPENING_LINES], *page.body[-FOOT_LINES:], *page.around]:
        if match := pattern("year", "period").search(zone.text):
            return int(match["to"] or match["year"]), years.span_of(zone, match)
    if page.genre in rules()["year"]["tables"] and not any(years.named(zone, in_heading=True) for zone in told):
        for zone in [*page.around, *page.body[:OPENING_LINES], *page.body[-FOOT_LINES:]]:
            if match := pattern("year", "filled").search(zone.text):
                return int(match["year"]) - (int(match["month"]) in rules()["year"]["months"]), years.span_of(
                    zone, match
                )
    return None


def _without_day(
    page: Account, written: Sequence[Year], planned: set[int], five: bool
) -> tuple[int, Span | None] | None:
    """Decide by the years that the body speaks of alone; of the `planned` ones it tells what is to come."""
    if all(found.origin for found in written):
        return years.elapsed(page.body, written)
    if five:
        last = max(written, key=lambda found: found.year)
        starts = {
            int(match["year"]) for zone in page.body for match in pattern("year", "term_start").finditer(zone.text)
        }
        return last.year + 4 * (last.year in starts), last.span
    counts = _weights(written)
    best = max(counts, key=lambda year: (counts[year], year))
    if len(counts) >= CHRONICLE and counts[best] < sum(counts.values()) / 2:
        return None  # a chronicle reports on no year
    told = next(found for found in written if found.year == best)
    later = any(pattern("year", "later_month").search(zone.text) for zone in page.body)
    if all(found.early for found in written if found.year == best) and _looks_back(page) and not later:
        return best - 1, told.span
    if _in_winter(page) and _looks_back(page):
        if counts[best - 1]:
            best -= 1
            told = next(found for found in written if found.year == best)
        elif best + 1 not in planned and all(found.copula for found in written if found.year == best):
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
    if page.genre not in rules()["year"]["yearly"]:
        counts[this] += len(pattern("year", "now").findall(text))
    back = next((found.span for found in written if found.year == this - 1), day.span)
    if (
        not counts[this] and not counts[this - 1] and (old := years.closed(page.body))
    ):  # a page put up again, years later
        return old
    if day.value.month not in rules()["year"]["months"]:
        # an account of the former year that comes out late
        often = rules()["year"]["late"].get(page.genre)
        told_twice = sum(found.year == this - 1 for found in written) > 1 or page.genre in rules()["year"]["yearly"]
        late = often is not None and told_twice and not counts[this] and counts[this - 1] >= often
        return (this - 1, back) if late else (this, day.span)
    if five or counts[this - 1] > counts[this] or _looks_back(page):
        return this - 1, back
    return this, day.span


def _weights(named: Sequence[Year]) -> Counter[int]:
    counts: Counter[int] = Counter()
    for found in named:
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
    return page.genre in rule["yearly"] or bool(pattern("year", "since").search(text))


def _in_winter(page: Account) -> bool:
    """Tell whether the first day that the body names lies in the months of yearly reports."""
    for zone in page.body[:4]:
        if match := pattern("year", "dateline").search(zone.text):
            return int(match["month"]) in rules()["year"]["months"]
    return False


def meeting_day(page: Account) -> Day | None:
    """Return the day under the headline of a speech: (2024年1月10日), ——2024年12月22日在政协…会议上.

    Of a report the month is enough; its first day then stands for it.
    """
    for zone in page.subtitle or page.body[:2]:
        for day, before in days(zone.text[:80], zone.start):
            if len(zone.text) <= 80 or not before:
                return day
    if page.genre in rules()["year"]["yearly"]:
        for zone in page.subtitle or page.body[:2]:
            match = pattern("year", "month").search(zone.text[:80])
            if match and (first := date_of(int(match["year"]), int(match["month"]), 1)):
                return Day(first, years.span_of(zone, match))
    return None


def dateline(body: Sequence[Zone], around: Sequence[Zone], page: "Account") -> Day | None:
    """Return the day of an agency's line (新华网沈阳1月17日电) in the year that the page tells elsewhere.

    A line of the first months over an account of the year before belongs to the year after that.
    """
    for zone in body[:OPENING_LINES]:
        match = pattern("date", "dateline").search(zone.text, 0, LEAD_CHARACTERS)
        if not match:
            continue
        named = [found for other in [*body, *around] for found in years.named(other) if not found.planned]
        year = max((found.year for found in named), default=None)
        session = years.of_session(opening(page))
        if year is None:
            implied = session or years.of_event(body)
            year = implied[0] if implied else None
        month, day = map(years.small, match.group("month", "day"))
        if year is None or (first := date_of(year, month, day)) is None:
            return None
        now = any(found.copula for found in named if found.year == year)
        accounts = month in rules()["year"]["months"] and named and not now and _is_account(page)
        if session and year <= session[0]:
            year = session[0]
        elif accounts or any(told.value > first for other in body for told, _ in days(other.text, 0)):
            year += 1
        span = Span(zone.start + match.start("month"), zone.start + match.end("day") + 1)
        value = date_of(year, month, day)
        return Day(value, span, weak=True) if value else None
    return None


def _is_account(page: "Account") -> bool:
    return _looks_back(page) or any(pattern("year", "before").search(zone.text) for zone in page.body[:OPENING_LINES])
