"""What keeps it running for years: back-ups, old runs forgotten, Postgres behind Dagster."""

import os
import pwd
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.test_utils import create_run_for_test, freeze_time
from dagster._time import get_current_datetime
from pydantic import SecretStr

from etl.errors import LuzhiError
from etl.orchestration import instance
from etl.orchestration.resources import PROCESS, forget_old_runs, free_dead_runs, this_process
from etl.settings import Settings
from etl.warehouse import backup, publish, versions
from tests.pipeline.conftest import environment
from tests.pipeline.test_stages import TEXTS, at, contents, put, refresh


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("DAGSTER_HOME", "")  # set by the tests, and put back after them
    return at(tmp_path, monkeypatch)


@pytest.mark.slow
def test_a_back_up_brings_everything_back(home: Settings, tmp_path: Path) -> None:
    put(home, "0.txt", TEXTS[0])
    refresh(home)
    publish.publish(home, "one")
    (home.home / "settings.toml").write_text("workers = 1\n")
    file = tmp_path / "luzhi.tar"
    assert backup.write(home, file) > 3
    assert file.stat().st_mode & 0o77 == 0
    before = contents(home)
    with pytest.raises(LuzhiError, match="not empty"):
        backup.bring_back(file, home)
    shutil.rmtree(home.home)
    backup.bring_back(file, home)
    assert contents(home) == before
    assert versions.current(home) is not None
    assert (home.home / "settings.toml").read_text() == "workers = 1\n"
    put(home, "1.txt", TEXTS[1])
    assert refresh(home)["raw"] == 1


def test_a_damaged_back_up_is_refused_and_leaves_nothing(home: Settings, tmp_path: Path) -> None:
    (home.home / "settings.toml").write_text("workers = 1\n")
    file = tmp_path / "luzhi.tar"
    backup.write(home, file)
    file.write_bytes(file.read_bytes().replace(b"workers = 1", b"workers = 9"))
    elsewhere = home.model_copy(update={"home": tmp_path / "other"})
    with pytest.raises(LuzhiError, match="damaged"):
        backup.bring_back(file, elsewhere)
    assert not elsewhere.home.exists()


@pytest.mark.parametrize("name", ["../../outside.txt", "link", "hard"])
def test_a_back_up_can_not_write_outside_of_home(home: Settings, tmp_path: Path, name: str) -> None:
    file = tmp_path / "evil.tar"
    (tmp_path / "x").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path)
    with tarfile.open(file, "w") as tar:
        if name == "hard":
            member = tarfile.TarInfo("hard")
            member.type, member.linkname = tarfile.LNKTYPE, "../../x"
            tar.addfile(member)
        else:
            tar.add(tmp_path / ("link" if name == "link" else "x"), name)
    with pytest.raises(LuzhiError, match="can't be brought back"):
        backup.bring_back(file, home.model_copy(update={"home": tmp_path / "a" / "b" / "other"}))
    assert not (tmp_path / "outside.txt").exists()
    assert not (tmp_path / "a" / "outside.txt").exists()


@pytest.mark.slow
def test_processes_that_start_at_once_on_a_new_home_make_one_storage(home: Settings) -> None:
    start = (
        "from etl import settings; from etl.orchestration import instance; known = settings.load();"
        "instance.prepare(known); instance.create(known);"
        "import dagster as dg; print(dg.DagsterInstance.get().get_runs_count())"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", start], env=environment(home.home, None), stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    assert [one.communicate(timeout=300)[0].strip() for one in started] == ["0"] * 3


def test_old_runs_are_forgotten_and_dead_ones_reported(home: Settings) -> None:
    instance.prepare(home)
    with dg.DagsterInstance.get() as storage:
        with freeze_time(get_current_datetime() - timedelta(days=100)):
            old = create_run_for_test(storage, status=dg.DagsterRunStatus.SUCCESS)
        new = create_run_for_test(storage, status=dg.DagsterRunStatus.SUCCESS)
        dead = create_run_for_test(storage, status=dg.DagsterRunStatus.STARTED, tags={PROCESS: "999999999@1"})
        alive = create_run_for_test(storage, status=dg.DagsterRunStatus.STARTED, tags={PROCESS: this_process()})
        assert free_dead_runs(storage) == [dead.run_id]
        assert forget_old_runs(storage, home) == 1
        left = {run.run_id: run.status for run in storage.get_runs()}
    assert old.run_id not in left
    assert left == {
        new.run_id: dg.DagsterRunStatus.SUCCESS,
        dead.run_id: dg.DagsterRunStatus.FAILURE,
        alive.run_id: dg.DagsterRunStatus.STARTED,
    }


def _programs() -> Path | None:
    """Return the folder of Postgres' programs."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    found = shutil.which("initdb")
    return folders[-1] if folders else Path(found).parent if found else None


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[str]:
    """A Postgres of its own, on a socket; its address."""
    programs = _programs()
    if programs is None:
        if os.environ.get("LUZHI_TEST_EVERYTHING"):
            pytest.fail("Postgres is not installed")
        pytest.skip("Postgres is not installed")
    user = {"user": "nobody"} if os.geteuid() == 0 else {}
    name = user.get("user", pwd.getpwuid(os.geteuid()).pw_name)
    folder = tmp_path / "pg"
    folder.mkdir()
    for parent in (folder, *tmp_path.parents[:3], tmp_path):
        parent.chmod(parent.stat().st_mode | 0o755)
    if user:
        shutil.chown(folder, name)
    data = folder / "data"
    made = subprocess.run(
        [programs / "initdb", "-D", data, "-A", "trust", "-U", name, "--no-sync"],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        **user,
    )
    assert made.returncode == 0, made.stderr
    options = f"-c listen_addresses= -c unix_socket_directories={folder}"
    control = [programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log"]
    subprocess.run([*control, "-o", options, "start"], check=True, cwd=folder, stdout=subprocess.DEVNULL, **user)
    yield f"postgresql://{name}@/postgres?host={folder}"
    subprocess.run([*control, "-m", "fast", "stop"], check=True, cwd=folder, stdout=subprocess.DEVNULL, **user)


@pytest.mark.slow
def test_dagster_keeps_its_history_in_postgres_where_the_settings_say_so(home: Settings, postgres: str) -> None:
    chosen = home.model_copy(update={"storage_url": SecretStr(postgres)})
    instance.prepare(chosen)
    assert postgres not in (chosen.dagster_home / "dagster.yaml").read_text()
    key = dg.AssetKey("published")
    with dg.DagsterInstance.get() as storage:
        assert type(storage.event_log_storage).__module__.startswith("dagster_postgres")
        storage.report_runless_asset_event(dg.AssetMaterialization(key, metadata={"documents": 7}))
    with dg.DagsterInstance.get() as storage:
        event = storage.get_latest_materialization_event(key)
    assert event is not None
    assert event.asset_materialization is not None
    assert event.asset_materialization.metadata["documents"].value == 7
    assert not (chosen.dagster_home / "history").exists()
