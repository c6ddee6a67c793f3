"""Lines: line ends that a page layout put inside paragraphs, and the page numbers between them.

A text is taken for wrapped only where its lines fill one width and break off in mid-sentence. Then a full line that
ends no sentence is joined to the next one. Short lines, indented lines and marked items stay lines of their own.
"""

import re
from collections import Counter
from collections.abc import Iterator

from etl.core.edits import Edit

_PAGE_NUMBER = re.compile(r"[-—–·•\s]{0,6}(?:第 ?)?\d{1,4}(?: ?页)?(?: ?[/,，]? ?共 ?\d{1,4} ?页)?[-—–·•\s]{0,6}")
_ENDS = "。！？!?：:；;…"
_ITEM = re.compile(
    r"[ \t]|[一二三四五六七八九十]{1,3}[、是]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、]"
    r"|第[一二三四五六七八九十]{1,3}[,，、章节]|[●■◆▲★※□○•·]|【|附件|图片"
)
_WIDEST = 120  # half-width columns: a wider line is a paragraph
_NARROWEST = 30
_SLACK = 6  # columns by which a full line may be short: marks may not begin a line, numbers are not cut
_FEWEST = 5  # full lines that a wrapped text has at least
_WIDE = re.compile(r"[^\x00-\u2e7f\uff61-\uffdc]")


def page_numbers(text: str) -> Iterator[Edit]:
    """Yield the removal of lines next to a page break that hold only a page number, in texts with form feeds."""
    if "\f" not in text:
        return
    old = 0
    breaks = [match.start() for match in re.finditer("\f", text)]
    for at in [*breaks, len(text)]:
        tail = at
        while tail > old and text[tail - 1] in " \n":
            tail -= 1
        head = text.rfind("\n", max(old, tail - 60), tail)
        if head >= 0 and _PAGE_NUMBER.fullmatch(text, head + 1, tail):
            yield Edit(head, at, "")
            old = at
        line_end = text.find("\n", at + 1, at + 60)
        if line_end > 0 and _PAGE_NUMBER.fullmatch(text, at + 1, line_end):
            yield Edit(at + 1, line_end + 1, "")
            old = line_end + 1


def _columns(line: str) -> int:
    return len(line) + len(_WIDE.findall(line))


def unwrap(text: str) -> Iterator[Edit]:
    """Yield the removal of line ends inside paragraphs; between two letters the line end becomes a blank."""
    lines = text.split("\n")
    shown = [line.rstrip() for line in lines]
    if sum(len(line) > _WIDEST for line in shown) * 20 > len(lines):
        return  # a page of paragraphs: more lines are wide than a wrapped text may have
    columns = [_columns(line) if len(line) <= _WIDEST else _WIDEST + 1 for line in shown]
    filled = sorted(width for width in columns if width)
    if len(filled) < _FEWEST + 1 or filled[-(len(filled) // 20) - 1] > _WIDEST:
        return
    widest = filled[-(len(filled) // 20) - 1]
    full = [
        widest - _SLACK <= width <= widest + _SLACK and "\t" not in line
        for width, line in zip(columns, lines, strict=True)
    ]
    if widest < _NARROWEST or sum(full) < max(_FEWEST, 0.3 * len(filled)):
        return
    broken_off = sum(1 for line, one in zip(lines, full, strict=True) if one and line.rstrip()[-1] not in _ENDS)
    if broken_off < 0.6 * sum(full):
        return
    margins = Counter(len(line) - len(line.lstrip()) for line, one in zip(lines, full, strict=True) if one)
    margin = margins.most_common(1)[0][0]  # of a page that is indented as a whole
    end = -1
    for index, line in enumerate(lines[:-1]):
        end += len(line) + 1
        kept = shown[index]
        following = lines[index + 1]
        inner = following[margin:] if following[:margin].isspace() else following
        if full[index] and kept[-1] not in _ENDS and inner.strip() and not _ITEM.match(inner):
            both = kept[-1].isascii() and kept[-1].isalpha() and inner[0].isascii() and inner[0].isalpha()
            yield Edit(end - len(line) + len(kept), end + 1 + len(following) - len(inner), " " if both else "")
