"""Parts and shares: figures that are one part of a total before them, and percentages of a count."""

import re
from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from functools import cache

from etl.core.indicator.classify import OTHER, Topics, Verdict, classify
from etl.core.indicator.frame import Frame
from etl.core.indicator.lexicon import scan
from etl.core.indicator.memory import Memory
from etl.core.indicator.rules import rules
from etl.core.model import Facts, Observation
from etl.core.normalize.places import by_name, by_short
from etl.rules import load

_SHARE = re.compile(r"(?:占|占比|比例为|比重为)[^,，;；。]{0,24}$")
_OF_FILED = re.compile(r"占(?:全部|所有)?立案")
_FILED_SHARE = re.compile(r"占(?:提案总数|收到提案|提交提案|提案|总数|全部提案|征集提案)[^,，;；。]{0,4}$")
_LABEL = re.compile(
    r"(?:其中|按|从|,|，|:|：|^|中)?(?:[0-9]{4}年)?(?:提出|立案的|主要|内容)?(?:涉及|关于|属于|围绕|反映|有关|聚焦|在)?"
    r"([^,，;；:：。0-9]{2,40}?)(?:等)?(?:方面|类别|类|领域)(?:的|等)?(?:重点|集体|委员|立案)?(?:提案|信息|社情民意信息|建议|意见建议|问题|报告)?的?"
    r"(?:有|共|共有|为|计|达|约|各)?[:：]?(?=占|$)"
)
_ABOUT = re.compile(
    r"(?:有关|关于|涉及|反映|建言|关注|聚焦|针对)((?:[^,，;；:：。0-9]|(?<=[A-Za-z0-9])[0-9]){2,30}?)(?:方面)?的(?:提案|信息|社情民意信息|建议)(?:就?有|共|共有|为|达|近|约|超过)*[:：]?(?=占|$)"
)
_REST = re.compile(r"(?:^|[,，;；、])(其[他它])(?:提案|信息|建议|问题)?(?:有|共|共有|为)?[:：]?(?=占|$)")
_LEAD = re.compile(r"^.*(?:涉及|关于|有关|反映|围绕|属于|建言|关注|聚焦)")
_LISTED = re.compile(r"^(?:其中)?(?:涉及|关于|属于|有关|围绕|反映)?([^,，;；:：。0-9]{2,14}?)的?(?:有|共|为)?$")
_STRIP = re.compile(
    r"^(?:其中|涉及|关于|属于|围绕|反映|有关|聚焦|从提案内容看|按内容分|分类看|内容涉及)+[:：,，]?|(?:等)$"
)
_PROPOSER = re.compile(
    r"(?:^|[,，、;；:：(（件条])、?(?:其中|包括|政协|各|有关|参加政协的)*([^,，;；:：()（）0-9件条]{2,20}?)(?:[市省区县州]委会?)?(?:提出|提交)?(?:的)?(?:集体)?提案$"
)
_PROPOSERS = frozenset(["proposals_collective", "proposals_by_members"])
_REPEATED = re.compile(r"累计|总数|增加到|增至|已达|只有|合计|举办|共")
_GROWTH = re.compile(
    r"(?:(?<!新)增加|增长|减少|下降|上升|提高|提升|多出|增幅(?:为|达)?|(?:[比较]|相较|相比)[^,，;；。]{1,20}(?:多|少|增|减))了?(?:近|约|超过)?$"
)
_NO_LABEL = "ABCDabcdＡＢＣＤ各此这同多几"
_SHEETS = frozenset(["件", "篇", "条"])
_VAGUE = frozenset(["other", "opinions_reported"])  # 反映 in 反映民生的12篇 reports nothing upwards
_PROPOSAL = frozenset(["提案"])
_CLASSIFIED = re.compile(r"归类|(?:^|[,，])分类|从[^,，]{1,12}看|按[^,，]{1,12}(?:[分看]|划分)|内容分类|类别")
_ALONE = re.compile(r"(?:仅|只|光|共)")
_BOUNDS = re.compile(r"^(?:以上|以下|以内|左右)")
_AMONG = re.compile(r"其中|当中|包括|分为|分别为|分别是|含")
_HEAD_WORDS = re.compile(r"(?:有|共|共有|为|计|达|约|各|的|个|“[^“”]{0,12}”|”)+$")


_COMMITTEE = re.compile(r"^(?:其中)?[:：]?([^\W\d_]{2,8}政协)(?=[^\W\d_]|$)")


def committee_label(text: str) -> str | None:
    """Return the lower committee that a figure is reported of: 东台市政协 in 东台市政协办结143件."""
    found = _COMMITTEE.search(text)
    name = found.group(1) if found else ""
    place = name.removesuffix("政协")
    return name if place in by_name() or place in by_short() else None


def has_own_label(frame: Frame) -> bool:
    """Tell whether a share says itself of what: 已经解决的占61.4%."""
    return len(frame.label.partition("占")[0].strip("，, ")) > 1


def says_only_number(frame: Frame) -> bool:
    """Tell whether a figure stands without noun and verb, so that it counts what the figure before did."""
    bare = not any(weight > 2 for _, weight in frame.verbs) or _REPEATED.search(frame.label) is not None
    return frame.bare and bare


def is_growth(frame: Frame) -> bool:
    """Tell whether a figure is a difference to a former one (增加17件, 增长8.5%), not a count."""
    return _GROWTH.search(frame.label) is not None


def listed_label(frame: Frame) -> str | None:
    """Return the class that 涉及工业转型的87件 names, or 乡村振兴的 as the next of such a list."""
    found = _LISTED.search(frame.label)
    return found.group(1).strip("“” 、的") or None if found else None


def topic_label(frame: Frame) -> str | None:
    """Return the class that a label like 经济建设方面 or 涉及民生类的 names, or None."""
    found = _LABEL.search(frame.listed) or _ABOUT.search(frame.listed) or _REST.search(frame.listed)
    if found is None:
        return None
    label = _STRIP.sub("", _LEAD.sub("", found.group(1))).strip(" 、的").removesuffix("工作")
    if label.startswith("“") and label.find("”") in (-1, len(label) - 1):
        label = label.strip("“”")
    if label[-1:] in _NO_LABEL:  # classes of handling results, 各类
        return None
    return label or None


def kind_label(text: str, heads: Sequence[str]) -> str | None:
    """Return what a part is called: 市级 in 其中市级34个, 界别 in 界别工作室23个."""
    label = _BOUNDS.sub("", _AMONG.sub("", text)).strip(" :：,，、()（）")
    label = _HEAD_WORDS.sub("", label).strip(" “”的")
    for head in heads:
        if label.endswith(head):
            before = label[: -len(head)].strip(" “”的")
            label = before or _kind_of(head)
    label = label.removesuffix("类")
    return (
        label if 1 < len(label) <= 12 and not any(hit.term.verb and not hit.term.noun for hit in scan(label)) else None
    )


def _kind_of(head: str) -> str:
    """Return what a compound noun adds to the shorter noun it ends in, or the noun itself: 界别 in 界别工作室."""
    found = scan(head)
    inner = [part for hit in found for part in hit.term.parts if part != head and head.endswith(part)]
    inner = [part for part in inner if len(part) > 1]
    return head[: -len(max(inner, key=len))] if inner else head


def apply(
    frame: Frame, verdicts: list[Verdict], memory: Memory, topics: Topics, text: str, at: int
) -> tuple[list[Verdict], str | None]:
    """Return codes and breakdown of a figure that may be a part or a share of one before it.

    `text` is its sentence, `at` its place there.
    """
    percent = frame.quantity.unit_class == "percent"
    if verdicts[0].code == "other" and verdicts[0].spoken:
        memory.uncounted = frame
        return verdicts, None
    if frame.row_label:
        return verdicts, frame.row_label
    if is_growth(frame):
        return [OTHER], None
    if percent:
        return _share(frame, verdicts, memory, topics)
    section = text[frame.section_start : at]
    classified = _CLASSIFIED.search(section) is not None
    among = classified or _AMONG.search(section) is not None
    part = frame.share.startswith("占") and not _ALONE.match(frame.label)  # 中共党员256名,占39.8%
    if verdicts[0].code in ("proposals_submitted", "other") and _OF_FILED.match(frame.share):
        verdicts = [Verdict("proposals_filed", "share of the filed", None)]  # 相关提案101件,占立案提案的30.6%
    code = verdicts[0].code
    lower = committee_label(text[frame.clause_start : at]) if above_county(memory.facts) else None
    if lower is not None and not lower.endswith(memory.facts.committee or lower):
        listed = code == "other" and memory.count is not None and memory.count.unit == frame.quantity.unit
        if listed and memory.count is not None:  # 容县政协17篇
            return [Verdict(memory.count.indicator, "same as before", None)], lower
        if code != "other":
            return verdicts, lower
    label = _label(frame, verdicts[0], memory)
    memory.topic_list = label is not None
    if label is not None:
        total = _total_of(verdicts[0], memory, topics, among)
        if (
            total is not None
            and total in load("relations.yaml")["divisible"]
            and (code in (total, "other", "proposals_submitted", "problems_solved", "opinions_reported"))
        ):
            return [Verdict(total, f"part of {total}", None)], label
    whole = memory.whole.get(frame.quantity.unit)
    if (among or part) and whole is not None and frame.quantity.unit_class != "money":
        total = whole.indicator
        if classified and total not in load("relations.yaml")["divisible"]:
            total = memory.totals.get("proposals", total)
        if total == "members_total" and code == "members_participating":
            return [Verdict(total, f"part of {total}", None)], None
        placed = not verdicts[0].spoken and code in _places() and total not in _places()
        people = part and total == "members_total" and code in _people()
        if (code in (total, "other") and not frame.unknown) or placed or people:
            heads = [] if people or total == "members_total" else [words[0] for words in frame.heads]
            kind = listed_label(frame) if classified and not heads else kind_label(frame.label, heads)
            return [Verdict(total, f"part of {total}", None)], kind
    count = memory.count
    if code == "other" and count is not None and says_only_number(frame) and frame.quantity.unit == count.unit:
        return [Verdict(count.indicator, "same as before", None)], count.breakdown
    return verdicts, None


@cache
def _people() -> frozenset[str]:
    """Return the codes of people: beside a share of the members they only say of what kind."""
    return next(of for of, to in rules().general if to == "participants")


@cache
def _places() -> frozenset[str]:
    """Return the codes of places and bodies: in a list of parts they only say where (其中机关4个、镇街12个)."""
    return next(of for of, to in rules().general if to == "places_reached")


def above_county(facts: Facts) -> bool:
    """Tell whether a committee has lower committees."""
    return facts.level in ("national", "province", "prefecture")


def _label(frame: Frame, verdict: Verdict, memory: Memory) -> str | None:
    label = topic_label(frame)
    opened = frame.label.startswith(("涉及", "反映", "有关", "关于", "属于")) or (frame.joined and memory.topic_list)
    if label is None and opened and frame.quantity.unit in _SHEETS and (verdict.code in _VAGUE or not verdict.spoken):
        return listed_label(frame)
    return label


def _total_of(verdict: Verdict, memory: Memory, topics: Topics, among: bool) -> str | None:
    """Return the code of the total that a labelled part belongs to."""
    code = verdict.code
    total = memory.total_like(code)
    if total is None and (code == "proposals_filed" or (verdict.spoken and code == "proposals_submitted")):
        return code
    if total is None and code in ("proposals_submitted", "other") and topics.weight(_PROPOSAL):
        return memory.totals.get("proposals", "proposals_filed")
    if total is None and memory.total is not None and among:
        total = memory.total.indicator
        return memory.totals.get("proposals", total) if total in _PROPOSERS else total  # 其中,经济建设类12件
    return total


def _share(frame: Frame, verdicts: list[Verdict], memory: Memory, topics: Topics) -> tuple[list[Verdict], str | None]:
    """Return code and breakdown of a percentage: its own rate, what its label says, or those of the count before."""
    share = _SHARE.search(frame.label) is not None
    count = memory.count
    if share and memory.uncounted is not None and not has_own_label(frame):  # 满意的315件,占97.5%
        counted = copy(memory.uncounted)
        counted.quantity = frame.quantity
        return classify(counted, topics), None
    if verdicts[0].code != "other" and not (share and count is not None and not has_own_label(frame)):
        return verdicts, None
    filed = count is not None and count.indicator == "proposals_filed" and not count.breakdown
    if share and filed and _FILED_SHARE.search(frame.label):
        return [Verdict("proposal_filing_rate", "share of submitted", None)], None
    if share and "分别" in frame.label:
        memory.queue_parts()
    if (share or frame.joined) and memory.queue:
        part = memory.queue.pop(0)
        return [Verdict(part.indicator, f"share of {part.indicator}", None)], part.breakdown
    label = topic_label(frame) if share else None
    if label is not None:
        code = count.indicator if count is not None and count.breakdown else "proposals_filed"
        return [Verdict(code, "share of a part", None)], label
    if not share or has_own_label(frame):
        counted = copy(frame)
        counted.quantity = frame.quantity._replace(unit="件", unit_class="count")
        own = [verdict for verdict in classify(counted, topics) if verdict.code in load("relations.yaml")["shares"]]
        if own:
            return own, None
    if not share or count is None:
        return verdicts, None
    return [Verdict(count.indicator, f"share of {count.indicator}", None)], count.breakdown


@cache
def _proposing() -> frozenset[str]:
    return rules().classes["party"] | frozenset(load("relations.yaml")["proposers"])


def proposers(text: str, start: int, made: Sequence[Observation]) -> list[Observation]:
    """Name the proposers of a sentence's counts that split proposals by them: 民主党派提案30件、人民团体提案4件.

    `start` is where the sentence `text` begins. One count of a kind (集体提案36件) is a whole.
    """
    named = {}
    for observation in made:
        if observation.indicator in _PROPOSERS and observation.unit != "%":
            found = _PROPOSER.search(text[: observation.start - start])
            who = found.group(1) if found else ""
            hits = scan(who)
            if hits and hits[-1].end == len(who) and hits[-1].term.text in _proposing():
                named[observation] = who.removeprefix("委员")
    codes = [observation.indicator for observation in named]
    result, last = [], None
    for observation in made:
        if observation.unit != "%":
            last = named.get(observation) if codes.count(observation.indicator) > 1 else None
        label = last if observation.indicator in _PROPOSERS else None
        result.append(replace(observation, breakdown=label or observation.breakdown))
    return result
