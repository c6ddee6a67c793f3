"""Hand-made stage tables: documents written as sentences with their figures, put into a build file.

A figure is a dict of the observation's fields; `quantity` must stand in the sentence. What it leaves out is a plain
exact figure of the committee itself in the document's report year.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import yaml

from etl.warehouse.columns import tables

ROOT = Path(__file__).parents[2]
STAGES = ("raw", "normalized", "segmented", "indicator", "lineage")
INDICATORS = ROOT / "etl" / "rules" / "indicators"
Figure = dict[str, Any]


@dataclass
class Document:
    """One document about a committee; `sentences` are texts with the figures in them."""

    name: str
    sentences: Sequence[tuple[str, Sequence[Figure]]]
    committee: str | None = "青河市政协"
    level: str | None = "prefecture"
    province: str | None = "山东"
    adcode: str | None = "370900"
    genre: str = "work_report"
    published: date | None = date(2024, 1, 20)
    report_year: int | None = 2023
    url: str | None = None
    family: str | None = None
    canonical: bool = True
    sample: bool = False
    vanished: bool = False
    keywords: dict[str, tuple[int, float]] = field(default_factory=dict)
    unexplained: int = 0

    @property
    def document_id(self) -> str:
        return sha256(self.name.encode()).hexdigest()[:16]


def figure(indicator: str, quantity: str, value: float, unit: str | None, **other: Any) -> Figure:
    """One observation of a sentence."""
    return {"indicator": indicator, "quantity": quantity, "value": value, "unit": unit, **other}


def build(path: Path, documents: Sequence[Document]) -> None:
    """Make a build file with the stage tables of these documents."""
    with duckdb.connect(str(path), config={"storage_compatibility_version": "v1.5.0"}) as connection:
        create(connection)
        families = {one.family: one.document_id for one in documents if one.family and one.canonical}
        tables_rows = defaultdict(list, {"indicator.catalogue": catalogue()})
        for document in documents:
            for table, rows in rows_of(document, families.get(document.family, document.document_id)).items():
                tables_rows[table] += rows
        for table, rows in tables_rows.items():
            insert(connection, table, rows)


def create(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the empty tables and views of all stages."""
    for schema in STAGES:
        connection.execute(f"create schema {schema}")
    for table in tables().values():
        if table.schema in STAGES and not table.is_view:
            connection.execute(table.create())
    connection.execute((ROOT / "etl" / "warehouse" / "views.sql").read_text(encoding="utf-8"))


def catalogue() -> list[dict[str, Any]]:
    """The indicators that the rules know."""
    names = ("code", "family", "name_zh", "name_en", "unit_class", "definition")
    entries = [entry for path in sorted(INDICATORS.glob("*.yaml")) for entry in yaml.safe_load(path.read_text())]
    return [{name: entry[name] for name in names} for entry in entries]


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows by column name; what they leave out is null."""
    if rows:
        frame = pl.DataFrame(rows, infer_schema_length=None)  # noqa: F841 - read by DuckDB
        connection.execute(f"insert into {table} by name select * from frame")


def rows_of(document: Document, family: str) -> dict[str, list[dict[str, Any]]]:
    """One document's rows in the tables of all stages."""
    key, text = document.document_id, "\n".join(text for text, _ in document.sentences)
    seen = "2024-02-01 00:00:00+00"
    source = {"document_id": key, "source_path": document.name, "sample": document.sample}
    times = {"first_seen": seen, "last_seen": seen, "vanished": seen if document.vanished else None}
    facts = ("committee", "level", "province", "adcode", "genre", "published", "report_year", "url", "canonical")
    more = {"of_genre": document.genre != "other", "family_id": family, "script": "simplified", "title": document.name}
    sentences, observations, start = [], [], 0
    for position, (sentence, figures) in enumerate(document.sentences):
        place = {"document_id": key, "sentence_id": f"{key}-{position}"}
        span = {"span_start": start, "span_end": start + len(sentence)}
        clean = {"text_start": start, "text_end": start + len(sentence)}
        sentences.append({**place, **span, **clean, "position": position, "text": sentence, "paragraph": position})
        observations += [observation(document, place, sentence, start, one, n) for n, one in enumerate(figures)]
        start += len(sentence) + 1
    numerals = [{"document_id": key, "span_start": n, "span_end": n + 1, "text": "1"} for n in range(2)]
    reasons = ["unexplained"] * document.unexplained + ["date"] * (2 - document.unexplained)
    terms = sum(count for count, _ in document.keywords.values())
    weights = document.keywords.items()
    keywords = [{"term": t, "occurrences": n, "terms": terms, "weight": n / terms * idf} for t, (n, idf) in weights]
    return {
        "raw.documents": [{"document_id": key, "sha256": key * 4, "text": text, "format": "text"}],
        "raw.sources": [{**source, **times}],
        "normalized.documents": [
            {"document_id": key, "text": text, **{fact: getattr(document, fact) for fact in facts}, **more}
        ],
        "segmented.sentences": sentences,
        "indicator.observations": observations,
        "indicator.numerals": [{**row, "reason": reason} for row, reason in zip(numerals, reasons, strict=True)],
        "segmented.keywords": [{"document_id": key, **row} for row in keywords],
    }


def observation(
    document: Document, place: dict[str, str], sentence: str, start: int, one: Figure, number: int
) -> dict[str, Any]:
    """The row of one figure; its quantity is looked up in the sentence."""
    at = start + sentence.index(one["quantity"])
    end = at + len(one["quantity"])
    plain = {"qualifier": "exact", "status": "actual", "basis": "period", "scope": "own", "subject": one["indicator"]}
    spans = {"span_start": at, "span_end": end, "text_start": at, "text_end": end}
    missing = {"value_high": None, "breakdown": None, "programme": None, "doubts": [], "rule": "by hand"}
    identity = {**place, "observation_id": f"{place['sentence_id']}-{number}", "period": document.report_year}
    return {**plain, **missing, **spans, **identity, **one}
