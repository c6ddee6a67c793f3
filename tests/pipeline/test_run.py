"""What a user of `luzhi run` gets: the published warehouse, bad input named, a quick second run."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from etl.errors import BusyError
from etl.warehouse.lock import lock
from tests.pipeline.conftest import REPORT, World, environment, luzhi, rows


def test_every_document_reaches_the_warehouse_with_its_figures(world: World) -> None:
    assert world.first["status"] == 0, world.first["errors"]
    found = rows(
        world.home,
        "select source_path, value, unit from indicator.observations join raw.live using (document_id)"
        " where indicator in ('proposals_filed', 'research_reports')",
    )
    assert {("report.txt", 186.0, "件"), ("2023/report_gb.txt", 186.0, "件"), ("rows.jsonl#1", 77.0, "件")} <= set(
        found
    )


def test_the_raw_text_between_the_offsets_is_the_quantity(world: World) -> None:
    total, same = rows(
        world.home,
        "select count(*), count(*) filter (substr(text, span_start + 1, span_end - span_start) = quantity)"
        " from indicator.observations join raw.documents using (document_id)",
    )[0]
    assert total == same
    assert isinstance(total, int)
    assert total > 10


def test_the_marts_answer(world: World) -> None:
    answer = luzhi(
        "sql",
        "select value from committee_year"
        " where indicator = 'proposals_filed' and year = 2023 and committee = '定远县政协'",
        "--format",
        "json",
        home=world.home,
    )
    assert json.loads(answer.stdout) == [{"value": 186.0}]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("empty.txt", "empty"),
        ("binary.txt", "binary"),
        ("large.txt", "too_large"),
        ("link.txt", "outside_inbox"),
        ("broken.txt", "unreadable"),
        ("pipe.txt", "unsupported"),
        ("rows.jsonl#3", "empty"),
    ],
)
def test_bad_input_is_rejected_by_name_and_reason(world: World, path: str, reason: str) -> None:
    assert rows(world.home, f"select reason from raw.rejected where source_path = '{path}'") == [(reason,)]
    assert path in world.first["output"]


def test_a_name_in_another_encoding_is_taken_under_a_name_that_can_be_shown(world: World) -> None:
    assert rows(world.home, "select source_path from raw.live where contains(source_path, '\\xb1')") != []


def test_a_document_without_figures_has_no_observation_and_is_not_rejected(world: World) -> None:
    assert rows(
        world.home,
        "select observations from indicator.documents join raw.live using (document_id)"
        " where source_path = 'nothing.txt'",
    ) == [(0,)]


def test_what_was_said_outside_the_inbox_is_nowhere(world: World) -> None:
    assert rows(world.home, "select count(*) from raw.sources where source_path = 'link.txt'") == [(0,)]


def test_each_version_row_agrees_with_every_table(world: World) -> None:
    ((names, counts),) = rows(world.home, "select map_keys(tables), map_values(tables) from version")
    assert isinstance(names, list)
    assert isinstance(counts, list)
    assert [rows(world.home, f"select count(*) from {name}")[0][0] for name in names] == counts


def test_a_second_run_changes_no_row_and_publishes_nothing(world: World) -> None:
    before = (world.home / "warehouse.duckdb").stat()
    started = time.perf_counter()
    again = luzhi("run", home=world.home, inbox=world.inbox, LUZHI_FILE_BYTES="1000000")
    seconds = time.perf_counter() - started
    assert again.returncode == 0, again.stderr
    assert "Nothing new" in again.stdout
    after = (world.home / "warehouse.duckdb").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert seconds < world.first["seconds"] / 2


def test_a_failed_check_blocks_and_names_its_rows(world: World, tmp_path: Path) -> None:
    home, inbox = tmp_path / "home", tmp_path / "inbox"
    shutil.copytree(world.home, home, symlinks=True)
    inbox.mkdir()
    (inbox / "report.txt").write_text(REPORT)  # already taken in: nothing computes its rows again
    published = (home / "warehouse.duckdb").read_bytes()
    with duckdb.connect(str(home / "build.duckdb")) as connection:
        connection.execute("update indicator.observations set status = 'perhaps' where value = 186")
    run = luzhi("run", home=home, inbox=inbox)
    assert run.returncode == 1
    assert "known_words" in run.stderr
    assert "status: perhaps" in run.stderr
    assert "立案186件" in run.stderr
    assert (home / "warehouse.duckdb").read_bytes() == published


def test_why_names_the_reason(world: World) -> None:
    told = luzhi("why", "report.txt", home=world.home).stdout
    assert "at report.txt" in told
    assert "indicator" in told
    assert "new document" in told
    assert "empty" in luzhi("why", "empty.txt", home=world.home).stdout


def test_why_of_an_unknown_document_is_one_line(world: World) -> None:
    asked = luzhi("why", "nobody.txt", home=world.home)
    assert asked.returncode == 1
    assert len(asked.stderr.splitlines()) == 1


def test_sql_escapes_what_would_steer_a_terminal(world: World) -> None:
    shown = luzhi("sql", "select chr(27) || '[31mred' as x", home=world.home).stdout
    assert "\x1b" not in shown
    assert "\\x1b[31mred" in shown


def test_sql_writes_every_format(world: World, tmp_path: Path) -> None:
    query = "select 1 as a, 'b,c' as b"
    assert luzhi("sql", query, "--format", "csv", home=world.home).stdout.splitlines() == ["a,b", '1,"b,c"']
    assert json.loads(luzhi("sql", query, "--format", "json", home=world.home).stdout) == [{"a": 1, "b": "b,c"}]
    target = tmp_path / "x.parquet"
    luzhi("sql", query, "--format", "parquet", "--out", str(target), home=world.home)
    import polars

    assert polars.read_parquet(target).to_dicts() == [{"a": 1, "b": "b,c"}]


def test_sql_can_not_write(world: World) -> None:
    tried = luzhi("sql", "create table x as select 1", home=world.home)
    assert tried.returncode == 1
    assert len(tried.stderr.splitlines()) == 1


def test_settings_show_the_origin_and_mask_secrets(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("workers = 3\n")
    shown = luzhi("settings", home=tmp_path, LUZHI_STORAGE_URL="postgresql://me:secret@host/db").stdout
    lines = {line.split("│")[1].strip(): line for line in shown.splitlines() if line.startswith("│")}
    assert "environment" in lines["home"]
    assert "environment" in lines["workers"]
    assert "default" in lines["schedule_cron"]
    assert "secret" not in shown


def test_a_setting_that_is_no_number_is_one_line(tmp_path: Path) -> None:
    tried = luzhi("settings", home=tmp_path, LUZHI_WORKERS="many")
    assert tried.returncode == 1
    assert "LUZHI_WORKERS" in tried.stderr
    assert len(tried.stderr.splitlines()) == 1


@pytest.mark.parametrize("case", ["missing inbox", "inbox is a file", "home is a file"])
def test_what_can_not_be_used_is_one_line(tmp_path: Path, case: str) -> None:
    file = tmp_path / "file"
    file.touch()
    inbox = {"missing inbox": tmp_path / "nowhere", "inbox is a file": file}.get(case, tmp_path)
    home = file if case == "home is a file" else tmp_path / "home"
    tried = luzhi("run", home=home, inbox=inbox)
    assert tried.returncode == 1
    assert len(tried.stderr.splitlines()) == 1
    assert str(home if case == "home is a file" else inbox) in tried.stderr


def test_a_run_beside_a_run_says_who_is_running(world: World) -> None:
    holder = (
        "import sys, time; from pathlib import Path; from etl.warehouse.lock import lock\n"
        "with lock(Path(sys.argv[1]), 'a test'): print('held', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", holder, str(world.home)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment(world.home, None),
    )
    assert process.stdout
    with process, process.stdout:
        process.stdout.readline()
        tried = luzhi("run", home=world.home, inbox=world.inbox)
        assert tried.returncode == 1
        assert f"a test (process {process.pid}" in tried.stderr
        assert len(tried.stderr.splitlines()) == 1
        process.kill()
        process.wait()
    free = subprocess.run(  # the dead holder blocks nobody, though its note is still there
        [sys.executable, "-c", holder.replace("time.sleep(60)", "0"), str(world.home)],
        capture_output=True,
        text=True,
        env=environment(world.home, None),
        check=False,
    )
    assert free.stdout == "held\n", free.stderr


def test_a_run_of_the_ui_waits_for_the_one_before(tmp_path: Path) -> None:
    holder = (
        "import sys, time; from pathlib import Path; from etl.warehouse.lock import lock\n"
        "with lock(Path(sys.argv[1]), 'a test'): print('held', flush=True); time.sleep(0.5)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", holder, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment(tmp_path, None),
    )
    assert process.stdout
    with process, process.stdout:
        process.stdout.readline()
        with pytest.raises(BusyError, match=f"a test \\(process {process.pid}"), lock(tmp_path, "another"):
            pass
        with lock(tmp_path, "another", seconds=60):
            assert process.wait(1) == 0


def test_help_imports_nothing_heavy() -> None:
    code = "import sys; sys.argv=['luzhi','--help']\nfrom etl.cli.main import cli\ncli(standalone_mode=False)\n"
    code += "print([m for m in ('dagster','duckdb','polars','pyarrow','rich') if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment(Path("/"), None)
    )
    assert done.stdout.splitlines()[-1] == "[]"
    assert "restore" in done.stdout


def test_permissions_are_told(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    (tmp_path / "inbox" / "closed").mkdir(parents=True)
    (tmp_path / "inbox" / "secret.txt").write_text("x")
    (tmp_path / "inbox" / "secret.txt").chmod(0)
    (tmp_path / "inbox" / "closed").chmod(0)
    code = (
        "import os, sys; from pathlib import Path; from etl.stages.inbox import walk\n"
        "os.setuid(65534)\n"
        "for found in walk(Path(sys.argv[1]), Path('/nowhere'), 10):\n"
        "    try: text = found.rejection.reason if found.rejection else found.path.read_text()\n"
        "    except OSError: text = 'no permission'\n"
        "    print(found.name, text)"
    )
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(folder.stat().st_mode | 0o755)
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "inbox")],
        capture_output=True,
        text=True,
        check=True,
        env=environment(tmp_path, None),
    )
    assert done.stdout.splitlines() == ["closed unreadable", "secret.txt no permission"]
