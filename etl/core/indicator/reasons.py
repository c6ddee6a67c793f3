"""Why a numeral counts nothing: the engine that reads `etl/rules/numeral_reasons.yaml` and `numeral_words.txt`.

The rules themselves are data; quotation marks and titles are found by `enclosures`.
"""

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import NamedTuple

from etl.core.indicator.measure import rules

NUMERAL_CHARACTERS = "〇○零一二三四五六七八九十百千万亿两"
REACH = 16  # characters that a rule sees before the numeral
_SMALL = frozenset("二两三四五六七八九十")
_SCALES = frozenset("百千万亿")
_ENCLOSED = re.compile(
    r"《[^《》\n]{1,200}+》|“[^“”\n]{1,200}+”|「[^「」\n]{1,200}+」|『[^『』\n]{1,200}+』|\"[^\"\n]{1,200}+\"|‘[^‘’\n]{1,200}+’"
)
_INNER_QUOTED = re.compile(r"‘[^‘’\n]{1,200}+’")  # inside a quotation
_CLAUSE = re.compile(r"[,，。;；!！?？:：]")
_TITLE_END = ("提案", "建议", "意见", "报告", "办法", "通知", "方案", "议案", "调研", "建议案")
NAME_LENGTH = 14  # a longer quotation is text


class Rule(NamedTuple):
    """One entry of the rule file."""

    rank: int  # place in the file: the first that applies speaks
    reason: str
    numbers: frozenset[str]
    behind: tuple[str, ...]
    near: str
    before: re.Pattern[str] | None
    after: tuple[str, ...]
    next: re.Pattern[str] | None

    def applies(self, text: str, start: int, left: int, end: int, kinds: frozenset[str]) -> bool:
        """Return whether the rule speaks of `text[start:end]`; `left` is where blanks before it begin."""
        if self.numbers and self.numbers.isdisjoint(kinds):
            return False
        if self.behind and not text.endswith(self.behind, max(0, left - REACH), left):
            return False
        if self.near and text.find(self.near, max(0, start - REACH), start) < 0:
            return False
        if self.after and not text.startswith(self.after, end):
            return False
        if self.next:
            end += next((len(word) for word in self.after if text.startswith(word, end)), 0)
            if not self.next.match(text, end, end + REACH):
                return False
        return not self.before or bool(self.before.search(text, max(0, start - REACH), start))


class Enclosure(NamedTuple):
    """A stretch in 《》 or quotation marks that makes its numerals no mentions."""

    start: int
    end: int
    reason: str | None  # None: a quotation that is ordinary text


def _read_forms() -> re.Pattern[str]:
    """Return the pattern of numerals known by their shape; the group's name is the reason."""
    shapes = rules("numeral_reasons.yaml")["forms"].items()
    # A back reference inside a form counts from the form's own group.
    numbered = []
    groups = 0
    for reason, shape in shapes:
        numbered.append(f"(?P<{reason}>{shape.replace(chr(92) + '1', chr(92) + str(groups + 2))})")
        groups += 1 + re.compile(shape).groups
    return re.compile("|".join(numbered))


FORMS = _read_forms()


def _read_rules() -> tuple[dict[str, tuple[Rule, ...]], dict[str, tuple[Rule, ...]]]:
    """Return the rules by the first character after the numeral, and the others by the last character before it."""
    ahead: dict[str, list[Rule]] = {}
    behind: dict[str, list[Rule]] = {}
    for rank, entry in enumerate(rules("numeral_reasons.yaml")["rules"]):
        rule = Rule(
            rank,
            entry["reason"],
            frozenset(entry.get("number", ())),
            tuple(entry.get("behind", ())),
            entry.get("near", ""),
            re.compile(entry["before"]) if "before" in entry else None,
            tuple(entry.get("after", ())),
            re.compile(entry["next"]) if "next" in entry else None,
        )
        index, keys = (ahead, [w[0] for w in rule.after]) if rule.after else (behind, [w[-1] for w in rule.behind])
        for key in dict.fromkeys(keys):
            index.setdefault(key, []).append(rule)
    return {k: tuple(v) for k, v in ahead.items()}, {k: tuple(v) for k, v in behind.items()}


_AHEAD, _BEHIND = _read_rules()


def reason(text: str, start: int, end: int, numeral: str) -> str | None:
    """Return the reason that the rules give for `numeral` at `text[start:end]`, or None."""
    left = start
    while left and text[left - 1] in " :：\u3000" and start - left < 3:
        left -= 1
    ahead, behind = _AHEAD.get(text[end : end + 1]), _BEHIND.get(text[left - 1 : left])
    if not ahead and not behind:
        return None
    found = None
    own = kinds(numeral)
    for rule in ahead or ():
        if rule.applies(text, start, left, end, own):
            found = rule
            break
    for rule in behind or ():
        if found and found.rank < rule.rank:
            break
        if rule.applies(text, start, left, end, own):
            return rule.reason
    return found.reason if found else None


def kinds(numeral: str) -> frozenset[str]:
    """Return the kinds of a numeral that rules can ask for."""
    if numeral[0].isascii():
        return _ARABIC_YEAR if len(numeral) == 4 and numeral[:2] in ("19", "20") else _ARABIC
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


def _read_words() -> tuple[dict[str, tuple[tuple[str, int], ...]], dict[str, tuple[str, ...]]]:
    """Return the words that hold a numeral: by the pair (before, numeral), and by (numeral, after)."""
    inner: dict[str, list[tuple[str, int]]] = {}
    opening: dict[str, list[str]] = {}
    source = files("etl").joinpath("rules", "numeral_words.txt").read_text(encoding="utf-8")
    for line in source.splitlines():
        word = line.strip()
        if not word or word.startswith("#"):
            continue
        for position, character in enumerate(word):
            if character not in NUMERAL_CHARACTERS or (position and word[position - 1] in NUMERAL_CHARACTERS):
                continue
            if position:
                inner.setdefault(word[position - 1 : position + 1], []).append((word, position))
            else:
                opening.setdefault(word[:2], []).append(word)
    return (
        {pair: tuple(found) for pair, found in inner.items()},
        {pair: tuple(found) for pair, found in opening.items()},
    )


_INNER, _OPENING = _read_words()


def in_word(text: str, start: int) -> bool:
    """Return whether the Chinese numeral that begins at `start` is part of a word (进一步, 四川, 统一)."""
    for word in _OPENING.get(text[start : start + 2], ()):
        if text.startswith(word, start):
            return True
    if start:
        for word, position in _INNER.get(text[start - 1 : start + 1], ()):
            if position <= start and text.startswith(word, start - position):
                return True
    return False


def enclosures(text: str) -> Iterator[Enclosure]:
    """Yield the titles and quotations of `text` in order, with the reason that they give (None: plain text)."""
    for found in _ENCLOSED.finditer(text):
        why = _why(text, *found.span())
        inner = _INNER_QUOTED.finditer(text, found.start() + 1, found.end() - 1) if why is None else ()
        for quoted in inner:
            yield Enclosure(*quoted.span(), _why(text, *quoted.span()))
        if why is not None:
            yield Enclosure(*found.span(), why)


def _why(text: str, start: int, end: int) -> str | None:
    content = text[start + 1 : end - 1]
    if text[start] == "《":
        return "title"
    if content.startswith("关于") and content.endswith(_TITLE_END):
        return "title"
    return "name" if len(content) <= NAME_LENGTH and not _CLAUSE.search(content) else None
