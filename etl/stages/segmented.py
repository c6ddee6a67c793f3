"""The segmented stage: `segmented.sentences` with their tokens, and each document's keywords."""

from etl.stages import records
from etl.stages.incremental import Rows, Stage
from etl.stages.records import Row


def compute(task: Row) -> Rows:
    """Segment one normalized document."""
    from etl.core.segment import keywords  # dictionaries: workers need them, runs do not
    from etl.core.segment.segment import segment
    from etl.core.segment.tokens import tokenize

    document = records.document(task)
    sentences = segment(document)
    tokens = [tokenize(sentence.text) for sentence in sentences]
    terms, strongest = keywords.find(word for some in tokens for word, _start, _end in some)
    return {
        "segmented.sentences": [
            records.sentence_row(sentence, some, document.offsets)
            | {"sentence_id": f"{task['document_id']}-{sentence.position}"}
            for sentence, some in zip(sentences, tokens, strict=True)
        ],
        "segmented.keywords": [keyword._asdict() | {"terms": terms} for keyword in strongest],
        "segmented.documents": [{"sentences": len(sentences), "terms": terms}],
    }


STAGE = Stage(
    name="segmented",
    tables=("segmented.sentences", "segmented.keywords", "segmented.documents"),
    inputs="""
        select document_id, output_sha256 as input_sha256 from lineage.work
        where stage = 'normalized' and rejected is null
    """,
    tasks="from normalized.documents where document_id in (select unnest($documents))",
    compute=compute,
)
