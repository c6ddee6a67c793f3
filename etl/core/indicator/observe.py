"""From sentences to observations, and a reason for every numeral that is none.

Walks the document in order and keeps what later figures lean on: the topic of the paragraph, the last total, the
programme, the year of a planning part. What each field means is decided in the modules beside this one.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from etl.core.indicator import context, numerals, parts, programme
from etl.core.indicator.classify import OTHER, Topics, Verdict, classify
from etl.core.indicator.frame import Frame, frames
from etl.core.indicator.lexicon import scan
from etl.core.indicator.numerals import Quantity
from etl.core.indicator.rules import rules
from etl.core.model import Facts, Normalized, Numeral, Observation, Sentence, Span

_CHAIN = re.compile(
    r"(?:^|[,，、])(?:目前|现|现已|已|均已|所有提案)?(?:均?已?(?:全部|悉数)|均已?|都已?|已全部|百分之百)(?:按[时期])?(?:得到)?([办答][^,，。;；]{1,6})"
)
_YEAR_OPENS = re.compile(r"^[^,，。]{0,6}?((?:19|20)[0-9]{2})年")
_DAY = re.compile(r"[0-9]{1,2}月[0-9]{1,2}日")
_NAME_CELL = re.compile(r"[^\W\d_]{2}")
_TABLE_HEADING = re.compile(r"(?:情况|统计|一览)?(?:表)?[:：]?$")
_LABEL_UNIT = re.compile(r"[(（][^()（）0-9]{1,4}[)）]$")  # 调研报告(篇)


@dataclass(slots=True)
class _State:
    """What earlier sentences leave behind for later ones."""

    paragraph: int = -1
    heading: str = ""
    topics: frozenset[str] = frozenset()
    recent: tuple[str, ...] = ()
    totals: dict[str, str] = field(default_factory=dict)  # topic class -> code of its last whole figure
    total: Observation | None = None  # the last whole count
    count: Observation | None = None  # the last count, whole or part
    programme: str | None = None
    programme_age: int = 9
    plan_year: int | None = None
    dated: bool = False
    looking_back: bool = False
    member_list: bool = False  # inside 其中…
    topic_list: bool = False  # inside 涉及…的87件、…的104件


def observe(
    raw_text: str, document: Normalized, sentences: Sequence[Sentence]
) -> tuple[list[Observation], list[Numeral]]:
    """Return the observations of a document in order, and its other numerals with reasons.

    `raw_text` is the text that all raw offsets count in.
    """
    found = numerals.find(document.text)
    starts = [quantity.start for quantity in found]
    observer = _Observer(raw_text, document)
    for sentence in sentences:
        low, high = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
        observer.sentence(sentence, found[low:high])
    return observer.observations, observer.numerals


class _Observer:
    def __init__(self, raw_text: str, document: Normalized) -> None:
        self.raw_text = raw_text
        self.document = document
        self.facts: Facts = document.facts
        self.observations: list[Observation] = []
        self.numerals: list[Numeral] = []
        self.state = _State()
        self.document_topic = frozenset(["提案"]) if self.facts.genre == "proposal_report" else frozenset()
        self.above = self.facts.level in ("national", "province", "prefecture")
        self.headline = " ".join(document.text[span.start : span.end] for span in document.headline)
        for span in document.headline:
            self.document_topic |= _nouns_of(document.text[span.start : span.end])
        self.damaged = [damage.raw for damage in document.damage if damage.intended is None]

    def sentence(self, sentence: Sentence, quantities: Sequence[Quantity]) -> None:
        self._enter(sentence)
        mentions = [quantity for quantity in quantities if quantity.reason is None and sentence.kind != "headline"]
        for quantity in quantities:
            if quantity.reason is not None or sentence.kind == "headline":
                raw = Span(*self.document.offsets.span(quantity.start, quantity.end))
                self.numerals.append(Numeral(raw, self.raw_text[raw.start : raw.end], quantity.reason or "headline"))
        names = programme.names(sentence.text) if "“" in sentence.text or "《" in sentence.text else []
        made = (
            self._row(sentence, mentions) if sentence.kind == "row" else frames(sentence.text, mentions, sentence.start)
        )
        begin = len(self.observations)
        self.state.member_list = False
        for frame in made:
            self._figure(sentence, frame, names)
        if made:
            self._chain(sentence, begin)
        self._leave(sentence, made, names)

    def _enter(self, sentence: Sentence) -> None:
        state = self.state
        if sentence.heading != state.heading:
            state.heading = sentence.heading
            state.plan_year, state.topics = None, frozenset()
            state.totals = {}
        if sentence.paragraph != state.paragraph:
            state.paragraph = sentence.paragraph
            if sentence.kind != "row":
                state.topics, state.recent = frozenset(), ()
                state.count = None
        state.programme_age += 1

    def _leave(self, sentence: Sentence, made: Sequence[Frame], names: Sequence[tuple[int, int, str]]) -> None:
        state = self.state
        if names:
            state.programme, state.programme_age = names[-1][2], 0
        if made:
            state.recent = (*reversed(made[-1].nouns), *state.recent)[:24]
            state.recent = (*(words[0] for frame in reversed(made) for words in frame.heads), *state.recent)[:24]
            state.topics |= _with_parts(state.recent)
        elif sentence.kind != "row":
            nouns = [hit.term.text for hit in scan(sentence.text) if hit.term.noun]
            state.recent = (*reversed(nouns), *state.recent)[:24]
            state.topics |= _with_parts(nouns)
        if _DAY.search(sentence.text):
            state.dated = True
        state.looking_back |= context.looks_back(sentence.text)
        opens = _YEAR_OPENS.match(sentence.text)
        if opens and self.facts.report_year and int(opens.group(1)) > self.facts.report_year:
            state.plan_year = int(opens.group(1))

    def _frames(self, sentence: Sentence, mentions: Sequence[Quantity]) -> list[Frame]:
        if sentence.kind == "row":
            return self._row(sentence, mentions)
        if len(mentions) == 1 and sentence.kind == "heading" and mentions[0].start == sentence.start:
            label = sentence.text[mentions[0].end - sentence.start :].strip()  # 24次 党组会议: the label stands behind
            shifted = mentions[0]._replace(start=len(label), end=len(label) + 1)
            frame = frames(label + "0", [shifted], 0)[0]
            frame.quantity = mentions[0]
            return [frame]
        return frames(sentence.text, mentions, sentence.start)

    def _row(self, sentence: Sentence, mentions: Sequence[Quantity]) -> list[Frame]:
        """Frames of a table row: the first cell is the label of the figures after it."""
        cells = [cell.strip() for cell in sentence.text.split("\t")]
        names = [cell for cell in cells if _NAME_CELL.search(cell)] or cells
        label = _LABEL_UNIT.sub("", names[0])
        rows = []
        for quantity in mentions:
            text = label
            shifted = quantity._replace(start=len(text), end=len(text) + 1)
            frame = frames(text + "0", [shifted], 0)[0]
            known = any(words[0] in rules().by_head for words in frame.heads) or frame.verbs
            if not known or label.endswith("政协"):
                tail = sentence.heading.rsplit(" > ", 1)[-1]
                text = _TABLE_HEADING.sub("", tail)
                under = frames(text + "0", [quantity._replace(start=len(text), end=len(text) + 1)], 0)[0]
                if under.heads:
                    under.row_label = label
                    frame = under
            frame.quantity, frame.label = quantity, label
            rows.append(frame)
        return rows

    def _figure(self, sentence: Sentence, frame: Frame, names: Sequence[tuple[int, int, str]]) -> None:
        quantity, state = frame.quantity, self.state
        at = quantity.start - sentence.start
        text = sentence.text
        heading = _nouns_of(sentence.heading)
        topics = Topics(_with_parts(frame.nouns), state.topics, heading, self.document_topic, state.recent)
        read = self.facts.of_genre and not context.quoted_topic(text, at)
        verdicts = classify(frame, topics) if read else [OTHER]
        breakdown: str | None = None
        if read:
            verdicts, breakdown = self._part(sentence, frame, verdicts, at, topics)
        row = sentence.kind == "row"
        place = context.Place(
            text if row else text[:at],
            text if row else text[frame.section_start : at],
            text if row else text[frame.clause_start : at],
            text,
            " > ".join(filter(None, (self.headline, sentence.heading))),
            state.plan_year,
            state.dated,
            state.looking_back or context.looks_back(text[:at]),
            context.quoted_topic(text, at),
        )
        plan = context.planned(place, self.facts)
        if any(context.agency(place, verdict.code) for verdict in verdicts):
            verdicts = [OTHER]
        raw = Span(*self.document.offsets.span(quantity.start, quantity.end))
        doubts = ("damage",) if any(raw.start < d.end and d.start < raw.end for d in self.damaged) else ()
        for verdict in verdicts:
            observation = Observation(
                raw,
                quantity.start,
                quantity.end,
                self.raw_text[raw.start : raw.end],
                quantity.value,
                quantity.value_high,
                quantity.unit,
                quantity.qualifier,
                verdict.code,
                "planned" if plan else "actual",
                context.period(place, plan, self.facts),
                context.basis(place, verdict.code, plan, self.facts),
                self._scope(place, verdict.code, frame, breakdown),
                breakdown,
                self._programme(frame, names, at, sentence),
                self._subject(frame, verdict),
                sentence.position,
                verdict.rule,
                doubts,
            )
            self.observations.append(observation)
            if quantity.unit_class != "percent" and verdict.code != "other":
                state.count = observation
                if breakdown is None:
                    state.total = observation
                    state.totals[_family(verdict.code)] = verdict.code

    def _part(
        self, sentence: Sentence, frame: Frame, verdicts: list[Verdict], at: int, topics: Topics
    ) -> tuple[list[Verdict], str | None]:
        """Return codes and breakdown of a figure that may be a share or a part of a total before it."""
        state = self.state
        if frame.row_label:
            return verdicts, frame.row_label
        if parts.is_growth(frame):
            return [OTHER], None
        if parts.is_share(frame) and (state.count is not None or len(frame.label) > 4):
            if (
                parts.is_filing_share(frame)
                and state.count.indicator == "proposals_filed"
                and not state.count.breakdown
            ):
                return [Verdict("proposal_filing_rate", "share of submitted", None)], None
            return self._share(frame, topics, verdicts)
        if frame.quantity.unit_class == "percent" and verdicts[0].code == "other":
            counted = replace(frame, quantity=frame.quantity._replace(unit="件", unit_class="count"))
            said = [verdict for verdict in classify(counted, topics) if verdict.code in _SHARED]
            return (said or verdicts), None
        if parts.among(sentence.text[frame.section_start : at]):
            state.member_list = True
        label = parts.topic_label(frame)
        code = verdicts[0].code
        lower = parts.committee_label(sentence.text[frame.clause_start : at]) if self.above else None
        if lower is not None and lower != self.facts.committee and code != "other":
            return verdicts, lower
        opened = frame.label.startswith("涉及") or (frame.joined and state.topic_list)
        if label is None and opened and (code == "other" or not verdicts[0].spoken) and frame.quantity.unit == "件":
            label = parts.listed_label(frame)
        state.topic_list = label is not None
        if label is not None and frame.quantity.unit_class != "percent":
            family = _family(code)
            total = state.totals.get(family) if family else None
            if (
                code in ("proposals_submitted", "proposals_filed", "other")
                and total is None
                and any("提案" in nouns for nouns in topics[:4])
            ):
                total = "proposals_filed"
            if code == "other" and total is None and state.total is not None and state.member_list:
                total = state.total.indicator
            if code in ("proposals_submitted", "proposals_filed") and "proposals" in state.totals:
                total = state.totals["proposals"]
            if total is not None and code in (total, "other", "proposals_submitted", "problems_solved"):
                if total in _PARTABLE:
                    return [Verdict(total, "part of " + total, None)], label
        if state.member_list and state.total is not None and frame.quantity.unit == state.total.unit:
            total = state.total.indicator
            foreign = not verdicts[0].spoken and rules().indicators[code].family != rules().indicators[total].family
            money = frame.quantity.unit_class == "money"
            if not money and (code in (total, "other") and not frame.unknown or foreign):
                kind = parts.kind_label(frame.label, [words[0] for words in frame.heads])
                return [Verdict(state.total.indicator, "part of " + state.total.indicator, None)], kind
        if (
            code == "other"
            and state.count is not None
            and parts.says_only_number(frame)
            and frame.quantity.unit == state.count.unit
        ):
            return [Verdict(state.count.indicator, "same as before", None)], state.count.breakdown
        return verdicts, None

    def _share(self, frame: Frame, topics: Topics, verdicts: list[Verdict]) -> tuple[list[Verdict], str | None]:
        """Return code and breakdown of a share: those of the count before it, unless its own label says more."""
        if verdicts[0].code != "other":
            return verdicts, None
        label = parts.topic_label(frame)
        count = self.state.count
        if label is not None:
            code = count.indicator if count is not None and count.breakdown else "proposals_filed"
            return [Verdict(code, "share of a part", None)], label
        counted = replace(frame, quantity=frame.quantity._replace(unit="件", unit_class="count"))
        own = classify(counted, topics) if parts.has_own_label(frame) else []
        if own and own[0].code in _SHARED:
            return own, None
        if count is None:
            return [OTHER], None
        return [Verdict(count.indicator, "share of " + count.indicator, None)], count.breakdown

    def _scope(self, place: context.Place, code: str, frame: Frame, breakdown: str | None) -> str:
        """Return the scope of a figure; a part has that of its total unless it names a level of its own."""
        level = context.level_scope(breakdown, self.facts) if breakdown else None
        if breakdown and self.above and breakdown.endswith("政协"):
            return "subordinate"
        if level is not None:
            return level
        found = context.scope(place, code, frame.label, frame.subject, frame.quantity.unit, self.facts)
        if (
            found == "own"
            and breakdown is not None
            and self.state.total is not None
            and code == self.state.total.indicator
        ):
            return self.state.total.scope
        return found

    def _programme(
        self, frame: Frame, names: Sequence[tuple[int, int, str]], at: int, sentence: Sentence
    ) -> str | None:
        near = [
            name
            for start, end, name in names
            if start < at or (start >= at and start <= frame.end and not frame.before)
        ]
        if near:
            return near[-1]
        if self.state.programme_age <= 1 and re.match(r"目前|累计|该|平台|活动|栏目|至今|已", sentence.text):
            return self.state.programme
        return None

    def _subject(self, frame: Frame, verdict: Verdict) -> str:
        if frame.subject:
            return frame.subject.strip("的“”、,， ")
        indicator = rules().indicators.get(verdict.code)
        return indicator.name_zh if indicator and verdict.code != "other" else frame.label.strip()[-12:]

    def _chain(self, sentence: Sentence, begin: int) -> None:
        """立案186件,并案7件,全部办复: the end of the chain completes the filed proposals."""
        made = self.observations[begin:]
        filed = [o for o in made if o.indicator == "proposals_filed" and o.breakdown is None and o.status == "actual"]
        if not filed or any(o.indicator == "proposals_completed" for o in made):
            return
        last = filed[-1]
        if _CHAIN.search(sentence.text[last.end - sentence.start :]):
            completed = replace(last, indicator="proposals_completed", rule="chain: all completed", subject="办结提案")
            self.observations.insert(self.observations.index(last) + 1, completed)


@cache
def _nouns_of(text: str) -> frozenset[str]:
    return _with_parts([hit.term.text for hit in scan(text) if hit.term.noun])


def _with_parts(words: Iterable[str]) -> frozenset[str]:
    return frozenset(part for word in words for part in _parts_of(word))


@cache
def _parts_of(word: str) -> frozenset[str]:
    hits = scan(word)
    return (hits[0].term.about if hits else frozenset()) | {word}


_SHARED = frozenset(
    [
        "proposals_resolved",
        "proposals_in_progress",
        "proposals_explained",
        "proposals_completed",
        "proposals_collective",
        "proposals_by_members",
        "proposals_not_filed",
        "proposals_merged",
    ]
)
_PARTABLE = frozenset(
    [
        "proposals_submitted",
        "proposals_filed",
        "opinions_collected",
        "opinions_reported",
        "suggestions",
        "research_reports",
        "problems_solved",
        "proposals_completed",
        "opinions_instructed",
    ]
)


def _family(code: str) -> str:
    indicator = rules().indicators.get(code)
    if indicator is None or code == "other":
        return ""
    if code in ("proposals_submitted", "proposals_filed"):
        return "proposals"
    return code
