"""Keywords of one document: jieba's TF-IDF over words that are cut already.

Term frequency times inverse document frequency as in `jieba.analyse.extract_tags`, with jieba's reference corpus; a
word that the corpus does not know has its median. What is no word (figures, signs, single characters) is no term.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from statistics import median_high
from typing import NamedTuple


class Keyword(NamedTuple):
    """One term of a document; the weight is its TF-IDF."""

    term: str
    occurrences: int
    weight: float


def find(words: Iterable[str], most: int = 100) -> tuple[int, list[Keyword]]:
    """Return the number of terms (words of two or more characters) and the strongest ones, strongest first."""
    frequencies, median = _reference()
    counts = Counter(word for word in words if len(word.strip()) > 1 and any(map(str.isalpha, word)))
    total = sum(counts.values())
    keywords = [
        Keyword(term, number, number / total * frequencies.get(term, median)) for term, number in counts.items()
    ]
    return total, sorted(keywords, key=lambda one: (-one.weight, one.term))[:most]


@cache
def _reference() -> tuple[Mapping[str, float], float]:
    """Return the inverse document frequencies of jieba's corpus, and their median."""
    package = find_spec("jieba")
    if package is None or package.origin is None:
        raise ImportError("jieba is not installed")
    lines = Path(package.origin).with_name("analyse").joinpath("idf.txt").read_text(encoding="utf-8").splitlines()
    frequencies = {term: float(value) for term, value in (line.split(" ") for line in lines)}
    return frequencies, median_high(frequencies.values())
