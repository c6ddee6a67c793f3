"""From the frame of a figure to its indicator codes, by the readings of the rules.

Every reading whose conditions all hold gets a score from the slots that it filled; the highest score speaks. When
several nouns share one count, the table of generalizations decides; without a reading the code is "other".
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from etl.core.indicator.frame import Frame
from etl.core.indicator.rules import Reading, rules

_HEAD, _MOD, _AFTER, _CLAUSE, _SENTENCE, _ACTOR = 10, 4, 6, 3, 2, 3


class Topics(NamedTuple):
    """The nouns that an elliptic figure can refer to, from near to far."""

    sentence: frozenset[str]
    paragraph: frozenset[str]
    heading: frozenset[str]
    document: frozenset[str]
    recent: tuple[str, ...] = ()  # the nouns of the paragraph, the nearest first


class Verdict(NamedTuple):
    """A code and the reading that gave it."""

    code: str
    rule: str
    head: str | None
    spoken: bool = False  # a verb says it, not the noun alone
    weak: bool = False  # the rule of last resort


OTHER = Verdict("other", "other", None)
_TURNS = frozenset(
    ["次", "场", "场次", "期", "轮", "回", "批次", "趟", "讲", "堂", "课", "节"]
)  # measure words that count events


def classify(frame: Frame, topics: Topics) -> list[Verdict]:
    """Return the codes of a figure, at least one."""
    found = [verdict for words in frame.heads if (verdict := _counted(words, frame, topics))]
    if not found and not _hidden(frame):
        found = _elliptic(frame, topics)
    found = found and _agree(found, frame)
    added = _added(frame, topics)
    if added is not None and added.code not in {verdict.code for verdict in found}:
        spoken = [verdict for verdict in found if verdict.spoken]
        found = [*spoken, added]
    return found or [OTHER]


def _counted(words: Sequence[str], frame: Frame, topics: Topics) -> Verdict | None:
    """Return the verdict of a counted noun; 委员企业 is tried as 企业, then as 委员."""
    by_head = rules().by_head
    for word in words:
        best = _best(by_head.get(word, ()), frame, topics, word)
        if best is not None:
            return best
    return None


def _hidden(frame: Frame) -> bool:
    """Tell whether the counted noun is a compound that the rules set aside on purpose."""
    return bool(frame.heads) and all(words[0] in rules().none for words in frame.heads)


def _elliptic(frame: Frame, topics: Topics) -> list[Verdict]:
    """Return the verdict of a figure whose noun no rule reads, or that stands without one."""
    quantity = frame.quantity
    frame = replace(frame, mods=frame.mods.union(*frame.heads)) if frame.heads else frame
    best: Verdict | None = None
    if not frame.unknown or quantity.unit_class in ("person", "money"):
        best = _best(rules().headless, frame, topics, None)
    if quantity.unit_class in ("person", "percent") and (best is None or best.weak):
        if quantity.unit_class == "person":
            near = (*frame.following, *reversed(frame.clause_nouns))
        else:
            near = frame.clause_nouns[::-1] if "占" in frame.label else frame.nouns[::-1][:4]
        for word in near:
            found = _best(rules().by_head.get(word, ()), frame, topics, word)
            if found is not None:
                return [found]
    if best is not None:
        return [best]
    if not frame.unknown and quantity.unit in _TURNS:
        for word in (*(words[0] for words in frame.alike), *reversed(frame.nouns), *topics.recent):
            found = _best(rules().by_head.get(word, ()), frame, topics, word)
            if found is not None and found.code in _events():
                return [found]
    return []


@cache
def _events() -> frozenset[str]:
    """Return the codes of things that happen: what mixed activities are generalized from."""
    return next(of for of, to in rules().general if to == "duty_activities")


def _added(frame: Frame, topics: Topics) -> Verdict | None:
    """Return what the predicate adds to a figure: 立案135件提案均已办理完毕."""
    by_head = rules().by_head
    readings = (*rules().headless, *(r for words in frame.heads for r in by_head.get(words[0], ())))
    for reading in readings:
        if reading.adds and _score(reading, frame, topics) is not None:
            return Verdict(reading.code, reading.name, None, True)
    return None


def _best(readings: Iterable[Reading], frame: Frame, topics: Topics, head: str | None) -> Verdict | None:
    best: tuple[int, Reading] | None = None
    for reading in readings:
        if reading.adds:
            continue
        score = _score(reading, frame, topics)
        if score is not None and (best is None or score > best[0]):
            best = score, reading
    if best is None:
        return None
    score, reading = best
    return Verdict(
        reading.code, reading.name, head, len(reading.slots) > 1, reading.code == "participants" and head is None
    )


def _score(reading: Reading, frame: Frame, topics: Topics) -> int | None:
    quantity = frame.quantity
    if not reading.admits(quantity.unit, quantity.unit_class):
        return None
    if not reading.forbidden.isdisjoint(frame.clause):
        return None
    if "actor" in reading.slots and not reading.forbidden.isdisjoint(frame.actor):
        return None
    score = reading.rank
    for slot, terms in reading.slots.items():
        if slot == "head":
            score += _HEAD
            continue
        if slot == "verb":
            gained = max((weight for verb, weight in frame.verbs if verb in terms), default=0)
        elif slot == "topic":
            gained = _topic(terms, topics)
        elif slot == "mod":
            gained = 0 if terms.isdisjoint(frame.mods) else _MOD
        elif slot == "after":
            gained = 0 if terms.isdisjoint(frame.after) else _AFTER
        elif slot == "clause":
            gained = 0 if terms.isdisjoint(frame.clause) else _CLAUSE
        elif slot == "actor":
            gained = 0 if terms.isdisjoint(frame.actor) else _ACTOR
        else:
            gained = 0 if terms.isdisjoint(frame.sentence) else _SENTENCE
        if not gained:
            return None
        score += gained
    return score


def _topic(terms: frozenset[str], topics: Topics) -> int:
    for weight, nouns in zip((4, 3, 2, 1), topics[:4], strict=True):
        if not terms.isdisjoint(nouns):
            return weight
    return 0


def _agree(found: Sequence[Verdict], frame: Frame) -> list[Verdict]:
    """Several nouns of one figure: each rate speaks for itself, of counts the more general code does."""
    unique = list({verdict.code: verdict for verdict in reversed(found)}.values())[::-1]
    if len(unique) == 1 or frame.quantity.unit_class == "percent":
        return unique
    codes = frozenset(verdict.code for verdict in unique)
    for of, to in rules().general:
        if codes <= of:
            return [Verdict(to, "generalized: " + ", ".join(sorted(codes)), found[-1].head, True)]
    return [found[-1]]
