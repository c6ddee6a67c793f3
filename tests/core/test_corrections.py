"""Corrections set single figures right, and report themselves once they no longer fit."""

from typing import Any

import pytest
import yaml

from etl import rules
from etl.core import corrections
from etl.core.corrections import Correction, apply
from etl.core.extract import extract
from etl.core.model import Observation, RawText
from etl.errors import RulesError

REPORT = "政协衢州市委员会2023年工作综述\n　　全年立案提案57件，办复57件。形成调研报告9篇，向市委报送调研报告9篇。\n"
ENTRY: dict[str, Any] = {
    "document": "report.txt",
    "quantity": "9篇",
    "field": "period",
    "expect": 2023,
    "value": 2022,
    "reason": "the page repeats last year's table",
}


@pytest.fixture(scope="module")
def observations() -> list[Observation]:
    return extract(RawText(REPORT, "utf-8", "text"), "report.txt").observations


def correction(**changes: Any) -> Correction:
    return Correction(**(ENTRY | changes))


def place(observations: list[Observation], text: str) -> int:
    return next(one.raw.start for one in observations if one.text == text)


def test_one_field_of_one_figure_is_set_right(observations: list[Observation]) -> None:
    start = place(observations, "9篇")
    corrected, (outcome,) = apply(observations, ["report.txt"], [correction(start=start)])
    assert outcome.applied
    changed = [(old, new) for old, new in zip(observations, corrected, strict=True) if old != new]
    ((old, new),) = changed
    assert (old.raw.start, old.period, new.period) == (start, 2023, 2022)
    assert new.rule == f"{old.rule}; corrected period"


def test_other_documents_are_left_alone(observations: list[Observation]) -> None:
    assert apply(observations, ["other.txt", "0123456789abcdef"], [correction()]) == (observations, [])


def test_corrections_apply_one_after_the_other(observations: list[Observation]) -> None:
    start = place(observations, "9篇")
    table = [correction(start=start), correction(start=start, expect=2022, value=2021)]
    corrected, outcomes = apply(observations, ["report.txt"], table)
    assert [one.applied for one in outcomes] == [True, True]
    assert next(one.period for one in corrected if one.raw.start == start) == 2021


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({}, "2 observations 9篇 fit: say which with start"),
        ({"quantity": "8篇"}, "no observation 8篇 there"),
        ({"expect": 2020}, "period is 2023, not 2020 as expected"),
        ({"expect": 2020, "value": 2023}, "period is 2023 without it: remove it"),
    ],
)
def test_what_does_not_fit_is_reported(observations: list[Observation], changes: dict[str, Any], problem: str) -> None:
    corrected, (outcome,) = apply(observations, ["report.txt"], [correction(**changes)])
    assert corrected == observations
    assert not outcome.applied
    assert outcome.problem == problem


def loaded(monkeypatch: pytest.MonkeyPatch, content: object) -> tuple[Correction, ...]:
    monkeypatch.setattr(corrections, "load", lambda _name: content)
    return corrections.corrections.__wrapped__()


def test_the_table_of_the_project_is_sound() -> None:
    assert all(one.reason for one in corrections.corrections())


def test_the_example_in_the_table_is_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (rules.files("etl.rules") / "corrections.yaml").read_text(encoding="utf-8")
    example = "\n".join(line.removeprefix("# ") for line in text.split("#\n", 1)[1].splitlines() if line[:1] == "#")
    (one,) = loaded(monkeypatch, yaml.safe_load(example))
    assert (one.field, one.expect, one.value, one.start) == ("period", 2023, 2022, 1204)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"field": "perod"}, "correction 1: no field perod"),
        ({"value": "2022"}, "correction 1: period can't be '2022'"),
        ({"field": "indicator", "value": "proposals"}, "indicator can't be 'proposals'"),
        ({"field": "scope", "value": "ours"}, "scope can't be 'ours'"),
        ({"document": 1234}, "put the document in quotation marks"),
        ({"why": "so"}, r"unknown \['why'\]"),
    ],
)
def test_a_wrong_line_is_named(monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(RulesError, match=message):
        loaded(monkeypatch, [ENTRY | changes])


def test_a_line_without_its_guard_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RulesError, match=r"missing \['expect'\]"):
        loaded(monkeypatch, [{key: value for key, value in ENTRY.items() if key != "expect"}])
