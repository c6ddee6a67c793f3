"""The checks: what blocks, what only warns, and that each shows its rows with their sentences."""

import json
import shutil
from pathlib import Path

import duckdb
import pytest
from dbt_build import Query, dbt


def results(folder: Path) -> dict[str, str]:
    """Check -> status of the last run."""
    content = json.loads((folder / "target" / "run_results.json").read_text(encoding="utf-8"))
    return {
        entry["unique_id"].split(".")[2]: entry["status"]
        for entry in content["results"]
        if entry["unique_id"].startswith("test.")
    }


def test_odd_figures_of_the_world_warn_and_do_not_block(build_file: Path) -> None:
    found = results(build_file.parent)
    assert {name for name, status in found.items() if status == "warn"} == {
        "filed_not_above_submitted",
        "parts_within_whole",
        "rates_agree_with_counts",
        "rates_within_100",
        "shares_sum_to_100",
    }
    assert set(found.values()) == {"pass", "warn"}


def test_offending_rows_come_with_their_sentence(build_file: Path) -> None:
    query = (build_file.parent / "target/compiled/luzhi/tests/rates_within_100.sql").read_text(encoding="utf-8")
    with duckdb.connect(str(build_file), read_only=True) as connection:
        (row,) = connection.sql(query).pl().to_dicts()
    assert (row["quantity"], row["sentence"], row["source"]) == ("120%", "满意率120%。", "baishi-2023-report.txt")


def test_rows_that_checks_find_are_kept_with_their_sentences(query: Query) -> None:
    (row,) = query(
        "select severity, found ->> 'sentence' as sentence from check_rows where check_name = 'rates_within_100'"
    )
    assert row == {"severity": "warn", "sentence": "满意率120%。"}


BREACHES = {
    "key_fct_observation_observation_id": "insert into fct_observation from fct_observation limit 1",
    "reference_fct_observation_document_id__document_id__ref_dim_document_": (
        "update fct_observation set document_id = 'nowhere' where value = 212"
    ),
    "known_words": "update fct_observation set status = 'perhaps' where value = 212",
    "observation_has_evidence": "update fct_observation set sentence = null where value = 212",
    "one_member_counts": "update dim_document set counted = true",
    "committee_year_complete": "delete from committee_year where indicator = 'inspections'",
    "committee_year_honest": "update committee_year set value = 9999 where indicator = 'proposals_filed'",
    "weights_valid": "update scorecard_weights set weight = -1 where family = 'research'",
    "scorecard_has_coverage": "update scorecard set coverage = null",
}


@pytest.fixture(scope="module")
def broken(build_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build file in which every error check is breached."""
    path = tmp_path_factory.mktemp("broken") / "build.duckdb"
    shutil.copy(build_file, path)
    with duckdb.connect(str(path)) as connection:
        for statement in BREACHES.values():
            connection.execute(statement)
    return path


@pytest.mark.parametrize("check", BREACHES)
def test_breach_is_found_and_an_error(build_file: Path, broken: Path, check: str) -> None:
    manifest = json.loads((build_file.parent / "target" / "manifest.json").read_text(encoding="utf-8"))
    (node,) = (node for node in manifest["nodes"].values() if node["name"] == check)
    assert node["config"]["severity"].lower() == "error"
    with duckdb.connect(str(broken), read_only=True) as connection:
        assert connection.execute(node["compiled_code"]).fetchone()


@pytest.mark.slow
def test_breaches_block(broken: Path) -> None:
    assert dbt(broken, "test").returncode == 1
    found = results(broken.parent)
    assert {check: found[check] for check in BREACHES} == dict.fromkeys(BREACHES, "fail")
    with duckdb.connect(str(broken), read_only=True) as connection:
        kept = connection.execute("select distinct check_name from check_rows where severity = 'error'").fetchall()
    assert {name for (name,) in kept} >= set(BREACHES)
