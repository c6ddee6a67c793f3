"""A sentence cut at its punctuation, with the terms of the rules in it. What the terms mean is not asked here."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from etl.core.indicator.lexicon import Hit, scan
from etl.core.indicator.numerals import Quantity

_ANY = re.compile(r"[,，;；:：、。!！?？\t\n()（）【】]|——")
CLAUSE = frozenset(",，;；:：。!！?？\t\n()（）【】——")
SECTION = frozenset(";；。!！?？\n")
_PAIRED = re.compile(r"[\u4e00-\u9fff]{4}、[\u4e00-\u9fff]{4}的")  # 特色鲜明、形式多样的 describes one noun
_QUOTED = re.compile(r"“[^“”]{1,120}”|《[^《》]{1,120}》|「[^「」]{1,120}」|‘[^‘’]{1,80}’")
BRACKETED = re.compile(r"[(（][^()（）]{1,60}[)）]")
_LONG_NAME = 16  # a longer quotation is a topic; only its last words can be the counted noun
_TAIL = 8


@dataclass(slots=True)
class Layout:
    """A sentence cut at its punctuation; offsets within the sentence."""

    text: str
    hits: list[Hit]
    cuts: list[int]  # positions of all delimiters
    kinds: list[str]
    starts: list[int]  # starts of the hits

    def between(self, start: int, end: int) -> list[Hit]:
        """Return the hits that lie within start:end."""
        low, high = bisect_left(self.starts, start), bisect_left(self.starts, end)
        found = self.hits[low:high]
        return found if not found or found[-1].end <= end else found[:-1]

    def back(self, position: int, kinds: frozenset[str] | None = None) -> int:
        """Return the place after the last delimiter (of these kinds) before `position`."""
        index = bisect_left(self.cuts, position) - 1
        while index >= 0 and kinds is not None and self.kinds[index] not in kinds:
            index -= 1
        return self.cuts[index] + 1 if index >= 0 else 0

    def forward(self, position: int, kinds: frozenset[str] | None = None) -> int:
        """Return the place of the first delimiter (of these kinds) at or after `position`."""
        index = bisect_left(self.cuts, position)
        while index < len(self.cuts) and kinds is not None and self.kinds[index] not in kinds:
            index += 1
        return self.cuts[index] if index < len(self.cuts) else len(self.text)


def layout(text: str, quantities: Sequence[Quantity], offset: int) -> Layout:
    """Cut a sentence; quotations and brackets without a figure of their own do not cut it."""
    places = [quantity.start - offset for quantity in quantities]

    def holds(start: int, end: int) -> bool:
        return bisect_left(places, end) > bisect_left(places, start)

    closed = [found.span() for found in _QUOTED.finditer(text)]
    dropped: list[tuple[int, int]] = []
    closed = [(start, end) for start, end in closed if not holds(start, end)]
    for start, end in closed:
        if end - start > _LONG_NAME:
            dropped.append((start, end - _TAIL))
    for found in BRACKETED.finditer(text):
        if not holds(*found.span()):
            closed.append(found.span())
            dropped.append(found.span())
    closed += [found.span() for found in _PAIRED.finditer(text)] if "的" in text else []
    closed.sort()
    dropped.sort()
    cuts, kinds = [], []
    for found in _ANY.finditer(text):
        if not _inside(found.start(), closed) and not (found.group() in "：:" and _opens(text, found.end(), places)):
            cuts.append(found.end() - 1)
            kinds.append(found.group())
    hits = scan(text)
    if dropped:
        hits = [hit for hit in hits if not _inside(hit.start, dropped)]
    return Layout(text, hits, cuts, kinds, [hit.start for hit in hits])


def _opens(text: str, position: int, places: Sequence[int]) -> bool:
    """Tell whether a quantity begins at a position, but for blanks."""
    while text[position : position + 1].isspace():
        position += 1
    index = bisect_left(places, position)
    return index < len(places) and places[index] == position


def _inside(position: int, spans: Sequence[tuple[int, int]]) -> bool:
    return bool(spans) and any(start <= position < end for start, end in spans)
