"""Numerals with their measure words: every numeral of a text, its value, or the reason why it counts nothing.

`PATTERN` says what a numeral is; `find` accounts for each. The value is read in `chinese_numbers`, the measure word in
`measure`, the context in `reasons`, the unit in a label in `labels`, words of bound in `qualifiers`.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from etl.core.indicator import chinese_numbers, labels, measure, qualifiers, reasons
from etl.core.indicator.measure import Measure


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


_HAN = "〇零一二三四五六七八九十百千万亿两"
_FORMAL = "[壹贰叁肆伍陆柒捌玖][拾佰仟万亿][壹贰叁肆伍陆柒捌玖拾佰仟万亿零]*+"
_ARABIC = r"(?:[0-9]{1,3}(?:[,，][0-9]{3}(?![0-9]))++|[0-9]++)(?:\.[0-9]++)?+"
PATTERN = re.compile(rf"(?=[0-9{_HAN}壹贰叁肆伍陆柒捌玖])(?:{_ARABIC}|[{_HAN}]++|{_FORMAL})")
"""What a numeral is: Arabic digits with separators and decimals, a run of Chinese numerals, a sum in formal ones."""

_FIRST = re.compile(rf"[0-9{_HAN}壹贰叁肆伍陆柒捌玖]")
_VAGUE = "余多几来"
_DASH = "(?:[-—–~～至到－]{1,2})"
_SCALES = "(?:[十百万亿]|千(?![瓦伏米克卡焦])){1,3}+"  # 千瓦 and the like are units
_MIXED = rf"{_ARABIC}(?:(?:[{_VAGUE}]| (?=[万亿]))?{_SCALES}(?:[0-9]{{1,4}}[百千万])?)?+[{_VAGUE}+]?+"
_WRITTEN = (
    rf"[{_HAN}]++(?:点[〇零一二三四五六七八九]++(?![十分半整钟])万?亿?)?+(?:[{_VAGUE}][十百千万亿]++)?+[{_VAGUE}]?+"
)
_NUMBER = re.compile(
    rf"(?P<per>百分之)(?P<share>[{_HAN}]++(?:点[〇零一二三四五六七八九]++)?+|{_ARABIC})"
    rf"(?:{_DASH}(?:百分之)?(?P<share_high>[{_HAN}]++(?:点[〇零一二三四五六七八九]++)?+|{_ARABIC}))?(?P<share_vague>[{_VAGUE}])?"
    rf"|(?P<below>[{_HAN}]++)分之(?P<above>[{_HAN}]++)"
    rf"|(?P<low>{_MIXED})(?P<low_sign>[%％])?(?:{_DASH}(?P<high>{_MIXED}))?"
    rf"|(?P<low_written>{_WRITTEN})(?:{_DASH}(?P<high_written>{_WRITTEN}))?"
    rf"|(?P<formal>{_FORMAL})"
)
_SCALE = re.compile("[百千万亿]+$")
_UPPER = re.compile(rf"{_DASH}({_MIXED}|{_WRITTEN})")
_MULTIPLIERS = frozenset("十百千万亿")
_OPEN = frozenset("余多几来+")
_NOT_UPON = frozenset("以之线网路会身手船车楼台岸场市县桌海地堂船报纸山路街")


def find(text: str) -> list[Quantity]:
    """Return every numeral of `text` in order, without overlaps. Linear in the length of `text`."""
    found: list[Quantity] = []
    enclosures = reasons.enclosures(text)
    enclosure = next(enclosures, None)
    position = 0
    search = _FIRST.search
    while first := search(text, position):
        start = first.start()
        while enclosure and enclosure.end <= start:
            enclosure = next(enclosures, None)
        enclosed = enclosure.reason if enclosure and enclosure.start < start else None
        quantity = _quantity(text, start, position, enclosed)
        if quantity:
            found.append(quantity)
            position = quantity.end
        else:
            position = start + 1
    return found


def _quantity(text: str, start: int, floor: int, enclosed: str | None) -> Quantity | None:
    character = text[start]
    if character.isascii():
        form = reasons.forms().match(text, start)
        if form:
            return _plain(text, start, form.end(), enclosed or form.lastgroup)
    elif not text.startswith("百分之", start) and reasons.in_word(text, start):
        return _plain(text, start, PATTERN.match(text, start).end(), enclosed or "word")  # type: ignore[union-attr]
    match = _NUMBER.match(text, start)
    if not match:
        return None
    if match["per"]:
        return _percent(text, match, enclosed)
    if match["below"]:
        return _fraction(text, match, enclosed)
    return _counted(text, match, floor, enclosed)


def _plain(text: str, start: int, end: int, reason: str | None) -> Quantity:
    return Quantity(start, end, _value(text[start:end]), None, None, None, "exact", reason)


def _value(written: str) -> float:
    try:
        return float(chinese_numbers.value(written))
    except (chinese_numbers.NotANumberError, ArithmeticError):
        return 0.0


def _percent(text: str, match: re.Match[str], enclosed: str | None) -> Quantity:
    start, end = match.span()
    high = _value(match["share_high"]) if match["share_high"] else None
    qualifier = "at_least" if match["share_vague"] else qualifiers.of(text, start, end)
    return Quantity(start, end, _value(match["share"]), high, "%", "percent", qualifier, enclosed)


def _fraction(text: str, match: re.Match[str], enclosed: str | None) -> Quantity:
    start, end = match.span()
    below = _value(match["below"])
    value = round(100 * _value(match["above"]) / below, 2) if below else 0.0
    return Quantity(start, end, value, None, "%", "percent", qualifiers.of(text, start, end), enclosed)


def _counted(text: str, match: re.Match[str], floor: int, enclosed: str | None) -> Quantity:
    start, end = match.span()
    low = match["low"] or match["low_written"] or match["formal"]
    high = match["high"] or match["high_written"]
    vague = not _OPEN.isdisjoint(high or low)
    if low[-1] in "来+" and not high and not measure.at(text, end):
        low, end, vague = low[:-1], end - 1, False
    kinds = reasons.kinds(low)
    if low[0] in _MULTIPLIERS and start > floor:
        before = text[start - 1]
        if before in "数几" or (before == "上" and text[start - 2 : start - 1] not in _NOT_UPON):
            start, vague = start - 1, True
    low_value, high_value = _range(low, high)
    if enclosed == "name" and labels.counts_in_quotation(text, start, low):
        enclosed = None
    reason = enclosed or reasons.reason(text, start, end, kinds)
    if reason is None and len(low) > chinese_numbers.LONGEST:
        reason = "code"
    if match["low_sign"] and not high:
        end -= 1
    found = None if reason else _unit(text, end)
    if found is None:
        if reason:
            return Quantity(start, end, low_value, high_value, None, None, "exact", reason)
        return _bare(text, start, end, low, low_value, high_value, vague)
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
    return Quantity(start, stop, low_value, high_value, entry.unit, entry.unit_class, qualifier, reason)


def _range(low: str, high: str | None) -> tuple[float, float | None]:
    """Return both ends; `3-5万` is 30000 to 50000, `三五` 3 to 5."""
    if high is None:
        neighbours = chinese_numbers.pair(low) if len(low) <= chinese_numbers.LONGEST else None
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
    match = _UPPER.match(text, stop)
    if not match or not text.startswith(entry.word, match.end()) or text[start - 1 : start] in ("从", "由"):
        return None
    return match[1], _value(match[1]), match.end() + len(entry.word)


def _no_count(text: str, start: int, stop: int, low: str, high: str | None, entry: Measure, vague: bool) -> str | None:
    """Return why a numeral with a measure word is no mention all the same, or None."""
    if entry.unit_class in ("money", "physical") and text.startswith("级", stop):
        return "name"
    if low[0].isascii():
        before = text[start - 1 : start]
        return "name" if before.isascii() and before.isalpha() else None
    if low in ("一", "二"):
        if labels.in_list_of_counts(text, start, stop):
            return None
        return "indefinite" if low == "一" else "ordinal"
    if entry.unit_class == "physical" and low in _MULTIPLIERS and not vague:
        return None if qualifiers.of(text, start, stop) != "exact" else "name"
    if entry.unit_class == "noun" and (len(low) == 1 or _MULTIPLIERS.issuperset(low)) and not (high or vague):
        return None if text.endswith(measure.noun_contexts(), max(0, start - 4), start) else "name"
    if entry.weak and len(low) == 1 and not (high or vague or labels.ends_item(text, start, stop)):
        return "name"
    return None


def _bare(
    text: str, start: int, end: int, low: str, low_value: float, high_value: float | None, vague: bool
) -> Quantity:
    """Return a numeral with no measure word: a cell of a table, a figure before a noun, or a name."""
    entry = labels.shared_unit(text, end) if low[0].isascii() else None
    if entry:
        qualifier = "at_least" if vague else qualifiers.of(text, start, end)
        unit = None if entry.reason else entry.unit
        unit_class = None if entry.reason else entry.unit_class
        return Quantity(start, end, low_value, high_value, unit, unit_class, qualifier, entry.reason)
    qualifier = "at_least" if vague else qualifiers.of(text, start, end)
    counted = vague or qualifier != "exact" or low[-1] in "万亿"
    why, label = labels.bare(text, start, end, low, counted)
    word = label.lstrip("百千万亿") if label else ""
    if label and label != word:
        scale = chinese_numbers.value(label[: len(label) - len(word)])
        low_value, high_value = _scaled(low_value, scale), _scaled(high_value, scale) if high_value else None
    entry = measure.at(word, 0)
    unit, unit_class = (entry.unit, entry.unit_class) if entry else (word or None, None)
    return Quantity(start, end, low_value, high_value, unit, unit_class, qualifier, why)
