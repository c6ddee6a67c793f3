"""What GBK makes of pairs of bytes, and which characters a cut text may hold. No search and no judgement here."""

from functools import cache
from typing import NamedTuple

from pypinyin.constants import PINYIN_DICT

from etl.core.normalize import words

_SIGNS = "，。、；：？！“”‘’（）《》〈〉【】—…·％－　０１２３４５６７８９"  # signs to try besides characters
_FOREIGN = -8.0  # a character of the other script
UNREADABLE = 0x100  # added to a second byte that, with the first byte after it, became "?"
VANISHING = frozenset((*range(0xA1, 0xA8), *range(0xAA, 0xB0), *range(0xF8, 0xFF)))


class Pair(NamedTuple):
    """A GBK character: its second byte, itself, its simplified form, and how likely it is."""

    byte: int
    character: str
    simple: str
    score: float


class Tables(NamedTuple):
    """The characters that text of one script may hold, by first and by second byte."""

    by_lead: dict[int, tuple[Pair, ...]]  # Pair.byte is the second byte
    by_trail: dict[int, tuple[Pair, ...]]  # Pair.byte is the first byte
    by_simple: dict[str, tuple[tuple[int, Pair], ...]]  # first byte and character, by the simplified form
    by_code: dict[tuple[int, int], Pair]


def vanishes(lead: int, trail: int) -> bool:
    """Tell whether the pair lies in a user-defined zone of GBK, which decoding drops."""
    if trail >= 0xA1:
        return 0xAA <= lead <= 0xAF or 0xF8 <= lead <= 0xFE
    return 0xA1 <= lead <= 0xA7


@cache
def _decodable(lead: int, trail: int) -> bool:
    try:
        bytes((lead, trail)).decode("gbk")
    except UnicodeDecodeError:
        return False
    return True


# Second bytes that may make an unreadable pair with the first byte after them.
BROKEN = frozenset(
    trail
    for trail in range(0x80, 0xFF)
    if not all(_decodable(trail, lead) or vanishes(trail, lead) for lead in range(0x81, 0xFE))
)


@cache
def tables(traditional: bool) -> Tables:
    """Return the characters to try for text of one script: known to the word model, or common signs."""
    by_lead: dict[int, list[Pair]] = {}
    by_trail: dict[int, list[Pair]] = {}
    by_simple: dict[str, list[tuple[int, Pair]]] = {}
    by_code: dict[tuple[int, int], Pair] = {}
    known, simpler, other = words.frequencies(), words.simpler(), words.simplified_only()
    for lead in range(0x81, 0xFE):
        for trail in range(0x40, 0xFF):
            try:
                character = bytes((lead, trail)).decode("gbk")
            except UnicodeDecodeError:
                continue
            simple = simpler.get(character, character)
            if "\u3400" <= character <= "\u9fff":
                if simple not in known:
                    continue
            elif character not in _SIGNS:
                continue
            foreign = character in other if traditional else simple != character
            pair = Pair(trail, character, simple, _FOREIGN if foreign else 0.0)
            by_code[lead, trail] = pair
            if not foreign:
                by_lead.setdefault(lead, []).append(pair)
                by_trail.setdefault(trail, []).append(pair._replace(byte=lead))
                by_simple.setdefault(simple, []).append((lead, pair))
    return Tables(
        {byte: tuple(pairs) for byte, pairs in by_lead.items()},
        {byte: tuple(pairs) for byte, pairs in by_trail.items()},
        {simple: tuple(pairs) for simple, pairs in by_simple.items()},
        by_code,
    )


def code(character: str) -> tuple[int, int] | None:
    """Return the two bytes of a character in GBK, or None if it has not two."""
    try:
        data = character.encode("gbk")
    except UnicodeEncodeError:
        return None
    return (data[0], data[1]) if len(data) == 2 else None


@cache
def halves(lead: int, reading: str) -> tuple[int, ...]:
    """Return the second bytes of the characters that begin with `lead` and have that reading."""
    found = []
    for trail in range(0x81, 0xFF):
        try:
            character = bytes((lead, trail)).decode("gbk")
        except UnicodeDecodeError:
            continue
        if reading in PINYIN_DICT.get(ord(character), "").split(","):
            found.append(trail)
    return tuple(found)


@cache
def fits(trail: int, lead: int) -> bool:
    """Tell whether a second byte and a first byte after it vanished; plus `UNREADABLE`: whether they became "?"."""
    if trail < UNREADABLE:
        return vanishes(trail, lead)
    trail -= UNREADABLE
    return not vanishes(trail, lead) and not _decodable(trail, lead)


@cache
def openings(trail: int) -> tuple[int, ...]:
    """Return the first bytes that fit after `trail`."""
    return tuple(lead for lead in range(0x81, 0xFF) if fits(trail, lead))
