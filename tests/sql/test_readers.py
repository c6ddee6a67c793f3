"""Reading while refreshing: readers never fail, never wait, never see half a refresh.

Thirty publications, and a whole run; the long form of these: REFRESHES=30 pytest -n0 tests/sql/test_readers.py
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from etl import settings as configuration
from etl.warehouse import build, publish
from tests.pipeline.conftest import luzhi

REFRESHES = int(os.environ.get("REFRESHES", "1"))
KINDS = ("again",) * 4 + ("held",) * 2
REPORT = "定远县政协2023年工作报告\n2023年，县政协共收到提案213件，立案{}件。\n"
NEWS = "桐庐县政协2023年工作报告\n2023年，县政协开展视察{}次。\n"
# Opens, checks that all tables agree with the version row and that two marts agree with each other, closes.
READER = """
import json, sys, time
from pathlib import Path
import duckdb
path, stop, kind = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
connect = lambda: duckdb.connect(path, read_only=True)
held = connect() if kind == 'held' else None
seen, reads, slowest = {}, 0, 0.0
while not stop.exists():
    begin = time.monotonic()
    connection = held or connect()
    number, tables = connection.execute('select number, to_json(tables)::varchar from version').fetchone()
    for table, rows in json.loads(tables).items():
        assert connection.execute(f'select count(*) from {table}').fetchone() == (rows,), table
    (filed,), = connection.execute("select value from committee_year where indicator = 'proposals_filed'").fetchall()
    (funnel,), = connection.execute('select filed from proposal_funnel').fetchall()
    assert filed == funnel == seen.setdefault(number, filed), (number, filed, funnel, seen)
    if not held:
        connection.close()
    reads, slowest = reads + 1, max(slowest, time.monotonic() - begin)
    time.sleep(0.5)  # six of them leave some of the machine to the refresh
print(json.dumps([sorted(seen.items()), reads, slowest]))
"""


@pytest.mark.slow
def test_readers_through_thirty_publications(build_file: Path, tmp_path: Path) -> None:
    settings = configuration.Settings(home=tmp_path)
    configuration.use_home(settings)
    shutil.copy(build_file, settings.build)
    with duckdb.connect(str(settings.build)) as connection:
        build.set_state(connection, "tables", build.layout())

    def refresh(number: int) -> None:
        with duckdb.connect(str(settings.build)) as connection:
            for table in ("committee_year", "proposal_funnel"):
                connection.execute(f"delete from {table} where committee_id <> '370900' or year <> 2023")
            connection.execute(f"update committee_year set value = {99 + number} where indicator = 'proposals_filed'")
            connection.execute(f"update proposal_funnel set filed = {99 + number}")
            connection.execute(f"insert into raw.documents by name select '{number}' as document_id")
        publish.publish(settings, str(number))

    read_through(refresh, 31, settings.warehouse, tmp_path / "stop")


@pytest.mark.slow
@pytest.mark.timeout(300 * (REFRESHES + 1))
def test_readers_through_whole_runs_whose_difference_is_told(tmp_path: Path, parsed: Path) -> None:
    home, inbox, last = tmp_path / "home", tmp_path / "inbox", REFRESHES + 1
    inbox.mkdir()
    shutil.copytree(parsed, home / "dbt")
    (inbox / "stays.txt").write_text("永泰县政协2022年工作报告\n2022年，县政协开展调研9次。\n", encoding="utf-8")

    def refresh(number: int) -> None:
        (inbox / "edited.txt").write_text(REPORT.format(99 + number), encoding="utf-8")
        (inbox / f"{number}.txt").write_text(NEWS.format(number), encoding="utf-8")
        done = luzhi("run", home=home, inbox=inbox)
        assert done.returncode == 0, done.stderr

    read_through(refresh, last, home / "warehouse.duckdb", tmp_path / "stop")
    told = luzhi("diff", str(last - 1), str(last), home=home).stdout
    assert "edited.txt: changed document (new content): observations +2 -0 ~0" in told
    assert "edited.txt: changed document (former content): observations +0 -2 ~0" in told
    assert f"{last}.txt: new document: observations +1 -0 ~0" in told
    assert "stays.txt" not in told
    query = "select value from committee_year where indicator = 'proposals_filed'"
    assert luzhi("sql", query, "--format", "csv", home=home).stdout.split() == ["value", f"{99 + last}.0"]
    assert luzhi("restore", str(last - 1), home=home).returncode == 0
    assert luzhi("sql", query, "--format", "csv", home=home).stdout.split() == ["value", f"{98 + last}.0"]


def read_through(refresh: Callable[[int], None], versions: int, warehouse: Path, stop: Path) -> None:
    """Publish so many versions, and from the first one on read: version n says 99 + n in every table."""
    refresh(1)
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READER, str(warehouse), str(stop), kind],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for kind in KINDS
    ]
    try:
        for number in range(2, versions + 1):
            refresh(number)
    finally:
        stop.touch()
    for kind, reader in zip(KINDS, readers, strict=True):
        output, errors = reader.communicate(timeout=120)
        assert errors == ""
        seen, reads, slowest = json.loads(output)
        print(f"{kind}: {reads} reads of {len(seen)} versions, the slowest in {slowest:.2f} s")
        assert all(filed == 99 + version for version, filed in seen)
        assert len(seen) == 1 if kind == "held" else len(seen) > 1
