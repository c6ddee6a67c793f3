"""Why a numeral counts nothing: the engine that reads `etl/rules/numeral_reasons.yaml` and `numeral_words.txt`.

The rules themselves are data; quotation marks and titles are found by `enclosures`.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from etl.core.indicator.measure import rules

REACH = 16  # characters that a rule sees before the numeral
_SMALL = frozenset("二两三四五六七八九十")
_SCALES = frozenset("百千万亿")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}$")
_ENCLOSED = re.compile(
    r"《[^《》\n]{1,200}+》|“[^“”\n]{1,200}+”|「[^「」\n]{1,200}+」|『[^『』\n]{1,200}+』|\"[^\"\n]{1,200}+\""
)
_CLAUSE = re.compile(r"[,，。;；!！?？:：]")
_TITLE_END = ("提案", "建议", "意见", "报告", "办法", "通知", "方案", "议案", "调研", "建议案")
NAME_LENGTH = 14  # a longer quotation is text


class Rule(NamedTuple):
    """One entry of the rule file."""

    reason: str
    numbers: frozenset[str]
    before: re.Pattern[str] | None
    after: tuple[str, ...]
    next: re.Pattern[str] | None


class Enclosure(NamedTuple):
    """A stretch in 《》 or quotation marks that makes its numerals no mentions."""

    start: int
    end: int
    reason: str | None  # None: a quotation that is ordinary text


@cache
def forms() -> re.Pattern[str]:
    """Return the pattern of numerals known by their shape; the group's name is the reason."""
    shapes = rules("numeral_reasons.yaml")["forms"].items()
    # A back reference inside a form counts from the form's own group.
    numbered = []
    groups = 0
    for reason, shape in shapes:
        numbered.append(f"(?P<{reason}>{shape.replace(chr(92) + '1', chr(92) + str(groups + 2))})")
        groups += 1 + re.compile(shape).groups
    return re.compile("|".join(numbered))


@cache
def _rules() -> tuple[dict[str, tuple[Rule, ...]], tuple[Rule, ...]]:
    entries = [
        Rule(
            entry["reason"],
            frozenset(entry.get("number", ())),
            re.compile(entry["before"]) if "before" in entry else None,
            tuple(entry.get("after", ())),
            re.compile(entry["next"]) if "next" in entry else None,
        )
        for entry in rules("numeral_reasons.yaml")["rules"]
    ]
    anywhere = tuple(rule for rule in entries if not rule.after)
    firsts = {word[0] for rule in entries for word in rule.after}
    index = {
        first: tuple(r for r in entries if not r.after or any(word[0] == first for word in r.after)) for first in firsts
    }
    return index, anywhere


def reason(text: str, start: int, end: int, kinds: frozenset[str]) -> str | None:
    """Return the reason that the rules give for the numeral `text[start:end]` of these `kinds`, or None."""
    index, anywhere = _rules()
    for rule in index.get(text[end : end + 1], anywhere):
        if rule.numbers and rule.numbers.isdisjoint(kinds):
            continue
        behind = end
        if rule.after:
            word = next((word for word in rule.after if text.startswith(word, end)), None)
            if word is None:
                continue
            behind += len(word)
        if rule.next and not rule.next.match(text, behind, behind + REACH):
            continue
        if rule.before and not rule.before.search(text, max(0, start - REACH), start):
            continue
        return rule.reason
    return None


def kinds(numeral: str) -> frozenset[str]:
    """Return the kinds of a numeral that rules can ask for."""
    if numeral[0].isascii():
        return _ARABIC_YEAR if _YEAR.match(numeral) else _ARABIC
    if numeral == "一":
        return _ONE
    if numeral == "二":
        return _TWO
    if numeral in _SMALL:
        return _SMALL_CHINESE
    return _SCALE if _SCALES.issuperset(numeral) else _CHINESE


_ARABIC, _ARABIC_YEAR = frozenset({"arabic"}), frozenset({"arabic", "year"})
_ONE, _CHINESE = frozenset({"chinese", "one"}), frozenset({"chinese"})
_SCALE = frozenset({"chinese", "scale"})
_TWO, _SMALL_CHINESE = frozenset({"chinese", "small", "two"}), frozenset({"chinese", "small"})


@cache
def _words() -> tuple[dict[str, tuple[tuple[str, int], ...]], dict[str, tuple[str, ...]]]:
    """Return the words that hold a numeral: by the pair (before, numeral), and by (numeral, after)."""
    inner: dict[str, list[tuple[str, int]]] = {}
    opening: dict[str, list[str]] = {}
    source = files("etl").joinpath("rules", "numeral_words.txt").read_text(encoding="utf-8")
    for line in source.splitlines():
        word = line.strip()
        if not word or word.startswith("#"):
            continue
        for position, character in enumerate(word):
            if character not in NUMERAL_CHARACTERS or word[position - 1 : position] in NUMERAL_CHARACTERS_SET:
                continue
            if position:
                inner.setdefault(word[position - 1 : position + 1], []).append((word, position))
            else:
                opening.setdefault(word[:2], []).append(word)
    return (
        {pair: tuple(found) for pair, found in inner.items()},
        {pair: tuple(found) for pair, found in opening.items()},
    )


NUMERAL_CHARACTERS = "〇零一二三四五六七八九十百千万亿两"
NUMERAL_CHARACTERS_SET = frozenset(NUMERAL_CHARACTERS)


def in_word(text: str, start: int) -> bool:
    """Return whether the Chinese numeral that begins at `start` is part of a word (进一步, 四川, 统一)."""
    inner, opening = _words()
    for word in opening.get(text[start : start + 2], ()):
        if text.startswith(word, start):
            return True
    if start:
        for word, position in inner.get(text[start - 1 : start + 1], ()):
            if position <= start and text.startswith(word, start - position):
                return True
    return False


def enclosures(text: str) -> Iterator[Enclosure]:
    """Yield the titles and quotations of `text` in order, with the reason that they give (None: plain text)."""
    for found in _ENCLOSED.finditer(text):
        start, end = found.span()
        content = text[start + 1 : end - 1]
        if text[start] == "《":
            why: str | None = "title"
        elif content.startswith("关于") and content.endswith(_TITLE_END):
            why = "title"
        elif len(content) <= NAME_LENGTH and not _CLAUSE.search(content):
            why = "name"
        else:
            why = None
        yield Enclosure(start, end, why)
