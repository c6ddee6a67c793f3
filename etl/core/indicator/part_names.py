"""What a part of a total is called: its topic, its kind, its committee, its proposer, its prize.

The patterns are data (etl/rules/breakdowns.yaml). Which total a part belongs to is asked in `parts`.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from etl.core.indicator import guarded
from etl.core.indicator.frame import Frame
from etl.core.indicator.lexicon import scan
from etl.core.indicator.rules import rules
from etl.core.normalize.places import Place, by_name, by_short
from etl.rules import load

_LEADS = ("涉及", "反映", "有关", "关于", "属于", "聚焦", "瞄准", "关注", "建言")
_LONGEST = 24  # characters of a kind


@cache
def words() -> Mapping[str, Any]:
    """Return the rule file: patterns compiled, lists as sets."""
    data = load("breakdowns.yaml")
    compiled = {key: re.compile(value) for key, value in data.items() if isinstance(value, str) and key != "no_name"}
    sets = {key: frozenset(value) for key, value in data.items() if isinstance(value, list)}
    names = {key: re.compile(value) for key, value in data["names"].items()}
    return {**data, **compiled, **sets, "names": names}


def committee(text: str) -> tuple[str, tuple[Place, ...]] | None:
    """Return the committee that the text opens with, and the places that it may be of: 东台市政协办结143件."""
    found = words()["names"]["committee"].match(text) if "政协" in text else None
    name = found.group(1) if found else ""
    place = name.removesuffix("政协")
    places = by_name().get(place) or by_short().get(place)
    return (name, places) if places else None


def is_row_name(label: str) -> bool:
    """Tell whether the first cell of a table row names somebody whose figures the row holds: 民建市委, 第一活动组."""
    return words()["names"]["row"].match(label) is not None


def is_total(label: str) -> bool:
    """Tell whether the first cell of a table row says that the row sums up the others."""
    return label in words()["totals"]


def opens_list(frame: Frame) -> bool:
    """Tell whether a list by topic begins: 涉及工业转型的87件."""
    return _list_text(frame).startswith(_LEADS)


def listed(frame: Frame) -> str | None:
    """Return the class that 涉及工业转型的87件 names, or 乡村振兴的 as the next of such a list."""
    found = words()["names"]["listed"].search(_list_text(frame))
    return found.group(1).strip("“” 、的") or None if found else None


def _list_text(frame: Frame) -> str:
    text = frame.listed.lstrip(",，、 ").removeprefix("提案").removeprefix("主要")
    return text if text.startswith(_LEADS) else frame.label


def topic(frame: Frame) -> str | None:
    """Return the class that a label like 经济建设方面 or 涉及民生类的 names, or None."""
    if frame.heads and (kind := frame.heads[0][0]) in words()["kinds"] and not frame.listed.endswith("次" + kind):
        return kind
    names = words()["names"]
    text = frame.listed.rstrip()
    found = guarded.search(names, "topic", text) or names["about"].search(text) or names["rest"].search(text)
    if found is None:
        return None
    label = words()["strip"].sub("", words()["lead"].sub("", found.group(1))).strip(" 、的")
    if label.startswith("“") and label.find("”") in (-1, len(label) - 1):
        label = label.strip("“”")
    return label if label and label[-1] not in words()["no_name"] else None


def member(label: str, behind: str) -> str | None:
    """Return which members a part counts: 非中共 in 非中共委员1299名, 新面孔 in 13人是新面孔."""
    names = words()["names"]
    found = names["members"].match(label.strip(" ,，")) or names["members_behind"].match(behind)
    return str(found.group(1)).removeprefix("副主席中的") if found else None


def handler(frame: Frame, section: str, behind: str) -> str | None:
    """Return who handles the proposals counted: 政府系统 in 政府系统办理的672件, in 672件交由政府系统办理.

    `section` is what stands before the figure, `behind` what follows it.
    """
    handed = words()["handed"].search(section)
    if handed and (named := words()["handed_to"].search(section, handed.end())):
        return str(named.group(1))
    found = words()["names"]["handler"].search(frame.listed) or words()["names"]["handler_behind"].match(behind)
    return str(found.group(1)) if found else None


def most(text: str) -> str | None:
    """Return the topic that has most of them: 社会建设 in 社会建设方面提案最多,共315件."""
    found = guarded.search(words()["names"], "most", text)
    return next(filter(None, found.groups()), None) if found else None


def session(text: str) -> str | None:
    """Return when the proposals counted came in: 闭会期间 in 闭会期间收到1件."""
    found = words()["names"]["session"].search(text)
    return str(found.group(1)) if found else None


def circled(text: str) -> str | None:
    """Return the topic of the clause before: 经济建设 in 围绕经济建设,委员提出提案893件."""
    found = words()["names"]["circled"].search(text)
    return next(filter(None, found.groups()), None) if found else None


def kind(text: str, heads: Sequence[str]) -> str | None:
    """Return what a part is called: 市级 in 其中市级34个, 界别 in 界别工作室23个."""
    label = words()["bounds"].sub("", words()["among"].sub("", text)).strip(" :：,，、()（）")
    label = words()["tail"].sub("", label).strip(" “”《》的")
    for head in heads:
        if label.endswith(head):
            label = label[: -len(head)].strip(" “”的") or _kind_of(head)
    label = label.removesuffix("类")
    label = next((label.removeprefix(lead) for lead in _LEADS if label.startswith(lead)), label)
    verbs = {hit.term.text for hit in scan(label) if hit.term.verb and not hit.term.noun}
    named = 1 < len(label) <= _LONGEST and label not in words()["no_kinds"]
    return label if named and verbs <= words()["nominal"] else None


def _kind_of(head: str) -> str:
    """Return what a compound noun adds to the shorter noun it ends in, or the noun itself: 界别 in 界别工作室."""
    found = scan(head)
    inner = [part for hit in found for part in hit.term.parts if part != head and head.endswith(part)]
    inner = [part for part in inner if len(part) > 1]
    name = head[: -len(max(inner, key=len))] if inner else head
    return name if len(name) > 1 else head  # 副主席


def proposer(text: str) -> str | None:
    """Return who hands in the proposals counted behind the text: 民主党派市委会 in 其中各民主党派市委会提案."""
    found = words()["names"]["proposer"].search(text)
    who = found.group(1) if found else ""
    hits = scan(who)
    if not hits or hits[-1].end != len(who) or hits[-1].term.text not in _proposing():
        return None
    return str(words()["level_of_proposer"].sub("", who))


@cache
def _proposing() -> frozenset[str]:
    return rules().classes["party"].union(words()["proposers"])


def prize(text: str, start: int, end: int) -> str | None:
    """Return the prize that a figure counts (一等奖6名) or, where the text counts none, that it tells was won."""
    names = words()["names"]
    counted = {found.end(): str(found.group(1)) for found in names["prize_counted"].finditer(text)}
    found = None if counted else names["prize"].match(text[end:])  # 6件作品获一等奖
    return str(found.group(1)) if found else counted.get(start)
