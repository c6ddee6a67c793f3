"""The published file in other clients: each in two lines."""

import json
import os
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
    """Analysts still have DuckDB 1.5: all tables open there, also from Polars and pandas."""
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(tmp_path)]
    subprocess.run([*install, "duckdb>=1.5,<1.6"], check=True)
    script = (
        "import duckdb, json, sys\n"
        "connection = duckdb.connect(sys.argv[1], read_only=True)\n"
        "names = connection.execute('select schema_name, table_name from duckdb_tables()').fetchall()\n"
        "counts = {f'{s}.{t}': connection.execute(f'select count(*) from {s}.{t}').fetchone()[0] for s, t in names}\n"
        "polars = connection.sql(sys.argv[2]).pl()['value'].to_list()\n"
        "pandas = connection.sql(sys.argv[2]).df()['value'].tolist()\n"
        "print(json.dumps([duckdb.__version__, polars, pandas, counts]))\n"
    )
    output = subprocess.run(
        [sys.executable, "-c", script, str(published), QUESTION],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    ).stdout
    version, in_polars, in_pandas, counts = json.loads(output)
    assert version.startswith("1.5.")
    assert in_polars == in_pandas == [213]
    assert all(counts[f"main.{table}"] for table in ("committee_year", "fct_observation", "scorecard"))
