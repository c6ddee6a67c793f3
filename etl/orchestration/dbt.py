"""The dbt project as Dagster sees it: its manifest, built once for each state of `sql/`, and how `dbt build` is run."""

import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

from etl.errors import LuzhiError
from etl.settings import Settings, project
from etl.stages import progress
from etl.warehouse import content


def prepare(settings: Settings) -> Path:
    """Return the folder in HOME with the manifest of the dbt project, building it where it is missing.

    Raises:
        LuzhiError: dbt can't parse the project.
    """
    folder = target(settings)
    manifest = folder / "manifest.json"
    if not manifest.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with variables(settings):
            done = subprocess.run(
                [executable(), "--quiet", "parse", "--log-path", str(folder / "logs")],
                cwd=project("sql"),
                capture_output=True,
                text=True,
                check=False,
            )
        if done.returncode or not manifest.exists():
            raise LuzhiError(f"dbt can't parse {project('sql')}: {done.stdout.strip() or done.stderr.strip()}")
    return folder


@contextmanager
def variables(settings: Settings) -> Iterator[None]:
    """Set the environment that `profiles.yml` and dbt read."""
    former = dict(os.environ)
    os.environ.update(
        LUZHI_BUILD=str(settings.build),
        DBT_PROFILES_DIR=str(project("sql")),
        DBT_TARGET_PATH=str(target(settings)),  # where dagster-dbt looks for the parsed project
        DBT_SEND_ANONYMOUS_USAGE_STATS="false",
        DO_NOT_TRACK="1",
    )
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(former)


@contextmanager
def told() -> Iterator[None]:
    """Turn what dbt prints ("7 of 82 OK created ...") into progress, where somebody listens; else let it print."""
    if progress.listener.get() is None:
        yield
        return
    with redirect_stdout(_Lines()):
        yield


class _Lines(io.TextIOBase):
    """A text stream that only looks for "N of M" at the start of a line."""

    def write(self, text: str) -> int:
        """Tell the listener about each line."""
        for found in re.finditer(r"(?m)^(\d{1,9}) of (\d{1,9}) ", text):
            if tell := progress.listener.get():
                tell("models", int(found[1]), int(found[2]))
        return len(text)


def target(settings: Settings) -> Path:
    """Return the folder in HOME for the manifest of the project as it is now."""
    return settings.home / "dbt" / content.models()


def executable() -> str:
    """Return the dbt of this environment, whatever PATH says."""
    beside = Path(sys.executable).with_name("dbt")
    return str(beside) if beside.exists() else "dbt"
