"""Running dbt on a build file, as a program of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Query = Callable[[str], list[dict[str, Any]]]  # SQL to rows
SQL = Path(__file__).parents[2] / "sql"


def command(build_file: Path, *arguments: str) -> list[str]:
    """The command line; target and log folders lie beside the build file."""
    folder = build_file.parent
    places = ["--project-dir", str(SQL), "--profiles-dir", str(SQL), "--target-path", str(folder / "target")]
    program = [str(Path(sys.executable).with_name("dbt")), "--log-path", str(folder / "logs"), "--no-use-colors"]
    return [*program, *arguments, *places]


def environment(build_file: Path) -> dict[str, str]:
    """The environment of dbt."""
    return {**os.environ, "LUZHI_BUILD": str(build_file), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}


def dbt(build_file: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run dbt and return what it printed."""
    run = command(build_file, *arguments)
    return subprocess.run(run, env=environment(build_file), capture_output=True, text=True, check=False)
