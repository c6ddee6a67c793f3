"""Torn words and numbers: blanks that a scan or a layout put inside them (`委 员`, `工 作 报 告`, `1 058件`).

A blank goes only where it can't mean anything: words are asked of the dictionary, numbers of what stands around them.
Blanks between words, names and columns of figures stay.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from etl.core.edits import Edit

_HAN = "㐀-䶿一-鿿"
_MEASURE = "年月日时件条篇次场项人名位个家期册套处批户元万亿余多％%"
_BEFORE_HAN = re.compile(f" (?=[{_HAN}])")
_IS_HAN = re.compile(f"[{_HAN}]")
_TAIL = re.compile(rf"[{_HAN}]+\Z")
_HEAD = re.compile(rf"\A[{_HAN}]+")
_NUMBER = re.compile(r"[0-9][0-9.]*+ [0-9. ]*+")
_SINGLES = re.compile(r"[0-9](?: [0-9]){2,}")  # 2 0 2 3
_THOUSANDS = re.compile(r"[0-9]{1,3}(?: [0-9]{3}){1,4}")  # 1 058
_DECIMAL = re.compile(r"[0-9]{1,9}(?: [.] ?| ?[.] )[0-9]{1,4}")  # 87 .6
_REACH = 6  # characters looked at on each side of a blank


def find(text: str) -> Iterator[Edit]:
    """Return the removals of blanks inside words and numbers, sorted. Time linear in the length of the text."""
    if " " not in text:
        return iter(())
    return iter(sorted({*_numbers(text), *_words(text)}))


def _numbers(text: str) -> Iterator[Edit]:
    for match in _NUMBER.finditer(text):
        start, whole = match.start(), match[0].rstrip(" ")
        end = start + len(whole)
        before, after = text[start - 1 : start], text[end : end + 2].lstrip(" ")[:1]
        glued = _IS_HAN.match(before) is not None
        counted = after != "" and after in _MEASURE
        if (
            _SINGLES.fullmatch(whole)
            or (glued and counted and _THOUSANDS.fullmatch(whole))
            or (glued and after in ("%", "万", "亿") and _DECIMAL.fullmatch(whole))
        ):
            for at in range(start, end):
                if text[at] == " ":
                    yield Edit(at, at + 1, "")
        if counted and text.startswith(" ", end):
            yield Edit(end, end + 1, "")


def _words(text: str) -> Iterator[Edit]:
    places = [match.start() for match in _BEFORE_HAN.finditer(text) if _IS_HAN.match(text, match.start() - 1)]
    spaced = set()  # blanks of runs of single characters: four and more are one word or heading
    run: list[int] = []
    for place, following in pairwise([*places, -1]):
        run.append(place)
        if following != place + 2:
            if len(run) > 2 and _stands_alone(text, run[0] - 1, run[-1] + 2):
                spaced.update(run)
            run = []
    for place in places:
        if place in spaced or _is_torn(text[max(0, place - _REACH) : place], text[place + 1 : place + 1 + _REACH]):
            yield Edit(place, place + 1, "")


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether the characters at both ends of a spaced run are lone ones too."""
    return not _IS_HAN.match(text[start - 1 : start]) and not _IS_HAN.match(text[end : end + 1])


@lru_cache(maxsize=65536)
def _is_torn(before: str, after: str) -> bool:
    """Tell whether the blank between `before` and `after` tears a word of the dictionary: `各位委`, `员认为`.

    It does where a word appears only without the blank, and the blank leaves one of its halves as a lone character.
    """
    from rjieba import cut

    tail, head = _TAIL.search(before), _HEAD.search(after)
    if not tail or not head:
        return False
    left, right = cut(tail[0], False), cut(head[0], False)
    if len(left[-1]) > 1 and len(right[0]) > 1:
        return False
    reach = len(tail[0])
    at = 0
    for word in cut(tail[0] + head[0], False):
        if at < reach < at + len(word):
            return at >= reach - len(left[-1]) and at + len(word) <= reach + len(right[0])
        at += len(word)
    return False
