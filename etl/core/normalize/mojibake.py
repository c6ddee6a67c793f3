"""Text decoded with the wrong table: UTF-8 read as GBK (`鏀垮崗`) or as Latin-1 (`ç¬¬`), and what is past mending.

Read back to bytes, such a passage must be well-formed UTF-8 for text that the word model finds far likelier than the
passage itself; that is the proof. Bytes that are gone (U+FFFD, and `锟斤拷`, which is U+FFFD in UTF-8 read as GBK) are
marked. Cut characters belong to `gbk_shift`.
"""

import re
from collections.abc import Iterator
from functools import cache

from etl.core.model import Damage, Span
from etl.core.normalize import words

_GONE = re.compile("(?:锟斤拷|锟斤|锟叫|烫烫烫烫|屯屯屯屯|\ufffd){1,1000}")
# A first byte of UTF-8 and those after it, as Latin-1 and its Windows variant show them.
_AFTER = "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
_FIRST = "[\u00c3-\u00ef]"
_LATIN = re.compile(f"{_FIRST}{_AFTER}{{1,2}}(?:{_FIRST}{_AFTER}{{1,2}}){{1,999}}")
_HIGH = re.compile("[^\x00-\x7f，。、；：？！“”《》（）]{3,}")  # as GBK shows UTF-8, without true punctuation
_LIKELIER = 1.5  # natural logarithm a character: how much likelier the mended text must be
_SHARE = 12  # one such sign among so many: a passage of UTF-8 that has lost bytes
_BROKEN = 0.2  # share of characters that may be lost in a passage that is still seen to be UTF-8


def find(text: str) -> Iterator[Damage]:
    """Yield the passages of `text` in wrong decoding, in no order. Time linear in the length of the text."""
    if any(sign in text for sign in "锟烫屯\ufffd"):
        for gone in _GONE.finditer(text):
            yield Damage(Span(*gone.span()), None, "mojibake: the bytes are gone")
    for match in _LATIN.finditer(text):
        yield from _judge(match, _windows(match[0]), "Latin-1")
    shown = _shown()
    if shown.search(text):
        for match in _HIGH.finditer(text):
            if shown.search(match[0]):
                yield from _judge(match, match[0].encode("gb18030", "replace"), "GBK")


@cache
def _shown() -> re.Pattern[str]:
    """Return what GBK shows of two Chinese characters in UTF-8: three signs, wherever the three begin.

    Their six bytes are first and later byte, later and first, two later ones. Found is the sign of the first.
    """
    first, later = range(0xE2, 0xF0), range(0x80, 0xC0)

    def signs(leads: range, trails: range) -> str:
        pairs = (bytes((lead, trail)).decode("gb18030", "ignore") for lead in leads for trail in trails)
        return f"[{''.join(pairs)}]"

    opens, joins, fills = signs(first, later), signs(later, first), signs(later, later)
    return re.compile(f"{opens}(?:(?={joins}{fills})|(?<={joins}{fills}{opens})|(?<={fills}{opens})(?={joins}))")


def _judge(match: re.Match[str], data: bytes, table: str) -> Iterator[Damage]:
    """Yield the passage if its bytes are UTF-8, mended if they are well-formed."""
    seen = match[0]
    meant = data.decode("utf-8", "replace")
    lost = meant.count("\ufffd") + meant.count("?")
    if lost > _BROKEN * len(meant):
        if len(_shown().findall(_GONE.sub("", seen))) * _SHARE > len(seen):
            yield Damage(Span(*match.span()), None, f"mojibake: UTF-8 read as {table}, bytes are gone")
        return
    likelier = words.likelihood(meant.replace("\ufffd", "").replace("?", "")) > words.likelihood(seen) + _LIKELIER
    if likelier and not lost and meant.isprintable():
        yield Damage(Span(*match.span()), meant, f"mojibake: UTF-8 read as {table}, round trip")
    elif likelier:
        yield Damage(Span(*match.span()), None, f"mojibake: UTF-8 read as {table}, bytes are gone")


def _windows(passage: str) -> bytes:
    """Return the bytes of a passage in Latin-1, with the signs that Windows put into its gaps."""
    return b"".join(sign.encode("latin-1" if sign <= "\u00ff" else "cp1252", "replace") for sign in passage)
