"""Nights of a small inbox: arrivals, edits, deletions, bad files, kills, and a reader that never stops. In the last
one the build file is no database any more: it is put aside, and made again from the texts that HOME keeps.

In CI 2 nights after a first one; the long form: NIGHTS=30 pytest -n0 tests/pipeline/test_soak.py
"""

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from etl.warehouse import versions
from tests.pipeline.conftest import World, environment, luzhi
from tests.pipeline.test_crash import everything
from tests.pipeline.test_stages import TEXTS

NIGHTS = int(os.environ.get("NIGHTS", "2"))
KEPT = 3
MEGABYTES = 40  # that HOME may grow by between the first night and the last, beside the versions kept
HISTORY = 3  # megabytes of Dagster's history of one run; runs are forgotten after days
MEMORY = 1.25  # times that of the first night may be taken by the last one

READER = """
import sys, time
from pathlib import Path
import duckdb
seen, stop = set(), Path(sys.argv[2])
while not stop.exists():
    with duckdb.connect(sys.argv[1], read_only=True) as connection:
        query = 'select number, map_extract_value(tables, $1) from version'
        (number, rows), = connection.execute(query, ['raw."documents"']).fetchall()
        assert connection.execute('select count(*) from raw.documents').fetchall() == [(rows,)]
    seen.add(number)
    time.sleep(0.05)
print(*sorted(seen))
"""


def change(inbox: Path, seed: random.Random) -> None:
    """Do to an inbox what people do in a day."""
    for _ in range(seed.randint(1, 4)):
        path = inbox / f"{seed.randrange(8)}.txt"
        match seed.choice(["write", "write", "delete", "rename", "bad", "empty"]):
            case "write":
                path.write_text(seed.choice(TEXTS).replace("9次", f"{seed.randrange(2, 90)}次"), encoding="utf-8")
            case "delete":
                path.unlink(missing_ok=True)
            case "rename":
                if path.exists():
                    path.rename(inbox / f"{seed.randrange(8)}.txt")
            case "bad":
                path.write_bytes(bytes(seed.randrange(256) for _ in range(2000)))
            case "empty":
                path.write_bytes(b"")


def run(home: Path, inbox: Path, said: Path) -> float:
    """Run as a user does, with what is said in a file; return the most megabytes that it or a program of it took."""
    with said.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "etl.cli.main", "run"],
            env=environment(home, inbox, LUZHI_VERSIONS_KEPT=str(KEPT)),
            stdout=subprocess.DEVNULL,
            stderr=file,
        )
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, said.read_text()
    return usage.ru_maxrss / 1000


def killed(home: Path, inbox: Path, seconds: float) -> None:
    """Start a run and kill it with all that it started, unless it is quicker."""
    process = subprocess.Popen(
        [sys.executable, "-m", "etl.cli.main", "run"],
        env=environment(home, inbox, LUZHI_VERSIONS_KEPT=str(KEPT)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def reading(warehouse: Path, stop: Path) -> Iterator[set[str]]:
    """Read all the time; the yielded set holds, after the end, the versions that were seen."""
    process = subprocess.Popen(
        [sys.executable, "-c", READER, str(warehouse), str(stop)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    seen: set[str] = set()
    try:
        yield seen
    finally:
        stop.touch()
        output, errors = process.communicate(timeout=60)
    assert errors == ""
    seen.update(output.split())


def size(folder: Path) -> float:
    """Megabytes of the files in a folder; versions that share a file count once."""
    files = {path.stat().st_ino: path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    return sum(files.values()) / 1e6


@pytest.mark.slow
@pytest.mark.timeout(600 * (NIGHTS + 2))
def test_nights_end_with_the_rows_of_one_clean_build(tmp_path: Path, world: World, parsed: Path) -> None:
    home, inbox = tmp_path / "home", tmp_path / "inbox"
    world.copy_home(home)
    shutil.copytree(parsed, tmp_path / "clean" / "dbt")
    inbox.mkdir()
    (inbox / "report.txt").write_text(TEXTS[0], encoding="utf-8")
    seed = random.Random(30)
    before = size(home)
    memory: list[float] = []
    with reading(home / "warehouse.duckdb", tmp_path / "stop") as seen:
        for night in range(NIGHTS):
            change(inbox, seed)
            if seed.random() < 0.6:
                killed(home, inbox, seed.uniform(1, world.first["seconds"]))
                change(inbox, seed)
            if night == NIGHTS - 1:
                (home / "build.duckdb").write_bytes(b"no database" * 1000)
            memory.append(run(home, inbox, tmp_path / "said.txt"))
            assert len(list((home / "versions").glob("*.duckdb"))) <= KEPT
            history = size(home / "dagster")
            assert history < HISTORY * 2 * (night + 2)  # a night has a killed run and a whole one
            assert size(home) - history < before + MEGABYTES + KEPT * (home / "warehouse.duckdb").stat().st_size / 1e6
    assert str(versions.read(home / "warehouse.duckdb").number) in seen
    assert "damaged" in (tmp_path / "said.txt").read_text()
    assert memory[-1] < MEMORY * memory[0], memory
    assert len(list(home.glob("build.duckdb.damaged-1"))) == 1
    clean = luzhi("run", home=tmp_path / "clean", inbox=inbox)
    assert clean.returncode == 0, clean.stderr
    assert everything(home) == everything(tmp_path / "clean")
