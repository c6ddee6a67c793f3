"""Tables that a page's text shows with bars: rows (`| 提案(件) | 135 |`), or one cell in each line (`135 |`).

Their cells are parted by tabs in the clean text, as those of every other table. A bar between words is no table.
"""

import re
from collections.abc import Iterator, Sequence

from etl.core.edits import Edit

_ROWS = re.compile(r"(?:^[ \t]*\|[^\n]*\|[ \t]*(?:\n|\Z)){2,}", re.MULTILINE)
_BAR = re.compile(r"[ \t]*\|[ \t]*")
_RULE = re.compile(r"[ \t|:=-]+\n?")
_CELLS = re.compile(r"(?:^[^|\n]{0,40}\|[ \t]*(?:\n|\Z)){6,}", re.MULTILINE)
_NUMBER = re.compile(r"[0-9][0-9.,]*[%％]?")
_FEWEST_COLUMNS = 2


def find(text: str) -> Iterator[Edit]:
    """Yield the edits that part the cells of barred tables by tabs, sorted. Time linear in the length of the text."""
    if "|" not in text:
        return
    blocks = [(block, _rows) for block in _ROWS.finditer(text)] + [(block, _cells) for block in _CELLS.finditer(text)]
    old = 0
    for block, read in sorted(blocks, key=lambda found: found[0].start()):
        if block.start() >= old:
            yield from read(text, *block.span())
            old = block.end()


def _rows(text: str, start: int, end: int) -> Iterator[Edit]:
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        if rule := _RULE.fullmatch(text, start, min(stop + 1, end)):
            yield Edit(*rule.span(), "")
        else:
            bars = list(_BAR.finditer(text, start, stop))
            for index, bar in enumerate(bars):
                yield Edit(*bar.span(), "\t" if 0 < index < len(bars) - 1 else "")
        start = stop + 1


def _cells(text: str, start: int, end: int) -> Iterator[Edit]:
    bars = list(_BAR.finditer(text, start, end))
    starts = [start, *(bar.end() + 1 for bar in bars[:-1])]
    cells = [text[begin : bar.start()].strip() for begin, bar in zip(starts, bars, strict=True)]
    columns = _columns(cells)
    if columns is None:
        return
    for index, bar in enumerate(bars, 1):
        last = index == len(bars) or index % columns == 0
        yield Edit(bar.start(), bar.end() + (not last), "" if last else "\t")


def _columns(cells: Sequence[str]) -> int | None:
    """Return how many cells make a row: those of the head, which ends before the name of the first row of numbers."""
    first = next((index for index, cell in enumerate(cells) if _NUMBER.fullmatch(cell)), 0)
    columns = first - 1
    if columns < _FEWEST_COLUMNS or len(cells) < 2 * columns:
        return None
    named = [bool(cell) and not _NUMBER.fullmatch(cell) for cell in cells[::columns]]
    return columns if all(named) else None
