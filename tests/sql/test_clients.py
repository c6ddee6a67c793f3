"""The published file in other clients: each in two lines."""

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

QUESTION = (
    "select value from committee_year where committee = '青河市政协' and year = 2023 and indicator = 'proposals_filed'"
)


def test_polars(published: Path) -> None:
    connection = duckdb.connect(str(published), read_only=True)
    frame = connection.sql(QUESTION).pl()
    assert frame["value"].to_list() == [213]
    connection.close()


def test_pandas(published: Path) -> None:
    connection = duckdb.connect(str(published), read_only=True)
    frame = connection.sql(QUESTION).df()
    assert frame["value"].tolist() == [213]
    connection.close()


@pytest.mark.slow
def test_duckdb_1_5(published: Path, tmp_path: Path) -> None:
    """Analysts still have DuckDB 1.5: all tables open there."""
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "duckdb>=1.5,<1.6"], check=True)
    script = (
        "import duckdb, json, sys\n"
        "connection = duckdb.connect(sys.argv[1], read_only=True)\n"
        "names = [row[0] for row in connection.execute('select table_name from duckdb_tables()').fetchall()]\n"
        "counts = {name: connection.execute(f'select count(*) from {name}').fetchone()[0]"
        " for name in names if name in ('committee_year', 'fct_observation', 'scorecard')}\n"
        "value = connection.execute(sys.argv[2]).fetchone()[0]\n"
        "print(json.dumps([duckdb.__version__, value, counts]))\n"
    )
    output = subprocess.run(
        [python, "-c", script, str(published), QUESTION], check=True, capture_output=True, text=True
    ).stdout
    version, value, counts = json.loads(output)
    assert version.startswith("1.5.")
    assert value == 213
    assert all(counts.values())
