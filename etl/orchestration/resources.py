"""What one run holds: the lock of HOME, the settings and the pool. Everything is freed when the run ends."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import dagster as dg
import duckdb
import psutil

from etl import settings as configuration
from etl.orchestration import alerts
from etl.settings import Settings
from etl.stages.pool import LocalPool
from etl.warehouse import build
from etl.warehouse.lock import lock

FINISHED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]
FORGOTTEN = 20  # old runs that one run removes at most
TOLD = "luzhi/told"  # tag of a run whose starter tells about its end
PROCESS = "luzhi/process"  # tag of a run: the process that works on it, as pid@start


@dataclass(frozen=True)
class Build:
    """The build file of one run."""

    settings: Settings
    pool: LocalPool

    @contextmanager
    def connect(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open the build file for one step."""
        with build.connect(self.settings) as connection:
            yield connection


@dg.resource(description="The build file, held by one run at a time")
def build_resource(context: dg.InitResourceContext) -> Iterator[Build]:
    """Hold the lock of HOME for as long as the run lasts; clean up first what dead runs left."""
    settings = configuration.load()
    configuration.use_home(settings)
    if context.instance and context.run:
        context.instance.add_run_tags(context.run.run_id, {PROCESS: this_process()})
    purpose = f"the run {context.run.run_id[:8]}" if context.run else "a run"
    with lock(settings.home, purpose, seconds=settings.lock_seconds):
        if context.instance:
            dead = free_dead_runs(context.instance)
            forget_old_runs(context.instance, settings)
            if dead:
                alerts.notify(settings, "a run was killed; this one finishes its work", [f"run {run}" for run in dead])
        pool = LocalPool(settings.workers, settings.document_seconds)
        try:
            yield Build(settings, pool)
        finally:
            pool.close()


def this_process() -> str:
    """Return this process as pid@start; the same pid later is another process."""
    return f"{os.getpid()}@{psutil.Process().create_time():.0f}"


def free_dead_runs(instance: dg.DagsterInstance) -> list[str]:
    """Report runs whose process is gone as failed, free their slots, return their ids. Call it under the lock."""
    status = dg.DagsterRunStatus
    working = [status.NOT_STARTED, status.STARTING, status.STARTED, status.CANCELING]
    dead = [
        run
        for run in instance.get_runs(filters=dg.RunsFilter(statuses=working))
        if (process := run.tags.get(PROCESS)) and not _alive(process)
    ]
    for run in dead:
        instance.report_run_failed(run, "its process is gone")
        instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)
    return [run.run_id for run in dead]


def forget_old_runs(instance: dg.DagsterInstance, settings: Settings) -> int:
    """Remove what Dagster keeps of the runs before those of the last days, some at a time; return their number."""
    before = datetime.now(UTC) - timedelta(days=settings.runs_kept_days)
    old = instance.get_run_records(
        filters=dg.RunsFilter(created_before=before, statuses=FINISHED), limit=FORGOTTEN, ascending=True
    )
    for record in old:
        run_id = record.dagster_run.run_id
        instance.delete_run(run_id)
        shutil.rmtree(settings.dagster_home / "storage" / run_id, ignore_errors=True)
        for file in (settings.dagster_home / "history" / "runs").glob(f"{run_id}.db*"):
            file.unlink()
    return len(old)


def _alive(process: str) -> bool:
    number, _, start = process.partition("@")
    try:
        return f"{psutil.Process(int(number)).create_time():.0f}" == start
    except (psutil.NoSuchProcess, ValueError):
        return False
