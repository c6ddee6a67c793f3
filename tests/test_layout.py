"""The top level of the repository is a short list, and no file speaks of the place where it was written."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOP = {"LICENSE", "README.md", "etl", "pyproject.toml", "requirements.lock", "sql", "tests", "workspace.yaml"}
FOREIGN = re.compile(r"work[p]lace|farm[-]bench|/wor[k]/|pyp[i]\.org|pythonhoste[d]", re.IGNORECASE)


@pytest.fixture(scope="module")
def files() -> list[str]:
    """All files that git tracks."""
    if not (ROOT / ".git").exists():
        pytest.skip("no git repository: the list of files is not known")
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in done.stdout.split("\0") if name]


def test_the_top_level_is_as_agreed(files: list[str]) -> None:
    assert {top for name in files if not (top := name.split("/")[0]).startswith(".")} == TOP


def test_no_file_names_a_machine_or_a_registry(files: list[str]) -> None:
    found = []
    for name in files:
        text = (ROOT / name).read_bytes().decode("utf-8", "replace") if (ROOT / name).is_file() else ""
        found += [f"{name}: {match[0]}" for match in FOREIGN.finditer(text)]
    assert found == []


def test_the_lock_holds_every_dependency() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["test"]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = {name.lower() for name in re.findall(r"(?m)^([\w.-]+)(?:\[[\w,]{1,40}\])?==", lock)}
    assert {found[0].lower() for one in wanted if (found := re.match(r"[\w-]+", one))} <= locked
