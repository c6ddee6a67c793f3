"""The normalized stage: `normalized.documents` from the raw texts that a path of the inbox holds now."""

from etl.core import repeats
from etl.stages import records
from etl.stages.incremental import Rows, Stage
from etl.stages.records import Row


def compute(task: Row) -> Rows:
    """Normalize one document."""
    from etl.core.normalize.normalize import normalize  # dictionaries and rules: workers need them, runs do not

    name = task["source_path"].rpartition("/")[2].replace("#", "-")
    row = records.document_row(normalize(records.raw_text(task), name))
    row["url"] = row["url"] or task["url"]
    alone = {"family_id": task["document_id"], "canonical": True, "family_kind": "single"}
    fingerprint = repeats.fingerprint(row["text"])
    return {"normalized.documents": [row | alone], "normalized.fingerprints": [fingerprint._asdict()]}


STAGE = Stage(
    name="normalized",
    tables=("normalized.documents", "normalized.fingerprints"),
    inputs="""
        select document_id, sha256(concat_ws(chr(31), text_sha256, format, coalesce(url, ''),
            parse_filename(source_path))) as input_sha256
        from raw.live join raw.documents using (document_id)
    """,
    tasks="""
        select document_id, source_path, text, encoding, format, url
        from raw.live join raw.documents using (document_id)
        where document_id in (select unnest($documents))
    """,
    compute=compute,
)
