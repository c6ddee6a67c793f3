"""The four stages and the publication as assets. Each is thin: the work is in `etl.stages` and `etl.warehouse`."""

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

import dagster as dg
import duckdb

from etl.orchestration import checks, quality
from etl.orchestration.metadata import describe
from etl.orchestration.resources import Build
from etl.orchestration.retry import passing
from etl.stages import incremental, indicator, normalized, raw, repeats, segmented
from etl.warehouse import build as build_file
from etl.warehouse import content, publish

POOL = "build"  # one step at a time opens the build file, across all runs
RAW = dg.AssetKey(["raw", "documents"])
NORMALIZED = dg.AssetKey(["normalized", "documents"])
SEGMENTED = dg.AssetKey(["segmented", "sentences"])
INDICATOR = dg.AssetKey(["indicator", "observations"])
PUBLISHED = dg.AssetKey("published")

Work = Callable[[duckdb.DuckDBPyConnection, Build], Mapping[str, Any]]  # returns what was done, for the UI
Result = dg.MaterializeResult  # Dagster does not take its generic form as an annotation


def _take_in(connection: duckdb.DuckDBPyConnection, build: Build) -> Mapping[str, Any]:
    return asdict(raw.take_in(connection, build.settings, build.pool))


def _normalize(connection: duckdb.DuckDBPyConnection, build: Build) -> Mapping[str, Any]:
    summary = incremental.run(connection, normalized.STAGE, build.settings, build.pool)
    return asdict(summary) | {"families": repeats.find(connection)}


def _segment(connection: duckdb.DuckDBPyConnection, build: Build) -> Mapping[str, Any]:
    return asdict(incremental.run(connection, segmented.STAGE, build.settings, build.pool))


def _observe(connection: duckdb.DuckDBPyConnection, build: Build) -> Mapping[str, Any]:
    summary = incremental.run(connection, indicator.STAGE, build.settings, build.pool)
    return asdict(summary) | {"catalogue": indicator.write_catalogue(connection)}


def _stage(key: dg.AssetKey, after: dg.AssetKey | None, work: Work, description: str) -> dg.AssetsDefinition:
    """Return the asset of a stage: it opens the build file, works, checks its rows and tells what it did."""

    @dg.asset(
        key=key,
        deps=[after] if after else [],
        group_name=key.path[0],
        kinds={"duckdb", "python"},
        description=description,
        pool=POOL,
        required_resource_keys={"build"},
        check_specs=checks.specs(key),
    )
    def stage(context: dg.AssetExecutionContext) -> Result:  # type: ignore[type-arg]
        build: Build = context.resources.build
        with passing(context, build.settings):
            try:
                with build.connect() as connection:
                    return _materialize(connection, build, key, work)
            except build_file.CorruptError as problem:
                if after:
                    raise
                aside = build_file.set_aside(build.settings.build)
                warning = f"{problem}; kept as {aside.name}, a new one is built from the texts in HOME/raw"
                context.log.warning(warning)
            with build.connect() as connection:
                return _materialize(connection, build, key, work, {"warning": warning})

    return stage


def _materialize(
    connection: duckdb.DuckDBPyConnection,
    build: Build,
    key: dg.AssetKey,
    work: Work,
    more: Mapping[str, Any] = MappingProxyType({}),
) -> Result:  # type: ignore[type-arg]
    started = time.perf_counter()
    done = work(connection, build)
    table = ".".join(key.path)
    results = checks.run(connection, key, build.settings)
    seconds = round(time.perf_counter() - started, 3)
    return dg.MaterializeResult(
        metadata={**describe(connection, table), **done, **more, "seconds": seconds}, check_results=results
    )


STAGES = [
    _stage(RAW, None, _take_in, "Every content of the inbox, decoded; what can't be taken is in raw.rejected."),
    _stage(
        NORMALIZED, RAW, _normalize, "Clean, simplified bodies with facts, repeats and the way back to the raw text."
    ),
    _stage(SEGMENTED, NORMALIZED, _segment, "Sentences with headings, tokens and keywords."),
    _stage(INDICATOR, SEGMENTED, _observe, "Observations, and every other numeral with the reason why it is none."),
]


def published_asset(models: list[dg.AssetKey]) -> dg.AssetsDefinition:
    """Return the asset that publishes the warehouse once all `models` are built and no blocking check failed."""

    @dg.asset(
        key=PUBLISHED,
        deps=[*models, RAW, NORMALIZED, SEGMENTED, INDICATOR],
        group_name="published",
        kinds={"duckdb"},
        pool=POOL,
        required_resource_keys={"build"},
        check_specs=quality.specs(PUBLISHED),
    )
    def published(context: dg.AssetExecutionContext) -> Result:  # type: ignore[type-arg]
        """The warehouse that analysts read: a checked copy of the build file."""
        build: Build = context.resources.build
        started = time.perf_counter()
        with passing(context, build.settings):
            with build.connect() as connection:
                fingerprint = content.fingerprint(connection)
                figures = quality.figures(connection, build.pool)
            last = quality.last_figures(context.instance, PUBLISHED)
            version = publish.publish(build.settings, fingerprint)
        return dg.MaterializeResult(
            metadata={
                "path": dg.MetadataValue.path(build.settings.warehouse),
                "version": version.number,
                "dagster/row_count": sum(version.tables.values()),
                "tables": dict(version.tables),
                **figures,
                "bytes": build.settings.warehouse.stat().st_size,
                "seconds": round(time.perf_counter() - started, 3),
            },
            check_results=quality.compare(figures, last, PUBLISHED, build.settings),
        )

    return published
