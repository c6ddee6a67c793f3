"""Page furniture: what surrounds the body of a page (stamps, navigation, side bars, footers, disclaimers)."""

from collections.abc import Sequence

from etl.core.model import Line, Span


def find(lines: Sequence[Line]) -> list[Span]:
    """Return the spans of the clean text that are furniture, sorted."""
    return []
