"""The job `refresh` in this process: the same run that the schedule and the UI start."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import dagster as dg

from etl.orchestration import alerts, instance
from etl.orchestration.resources import PROCESS, TOLD, this_process
from etl.settings import Settings


@dataclass(slots=True)
class Run:
    """How a run ended. `assets`: "raw/documents" -> metadata; `failures`: step or check -> what went wrong."""

    run_id: str
    success: bool
    assets: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    warnings: dict[str, str] = field(default_factory=dict)


def refresh(settings: Settings) -> Run:
    """Run the job `refresh` and return how it ended; nothing is raised for a step that fails."""
    instance.prepare(settings)
    instance.create(settings)
    for name in ("dagster", "dagster_dbt", "dagster._core.execution.plan.active"):
        logging.getLogger(name).setLevel(logging.ERROR)
    from etl.orchestration.definitions import definitions

    job = definitions.resolve_job_def("refresh")
    with instance.kept_open(), dg.DagsterInstance.get() as storage:
        quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
        result = job.execute_in_process(
            instance=storage,
            raise_on_error=False,
            run_config=quiet,
            tags={PROCESS: this_process(), TOLD: "by the command line"},
        )
    run = told(result.run_id, result.success, result.all_events)
    alerts.after(run, settings)
    return run


def told(run_id: str, success: bool, events: Iterable[dg.DagsterEvent]) -> Run:
    """Return how a run ended from its events."""
    run = Run(run_id, success)
    for event in events:
        if event.is_step_materialization:
            made = event.step_materialization_data.materialization
            run.assets[made.asset_key.to_user_string()] = {name: value.value for name, value in made.metadata.items()}
            if "warning" in made.metadata:
                run.warnings[made.asset_key.to_user_string()] = str(made.metadata["warning"].value)
        elif event.event_type_value == "ASSET_CHECK_EVALUATION":
            check = event.asset_check_evaluation_data
            if not check.passed:
                where = run.failures if check.severity == dg.AssetCheckSeverity.ERROR else run.warnings
                rows = check.metadata.get("rows")
                name = f"{check.asset_key.to_user_string()}: {check.check_name}"
                where[name] = unescape(str(rows.value)) if rows else ""
        elif event.is_step_failure:
            run.failures[str(event.step_key)] = _cause(event.step_failure_data.error)
        elif event.is_failure and not run.failures:
            run.failures["refresh"] = _cause(getattr(event.event_specific_data, "error", None)) or str(event.message)
    return run


def _cause(error: Any) -> str:
    """Return the message of the innermost cause."""
    while error is not None and error.cause is not None:
        error = error.cause
    return str(error.message).strip() if error is not None else ""
