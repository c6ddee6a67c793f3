"""Running dbt on a build file, as a program of its own."""

import os
import subprocess
import sys
from pathlib import Path

SQL = Path(__file__).parents[2] / "sql"


def dbt(build_file: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run dbt; its target and log folders lie beside the build file."""
    folder = build_file.parent
    environment = {**os.environ, "LUZHI_BUILD": str(build_file), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
    places = ["--project-dir", str(SQL), "--profiles-dir", str(SQL), "--target-path", str(folder / "target")]
    command = [
        str(Path(sys.executable).with_name("dbt")),
        "--log-path",
        str(folder / "logs"),
        "--no-use-colors",
        *arguments,
    ]
    return subprocess.run([*command, *places], env=environment, capture_output=True, text=True, check=False)
