"""What comes in from outside stays text: in pages of the UI, in SQL, in terminals; secrets stay where they are set."""

import logging
from pathlib import Path

import dagster as dg
import duckdb
import pytest
from pydantic import SecretStr

from etl.cli.common import shown
from etl.orchestration import checks, instance
from etl.orchestration.metadata import escape, sample
from etl.settings import Settings
from tests.pipeline.test_stages import at, put, query, refresh

EVIL = "<script>alert(1)</script> | [x](javascript:y) ![z](http://e) **b** `c`\x1b[31m\u202e\n# h"
NAMES = ["'; drop table raw.documents; --.txt", "$1 {0} %s.txt", "<img src=x onerror=y>.txt", "\x1b[31mred.txt"]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("DAGSTER_HOME", "")
    return at(tmp_path, monkeypatch)


def test_text_of_a_document_is_no_markup_in_the_pages_of_the_ui() -> None:
    with duckdb.connect() as connection:
        connection.execute("create table said as select $1 as text", [EVIL])
        table = sample(connection, "said")
    assert len(table.splitlines()) == 3
    for text in (escape(EVIL), table.splitlines()[2].removeprefix("| ").removesuffix(" |")):
        assert set(text).isdisjoint("<>|[]()*`!\x1b\u202e\n")
    assert "script" in table


def test_names_of_files_are_no_sql_no_markup_and_steer_no_terminal(home: Settings) -> None:
    for name in NAMES:
        put(home, name, f"宾川县政协2023年立案提案{len(name)}件。")
    put(home, "\x1b[31mempty'.txt", "")
    refresh(home)
    assert query(home, "select count(*) from raw.live") == [(len(NAMES),)]
    assert {row[0] for row in query(home, "select source_path from raw.live")} == set(NAMES)
    assert query(home, "select reason from raw.rejected") == [("empty",)]
    with duckdb.connect(str(home.build), read_only=True) as connection:
        (result,) = checks.run(connection, dg.AssetKey(["raw", "documents"]), home)
    rows = str(result.metadata["rows"].value)
    assert "empty" in rows
    assert "\x1b" not in rows
    assert all("\x1b" not in shown(name) for name in NAMES)


def test_secrets_are_in_no_file_and_no_log(home: Settings, caplog: pytest.LogCaptureFixture) -> None:
    secret = "pa55word"  # noqa: S105
    chosen = home.model_copy(
        update={
            "storage_url": SecretStr(f"postgresql://me:{secret}@127.0.0.1:1/db"),
            "alert_webhook": SecretStr(f"http://127.0.0.1:1/{secret}"),
            "alert_smtp": SecretStr(f"smtp://me:{secret}@127.0.0.1:1"),
        }
    )
    with caplog.at_level(logging.DEBUG):
        instance.prepare(chosen)
        logging.getLogger("a test").warning("%s %r", chosen, chosen)
    files = [path.read_bytes() for path in home.home.rglob("*") if path.is_file()]
    assert files
    assert all(secret.encode() not in content for content in files)
    assert secret not in caplog.text
