"""Between the core's records and the rows of the tables, both ways. No rules, no SQL.

Spans are structs: `span_*` in the raw text, `text_*` in the clean text.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from etl.core.edits import OffsetMap, Run
from etl.core.model import CharacterClass, Damage, Facts, Normalized, RawText, Sentence, Span

Row = dict[str, Any]


def raw_text(row: Row) -> RawText:
    """Return the raw text of a row of `raw.documents`."""
    return RawText(row["text"], row["encoding"], row["format"], row["url"])


def document_row(document: Normalized) -> Row:
    """Return the row of `normalized.documents`, without ids and families."""
    facts = document.facts
    plain = ("genre", "of_genre", "committee", "level", "province", "adcode", "report_year", "title")
    return {
        "text": document.text,
        **{name: getattr(facts, name) for name in (*plain, "outlet", "url", "speaker", "meeting")},
        "published": date.fromisoformat(facts.published) if facts.published else None,
        "script": document.script,
        "headline": _spans(facts.headline),
        "text_headline": [{"text_start": start, "text_end": end} for start, end in document.headline],
        "furniture": _spans(document.furniture),
        "damage": [
            {"span_start": raw.start, "span_end": raw.end, "intended": intended, "proof": proof}
            for raw, intended, proof in document.damage
        ],
        "annotations": document.annotations,
        "classes": [
            {"span_start": start, "span_end": end, "class": str(kind)} for start, end, kind in document.classes
        ],
        "offsets": [
            {"text_start": start, "text_end": end, "span_start": source_start, "span_end": source_end}
            for start, end, source_start, source_end in document.offsets.runs
        ],
        "found": [
            {"fact": fact, "span_start": span.start, "span_end": span.end} for fact, span in sorted(facts.found.items())
        ],
        "doubts": list(facts.doubts),
    }


def document(row: Row) -> Normalized:
    """Return the document of a row of `normalized.documents`."""
    plain = ("genre", "of_genre", "committee", "level", "province", "adcode", "report_year", "title")
    facts = Facts(
        **{name: row[name] for name in (*plain, "outlet", "url", "speaker", "meeting")},
        published=row["published"].isoformat() if row["published"] else None,
        headline=_from_spans(row["headline"]),
        found={entry["fact"]: Span(entry["span_start"], entry["span_end"]) for entry in row["found"]},
        doubts=tuple(row["doubts"]),
    )
    return Normalized(
        text=row["text"],
        offsets=OffsetMap(
            Run(run["text_start"], run["text_end"], run["span_start"], run["span_end"]) for run in row["offsets"]
        ),
        classes=tuple((run["span_start"], run["span_end"], CharacterClass(run["class"])) for run in row["classes"]),
        furniture=_from_spans(row["furniture"]),
        damage=tuple(
            Damage(Span(entry["span_start"], entry["span_end"]), entry["intended"], entry["proof"])
            for entry in row["damage"]
        ),
        script=row["script"],
        annotations=row["annotations"],
        headline=tuple(Span(span["text_start"], span["text_end"]) for span in row["text_headline"]),
        facts=facts,
    )


def sentence_row(sentence: Sentence, tokens: Iterable[tuple[str, int, int]], offsets: OffsetMap) -> Row:
    """Return the row of `segmented.sentences`, without ids; tokens are (word, start, end) within the sentence."""
    span_start, span_end = offsets.span(sentence.start, sentence.end)
    words = []
    for word, start, end in tokens:
        token_start, token_end = offsets.span(sentence.start + start, sentence.start + end)
        words.append({"text": word, "span_start": token_start, "span_end": token_end})
    return {
        "position": sentence.position,
        "text": sentence.text,
        "span_start": span_start,
        "span_end": span_end,
        "text_start": sentence.start,
        "text_end": sentence.end,
        "kind": sentence.kind,
        "paragraph": sentence.paragraph,
        "heading": sentence.heading,
        "tokens": words,
    }


def sentence(row: Row) -> Sentence:
    """Return the sentence of a row of `segmented.sentences`."""
    return Sentence(
        position=row["position"],
        start=row["text_start"],
        end=row["text_end"],
        text=row["text"],
        kind=row["kind"],
        paragraph=row["paragraph"],
        heading=row["heading"],
    )


def _spans(spans: Iterable[Span]) -> list[Row]:
    return [{"span_start": start, "span_end": end} for start, end in spans]


def _from_spans(rows: Iterable[Row]) -> tuple[Span, ...]:
    return tuple(Span(row["span_start"], row["span_end"]) for row in rows)
