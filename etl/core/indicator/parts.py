"""Parts and shares: figures that are one part of a total before them, and percentages of a count."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from etl.core.indicator import guarded, part_names, percentages
from etl.core.indicator.classify import OTHER, Topics, Verdict
from etl.core.indicator.frame import Frame
from etl.core.indicator.memory import Memory
from etl.core.indicator.part_names import words
from etl.core.indicator.rules import rules
from etl.core.model import Facts, Observation

_PROPOSERS = frozenset(["proposals_collective", "proposals_by_members"])
_SHEETS = frozenset(["件", "件次", "篇", "条"])
_VAGUE = frozenset(["other", "opinions_reported"])  # 反映 in 反映民生的12篇 reports nothing upwards
_PROPOSAL = frozenset(["提案"])


class Figure(NamedTuple):
    """A count in its sentence, with what was read of it alone."""

    frame: Frame
    verdict: Verdict
    memory: Memory
    topics: Topics
    section: str  # its section up to the figure
    clause: str  # its clause up to the figure
    classified: bool  # a list by classes
    among: bool  # 其中 and the like stand before it
    before: str  # its sentence up to the figure
    behind: str  # the text after the figure
    sentence: str  # all of it
    part: bool  # its own share follows: 中共党员256名,占39.8%

    @property
    def listing(self) -> bool:
        """Whether its sentence is a list by topics: 围绕民生提出提案170件;围绕生态提出提案32件."""
        return "提案" in self.sentence and len(words()["names"]["circled_list"].findall(self.sentence)) > 1

    @property
    def single(self) -> bool:
        """Whether it counts the proposals of one topic, their total told before: 围绕经济建设,省政协提出提案961件."""
        return "proposals" in self.memory.totals and words()["circled_one"].search(self.section) is not None


Found = tuple[Verdict, str | None]


def apply(
    frame: Frame, verdicts: list[Verdict], memory: Memory, topics: Topics, text: str, at: int
) -> tuple[list[Verdict], str | None]:
    """Return codes and breakdown of a figure that may be a part or a share of one before it.

    `text` is its sentence, `at` its place there.
    """
    if verdicts[0].code == "other" and verdicts[0].spoken and frame.quantity.unit_class != "person":
        memory.uncounted = frame
        return verdicts, None
    if frame.row_label:
        return verdicts, frame.row_label
    if words()["growth"].search(frame.label):  # 增加17件: a difference
        return [OTHER], None
    if frame.quantity.unit_class == "percent":
        if frame.heads and words()["enclosed"].search(text[:at]):  # 满意率100%(其中满意率85.7%、基本满意率14.3%)
            return verdicts, frame.heads[0][0].removesuffix("率")
        if words()["filed_share"].search(text[:at]):
            return [Verdict("proposal_filing_rate", "share of submitted", None)], None
        listed = guarded.search(words(), "classified", text[frame.section_start : at]) and topics.weight(_PROPOSAL)
        shares, part = percentages.code_and_part(frame, verdicts, memory, topics, bool(listed))
        if part is None and shares[0].code in words()["divisible"]:
            part = part_names.most(text[frame.section_start : at])  # 经济建设方面最多,占37%
        return shares, part
    if verdicts[0].code in ("proposals_submitted", "other") and words()["share_of_filed"].match(frame.share):
        verdicts = [Verdict("proposals_filed", "share of the filed", None)]  # 相关提案101件,占立案提案的30.6%
    if verdicts[0].code in _generalized("participants") and _tells_members(text, frame.quantity.unit):
        verdicts = [Verdict("members_total", "composition", verdicts[0].head)]
    _name_total(text, memory)
    section = text[frame.section_start : at]
    classified = guarded.search(words(), "classified", section) is not None
    since = max(frame.section_start, memory.last_end)
    among = classified or memory.in_parts or words()["among"].search(text[since:at]) is not None
    clause, behind = text[frame.clause_start : at], text[at + frame.quantity.end - frame.quantity.start :]
    shared = frame.share.startswith("占") and not words()["alone"].match(frame.label)
    figure = Figure(
        frame=frame,
        verdict=verdicts[0],
        memory=memory,
        topics=topics,
        section=section,
        clause=clause,
        classified=classified,
        among=among,
        before=text[:at],
        behind=behind,
        sentence=text,
        part=shared,
    )
    steps: tuple[Callable[[Figure], Found | None], ...] = (
        _of_committee,
        _of_its_kind,
        _of_topic,
        _of_members,
        _of_whole,
        _again,
        _as_before,
    )
    found = next((found for step in steps if (found := step(figure))), None)
    memory.in_parts = among and (found is not None or verdicts[0].code in words()["inner_codes"])
    if found is None:
        return verdicts, None
    return ([found[0]] if found[0] is not verdicts[0] else verdicts), found[1]


def _tells_members(text: str, unit: str | None) -> bool:
    """Tell whether a sentence says who the members are, not what some of them do."""
    composed = unit in ("名", "人", "位") and "委员" in text and words()["composition"].search(text)
    return bool(composed) and not words()["acting"].search(text)


def _name_total(text: str, memory: Memory) -> None:
    """Take the total that a list of parts opens with: 在征集的提案中, 立案的提案中."""
    if "提案" not in text:
        return
    for key, code in (("of_filed", "proposals_filed"), ("of_submitted", "proposals_submitted")):
        if words()[key].match(text):
            memory.totals["proposals"] = code


def _of_committee(figure: Figure) -> Found | None:
    """Read a figure that names the lower committee it is of; in a list the committee alone may stand."""
    count, verdict = figure.memory.count, figure.verdict
    lower = lower_committee(figure.clause, figure.memory.facts) or lower_committee(figure.section, figure.memory.facts)
    if lower is None:
        return None
    same = verdict.code == "other" and count is not None and count.unit == figure.frame.quantity.unit
    return (Verdict(count.indicator, "same as before", None) if same and count else verdict), lower  # 容县政协17篇


def lower_committee(text: str, facts: Facts) -> str | None:
    """Return the committee below the document's own that the text opens with, or None."""
    if facts.level not in ("national", "province", "prefecture"):
        return None
    found = part_names.committee(text)
    if found is None or any(place.adcode == facts.adcode for place in found[1]):
        return None
    return found[0]


def _of_its_kind(figure: Figure) -> Found | None:
    """Read a part of a total whose parts are of its own kind: 重点提案31件,其中集体提案16件."""
    total, frame = figure.memory.total, figure.frame
    if total is None or total.indicator not in words()["own_parts"] or total.unit != frame.quantity.unit:
        return None
    code = figure.verdict.code
    counted = code == OTHER.code or (code.startswith("proposals_") and code != total.indicator)
    if not (figure.among and counted and frame.quantity.value <= total.value):
        return None
    kinds = [head[0] for head in frame.heads if head[0].endswith("提案")]
    return _part(total.indicator), part_names.topic(frame) or "和".join(kinds) or None


def _of_topic(figure: Figure) -> Found | None:
    """Read a figure that names its topic: 经济建设方面88件."""
    frame, verdict, memory = figure.frame, figure.verdict, figure.memory
    if (
        "proposals" in memory.totals
        and frame.quantity.unit in _SHEETS
        and (handler := part_names.handler(frame, figure.section, figure.behind if figure.among else ""))
    ):
        return _part("proposals_filed"), handler
    label = part_names.topic(frame) or part_names.most(figure.section)
    if label is None and figure.among and frame.quantity.unit in _SHEETS:
        label = part_names.session(frame.label)
    goes_on = frame.joined or memory.in_parts or frame.label.endswith("的")  # 涉及农业的87件,交通的23件
    opened = part_names.opens_list(frame) or (goes_on and memory.topic_list)
    opened = opened or figure.classified
    if label is None and opened and frame.quantity.unit in _SHEETS and (verdict.code in _VAGUE or not verdict.spoken):
        label = part_names.listed(frame)
    memory.topic_list = label is not None
    if label is None and not verdict.weak and (figure.part or figure.listing or figure.single):
        label = part_names.circled(figure.section)
    if label is None and figure.part and words()["named"].search(frame.label):  # 教育与健康的提案10件,占比10%
        label = part_names.kind(frame.label, [words[0] for words in frame.heads])
    total = _total_of(figure) if label is not None else None
    overruled = verdict.code == total or verdict.code in words()["overruled"]
    if total is not None and total in words()["divisible"] and overruled:
        return _part(total), label
    return None


def _total_of(figure: Figure) -> str | None:
    """Return the code of the total that a part with a topic belongs to."""
    verdict, memory = figure.verdict, figure.memory
    if verdict.spoken and verdict.code == "proposals_submitted" and verdict.head in words()["kinds"]:
        return verdict.code  # 提交大会提案5360件, also after the filed ones
    total = memory.total_like(verdict.code)
    if total is not None:
        return total
    if verdict.code == "proposals_filed" or (verdict.spoken and verdict.code == "proposals_submitted"):
        return verdict.code
    if verdict.code in ("proposals_submitted", "other") and figure.topics.weight(_PROPOSAL):
        return memory.totals.get("proposals", "proposals_filed")
    if memory.total is not None and figure.among:
        total = memory.total.indicator
        return memory.totals.get("proposals", total) if total in _PROPOSERS else total  # 其中,经济建设类12件
    return None


def _of_members(figure: Figure) -> Found | None:
    """Read of whom the members are: 非中共委员1299名,占60.2%; 24名副主席中有13人是新面孔."""
    if figure.verdict.code != "members_total":
        return None
    listed = figure.memory.total is not None and figure.memory.total.indicator == "members_total"
    listed = listed and figure.verdict.rule == "composition"  # 委员350人,党员140人
    of_them = figure.among or figure.part or listed or words()["one_of_them"].match(figure.behind)
    if not (of_them or words()["within"].search(figure.before)):
        return None
    name = part_names.member(figure.frame.label, figure.behind)
    return (figure.verdict, name) if name else None


def _of_whole(figure: Figure) -> Found | None:
    """Read a part of the last whole figure with the same measure word: 其中市级34个."""
    frame, verdict = figure.frame, figure.verdict
    whole = figure.memory.whole.get(frame.quantity.unit)
    if not (figure.among or figure.part) or whole is None or frame.quantity.unit_class == "money":
        return None
    total, code = whole.indicator, verdict.code
    if figure.classified and total not in words()["divisible"]:
        total = figure.memory.totals.get("proposals", total)
    if total == "members_total" and code == "members_participating":
        return _part(total), None
    places, persons = _generalized("places_reached"), _generalized("participants")
    own = frame.heads or any(weight > 2 for _, weight in frame.verbs)
    enclosed = not own and words()["enclosed"].search(figure.section)  # 合并11件(其中2案并1案的5件
    spoken_of = any(verdict.head in nouns for nouns in frame.heads) or any(weight > 2 for _, weight in frame.verbs)
    carried = frame.joined and not spoken_of
    same = (code in (total, "other") or enclosed or carried) and not frame.unknown  # 镇街198场、村居241场
    level = frame.label.endswith("级") and code in places  # 乡镇级128个、村级1132个
    placed = level or (not verdict.spoken and code in places and total not in places)  # 其中机关4个、镇街12个
    divided = (total == "members_total" and figure.part) or (
        total == "participants" and figure.among and code not in ("members_participating", "public_participating")
    )
    divided = divided or (total == "other" and figure.among and code == "participants")  # 职工29人,其中干部21人
    people = divided and code in persons and code != total  # 妇女184名,占28.6%
    if not (same or placed or people):
        return None
    heads = [] if people or total == "members_total" else [head[0] for head in frame.heads]
    name = part_names.listed(frame) if figure.classified and not heads else part_names.kind(frame.label, heads)
    if total in words()["undivided"] and not (name or "").endswith("级"):
        name = None  # 省委领导批示2篇: who did it, not what kind
    if total == "proposals_by_members" and "联名" in frame.label:
        name = "联名"
    if total in ("proposals_filed", "proposals_submitted") and (who := part_names.proposer(frame.listed)):
        return _part("proposals_collective"), who
    return _part(total), name


def _again(figure: Figure) -> Found | None:
    """Read proposals that were counted before, told by the same number: 在这470件提案中."""
    said = figure.memory.said.get((figure.frame.quantity.value, figure.frame.quantity.unit))
    if figure.verdict.code != "proposals_submitted" or figure.verdict.spoken or said is None:
        return None
    return Verdict(said, "counted before", None), None


def _as_before(figure: Figure) -> Found | None:
    """Read a figure without noun and verb: it counts what the figure before did."""
    frame, count = figure.frame, figure.memory.count
    if figure.verdict.code != "other" or count is None or count.unit != frame.quantity.unit or not frame.bare:
        return None
    if any(weight > 2 for _, weight in frame.verbs) and not words()["repeated"].search(frame.label):
        return None
    return Verdict(count.indicator, "same as before", None), count.breakdown


def _part(code: str) -> Verdict:
    return Verdict(code, f"part of {code}", None)


@cache
def _generalized(code: str) -> frozenset[str]:
    """Return the codes that `code` sums up: of places and bodies, or of people."""
    return next(of for of, to in rules().general if to == code)


def split(text: str, start: int, made: Sequence[Observation]) -> list[Observation]:
    """Name the parts into which a sentence splits its counts by proposer or prize: 民主党派提案30件、人民团体提案4件.

    `start` is where the sentence `text` begins. One count of a kind (集体提案36件) is a whole.
    """
    names: list[str | None] = []
    for observation in made:
        if observation.indicator in _PROPOSERS and observation.unit != "%":
            name = part_names.proposer(text[: observation.start - start])
        elif observation.indicator == "awards":
            name = part_names.prize(text, observation.start - start, observation.end - start)
        else:
            name = None
        names.append(name)
    codes = [observation.indicator for observation, name in zip(made, names, strict=True) if name is not None]
    if len(codes) < 2:
        return list(made)
    result, last = [], None
    for observation, name in zip(made, names, strict=True):
        if observation.unit != "%":
            last = name if codes.count(observation.indicator) > 1 else None
        label = last if observation.indicator in codes else None
        result.append(observation._replace(breakdown=label) if label else observation)
    return result
