"""What must hold for the rows of the stages, as asset checks; the models' checks are dbt tests."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import dagster as dg
import duckdb

from etl.orchestration.metadata import escape
from etl.settings import Settings

SENTENCE = 300  # characters of a value that are shown with a failed check


@dataclass(frozen=True, slots=True)
class Check:
    """A check of one asset: it fails when `query` (the offending rows) gives more than a share of `of`."""

    asset: str
    name: str
    description: str
    query: str
    of: str
    blocking: bool
    share: str | None = None  # the setting that holds the share of `of` that may offend; without it, none may


CHECKS = (
    Check(
        "normalized/documents",
        "classes_cover",
        "The classes cover every raw character exactly once.",
        """
        select document_id
        from normalized.documents as clean join raw.documents as source using (document_id)
        where length(source.text) != coalesce(list_last(classes).span_end, 0)
            or coalesce(list_first(classes).span_start, 0) != 0
            or list_transform(classes, lambda run: run.span_start)[2:]
                != list_transform(classes, lambda run: run.span_end)[:-2]
        """,
        "normalized.documents",
        True,
    ),
    Check(
        "indicator/observations",
        "spans",
        "The raw text between the offsets of an observation is its verbatim quantity.",
        """
        select observation_id, quantity from indicator.observations join raw.documents as source using (document_id)
        where substr(source.text, span_start + 1, span_end - span_start) != quantity
        """,
        "indicator.observations",
        True,
    ),
    Check(
        "indicator/observations",
        "numerals_explained",
        "Few numerals stand without a reason.",
        "select document_id, text from indicator.numerals where reason = 'unexplained'",
        "indicator.numerals",
        False,
        "unexplained_share",
    ),
    Check(
        "indicator/observations",
        "corrections_fit",
        "Every correction of a document still fits what the program says of it.",
        "select document_id, unnest(corrections_unfit) from indicator.documents",
        "indicator.documents",
        False,
    ),
    Check(
        "raw/documents",
        "rejected",
        "Few files of the inbox can't be taken.",
        "select source_path, reason, message from raw.rejected",
        "(select source_path from raw.sources where vanished is null union select source_path from raw.rejected)",
        False,
        "rejected_share",
    ),
)


def specs(key: dg.AssetKey) -> Sequence[dg.AssetCheckSpec]:
    """Return what the checks of an asset are."""
    return [
        dg.AssetCheckSpec(check.name, asset=key, description=check.description, blocking=check.blocking)
        for check in CHECKS
        if check.asset == key.to_user_string()
    ]


def run(connection: duckdb.DuckDBPyConnection, key: dg.AssetKey, settings: Settings) -> Sequence[dg.AssetCheckResult]:
    """Check an asset; a failed check shows the first offending rows."""
    return [_run(connection, key, check, settings) for check in CHECKS if check.asset == key.to_user_string()]


def _run(
    connection: duckdb.DuckDBPyConnection, key: dg.AssetKey, check: Check, settings: Settings
) -> dg.AssetCheckResult:
    offending = connection.execute(f"select count(*) from ({check.query})").fetchall()[0][0]
    total = connection.execute(f"select count(*) from {check.of}").fetchall()[0][0]
    allowed = getattr(settings, check.share) * total if check.share else 0
    rows = connection.execute(f"{check.query} limit 10").fetchall() if offending else []
    return dg.AssetCheckResult(
        asset_key=key,
        check_name=check.name,
        passed=offending <= allowed,
        severity=dg.AssetCheckSeverity.ERROR if check.blocking else dg.AssetCheckSeverity.WARN,
        metadata={
            "offending": offending,
            "of": total,
            "rows": _list(rows),
        },
    )


def kept_by_dbt(connection: duckdb.DuckDBPyConnection, check: str) -> dg.MarkdownMetadataValue:
    """Return the first rows that a dbt test found, each with the names of its columns."""
    rows = connection.execute("select found from check_rows where check_name = ? limit 10", [check]).fetchall()
    return _list([[f"{name}: {value}" for name, value in json.loads(found).items()] for (found,) in rows])


def _list(rows: Iterable[Sequence[object]]) -> dg.MarkdownMetadataValue:
    return dg.MetadataValue.md("\n".join("- " + " · ".join(escape(value, SENTENCE) for value in row) for row in rows))
