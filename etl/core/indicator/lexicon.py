"""Where the terms of the rules stand in a text: one pass, the longest match counts."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import ahocorasick

from etl.core.indicator.rules import rules


class Term(NamedTuple):
    """A term of the rules."""

    text: str
    noun: bool
    verb: bool
    parts: frozenset[str]  # itself and the other terms inside it; empty for a compound that hides its parts
    about: frozenset[str]  # the same, also for a compound that hides its parts: what it is about


class Hit(NamedTuple):
    """A term at a place of the scanned text."""

    start: int
    end: int
    term: Term


@cache
def _automaton() -> "ahocorasick.Automaton":
    found = rules()
    terms = found.nouns | found.verbs | found.marks | found.none
    inner = ahocorasick.Automaton()
    for term in terms - found.none:
        inner.add_word(term, term)
    inner.make_automaton()
    automaton = ahocorasick.Automaton()
    for term in sorted(terms):
        hidden = term in found.none and term not in found.nouns | found.verbs
        about = frozenset(_inside(term, inner, found.none))
        parts = frozenset() if hidden else about
        automaton.add_word(term, Term(term, hidden or term in found.nouns, term in found.verbs, parts, about))
    automaton.make_automaton()
    return automaton


def _inside(term: str, inner: "ahocorasick.Automaton", hiding: frozenset[str]) -> Iterable[str]:
    """Yield the terms inside a term, but for those that a hidden compound inside it covers: 委员 in 专门委员会."""
    covered = [
        (start, start + length)
        for length in range(2, len(term))
        for start in range(len(term) - length + 1)
        if term[start : start + length] in hiding
    ]
    for last, part in inner.iter(term):
        start = last + 1 - len(part)
        if not any(low <= start and last < high for low, high in covered):
            yield part


def scan(text: str) -> list[Hit]:
    """Return the terms in `text`, leftmost longest, in order."""
    return [Hit(end + 1 - len(term.text), end + 1, term) for end, term in _automaton().iter_long(text)]


def nouns_in(text: str) -> list[str]:
    """Return the nouns among the terms that `scan` finds, without their places."""
    return [term.text for _, term in _automaton().iter_long(text) if term.noun]


def with_parts(words: Iterable[str]) -> frozenset[str]:
    """Return the words and the terms inside them: 重点提案 is about 提案 too."""
    return frozenset().union(*map(_parts_of, words))


@cache
def _parts_of(word: str) -> frozenset[str]:
    hits = scan(word)
    return (hits[0].term.about if hits else frozenset()) | {word}
