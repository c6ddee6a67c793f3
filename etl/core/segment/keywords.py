"""Keywords of one document: jieba's TF-IDF over words that are cut already.

Term frequency times inverse document frequency as in `jieba.analyse.extract_tags`, with its reference corpus and stop
words; a word that the corpus does not know has its median.
"""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple


class Keyword(NamedTuple):
    """One term of a document; the weight is its TF-IDF."""

    term: str
    occurrences: int
    weight: float


def find(words: Iterable[str], most: int = 100) -> tuple[int, list[Keyword]]:
    """Return the number of terms (words of two or more characters that say something) and the strongest ones."""
    known = _reference()
    counts = Counter(
        word for word in words if len(word.strip()) > 1 and word.lower() not in known.stop_words and not _number(word)
    )
    total = sum(counts.values())
    keywords = [
        Keyword(term, number, number / total * known.idf_freq.get(term, known.median_idf))
        for term, number in counts.items()
    ]
    return total, sorted(keywords, key=lambda one: (-one.weight, one.term))[:most]


def _number(word: str) -> bool:
    return all(character.isnumeric() or character in ".%" for character in word)


@cache
def _reference() -> Any:
    import jieba.analyse

    return jieba.analyse.default_tfidf
