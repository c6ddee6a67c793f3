"""The review queues: what is most worth a look comes first, and nothing that needs none."""

import json
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from etl.cli.review import command
from etl.warehouse import review


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A HOME with a published warehouse of three documents, one of them not of the genre."""
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
        connection.execute("create schema raw; create schema indicator")
        connection.execute(
            "create table main.dim_document as"
            " from (values ('a', true), ('b', true), ('c', false)) t(document_id, of_genre)"
        )
        connection.execute(
            "create table raw.documents as from (values ('a', '会场设于七〇一室'), ('b', '共3处')) t(document_id, text)"
        )
        connection.execute(
            "create table indicator.numerals as from (values ('a', 4, 7, '七〇一', 'unexplained'),"
            " ('b', 1, 2, '3', 'date')) t(document_id, span_start, span_end, text, reason)"
        )
        connection.execute(
            """
            create table main.fct_observation as from (values
                ('1', 'a', 'other', 'other', 'own', '停车位', '个', '300个', '新增停车位300个。', true),
                ('2', 'b', 'other', 'other', 'own', '停车位', '个', '20个', '增设停车位20个。', true),
                ('3', 'a', 'other', 'other', 'own', '路灯', '盏', '9盏', '安装路灯9盏。', true),
                ('4', 'a', 'other', 'other', 'external', '水库', '座', '4座', '全县水库4座。', true),
                ('5', 'c', 'other', 'other', 'own', '航班', '个', '5个', '取消航班5个。', true),
                ('6', 'a', 'proposals_filed', 'proposals_filed.2', 'own', '提案', '件', '8件', '立案8件。', true),
                ('8', 'b', 'other', 'other', 'own', '路灯', '盏', '9盏', '安装路灯9盏。', false),
                ('7', 'b', 'meetings_held', 'same as before', 'own', '', '次', '6次', '共6次。', true)
            ) t(observation_id, document_id, indicator, rule, scope, subject, unit, quantity, sentence, counted)
            """
        )
    return tmp_path


def run(home: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(command, ["--home", str(home), *arguments])
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUZHI_HOME", "")


def test_subjects_that_fit_no_indicator_by_frequency(home: Path) -> None:
    found = json.loads(run(home, "candidates", "--json").stdout)["candidates"]
    assert [(row["subject"], row["figures"], row["documents"]) for row in found] == [("停车位", 2, 2), ("路灯", 1, 1)]
    assert found[0]["example"] == "新增停车位300个。"


def test_numerals_without_a_reason_in_their_context(home: Path) -> None:
    (row,) = json.loads(run(home, "unexplained", "--json").stdout)["unexplained"]
    assert (row["text"], row["example"]) == ("七〇一", "会场设于[七〇一]室")


def test_codes_that_rest_on_little(home: Path) -> None:
    (row,) = json.loads(run(home, "low_evidence", "--json").stdout)["low_evidence"]
    assert (row["rule"], row["indicator"], row["figures"]) == ("same as before", "meetings_held", 1)


def test_rules_that_ask_for_a_noun_or_a_verb_say_enough() -> None:
    weak = review.weak_rules()
    assert "proposals_filed.1" not in weak
    assert any(name.startswith("participants.") for name in weak)


def test_all_queues_as_tables(home: Path) -> None:
    text = run(home, "--limit", "1").stdout
    assert "candidates for the catalogue" in text
    assert "停车位" in text
    assert "路灯" not in text
    assert "七〇一" in text


def test_an_empty_queue_says_so(home: Path) -> None:
    with duckdb.connect(str(home / "warehouse.duckdb")) as connection:
        connection.execute("delete from indicator.numerals")
    assert "Numerals that nothing explains: none" in run(home, "unexplained").stdout


def test_without_a_warehouse_it_says_what_to_do(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, ["--home", str(tmp_path)])
    assert "run `luzhi run` first" in str(result.exception)
