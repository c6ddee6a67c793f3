"""Period, status and basis of a figure, from its sentence and the headings above it.

The words are data (etl/rules/context.yaml). Which indicator a figure has is not asked here, but for stocks, whose
figures are running totals by nature.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from etl.core.indicator import guarded
from etl.core.model import Facts
from etl.rules import load

_YEAR = re.compile(
    r"(?<![0-9—\-－~～])((?:19|20)[0-9]{2})(?:年(?![—\-至到])(?!度?[^,，。;；0-9]{0,8}(?:先进|优秀|表现|典型|十大|评为))|(?=[/.-][0-9]{1,2}[/.-]))"
)
_SINCE = re.compile(
    r"((?:19|20)[0-9]{2})年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?|[初底末])?(?:[^,，。;；]{0,6})(?:以来|起|开始|至今|(?:启用|创办|推出|上线|开通|启动)[,，][^,，]{0,6}(?:年来|多来|以来|累计|已|共))"
)
_RELATIVE = re.compile(
    r"(?<![比较与同超])(前年|去年|上年|上一年(?:度)?|今年|本年度?|明年(?!、)|来年|下一年|新的一年|新一年)(?!度?(?:[上下]半年|[0-9一二三四五六七八九十]{1,3}月(?:份|底|初)?)?以来)(?![0-9]{1,2}月(?:份|底|初)?(?:上线|启用|创办|开通|成立|启动|推出|运行)[,，][^,，]{0,6}(?:目前|至今|累计|已))(?!度?[^,，。;；]{0,4}(?:同期|相比))(?!(?<=[去前上]年)[0-9]{1,2}月(?:[0-9]{1,2}日)?(?:以来|起))"
)
_SHIFT = {
    "前年": -2,
    "去年": -1,
    "上年": -1,
    "上一": -1,
    "今年": 0,
    "本年": 0,
    "明年": 1,
    "来年": 1,
    "下一": 1,
    "新的": 1,
    "新一": 1,
}
# 2017年至2021年: the end counts; (2023—2025年) in brackets is part of a name
_RANGE = re.compile(r"((?:19|20)[0-9]{2}年?[—\-－~～至到]{1,2})((?:19|20)[0-9]{2}年?)")
# the years of a five-year plan: 十二五时期 ends in 2015
_PLAN_TERM = re.compile(r"“?十([一二三四五]?)五”?(?:时期|期间)")
# a figure of another time: (2021年征集68件)
_ASIDE = re.compile(r"[(（](?:19|20)[0-9]{2}[^()（）]{0,60}[0-9][^()（）0-9年月日]{1,10}[)）]")
_UNTIL = re.compile(r"截[至止]到?(?:19|20)[0-9]{2}年")
_NAMES = re.compile(r"“[^“”]{1,20}”")
_TITLES = re.compile(r"《[^《》]{1,120}》")
# meetings of several years side by side, whose years nothing tells
_SESSION = re.compile(r"[一二三四五六七八九十]{1,3}届[一二三四五六七八九十]{1,2}次(?:全体)?会议(?!以来|上|精神)")
_YEARS_SIDE_BY_SIDE = 3
_TERM = 2  # years from the first to the last of a range that is told as a whole


_TOPIC_LEAD = re.compile(r"(?:围绕|就|针对|聚焦|关于|提出|建议|呼吁|提出了|、)$")


class Place(NamedTuple):
    """Where a figure stands: what its context is read from."""

    before: str  # its sentence up to the figure
    section: str  # the same from the last semicolon on
    clause: str  # the same from the clause start on
    whole: str  # the whole sentence
    heading: str
    paragraph_year: int | None  # a year that an earlier sentence of a planning paragraph set
    coming_year: int | None  # a later year than the report's that an earlier sentence of the paragraph named
    opened_year: int | None  # the year that an earlier sentence of the paragraph opened with, or that of one leant on
    dated: bool  # an earlier sentence of a news item named a day, or told what a meeting received
    term: bool  # an earlier sentence looked back on a whole term
    looking_back: bool  # an earlier sentence of a news item turned to the finished year
    topic: bool  # inside a quoted topic or demand: “建设20个直销点”


@cache
def words() -> Mapping[str, Any]:
    """Return the rule file by group: patterns compiled, lists as sets."""
    data = load("context.yaml")
    return {
        group: {
            key: re.compile(value) if isinstance(value, str) else frozenset(value) for key, value in entries.items()
        }
        for group, entries in data.items()
    }


def year_of(text: str, facts: Facts) -> int | None:
    """Return the year that a stretch of text names last, absolutely or relative to the document."""
    if not ("年" in text or "/" in text or "." in text or "五”" in text or "五时期" in text or "五期间" in text):
        return None
    return _year(text, facts.this_year, facts.report_year)


@lru_cache(maxsize=4096)
def _year(text: str, this_year: int | None, report_year: int | None) -> int | None:
    text = _without_titles(_RANGE.sub(lambda found: " " * len(found.group(1)) + found.group(2), text))
    best: tuple[int, int] | None = None
    since = {found.start(1) for found in _SINCE.finditer(text)} if "年" in text else set()
    for found in _YEAR.finditer(text):
        if found.start(1) not in since:
            best = found.start(), int(found.group(1))
    for found in _PLAN_TERM.finditer(text) if "五" in text else ():
        end = 2005 + 5 * "一二三四五".find(found.group(1) or "零") + 5
        if best is None or found.start() > best[0]:
            best = found.start(), end
    for found in _RELATIVE.finditer(text):
        base = this_year
        if found.group(1).startswith("新") and report_year is not None:
            base = report_year
        if base is not None and (best is None or found.start() > best[0]):
            best = found.start(), base + _SHIFT[found.group(1)[:2]]
    return best[1] if best else None


def _without_titles(text: str) -> str:
    """Blank out what stands in 《》: a title says nothing of the figures beside it."""
    return _TITLES.sub(lambda found: " " * len(found.group()), text) if "《" in text else text


def planned(place: Place, facts: Facts) -> bool:
    """Tell whether the figure is a target or a plan."""
    if place.topic:
        return True
    rules = words()["planned"]
    named = year_of(place.section, facts)
    if named is not None and facts.report_year is not None and named > facts.report_year:
        said = rules["done"].search(place.section) or rules["result"].search(place.section)
        if not said and not _dated(place.section, named):
            return True
    at = len(place.section)
    text = _without_titles(place.whole[len(place.before) - at :])  # what follows the figure tells 将 from 将…作为
    text = _NAMES.sub(lambda found: " " * len(found.group()), text) if "“" in text else text
    told = rules["sentence"].finditer(text) if rules["sentence_words"].search(text) else ()
    marks = [mark.end() for mark in told if mark.end() <= at]
    if marks:
        return not rules["done"].search(text, marks[-1], at)
    if named is not None and facts.report_year is not None and named < facts.report_year:
        return False
    title = place.heading.partition(" > ")[0]
    whole = facts.genre in rules["genre"] and not rules["result_heading"].search(title)
    if whole or plan_heading(place.heading, facts) or place.paragraph_year is not None:
        return not rules["done"].search(place.before)
    return False


def news(facts: Facts) -> bool:
    """Tell whether a document reports events, so that days and meetings matter."""
    return facts.genre in words()["event"]["genres"]


def happening(text: str) -> bool | None:
    """Tell whether a sentence of a news item leads to one event (True), to a longer period (False), or neither."""
    event = words()["event"]
    if takes_in(text):
        return True
    if event["period"].search(text):
        return False
    return True if event["day"].search(text) else None


def follows_meeting(facts: Facts) -> bool:
    """Tell whether a document may report all through what a meeting received."""
    return facts.genre in words()["event"]["intake_genres"]


def takes_in(text: str) -> bool:
    """Tell whether a sentence says what a meeting received while it sat: 截至1月10日9时,大会共收到提案110件."""
    if "提案" not in text or "以来" in text.replace("开幕以来", ""):
        return False
    return bool(words()["event"]["intake"].search(text))


def of_term(text: str) -> bool | None:
    """Tell whether a sentence looks back on a whole term (True), on a year (False), or goes on as before."""
    if not ("年" in text or "届" in text or "期" in text or "月" in text or "以来" in text or "累计" in text):
        return None
    rules = words()
    if rules["cumulative"]["term"].search(text):
        return True
    return False if rules["event"]["period"].search(_UNTIL.sub("", text)) else None


def looks_back(text: str) -> bool:
    """Tell whether a sentence of a news item turns to the finished year (常委会工作报告显示)."""
    return not takes_in(text) and bool(words()["event"]["looking_back"].search(text))


def quoted_topic(text: str, at: int) -> bool:
    """Tell whether a place lies in a quoted topic or demand, which nobody has done yet: 围绕“…交付10000套”."""
    opened = text.rfind("“", 0, at)
    if opened < 0:
        return False
    closed = text.find("”", at)
    if opened < 0 or closed < 0 or "”" in text[opened:at]:
        return False
    first = opened
    while text[first - 1 : first] == "”" and (before := text.rfind("“", 0, first)) >= 0:
        first = before  # a row of topics: 围绕“…”“…”
    return bool(_TOPIC_LEAD.search(text[:first])) and text[closed - 1] not in "。,，!！?？…"


def _dated(text: str, year: int) -> bool:
    return re.search(rf"{year}年[0-9]{{1,2}}月[0-9]{{1,2}}日|截[至止][^,，]{{0,4}}{year}", text) is not None


def plan_heading(heading: str, facts: Facts) -> bool:
    """Tell whether the nearest heading that speaks of plans or results speaks of plans."""
    return _plan_heading(heading, facts.this_year, facts.report_year)


@lru_cache(maxsize=4096)
def _plan_heading(heading: str, this_year: int | None, report_year: int | None) -> bool:
    rules = words()["planned"]
    title, *above = heading.split(" > ")
    if rules["title"].search(title) and not rules["result_heading"].search(title):
        return True
    for part in reversed(above):
        year = _year(part, this_year, report_year)
        coming = year and report_year and year > report_year and not _dated(part, year)
        if rules["heading"].search(part) or coming:
            return True
        if rules["result_heading"].search(part):
            return False
    return False


def period(place: Place, plan: bool, facts: Facts) -> int | None:
    """Return the year that the figure is about: its clause, its sentence, the heading, the document."""
    sessions = set(_SESSION.findall(place.whole)) if "届" in place.section else ()
    if len(sessions) >= _YEARS_SIDE_BY_SIDE and _SESSION.search(place.section):
        return year_of(place.section, facts)
    if plan and facts.published is None and not _YEAR.search(place.before):
        parts = reversed(place.heading.split(" > "))
        ahead = next((year for part in parts if (year := year_of(part, facts)) is not None), None)
        if ahead is not None and facts.report_year is not None and ahead > facts.report_year:
            return ahead  # 2006年的工作任务 says which year 今年 is
    for text in (place.section, place.before):
        year = year_of(_ASIDE.sub("", text) if "(" in text or "（" in text else text, facts)
        if year is not None:
            return year
    if not plan and place.opened_year is not None and of_term(place.section) is not True:
        return place.opened_year
    if not plan and event_year(place, facts):
        return int(facts.published[:4]) if facts.published else None
    if plan and (place.paragraph_year or place.coming_year):
        return place.paragraph_year or place.coming_year
    for part in reversed(place.heading.split(" > ")) if place.heading else ():
        year = year_of(part, facts)
        if year is not None:
            return year
    return facts.report_year


def event_year(place: Place, facts: Facts) -> bool:
    """Tell whether a figure of a news item is about the meeting reported, not about the year it looks back on."""
    event = words()["event"]
    if not facts.published or facts.report_year is None or int(facts.published[:4]) != facts.report_year + 1:
        return False
    if event["attendance"].search(place.section):
        return True
    if facts.genre not in event["genres"]:
        return False
    if event["this_meeting"].search(place.whole) or takes_in(place.whole):
        return True
    if place.looking_back or looks_back(place.before):
        return False
    if place.dated and not event["period"].search(place.before):
        return True
    return bool(event["meeting"].search(place.whole))


def basis(place: Place, code: str, plan: bool, facts: Facts) -> str:
    """Return "period", "cumulative" or "event"."""
    rules = words()
    if not plan:
        if takes_in(place.whole):
            return "event"
        if years := _RANGE.search(place.section):
            first, last = (int(re.sub(r"\D", "", year)) for year in years.groups())
            if last - first >= _TERM:
                return "cumulative"
        if guarded.search(rules["cumulative"], "sentence", place.before) or facts.genre == "five_year_report":
            return (
                "cumulative"
                if year_of(place.section, facts) is None or "截至" in place.before or "累计" in place.section
                else "period"
            )
        since = _SINCE.search(place.before)
        if since and facts.report_year and int(since.group(1)) < facts.report_year:
            return "cumulative"
        if code in rules["cumulative"]["codes"] and not rules["cumulative"]["new"].search(place.clause):
            return "cumulative"
        if place.term and not rules["event"]["period"].search(place.before):
            return "cumulative"
        dated = place.dated or (news(facts) and rules["event"]["day"].search(place.whole))
        looking_back = place.looking_back or (dated and looks_back(place.before))
        if dated and not looking_back and not rules["event"]["period"].search(place.before):
            return "event"
    return "period"
