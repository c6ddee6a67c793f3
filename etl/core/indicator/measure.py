"""Measure words (量词) and units: which one stands at a place of a text, from `etl/rules/measure_words.yaml`.

What the context says about a numeral belongs in `reasons`, its value in `chinese_numbers`.
"""

import re
from importlib.resources import files
from typing import Any, NamedTuple

import yaml


class Measure(NamedTuple):
    """One entry of the rules: a measure word, a counted noun, or a word that never measures."""

    word: str
    unit: str
    unit_class: str  # "person", "count", "money", "percent", ...; "noun"; "never"
    reason: str | None  # for "never": why such a numeral is no mention
    weak: bool  # makes names after a small Chinese numeral
    not_before: tuple[str, ...]


def rules(name: str) -> Any:
    """Return the content of a YAML file of `etl/rules`."""
    return yaml.safe_load(files("etl").joinpath("rules", name).read_text(encoding="utf-8"))


def _read() -> dict[str, tuple[Measure, ...]]:
    """Return all entries by their first character, the longest word first."""
    data = rules("measure_words.yaml")
    same, weak, guards = data["same"], set(data["weak"]), data["not_before"]
    entries = {
        word: Measure(word, same.get(word, word), name, None, word in weak, tuple(guards.get(word, ())))
        for name, words in [*data["classes"].items(), ("noun", data["nouns"])]
        for word in words
    }
    for reason, words in data["never"].items():
        for word in words:
            entries[word] = Measure(word, word, "never", reason, False, tuple(guards.get(word, ())))
    index: dict[str, list[Measure]] = {}
    for word in sorted(entries, key=len, reverse=True):
        index.setdefault(word[0], []).append(entries[word])
    return {character: tuple(found) for character, found in index.items()}


_BY_FIRST = _read()
_CURRENCIES = {entry.word: entry.unit for found in _BY_FIRST.values() for entry in found if entry.unit_class == "money"}
SCALE_CONTEXTS: tuple[str, ...] = tuple(rules("measure_words.yaml")["scale_contexts"])
NOUN_CONTEXTS: tuple[str, ...] = tuple(rules("measure_words.yaml")["noun_contexts"])
"""Words behind which a small Chinese numeral counts a noun (`全省两市`)."""


_SUMS = re.compile(
    f"(?:{'|'.join(rules('measure_words.yaml')['money_contexts'])})[已共达近约超逾过额计累总的为]{{0,4}}$"
)
_LISTED = frozenset(rules("measure_words.yaml")["listed_nouns"])
_LIST = re.compile(r"、[^\W\d_]{1,6}$")


def after_list(text: str, position: int, entry: Measure) -> bool:
    """Tell whether a numeral sums up a list of names before it: 东庄、西庄两村."""
    return entry.word in _LISTED and _LIST.search(text, max(0, position - 8), position) is not None


def is_sum(text: str, position: int, numeral: str) -> bool:
    """Tell whether a numeral without a measure word is a sum of money: 捐款4400余万."""
    large = "万" in numeral or "亿" in numeral
    return large and _SUMS.search(text, max(0, position - 9), position) is not None


def at(text: str, position: int) -> Measure | None:
    """Return the longest measure word that begins at `position` of `text`."""
    for measure in _BY_FIRST.get(text[position : position + 1], ()):
        if text.startswith(measure.word, position):
            end = position + len(measure.word)
            if not (measure.not_before and text.startswith(measure.not_before, end)):
                return measure
    return None


def currency(text: str, position: int) -> str | None:
    """Return the unit of a currency that is named before its sum: 港元 in 港币27万元."""
    return next(
        (
            _CURRENCIES[name]
            for name in (text[position - 3 : position], text[position - 2 : position])
            if name in _CURRENCIES
        ),
        None,
    )
