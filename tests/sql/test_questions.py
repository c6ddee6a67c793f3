"""The example questions: each runs, and its answer on the bundled samples is held."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from answers import ANSWERS, QUESTIONS, answers


@pytest.fixture(scope="module")
def answers_on_samples(tmp_path_factory: pytest.TempPathFactory, parsed: Path) -> dict[str, str]:
    if first := os.environ.get("LUZHI_TEST_FIRST"):  # where the README's first command has run over the samples
        return answers(Path(first, "luzhi", "build.duckdb"))
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(parsed, home / "dbt")
    luzhi = Path(sys.executable).with_name("luzhi")
    program = [str(luzhi)] if luzhi.exists() else [sys.executable, "-m", "etl.cli.main"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LUZHI_")}
    run = subprocess.run(
        [*program, "run", "--home", str(home)], env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return answers(home / "build.duckdb")


def test_there_are_enough_questions() -> None:
    assert len(QUESTIONS) >= 12
    assert {path.stem for path in ANSWERS.glob("*.csv")} == set(QUESTIONS)


def test_each_question_has_an_answer_on_hand_made_documents(build_file: Path) -> None:
    found = answers(build_file)
    empty = {name for name, text in found.items() if text.count("\n") < 2}
    assert empty <= {"opinions_heard", "satisfaction_ranking"}  # nothing there speaks of these
    assert "青河市政协,2023,reply_rate" in found["rates_that_do_not_agree"]


@pytest.mark.slow
@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_on_the_samples(answers_on_samples: dict[str, str], question: str) -> None:
    assert answers_on_samples[question] == (ANSWERS / f"{question}.csv").read_text(encoding="utf-8")
