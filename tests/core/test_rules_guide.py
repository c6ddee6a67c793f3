"""The guide to the rules, followed literally: its entry goes into a copy of the package, and its commands are run."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import etl
from etl.core.indicator import rules

pytestmark = pytest.mark.slow  # its commands are run, as a reader would

PACKAGE = Path(etl.__file__).parent
GUIDE = (PACKAGE / "rules" / "README.md").read_text(encoding="utf-8")
REPORT = (
    "政协衢州市委员会2023年工作综述\n"
    "　　2023年，市政协坚持开门建言。围绕托育服务，委员走进社区发放问卷2400份，回收2185份，并召开座谈会6次。\n"
)


def block(language: str) -> str:
    """Return the first fenced block of a language in the guide."""
    found = re.search(rf"^```{language}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project whose rules have the guide's entry in the file that the guide names."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(PACKAGE, folder / "etl", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "tests" / "core").mkdir(parents=True)
    shutil.copy(Path(__file__).with_name("test_rule_examples.py"), folder / "tests" / "core")
    named = re.search(r"Append this entry to the file of its\s+family, here `([a-z/]+\.yaml)`", GUIDE)
    assert named
    with (folder / "etl" / "rules" / named[1]).open("a", encoding="utf-8") as file:
        file.write(block("yaml"))
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    return folder


def run(project: Path, command: str) -> str:
    """Run a command of the guide in the copy."""
    words = shlex.split(command)
    program = {"python": [sys.executable], "luzhi": [sys.executable, "-m", "etl.cli.main"]}[words[0]]
    done = subprocess.run([*program, *words[1:]], cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def commands() -> list[str]:
    """Return the commands that the guide gives after the entry."""
    return [line for line in block("sh").splitlines() if line]


def test_its_examples_hold(project: Path) -> None:
    (command,) = (line for line in commands() if "pytest" in line)
    passed = re.search(r"(\d+) passed", run(project, command))
    assert passed
    assert int(passed[1]) == 4, "two sentences that match, one that does not, and the check that there are examples"


def test_a_document_gets_the_new_code(project: Path) -> None:
    (command,) = (line for line in commands() if line.startswith("luzhi extract"))
    rows = [json.loads(line) for line in run(project, command).splitlines()]
    found = {row["text"]: row["indicator"] for row in rows if row["kind"] == "observation"}
    assert found["2400份"] == found["2185份"] == "questionnaires"
    assert found["6次"] != "questionnaires"


def test_a_wrong_entry_is_named(project: Path) -> None:
    file = project / "etl" / "rules" / "indicators" / "wrong.yaml"
    file.write_text(block("yaml").replace("head:", "haed:").replace("questionnaires", "surveys"), encoding="utf-8")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "etl.cli.main", "extract", "report.txt"],
            cwd=project,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        file.unlink()
    assert done.returncode == 1
    assert "indicators/wrong.yaml, surveys, reading 1: unknown ['haed']" in done.stderr


def test_the_guide_names_every_slot_key_and_file() -> None:
    keys = {*rules.SLOTS, "not", "unit", "rank", "adds", "anything"}
    assert [key for key in sorted(keys) if f"| `{key}` |" not in GUIDE] == []
    files = {path.name for path in (PACKAGE / "rules").iterdir() if path.suffix in (".yaml", ".csv", ".txt")}
    assert [name for name in sorted(files) if f"`{name}`" not in GUIDE and not name.startswith("places.")] == []


def test_the_points_of_the_guide_are_those_of_the_engine() -> None:
    said = dict(re.findall(r"^\| `(\w+)` \| .* \| (\d+) \|$", GUIDE, re.MULTILINE))
    assert said == {name: str(rules.POINTS[name]) for name in said}
    assert said.keys() == set(rules.SLOTS) - {"verb", "topic"}, "these two have several"
