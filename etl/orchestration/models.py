"""The dbt models as assets, their tests as asset checks. The SQL is in `sql/`."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import dagster as dg
from packaging.version import Version

from etl.orchestration import checks, dbt, quality
from etl.orchestration.assets import POOL, PUBLISHED
from etl.orchestration.resources import Build
from etl.orchestration.retry import passing
from etl.settings import Settings, project
from etl.warehouse import content, versions

with dbt.core_left_out():
    from dagster_dbt import (
        DagsterDbtTranslator,
        DagsterDbtTranslatorSettings,
        DbtCliInvocation,
        DbtCliResource,
        dbt_assets,
    )
    from dagster_dbt.errors import DagsterDbtCliRuntimeError


class Translator(DagsterDbtTranslator):
    """Names of the models in the lineage: groups by folder."""

    def __init__(self) -> None:
        super().__init__(
            DagsterDbtTranslatorSettings(enable_duplicate_source_asset_keys=True, enable_code_references=False)
        )

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """Return the folder of the model: star, marts, ...; seeds are their own group."""
        path = dbt_resource_props["fqn"]
        return "seeds" if dbt_resource_props["resource_type"] == "seed" else path[1]


class Dbt(DbtCliResource):
    """Runs dbt without what dagster-dbt prepares for each call and nothing here uses: a second dbt, an adapter."""

    @cached_property
    def _cli_version(self) -> Version:
        return dbt.version()

    def _initialize_dbt_core_adapter(self, args: Sequence[str]) -> Any:
        return None


def model_assets(settings: Settings) -> dg.AssetsDefinition:
    """Return the assets of all models; the step is skipped when nothing that they read has changed."""
    folder = dbt.prepare(settings)

    @dbt_assets(
        manifest=folder / "manifest.json",
        dagster_dbt_translator=Translator(),
        name="models",
        pool=POOL,
        required_resource_keys={"build"},
    )
    def models(context: dg.AssetExecutionContext) -> Iterator[Any]:
        build: Build = context.resources.build
        with passing(context, build.settings), build.connect() as connection:
            fingerprint = content.fingerprint(connection)
        last = versions.newest(build.settings)
        if last and last.fingerprint == fingerprint and versions.current(build.settings):
            context.log.info(f"Nothing new since version {last.number}: models and publication are skipped.")
            age = datetime.now(UTC) - last.published
            if age > timedelta(hours=build.settings.fresh_hours) / 2:
                quality.confirm(context.instance, [*context.selected_asset_keys, PUBLISHED])
            return
        with dbt.variables(build.settings), dbt.told():
            yield from _with_rows(_build(context, folder).stream(), build)

    return models


def _build(context: dg.AssetExecutionContext, folder: Path) -> DbtCliInvocation:
    """Start `dbt build`, or let the dbt begin that waits for it."""
    if not context.is_subset and (process := dbt.take()):
        return DbtCliInvocation(
            process=process,
            manifest=json.loads((folder / "manifest.json").read_bytes()),
            dagster_dbt_translator=Translator(),
            project_dir=project("sql"),
            target_path=folder / "run",
            raise_on_error=True,
            cli_version=dbt.version(),
            context=context,
        )
    command = Dbt(project_dir=str(project("sql")), dbt_executable=dbt.executable())
    return command.cli(["build"], context=context, target_path=folder / "run")


def _with_rows(events: Iterator[Any], build: Build) -> Iterator[Any]:
    """Hold failed checks back until dbt has ended and left the build file: they then carry the rows that it kept."""
    failed: list[dg.AssetCheckResult] = []
    ended: DagsterDbtCliRuntimeError | None = None
    try:
        for event in events:
            if isinstance(event, dg.AssetCheckResult) and not event.passed:
                failed.append(event)
            else:
                yield event
    except DagsterDbtCliRuntimeError as error:
        ended = error
    if failed:
        with build.connect() as connection:
            kept = {check.check_name: checks.kept_by_dbt(connection, str(check.check_name)) for check in failed}
        for check in failed:
            yield check._replace(metadata={**(check.metadata or {}), "rows": kept[check.check_name]})
    if ended:
        raise ended
