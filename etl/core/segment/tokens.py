"""Tokens of simplified text: `rjieba`, the fast twin of `jieba`, with jieba itself as the fallback."""

from collections.abc import Callable, Iterable
from functools import cache

Cutter = Callable[[str], Iterable[tuple[str, int, int]]]


def tokenize(text: str) -> tuple[tuple[str, int, int], ...]:
    """Cut `text` into words (word, start, end) by jieba's default mode; offsets count in `text`."""
    return tuple(_cutter()(text))


@cache
def _cutter() -> Cutter:
    try:
        import rjieba
    except ImportError:  # a machine without a wheel for it
        import jieba

        jieba.setLogLevel("WARNING")
        reference: Cutter = jieba.tokenize
        return reference
    fast: Cutter = rjieba.tokenize
    return fast
