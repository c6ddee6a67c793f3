"""Figures that lean on their place: bare numbers of tables and lists, their unit in a label, and lists of counts.

Only what stands around a numeral is judged here; what a numeral or a measure word is belongs elsewhere.
"""

import re

from etl.core.indicator import measure

ROW = 400  # characters of a row that are read
_LABEL = re.compile(r"[(（]\s?(?:单位[:：]\s?)?([^()（）\s]{1,4})[)）][:：\s]{0,3}$")
_UNIT_LINE = re.compile(r"单位[:：]\s?([^\s()（）,，。:：]{1,4})")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}$")
_STOPS = frozenset(["", "、", ",", "，", ";", "；", "。", "\n", "\t"])
_NUMBER = r"(?:[0-9]+|[一二两三四五六七八九十百]+)"
_CHINESE = r"[一二两三四五六七八九十百]+"
_WORD = r"[余多]?[^\s,，。;；、0-9]{1,2}"
_STOP = r"[、,，;；。\n]"
_BETWEEN = r"[^、,，;；。\n]{0,12}"
# Behind a comma only a neighbour in Chinese makes a list: `建成站点3个，迈出坚实一步` is none.
_PARTNER_RIGHT = re.compile(rf"(?:[、;；和及]{_BETWEEN}?{_NUMBER}|[,，]{_BETWEEN}?{_CHINESE}){_WORD}(?={_STOP}|$)")
_PARTNER_LEFT = re.compile(rf"(?:{_NUMBER}{_WORD}[、;；和及]|{_CHINESE}{_WORD}[,，]){_BETWEEN}$")
_INTRODUCED = re.compile(r"[\u4e00-\u9fff)）”》][:：]?\s?$")
_PHRASE = re.compile(r"[\u4e00-\u9fff]{2}$")
_CHAIN = re.compile(r"(?:[、和与及/]\s?[0-9][0-9.,，万亿]{0,12}){1,8}")
_ALIKE = re.compile(r"[一-鿿]{1,8}?[、和及与][0-9二两三四五六七八九十百]{1,5}")
_CLOSED = re.compile(r"\s?(?:[,，。;；、)）\t\n]|$)")


def in_list_of_counts(text: str, start: int, end: int) -> bool:
    """Return whether `text[start:end]` (一名) counts in a list of counts.

    It ends an item whose neighbour ends in a count too, or its noun is followed by another with the same measure word:
    一份总报告、三份分报告.
    """
    alike = _ALIKE.match(text, end)
    if alike and text.startswith(text[start + 1 : end], alike.end()):
        return True
    if not ends_item(text, start, end):
        return False
    return bool(_PARTNER_RIGHT.match(text, end, end + 20) or _PARTNER_LEFT.search(text, max(0, start - 20), start))


def ends_item(text: str, start: int, end: int) -> bool:
    """Return whether `text[start:end]` stands behind its noun, as counts in lists do (`报告三部，`)."""
    return text[end : end + 1] in _STOPS and text[start - 1 : start] not in _STOPS


def counts_in_quotation(text: str, start: int, numeral: str) -> bool:
    """Return whether a numeral in a short quotation counts (`“建设20个站点”`) and does not name (`“10件实事”`)."""
    return numeral[0].isascii() and bool(_PHRASE.search(text, max(0, start - 3), start))


def shared_unit(text: str, end: int) -> measure.Measure | None:
    """Return the measure word that a chain of numbers shares (`提高15、22个百分点`), seen from the end of the first."""
    chain = _CHAIN.match(text, end)
    return measure.at(text, chain.end()) if chain else None


def bare(
    text: str, start: int, end: int, numeral: str, bounded: bool, tables: "Tables"
) -> tuple[str | None, str | None]:
    """Return the reason and the unit of a numeral without a measure word; reason None: it is a mention."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if not numeral[0].isascii():
        return (None, None) if bounded and len(numeral) > 1 else ("name", None)
    if before.isascii() and (before.isalpha() or before in "./_=?&@#-") and before:
        return ("name" if before.isalpha() else "link"), None
    if after.isascii() and after.isalpha():
        return "name", None
    if (len(numeral) > 6 and numeral.isdigit()) or (numeral[0] == "0" and numeral.isdigit() and len(numeral) > 1):
        return "code", None
    if before == "\t" or (after == "\t" and before in ("", "\n")):
        return _cell(text, start, end, numeral, tables)
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


def _cell(text: str, start: int, end: int, numeral: str, tables: "Tables") -> tuple[str | None, str | None]:
    """Judge a bare number in a table row, whose unit may stand in the row, its label, the column's head or above."""
    line = text.rfind("\n", max(0, start - ROW), start) + 1 or max(0, start - ROW)
    if text[end : end + 1] not in ("", "\t", "\n"):
        return "unexplained", None
    column = text.count("\t", line, start)
    if not column:
        return "enumeration", None
    near = text[max(line, start - 40) : end + 20].partition("\n")[0]
    for cell in near.split("\t"):
        if unit := _unit_alone(cell.strip()):
            return None, unit
    label, _, _ = text[line:start].partition("\t")
    first = tables.first(line)
    head = _head(text, first, column) if first < line else ""
    if unit := _unit_of_label(label) or _unit_of_label(head):
        return None, unit
    if not head and _YEAR.match(numeral):
        return "year", None
    above = _UNIT_LINE.search(text, max(0, first - 60), start)
    return None, above.group(1) if above else None


def _unit_alone(cell: str) -> str | None:
    word = cell.lstrip("百千万亿")
    entry = measure.at(word, 0) if word and len(cell) <= 5 else None
    return cell if entry and entry.word == word and not entry.reason else None


def _unit_of_label(label: str) -> str | None:
    """Return the unit that a label holds: `调研报告(篇)`, `捐款(万元)`, `件数`."""
    found = _LABEL.search(label)
    if found:
        return found.group(1)
    return label[-2] if label.endswith("数") and _unit_alone(label[-2:-1]) else None


def _head(text: str, first: int, column: int) -> str:
    """Return the head of `column` in the table whose first row begins at `first`, "" for none."""
    cells = text[first : first + ROW].partition("\n")[0].split("\t")
    return cells[column].strip() if column < len(cells) else ""


class Tables:
    """Where the tables of a text begin. Asked in the order of the text, it walks over each row once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._line = self._first = -1

    def first(self, line: int) -> int:
        """Return where the first row of the table begins that holds the row at `line`."""
        row = line
        while row > 0 and row != self._line:
            previous = self._text.rfind("\n", max(0, row - ROW), row - 1) + 1
            if "\t" not in self._text[previous : row - 1]:
                break
            row = previous
        self._first = self._first if row == self._line else row
        self._line = line
        return self._first
