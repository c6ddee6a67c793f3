"""Noun phrases around a figure: which run of nouns stands before or after it, and which share it."""

import re
from collections.abc import Sequence

from etl.core.indicator.layout import BRACKETED, CLAUSE, Layout
from etl.core.indicator.lexicon import Hit
from etl.core.indicator.rules import rules

_NAME = 24  # characters of a name in quotation marks
LIGHT_HEADS = frozenset(["活动", "工作", "会议", "座谈", "件", "项目"])
# What may stand between a counted noun and its figure
_LIGHT = re.compile(
    r"(?:[:：共约近达超已了计总为等有分别均各余逾累突破多过数量合至仅就又也都到出率地上得的之以来须应是 ]|"
    r"首次|年内|[新再又]添|同为|皆为|(?:确|初)?定为|力争|确保|争取|增至|增加到|控制在|保持在?|维持在|稳定在|初步|统计|全年|年度|先后|总数|多达|平均|左右|以上|价值|折合|折价|折款|"
    r"超过|不超过|突破|达到|至少|不少于|不低于|实际|成功|陆续|每[年月季周])*"
)
_PREDICATE = re.compile(
    r"(?:均|已|都|因|符合|全部|被|获|得到|受到|分别|占|是|由|向|在|并|且|进|覆盖|惠及|参[加与]|提[出交]|作出|与|及|和|或|等|以上|左右|以内|"
    r"之多|的?同时|其中|比|较|同比|涉及|达|为(?!民)|报(?!告|刊|道)|用(?!户)|送|通过|经(?!济)|列|纳|转(?!化)|有(?!价值|关|效|针对|分量|影响|力|质量|深度|见地|名)|"
    r"无(?!偿|党)|不(?!同)|没|未|再|还|也|就(?!业)|则|而|让|使|把|将|给|对(?!口|策)|从|到|来(?!访|自|稿)|去|起)"
)
_SUMMED = re.compile(r"[”’》]?等(?:各[类种项]|多种|系列|多项|一系列)?(?:形式的|方面的)?")
_COMPOUND = re.compile(r"[^\W\d_的和与及或等担任当作为是有到在向对]{1,3}")
_FROM = re.compile(r"(?:来自|在|住|驻|非)[^,，。;；]{0,20}$")
_PREPOSITION = re.compile(r"(?:向|对|为|给|由|与|同|就|针对|围绕|在|于|把|将|帮助|经)[^,，、;；]{0,8}$")


def pure_verb(hit: Hit) -> bool:
    """Tell whether a term can only be a verb."""
    return hit.term.verb and not hit.term.noun


def oblique(cut: Layout, before: Sequence[Hit], run: Sequence[Hit], chunk: int) -> bool:
    """Tell whether a noun is the object of a preposition with its verb still to come: 向委员说明情况的16件."""
    verb_follows = any(hit.start >= run[-1].end and pure_verb(hit) for hit in before)
    return verb_follows and _PREPOSITION.search(cut.text[chunk : run[0].start]) is not None


def run_before(before: Sequence[Hit], cut: Layout) -> list[Hit]:
    """Return the last run of adjacent nouns before the figure."""
    run: list[Hit] = []
    for hit in reversed(before):
        if not run:
            if hit.term.noun:
                run = [hit]
        elif hit.term.noun and cut.text[hit.end : run[0].start] in ("", "“", "”", "·"):
            run.insert(0, hit)
        else:
            break
    if len(run) > 1 and run[0].term.verb and cut.text[run[0].start - 1 : run[0].start] in ("共", "已", "获"):
        del run[0]  # 共批示重要提案179件
    return run


def run_after(after: Sequence[Hit], cut: Layout, end: int, person: bool, event: bool = False) -> list[Hit]:
    """Return the first run of adjacent nouns after the figure, unless a verb stands before it.

    A name in quotation marks right behind the figure is passed over: 20个“我为脱贫作贡献”活动小组. What counts events
    (`event`) counts what is held or done: 6次召开座谈会, 4次委员视察, 其中2次为专题议政会.
    """
    if event and cut.text[end : end + 1] in ("为", "是"):
        end += 1
    if event and after and after[0].start - end <= 1 and after[0].term.text in rules().classes["hold"]:
        after, end = after[1:], after[0].end
    run: list[Hit] = []
    if cut.text[end : end + 1] == "“" and (closed := cut.text.find("”", end, end + _NAME)) > 0:
        beyond = [hit for hit in after if hit.start > closed]
        if beyond and beyond[0].start == closed + 1 and _counted_noun(beyond[0]):
            after, end = beyond, closed + 1
    for hit in after:
        if not run:
            if hit.term.noun and hit.start - end <= 24:
                lead = cut.text[end : hit.start]
                if _PREDICATE.match(lead) and not (person and _FROM.match(lead)):
                    return []
                run = [hit]
            elif pure_verb(hit):
                return []
        elif hit.term.noun and (
            hit.start == run[-1].end
            if hit.term.verb and event
            else not hit.term.verb and _joins(cut.text[run[-1].end : hit.start], person)
        ):
            run.append(hit)
        else:
            break
    return run


def _counted_noun(hit: Hit) -> bool:
    return hit.term.noun and not hit.term.verb and hit.term.text not in LIGHT_HEADS


def _joins(gap: str, person: bool) -> bool:
    """Tell whether two nouns are one phrase; people followed by unknown words act: 11位委员登台发言."""
    gap = BRACKETED.sub("", gap)  # 行政村(社区)协商驿站
    return gap in ("", "“", "”", "·") or (
        not person and _COMPOUND.fullmatch(gap) is not None and _LIGHT.fullmatch(gap) is None
    )


def light(cut: Layout, before: Sequence[Hit], start: int, end: int) -> bool:
    """Tell whether only light words, brackets and verbs stand between a noun and its figure."""
    at = start
    for hit in before:
        if hit.start >= start and hit.term.verb:
            if not only_light(cut.text[at : hit.start]):
                return False
            at = hit.end
    return only_light(cut.text[at:end])


def only_light(text: str) -> bool:
    """Tell whether a text says nothing of its own: 共, 已达, 超过."""
    text = BRACKETED.sub("", text).strip("”’》」\"' ")
    return _LIGHT.fullmatch(text) is not None


def coordinated(cut: Layout, run: Sequence[Hit], limit: int) -> list[Sequence[Hit]]:
    """Return the noun runs that share the figure: 答复率、走访率; 培训班和讲座."""
    runs: list[Sequence[Hit]] = [run]
    start = run[0].start
    while True:
        joint = cut.text[start - 1 : start]
        if joint and joint in "、和及与或" and start - 1 >= limit:
            before = [hit for hit in cut.between(limit, start - 1) if hit.term.noun]
            if before and cut.text[before[-1].end : start - 1].strip("”“ 等") == "":
                neighbour = run_before(cut.between(limit, start - 1), cut)
                runs.insert(0, neighbour)
                start = neighbour[0].start
                continue
        return runs


def examples(cut: Layout, run: Sequence[Hit], limit: int, at: int) -> list[Sequence[Hit]]:
    """Return the nouns that a light head sums up, and the head: 读书分享、“微协商”等活动.

    They end at `at`, where the head or the figure before it begins (等80多场活动).
    """
    if run[-1].term.text not in LIGHT_HEADS:
        return []
    before = [hit for hit in cut.between(limit, at) if hit.term.noun]
    if not before or not _SUMMED.fullmatch(cut.text[before[-1].end : at]):
        return []
    last = run_before(cut.between(limit, before[-1].end), cut)
    return [*coordinated(cut, last, limit), run]


def mixed_with(cut: Layout, position: int, end: int, person: bool) -> list[Hit]:
    """Return the nouns that share a figure with those before `position`: 果农和技术人员, 视察、调研报告."""
    if cut.text[position : position + 1] not in ("、", "和", "及"):
        return []
    run = run_after(cut.between(position + 1, cut.forward(end, CLAUSE)), cut, position + 1, True)
    if run and run[0].start == position + 1:
        return run
    return run[:1] if person else []


def opens_predicate(text: str) -> bool:
    """Tell whether the text after a figure goes on with a predicate, not with a noun."""
    return _PREDICATE.match(text) is not None


def heads(runs: Sequence[Sequence[Hit]]) -> tuple[tuple[str, ...], ...]:
    """Return the words of each run, the last first; light words such as 活动 come at the end."""
    found: list[tuple[str, ...]] = []
    for run in runs:
        words = [hit.term.text for hit in reversed(run)]
        if words[0] in LIGHT_HEADS and len(words) > 1:
            words = [*(word for word in words if word not in LIGHT_HEADS), words[0]]
        found.append(tuple(words))
    return tuple(dict.fromkeys(found))


def subject_start(before: Sequence[Hit], start: int, chunk: int) -> int:
    """Return where the noun phrase that ends in the head begins: after the last verb, at most eight characters back."""
    verbs = [hit.end for hit in before if hit.end <= start and pure_verb(hit)]
    begin = max([chunk, *verbs[-1:]])
    return begin if start - begin <= 8 else start
