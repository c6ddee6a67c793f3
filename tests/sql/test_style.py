"""The SQL is formatted, linted, and small."""

import subprocess
import sys
from pathlib import Path

import pytest
from dbt_build import SQL


@pytest.mark.slow
def test_sqlfluff_finds_nothing() -> None:
    program = str(Path(sys.executable).with_name("sqlfluff"))
    folders = ["models", "tests", "macros", "analyses"]
    done = subprocess.run([program, "lint", *folders], cwd=SQL, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_one_model_a_file_under_80_lines() -> None:
    long = {path.name: n for path in SQL.rglob("models/**/*.sql") if (n := len(path.read_text().splitlines())) >= 80}
    assert long == {}
