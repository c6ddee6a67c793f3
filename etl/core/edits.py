"""Edits of a text and the map from the edited text back to the original.

Every clean-up step says what it changes as a list of `Edit`s; `apply` makes the new text and an `OffsetMap`.
Maps compose, so that a chain of steps still leads to the raw text. No step's own rules belong here.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple


class Edit(NamedTuple):
    """Replace `text[start:end]` by `replacement` (empty: remove; start == end: insert).

    Not aligned: also where the lengths are equal, each new character came from the whole of what it replaces.
    """

    start: int
    end: int
    replacement: str
    aligned: bool = True


class Run(NamedTuple):
    """A stretch of the new text and where it came from.

    Equal lengths: character by character. Unequal: each character of the new stretch came from the whole old one.
    """

    start: int
    end: int
    source_start: int
    source_end: int


class OffsetMap:
    """The way back from a text to the text it was made of.

    `runs` cover the new text in order without gaps; an empty tuple is the map of an empty text.
    """

    __slots__ = ("_starts", "runs")

    def __init__(self, runs: Iterable[Run]) -> None:
        self.runs = tuple(runs)
        self._starts = [run.start for run in self.runs]

    @classmethod
    def identity(cls, length: int) -> "OffsetMap":
        """Return the map of a text of `length` code points to itself."""
        return cls([Run(0, length, 0, length)] if length else [])

    @property
    def length(self) -> int:
        """Length of the new text in code points."""
        return self.runs[-1].end if self.runs else 0

    def character(self, position: int) -> tuple[int, int]:
        """Return the half-open range of the original that the character at `position` came from."""
        run = self.runs[bisect_right(self._starts, position) - 1]
        if run.end - run.start == run.source_end - run.source_start:
            at = run.source_start + position - run.start
            return at, at + 1
        return run.source_start, run.source_end

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of the original from the first to the last character of `start:end` (not empty)."""
        return self.character(start)[0], self.character(end - 1)[1]

    def then(self, first: "OffsetMap") -> "OffsetMap":
        """Compose: self leads from C to B, `first` from B to A; the result leads from C to A."""
        composed: list[Run] = []
        for run in self.runs:
            if run.source_start == run.source_end:
                at = first.point(run.source_start)
                composed.append(Run(run.start, run.end, at, at))
            elif run.end - run.start != run.source_end - run.source_start:
                composed.append(Run(run.start, run.end, *first.span(run.source_start, run.source_end)))
            else:
                composed.extend(first.slice(run))
        return OffsetMap(merge(composed))

    def point(self, position: int) -> int:
        """Return the place in the original where something inserted at `position` belongs."""
        if position < self.length:
            return self.character(position)[0]
        return self.runs[-1].source_end if self.runs else 0

    def slice(self, run: Run) -> list[Run]:
        """Return `run` (whose source counts in this map's new text) cut at this map's runs."""
        cut: list[Run] = []
        index = bisect_right(self._starts, run.source_start) - 1
        shift = run.start - run.source_start
        while index < len(self.runs) and self.runs[index].start < run.source_end:
            piece = self.runs[index]
            start, end = max(piece.start, run.source_start), min(piece.end, run.source_end)
            if piece.end - piece.start == piece.source_end - piece.source_start:
                offset = piece.source_start - piece.start
                cut.append(Run(start + shift, end + shift, start + offset, end + offset))
            else:
                cut.append(Run(start + shift, end + shift, piece.source_start, piece.source_end))
            index += 1
        return cut


def merge(runs: Sequence[Run]) -> list[Run]:
    """Join neighbouring character-by-character runs whose sources touch too."""
    merged: list[Run] = []
    for run in runs:
        if merged and run.end - run.start == run.source_end - run.source_start:
            last = merged[-1]
            if last.end - last.start == last.source_end - last.source_start and last.source_end == run.source_start:
                merged[-1] = Run(last.start, run.end, last.source_start, run.source_end)
                continue
        merged.append(run)
    return merged


def apply(text: str, edits: Sequence[Edit]) -> tuple[str, OffsetMap]:
    """Make the edited text and its map back to `text`.

    `edits` are sorted and do not overlap. Linear in the length of the text and the number of edits.

    Raises:
        ValueError: the edits overlap or are not sorted.
    """
    if any(before.end > after.start for before, after in pairwise(edits)):
        raise ValueError("edits overlap or are not sorted")
    pieces: list[str] = []
    runs: list[Run] = []
    old = new = 0
    for start, end, replacement, aligned in edits:
        if old < start:
            pieces.append(text[old:start])
            runs.append(Run(new, new + start - old, old, start))
            new += start - old
        if replacement:
            pieces.append(replacement)
            if not aligned and 1 < len(replacement) == end - start:
                runs.append(Run(new, new + 1, start, end))
                runs.append(Run(new + 1, new + len(replacement), start, end))
            else:
                runs.append(Run(new, new + len(replacement), start, end))
            new += len(replacement)
        old = end
    if old < len(text):
        pieces.append(text[old:])
        runs.append(Run(new, new + len(text) - old, old, len(text)))
    return "".join(pieces), OffsetMap(merge(runs))
