"""Frames of table rows and list lines, whose label stands in another cell or behind the figure."""

import re
from collections.abc import Sequence

from etl.core.indicator import part_names
from etl.core.indicator.frame import Frame, labelled
from etl.core.indicator.numerals import Quantity
from etl.core.indicator.rules import rules
from etl.core.model import Sentence

_NAME_CELL = re.compile(r"[^\W\d_]{2}")
_UNIT = re.compile(r"[(（][^()（）0-9]{1,4}[)）]$")  # 调研报告(篇)
_NAMED_LINE = re.compile(r"[^0-9,，。;；:：()（）]{2,24}(?:[(（]共?[0-9]{1,4}[人名位][)）]|[0-9]{1,4}[人名位][;；])")
_YEAR_HEAD = re.compile(r"(?:19|20)[0-9]{2}年|[本今去上前]年")
_TABLE_HEADING = re.compile(r"(?:情况|统计|一览)?(?:表)?[:：]?$")


def is_list_line(sentence: Sentence, mentions: Sequence[Quantity]) -> bool:
    """Tell whether a line is a figure with its label behind it: 24次 党组会议."""
    return len(mentions) == 1 and sentence.kind == "heading" and mentions[0].start == sentence.start


def is_member_of_list(sentence: Sentence, mentions: Sequence[Quantity]) -> bool:
    """Tell whether a line is a name with its figure, in brackets or not: 教育界(16人), 经济界130人;"""
    return len(mentions) == 1 and _NAMED_LINE.fullmatch(sentence.text.strip()) is not None


def member_of_list(sentence: Sentence, quantity: Quantity) -> list[Frame]:
    """Return the frame of such a line: a part of what the heading counts."""
    frame = labelled("", quantity)
    frame.row_label = sentence.text[: quantity.start - sentence.start].strip(" (（共")
    return [frame]


def list_line(sentence: Sentence, quantity: Quantity) -> list[Frame]:
    """Return the frame of such a line."""
    return [labelled(sentence.text[quantity.end - sentence.start :].strip(), quantity)]


def year_above(text: str, at: int, header: Sequence[str]) -> str:
    """Return the head of a column whose figures are of one year (2020年), with a tab before it, else nothing."""
    column = text.count("\t", 0, at)
    return "\t" + header[column] if column < len(header) and _YEAR_HEAD.match(header[column]) else ""


def row(sentence: Sentence, mentions: Sequence[Quantity], header: Sequence[str]) -> list[Frame]:
    """Return the frames of a table row: its first cell with words is the label of all its figures.

    A figure with words of its own in its cell is read by them. A label that only names a part (a county's committee)
    takes what is counted from the head of the column, else from the heading above the table.
    """
    cells = [cell.strip() for cell in sentence.text.split("\t")]
    label = _UNIT.sub("", next((cell for cell in cells if _NAME_CELL.search(cell)), cells[0]))
    made = []
    for quantity in mentions:
        at = quantity.start - sentence.start
        said = sentence.text[sentence.text.rfind("\t", 0, at) + 1 : at].strip()
        if said and not said.startswith(label) and _NAME_CELL.search(said):  # a remark: 办复率100%
            remark = labelled(f"{label},{said}", quantity)
            if remark.heads or remark.verbs:
                made.append(remark)
                continue
        column = sentence.text.count("\t", 0, at)
        above = _UNIT.sub("", header[column]) if column < len(header) else ""
        frame = labelled(label, quantity)
        frame.label = label
        known = any(words[0] in rules().by_head for words in frame.heads) or frame.verbs
        committee = part_names.committee(label + "的") is not None
        under = labelled(above, quantity) if above and above != label else frame
        if not known or committee or (under.heads and part_names.is_row_name(label)):
            heading = labelled(_TABLE_HEADING.sub("", sentence.heading.rsplit(" > ", 1)[-1]), quantity)
            if not (under.heads or under.verbs) and (heading.heads or not committee):
                under = heading
            if under.heads or under.verbs or committee:
                under.row_label, under.label = "" if part_names.is_total(label) else label, label
                frame = under
        made.append(frame)
    return made
