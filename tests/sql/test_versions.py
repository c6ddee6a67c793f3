"""Versions: listed, compared with reasons, brought back."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import click
import duckdb
import pytest
from click.testing import CliRunner, Result
from warehouse_documents import QINGHE_2023

from etl import settings as configuration
from etl.cli import versions as commands
from etl.errors import LuzhiError
from etl.settings import Settings
from etl.warehouse import build, publish, versions

REWORKED = QINGHE_2023.document_id
OBSERVATION = "insert into indicator.observations by name select '{0}-0' as observation_id, '{0}' as document_id"
SOURCE = "insert into raw.sources by name select '{0}' as document_id, '{1}' as source_path"
CHANGES = (
    SOURCE.format("arrived", "new.txt"),
    OBSERVATION.format("arrived"),
    "update raw.sources set vanished = now() where source_path in ('linchuan.txt', 'shandong.txt')",
    "delete from indicator.observations where document_id in "
    "(select document_id from raw.sources where source_path in ('linchuan.txt', 'shandong.txt'))",
    SOURCE.format("edited", "shandong.txt"),
    OBSERVATION.format("edited"),
    f"update indicator.observations set indicator = 'other' where document_id = '{REWORKED}' and value = 53",
    "update lineage.work set version = 'two', because = 'changed: rules/indicators/research.yaml'",
    "update committee_year set value = 214 where value = 213",
    "delete from committee_year where value = 5621",
)


def at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings of a HOME, whatever the environment says."""
    for name in [name for name in os.environ if name.startswith("LUZHI_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LUZHI_HOME", str(folder))
    settings = configuration.load()
    configuration.use_home(settings)
    return settings


@pytest.fixture(scope="module")
def filled(build_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A HOME with version 1 of the hand-made documents and version 2 after the changes, to be copied."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        settings = at(tmp_path_factory.mktemp("filled"), monkeypatch)
        shutil.copy(build_file, settings.build)
        with duckdb.connect(str(settings.build)) as connection:
            build.set_state(connection, "tables", build.layout())
            connection.execute(
                "insert into lineage.work by name select 'indicator' as stage, "
                f"'{REWORKED}' as document_id, 'one' as version, 'new document' as because"
            )
        publish.publish(settings, "one")
        with duckdb.connect(str(settings.build)) as connection:
            for statement in CHANGES:
                connection.execute(statement)
        publish.publish(settings, "two")
    return settings.home


@pytest.fixture
def home(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    return at(tmp_path, monkeypatch)


@pytest.fixture
def run(home: Settings) -> Callable[..., Result]:
    """Run a command on that HOME."""

    def call(command: click.Command, *arguments: str) -> Result:
        return CliRunner().invoke(command, ["--home", str(home.home), *arguments])

    return call


def test_versions_are_listed_and_the_current_one_is_marked(run: Callable[..., Result]) -> None:
    lines = run(commands.versions).output.splitlines()
    assert [line.split("│")[1].strip() for line in lines if line.startswith("│")] == ["1", "2"]
    assert ["current" in line for line in lines if line.startswith("│")] == [False, True]


def test_the_difference_counts_rows_and_gives_reasons(run: Callable[..., Result]) -> None:
    lines = run(commands.diff, "1", "2").output.splitlines()
    counts = {
        cells[1].strip(): [cell.strip() for cell in cells[2:5]]
        for cells in (row.split("│") for row in lines[3:])
        if len(cells) > 5
    }
    assert counts["indicator.observations"] == ["2", "3", "1"]
    assert counts["main.committee_year"] == ["0", "1", "1"]
    assert "main.rankings" not in counts
    assert [line for line in lines if ": observations " in line] == [
        "linchuan.txt: removed document: observations +0 -1 ~0",
        "new.txt: new document: observations +1 -0 ~0",
        "qinghe-2023-report.txt: changed: rules/indicators/research.yaml: observations +0 -0 ~1",
        "shandong.txt: changed document (former content): observations +0 -2 ~0",
        "shandong.txt: changed document (new content): observations +1 -0 ~0",
    ]


def test_changed_models_are_said(home: Settings, run: Callable[..., Result]) -> None:
    assert "No difference." in run(commands.diff, "2", "2").output
    with duckdb.connect(str(home.build)) as connection:
        connection.execute("delete from rankings")
    publish.publish(home, "three")
    assert "the models have changed" in run(commands.diff, "2", "3").output


def test_a_version_is_brought_back_until_something_is_new(home: Settings, run: Callable[..., Result]) -> None:
    assert f"version 1 is published: {home.warehouse}" in run(commands.restore, "1").output
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        assert connection.execute("select number from version").fetchall() == [(1,)]
        assert connection.execute("select count(*) from committee_year where value = 5621").fetchall() == [(1,)]
    assert publish.publish(home, "three").number == 3
    assert versions.listed(home) == [1, 2, 3]


def test_a_version_that_is_not_kept_is_one_clear_line(run: Callable[..., Result]) -> None:
    for command, arguments in ((commands.restore, ["9"]), (commands.diff, ["1", "9"])):
        problem = run(command, *arguments).exception
        assert isinstance(problem, LuzhiError)
        assert "version 9 is not kept" in str(problem)
        assert "(kept: 1, 2)" in str(problem)
