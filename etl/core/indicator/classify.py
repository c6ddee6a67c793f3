"""From the frame of a figure to its indicator codes, by the readings of the rules.

Every reading whose conditions all hold gets a score from the slots that it filled; the highest score speaks. When
several nouns share one count, the table of generalizations decides; without a reading the code is "other".
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from etl.core.indicator.frame import Frame
from etl.core.indicator.rules import Reading, rules

_HEAD, _MOD, _AFTER, _CLAUSE, _SENTENCE = 10, 4, 6, 3, 2


class Topics(NamedTuple):
    """The nouns that an elliptic figure can refer to, from near to far."""

    sentence: frozenset[str]
    paragraph: frozenset[str]
    heading: frozenset[str]
    document: frozenset[str]


class Verdict(NamedTuple):
    """A code and the reading that gave it."""

    code: str
    rule: str
    head: str | None


OTHER = Verdict("other", "other", None)


def classify(frame: Frame, topics: Topics) -> list[Verdict]:
    """Return the codes of a figure, at least one."""
    by_head = rules().by_head
    found: list[Verdict] = []
    for head in frame.heads:
        best = _best(by_head.get(head, ()), frame, topics, head)
        if best is not None:
            found.append(best)
    if not found and not frame.unknown:
        best = _best(rules().headless, frame, topics, None)
        if best is not None:
            found.append(best)
    found = found and _agree(found, frame)
    added = [
        Verdict(reading.code, reading.name, None)
        for reading in rules().headless
        if reading.adds and _score(reading, frame, topics) is not None
    ]
    codes = {verdict.code for verdict in found}
    found = found + [verdict for verdict in added[:1] if verdict.code not in codes]
    return found or [OTHER]


def _best(readings: Iterable[Reading], frame: Frame, topics: Topics, head: str | None) -> Verdict | None:
    best: tuple[int, Reading] | None = None
    for reading in readings:
        if reading.adds:
            continue
        score = _score(reading, frame, topics)
        if score is not None and (best is None or score > best[0]):
            best = score, reading
    return Verdict(best[1].code, best[1].name, head) if best else None


def _score(reading: Reading, frame: Frame, topics: Topics) -> int | None:
    quantity = frame.quantity
    if not reading.admits(quantity.unit, quantity.unit_class) or not reading.forbidden.isdisjoint(frame.clause):
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
        else:
            gained = 0 if terms.isdisjoint(frame.sentence) else _SENTENCE
        if not gained:
            return None
        score += gained
    return score


def _topic(terms: frozenset[str], topics: Topics) -> int:
    for weight, nouns in zip((4, 3, 2, 1), topics, strict=True):
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
            return [Verdict(to, "generalized: " + ", ".join(sorted(codes)), found[-1].head)]
    return [found[-1]]
