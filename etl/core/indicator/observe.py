"""From sentences to observations, and a reason for every numeral that is none.

Walks the document in order; what each field means is decided in the modules beside this one.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

from etl.core.indicator import context, numerals, parts, programme, rows, scope, shares
from etl.core.indicator.classify import OTHER, Topics, Verdict, classify
from etl.core.indicator.frame import Frame, frames
from etl.core.indicator.memory import Memory, nouns_of
from etl.core.indicator.numerals import Quantity
from etl.core.indicator.rules import rules
from etl.core.model import Normalized, Numeral, Observation, Sentence, Span

_CHAIN = re.compile(
    r"(?:^|[,，、])(?:(?:目前|至今|截至目前|[截至到止]{1,2}[0-9]{1,2}月(?:份|底|末|初)?|现|所有|交办|立案|提案)*|现已|已|均已)(?:均?已?(?:全部|悉数)|均已?|都已?|已全部|百分之百)"
    r"(?:按[时期])?(?:得到)?([办答][^,，。;；]{1,6})"
)

_ANNOUNCES = re.compile(r"\s*(?:[—－\-]{1,2}|[:：丨|])")


def observe(
    raw_text: str, document: Normalized, sentences: Sequence[Sentence]
) -> tuple[list[Observation], list[Numeral]]:
    """Return the observations of a document in order, and its other numerals with reasons.

    `raw_text` is the text that all raw offsets count in.
    """
    found = numerals.find(document.text)
    starts = [quantity.start for quantity in found]
    walk = _Walk(raw_text, document)
    for sentence in sentences:
        low = bisect_left(starts, sentence.start)
        walk.sentence(sentence, found[low : bisect_left(starts, sentence.end, low)])
    return walk.observations, walk.numerals


class _Walk:
    def __init__(self, raw_text: str, document: Normalized) -> None:
        self.raw_text = raw_text
        self.document = document
        self.facts = document.facts
        self.observations: list[Observation] = []
        self.numerals: list[Numeral] = []
        self.memory = Memory(document.facts)
        self.headline = " ".join(document.text[span.start : span.end] for span in document.headline)
        self.memory.campaign = programme.campaign(self.headline) if self.facts.genre == "news" else None
        self.topic = nouns_of(self.headline) | ({"提案"} if self.facts.genre == "proposal_report" else set())
        self.doubts = tuple(dict.fromkeys(doubt.partition(":")[0] for doubt in self.facts.doubts))
        self.damaged = [damage.raw for damage in document.damage if damage.intended is None]

    def sentence(self, sentence: Sentence, quantities: Sequence[Quantity]) -> None:
        self.memory.enter(sentence)
        headline = sentence.kind == "headline"
        for quantity in quantities:
            if quantity.reason is not None or headline:
                raw = self._raw(quantity)
                self.numerals.append(Numeral(raw, self.raw_text[raw.start : raw.end], quantity.reason or "headline"))
        mentions = [] if headline else [quantity for quantity in quantities if quantity.reason is None]
        made = self._frames(sentence, mentions) if mentions else []
        if made:
            begin = len(self.observations)
            names = programme.names(sentence.text)
            for frame in made:
                self._figure(sentence, frame, names)
            self.observations[begin:] = parts.split(sentence.text, sentence.start, self.observations[begin:])
            self._chain(sentence, begin)
            self._announced(sentence, begin)
        self.memory.leave(sentence, made)

    def _raw(self, quantity: Quantity) -> Span:
        return Span(*self.document.offsets.span(quantity.start, quantity.end))

    def _frames(self, sentence: Sentence, mentions: Sequence[Quantity]) -> list[Frame]:
        if sentence.kind == "row":
            return rows.row(sentence, mentions, self.memory.header)
        if rows.is_list_line(sentence, mentions):
            return rows.list_line(sentence, mentions[0])
        if rows.is_member_of_list(sentence, mentions):
            return rows.member_of_list(sentence, mentions[0])
        made = frames(sentence.text, mentions, sentence.start)
        for index, frame in shares.distributed(sentence.text, mentions, sentence.start).items():
            made[index] = frame
        return made

    def _figure(self, sentence: Sentence, frame: Frame, names: Sequence[tuple[int, int, str]]) -> None:
        at = frame.quantity.start - sentence.start
        place = self._place(sentence, frame, at)
        verdicts, breakdown = [OTHER], None
        if self.facts.of_genre and not place.topic:
            topics = Topics(frame, self.memory, nouns_of(sentence.heading), self.topic)
            verdicts = classify(frame, topics)
            verdicts, breakdown = parts.apply(frame, verdicts, self.memory, topics, sentence.text, at)
        if any(scope.of_agency(place, verdict.code) for verdict in verdicts):
            verdicts = [OTHER]
        status = "planned" if context.planned(place, self.facts) else "actual"
        named = self._programme(frame, names, at, sentence.text, verdicts[0].code)
        quantity, raw = frame.quantity, self._raw(frame.quantity)
        touched = any(raw.start < damage.end and damage.start < raw.end for damage in self.damaged)
        self.memory.last_end = quantity.end - sentence.start
        for verdict in verdicts:
            observation = Observation(
                raw=raw,
                start=quantity.start,
                end=quantity.end,
                text=self.raw_text[raw.start : raw.end],
                value=quantity.value,
                value_high=quantity.value_high,
                unit=quantity.unit,
                qualifier=quantity.qualifier,
                indicator=verdict.code,
                status=status,
                period=context.period(place, status == "planned", self.facts),
                basis=context.basis(place, verdict.code, status == "planned", self.facts),
                scope=self._scope(place, verdict.code, frame, breakdown),
                breakdown=breakdown,
                programme=named,
                subject=_subject(frame, verdict),
                sentence=sentence.position,
                rule=verdict.rule,
                doubts=(*self.doubts, "damage") if touched else self.doubts,
            )
            self.observations.append(observation)
            self.memory.remember(observation)

    def _place(self, sentence: Sentence, frame: Frame, at: int) -> context.Place:
        text, memory = sentence.text, self.memory
        before = text + rows.year_above(text, at, memory.header) if sentence.kind == "row" else text[:at]
        return context.Place(
            before=before,
            section=before[0 if sentence.kind == "row" else frame.section_start :],
            clause=before[0 if sentence.kind == "row" else frame.clause_start :],
            whole=text,
            heading=f"{self.headline} > {sentence.heading}" if sentence.heading else self.headline,
            paragraph_year=memory.plan_year,
            coming_year=memory.coming_year,
            opened_year=memory.opened_year,
            dated=memory.dated,
            term=memory.term,
            looking_back=memory.looking_back,
            topic=context.quoted_topic(text, at),
        )

    def _scope(self, place: context.Place, code: str, frame: Frame, breakdown: str | None) -> str:
        """Return the scope of a figure; a part has that of its total unless it names a level or committee."""
        if breakdown is not None:
            level = scope.of_level(breakdown, code, self.facts)
            if level is not None:
                return level
        found = scope.of_figure(place, code, frame.label, frame.subject, frame.quantity.unit, self.facts)
        if found == "own" and parts.lower_committee(place.whole, self.facts) is not None:
            return "subordinate"  # the sentence begins with a lower committee
        total = self.memory.total
        if found == "own" and breakdown is not None and total is not None and code == total.indicator:
            return total.scope
        return found

    def _programme(
        self, frame: Frame, names: Sequence[tuple[int, int, str]], at: int, text: str, code: str
    ) -> str | None:
        """Return the name behind the figure if that is counted, else the last before it, else an earlier one."""
        behind = [name for start, _, name in names if at < start <= frame.end]
        if behind and not frame.before:
            return behind[0]
        loose = rules().indicators[code].family in programme.loose_families()
        begin = frame.clause_start if loose else frame.section_start
        near = [name for start, _, name in names if begin <= start < at]
        return near[-1] if near else None if loose else self.memory.programme(text)

    def _chain(self, sentence: Sentence, begin: int) -> None:
        """立案186件,并案7件,全部办复: the end of the chain completes the filed proposals, else those received."""
        made = [o for o in self.observations[begin:] if o.status == "actual"]
        whole = [o for o in made if o.breakdown is None]
        filed = [o for o in whole if o.indicator == "proposals_filed"]
        filed = filed or [o for o in whole if o.indicator == "proposals_submitted"]
        if not filed or any(o.indicator == "proposals_completed" for o in made):
            return
        last = filed[-1]
        if _CHAIN.search(sentence.text[last.end - sentence.start :]):
            completed = last._replace(indicator="proposals_completed", rule="chain: all completed", subject="办结提案")
            self.observations.insert(self.observations.index(last, begin) + 1, completed)

    def _announced(self, sentence: Sentence, begin: int) -> None:
        """64项——完成重点课题64项: a figure put before its sentence means what the same figure in it means."""
        first, *rest = self.observations[begin:]
        if first.indicator == "other" and _ANNOUNCES.match(sentence.text, first.end - sentence.start):
            for same in rest:
                if (same.value, same.unit) == (first.value, first.unit):
                    kept = {name: getattr(first, name) for name in ("raw", "start", "end", "text", "qualifier")}
                    self.observations[begin] = same._replace(rule="the same figure said again", **kept)
                    return


def _subject(frame: Frame, verdict: Verdict) -> str:
    """Return the counted noun phrase as written, else the indicator's name or the words before the figure."""
    if frame.subject:
        return frame.subject.strip("的“”、,， ")
    if verdict.code != "other":
        return rules().indicators[verdict.code].name_zh
    return frame.label.strip()[-12:]
