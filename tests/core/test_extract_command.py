import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from etl.cli.extract import command

REPORT = (
    "市政协召开提案工作座谈会\n2022-03-04 来源：本站\n"
    "2021年，市政协共收到提案405件，经审查立案368件，办复率100%。会议总结了一年来的提案工作，部署了今年的任务。\n"
)
DOCUMENT_KEYS = {
    "kind", "file", "encoding", "genre", "negative", "committee", "level", "province", "published", "report_year",
    "title", "script", "headline", "pinyin_annotations", "furniture", "damage",
}  # fmt: skip
OBSERVATION_KEYS = {
    "kind", "start", "end", "text", "value", "value_high", "unit", "qualifier", "indicator", "status", "period",
    "basis", "scope", "breakdown", "programme", "subject",
}  # fmt: skip


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.split("\n") if line]


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "报告.txt"
    path.parent.mkdir()
    path.write_text(REPORT, encoding="utf-8")
    return path


def test_a_document_is_a_line_of_facts_and_its_observations_in_order(report: Path):
    result = run(report)
    assert result.exit_code == 0, result.output
    first, *others = rows(result.stdout)
    assert first.keys() >= DOCUMENT_KEYS
    assert (first["kind"], first["file"], first["encoding"]) == ("document", "报告.txt", "utf-8")
    assert first["title"] == "市政协召开提案工作座谈会"
    assert first["published"] == "2022-03-04"
    assert [REPORT[start:end] for start, end in first["furniture"]] == ["2022-03-04 来源：本站"]
    assert [row["text"] for row in others] == ["405件", "368件", "100%"]
    for row in others:
        assert row.keys() >= OBSERVATION_KEYS
        assert row["kind"] == "observation"
        assert REPORT[row["start"] : row["end"]] == row["text"]
        assert isinstance(row["value"], int)
    assert [row["start"] for row in others] == sorted(row["start"] for row in others)


def test_each_document_line_starts_the_next_on_standard_output(report: Path):
    (report.parent / "b.txt").write_text(REPORT, encoding="gbk")
    result = run(report.parent)
    assert [row["file"] for row in rows(result.stdout) if row["kind"] == "document"] == ["b.txt", "报告.txt"]


def test_files_of_a_folder_get_the_stem_and_doubles_keep_their_extension(report: Path, tmp_path: Path):
    inner = report.parent / "inner"
    inner.mkdir()
    (inner / "报告.html").write_text(f"<html><body><p>{REPORT}</p></body></html>", encoding="utf-8")
    (report.parent / ".hidden").write_text("x", encoding="utf-8")
    out = tmp_path / "out"
    result = run(report.parent, "--out", out)
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    assert len(list(out.iterdir())) == 2
    stems = {path.name for path in out.iterdir()}
    assert stems in ({"报告.jsonl", "报告.html.jsonl"}, {"报告.jsonl", "报告.txt.jsonl"})


def test_rows_of_a_collection_are_numbered(tmp_path: Path):
    path = tmp_path / "many.jsonl"
    lines = [json.dumps({"text": REPORT, "url": "http://example.org/a"}), "{bad", json.dumps({"text": REPORT})]
    path.write_text("\n".join(lines), encoding="utf-8")
    out = tmp_path / "out"
    result = run(path, "--out", out)
    assert result.exit_code == 1
    assert sorted(one.name for one in out.iterdir()) == ["many-1.jsonl", "many-3.jsonl"]
    assert rows((out / "many-1.jsonl").read_text(encoding="utf-8"))[0]["url"] == "http://example.org/a"
    assert "malformed" in result.stderr


def test_a_rejected_file_is_named_after_all_others_were_done(report: Path):
    (report.parent / "a.txt").write_bytes(b"")
    result = run(report.parent)
    assert result.exit_code == 1
    assert [row["file"] for row in rows(result.stdout) if row["kind"] == "document"] == ["报告.txt"]
    (line,) = result.stderr.strip().split("\n")
    assert "a.txt" in line
    assert "empty" in line


def test_a_missing_path_is_one_clear_message(tmp_path: Path):
    result = run(tmp_path / "none.txt")
    assert result.exit_code != 0
    assert "none.txt" in result.stderr
