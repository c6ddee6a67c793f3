"""Noise: what pages carry between the characters that mean something. Each function says what to change as edits.

Here are entities, invisible and control characters, widths, blanks and doubled punctuation. Punctuation keeps its
form (half-width `,` `;` `:` in Chinese prose stay: the extraction reads both), and so do brackets and quotation marks.
Blanks inside words and numbers are `torn.py`'s; damage from wrong decoding and page furniture do not belong here.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from etl.core.edits import Edit

_NAMES = "nbsp|ensp|emsp|ldquo|rdquo|lsquo|rsquo|quot|apos|mdash|ndash|hellip|middot|bull|times|amp|lt|gt"
# `&amp;nbsp;` is an entity escaped twice; `rdquo;` has lost its `&`.
_ENTITY = re.compile(
    r"&(?>(?:(?:amp|#38|#x26);)*)(?:([A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});|nbsp)"
    rf"|(?<![&A-Za-z0-9#])({_NAMES});"
)
_NO_TAB = re.compile(r"[^\t]+")
_LOST_END = re.compile("[a-z];")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0d-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff0-\ufffb\ue000-\uf8ff]"
)
_BEYOND = re.compile("[\U000e0000-\U0010ffff]")  # apart: sets with characters beyond the basic plane are slow in `re`
_BLANKS = re.compile(r"[ \t\n][ \t\n]++")
# A comma before another mark (`,,` `,、` `,。`) is put there by mirrors of pages; so is a mark that stands twice.
_DOUBLED = re.compile(r"(?=[,，、；;:：。]{2})(?:[,，]+(?=[,，、；;:：。])|([、；;:：])\1+|。。(?!。))")
_MARKS = re.compile("[,，、；;:：。][,，、；;:：。]")


@cache
def _widths() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the characters that become one other: widths, blanks, line ends, compatibility forms; and a pattern."""
    table = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    for kept in "（），：；？！～＂＇｀＜＞［］｛｝":
        del table[kept]
    for code in [*range(0x2F00, 0x2FE0), *range(0xF900, 0xFB00)]:
        form = unicodedata.normalize("NFKC", chr(code))
        if len(form) == 1 and form != chr(code):
            table[chr(code)] = form
    table |= dict.fromkeys(map(chr, [0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000]), " ")
    table |= dict.fromkeys("\x0b\x0c\x0d\x85\u2028\u2029", "\n")
    return re.compile("[" + "".join(sorted(table)) + "]"), table


def widths(text: str) -> str:
    """Return `text` with full-width digits, letters and signs, odd blanks and line ends in their plain form.

    Each character becomes one character, so that no map is needed.
    """
    pattern, table = _widths()
    return pattern.sub(lambda match: table[match[0]], text)


def characters(text: str) -> Iterator[Edit]:
    """Yield entities as the characters they mean, and the removal of what can't be seen; `\\r\\n` becomes `\\n`."""
    edits = [
        Edit(*match.span(), "")
        for match in _INVISIBLE.finditer(text)
        if match[0] != "\r" or text.startswith("\n", match.end())
    ]
    edits += [Edit(*match.span(), "") for match in _BEYOND.finditer(text)]
    if "&" in text or _LOST_END.search(text):
        edits += _entities(text)
    return iter(sorted(edits))


def _entities(text: str) -> Iterator[Edit]:
    for match in _ENTITY.finditer(text):
        name = match[1] or match[2] or "nbsp"
        meant = html.unescape(f"&{name};")
        if not meant.startswith("&") or name in ("amp", "#38", "#x26"):
            yield Edit(*match.span(), "" if _INVISIBLE.match(meant) else meant)


def blanks(text: str) -> Iterator[Edit]:
    """Yield what makes lines end in one `\\n`, cells in one `\\t`, words in one blank, with nothing at line ends.

    A tab at the head of a line stays where the line has other tabs: an empty first cell of a table row.
    """
    length = len(text)
    head, tail = length - len(text.lstrip(" \t\n")), len(text.rstrip(" \t\n"))
    if head:
        yield Edit(0, head, "")
    for match in _BLANKS.finditer(text, head, tail):
        start, end = match.span()
        blank = match[0]
        newline = blank.find("\n")
        if newline >= 0:
            if newline:
                yield Edit(start, start + newline, "")
            start += newline + 1
            row = text.rfind("\n", start, end) + 1 or start
            if row > start:
                yield Edit(start, row, "")
            start = row
            cells = "\t" in text[start:end] and _has_cells(text, end)
        else:
            cells = "\t" in blank
            start += not cells
        if cells:
            for other in _NO_TAB.finditer(text, start, end):
                yield Edit(*other.span(), "")
        elif start < end:
            yield Edit(start, end, "")
    if head <= tail < length:
        yield Edit(tail, length, "")


def _has_cells(text: str, start: int) -> bool:
    return "\t" in text[start : start + 2000].partition("\n")[0].rstrip(" \t")


def doubled(text: str) -> Iterator[Edit]:
    """Yield the removal of needless marks: `,,` `,。` `、、` `。。`; an ellipsis of full stops stays."""
    if not _MARKS.search(text):
        return
    for match in _DOUBLED.finditer(text):
        start, end = match.span()
        if match[0][0] in ",，":
            yield Edit(start, end, "")
        elif match[1] or text[start - 1 : start] != "。":
            yield Edit(start + 1, end, "")
