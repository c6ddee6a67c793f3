"""A warehouse made once by the command itself, from documents that the tests write."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import Shared

ROOT = Path(__file__).parents[2]
REPORT = """定远县政协2023年工作报告
2024年1月15日 来源：定远县政协
一、提案工作
2023年，县政协共收到提案213件，立案186件，已全部办复。
二、协商议政
一年来，召开专题协商会12次，组织委员1200余名参加视察调研，形成调研报告41篇。
"""
NEWS = """定远县政协召开专题协商会
2023-06-12
定远县政协6月9日召开专题协商会，35名委员参加，提出意见建议28条。
"""


def environment(home: Path, inbox: Path | None, **more: str) -> dict[str, str]:
    """Return the environment of a command: nothing of ours from outside, one worker's worth of threads."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LUZHI_", "DAGSTER_", "DBT_"))}
    path = os.pathsep.join([str(ROOT), kept.get("PYTHONPATH", "")])
    kept |= {"LUZHI_HOME": str(home), "PYTHONPATH": path, "LUZHI_WORKERS": "2", **more}
    return kept | ({"LUZHI_INBOX": str(inbox)} if inbox else {})


def luzhi(*arguments: str, home: Path, inbox: Path | None = None, **more: str) -> "subprocess.CompletedProcess[str]":
    """Call the command as a user does."""
    return subprocess.run(
        [sys.executable, "-m", "etl.cli.main", *arguments],
        env=environment(home, inbox, **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=500,
    )


def rows(home: Path, query: str) -> list[tuple[object, ...]]:
    """Query the published warehouse."""
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test of the whole way, with Dagster and dbt, is a slow one."""
    for item in items:
        if "world" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


class World:
    """An inbox, a HOME, and what the run said that filled it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.inbox = folder / "inbox"
        self.home = folder / "home"

    @property
    def first(self) -> dict[str, Any]:
        """The exit status, the output, the errors and the seconds of the run."""
        said: dict[str, Any] = json.loads((self.folder / "first.json").read_text())
        return said

    def copy_home(self, target: Path) -> None:
        """Copy HOME, as a start for another inbox."""
        shutil.copytree(self.home, target, ignore=shutil.ignore_patterns("*.holder.json"))

    def run(self, parsed: Path) -> None:
        """Fill the inbox and run."""
        self.fill()
        shutil.copytree(parsed, self.home / "dbt")
        started = time.perf_counter()
        done = luzhi("run", home=self.home, inbox=self.inbox, LUZHI_FILE_BYTES="1000000")
        seconds = time.perf_counter() - started
        said = {"status": done.returncode, "output": done.stdout, "errors": done.stderr, "seconds": seconds}
        (self.folder / "first.json").write_text(json.dumps(said))

    def fill(self) -> None:
        (self.inbox / "2023" / "news").mkdir(parents=True)
        (self.inbox / "report.txt").write_text(REPORT, encoding="utf-8")
        (self.inbox / "2023" / "report_gb.txt").write_bytes(REPORT.replace("定远县", "白水县").encode("gb18030"))
        (self.inbox / "2023" / "news" / "news.txt").write_text(NEWS, encoding="utf-8")
        lines = '{"text": "永泰县政协2022年立案提案77件。"}\n{"text": "永泰县政协2022年开展调研9次。"}\n{"text": ""}\n'
        (self.inbox / "rows.jsonl").write_text(lines, encoding="utf-8")
        (self.inbox / "nothing.txt").write_text("这里没有任何数字，只是一段平常的说明文字，介绍本地的风景和物产。")
        (self.inbox / "empty.txt").touch()
        (self.inbox / "binary.txt").write_bytes(bytes(range(256)) * 40)
        with (self.inbox / "large.txt").open("wb") as file:
            file.truncate(200_000_000)
        name = "通报".encode("gb18030")
        with open(os.path.join(os.fsencode(self.inbox), name + b".txt"), "wb") as file:  # noqa: PTH118, PTH123
            file.write("桐庐县政协2021年收到提案31件。".encode())
        (self.folder / "outside.txt").write_text(REPORT)
        (self.inbox / "link.txt").symlink_to(self.folder / "outside.txt")
        (self.inbox / "broken.txt").symlink_to(self.inbox / "missing.txt")
        os.mkfifo(self.inbox / "pipe.txt")


@pytest.fixture(scope="session")
def world(shared: Shared, parsed: Path) -> World:
    """One published warehouse for all tests that only read or copy it."""
    return World(shared("world", lambda folder: World(folder).run(parsed)))
