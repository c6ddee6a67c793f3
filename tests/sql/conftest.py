"""A warehouse of hand-made documents, built once by dbt for all tests of the models."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from dbt_build import Query, dbt
from stage_tables import build
from warehouse_documents import DOCUMENTS


@pytest.fixture(scope="session")
def build_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build file with all models over the hand-made documents."""
    path = tmp_path_factory.mktemp("warehouse") / "build.duckdb"
    build(path, DOCUMENTS)
    result = dbt(path, "build")
    assert result.returncode == 0, result.stdout
    return path


@pytest.fixture(scope="session")
def query(build_file: Path) -> Iterator[Query]:
    """Run a query on the build file; rows as dicts."""
    with duckdb.connect(str(build_file), read_only=True) as connection:

        def run(sql: str) -> list[dict[str, Any]]:
            return connection.sql(sql).pl().to_dicts()

        yield run
