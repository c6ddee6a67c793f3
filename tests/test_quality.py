"""Lint, format and strict types hold everywhere, and patterns match the same in every Python 3.11.

The SQL is linted in `tests/sql/test_style.py`.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["ruff", "check", "."], id="lint"),
        pytest.param(["ruff", "format", "--check", "."], id="format"),
        pytest.param(["mypy", "--strict"], id="types", marks=pytest.mark.slow),
    ],
)
def test_finds_nothing(command: list[str]) -> None:
    program, *arguments = command
    done = subprocess.run(
        [str(Path(sys.executable).with_name(program)), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_pattern_uses_a_possessive_group() -> None:
    """`(?:...)?+` matches wrongly before Python 3.11.5 and so reads other figures there; `(?>(?:...)?)` does not."""
    possessive = re.compile(r"(?<!\\)\)(?:[*+?]|\{[0-9,]*\})\+")
    files = [file for kind in ("*.py", "*.yaml", "*.csv") for file in (ROOT / "etl").rglob(kind)]
    lines = [(file, line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    found = [f"{file.relative_to(ROOT)}: {line}" for file, line in lines if possessive.search(line)]
    assert found == []
