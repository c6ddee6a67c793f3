"""The indicator rules as data: the vocabulary, and for each indicator the readings that lead to its code.

Files: etl/rules/vocabulary.yaml and etl/rules/indicators/*.yaml (format: etl/rules/README.md). Only loading and
checking belongs here; `classify` applies the rules.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from etl.errors import RulesError
from etl.rules import load, names

_HOUSEHOLDS = frozenset(["户", "家庭", "例", "对"])
# What a word in a slot counts at most; the slots are asked in this order, those that look farthest last.
POINTS = {"head": 10, "verb": 5, "after": 6, "mod": 4, "clause": 3, "sentence": 2, "actor": 3, "topic": 4}
SLOTS = tuple(POINTS)
_KEY_SLOTS = ("verb", "after", "mod", "clause")  # one of them finds a reading without a head
_KEYS = {*SLOTS, "not", "unit", "rank", "adds", "anything"}
_CATALOGUE = ("code", "family", "name_zh", "name_en", "unit_class", "definition")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way in which the language says an indicator: for each slot the terms of which one must stand there."""

    name: str  # "proposals_filed.2": the second reading of its indicator
    code: str
    unit_class: str
    slots: Mapping[str, frozenset[str]]
    forbidden: frozenset[str]  # terms that must not stand in the clause
    units: frozenset[str | None] | None  # None: every unit of the unit class
    rank: int
    adds: bool  # says something more about a figure that has a code already
    anything: bool  # also speaks of a counted noun that no rule knows
    order: int  # place among all readings: among equals the first speaks
    most: int  # points with all slots filled

    def admits(self, unit: str | None, unit_class: str | None) -> bool:
        """Tell whether a figure with this measure word can be read so."""
        if self.units is not None and unit not in self.units and unit_class not in self.units:
            return False
        if self.units is not None or unit_class == self.unit_class:
            return True
        if self.unit_class == "person":
            return unit_class == "count" and (unit in _HOUSEHOLDS or (unit == "个" and "head" in self.slots))
        return self.unit_class == "count" and unit_class not in ("percent", "money", "person")


@dataclass(frozen=True, slots=True)
class Indicator:
    """An entry of the catalogue with its examples."""

    code: str
    family: str
    name_zh: str
    name_en: str
    unit_class: str
    definition: str
    matches: tuple[str, ...]
    rejects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """All indicators and readings, indexed for the classifier."""

    indicators: Mapping[str, Indicator]
    by_head: Mapping[str, tuple[Reading, ...]]
    headless: Mapping[tuple[str, str], tuple[Reading, ...]]  # (slot, term) -> readings without a head
    unkeyed: tuple[Reading, ...]  # readings that ask for a measure word or an actor alone
    adding: frozenset[str]  # predicates that can add a code
    general: tuple[tuple[frozenset[str], str], ...]  # a set of codes -> the more general code
    nouns: frozenset[str]
    verbs: frozenset[str]
    marks: frozenset[str]  # other terms that slots ask for
    none: frozenset[str]
    classes: Mapping[str, frozenset[str]] = field(default_factory=dict)


@cache
def rules() -> Rules:
    """Load and check all rules.

    Raises:
        RulesError: an unknown key or class, a code twice, a reading without a condition.
    """
    vocabulary = load("vocabulary.yaml")
    classes = {
        name: frozenset(map(str, terms)) for kind in ("nouns", "verbs") for name, terms in vocabulary[kind].items()
    }
    indicators: dict[str, Indicator] = {}
    readings: list[Reading] = []
    for file in names("indicators"):
        for entry in load(file):
            indicator = _indicator(entry, file)
            if indicator.code in indicators:
                raise RulesError(f"rule file {file}: the code {indicator.code} is defined twice")
            indicators[indicator.code] = indicator
            for number, raw in enumerate(entry.get("readings", ()), 1):
                readings.append(_reading(raw, indicator, number, classes, file, len(readings)))
    named = _terms(vocabulary["nouns"].values())
    nouns = named.union(*(r.slots["head"] for r in readings if "head" in r.slots))
    verbs = _terms(vocabulary["verbs"].values()).union(
        *(r.slots["verb"] for r in readings if "verb" in r.slots),
        *(r.slots["after"] - named for r in readings if "after" in r.slots),
    )
    marks: frozenset[str] = frozenset().union(
        *(r.slots[slot] for r in readings for slot in SLOTS if slot in r.slots), *(r.forbidden for r in readings)
    )
    headless: dict[tuple[str, str], list[Reading]] = {}
    unkeyed = []
    for reading in readings:
        key = next((slot for slot in _KEY_SLOTS if slot in reading.slots and "head" not in reading.slots), None)
        if key is not None:
            for term in sorted(reading.slots[key]):
                headless.setdefault((key, term), []).append(reading)
        elif "head" not in reading.slots:
            unkeyed.append(reading)
    by_head: dict[str, list[Reading]] = {}
    for reading in readings:
        for term in sorted(reading.slots.get("head", ())):
            by_head.setdefault(term, []).append(reading)
    return Rules(
        indicators,
        {term: tuple(found) for term, found in by_head.items()},
        {key: tuple(found) for key, found in headless.items()},
        tuple(unkeyed),
        frozenset().union(*(reading.slots["after"] for reading in readings if reading.adds)),
        tuple((frozenset(entry["of"]), entry["to"]) for entry in load("generalizations.yaml")),
        nouns,
        verbs,
        marks,
        frozenset(vocabulary["none"]),
        classes,
    )


def _terms(groups: Iterable[Iterable[str]]) -> frozenset[str]:
    return frozenset(str(term) for group in groups for term in group)


def _indicator(entry: Mapping[str, Any], file: str) -> Indicator:
    unknown = set(entry) - {*_CATALOGUE, "readings", "matches", "rejects"}
    missing = set(_CATALOGUE) - set(entry)
    if unknown or missing:
        raise RulesError(
            f"rule file {file}, entry {entry.get('code')}: unknown {unknown or '-'}, missing {missing or '-'}"
        )
    head = {key: str(entry[key]) for key in _CATALOGUE}
    return Indicator(**head, matches=tuple(entry.get("matches", ())), rejects=tuple(entry.get("rejects", ())))


def _reading(
    raw: Mapping[str, Any],
    indicator: Indicator,
    number: int,
    classes: Mapping[str, frozenset[str]],
    file: str,
    order: int,
) -> Reading:
    where = f"rule file {file}, {indicator.code}, reading {number}"
    if unknown := set(raw) - _KEYS:
        raise RulesError(f"{where}: unknown {sorted(unknown)}; known are {sorted(_KEYS)}")
    slots = {slot: _expand(raw[slot], classes, where) for slot in SLOTS if slot in raw}
    units = frozenset(None if unit is None else str(unit) for unit in raw["unit"]) if "unit" in raw else None
    if not slots and not units:
        raise RulesError(f"{where}: no condition")
    forbidden = _expand(raw.get("not", ()), classes, where)
    name = f"{indicator.code}.{number}"
    rank, adds, anything = int(raw.get("rank", 0)), bool(raw.get("adds")), bool(raw.get("anything"))
    most = rank + sum(POINTS[slot] for slot in slots)
    return Reading(
        name, indicator.code, indicator.unit_class, slots, forbidden, units, rank, adds, anything, order, most
    )


def _expand(terms: Iterable[str], classes: Mapping[str, frozenset[str]], where: str) -> frozenset[str]:
    expanded: set[str] = set()
    for term in map(str, terms):
        if not term.startswith("$"):
            expanded.add(term)
        elif term[1:] in classes:
            expanded |= classes[term[1:]]
        else:
            raise RulesError(f"{where}: no class {term} in vocabulary.yaml")
    return frozenset(expanded)
