"""Figures that lean on their place: bare numbers of tables and lists, their unit in a label, and lists of counts.

Only what stands around a numeral is judged here; what a numeral or a measure word is belongs elsewhere.
"""

import re

from etl.core.indicator import measure

_LABEL = re.compile(r"[(（]\s?(?:单位[:：]\s?)?([^()（）\s]{1,4})[)）][:：\s]{0,3}$")
_UNIT_LINE = re.compile(r"单位[:：]\s?([^\s()（）,，。:：]{1,4})")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}$")
_COUNT = r"(?:[0-9]++|[一二两三四五六七八九十百]++)[余多]?[^\s,，。;；、0-9]{1,2}"
_STOP = r"[、,，;；。\n]"
_STOPS = frozenset(["", "、", ",", "，", ";", "；", "。", "\n", "\t"])
_PARTNER_RIGHT = re.compile(rf"[、,，;；和及][^、,，;；。\n]{{0,12}}?{_COUNT}(?={_STOP}|$)")
_PARTNER_LEFT = re.compile(rf"{_COUNT}[、,，;；和及][^、,，;；。\n]{{0,12}}$")
_INTRODUCED = re.compile(r"[\u4e00-\u9fff)）”》][:：]?\s?$")
_PHRASE = re.compile(r"[\u4e00-\u9fff]{2}$")
_CHAIN = re.compile(r"(?:[、和与及/]\s?[0-9][0-9.,，万亿]{0,12}){1,8}")
_CLOSED = re.compile(r"\s?(?:[,，。;；、)）\t\n]|$)")


def in_list_of_counts(text: str, start: int, end: int) -> bool:
    """Return whether `text[start:end]` (一名) ends an item of a list whose neighbour ends in a count too."""
    if not ends_item(text, start, end):
        return False
    return bool(_PARTNER_RIGHT.match(text, end, end + 20) or _PARTNER_LEFT.search(text, max(0, start - 20), start))


def ends_item(text: str, start: int, end: int) -> bool:
    """Return whether `text[start:end]` stands behind its noun, as counts in lists do (`报告三部，`)."""
    return text[end : end + 1] in _STOPS and text[start - 1 : start] not in _STOPS


def counts_in_quotation(text: str, start: int, numeral: str) -> bool:
    """Return whether a numeral in a short quotation counts there (`“建设20个站点”`) and does not name (`“10件实事”`)."""
    return numeral[0].isascii() and bool(_PHRASE.search(text, max(0, start - 3), start))


def shared_unit(text: str, end: int) -> measure.Measure | None:
    """Return the measure word that a chain of numbers shares (`提高15、22个百分点`), seen from the end of the first."""
    chain = _CHAIN.match(text, end)
    return measure.at(text, chain.end()) if chain else None


def bare(text: str, start: int, end: int, numeral: str, bounded: bool) -> tuple[str | None, str | None]:
    """Return the reason and the unit of a numeral without a measure word; reason None: it is a mention."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if not numeral[0].isascii():
        return (None, None) if bounded else ("name", None)
    if before.isascii() and (before.isalpha() or before in "./_=?&@#-") and before:
        return ("name" if before.isalpha() else "link"), None
    if after.isascii() and after.isalpha():
        return "name", None
    if len(numeral) > 6 and numeral.isdigit() or (numeral[0] == "0" and numeral.isdigit() and len(numeral) > 1):
        return "code", None
    if before == "\t" or (after == "\t" and before in ("", "\n")):
        return _cell(text, start, end, numeral)
    if _YEAR.match(numeral):
        return "year", None
    if bounded:
        return None, None
    label = _LABEL.search(text, max(0, start - 12), start)
    if label:
        return None, label.group(1)
    if _CLOSED.match(text, end) and _INTRODUCED.search(text, max(0, start - 3), start):
        return None, None
    if before in ("", "\n") and after in ("", "\n"):
        return "page", None
    if before in ("(", "（", "[") and after in (")", "）", "]"):
        return "enumeration", None
    return "unexplained", None


def _cell(text: str, start: int, end: int, numeral: str) -> tuple[str | None, str | None]:
    """Judge a bare number in a table row, whose unit may stand in the row's label or the column's head."""
    line = text.rfind("\n", 0, start) + 1
    if text[end : end + 1] not in ("", "\t", "\n"):
        return "unexplained", None
    column = text.count("\t", line, start)
    if not column:
        return "enumeration", None
    for cell in text[line : text.find("\n", start) if "\n" in text[start : start + 400] else start + 400].split("\t"):
        unit = cell.strip()
        word = unit.lstrip("百千万亿")
        if word and len(unit) <= 5 and (entry := measure.at(word, 0)) and entry.word == word:
            return (entry.reason, None) if entry.reason else (None, unit)
    row_label = _LABEL.search(text, max(line, start - 40), text.find("\t", line))
    if row_label:
        return None, row_label.group(1)
    head = _head(text, line, column)
    if head is None and _YEAR.match(numeral):
        return "year", None
    found = _LABEL.search(head) if head else None
    if found:
        return None, found.group(1)
    return None, None


def _head(text: str, line: int, column: int) -> str | None:
    """Return the cell of `column` in the first row of the table that the row at `line` belongs to, or None."""
    first = line
    for _ in range(200):
        previous = text.rfind("\n", 0, first - 1) + 1 if first else 0
        if first == 0 or "\t" not in text[previous : first - 1]:
            break
        first = previous
    if first == line:
        return None
    end = text.find("\n", first)
    cells = text[first:end].split("\t")
    return cells[column] if column < len(cells) else None
