"""Noise: what pages carry between the characters that mean something. Each function says what to change as edits.

Here are entities, invisible and control characters, widths, blanks, digits and words that blanks tear apart, doubled
punctuation. Punctuation keeps its form (half-width `,` `;` `:` in Chinese prose stay: the extraction reads both), and
so do brackets and quotation marks. Damage from wrong decoding and page furniture do not belong here.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from etl.core.edits import Edit

_HAN = "㐀-䶿一-鿿豈-﫿"
_NAMES = (
    "nbsp|ensp|emsp|thinsp|ldquo|rdquo|lsquo|rsquo|quot|apos|mdash|ndash|hellip|middot|bull|times|amp|lt|gt|laquo|raquo"
)
# `&amp;nbsp;` is an entity escaped twice; `rdquo;` has lost its `&`.
_ENTITY = re.compile(
    rf"&(?:(?:amp|#38|#x26);)*+(?:(?P<name>[A-Za-z][A-Za-z0-9]{{1,30}}|#[0-9]{{1,7}}|#[xX][0-9A-Fa-f]{{1,6}});|(?P<bare>nbsp))"
    rf"|(?<![&A-Za-z0-9#])(?P<lost>{_NAMES});"
)
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff0-\ufffb\ue000-\uf8ff\U000f0000-\U0010ffff]|\r(?=\n)"
)
_BLANKS = re.compile(r"[ \t\n]{2,}+|\A[ \t\n]|[ \t\n]\Z")


@cache
def widths() -> dict[int, str]:
    """Return the replacements of one character by one: widths, blanks, line ends, compatibility forms of characters."""
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    for kept in "（），：；？！～＂＇｀＜＞［］｛｝":
        del table[ord(kept)]
    for code in [*range(0x2F00, 0x2FE0), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)]:
        form = unicodedata.normalize("NFKC", chr(code))
        if len(form) == 1:
            table[code] = form
    table |= dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
    table |= dict.fromkeys([0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029], "\n")
    return table


def characters(text: str) -> Iterator[Edit]:
    """Yield entities as the characters they mean and the removal of what can't be seen; `\\r\\n` becomes `\\n`."""
    edits = list(_invisible(text))
    if "&" in text or ";" in text:
        edits += _entities(text)
        edits.sort()
    return iter(edits)


def _invisible(text: str) -> Iterator[Edit]:
    for match in _INVISIBLE.finditer(text):
        yield Edit(match.start(), match.end(), "")


def _entities(text: str) -> Iterator[Edit]:
    for match in _ENTITY.finditer(text):
        name = match["name"] or match["bare"] or match["lost"]
        meant = html.unescape(f"&{name};")
        if not meant.startswith("&") or name in ("amp", "#38", "#x26"):
            yield Edit(match.start(), match.end(), "" if _INVISIBLE.match(meant) else meant)


def blanks(text: str) -> Iterator[Edit]:
    """Yield what makes lines end in one `\\n`, cells in one `\\t`, words in one blank, with nothing at line ends.

    A tab at the head of a line stays where the line has other tabs: an empty first cell of a table row.
    """
    for match in _BLANKS.finditer(text):
        start, end = match.span()
        blank = match[0]
        if end == len(text):
            yield Edit(start, end, "")
            continue
        newline = blank.find("\n")
        tail = blank.rfind("\n") + 1
        if start == 0 or newline >= 0:
            if start == 0:
                keep = start
            else:
                keep = start + newline + 1
                if newline:
                    yield Edit(start, start + newline, "")
            cells = "\t" * blank.count("\t", tail) if _row(text, end) else ""
            if text[keep:end] != cells:
                yield Edit(keep, end, cells)
        elif "\t" in blank:
            if (cells := "\t" * blank.count("\t")) != blank:
                yield Edit(start, end, cells)
        else:
            yield Edit(start + 1, end, "")


def _row(text: str, start: int) -> bool:
    tab, line_end = text.find("\t", start, start + 2000), text.find("\n", start, start + 2000)
    return tab >= 0 and (line_end < 0 or tab < line_end)


_MEASURE = "年月日时件条篇次场项人名位个家期册套处批户元万亿余多％%"
_SPLIT = re.compile(
    r"(?<![\d.,] )(?<![\d.,])\d(?: \d){2,}(?! ?[\d.,])"  # 2 0 2 3
    rf"|(?<=[{_HAN}])\d{{1,3}}(?: \d{{3}}){{1,4}}(?= ?[{_MEASURE}])"  # 1 058件
    rf"|\d [.] ?\d"  # 87 .6
    rf"|(?<=[{_HAN}])\d{{1,6}}[.] \d{{1,4}}(?=[%万亿])"  # 87. 6万元
    rf"|\d (?=[{_MEASURE}])"  # 57 件
)
_SPACED = re.compile(rf"(?<![{_HAN}])[{_HAN}](?: [{_HAN}]){{3,}}+(?![{_HAN}])")  # 工 作 报 告
_TORN = re.compile(rf"(?<=[{_HAN}]) (?=[{_HAN}])")
_DOUBLED = re.compile(r"([,，、；;:：])\1+|(?<!。)。。(?!。)")


def torn(text: str) -> Iterator[Edit]:
    """Yield the removal of blanks inside numbers and words, and of doubled punctuation."""
    edits: list[Edit] = []
    for match in _SPLIT.finditer(text):
        edits += _blanks_in(match)
    for match in _SPACED.finditer(text):
        edits += _blanks_in(match)
    taken = {edit.start for edit in edits}
    for match in _TORN.finditer(text):
        at = match.start()
        if at not in taken and _one_word(text[max(0, at - 6) : at], text[at + 1 : at + 7]):
            edits.append(Edit(at, at + 1, ""))
    edits += [Edit(match.start() + 1, match.end(), "") for match in _DOUBLED.finditer(text)]
    return iter(sorted(edits))


def _blanks_in(match: re.Match[str]) -> list[Edit]:
    start = match.start()
    return [Edit(start + at, start + at + 1, "") for at, character in enumerate(match[0]) if character == " "]


_NOT_HAN_TAIL = re.compile(rf"[{_HAN}]+\Z")
_HAN_HEAD = re.compile(rf"\A[{_HAN}]+")


@lru_cache(maxsize=65536)
def _one_word(before: str, after: str) -> bool:
    """Tell whether the blank between `before` and `after` tears one word of the dictionary: `各位委`, `员认为`.

    It does where the word appears only without the blank, and one of its halves is left as a lone character.
    """
    from rjieba import cut

    tail, head = _NOT_HAN_TAIL.search(before), _HAN_HEAD.search(after)
    if not tail or not head:
        return False
    left, right = cut(tail[0], False), cut(head[0], False)
    if len(left[-1]) > 1 and len(right[0]) > 1:
        return False
    at = 0
    for word in cut(tail[0] + head[0], False):
        if at < len(tail[0]) < at + len(word):
            return (
                len(word) > 1 and at >= len(tail[0]) - len(left[-1]) and at + len(word) <= len(tail[0]) + len(right[0])
            )
        at += len(word)
    return False
