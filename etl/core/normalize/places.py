"""Places of China down to counties: their names, short names and parents, and where a text names them.

The table is `etl/rules/places.csv` (GB/T 2260, current and former places since 2002; its source is in `places.yaml`).
What a place has to do with a committee does not belong here.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

LEVELS = ("province", "prefecture", "county")


class Place(NamedTuple):
    """One place under one name; a renamed place is several."""

    adcode: str  # GB/T 2260, six digits
    name: str  # 恩施土家族苗族自治州
    level: str  # province, prefecture, county
    parent: str  # adcode; empty for a province
    since: int  # first year of the source
    until: int | None  # last year of the source; None: it still exists

    @property
    def short(self) -> str:
        """The name without its kind word (恩施, 济南); the whole name where one character would be left."""
        return short_name(self.name)

    @property
    def kind(self) -> str:
        """The word by which the place calls itself: 省, 市, 区, 县, 州, 盟, 旗, 自治区, 自治县, 地区."""
        return _kind_of(self.name)

    @property
    def official(self) -> str:
        """The form that a committee's name is made of: the name itself, for 自治州 the usual 恩施州."""
        return self.short + "州" if self.name.endswith("自治州") else self.name

    @property
    def aliases(self) -> tuple[str, ...]:
        """All forms with a kind word under which pages write the name."""
        short = self.short
        if self.name.endswith("自治区"):
            return self.name, short + "自治区"
        if self.name.endswith(("自治州", "自治县", "自治旗")):
            return self.name, short + self.name[-1], short + self.name[-3:]
        return (self.name,)


class PlaceMention(NamedTuple):
    """A place name in a text: `places` are all places that it may mean."""

    start: int
    end: int
    places: tuple[Place, ...]


@cache
def _settings() -> dict[str, Any]:
    settings: dict[str, Any] = yaml.safe_load(files("etl.rules").joinpath("places.yaml").read_text(encoding="utf-8"))
    return settings


@cache
def _kind_of(name: str) -> str:
    kind = str(next(kind for kind in _settings()["kinds"] if name.endswith(kind)))
    return {"自治州": "州", "林区": "区", "特区": "区", "自治旗": "旗"}.get(kind, kind)


@cache
def short_name(name: str) -> str:
    """Return `name` without its kind word and nationalities; `name` where less than two characters would be left."""
    settings = _settings()
    kind = next((kind for kind in settings["kinds"] if name.endswith(kind)), "")
    short = name.removesuffix(kind)
    while kind.startswith("自治"):
        found = next((people for people in settings["nationalities"] if short.endswith(people)), "")
        if not found or len(short) - len(found) < 2:
            break
        short = short.removesuffix(found)
    return short if len(short) > 1 else name


@cache
def table() -> tuple[Place, ...]:
    """Return all places of the table."""
    text = files("etl.rules").joinpath("places.csv").read_text(encoding="utf-8")
    return tuple(
        Place(
            row["adcode"],
            row["name"],
            row["level"],
            row["parent"],
            int(row["since"]),
            int(row["until"]) if row["until"] else None,
        )
        for row in csv.DictReader(io.StringIO(text))
    )


@cache
def by_adcode() -> dict[str, Place]:
    """Return the latest place of each adcode."""
    return {place.adcode: place for place in sorted(table(), key=lambda place: place.until or 9999)}


@cache
def by_name() -> dict[str, tuple[Place, ...]]:
    """Return the places of each name with a kind word (also of the usual forms, as 恩施州)."""
    names: dict[str, list[Place]] = defaultdict(list)
    for place in table():
        for alias in dict.fromkeys(place.aliases):
            names[alias].append(place)
    for alias, name in _settings()["aliases"].items():
        names[alias] += names[name]
    return {name: tuple(places) for name, places in names.items()}


@cache
def by_short() -> dict[str, tuple[Place, ...]]:
    """Return the places of each short name (济南, 朝阳) that is no ordinary word (合作)."""
    ordinary = set(_settings()["ordinary"])
    names: dict[str, list[Place]] = defaultdict(list)
    for place in table():
        if place.short not in ordinary:
            names[place.short].append(place)
    return {name: tuple(places) for name, places in names.items()}


def _lengths(names: Iterable[str], part: slice) -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = defaultdict(set)
    for name in names:
        lengths[name[part]].add(len(name))
    return {key: tuple(sorted(known, reverse=True)) for key, known in lengths.items()}


@cache
def ends() -> dict[str, tuple[int, ...]]:
    """Return how long the names and short names with these last two characters are, longest first."""
    return _lengths((*by_name(), *by_short()), slice(-2, None))


@cache
def heads() -> dict[str, tuple[int, ...]]:
    """Return how long the names with these first two characters are, longest first."""
    return _lengths(by_name(), slice(2))


def parents(place: Place) -> tuple[Place, ...]:
    """Return the places above `place`, the nearest first."""
    above = []
    while place.parent:
        place = by_adcode()[place.parent]
        above.append(place)
    return tuple(above)


def province(place: Place) -> Place:
    """Return the province that `place` lies in or is."""
    return by_adcode()[place.adcode[:2] + "0000"]


def latest(places: tuple[Place, ...], year: int | None) -> tuple[Place, ...]:
    """Keep of places that are one place at different times the one of `year` (None: the latest)."""
    chosen: dict[tuple[str, str], Place] = {}
    for place in sorted(places, key=lambda place: _distance(place, year)):
        chosen.setdefault((place.adcode[:2], place.name), place)
    kept = tuple(chosen.values())
    return tuple(place for place in places if place in kept)


def _distance(place: Place, year: int | None) -> tuple[int, int]:
    until = place.until or 9999
    if year is None or place.since <= year <= until:
        return 0, -until
    return min(abs(year - place.since), abs(year - until)), -until


class _Index(NamedTuple):
    """Names to look up in a text by their first two characters."""

    names: dict[str, tuple[Place, ...]]
    lengths: dict[str, tuple[int, ...]]  # first two characters of names -> how long they are, longest first
    head: re.Pattern[str]  # a first character before a second one: fast, and few of its matches begin a name


@cache
def _index(shorts: bool) -> _Index:
    names: dict[str, tuple[Place, ...]] = dict(by_name())
    for name, places in by_short().items():
        named = places if shorts else tuple(place for place in places if place.level != "county")
        if named and name not in names:
            names[name] = named
    for name in _settings()["ordinary"]:
        names.pop(name, None)
    lengths = _lengths(names, slice(2))
    firsts, seconds = ("".join(sorted({head[at] for head in lengths})) for at in (0, 1))
    head = re.compile(f"[{firsts}](?=[{seconds}])")
    return _Index(names, lengths, head)


def mentions(text: str, shorts: bool = False) -> list[PlaceMention]:
    """Return the place names in `text`: of counties with their kind word, of higher places also the short ones.

    `shorts`: the short names of counties too. The longest name counts where names overlap. Linear in the length of
    `text`.
    """
    names, lengths, head = _index(shorts)
    found: list[PlaceMention] = []
    end = 0
    for match in head.finditer(text):
        start = match.start()
        if start < end:
            continue
        for length in lengths.get(text[start : start + 2], ()):
            known = names.get(text[start : start + length])
            if known and not is_swallowed(text, start, start + length):
                end = start + length
                found.append(PlaceMention(start, end, known))
                break
    return found


def is_swallowed(text: str, start: int, end: int) -> bool:
    """Tell whether the county named at `start:end` is none: 开县 in 召开县政协会议."""
    return end - start == 2 and text[end - 1] == "县" and bool(_swallowed().search(text, max(start - 1, 0), end))


@cache
def _swallowed() -> re.Pattern[str]:
    return re.compile(_settings()["swallowed"])
