"""Labelled documents: reading gold files, extracting the documents they are of, and scoring the extraction.

A folder of gold holds one JSONL file per document, named after it: `report.jsonl` for `report.html`, `many-7.jsonl` for
row 7 of the collection `many.jsonl`. The arithmetic is in `evaluate`.
"""

import json
from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from etl.core import gold
from etl.core.evaluate import Evaluation, Mistake, Row, Side
from etl.core.extract import Extraction, extract
from etl.core.read.reader import Limits, read
from etl.errors import LuzhiError

SAMPLES = Path(__file__).parents[1] / "samples"


@dataclass(slots=True)
class Report:
    """An evaluation with its mistakes, each in its sentence, and the labelled documents that could not be read."""

    evaluation: Evaluation = field(default_factory=Evaluation)
    mistakes: list[tuple[str, Mistake, str]] = field(default_factory=list)  # name of the document, mistake, sentence
    missing: list[str] = field(default_factory=list)  # counted as documents in which nothing was found


def evaluate(gold_folder: Path, documents: Path) -> Report:
    """Extract all documents that have gold and score the result.

    Raises:
        LuzhiError: a folder is missing, there is no gold, or a gold file is not in the format.
    """
    for folder in (gold_folder, documents):
        if not folder.is_dir():
            raise LuzhiError(f"{folder}: no such folder of labelled documents")
    labels = {path.stem: path for path in sorted(gold_folder.glob("*.jsonl"))}
    if not labels:
        raise LuzhiError(f"{gold_folder}: no gold files (*.jsonl)")
    report = Report()
    extractions = dict(_extractions(documents, labels.keys()))
    for name, path in labels.items():
        found = extractions.get(name)
        if found is None:
            report.missing.append(name)
        predicted = Side({}, []) if found is None else _side([json.loads(line) for line in gold.lines(found, name)])
        for mistake in report.evaluation.add(name, read_gold(path), predicted):
            report.mistakes.append((name, mistake, "" if found is None else _sentence(found, mistake.row["start"])))
    return report


def sample_figures() -> dict[str, float]:
    """Score the bundled samples and return the figures that a quality check keeps, each 0..1 but for the counts."""
    figures = evaluate(SAMPLES / "gold", SAMPLES / "documents").evaluation.figures()
    named = {
        f"{name}_{share}": figures[name][share]
        for name in ("mention", "observation")
        for share in ("precision", "recall", "f1")
    }
    fields = {f"{name}_right": value["share"] for name, value in figures["fields"].items() if "." not in name}
    return {
        **named,
        **{name.replace(" ", "_"): value for name, value in fields.items()},
        "false_codes": figures["negatives"]["false_codes"],
        "documents": figures["documents"],
    }


def read_gold(path: Path) -> Side:
    """Read one gold file.

    Raises:
        LuzhiError: a line is not in the format; the message names file and line.
    """
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if row.get("kind") == "observation":
                float(row["value"])
                if not 0 <= row["start"] < row["end"] or not row["indicator"]:
                    raise ValueError("start, end or indicator")
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            raise LuzhiError(f"{path}:{number}: not a line of gold: {problem!r}") from None
        rows.append(row)
    return _side(rows)


def _side(rows: list[dict[str, Any]]) -> Side:
    facts: Row = next((row for row in rows if row.get("kind") == "document"), {})
    return Side(facts, [row for row in rows if row.get("kind") == "observation"])


def _extractions(folder: Path, wanted: Collection[str]) -> Iterator[tuple[str, Extraction]]:
    for file in sorted(path for path in folder.iterdir() if path.is_file()):
        if file.stem not in wanted and not any(name.startswith(f"{file.stem}-") for name in wanted):
            continue
        for reading in read(file, Limits()):
            name = file.stem if reading.row is None else f"{file.stem}-{reading.row}"
            if reading.raw is not None and name in wanted:
                yield name, extract(reading.raw, file.name)


def _sentence(extraction: Extraction, start: int) -> str:
    """Return the sentence that the raw place `start` lies in; in furniture the next one."""
    starts = [sentence.start for sentence in extraction.sentences]
    at = bisect_right(starts, extraction.document.offsets.target(start)) - 1
    return extraction.sentences[at].text if at >= 0 else ""
