"""Every command of the README is run as it stands there, in its order, in a fresh clone.

The two commands set up the same. `.ci/run` runs both in its own clone; what the first left is then taken from there.
Elsewhere the first is run here, with an environment of its own.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import NamedTuple

import pytest

from etl.cli.main import COMMANDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"(?ms)^```([a-z]+)\n(.*?)^```$")
SHELL = [(number, text) for number, (kind, text) in enumerate(BLOCK.findall(README)) if kind == "sh"]
FIRST, TESTS = (text.strip() for _number, text in SHELL[:2])
LATER = [(kind, text) for kind, text in BLOCK.findall(README) if kind in ("sh", "python")][2:]


class Clone(NamedTuple):
    """A clone after the first command."""

    folder: Path
    python: Path
    environment: dict[str, str]
    answer: str

    def run(self, program: str, text: str) -> "subprocess.CompletedProcess[str]":
        """Run a block of the README."""
        return subprocess.run(
            [program, *(["-e"] if program == "bash" else []), "-c", text],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=500,
        )


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """A fresh clone and an empty user folder in which the first command was run; later blocks find `luzhi` on PATH."""
    folder = tmp_path_factory.mktemp("clone") / "luzhi"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(folder)], check=True)
    (folder / "README.md").write_text(README, encoding="utf-8")
    user = tmp_path_factory.mktemp("user")
    data = user / ".local" / "share"
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    kept = {name: value for name, value in kept.items() if not name.startswith("LUZHI_")}
    kept |= {"XDG_DATA_HOME": str(data), "PIP_NO_COMPILE": "0"}  # yes to --no-compile: a minute less, and nothing else
    if first := os.environ.get("LUZHI_TEST_FIRST"):
        python = Path(sys.executable)
        shutil.copytree(Path(first, "luzhi"), data / "luzhi")
        answer = Path(first, "answer.txt").read_text(encoding="utf-8")
    else:
        python = folder / ".venv" / "bin" / "python"
        done = subprocess.run(
            ["bash", "-c", FIRST], cwd=folder, env=kept, capture_output=True, text=True, check=False, timeout=900
        )
        assert done.returncode == 0, done.stdout + done.stderr
        answer = done.stdout
    path = f"{python.parent}{os.pathsep}{kept['PATH']}"
    return Clone(folder, python, kept | {"HOME": str(user), "PATH": path}, answer)


def test_both_commands_set_up_the_same_and_ci_runs_them() -> None:
    assert TESTS.endswith(" && .venv/bin/pytest")
    assert FIRST.startswith(TESTS.removesuffix(".venv/bin/pytest"))
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert f'{FIRST} >"$XDG_DATA_HOME/answer.txt"' in lines
    assert TESTS in lines


def test_every_command_of_luzhi_is_in_the_readme() -> None:
    assert {name for name in COMMANDS if not re.search(rf"\bluzhi {name}\b", README)} == set()


def test_every_file_that_the_readme_names_is_there() -> None:
    named = set(re.findall(r"`((?:etl|sql|tests)/[\w./-]+)`", README))
    assert len(named) > 3
    assert {name for name in named if not (ROOT / name).exists()} == set()


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_the_first_command_answers_as_shown(clone: Clone) -> None:
    answer = BLOCK.findall(README)[1][1]
    assert "│" in answer
    assert clone.answer.endswith(answer)


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize(("kind", "text"), LATER, ids=[text.splitlines()[-1][:40] for _kind, text in LATER])
def test_what_follows_runs(clone: Clone, kind: str, text: str) -> None:
    if text == "luzhi serve\n":
        serve(clone, text)
        return
    done = clone.run("bash" if kind == "sh" else str(clone.python), text)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout or kind == "python" or "--out" in text


def serve(clone: Clone, text: str) -> None:
    """Start the server on a free port until it answers; end it by Ctrl-C."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    process = subprocess.Popen(
        ["bash", "-c", f"exec {text.strip()} --port {port}"],
        cwd=clone.folder,
        env=clone.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        assert process.stdout
        assert f"http://127.0.0.1:{port}" in process.stdout.readline()
        deadline = time.monotonic() + 240
        while process.poll() is None and time.monotonic() < deadline and not answers(port):
            time.sleep(0.5)
        answered = answers(port)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    assert answered


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/server_info", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
