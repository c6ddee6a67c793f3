"""Numerals with their measure words: every numeral of a text, its value, or the reason why it counts nothing.

`PATTERN` (in `numeral_patterns`) says what a numeral is; `find` accounts for each. The value is read in
`chinese_numbers`, the measure word in `measure`, the context in `reasons`, units of labels and lists in `labels`,
words that bound a figure in `qualifiers`.
"""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from etl.core.indicator import chinese_numbers, labels, measure, qualifiers, reasons
from etl.core.indicator.measure import Measure
from etl.core.indicator.numeral_patterns import ARABIC, FIRST, FRACTION, PATTERN, PERCENT, RUN, UPPER, WRITTEN


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


__all__ = ["PATTERN", "Quantity", "find"]

_JOINTS = frozenset("-./:：·•+＋—–∶")  # behind digits they may make a date, a time, a telephone number
_DASHES = frozenset("-—–~～至到－")
_ENDS = re.compile("[。;；\n]")
_SCALE = re.compile("[百千万亿]+$")
_SLOGAN = re.compile("[^,，。;；0-9]{1,8}[百千万][^名家户件个人余多场次条]")  # 百名委员联百企
_MULTIPLIERS = frozenset("十百千万亿")
_DIGITS = frozenset("一二三四五六七八九")
_OPEN = frozenset("余多几来+")
_NOT_UPON = frozenset("以之线网路会身手船车楼台岸场市县桌海地堂船报纸山路街")  # 线上千人 is no 上千


def find(text: str) -> list[Quantity]:
    """Return every numeral of `text` in order, without overlaps. Linear in the length of `text`."""
    found: list[Quantity] = []
    enclosures = reasons.enclosures(text)
    enclosure = next(enclosures, None)
    tables = labels.Tables(text)
    position = 0
    search = FIRST.search
    while first := search(text, position):
        start = first.start()
        while enclosure and enclosure.end <= start:
            enclosure = next(enclosures, None)
        enclosed = enclosure.reason if enclosure and enclosure.start < start else None
        if "0" <= text[start] <= "9":
            quantity = _arabic(text, start, enclosed, tables)
        else:
            quantity = _written(text, start, position, enclosed, tables)
        if quantity:
            if found and found[-1].reason == "frequency" and _goes_on(text, found[-1], quantity):
                quantity = quantity._replace(reason="frequency", unit=None, unit_class=None)
            found.append(quantity)
            position = quantity.end
        else:
            position = start + 1
    return found


def _goes_on(text: str, before: Quantity, quantity: Quantity) -> bool:
    """Tell whether a quantity goes on a list of frequencies: 每年召开2次常委会议,4次主席会议."""
    if quantity.reason or not quantity.unit or quantity.unit not in text[before.start : before.end + 2]:
        return False
    return text[quantity.start - 1] in ",，、" and not _ENDS.search(text, before.end, quantity.start)


def _arabic(text: str, start: int, enclosed: str | None, tables: labels.Tables) -> Quantity | None:
    match = ARABIC.match(text, start)
    if not match:
        return None
    low, sign, high = match.groups()
    behind = match.end(1)
    if (text[behind : behind + 1] in _JOINTS or low[-1] == "+" or low[-2:] == ".0") and (
        form := reasons.FORMS.match(text, start)
    ):
        return _plain(text, start, form.end(), enclosed or form.lastgroup)
    end = match.end()
    vague = not _OPEN.isdisjoint(high or low)
    if vague and low[-1] in "来+" and not high and not measure.at(text, end):
        low, end, vague = low[:-1], end - 1, False
    if sign and not high:
        end -= 1
    return _counted(text, start, end, low, high, vague, enclosed, tables)


def _written(text: str, start: int, floor: int, enclosed: str | None, tables: labels.Tables) -> Quantity | None:
    if percent := PERCENT.match(text, start):
        return _percent(text, percent, enclosed)
    run = RUN.match(text, start)
    if run and text.startswith("分之", run.end()) and (fraction := FRACTION.match(text, start)):
        return _fraction(text, fraction, enclosed)
    if run and (run[0] in "零〇○" or reasons.in_word(text, start)):
        return _plain(text, start, run.end(), enclosed or "word")
    match = WRITTEN.match(text, start)
    if not match:
        return None
    low, _, high = match.groups()
    end = match.end()
    vague = not _OPEN.isdisjoint(high or low)
    if vague and low[-1] == "来" and not high and not measure.at(text, end):
        low, end, vague = low[:-1], end - 1, False
    if low[0] in _MULTIPLIERS and start > floor:
        before = text[start - 1]
        if before in "数几" or (before == "上" and text[start - 2 : start - 1] not in _NOT_UPON):
            start, vague = start - 1, True
    return _counted(text, start, end, low, high, vague, enclosed, tables)


def _plain(text: str, start: int, end: int, reason: str | None) -> Quantity:
    return Quantity(start, end, _value(text[start:end]), None, None, None, "exact", reason)


@lru_cache(4096)
def _value(written: str) -> float:
    if len(written) > chinese_numbers.LONGEST:
        return 0.0
    try:
        return float(chinese_numbers.value(written))
    except (chinese_numbers.NotANumberError, ArithmeticError):
        return 0.0


def _percent(text: str, match: re.Match[str], enclosed: str | None) -> Quantity:
    start, end = match.span()
    share, share_high, vague = match.groups()
    high = _value(share_high) if share_high else None
    qualifier = "at_least" if vague else qualifiers.of(text, start, end)
    return Quantity(start, end, _value(share), high, "%", "percent", qualifier, enclosed)


def _fraction(text: str, match: re.Match[str], enclosed: str | None) -> Quantity:
    start, end = match.span()
    below = _value(match[1])
    value = round(100 * _value(match[2]) / below, 2) if below else 0.0
    return Quantity(start, end, value, None, "%", "percent", qualifiers.of(text, start, end), enclosed)


def _counted(
    text: str,
    start: int,
    end: int,
    low: str,
    high: str | None,
    vague: bool,
    enclosed: str | None,
    tables: labels.Tables,
) -> Quantity:
    """Return the numeral `text[start:end]` with its measure word, or with the reason why it counts nothing."""
    low_value, high_value = _range(low, high)
    if enclosed == "name" and labels.counts_in_quotation(text, start, low):
        enclosed = None
    reason = enclosed or reasons.reason(text, start, end, low)
    if reason is None and len(low) > chinese_numbers.LONGEST:
        reason = "code"
    if reason:
        return Quantity(start, end, low_value, high_value, None, None, "exact", reason)
    found = _unit(text, end)
    if found is None:
        return _bare(text, start, end, low, low_value, high_value, vague, tables)
    entry, stop = found
    if entry.reason:
        return Quantity(start, end, low_value, high_value, None, None, "exact", entry.reason)
    if high is None and (repeated := _repeated(text, start, stop, entry)):
        high, high_value, stop = repeated
    reason = _no_count(text, start, stop, low, high, entry, vague)
    if entry.unit == "%" and text.startswith("%", stop):  # a doubled sign
        stop += 1
    if entry.word == "成":
        low_value, high_value = low_value * 10, high_value * 10 if high_value is not None else None
        if text.startswith("多", stop):
            stop, vague = stop + 1, True
    qualifier = "at_least" if vague else qualifiers.of(text, start, stop)
    unit = measure.currency(text, start) or entry.unit if entry.unit == "元" else entry.unit
    return Quantity(start, stop, low_value, high_value, unit, entry.unit_class, qualifier, reason)


def _range(low: str, high: str | None) -> tuple[float, float | None]:
    """Return both ends; `3-5万` is 30000 to 50000, `三五` 3 to 5."""
    if high is None:
        neighbours = chinese_numbers.pair(low) if 1 < len(low) <= chinese_numbers.LONGEST else None
        if neighbours:
            return float(neighbours[0]), float(neighbours[1])
        return _value(low), None
    low_value, high_value = _value(low), _value(high)
    scale = _SCALE.search(high)
    if scale and not _SCALE.search(low) and low_value < high_value / 1000:
        low_value = _value(low + scale.group())
    return low_value, high_value


def _scaled(value: float, scale: Decimal) -> float:
    return float(Decimal(repr(value)) * scale)


def _unit(text: str, end: int) -> tuple[Measure, int] | None:
    """Return the measure word behind a numeral, if need be behind one blank, and where it ends."""
    entry = measure.at(text, end)
    if entry is None and text[end : end + 1] in (" ", "\u3000", "\xa0"):
        end += 1
        entry = measure.at(text, end)
    return (entry, end + len(entry.word)) if entry else None


def _repeated(text: str, start: int, stop: int, entry: Measure) -> tuple[str, float, int] | None:
    """Return the upper end of a range that says its measure word twice (`3个至5个`), and where it ends."""
    match = UPPER.match(text, stop) if text[stop : stop + 1] in _DASHES else None
    if not match or not text.startswith(entry.word, match.end()) or text[start - 1 : start] in ("从", "由"):
        return None
    return match[1], _value(match[1]), match.end() + len(entry.word)


def _no_count(text: str, start: int, stop: int, low: str, high: str | None, entry: Measure, vague: bool) -> str | None:
    """Return why a numeral with a measure word is no mention all the same, or None."""
    if entry.unit_class in ("money", "physical") and text.startswith("级", stop):
        return "name"
    if low[0].isascii():
        if entry.unit_class == "noun" and "year" in reasons.kinds(low):
            return "year"
        before = text[start - 1 : start]
        return "name" if before.isascii() and before.isalpha() else None
    if low in ("一", "二"):
        if labels.in_list_of_counts(text, start, stop):
            return None
        return "indefinite" if low == "一" else "ordinal"
    if len(low) > 2 and _DIGITS.issuperset(low):  # 一二三次产业
        return "name"
    if low in _MULTIPLIERS and low != "十" and not vague:  # 万人大礼堂, 百期
        told = text.endswith(measure.SCALE_CONTEXTS, max(0, start - 4), start) and not _SLOGAN.match(text, stop)
        return None if told or qualifiers.of(text, start, stop) != "exact" else "name"
    if entry.unit_class == "noun" and (len(low) == 1 or _MULTIPLIERS.issuperset(low)) and not (high or vague):
        behind = text.endswith(measure.NOUN_CONTEXTS, max(0, start - 4), start)
        return None if behind or measure.after_list(text, start, entry) else "name"
    if entry.weak and len(low) == 1 and not (high or vague or labels.ends_item(text, start, stop)):
        return "name"
    return None


def _bare(
    text: str,
    start: int,
    end: int,
    low: str,
    low_value: float,
    high_value: float | None,
    vague: bool,
    tables: labels.Tables,
) -> Quantity:
    """Return a numeral with no measure word: a cell of a table, a figure before a noun, or a name."""
    entry = labels.shared_unit(text, end) if low[0].isascii() else None
    if entry:
        qualifier = "at_least" if vague else qualifiers.of(text, start, end)
        unit = None if entry.reason else entry.unit
        unit_class = None if entry.reason else entry.unit_class
        return Quantity(start, end, low_value, high_value, unit, unit_class, qualifier, entry.reason)
    qualifier = "at_least" if vague else qualifiers.of(text, start, end)
    counted = (
        (vague and low not in ("一多", "一余")) or qualifier != "exact" or (low[0].isascii() and low[-1] in "万亿")
    )
    if measure.is_sum(text, start, low):
        return Quantity(start, end, low_value, high_value, "元", "money", qualifier, None)
    why, label = labels.bare(text, start, end, low, counted, tables)
    word = label.lstrip("百千万亿") if label else ""
    if label and label != word:
        scale = chinese_numbers.value(label[: len(label) - len(word)])
        low_value, high_value = _scaled(low_value, scale), _scaled(high_value, scale) if high_value else None
    entry = measure.at(word, 0)
    unit, unit_class = (entry.unit, entry.unit_class) if entry else (word or None, None)
    return Quantity(start, end, low_value, high_value, unit, unit_class, qualifier, why)
