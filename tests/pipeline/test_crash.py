"""What machines do: kills at any moment, failures at every step of publishing, readers in the middle of it."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from etl.settings import Settings
from etl.warehouse import build, publish, versions
from tests.pipeline.conftest import World, environment, luzhi, rows
from tests.pipeline.test_stages import TEXTS, at, put, refresh

STEPS = ("number", "version row", "copy", "fsync", "verify", "replace", "keep", "prune")
KILLS = int(os.environ.get("KILLS", "6"))  # the long form: KILLS=60 pytest tests/pipeline/test_crash.py -m slow


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    chosen = at(tmp_path, monkeypatch)
    put(chosen, "0.txt", TEXTS[0])
    refresh(chosen)
    return chosen


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


READER = """
import sys, duckdb
from pathlib import Path
path, stop = Path(sys.argv[1]), Path(sys.argv[2])
held = duckdb.connect(str(path), read_only=True) if sys.argv[3] == 'held' else None
seen = set()
while not stop.exists():
    connection = held or duckdb.connect(str(path), read_only=True)
    query = 'select number, map_extract_value(tables, $1) from version'
    (number, rows), = connection.execute(query, [sys.argv[4]]).fetchall()
    assert connection.execute('select count(*) from raw.documents').fetchall() == [(rows,)]
    seen.add(number)
    if not held:
        connection.close()
print(sorted(seen))
"""


def test_readers_see_whole_versions_while_new_ones_are_published(home: Settings) -> None:
    publish.publish(home, "0")
    stop = home.home / "stop"
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READER, str(home.warehouse), str(stop), kind, 'raw."documents"'],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for kind in ("held", "again")
    ]
    time.sleep(2)
    for number in range(1, 4):
        put(home, f"{number}.txt", TEXTS[1].replace("9次", f"{number + 10}次"))
        refresh(home)
        publish.publish(home, str(number))
    time.sleep(1)
    stop.touch()
    (held, held_errors), (again, errors) = (reader.communicate() for reader in readers)
    assert (held_errors, errors) == ("", "")
    assert held == "[1]\n"
    assert again.strip() != "[1]"


def test_an_open_build_file_is_named_as_busy(home: Settings) -> None:
    code = "import duckdb, sys, time; c = duckdb.connect(sys.argv[1]); print('open', flush=True); time.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", code, str(home.build)], stdout=subprocess.PIPE)
    assert process.stdout
    with process, process.stdout:
        process.stdout.readline()
        with pytest.raises(build.BusyError, match="open in another process"), build.connect(home):
            pass
        process.kill()


@pytest.mark.slow
def test_a_run_that_is_killed_anywhere_is_finished_by_the_next(world: World, tmp_path: Path) -> None:
    home = tmp_path / "home"
    query = "select observation_id, value, unit, sentence_id from indicator.observations order by 1"
    seed = random.Random(7)
    published = 0
    for number in range(KILLS):
        changed = "".join(TEXTS[1].replace("9次", f"{n}次") for n in range(number))
        (world.inbox / "changing.txt").write_text(changed or "尚无内容的页面。", encoding="utf-8")
        process = subprocess.Popen(
            [sys.executable, "-m", "etl.cli.main", "run"],
            env=environment(home, world.inbox, LUZHI_FILE_BYTES="1000000"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(seed.uniform(1, 40))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if (home / "warehouse.duckdb").exists():
            (now,) = rows(home, "select number from version")[0]
            assert isinstance(now, int)
            assert now >= published
            published = now
    done = luzhi("run", home=home, inbox=world.inbox, LUZHI_FILE_BYTES="1000000")
    assert done.returncode == 0, done.stderr
    clean = luzhi("run", home=tmp_path / "clean", inbox=world.inbox, LUZHI_FILE_BYTES="1000000")
    assert clean.returncode == 0, clean.stderr
    assert rows(home, query) == rows(tmp_path / "clean", query)
    (world.inbox / "changing.txt").unlink()
