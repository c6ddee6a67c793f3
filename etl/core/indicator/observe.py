"""From sentences to observations, and a reason for every numeral that is none."""

from collections.abc import Sequence

from etl.core.model import Normalized, Numeral, Observation, Sentence


def observe(
    raw_text: str, document: Normalized, sentences: Sequence[Sentence]
) -> tuple[list[Observation], list[Numeral]]:
    """Return the observations of a document in order, and its other numerals with reasons."""
    return [], []
