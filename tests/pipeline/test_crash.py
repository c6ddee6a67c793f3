"""What machines do: kills at any moment, failures at every step of publishing, full disks."""

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.errors import LuzhiError
from etl.settings import Settings, use_home
from etl.warehouse import build, publish, versions
from tests.pipeline.conftest import World, environment, luzhi, rows
from tests.pipeline.test_stages import TEXTS, at, compared, contents, put, refresh

STEPS = ("number", "version row", "copy", "fsync", "verify", "replace", "keep", "prune")
KILLS = int(os.environ.get("KILLS", "6"))  # the long form: KILLS=60 pytest -n0 tests/pipeline/test_crash.py -k killed


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an inbox and a HOME whose stages are done, to be copied."""
    folder = tmp_path_factory.mktemp("filled")
    with pytest.MonkeyPatch.context() as monkeypatch:
        chosen = at(folder, monkeypatch)
        put(chosen, "0.txt", TEXTS[0])
        refresh(chosen)
    return folder


@pytest.fixture
def home(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    return at(tmp_path, monkeypatch)


@pytest.mark.parametrize("failing", STEPS)
def test_a_failure_at_any_step_of_publishing_leaves_a_whole_version(home: Settings, failing: str) -> None:
    publish.publish(home, "one")

    def step(name: str) -> None:
        if name == failing:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        publish.publish(home, "two", step)
    after = versions.current(home)
    assert after is not None
    assert after.number == (2 if failing in ("keep", "prune") else 1)
    assert not list(home.home.glob(".warehouse-*"))
    again = publish.publish(home, "three")
    assert again.number == after.number + 1
    assert versions.listed(home) == list(range(1, again.number + 1))


def test_only_the_last_versions_are_kept_and_one_can_be_restored(home: Settings) -> None:
    few = home.model_copy(update={"versions_kept": 2})
    for fingerprint in "abc":
        publish.publish(few, fingerprint)
    assert versions.listed(few) == [2, 3]
    versions.restore(few, 2)
    now, newest = versions.current(few), versions.newest(few)
    assert now is not None
    assert newest is not None
    assert (now.number, newest.number) == (2, 3)
    assert publish.publish(few, "d").number == 4


def test_an_open_build_file_is_named_as_busy(home: Settings) -> None:
    code = "import duckdb, sys, time; c = duckdb.connect(sys.argv[1]); print('open', flush=True); time.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", code, str(home.build)], stdout=subprocess.PIPE)
    assert process.stdout
    with process, process.stdout:
        process.stdout.readline()
        with pytest.raises(build.BusyError, match="open in another process"), build.connect(home):
            pass
        process.kill()


def _inside(home: Settings) -> Settings:
    """The settings with a HOME on a small file system of its own."""
    return home.model_copy(update={"home": home.home.parent / "small" / "home"})


@pytest.fixture
def small(home: Settings, tmp_path: Path) -> Iterator[Settings]:
    """A HOME with 24 MB."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small file system")
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)], check=False)
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")
    chosen = _inside(home)
    use_home(chosen)
    yield chosen
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _fill(folder: Path) -> Path:
    """Leave not one free block."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            with suppress(OSError):
                while True:
                    file.write(bytes(size))
    return filler


@pytest.mark.slow
def test_a_full_disk_leaves_the_last_version_and_the_next_run_finishes(small: Settings) -> None:
    refresh(small)
    publish.publish(small, "one")
    put(small, "more.txt", "\n".join(TEXTS[1].replace("9次", f"{number}次") for number in range(2000)))
    filler = _fill(small.home.parent)
    with pytest.raises((OSError, duckdb.Error, LuzhiError)):
        refresh(small)
    with pytest.raises((OSError, duckdb.Error, LuzhiError)):
        publish.publish(small, "two")
    assert publish.verify(small.warehouse, 1).fingerprint == "one"
    filler.unlink()
    refresh(small)
    assert publish.publish(small, "three").number == 2
    after = contents(small)
    for file in small.home.glob("build.duckdb*"):
        file.unlink()
    shutil.rmtree(small.intake)
    use_home(small)
    refresh(small)
    assert contents(small) == after


OPERATIONS = ("os.fsync", "os.link", "pathlib.Path.replace", "pathlib.Path.chmod", "shutil.copyfileobj", "os.open")


@pytest.mark.slow
@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("nth", [1, 2, 3])
def test_a_failure_of_any_file_operation_leaves_a_whole_version(
    home: Settings, monkeypatch: pytest.MonkeyPatch, operation: str, nth: int
) -> None:
    publish.publish(home, "one")
    calls = 0
    where, _, name = operation.rpartition(".")
    owner = Path if where == "pathlib.Path" else {"os": os, "shutil": shutil}[where]
    real = getattr(owner, name)

    def fail(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == nth:
            raise OSError(5, "Input/output error")
        return real(*arguments, **named)

    put(home, "1.txt", TEXTS[1])
    refresh(home)
    with monkeypatch.context() as broken:
        broken.setattr(owner, name, fail)
        with suppress(OSError):
            publish.publish(home, "two")
    now = versions.current(home)
    assert now is not None
    assert publish.verify(home.warehouse, now.number).fingerprint in ("one", "two")
    again = publish.publish(home, "three")
    assert versions.current(home) == again
    assert not list(home.home.glob(".warehouse-*"))
    assert again.number in versions.listed(home)


def run(home: Path, inbox: Path) -> "subprocess.CompletedProcess[str]":
    return luzhi("run", home=home, inbox=inbox)


def everything(home: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What the build and the published marts hold, without times and ways."""
    marts = {name: rows(home, f"from {name} order by all") for name in ("fct_observation", "committee_year")}
    return {**compared(home / "build.duckdb"), **marts}


@pytest.mark.slow
@pytest.mark.timeout(60 * (10 + 2 * KILLS))
def test_a_run_that_is_killed_anywhere_is_finished_by_the_next(tmp_path: Path, world: World, parsed: Path) -> None:
    """Each life of the run is cut at another part of its length; each time the inbox has changed before."""
    home, inbox = tmp_path / "home", tmp_path / "inbox"
    world.copy_home(home)
    shutil.copytree(parsed, tmp_path / "clean" / "dbt")
    inbox.mkdir()
    for number, text in enumerate(TEXTS):
        (inbox / f"{number}.txt").write_text(text, encoding="utf-8")
    whole = 0.9 * world.first["seconds"]  # the first run of a HOME also judges the rules
    seed = random.Random(7)
    published = 1
    for number in range(KILLS):
        changed = "".join(TEXTS[1].replace("9次", f"{n + 10}次") for n in range(number + 1))
        (inbox / "changing.txt").write_text(changed, encoding="utf-8")
        process = subprocess.Popen(
            [sys.executable, "-m", "etl.cli.main", "run"],
            env=environment(home, inbox, LUZHI_BATCH_DOCUMENTS="2"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        with suppress(subprocess.TimeoutExpired):
            process.wait(whole * (number + seed.random()) / KILLS)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        now = versions.read(home / "warehouse.duckdb")
        assert publish.verify(home / "warehouse.duckdb", now.number).number >= published
        published = now.number
    done = run(home, inbox)
    assert done.returncode == 0, done.stderr
    clean = luzhi("run", home=tmp_path / "clean", inbox=inbox, LUZHI_WORKERS="1")  # the rows don't depend on it
    assert clean.returncode == 0, clean.stderr
    assert everything(home) == everything(tmp_path / "clean")
    assert not list(home.glob(".warehouse-*"))
