"""For all tests: nothing that lies on the machine decides, what is missing is said, what is dear is made once."""

import os
from collections import Counter
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import hypothesis
import pytest
from filelock import FileLock

from etl import settings as configuration
from etl.orchestration import dbt

# Settings that tests read; everything else of ours is taken out of the environment.
OURS = ("LUZHI_GOLD", "LUZHI_DOCUMENTS", "LUZHI_SCORER", "LUZHI_TEST_EVERYTHING", "LUZHI_TEST_FIRST")

hypothesis.settings.register_profile(
    "any machine",
    deadline=None,  # a busy one is no fault of the code
    derandomize="LUZHI_TEST_EVERYTHING" in os.environ,  # CI draws the same examples each time, other runs new ones
)
hypothesis.settings.load_profile("any machine")

Shared = Callable[[str, Callable[[Path], None]], Path]  # name, how to fill the folder -> the folder


@pytest.fixture(scope="session", autouse=True)
def _own_environment(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Settings files, a Dagster home or a dbt profile of this machine are not seen by any test."""
    for name in [name for name in os.environ if name.startswith(("LUZHI_", "DAGSTER_", "DBT_")) and name not in OURS]:
        del os.environ[name]
    os.environ["XDG_DATA_HOME"] = str(tmp_path_factory.mktemp("data"))
    os.environ["PYTHONPATH"] = str(Path(__file__).parents[1])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that hold slow tests, servers first, so that no worker waits for another at the end.

    Take them from each folder in turn: the files of one folder wait for what they share.
    """
    ranked = []
    turns: Counter[tuple[bool, Path]] = Counter()
    for path, group in reversed([(path, list(group)) for path, group in groupby(items, key=lambda item: item.path)]):
        quick = not any(item.get_closest_marker("slow") for item in group)
        ranked.append((quick, turns[quick, path.parent], group))
        turns[quick, path.parent] += 1
    ranked.sort(key=lambda entry: entry[:2])
    items[:] = [item for *_, group in ranked for item in group]


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """Folders that are made once, by the first worker that asks; nobody may change what is in them."""
    base = tmp_path_factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def get(name: str, fill: Callable[[Path], None]) -> Path:
        folder, done = root / name, root / f"{name}.done"
        with FileLock(root / f"{name}.lock"):
            if not done.exists():
                folder.mkdir()
                fill(folder)
                done.touch()
        return folder

    return get


@pytest.fixture(scope="session")
def parsed(shared: Shared) -> Path:
    """What `HOME/dbt` holds once the models are parsed, to be copied into a new HOME."""

    def parse(folder: Path) -> None:
        dbt.prepare(configuration.Settings().model_copy(update={"home": folder}))

    return shared("parsed", parse) / "dbt"
