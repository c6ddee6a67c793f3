"""What the warehouse would be made of: one fingerprint of all that the models read, to tell whether anything is new."""

from hashlib import sha256
from pathlib import Path

import duckdb

from etl.settings import project

# Times are left out: a run that saw the same things again is nothing new.
PARTS = (
    "select stage, document_id, input_sha256, version, output_sha256, rejected from lineage.work",
    "select document_id, source_path, sample, vanished is null from raw.sources",
    "select source_path, sha256, reason, message from raw.rejected",
    "select document_id, text_sha256, url from raw.documents",
    "select document_id, family_id, canonical, family_kind from normalized.documents",
    "from indicator.catalogue",
)


def fingerprint(connection: duckdb.DuckDBPyConnection) -> str:
    """Return 16 hex digits that change when the stages' rows or the models change."""
    facts = [
        connection.execute(f"select count(*), bit_xor(hash(part)) from ({part}) as part").fetchone() for part in PARTS
    ]
    return sha256(repr((facts, models())).encode()).hexdigest()[:16]


def models() -> str:
    """Return a fingerprint of the dbt project."""
    root = project("sql")
    return sha256(repr([(path.name, path.read_bytes()) for path in _files(root)]).encode()).hexdigest()[:16]


def _files(root: Path) -> list[Path]:
    return sorted(
        path
        for path in root.rglob("*")
        if path.suffix in (".sql", ".yml", ".yaml", ".csv", ".md") and "target" not in path.parts
    )
