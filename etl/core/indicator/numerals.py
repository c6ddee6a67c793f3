"""Numerals with their measure words: every numeral of a text, its value, or the reason why it counts nothing."""

from typing import NamedTuple


class Quantity(NamedTuple):
    """One numeral of the normalized text. `reason` None: a mention; else why it is none."""

    start: int  # of the whole quantity, qualifiers before it excluded
    end: int  # after the measure word
    value: float
    value_high: float | None
    unit: str | None
    unit_class: str | None  # "count", "person", "money", "percent", ...
    qualifier: str
    reason: str | None


def find(text: str) -> list[Quantity]:
    """Return every numeral of `text` in order."""
    return []
