"""Exports: files, manifest and dictionary of one version."""

import csv
import json
import shutil
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import duckdb
import polars as pl
import pytest

from etl.errors import LuzhiError
from etl.warehouse.export import FORMATS, export


@pytest.mark.parametrize("form", FORMATS)
def test_manifest_tells_what_the_files_hold(published: Path, tmp_path: Path, form: str) -> None:
    manifest = export(published, tmp_path / "out", form)
    assert json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8")) == manifest
    assert (manifest["version"], manifest["format"]) == (3, form)
    with duckdb.connect(str(published), read_only=True) as connection:
        for entry in manifest["tables"]:
            content = (tmp_path / "out" / entry["file"]).read_bytes()
            assert sha256(content).hexdigest() == entry["sha256"]
            assert connection.sql(f"from {entry['table']}").count("*").fetchall() == [(entry["rows"],)]
    names = {entry["table"] for entry in manifest["tables"]}
    assert {"committee_year", "fct_observation", "sdmx_observations", "scorecard"} <= names
    assert "## main.committee_year" in (tmp_path / "out" / "dictionary.md").read_text(encoding="utf-8")
    assert "main.committee_year" in json.loads((tmp_path / "out" / "dictionary.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("form", FORMATS)
def test_one_version_gives_the_same_files(published: Path, tmp_path: Path, form: str) -> None:
    assert export(published, tmp_path / "a", form) == export(published, tmp_path / "b", form)


def test_parquet_keeps_the_rows(published: Path, tmp_path: Path) -> None:
    export(published, tmp_path, "parquet")
    frame = pl.read_parquet(tmp_path / "sdmx_observations.parquet")
    assert frame.columns == ["REF_AREA", "INDICATOR", "TIME_PERIOD", "OBS_VALUE", "UNIT_MEASURE", "OBS_STATUS"]
    row = frame.filter(REF_AREA="370900", INDICATOR="proposals_filed", TIME_PERIOD="2023").to_dicts()
    assert row[0]["OBS_VALUE"] == 213
    assert row[0]["OBS_STATUS"] == "A"
    several = frame.filter(REF_AREA="370900", INDICATOR="suggestions").to_dicts()
    assert (several[0]["OBS_VALUE"], several[0]["OBS_STATUS"]) == (None, "M")


def test_csv_writes_lists_as_json(published: Path, tmp_path: Path) -> None:
    export(published, tmp_path, "csv")
    with (tmp_path / "dim_programme.csv").open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert json.loads(row["variants"]) == ["码上·商量", "码上商量", "码上商量平台"]


def test_spreadsheet_never_holds_formulas(published: Path, tmp_path: Path) -> None:
    export(published, tmp_path, "xlsx")
    with ZipFile(tmp_path / "fct_observation.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "=HYPERLINK" in sheet  # a sentence of a document says so
    assert "<f>" not in sheet


def test_without_a_warehouse_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(LuzhiError, match="run `luzhi run` first"):
        export(tmp_path / "warehouse.duckdb", tmp_path / "out", "csv")


def test_a_version_of_an_older_layout_is_written_as_far_as_it_is_known(published: Path, tmp_path: Path) -> None:
    older = tmp_path / "older.duckdb"
    shutil.copy(published, older)
    with duckdb.connect(str(older)) as connection:
        connection.execute("drop table keywords; alter table proposal_funnel drop column basis")
    names = {entry["table"] for entry in export(older, tmp_path / "out", "csv")["tables"]}
    assert "proposal_funnel" in names
    assert "keywords" not in names
    assert "basis" not in (tmp_path / "out" / "proposal_funnel.csv").read_text(encoding="utf-8").splitlines()[0].split(
        ","
    )
