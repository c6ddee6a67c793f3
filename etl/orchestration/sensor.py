"""The sensors: one starts a refresh when the inbox has changed and is quiet again, others tell how runs ended.

What a refresh does, and how alerts are sent, is elsewhere.
"""

import json
import os
from hashlib import sha256

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from etl import settings as configuration
from etl.orchestration import alerts, quality
from etl.orchestration.assets import PUBLISHED
from etl.orchestration.launch import told
from etl.orchestration.resources import TOLD
from etl.settings import Settings


def inbox_sensor(job: UnresolvedAssetJobDefinition, settings: Settings) -> dg.SensorDefinition:
    """Return the sensor; it is on only where the setting `sensor` says so.

    Names, sizes and times are enough to wake up; what has changed is found by content.
    """
    status = dg.DefaultSensorStatus.RUNNING if settings.sensor else dg.DefaultSensorStatus.STOPPED

    @dg.sensor(job=job, minimum_interval_seconds=settings.sensor_seconds, default_status=status)
    def inbox(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        """Start a refresh when the inbox looks the same as at the last look, but not as at the last refresh."""
        if settings.inbox is None:
            return dg.SkipReason("no inbox is set")
        now = look(os.fspath(settings.inbox))
        memory = json.loads(context.cursor) if context.cursor else {"seen": None, "done": None}
        quiet = memory["seen"] == now
        start = quiet and memory["done"] != now
        context.update_cursor(json.dumps({"seen": now, "done": now if start else memory["done"]}))
        if start:
            return dg.RunRequest(run_key=now)
        return dg.SkipReason("nothing new" if quiet else "the inbox is changing")

    return inbox


def alert_sensors(job: UnresolvedAssetJobDefinition) -> list[dg.SensorDefinition]:
    """Return the sensors that tell about runs of the UI and the schedule, and about a stale warehouse."""

    def tell(context: dg.RunStatusSensorContext) -> None:
        run = context.dagster_run
        if TOLD in run.tags:
            return
        logs = context.instance.all_logs(run.run_id)
        events = [entry.dagster_event for entry in logs if entry.dagster_event]
        alerts.after(told(run.run_id, run.is_success, events), configuration.load())

    made: list[dg.SensorDefinition] = [
        dg.run_status_sensor(
            name=name, run_status=status, monitored_jobs=[job], default_status=dg.DefaultSensorStatus.RUNNING
        )(tell)
        for name, status in (("ended", dg.DagsterRunStatus.SUCCESS), ("failed", dg.DagsterRunStatus.FAILURE))
    ]

    @dg.sensor(job=job, minimum_interval_seconds=60, default_status=dg.DefaultSensorStatus.RUNNING)
    def stale(context: dg.SensorEvaluationContext) -> dg.SkipReason:
        """Tell once when the warehouse is older than the setting fresh_hours; show in the UI when nothing was new."""
        chosen = configuration.load()
        quality.show_unchanged(context.instance, PUBLISHED, chosen)
        hours = alerts.stale_hours(chosen)
        old = chosen.warehouse.exists() and hours > chosen.fresh_hours
        if old and context.cursor != "told":
            alerts.notify(chosen, f"the warehouse is stale: up to date {hours:.0f} hours ago", [])
        context.update_cursor("told" if old else "")
        return dg.SkipReason("the warehouse is stale" if old else "the warehouse is fresh")

    return [*made, stale]


def look(folder: str) -> str:
    """Return a fingerprint of the names, sizes and times below a folder."""
    seen = sha256()
    for path, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            try:
                status = os.lstat(os.path.join(path, name))  # noqa: PTH118
            except OSError:
                continue
            seen.update(repr((path, name, status.st_size, status.st_mtime_ns)).encode("utf-8", "surrogatepass"))
    return seen.hexdigest()
