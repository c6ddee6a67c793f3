"""Edits of a text and the map from the edited text back to the original.

Every clean-up step says what it changes as a list of `Edit`s; `apply` makes the new text and an `OffsetMap`.
Maps compose, so that a chain of steps still leads to the raw text. No step's own rules belong here.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
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

    Its runs cover the new text in order without gaps; no runs are the map of an empty text. Neighbouring
    character-by-character runs whose sources touch are one. Source positions never fall.
    """

    __slots__ = ("_ends", "_source_ends", "_sources", "_starts")

    def __init__(self, runs: Iterable[tuple[int, int, int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._sources: list[int] = []
        self._source_ends: list[int] = []
        joinable = False
        for start, end, source, source_end in runs:
            aligned = end - start == source_end - source
            if aligned and joinable and self._source_ends[-1] == source:
                self._ends[-1] = end
                self._source_ends[-1] = source_end
            else:
                self._starts.append(start)
                self._ends.append(end)
                self._sources.append(source)
                self._source_ends.append(source_end)
            joinable = aligned

    @classmethod
    def identity(cls, length: int) -> "OffsetMap":
        """Return the map of a text of `length` code points to itself."""
        return cls([(0, length, 0, length)] if length else [])

    @property
    def runs(self) -> tuple[Run, ...]:
        """The runs in order."""
        return tuple(map(Run, self._starts, self._ends, self._sources, self._source_ends))

    @property
    def length(self) -> int:
        """Length of the new text in code points."""
        return self._ends[-1] if self._ends else 0

    def character(self, position: int) -> tuple[int, int]:
        """Return the half-open range of the original that the character at `position` came from."""
        index = bisect_right(self._starts, position) - 1
        start, source, source_end = self._starts[index], self._sources[index], self._source_ends[index]
        if self._ends[index] - start == source_end - source:
            at = source + position - start
            return at, at + 1
        return source, source_end

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of the original from the first to the last character of `start:end` (not empty)."""
        return self.character(start)[0], self.character(end - 1)[1]

    def point(self, position: int) -> int:
        """Return the place in the original where something inserted at `position` belongs."""
        if position < self.length:
            return self.character(position)[0]
        return self._source_ends[-1] if self._source_ends else 0

    def target(self, source: int) -> int:
        """Return the place in the new text of position `source` of the original, or of the next that is left."""
        index = bisect_right(self._sources, source) - 1
        if index < 0:
            return 0
        return min(self._starts[index] + source - self._sources[index], self._ends[index])

    def then(self, first: "OffsetMap") -> "OffsetMap":
        """Compose: self leads from C to B, `first` from B to A; the result leads from C to A. Linear in the runs."""
        if first.is_identity():
            return self
        if self.is_identity() and self.length == first.length:
            return first
        return OffsetMap(self._composed(first))

    def is_identity(self) -> bool:
        """Tell whether each character stands where it stood."""
        return len(self._starts) == 1 and self._sources[0] == 0 and self._ends == self._source_ends

    def _composed(self, first: "OffsetMap") -> Iterable[tuple[int, int, int, int]]:
        starts, ends, sources, source_ends = first._starts, first._ends, first._sources, first._source_ends
        count, index = len(starts), 0
        for start, end, middle, middle_end in zip(
            self._starts, self._ends, self._sources, self._source_ends, strict=True
        ):
            if middle == middle_end:
                at = first.point(middle)
                yield start, end, at, at
                continue
            while ends[index] <= middle:
                index += 1
            if end - start != middle_end - middle:
                yield from _whole(start, end, *first.span(middle, middle_end))
                continue
            shift = start - middle
            piece = index
            while piece < count and starts[piece] < middle_end:
                left, right = starts[piece], ends[piece]
                source, source_end = sources[piece], source_ends[piece]
                aligned = right - left == source_end - source
                if left < middle:
                    source += (middle - left) * aligned
                    left = middle
                if right > middle_end:
                    source_end -= (right - middle_end) * aligned
                    right = middle_end
                if aligned:
                    yield left + shift, right + shift, source, source_end
                else:
                    yield from _whole(left + shift, right + shift, source, source_end)
                piece += 1


def _whole(start: int, end: int, source: int, source_end: int) -> list[tuple[int, int, int, int]]:
    """Return the runs of a stretch each of whose characters came from the whole source, also at equal lengths."""
    if 1 < end - start == source_end - source:
        return [(start, start + 1, source, source_end), (start + 1, end, source, source_end)]
    return [(start, end, source, source_end)]


def apply(text: str, edits: Sequence[Edit]) -> tuple[str, OffsetMap]:
    """Make the edited text and its map back to `text`.

    `edits` are sorted and do not overlap. Linear in the length of the text and the number of edits.

    Raises:
        ValueError: the edits overlap or are not sorted.
    """
    pieces: list[str] = []
    runs: list[tuple[int, int, int, int]] = []
    old = new = 0
    for start, end, replacement, aligned in edits:
        if start < old:
            raise ValueError("edits overlap or are not sorted")
        if old < start:
            pieces.append(text[old:start])
            runs.append((new, new + start - old, old, start))
            new += start - old
        if size := len(replacement):
            pieces.append(replacement)
            if aligned:
                runs.append((new, new + size, start, end))
            else:
                runs += _whole(new, new + size, start, end)
            new += size
        old = end
    if old < len(text):
        pieces.append(text[old:])
        runs.append((new, new + len(text) - old, old, len(text)))
    return "".join(pieces), OffsetMap(runs)
