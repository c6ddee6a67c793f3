"""Many patterns over many short texts: each is tried only where a string stands that it can't match without.

A rule file holds dozens of patterns, and hardly any of them fits a given line. Which strings a pattern needs is read
from its parsed form; one pass (Aho-Corasick) over a text then tells the patterns worth trying. No rule is held here.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

import ahocorasick

_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)


def needed(pattern: str) -> frozenset[str]:
    """Return strings one of which stands in whatever `pattern` matches; none where it needs no certain string."""
    return _needed(_parser.parse(pattern))


def _needed(items: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    """Return of the parts that must all match the most telling one: long strings, and few."""
    parts: list[frozenset[str]] = []
    literal = ""
    for kind, value in [*items, (None, None)]:
        if kind is _constants.LITERAL:
            literal += chr(value)
            continue
        parts += [frozenset({literal}), _part(kind, value)]
        literal = ""
    return max(parts, key=lambda part: (min(map(len, part), default=0), -len(part)), default=frozenset())


def _part(kind: Any, value: Any) -> frozenset[str]:
    if kind is _constants.SUBPATTERN:
        return _needed(value[-1])
    if kind in _REPEATS and value[0]:
        return _needed(value[2])
    if kind is _constants.IN and all(each is _constants.LITERAL for each, _ in value):
        return frozenset(chr(code) for _, code in value)
    if kind is _constants.BRANCH:
        branches = [_needed(branch) for branch in value[1]]
        return frozenset().union(*branches) if all(map(any, branches)) else frozenset()
    return frozenset()


class Sieve:
    """Patterns in order, and the strings that they need."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = [re.compile(pattern) for pattern in patterns]
        masks: dict[str, int] = defaultdict(int)  # string -> the patterns that need it, a bit for each
        for index, pattern in enumerate(self._patterns):
            for string in needed(pattern.pattern) or {""}:
                masks[string] |= 1 << index
        self._always = masks.pop("", 0)
        self._automaton = ahocorasick.Automaton()
        for string, mask in masks.items():
            self._automaton.add_word(string, mask)
        self._automaton.make_automaton()
        self._chosen = lru_cache(maxsize=4096)(self._choose)

    def _choose(self, mask: int) -> Sequence[re.Pattern[str]]:
        return [pattern for index, pattern in enumerate(self._patterns) if mask >> index & 1]

    def tried(self, text: str, start: int = 0) -> Sequence[re.Pattern[str]]:
        """Return in order the patterns that may match in `text` from `start` on."""
        found = self._always
        for _, mask in self._automaton.iter(text, start):
            found |= mask
        return self._chosen(found)

    def matches(self, text: str) -> bool:
        """Tell whether one of the patterns matches all of `text`."""
        return any(pattern.fullmatch(text) for pattern in self.tried(text))

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Return the first match in `text` from `start` on, as the union of the patterns would find it."""
        found = [match for pattern in self.tried(text, start) if (match := pattern.search(text, start))]
        return min(found, key=lambda match: match.start()) if found else None
