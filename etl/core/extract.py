"""The whole core on one document: from raw text to observations. No step's own rules belong here."""

from typing import NamedTuple

from etl.core.indicator.observe import observe
from etl.core.model import Normalized, Numeral, Observation, RawText, Sentence
from etl.core.normalize.normalize import normalize
from etl.core.segment.segment import segment


class Extraction(NamedTuple):
    """All that is known of one document."""

    raw: RawText
    document: Normalized
    sentences: tuple[Sentence, ...]
    observations: list[Observation]
    numerals: list[Numeral]


def extract(raw: RawText, name: str) -> Extraction:
    """Run the core on one document; `name` is its file name, a weak source of facts."""
    document = normalize(raw, name)
    sentences = segment(document)
    observations, numerals = observe(raw.text, document, sentences)
    return Extraction(raw, document, sentences, observations, numerals)
