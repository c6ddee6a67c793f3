"""For all tests: nothing that lies on the machine decides, and what is missing is said."""

import os
from pathlib import Path

import pytest

# Settings that tests read; everything else of ours is taken out of the environment.
OURS = ("LUZHI_GOLD", "LUZHI_DOCUMENTS", "LUZHI_SCORER", "LUZHI_TEST_EVERYTHING")


@pytest.fixture(scope="session", autouse=True)
def _own_environment(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Settings files, a Dagster home or a dbt profile of this machine are not seen by any test."""
    for name in [name for name in os.environ if name.startswith(("LUZHI_", "DAGSTER_", "DBT_")) and name not in OURS]:
        del os.environ[name]
    os.environ["XDG_DATA_HOME"] = str(tmp_path_factory.mktemp("data"))
    os.environ["PYTHONPATH"] = str(Path(__file__).parents[1])
