"""From the frame of a figure to its indicator codes, by the readings of the rules.

Every reading whose conditions all hold gets a score from the slots that it filled; the highest score speaks, among
equals the first. When several nouns share one count, the table of generalizations decides; without a reading the
code is "other".
"""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from operator import attrgetter
from typing import NamedTuple, Protocol

from etl.core.indicator.frame import Frame
from etl.core.indicator.lexicon import with_parts
from etl.core.indicator.rules import POINTS, Reading, rules

_TURNS = frozenset(["次", "场", "场次", "期", "轮", "回", "批次", "趟", "讲", "堂", "课", "节"])  # they count events


class Paragraph(Protocol):
    """What a paragraph has spoken of so far."""

    @property
    def topics(self) -> frozenset[str]:
        """Its nouns, with the words inside them."""

    @property
    def recent(self) -> tuple[str, ...]:
        """Its nouns, the nearest first."""


class Topics:
    """The nouns that an elliptic figure can refer to, from near to far: sentence, paragraph, heading, document."""

    __slots__ = ("_document", "_frame", "_heading", "_paragraph", "_sentence")

    def __init__(self, frame: Frame, paragraph: Paragraph, heading: frozenset[str], document: frozenset[str]) -> None:
        self._frame, self._paragraph, self._heading, self._document = frame, paragraph, heading, document
        self._sentence: frozenset[str] | None = None

    @property
    def recent(self) -> tuple[str, ...]:
        """The nouns of the paragraph, the nearest first."""
        return self._paragraph.recent

    def weight(self, terms: frozenset[str]) -> int:
        """Return 4 to 1 for how near one of the terms stands, 0 for nowhere."""
        if self._sentence is None:
            self._sentence = with_parts(self._frame.nouns)
        if not terms.isdisjoint(self._sentence):
            return 4
        if not terms.isdisjoint(self._paragraph.topics):
            return 3
        if not terms.isdisjoint(self._heading):
            return 2
        return 0 if terms.isdisjoint(self._document) else 1


class Verdict(NamedTuple):
    """A code and the reading that gave it."""

    code: str
    rule: str
    head: str | None
    spoken: bool = False  # a verb says it, not the noun alone
    weak: bool = False  # the rule of last resort
    score: int = 0


_SAID = {slot: attrgetter(slot) for slot in ("after", "clause", "sentence", "actor")}
OTHER = Verdict("other", "other", None)


def classify(frame: Frame, topics: Topics) -> list[Verdict]:
    """Return the codes of a figure, at least one."""
    found = [verdict for words in frame.heads if (verdict := _counted(words, frame, topics))]
    if not found and not _hidden(frame):
        found = _elliptic(frame, topics)
    elif len(found) == 1 and frame.quantity.unit_class != "percent":
        rival = _best(_headless(frame), frame, topics, None, found[0].score)
        found = [rival] if rival is not None else found
    found = _agree(found, frame) if len(found) > 1 else found
    added = _added(frame, topics)
    if added is not None and added.code not in {verdict.code for verdict in found}:
        found = [*(verdict for verdict in found if verdict.spoken), added]
    return found or [OTHER]


def _counted(words: Iterable[str], frame: Frame, topics: Topics) -> Verdict | None:
    """Return the verdict of a counted noun; 委员企业 is tried as 企业, then as 委员."""
    for word in words:
        best = _best(_of_noun(word, frame), frame, topics, word)
        if best is not None:
            return best
    return None


def _hidden(frame: Frame) -> bool:
    """Tell whether the counted noun is a compound that the rules set aside on purpose."""
    return bool(frame.heads) and all(words[0] in rules().none for words in frame.heads)


def _elliptic(frame: Frame, topics: Topics) -> list[Verdict]:
    """Return the verdict of a figure whose noun no rule reads, or that stands without one."""
    unit_class = frame.quantity.unit_class
    best: Verdict | None = None
    readings = _headless(frame)
    if frame.unknown and unit_class not in ("person", "money"):
        readings = [reading for reading in readings if reading.anything]
    best = _best(readings, frame, topics, None)
    near: Iterable[str] = ()
    if best is None or best.weak:
        if unit_class == "person":
            near = (*frame.following, *reversed(frame.clause_nouns))
        elif unit_class == "percent":
            near = frame.clause_nouns[::-1] if "占" in frame.label else frame.nouns[::-1][:4]
    found = _counted(near, frame, topics) or best
    if found is None and not frame.unknown and frame.quantity.unit in _TURNS:
        nouns = (*(words[0] for words in frame.alike), *reversed(frame.nouns), *topics.recent)
        for word in nouns:
            event = _counted((word,), frame, topics)
            if event is not None and event.code in _events():
                return [event]
    return [found] if found is not None else []


def _of_noun(noun: str, frame: Frame) -> tuple[Reading, ...]:
    """Return the readings of a counted noun."""
    return _readings("head", noun, frame.quantity.unit, frame.quantity.unit_class)


def _headless(frame: Frame) -> list[Reading]:
    """Return the readings without a head of which one term at least stands in the frame."""
    quantity = frame.quantity
    unit, unit_class = quantity.unit, quantity.unit_class
    found = [reading for reading in rules().unkeyed if reading.admits(unit, unit_class)]
    for verb, _ in frame.verbs:
        found.extend(_readings("verb", verb, unit, unit_class))
    for slot, terms in (("after", frame.after), ("mod", _mods(frame, None)), ("clause", frame.clause)):
        for term in terms:
            found.extend(_readings(slot, term, unit, unit_class))
    return found


@lru_cache(maxsize=8192)
def _readings(slot: str, term: str, unit: str | None, unit_class: str | None) -> tuple[Reading, ...]:
    """Return the readings that a term in a slot finds, as far as they admit the measure word."""
    found = rules().by_head.get(term, ()) if slot == "head" else rules().headless.get((slot, term), ())
    return tuple([reading for reading in found if reading.admits(unit, unit_class)])


@cache
def _events() -> frozenset[str]:
    """Return the codes of things that happen: what mixed activities are generalized from."""
    return next(of for of, to in rules().general if to == "duty_activities")


def _added(frame: Frame, topics: Topics) -> Verdict | None:
    """Return what the predicate adds to a figure: 立案135件提案均已办理完毕."""
    if not frame.after or frame.after.isdisjoint(rules().adding):
        return None
    readings = (*_headless(frame), *(r for words in frame.heads for r in _of_noun(words[0], frame)))
    for reading in readings:
        if reading.adds and _score(reading, frame, topics, frame.mods) is not None:
            return Verdict(reading.code, reading.name, None, True)
    return None


def _mods(frame: Frame, head: str | None) -> frozenset[str]:
    """Return the modifiers; without a counted noun the nouns that no rule reads modify too."""
    return frame.mods if head is not None or not frame.heads else frame.mods.union(*frame.heads)


def _best(
    readings: Iterable[Reading], frame: Frame, topics: Topics, head: str | None, floor: int | None = None
) -> Verdict | None:
    """Return the verdict of the best reading, None if none fits or none has more points than `floor`."""
    best: tuple[int, Reading] | None = None
    mods = _mods(frame, head)
    for reading in readings:
        if reading.adds or (floor is not None and reading.most <= floor):
            continue
        if best is not None and reading.most < best[0]:
            continue
        score = _score(reading, frame, topics, mods)
        if score is None or (floor is not None and score <= floor):
            continue
        if best is None or score > best[0] or (score == best[0] and reading.order < best[1].order):
            best = score, reading
    if best is None:
        return None
    reading = best[1]
    weak = head is None and reading.code == "participants"
    spoken = len(reading.slots) > 1 or reading.rank > 0
    return Verdict(reading.code, reading.name, head, spoken, weak, best[0])


def _score(reading: Reading, frame: Frame, topics: Topics, mods: frozenset[str]) -> int | None:
    """Return how well a reading that admits the measure word fits, None if one of its conditions does not hold."""
    score = reading.rank
    for slot, terms in reading.slots.items():
        if slot == "verb":
            gained = 0
            for verb, weight in frame.verbs:
                if weight > gained and verb in terms:
                    gained = weight
        elif slot == "topic":
            gained = topics.weight(terms)
        elif slot == "head":
            gained = POINTS[slot]
        else:
            found = _SAID[slot](frame) if slot != "mod" else mods
            gained = 0 if terms.isdisjoint(found) else POINTS[slot]
            if slot == "actor" and not reading.forbidden.isdisjoint(found):
                return None
        if not gained:
            return None
        score += gained
    if reading.forbidden and not reading.forbidden.isdisjoint(frame.clause):
        return None
    return score


def _agree(found: Sequence[Verdict], frame: Frame) -> list[Verdict]:
    """Several nouns of one figure: each rate speaks for itself, of counts the more general code does."""
    unique = list({verdict.code: verdict for verdict in reversed(found)}.values())[::-1]
    if len(unique) == 1 or frame.quantity.unit_class == "percent":
        return unique
    codes = frozenset(verdict.code for verdict in unique)
    for of, to in rules().general:
        if codes <= of:
            return [Verdict(to, "generalized: " + ", ".join(sorted(codes)), found[-1].head, True)]
    if frame.quantity.unit in _TURNS:
        fit = [verdict for verdict in unique if verdict.code in _events()]  # 机关、企业、社区宣讲86场
    else:
        fit = [v for v in unique if rules().indicators[v.code].unit_class == frame.quantity.unit_class]
    return [(fit or unique)[0]]  # 提案和社情民意信息30件
