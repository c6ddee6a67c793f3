"""The dbt project as Dagster sees it: its manifest, built once for each state of `sql/`, and how `dbt build` is run."""

import io
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from importlib import metadata
from pathlib import Path

from packaging.version import Version

from etl.errors import LuzhiError
from etl.settings import Settings, project
from etl.stages import progress
from etl.warehouse import content

LOG_BYTES = 1_000_000  # of dbt's log, of which dbt keeps five older ones
KEPT = 3  # states of the project whose manifests stay in HOME
_parsing = threading.Lock()
_waiting: list["subprocess.Popen[bytes]"] = []


def prepare(settings: Settings) -> Path:
    """Return the folder in HOME with the manifest of the dbt project, building it where it is missing.

    Raises:
        LuzhiError: dbt can't parse the project.
    """
    folder = target(settings)
    manifest = folder / "manifest.json"
    with _parsing:
        if not manifest.exists():
            temporary = folder.with_name(f"{folder.name}.{os.getpid()}.tmp")  # a killed dbt leaves no half manifest
            temporary.mkdir(parents=True, exist_ok=True)
            done = subprocess.run(
                [executable(), "--quiet", "parse", "--log-path", str(temporary / "logs")],
                cwd=project("sql"),
                env=os.environ | _variables(settings) | {"DBT_TARGET_PATH": str(temporary)},
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode or not (temporary / "manifest.json").exists():
                raise LuzhiError(f"dbt can't parse {project('sql')}: {done.stdout.strip() or done.stderr.strip()}")
            if not manifest.exists():  # another process may have been quicker
                shutil.rmtree(folder, ignore_errors=True)
                temporary.rename(folder)
            _forget_others(folder)
    return folder


@contextmanager
def waiting(settings: Settings) -> Iterator[None]:
    """Prepare the project, and a dbt that has imported and parsed all, beside what comes next; `take` gives it.

    Errors are told by `prepare`, when it is called again.
    """

    def work() -> None:
        with suppress(LuzhiError):
            prepare(settings)
            _waiting.append(_start(settings))

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        thread.join()
        while _waiting:  # nobody took it
            with _waiting.pop() as process:
                process.kill()


def _start(settings: Settings) -> "subprocess.Popen[bytes]":
    run = str(target(settings) / "run")
    more = {"DBT_LOG_FORMAT": "json", "DBT_TARGET_PATH": run, "DBT_LOG_PATH": run, "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "etl.orchestration.waiting"],
        cwd=project("sql"),
        env=os.environ | _variables(settings) | more,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def take() -> "subprocess.Popen[bytes] | None":
    """Let the dbt that waits begin to build all models, and return it; None where none waits."""
    if not _waiting:
        return None
    process = _waiting.pop()
    if process.stdin:
        with suppress(BrokenPipeError), process.stdin:  # what ended it stands in its output
            process.stdin.write(b"build")
    return process


def _forget_others(folder: Path) -> None:
    """Remove what older states of the project left, but for the last few, which a running server may use."""
    others = sorted(folder.parent.iterdir(), key=lambda one: one.stat().st_mtime)
    for old in others[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def _variables(settings: Settings) -> dict[str, str]:
    return {
        "LUZHI_BUILD": str(settings.build),
        "DBT_PROFILES_DIR": str(project("sql")),
        "DBT_TARGET_PATH": str(target(settings)),  # where dagster-dbt looks for the parsed project
        "DBT_LOG_FILE_MAX_BYTES": str(LOG_BYTES),
        "DBT_LOG_LEVEL_FILE": "info",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
    }


@contextmanager
def variables(settings: Settings) -> Iterator[None]:
    """Set the environment that `profiles.yml` and dbt read."""
    former = dict(os.environ)
    os.environ.update(_variables(settings))
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


@contextmanager
def core_left_out() -> Iterator[None]:
    """Hide dbt-core from what is imported inside: dagster-dbt takes four seconds longer with it, and can do without.

    dbt itself runs as a program of its own, which is not concerned.
    """
    sys.modules["dbt"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["dbt"]


def version() -> Version:
    """Return the version of the dbt that `executable` names."""
    return Version(metadata.version("dbt-core"))


def executable() -> str:
    """Return the dbt of this environment, whatever PATH says."""
    beside = Path(sys.executable).with_name("dbt")
    return str(beside) if beside.exists() else "dbt"
