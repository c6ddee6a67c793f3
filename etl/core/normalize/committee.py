"""Which committee (政协) a page is about: its name, level, place. Dates and genre do not belong here.

Mentions of committees, named (陕西省政协, 政协岐山县委员会) and not (县政协, 我县), are weighed by where they stand;
the committee with most weight wins. A name that fits several places is resolved by the other places of the page, or
stays in doubt. The weights and contexts are data (`etl/rules/facts.yaml`).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from etl.core.model import Span
from etl.core.normalize import places
from etl.core.normalize.committee_names import KINDS, LEVEL_OF_KIND, NATIONAL, Mention, kind_of, mentions, name_from
from etl.core.normalize.places import Place
from etl.core.normalize.rulebook import pattern, rules

STREETS = tuple("路街道巷桥楼")  # 黄山路 is in many towns
SISTERS = 3  # counties of one city: a page that lists them is the city's
CLEARLY = 0.75  # of the counties that it names
WIRE_CHARACTERS = 100  # of a line that may begin with the name of an outlet


class Zone(NamedTuple):
    """A stretch of the page with its weight: "title", "subtitle", "opening", "body", "furniture", "page"."""

    start: int  # in the clean text; -1 where the text isn't part of it (page title)
    text: str
    name: str


class Committee(NamedTuple):
    """The committee of a page."""

    name: str | None
    level: str | None
    place: Place | None
    span: Span | None
    doubts: tuple[str, ...]
    weight: float


def find(zones: Sequence[Zone], year: int | None) -> Committee:
    """Return the committee that a page is about; `year` (of publication, if known) chooses among former names."""
    weights: dict[str, float] = defaultdict(float)  # official name -> weight
    named: dict[str, tuple[Place, ...]] = {}
    spans: dict[str, tuple[float, Span | None]] = {}
    kinds: dict[str, float] = defaultdict(float)
    shorts: list[tuple[float, Mention, Zone]] = []

    def add(name: str, weight: float, mention: Mention, zone: Zone) -> None:
        weights[name] += weight
        if zone.start >= 0 and weight > spans.get(name, (0.0, None))[0]:
            spans[name] = weight, Span(zone.start + mention.start, zone.start + mention.end)

    first = True
    for zone in zones:
        for mention in mentions(zone.text):
            weight = _weigh(zone, mention, first)
            first = first and zone.name != "opening"
            if mention.kind == NATIONAL:
                add(NATIONAL, weight, mention, zone)
            elif not mention.kind:
                shorts.append((weight, mention, zone))
            elif not mention.places:
                kinds[mention.kind] += weight
                add(mention.kind, weight, mention, zone)
                weights.pop(mention.kind)
            else:
                name = mention.places[0].official
                known = named.get(name)
                named[name] = tuple(p for p in known if p in mention.places) or known if known else mention.places
                add(name, weight, mention, zone)
        if zone.name == "title" and (visit := pattern("committee", "host").search(zone.text)):
            length = name_from(zone.text, visit.end())
            if length:
                found = places.by_name()[zone.text[visit.end() : visit.end() + length]]
                named.setdefault(found[0].official, found)
                host = Mention(visit.end(), visit.end() + length, kind_of(found), found, False)
                add(found[0].official, rules()["committee"]["weights"]["host"], host, zone)
    for weight, mention, zone in shorts:
        same = [name for name, found in named.items() if set(found) & set(mention.places)]
        for name in same or {place.official for place in mention.places}:
            named.setdefault(name, tuple(place for place in mention.places if place.official == name))
            add(name, weight, mention, zone)
    speaks = _speaking(zones, {kind_of(found) for found in named.values()})
    total: dict[str, float] = {}
    for name, weight in weights.items():
        if name == NATIONAL:
            total[name] = weight
            continue
        kind = kind_of(named[name])
        total[name] = weight + min(kinds[kind] + 0.05 * speaks[kind], 3 * weight + 2)
    best = max(total, key=lambda name: (total[name], -len(name)), default=None)
    own = max(kinds, key=lambda kind: kinds[kind], default=None)
    above = _above(named.values())
    if above and best and best != NATIONAL and kinds[KINDS.get(above.kind, above.kind)] >= 1:
        lower = all(place.parent == above.adcode for place in named[best])
        if lower:
            return _resolve(above.official, (above,), "", zones, year, spans.get(best, (0.0, None))[1], total[best])
    if (
        own
        and kinds[own] >= 1
        and (best is None or (_other_kind(best, own, named) and kinds[own] > 1.5 * weights[best]))
    ):
        inferred = _infer(zones, own)
        if inferred or best is None or kinds[own] > 4 * weights[best]:
            name = inferred[0].official if inferred else ""
            return _resolve(name, inferred, own, zones, year, spans.get(own, (0.0, None))[1], kinds[own])
    if best is None:
        return Committee(None, None, None, None, (), 0.0)
    if best == NATIONAL:
        return Committee("全国政协", "national", None, spans.get(best, (0.0, None))[1], (), total[best])
    return _resolve(best, named[best], "", zones, year, spans.get(best, (0.0, None))[1], total[best])


def _above(named: Iterable[tuple[Place, ...]]) -> Place | None:
    """Return the city or 州 of which a page names three counties or more, and hardly another's: its list of them."""
    counties: dict[str, set[str]] = defaultdict(set)
    for found in named:
        for place in found:
            if place.level == "county":
                counties[place.parent].add(place.official)
    if not counties:
        return None
    best = max(counties, key=lambda parent: len(counties[parent]))
    every = set().union(*counties.values())
    if len(counties[best]) < SISTERS or len(counties[best]) < CLEARLY * len(every):
        return None
    above = places.by_adcode().get(best)
    return above if above and above.level == "prefecture" else None


def _other_kind(name: str, kind: str, named: dict[str, tuple[Place, ...]]) -> bool:
    return name == NATIONAL or kind_of(named[name]) != kind


def _weigh(zone: Zone, mention: Mention, first: bool) -> float:
    weights: dict[str, float] = rules()["committee"]["weights"]
    before = zone.text[max(mention.start - 10, 0) : mention.start]
    after = zone.text[mention.end : mention.end + 60]
    weight = float(weights[zone.name]) + weights["first"] * (first and zone.name == "opening")
    if pattern("committee", "mandate").search(before):
        weight += weights["mandate"]
    elif before.endswith("在") and pattern("committee", "meeting").match(after):
        weight += weights["meeting"]
    elif _another(zone, mention, before, after):
        weight *= weights["other"]
    if pattern("committee", "member").match(after):
        weight *= weights["member"]
    if "\t" in zone.text:
        weight *= weights["row"]
    if mention.kind == NATIONAL and not mention.full and zone.name != "title":
        weight *= weights["above"]
    return weight


def _another(zone: Zone, mention: Mention, before: str, after: str) -> bool:
    """Tell whether the words around a mention say that it is a guest or a partner."""
    if ("来" in after or "莅" in after) and pattern("committee", "visitor").match(after):
        return True
    named = mention.places or mention.kind == NATIONAL
    return bool(named and zone.name != "page" and pattern("committee", "other").search(before))


def _speaking(zones: Iterable[Zone], kinds: Iterable[str]) -> dict[str, float]:
    """Count 我县, 全区, 县委 by kind of place, of `kinds` alone."""
    text = "\n".join(zone.text for zone in zones if zone.name != "furniture")
    words: dict[str, float] = rules()["committee"]["speaks"]
    return {
        kind: sum(weight * text.count(word.replace("<>", kind)) for word, weight in words.items()) for kind in kinds
    }


def _infer(zones: Sequence[Zone], kind: str) -> tuple[Place, ...]:
    """Return the places of one name and of `kind` that the page speaks of most, if it is clear."""
    weights: dict[str, float] = rules()["committee"]["weights"]
    scores: dict[str, float] = defaultdict(float)
    found: dict[str, tuple[Place, ...]] = {}

    def add(candidates: tuple[Place, ...], weight: float) -> bool:
        fitting = tuple(place for place in candidates if KINDS.get(place.kind, place.kind) == kind)
        if fitting:
            scores[fitting[0].official] += weight
            found[fitting[0].official] = fitting
        return bool(fitting)

    for zone in zones:
        for mention in places.mentions(zone.text, shorts=True):
            named = zone.text[mention.start : mention.end] in places.by_name()
            if not named and zone.text[mention.end : mention.end + 1] in STREETS:
                continue
            county = mention.places[0].level == "county"
            weight = min(weights[zone.name], weights["opening"]) * (1.0 if named else 0.5)
            weight = min(weight, weights["short"]) if county and not named else weight
            if not named and pattern("committee", "cliche").search(zone.text, max(mention.start - 3, 0), mention.start):
                weight += weights["cliche"]
            if not named and zone.name in ("title", "subtitle", "opening") and _is_setting(zone.text, mention):
                weight += weights["setting"]
            add(mention.places, weight)
        if zone.name != "opening":
            wires = outlets([zone])
        elif "讯" in zone.text[:WIRE_CHARACTERS] or "电" in zone.text[:WIRE_CHARACTERS]:
            wires = [match["outlet"] for match in pattern("wire").finditer(zone.text, 0, WIRE_CHARACTERS)]
        else:
            wires = []
        for outlet in wires:
            for length in range(min(6, len(outlet)), 1, -1):
                if add(places.by_short().get(outlet[:length], ()), weights["outlet"]):
                    break
    every = (mention.places for zone in zones for mention in places.mentions(zone.text))
    if above := _above(every):
        add((above,), weights["host"])
    ranked = sorted(scores, key=lambda name: -scores[name])
    clear = rules()["committee"]["clear"]
    if not ranked or scores[ranked[0]] < clear or (len(ranked) > 1 and scores[ranked[0]] < clear * scores[ranked[1]]):
        return ()
    return found[ranked[0]]


def _is_setting(text: str, mention: places.PlaceMention) -> bool:
    """Tell whether a short name says where a story is set (在福鼎, …; 武夷山的茶季), not a word that looks like it."""
    before, after = text[max(mention.start - 4, 0) : mention.start], text[mention.end : mention.end + 4]
    set_there = pattern("committee", "setting_before").search(before)
    return bool(set_there and pattern("committee", "setting_after").match(after))


def outlets(zones: Iterable[Zone]) -> list[str]:
    """Return the outlets that the stamps and imprints name."""
    return [
        match["outlet"] or match["paper"].strip("《》")
        for zone in zones
        if zone.name == "furniture"
        for match in pattern("outlet").finditer(zone.text)
    ]


def _resolve(
    name: str,
    found: tuple[Place, ...],
    kind: str,
    zones: Sequence[Zone],
    year: int | None,
    span: Span | None,
    weight: float,
) -> Committee:
    """Settle which place a name means; what can't be settled becomes a doubt."""
    if not name:
        level = LEVEL_OF_KIND.get(kind) or _city_level(zones)
        return Committee(
            None, level, None, span, (f"committee: the page says {kind}政协 and not of which place",), weight
        )
    candidates = places.latest(tuple(place for place in found if place.official == name) or found, year)
    if len(candidates) > 1:
        candidates = _by_context(candidates, zones)
    if len(candidates) > 1:
        where = ", ".join("".join(p.name for p in reversed(places.parents(place))) for place in candidates)
        levels = {place.level for place in candidates}
        level = levels.pop() if len(levels) == 1 else None
        return Committee(f"{name}政协", level, None, span, (f"province: {name} is in {where}",), weight)
    place = candidates[0]
    return Committee(f"{place.official}政协", place.level, place, span, (), weight)


def _city_level(zones: Sequence[Zone]) -> str | None:
    text = "\n".join(zone.text for zone in zones)
    if pattern("committee", "city_has_counties").search(text):
        return "prefecture"
    return "county" if pattern("committee", "city_has_towns").search(text) else None


def _by_context(candidates: tuple[Place, ...], zones: Sequence[Zone]) -> tuple[Place, ...]:
    """Keep the candidate whose parents the page names, or all where several or none fit."""
    counts: dict[str, float] = defaultdict(float)
    sites: dict[str, float] = defaultdict(float)  # the place of the web site by its licence
    letters = {places.short_name(place.name): place.adcode for place in places.table() if place.level == "province"}
    for zone in zones:
        for mention in places.mentions(zone.text):
            for adcode in {place.adcode for place in mention.places}:
                counts[adcode] += 1.0 / len(mention.places)
        for match in pattern("licence").finditer(zone.text):
            counts[letters[rules()["letters"][match["letter"]]]] += 1.0
        for match in pattern("police").finditer(zone.text):
            sites[match["adcode"]] += 1.0
    scores = [
        sites[place.adcode] + sum(counts[above.adcode] for above in places.parents(place)) for place in candidates
    ]
    best = max(scores)
    if best == 0:
        return candidates
    return tuple(place for place, score in zip(candidates, scores, strict=True) if score * 2 > best)
