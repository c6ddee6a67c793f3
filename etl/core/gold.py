"""Extractions as lines of JSON in the format of labelled documents: document facts first, then the observations."""

import json
from collections.abc import Iterator

from etl.core.extract import Extraction


def _number(value: float | None) -> float | int | None:
    return int(value) if value is not None and float(value).is_integer() else value


def lines(extraction: Extraction, file: str) -> Iterator[str]:
    """Yield the lines of one document without line ends; observations are sorted by where they stand."""
    document, facts = extraction.document, extraction.document.facts
    first = {
        "kind": "document",
        "file": file,
        "encoding": extraction.raw.encoding,
        "genre": facts.genre,
        "negative": not facts.of_genre,
        "committee": facts.committee,
        "level": facts.level,
        "province": facts.province,
        "adcode": facts.adcode,
        "published": facts.published,
        "report_year": facts.report_year,
        "title": facts.title,
        "script": document.script,
        "headline": [list(span) for span in facts.headline],
        "pinyin_annotations": document.annotations > 0,
        "furniture": [list(span) for span in document.furniture],
        "damage": [{"start": one.raw.start, "end": one.raw.end, "intended": one.intended} for one in document.damage],
        "outlet": facts.outlet,
        "url": facts.url,
        "speaker": facts.speaker,
        "meeting": facts.meeting,
        "doubts": list(facts.doubts),
    }
    yield json.dumps(first, ensure_ascii=False)
    for one in sorted(extraction.observations, key=lambda one: (one.raw, one.indicator)):
        row = {
            "kind": "observation",
            "start": one.raw.start,
            "end": one.raw.end,
            "text": one.text,
            "value": _number(one.value),
            "value_high": _number(one.value_high),
            "unit": one.unit,
            "qualifier": one.qualifier,
            "indicator": one.indicator,
            "status": one.status,
            "period": one.period,
            "basis": one.basis,
            "scope": one.scope,
            "breakdown": one.breakdown,
            "programme": one.programme,
            "subject": one.subject,
        }
        yield json.dumps(row, ensure_ascii=False)
