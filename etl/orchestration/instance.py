"""Dagster's own home under HOME: its configuration is written here and nowhere else."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Any

import yaml

from etl.settings import Settings
from etl.warehouse.lock import lock

ADDRESS = "LUZHI_DAGSTER_POSTGRES"  # in the environment, never in a file


def prepare(settings: Settings) -> None:
    """Write `dagster.yaml` and set `DAGSTER_HOME` for this process and its children."""
    os.environ["DAGSTER_HOME"] = str(settings.dagster_home)
    content = yaml.safe_dump(configuration(settings), sort_keys=False)
    file = settings.dagster_home / "dagster.yaml"
    if not file.exists() or file.read_text() != content:
        temporary = file.with_suffix(f".{os.getpid()}.tmp")
        temporary.write_text(content)
        temporary.replace(file)
    if settings.storage_url:
        os.environ[ADDRESS] = _with_driver(settings.storage_url.get_secret_value())


def create(settings: Settings) -> None:
    """Make Dagster's storage where it is new, in one process alone: two that begin at once would spoil its tables.

    Raises:
        BusyError: another process has been at it for a minute.
    """
    made = settings.dagster_home / f"{'postgres' if settings.storage_url else 'sqlite'}.made"
    if made.exists():
        return
    with lock(settings.home, "making Dagster's storage", name="storage", seconds=60):
        if not made.exists():
            import dagster as dg

            with dg.DagsterInstance.get() as storage:
                storage.get_runs_count()
                storage.all_asset_keys()
                storage.all_instigator_state()
            made.touch()


@contextmanager
def kept_open() -> Iterator[None]:
    """Keep every SQLite file that Dagster opens inside open until the end, and let it lag behind a loss of power.

    Dagster opens and closes a file for each of hundreds of events; the last one to close it empties its log, which
    takes longer than the event. Nothing of the warehouse depends on these files.
    """
    from sqlalchemy import Engine, event

    files: set[str] = set()
    with ExitStack() as open_until_end:

        def opened(connection: object, _record: object) -> None:
            if not isinstance(connection, sqlite3.Connection):
                return
            connection.execute("pragma synchronous = normal")
            file = connection.execute("pragma database_list").fetchone()[2]
            if file not in files:
                files.add(file)
                other = open_until_end.enter_context(closing(sqlite3.connect(file, check_same_thread=False)))
                other.execute("select count(*) from sqlite_master").fetchone()

        event.listen(Engine, "connect", opened)
        try:
            yield
        finally:
            event.remove(Engine, "connect", opened)


def _with_driver(url: str) -> str:
    """Name the driver that dagster-postgres brings; SQLAlchemy would take another by default."""
    scheme, mark, rest = url.partition("://")
    return f"postgresql+psycopg2{mark}{rest}" if scheme in ("postgres", "postgresql") else url


def configuration(settings: Settings) -> dict[str, Any]:
    """Return the content of `dagster.yaml`; a secret stays in the environment."""
    content: dict[str, Any] = {
        "telemetry": {"enabled": False},
        "nux": {"enabled": False},
        "concurrency": {
            "pools": {"default_limit": 1, "granularity": "op"},
            "runs": {"max_concurrent_runs": 1},
        },
        "run_monitoring": {
            "enabled": True,
            "start_timeout_seconds": 300,
            "poll_interval_seconds": 30,
            "free_slots_after_run_end_seconds": 30,
        },
    }
    if settings.storage_url:
        content["storage"] = {"postgres": {"postgres_url": {"env": ADDRESS}}}
    return content
