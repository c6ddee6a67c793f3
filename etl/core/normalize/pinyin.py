"""Pinyin annotations: `協(xié)會(huì)`. Finds the brackets that annotate the character before them.

An annotation is one pinyin syllable in half- or full-width brackets, with or without tone mark or tone digit, that
the character before it can have, in either script. Readings are those of pypinyin's dictionary of characters, which
lists every reading of a polyphonic character. Nothing else in brackets belongs here.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from etl.core.edits import Edit
from etl.core.normalize import script

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿăĕĭŏŭü"
_COMBINING = "\u0300\u0301\u0302\u0304\u0306\u0308\u030c"
_LETTER = f"a-zɑɡ{_TONED}{_TONED.upper()}{_COMBINING}"
# One syllable has at most six letters (zhuang, shuang), each with at most two combining marks.
_BRACKETED = re.compile(rf"[(（] ?([A-Z]?[{_LETTER}]{{1,12}}[1-5]?) ?[)）]")


@lru_cache(maxsize=4096)
def plain(syllable: str) -> str:
    """Return `syllable` in lower case without tone, with `v` for ü: `Lǜ` -> `lv`, `xie2` -> `xie`."""
    letters = unicodedata.normalize("NFD", syllable.lower().rstrip("12345"))
    letters = letters.replace("u\u0308", "v").replace("ɑ", "a").replace("ɡ", "g")
    return "".join(letter for letter in letters if letter.isascii())


@cache
def _dictionary() -> dict[int, str]:
    from pypinyin.pinyin_dict import pinyin_dict

    return dict(pinyin_dict)


@lru_cache(maxsize=65536)
def readings(character: str) -> frozenset[str]:
    """Return every reading of `character` and of its simplified form, plain; ü also as `u` and `yu`."""
    found: set[str] = set()
    for form in {character, script.CHARACTERS().get(character, character)}:
        for syllable in _dictionary().get(ord(form), "").split(","):
            if reading := plain(syllable):
                found |= {reading, reading.replace("v", "u"), reading.replace("v", "yu")}
    return frozenset(found)


def find(text: str) -> Iterator[Edit]:
    """Yield the removals of all annotations in `text`, in order. Linear in the length of the text."""
    end, base = -1, ""  # where the last annotation ended, and the character it belongs to
    for match in _BRACKETED.finditer(text):
        start = match.start()
        if text[start - 1 : start] == " ":
            start -= 1
        character = base if start == end else text[start - 1 : start]
        syllable = match[1]
        if (
            character > "⺀"
            and (syllable.islower() or not syllable.isascii())
            and plain(syllable) in readings(character)
        ):
            end, base = match.end(), character
            yield Edit(start, end, "")
