"""What earlier sentences leave behind for later ones: topics, totals, programme, a planning year.

Sentences without figures are only kept; they are read when a figure of the same paragraph needs them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from etl.core.indicator import context, programme
from etl.core.indicator.frame import Frame
from etl.core.indicator.lexicon import nouns_in, with_parts
from etl.core.model import Facts, Observation, Sentence
from etl.rules import load

_YEAR_OPENS = re.compile(
    r"(?:(?:记者|据)[^,，。]{1,6}[,，])?[^,，。]{0,6}?((?:19|20)[0-9]{2})年(?![—\-至到])(?![^,，。]{0,10}(?:以来|起|开始|至今))"
)
_YEAR_ALONE = re.compile(r"(?:19|20)[0-9]{2} ?年度?[,，]")
_ENDS = frozenset("。！!？?：:…”")  # a line that ends otherwise goes on in the next
_LEANS = re.compile(r"其中|经审查|经过?审|立案|这些|上述|按|从[^,，]{2,12}看|在[^,，]{0,8}提案中")
_STATES = frozenset(["proposals_resolved", "proposals_in_progress", "proposals_explained"])
_PERSONS = frozenset(["人", "名", "位"])
_YEARS_AHEAD = 2  # that a plan looks; a later year is told by a history
_KEPT_SENTENCES = 6
_KEPT_NOUNS = 24


@dataclass(slots=True)
class Memory:
    """The state of the walk through one document."""

    facts: Facts
    paragraph: int = -1
    heading: str = ""
    totals: dict[str, str] = field(default_factory=dict)  # what is counted -> code of its last whole figure
    total: Observation | None = None  # the last whole count
    said: dict[tuple[float, str | None], str] = field(default_factory=dict)  # proposals counted: number -> code
    whole: dict[str | None, Observation] = field(default_factory=dict)  # the same by measure word
    count: Observation | None = None  # the last count of the paragraph, whole or part
    campaign: str | None = None  # the programme that the headline names
    uncounted: Frame | None = None  # the last figure, where a reading said that it has no code
    plan_year: int | None = None
    coming_year: int | None = None  # a later year that the paragraph named
    fresh: bool = True  # no sentence of the paragraph has been left yet
    named_year: int | None = None  # the year that the sentence before named
    opened_year: int | None = None  # the year that a sentence of the paragraph opened with
    dated: bool = False  # a news item tells of one event, or a meeting of what it received
    term: bool = False  # what is told belongs to a whole term
    looking_back: bool = False  # a news item has turned to the finished year
    header: tuple[str, ...] = ()  # cells of the last table row without figures
    in_parts: bool = False  # the last figure of the sentence was a part that 其中 had opened
    last_end: int = 0  # where it ends in the sentence
    topic_list: bool = False  # inside 涉及…的87件、…的104件
    parts: list[Observation] = field(default_factory=list)  # the parts that this sentence has named
    queue: list[Observation] = field(default_factory=list)  # those that a list of shares still waits for
    _previous: str = ""  # the sentence before
    _topics: frozenset[str] = frozenset()
    _recent: tuple[str, ...] = ()
    _unread: list[str | Sequence[Frame]] = field(default_factory=list)  # sentences, or what was found in them
    _news: bool = field(init=False)  # the document reports events
    _follows_meeting: bool = field(init=False)  # it may report all through what a meeting received

    def __post_init__(self) -> None:
        """Ask once what the kind of the document tells."""
        self._news, self._follows_meeting = context.news(self.facts), context.follows_meeting(self.facts)

    def enter(self, sentence: Sentence) -> None:
        """Forget what ends at this sentence."""
        if sentence.heading != self.heading:
            self.heading = sentence.heading
            self.plan_year = self.opened_year = None
            self._topics = frozenset()
            self._unread.clear()
            self.totals = {}
        if self.named_year is not None and _LEANS.match(sentence.text):
            self.opened_year = self.named_year
        if sentence.paragraph != self.paragraph:
            self.paragraph = sentence.paragraph
            self.coming_year = self.plan_year = None
            if self.facts.report_year is not None:
                self.opened_year = None
            self.fresh = True
            broken = self._previous and self._previous[-1] not in _ENDS and sentence.kind != "row"
            if sentence.kind != "row" and not (broken or sentence.text.startswith("占")):
                self._topics, self._recent, self.count, self.uncounted = frozenset(), (), None, None
                self._unread.clear()
            if self.facts.genre == "feature":
                self.dated = False
        self.topic_list = False
        self.parts, self.queue = [], []
        self.in_parts, self.last_end = False, 0

    def queue_parts(self) -> None:
        """Let the shares that follow speak of the parts just named, in their order: 分别占31%、28%."""
        self.queue = list(self.parts)

    @property
    def topics(self) -> frozenset[str]:
        """The nouns of the paragraph, with the words inside them."""
        self._read()
        return self._topics

    @property
    def recent(self) -> tuple[str, ...]:
        """The same nouns, the nearest first."""
        self._read()
        return self._recent

    def _read(self) -> None:
        """Take in the nouns of the sentences since the last time that a figure asked for them."""
        for kept in self._unread:
            if isinstance(kept, str):
                nouns = nouns_in(kept)
                self._recent = (*reversed(nouns), *self._recent)[:_KEPT_NOUNS]
                self._topics |= with_parts(nouns)
            else:
                heads = [words[0] for frame in reversed(kept) for words in frame.heads]
                self._recent = (*heads, *reversed(kept[-1].nouns), *self._recent)[:_KEPT_NOUNS]
                self._topics |= with_parts(self._recent)
        self._unread.clear()

    def leave(self, sentence: Sentence, frames: Sequence[Frame]) -> None:
        """Keep what this sentence leaves."""
        if frames:
            self._unread.append(frames)
        elif sentence.kind == "row":
            self.header = tuple(cell.strip() for cell in sentence.text.split("\t"))
        else:
            self._unread.append(sentence.text)
        if len(self._unread) > _KEPT_SENTENCES:
            self._unread.pop(0)
        self._previous = sentence.text
        of_term = context.of_term(sentence.text)
        self.term = self.term if of_term is None else of_term
        intake = self._follows_meeting and (self.dated or context.takes_in(sentence.text))
        if intake or self._news:
            happening = context.happening(sentence.text)
            self.dated = self.dated if happening is None else happening
            self.looking_back = self.looking_back or context.looks_back(sentence.text)
        opens = _YEAR_OPENS.match(sentence.text) if "年" in sentence.text else None
        if opens:
            year = int(opens.group(1))
            if self.fresh or _YEAR_ALONE.match(sentence.text):
                self.opened_year = year
            ahead = year - self.facts.report_year if self.facts.report_year else 0
            if 0 < ahead <= _YEARS_AHEAD and not context.takes_in(sentence.text):
                self.plan_year = year
        self.fresh = False
        self.named_year = named = context.year_of(sentence.text, self.facts)
        if named is not None and self.facts.report_year is None:
            self.opened_year = named  # a chronicle goes on in the year that it named last
        if named is not None and self.facts.report_year is not None and named > self.facts.report_year:
            self.coming_year = named

    def remember(self, observation: Observation) -> None:
        """Keep a figure that later ones can be part or share of."""
        if observation.unit == "%" or observation.indicator == "other":
            if observation.breakdown is None and observation.unit in _PERSONS:
                self.whole[observation.unit] = observation  # 在职干部29人,其中主席1人
            return
        self.uncounted = None
        self.count = observation
        if observation.indicator in ("proposals_filed", "proposals_completed") and observation.breakdown is None:
            self.said.setdefault((observation.value, observation.unit), observation.indicator)
        if observation.breakdown is not None or observation.indicator in _STATES:
            self.parts.append(observation)
        inner = self.in_parts and observation.indicator in load("breakdowns.yaml")["inner_codes"]
        if observation.breakdown is None and not inner:
            self.total = observation
            self.whole[observation.unit] = observation
            self.totals[_counted(observation.indicator)] = observation.indicator

    def total_like(self, code: str) -> str | None:
        """Return the code of the last whole figure that counts the same things as `code`."""
        return self.totals.get(_counted(code))

    def programme(self, text: str) -> str | None:
        """Return the programme that the sentence before named, if this one goes on about it."""
        if programme.refers(text) and (names := programme.names(self._previous)):
            return names[-1][2]
        return self.campaign


def _counted(code: str) -> str:
    return str(load("breakdowns.yaml")["same"].get(code, code))


@lru_cache(maxsize=4096)
def nouns_of(text: str) -> frozenset[str]:
    """Return the nouns of a heading or headline, with the words inside them."""
    return with_parts(nouns_in(text))
