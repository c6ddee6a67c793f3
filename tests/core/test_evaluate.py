"""Scores against labels: by hand on small cases, and to the digit as an external scorer counts them."""

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import labelled_folders
import pytest
from click.testing import CliRunner, Result

from etl.cli.evaluate import command as evaluate_command
from etl.cli.extract import command as extract_command
from etl.core.evaluate import Evaluation, Side, pair
from etl.core.labelled import read_gold, sample_figures
from etl.errors import LuzhiError


def row(start: int, value: float = 5, **fields: Any) -> dict[str, Any]:
    """Return an observation of four characters at `start`."""
    base = {"kind": "observation", "start": start, "end": start + 4, "text": "5件", "value": value, "unit": "件"}
    said = {"indicator": "proposals_filed", "status": "actual", "period": 2023, "scope": "own", "breakdown": None}
    return base | said | {"qualifier": "exact", "basis": "period", "programme": None, "subject": "提案"} | fields


def score(gold: list[dict[str, Any]], predicted: list[dict[str, Any]], **facts: Any) -> Evaluation:
    """Score one document."""
    evaluation = Evaluation()
    evaluation.add("one", Side(facts, gold), Side({}, predicted))
    return evaluation


def run(*arguments: str | Path) -> Result:
    """Run `luzhi evaluate`."""
    return CliRunner().invoke(evaluate_command, list(map(str, arguments)))


def test_a_wrong_code_is_a_right_mention_and_a_wrong_observation() -> None:
    figures = score([row(0), row(10)], [row(0), row(10, indicator="proposals_submitted")]).figures()
    assert figures["mention"] == {"precision": 1, "recall": 1, "f1": 1, "hits": 2, "gold": 2, "predicted": 2}
    assert figures["observation"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5, "hits": 1, "gold": 2, "predicted": 2}
    assert figures["fields"]["indicator"] == {"right": 1, "of": 2, "share": 0.5}
    assert figures["indicators"]["proposals_submitted"]["predicted"] == 1
    assert figures["indicators"]["proposals_filed"]["recall"] == 0.5


def test_precision_and_recall_are_told_apart() -> None:
    found = score([row(0), row(10), row(20)], [row(0), row(30)]).figures()["mention"]
    assert (found["precision"], found["recall"], found["f1"]) == (0.5, 0.3333, 0.4)


def test_one_figure_with_two_codes_is_one_mention_and_two_observations() -> None:
    both = [row(0), row(0, indicator="proposals_completed")]
    figures = score(both, both).figures()
    assert (figures["mention"]["hits"], figures["observation"]["hits"]) == (1, 2)
    assert figures["fields"]["span"] == {"right": 2, "of": 2, "share": 1.0}


def test_value_and_unit_must_be_equal_and_spans_overlap() -> None:
    assert not pair([row(0)], [row(0, value=6)])
    assert not pair([row(0)], [row(0, unit="篇")])
    assert not pair([row(0)], [row(4)])
    assert pair([row(0)], [row(3)])


def test_what_a_headline_or_damage_says_is_not_scored() -> None:
    facts = {"headline": [[0, 4]], "damage": [{"start": 10, "end": 14, "intended": None}]}
    figures = score([], [row(0), row(10), row(20)], **facts).figures()
    assert figures["mention"]["predicted"] == 1
    assert figures["fields"]["document.damage"] == {"right": 0, "of": 1, "share": 0.0}


def test_codes_of_a_document_outside_the_genre_are_counted_apart() -> None:
    evaluation = score([row(0)], [row(0), row(10, indicator="other")], negative=True)
    assert evaluation.figures()["negatives"] == {"documents": 1, "false_codes": 1}
    assert evaluation.figures()["mention"]["gold"] == 0


def test_facts_and_furniture() -> None:
    evaluation = Evaluation()
    gold = Side({"committee": "某市政协", "report_year": 2023, "furniture": [[0, 10]]}, [])
    evaluation.add("one", gold, Side({"committee": "某市政协", "report_year": 2022, "furniture": [[5, 20]]}, []))
    figures = evaluation.figures()
    assert figures["fields"]["facts together"] == {"right": 1, "of": 2, "share": 0.5}
    assert (figures["furniture"]["precision"], figures["furniture"]["recall"]) == (0.3333, 0.5)


def test_mistakes_say_what_is_wrong_with_them() -> None:
    gold, predicted = [row(0), row(10)], [row(0, scope="system"), row(20)]
    mistakes = Evaluation().add("one", Side({}, gold), Side({}, predicted))
    assert [one.kind for one in mistakes] == ["wrong", "missed", "extra"]
    assert mistakes[0].predicted is predicted[0]


def test_every_row_of_the_samples_is_a_hit_or_a_mistake() -> None:
    result = run(
        "--gold", labelled_folders.BUNDLED[0], "--documents", labelled_folders.BUNDLED[1], "--json", "--errors", "999"
    )
    figures = json.loads(result.stdout)
    kinds = [error["kind"] for error in figures["errors"]]
    observations = figures["observation"]
    assert observations["gold"] == observations["hits"] + kinds.count("wrong") + kinds.count("missed")
    assert observations["predicted"] == observations["hits"] + kinds.count("wrong") + kinds.count("extra")
    assert all(error["sentence"] for error in figures["errors"])
    assert sum(one["gold"] for one in figures["indicators"].values()) == observations["gold"]


def test_without_folders_the_bundled_samples_are_scored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("LUZHI_GOLD", "LUZHI_DOCUMENTS"):
        monkeypatch.delenv(name, raising=False)
    result = run("--home", tmp_path)
    assert result.exit_code == 0
    assert f"documents    {len(list(labelled_folders.BUNDLED[0].iterdir()))}" in result.stdout
    assert "F1" in result.stdout


def test_a_missing_document_is_named_and_counted(tmp_path: Path) -> None:
    gold, documents = tmp_path / "gold", tmp_path / "documents"
    gold.mkdir()
    documents.mkdir()
    lines = [{"kind": "document", "file": "a.txt"}, row(0)]
    (gold / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    result = run("--gold", gold, "--documents", documents, "--json")
    assert "luzhi: a: no such document" in result.stderr
    assert json.loads(result.stdout)["observation"]["recall"] == 0


@pytest.mark.parametrize(
    ("line", "message"), [("{", "JSONDecodeError"), ('{"kind": "observation", "start": 3, "end": 2}', "value")]
)
def test_a_broken_line_of_gold_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"kind": "document"}}\n{line}\n', encoding="utf-8")
    with pytest.raises(LuzhiError, match=rf"a\.jsonl:2: .*{message}"):
        read_gold(path)


def test_the_figures_of_the_samples_are_shares() -> None:
    figures = sample_figures()
    assert {"mention_f1", "observation_f1", "indicator_right", "facts_together_right"} <= figures.keys()
    assert all(0 <= value <= 1 for name, value in figures.items() if name not in ("documents", "false_codes"))


@pytest.mark.parametrize("folders", ["settings", "bundled", "open"])
def test_an_external_scorer_gives_the_same_figures(folders: str, tmp_path: Path) -> None:
    """A scorer takes two folders, gold and predictions, and prints its figures with --json."""
    scorer = labelled_folders.scorer()
    known = {"bundled": labelled_folders.BUNDLED, "open": labelled_folders.OPEN}
    gold, documents = known[folders] if folders in known else labelled_folders.of_settings()
    CliRunner().invoke(extract_command, [str(documents), "--out", str(tmp_path)])
    done = subprocess.run(
        [sys.executable, scorer, gold, tmp_path, "--json"], capture_output=True, text=True, check=True
    )
    theirs = json.loads(done.stdout)
    ours = json.loads(run("--gold", gold, "--documents", documents, "--json").stdout)
    assert {name: ours.get(name) for name in theirs} == theirs


def drawn(draw: random.Random, negative: bool) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return lines of gold and of predictions that overlap, repeat and contradict each other in many ways."""
    facts: dict[str, Any] = {"kind": "document", "negative": negative, "committee": "某市政协"}
    facts |= {
        "headline": [[0, 3]],
        "furniture": [[draw.randint(0, 9), 15]],
        "script": draw.choice(["simplified", None]),
    }
    facts["damage"] = [{"start": 18, "end": 20, "intended": draw.choice(["议", None])}]
    lines = []
    for _ in range(2):
        rows = [
            row(
                draw.randint(0, 40),
                value=draw.choice([5, 5.0, 5.0000001, 6]),
                value_high=draw.choice([None, 9]),
                unit=draw.choice(["件", "篇"]),
                indicator=draw.choice(["proposals_filed", "other"]),
                period=draw.choice([2023, None]),
                breakdown=draw.choice([None, "经济"]),
                programme=draw.choice([None, "码上议"]),
            )
            for _ in range(draw.randint(0, 25))
        ]
        for one in rows:
            if draw.random() < 0.1:
                del one[draw.choice(["basis", "programme", "qualifier", "breakdown"])]
        changed = {"committee": draw.choice(["某市政协", None]), "furniture": [[draw.randint(0, 20), 22]]}
        lines.append([facts | (changed if lines else {}), *rows])
    return lines[0], lines[1]


@pytest.mark.parametrize("seed", range(12))
def test_an_external_scorer_agrees_on_strange_rows(seed: int, tmp_path: Path) -> None:
    scorer = labelled_folders.scorer()
    draw, evaluation = random.Random(seed), Evaluation()
    for folder in ("gold", "predicted"):
        (tmp_path / folder).mkdir()
    for number in range(6):
        both = drawn(draw, negative=number == 5)
        for folder, lines in zip(("gold", "predicted"), both, strict=True):
            text = "".join(json.dumps(line) + "\n" for line in lines)
            (tmp_path / folder / f"{number}.jsonl").write_text(text, encoding="utf-8")
        evaluation.add(
            str(number), *(read_gold(tmp_path / folder / f"{number}.jsonl") for folder in ("gold", "predicted"))
        )
    done = subprocess.run(
        [sys.executable, scorer, tmp_path / "gold", tmp_path / "predicted", "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    theirs = json.loads(done.stdout)
    ours = evaluation.figures()
    assert {name: ours.get(name) for name in theirs} == theirs


@pytest.mark.parametrize("seed", range(12))
def test_strange_rows_agree_with_themselves(seed: int) -> None:
    facts, *rows = drawn(random.Random(seed), negative=False)[0]
    rows = [one for one in rows if one["start"] >= 20]  # clear of headline and damage
    mistakes = (evaluation := Evaluation()).add("one", Side(facts, rows), Side(facts, rows))
    figures = evaluation.figures()
    assert mistakes == []
    assert figures["observation"]["hits"] == len(rows)
    assert {figures[name]["f1"] for name in ("mention", "observation", "furniture")} == {1.0}
    assert figures["fields"]["facts together"]["share"] == 1.0
