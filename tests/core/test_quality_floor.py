"""The extraction must not get worse: floors under its scores, slightly below what it reaches today."""

from pathlib import Path

import labelled_folders

from etl.core.labelled import evaluate


def f1(folders: tuple[Path, Path]) -> tuple[float, float, int]:
    """Return F1 of mentions and observations, and the number of codes outside the genre."""
    figures = evaluate(*folders).evaluation.figures()
    return figures["mention"]["f1"], figures["observation"]["f1"], figures["negatives"]["false_codes"]


def test_bundled_samples() -> None:
    mention, observation, false_codes = f1(labelled_folders.BUNDLED)
    assert mention >= 0.99
    assert observation >= 0.95
    assert false_codes == 0


def test_open_passages() -> None:
    mention, observation, false_codes = f1(labelled_folders.OPEN)
    assert mention >= 0.995
    assert observation >= 0.92
    assert false_codes == 0


def test_passages_that_no_rule_was_written_for() -> None:
    mention, observation, false_codes = f1(labelled_folders.APART)
    assert mention >= 0.98
    assert observation >= 0.86
    assert false_codes == 0


def test_labelled_documents() -> None:
    mention, observation, _ = f1(labelled_folders.of_settings())
    assert mention >= 0.98
    assert observation >= 0.96
