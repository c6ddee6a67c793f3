"""The years that a text names, and those that its sessions, terms, anniversaries and events imply.

Which of them a page reports on is decided in `report_year`; what to look for is data (`etl/rules/facts.yaml`).
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from etl.core.model import Span
from etl.core.normalize.committee import Zone
from etl.core.normalize.rulebook import compiled, pattern, rules

YEAR = re.compile("(?:19|20)[0-9]|[二一][零〇○Oo0九]")  # without it a text names no year
QUOTED = re.compile(r"《[^》]{0,120}》|“[^”]{0,60}”")
NUMERALS = "零一二三四五六七八九"
DIGITS = {ord(spelled): str(NUMERALS.index(spelled)) for spelled in NUMERALS} | dict.fromkeys(map(ord, "〇○Oo"), "0")
SESSIONS = 5  # of a term, one each year


class Year(NamedTuple):
    """A year that the page names."""

    year: int
    span: Span
    recap: bool  # 2023年工作回顾
    planned: bool  # 2024年我们将
    copula: bool  # 2024年是…之年
    origin: bool  # 2018年开始, 1981年成立
    early: bool  # 2015年1月31日: a day in the months of yearly reports
    weight: int


def named(zone: Zone, in_heading: bool = False) -> list[Year]:
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
        found.append(Year(int(match["year"]), span, True, False, False, False, False, 3))
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
        began = pattern("year", "began").search(text, max(match.start() - 4, 0), match.start())
        origin = began is not None or pattern("year", "origin").match(after) is not None
        day = pattern("year", "early").match(after)
        early = day is not None and int(day["month"]) in rules()["year"]["months"]
        found.append(Year(year, span, recap, planned, copula, origin, early, 3 if recap or whole else 1))
    return found


def of_term(body: Sequence[Zone]) -> tuple[int, Span] | None:
    """Return the last year of a term of five years as the text gives it: 截至2022年底, 2013年以来的五年."""
    for key, more in (("term_until", 0), ("term_since", 4)):
        for zone in body:
            if match := pattern("year", key).search(zone.text):
                return int(match["year"]) + more, span_of(zone, match)
    return None


def of_session(zones: Iterable[Zone]) -> tuple[int, Span] | None:
    """Return the year of a session of the national or a province's committee: 全国政协十四届三次会议.

    They meet once a year, and their terms of five years begin together. This refutes older years that the page names;
    where it names none the year stays a doubt.
    """
    rule = rules()["year"]
    for zone in zones:
        if match := pattern("year", "session").search(zone.text):
            place = match["place"] or match["before"]
            term, session = (small(match[name]) for name in ("term", "session"))
            if term and session in range(1, SESSIONS + 1):
                began = rule["term_began"] + SESSIONS * (term - rule["terms"].get(place, rule["terms"]["其他"]))
                return began + session - 1, span_of(zone, match)
    return None


def of_event(zones: Iterable[Zone]) -> tuple[int, Span] | None:
    """Return the year that an anniversary, the years of a plan or a known event gives to a page that names none."""
    rule = rules()["year"]
    for zone in zones:
        if match := pattern("year", "anniversary").search(zone.text):
            count = match["years"]
            years = 100 if count == "百" else small(count)
            return rule["founded"][match["what"]] + years, span_of(zone, match)
        if match := pattern("year", "plan_term").search(zone.text):
            return 2010 + 5 * "一二三四".find(match["plan"] or "零"), span_of(zone, match)
    for zone in zones:
        for year, event in rule["events"].items():
            if match := compiled(event).search(zone.text):
                return int(year), span_of(zone, match)
    return None


def closed(body: Sequence[Zone]) -> tuple[int, Span] | None:
    """Return the year at whose end the account of a page was closed: 截至2019年12月31日."""
    for zone in body:
        if match := pattern("year", "closed").search(zone.text):
            return int(match["year"]), span_of(zone, match)
    return None


def elapsed(body: Sequence[Zone], written: Sequence[Year]) -> tuple[int, Span] | None:
    """Count from the year in which something began, where the page says how long ago: 成立于1981年,至今已走过了37年."""
    for zone in body:
        if match := pattern("year", "running").search(zone.text):
            return int(match["year"]) + small(match["years"]) - 1, span_of(zone, match)
        if match := pattern("year", "elapsed").search(zone.text):
            first = min(written, key=lambda found: abs(found.span.start - zone.start - match.start()))
            return first.year + small(match["years"]), first.span
    return None


def small(numeral: str) -> int:
    """Read 一 to 九十九, or digits."""
    if numeral.isdigit():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    return (NUMERALS.index(tens) if tens else 1) * 10 * bool(ten) + (NUMERALS.index(ones) if ones else 0)


def span_of(zone: Zone, match: re.Match[str]) -> Span:
    """Return where a match in the zone's text stands in the clean text."""
    return Span(zone.start + match.start(), zone.start + match.end())
