"""The sensor that starts a refresh when the inbox has changed and is quiet again; what a refresh does is elsewhere."""

import json
import os
from hashlib import sha256

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

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
