"""A fault that passes is waited for; any other one fails the step at once."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from etl.errors import SettingsError
from etl.orchestration.assets import STAGES
from etl.orchestration.resources import Build
from etl.settings import Settings
from etl.stages import progress, raw
from tests.pipeline.test_stages import TEXTS, Here, at, put, query


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    return at(tmp_path, monkeypatch).model_copy(update={"retry_seconds": 0.05})


def take_in(home: Settings, monkeypatch: pytest.MonkeyPatch, faults: Sequence[Exception]) -> tuple[bool, list[str]]:
    """Run the raw stage, whose first tries meet `faults`; return whether it succeeded and what it said."""
    put(home, "0.txt", TEXTS[0])
    left, said = list(faults), []
    real = raw.take_in

    def fail(*arguments: Any) -> raw.Summary:
        if left:
            raise left.pop(0)
        return real(*arguments)

    monkeypatch.setattr(raw, "take_in", fail)
    token = progress.listener.set(lambda step, _done, _total: said.append(step))
    try:
        result = dg.materialize(STAGES[:1], resources={"build": Build(home, Here())}, raise_on_error=False)  # type: ignore[arg-type]
    finally:
        progress.listener.reset(token)
    return result.success, [step for step in said if "tried again" in step]


def test_a_full_disk_is_waited_for_and_said(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    success, said = take_in(home, monkeypatch, [OSError(28, "No space left on device")])
    assert success
    assert said == ["raw__documents: [Errno 28] No space left on device; tried again in 0.05 s"]
    assert query(home, "select count(*) from raw.documents") == [(1,)]


def test_a_fault_that_stays_fails_after_the_third_try(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    success, said = take_in(home, monkeypatch, [OSError(5, "Input/output error")] * 3)
    assert not success
    assert len(said) == 2


def test_what_does_not_pass_is_not_tried_again(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert take_in(home, monkeypatch, [SettingsError("no inbox")]) == (False, [])
