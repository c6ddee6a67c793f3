"""Where labelled documents lie for the tests: the bundled samples, the passages, and those of the settings."""

import os
from pathlib import Path

import pytest

from etl import settings
from etl.core.labelled import SAMPLES

PASSAGES = Path(__file__).parents[1] / "passages"
BUNDLED = (SAMPLES / "gold", SAMPLES / "documents")
OPEN, APART = [(PASSAGES / name / "gold", PASSAGES / name / "documents") for name in ("open", "apart")]


def of_settings() -> tuple[Path, Path]:
    """Return the folders that LUZHI_GOLD and LUZHI_DOCUMENTS name; skip the test without them."""
    known = settings.load()
    if known.gold is None or known.documents is None:
        missing("LUZHI_GOLD and LUZHI_DOCUMENTS don't name labelled documents")
    return Path(known.gold or ""), Path(known.documents or "")


def scorer() -> Path:
    """Return the external scorer that LUZHI_SCORER names; skip the test without it."""
    named = os.environ.get("LUZHI_SCORER")
    if not named:
        missing("LUZHI_SCORER doesn't name a scorer")
    return Path(named or "")


def missing(what: str) -> None:
    """Skip the test, or fail it where LUZHI_TEST_EVERYTHING is set."""
    if os.environ.get("LUZHI_TEST_EVERYTHING"):
        pytest.fail(f"{what}, and LUZHI_TEST_EVERYTHING is set")
    pytest.skip(what)
