"""A warehouse of hand-made documents, built once by dbt for all tests of the models."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from dbt_build import Query, dbt
from stage_tables import build
from warehouse_documents import DOCUMENTS

from tests.conftest import Shared


@pytest.fixture(scope="session")
def build_file(shared: Shared) -> Path:
    """The build file with all models over the hand-made documents."""

    def fill(folder: Path) -> None:
        build(folder / "build.duckdb", DOCUMENTS)
        result = dbt(folder / "build.duckdb", "build")
        assert result.returncode == 0, result.stdout

    return shared("warehouse", fill) / "build.duckdb"


@pytest.fixture(scope="session")
def query(build_file: Path) -> Iterator[Query]:
    """Run a query on the build file; rows as dicts."""
    with duckdb.connect(str(build_file), read_only=True) as connection:

        def run(sql: str) -> list[dict[str, Any]]:
            return connection.sql(sql).pl().to_dicts()

        yield run


@pytest.fixture(scope="session")
def published(build_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same file as published: with its version row."""
    path = tmp_path_factory.mktemp("published") / "warehouse.duckdb"
    shutil.copy(build_file, path)
    with duckdb.connect(str(path), config={"storage_compatibility_version": "v1.5.0"}) as connection:
        connection.execute(
            "create table version as select 3 as number, timestamptz '2024-02-01 00:00:00+00' as published, "
            "'0123456789abcdef' as fingerprint, map {'main.committee_year': 30::bigint} as tables"
        )
    return path
