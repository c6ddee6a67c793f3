"""Committees (政协) as a text names them: 陕西省政协, 政协岐山县委员会, 济南政协, 县政协, 黄冈市各县(市、区)政协.

Which of them a page is about is asked in `committee`.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from etl.core.normalize import places
from etl.core.normalize.places import Place
from etl.core.normalize.rulebook import pattern

KINDS = {"自治县": "县", "自治旗": "旗"}  # whose committees also call themselves 县政协
LEVEL_OF_KIND = {
    "省": "province",
    "自治区": "province",
    "州": "prefecture",
    "盟": "prefecture",
    "地区": "prefecture",
    "县": "county",
    "区": "county",
    "旗": "county",
}
HAN = re.compile(r"[一-鿿]{1,24}$")
NAME = re.compile(r"政协|政治协商会议")
NATIONAL = "全国"
EACH = re.compile(r"各(?:[县区旗市州]|乡镇)[^,，。;；各]{0,10}$")
NUMERALS = "第一二三四五六七八九十0123456789"
WINDOW = 24  # characters before 政协 that may name its place


class Mention(NamedTuple):
    """A committee as named in a text."""

    start: int
    end: int
    kind: str  # 省, 市, 区, 县, 州, 盟, 旗, 自治区; 全国; empty for a short name (济南政协)
    places: tuple[Place, ...]  # empty for 县政协 and 全国政协
    full: bool  # named by its formal name (政协岐山县委员会)


def mentions(text: str) -> Iterator[Mention]:
    """Find the committees named in `text`."""
    for match in NAME.finditer(text):
        after = _after(text, match.end())
        if after:
            yield Mention(match.start(), after[0], after[1], after[2], True)
        elif match.group() == "政协":
            each = EACH.search(text, max(match.start() - WINDOW, 0), match.start())  # 黄冈市各县(市、区)政协
            if before := _before(text, each.start() if each else match.start()):
                yield Mention(before[0], match.end(), before[1], before[2], False)


FOLLOWS = re.compile(
    r"(?:第?[一二三四五六七八九十0-9]{1,3}届)?(?:委员会|委员|常务委员|常委|第|[一二三四五六七八九十]{1,3}届|办公|机关|党组|$)"
)


def _after(text: str, at: int) -> tuple[int, str, tuple[Place, ...]] | None:
    """Read a formal name: 政协(第…届)陕西省岐山县(第…届)委员会."""
    if text[at : at + 1] in NUMERALS and (term := pattern("committee", "term").match(text, at)):
        at = term.end()
    elif text[at : at + 2] not in places.heads() and not text.startswith(NATIONAL, at):
        return None
    if text.startswith("全国委员会", at) or (text.startswith("全国", at) and FOLLOWS.match(text, at + 2)):
        return at + 2, NATIONAL, ()
    chain: list[tuple[Place, ...]] = []
    while length := name_from(text, at):
        chain.append(places.by_name()[text[at : at + length]])
        at += length
    if not chain or not FOLLOWS.match(text, at):
        return None
    found = _inside(chain[-1], [place for above in chain[:-1] for place in above])
    return at, kind_of(found), found


def name_from(text: str, at: int) -> int:
    """Return the length of the place name that begins at `at`, 0 where none does."""
    names = places.by_name()
    return next((n for n in places.heads().get(text[at : at + 2], ()) if text[at : at + n] in names), 0)


def _before(text: str, at: int) -> tuple[int, str, tuple[Place, ...]] | None:
    """Read a usual name before 政协: 菏泽市牡丹区, 济南, 县, 赣州市五届, 全国."""
    window = HAN.search(text, max(at - WINDOW, 0), at)
    if not window:
        return None
    start, before = window.start(), window.group()
    if before[-1] == "届" and (term := pattern("committee", "ended_term").search(before)):
        before = before[: term.start()]
    if before.endswith(NATIONAL):
        return start + len(before) - 2, NATIONAL, ()
    if name := _name_to(before, places.by_name()):
        rest = before[: -len(name)]
        above: list[Place] = []
        while parent := _name_to(rest, places.by_name()) or _name_to(rest, places.by_short()):
            above += places.by_name().get(parent) or places.by_short()[parent]
            rest = rest[: -len(parent)]
        found = _inside(places.by_name()[name], above)
        return start + len(rest), kind_of(found), found
    if (name := _name_to(before, places.by_short())) and name[-1] in LEVEL_OF_KIND:  # 苏州, not a 州
        return start + len(before) - len(name), "", places.by_short()[name]
    kind = "自治区" if before.endswith("自治区") else before[-1:]
    if kind in LEVEL_OF_KIND or kind == "市":
        if before[-len(kind) - 1 : -len(kind)] in tuple("省市区县州盟旗各级两三下"):
            return None
        return start + len(before) - len(kind), kind, ()
    if name := _name_to(before, places.by_short()):
        return start + len(before) - len(name), "", places.by_short()[name]
    return None


def _name_to(text: str, names: dict[str, tuple[Place, ...]]) -> str:
    size = len(text)
    for length in places.ends().get(text[-2:], ()):
        if text[-length:] in names and not places.is_swallowed(text, size - length, size):
            return text[-length:]
    return ""


def _inside(found: tuple[Place, ...], above: Sequence[Place]) -> tuple[Place, ...]:
    """Keep of `found` what lies in one of `above`, if any does."""
    codes = {place.adcode for place in above}
    inside = tuple(place for place in found if codes & {parent.adcode for parent in places.parents(place)})
    return inside or found


def kind_of(found: tuple[Place, ...]) -> str:
    """Return the kind word that a committee of these places calls itself by: 县 for 自治县."""
    return KINDS.get(found[0].kind, found[0].kind)
