"""The indicator stage: `indicator.observations`, `indicator.numerals`, and the catalogue of the rule entries."""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import duckdb

from etl.core.model import Observation
from etl.rules import load, names
from etl.stages import records
from etl.stages.incremental import Rows, Stage, insert
from etl.stages.records import Row
from etl.warehouse.build import transaction

if TYPE_CHECKING:
    from etl.core.corrections import Outcome


def compute(task: Row) -> Rows:
    """Find the observations of one segmented document."""
    from etl.core import corrections  # dictionaries and rules: workers need them, runs do not
    from etl.core.indicator.observe import observe

    document = task["document_id"]
    sentences = [records.sentence(row) for row in task["sentences"] or ()]
    found, numerals = observe(task["raw_text"], records.document(task), sentences)
    names = (document, task["source_path"].rpartition("/")[2])
    observations, outcomes = corrections.apply(found, names, corrections.corrections())
    return {
        "indicator.observations": [
            _row(one) | {"observation_id": number, "sentence_id": f"{document}-{one.sentence}"}
            for one, number in zip(observations, _ids(document, observations), strict=True)
        ],
        "indicator.numerals": [
            {"span_start": one.raw.start, "span_end": one.raw.end, "text": one.text, "reason": one.reason}
            for one in numerals
        ],
        "indicator.documents": [{"observations": len(observations), "corrections_unfit": _unfit(outcomes)}],
    }


def _unfit(outcomes: "Sequence[Outcome]") -> list[str]:
    return [f"{one.correction.quantity}, {one.correction.field}: {one.problem}" for one in outcomes if not one.applied]


def write_catalogue(connection: duckdb.DuckDBPyConnection) -> int:
    """Write the rule entries to `indicator.catalogue`; return their number."""
    fields = ("code", "family", "name_zh", "name_en", "unit_class", "definition")
    entries = [entry for name in names("indicators") for entry in load(name) if "name_zh" in entry]
    rows = [{field: entry[field] for field in fields} for entry in entries]
    with transaction(connection):
        connection.execute("delete from indicator.catalogue")
        insert(connection, "indicator.catalogue", rows)
    return len(rows)


def _row(one: Observation) -> Row:
    plain = ("value", "value_high", "unit", "qualifier", "indicator", "status", "period", "basis", "scope")
    return {
        **{name: getattr(one, name) for name in (*plain, "breakdown", "programme", "subject", "rule")},
        "quantity": one.text,
        "span_start": one.raw.start,
        "span_end": one.raw.end,
        "text_start": one.start,
        "text_end": one.end,
        "doubts": list(one.doubts),
    }


def _ids(document: str, observations: Sequence[Observation]) -> list[str]:
    """Return ids made of what is said and where, so that a corrected period or scope keeps the id."""
    seen: Counter[tuple[Any, ...]] = Counter()
    ids: list[str] = []
    for one in observations:
        said = (document, *one.raw, one.indicator, one.breakdown, one.value)
        seen[said] += 1
        ids.append(sha256(repr((*said, seen[said])).encode()).hexdigest()[:16])
    return ids


STAGE = Stage(
    name="indicator",
    tables=("indicator.observations", "indicator.numerals", "indicator.documents"),
    inputs="""
        select
            segmented.document_id,
            sha256(concat(
                documents.text_sha256, normalized.output_sha256, segmented.output_sha256, parse_filename(source_path)
            )) as input_sha256
        from (from lineage.work where stage = 'segmented' and rejected is null) as segmented
        join (from lineage.work where stage = 'normalized') as normalized using (document_id)
        join raw.documents using (document_id)
        join raw.live using (document_id)
    """,
    tasks="""
        select
            normalized.*,
            live.source_path,
            documents.text as raw_text,
            (
                select list({
                    position: position, text: text, kind: kind, paragraph: paragraph, heading: heading,
                    text_start: text_start, text_end: text_end
                } order by position)
                from segmented.sentences where sentences.document_id = normalized.document_id
            ) as sentences
        from normalized.documents as normalized
        join raw.documents on documents.document_id = normalized.document_id
        join raw.live on live.document_id = normalized.document_id
        where normalized.document_id in (select unnest($documents))
    """,
    compute=compute,
)
