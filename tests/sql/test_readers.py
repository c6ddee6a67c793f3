"""Reading while refreshing: readers never fail, never wait, never see half a refresh.

In CI 3 refreshes; the long form: REFRESHES=30 pytest tests/sql/test_readers.py
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pipeline.conftest import luzhi

REFRESHES = int(os.environ.get("REFRESHES", "3"))
KINDS = ("again",) * 4 + ("held",) * 2
REPORT = "定远县政协2023年工作报告\n2023年，县政协共收到提案{}件，立案{}件，已全部办复。\n"
NEWS = "永泰县政协2023年工作报告\n2023年，县政协开展调研{}次。\n"
# Opens, checks that all tables agree with the version row and that two marts agree with each other, closes. The
# figures say which refresh they are of: 100 proposals were filed in the first one, 101 in the second, ...
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
    time.sleep(0.05)
print(json.dumps([sorted(seen.items()), reads, slowest]))
"""


def refresh(home: Path, inbox: Path, number: int) -> None:
    """Change what is in the inbox and take it in."""
    (inbox / "report.txt").write_text(REPORT.format(200 + number, 100 + number), encoding="utf-8")
    (inbox / f"{number % 3}.txt").write_text(NEWS.format(number + 1), encoding="utf-8")
    done = luzhi("run", home=home, inbox=inbox)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
@pytest.mark.timeout(300 * (REFRESHES + 1))
def test_readers_see_one_whole_version_through_all_refreshes(tmp_path: Path) -> None:
    home, inbox, stop = tmp_path / "home", tmp_path / "inbox", tmp_path / "stop"
    inbox.mkdir()
    refresh(home, inbox, 0)
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READER, str(home / "warehouse.duckdb"), str(stop), kind],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for kind in KINDS
    ]
    try:
        for number in range(1, REFRESHES + 1):
            refresh(home, inbox, number)
    finally:
        stop.touch()
    for kind, reader in zip(KINDS, readers, strict=True):
        output, errors = reader.communicate(timeout=120)
        assert errors == ""
        seen, reads, slowest = json.loads(output)
        print(f"{kind}: {reads} reads of {len(seen)} versions, the slowest in {slowest:.2f} s")
        assert all(filed == 99 + version for version, filed in seen)
        assert reads > REFRESHES
        assert len(seen) == 1 if kind == "held" else len(seen) >= REFRESHES
