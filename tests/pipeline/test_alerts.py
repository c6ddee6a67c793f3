"""Alerts reach real receivers on this machine, and say what fell; a broken channel stops nothing."""

import json
import os
import socketserver
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import dagster as dg
import pytest
from pydantic import SecretStr

from etl import settings as configuration
from etl.orchestration import alerts, quality
from etl.orchestration.launch import Run
from etl.orchestration.resources import TOLD
from etl.orchestration.sensor import alert_sensors
from etl.settings import Settings
from tests.pipeline.test_stages import at


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    return at(tmp_path, monkeypatch)


class Hook(BaseHTTPRequestHandler):
    """A webhook that keeps what it gets."""

    got: list[dict[str, str]] = []  # noqa: RUF012

    def do_POST(self) -> None:
        self.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        pass


class Mail(socketserver.StreamRequestHandler):
    """A mail server that keeps what it gets."""

    got: list[str] = []  # noqa: RUF012

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            command = line[:4].upper()
            if command == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = list(iter(self.rfile.readline, b".\r\n"))
                self.got.append(b"".join(lines).decode())
            self.wfile.write(b"221 bye\r\n" if command == b"QUIT" else b"250 ok\r\n")
            if command == b"QUIT":
                return


@pytest.fixture
def channels(home: Settings, tmp_path: Path) -> Iterator[Settings]:
    """The settings of a home whose alerts go to a webhook, a mail server and a command, all on loopback."""
    Hook.got.clear()
    Mail.got.clear()
    with HTTPServer(("127.0.0.1", 0), Hook) as web, socketserver.TCPServer(("127.0.0.1", 0), Mail) as mail:
        for server in (web, mail):
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield home.model_copy(
            update={
                "alert_webhook": SecretStr(f"http://127.0.0.1:{web.server_port}/hook?key=s3cret"),
                "alert_smtp": SecretStr(f"smtp://127.0.0.1:{mail.server_address[1]}"),
                "alert_to": "analyst@example.org",
                "alert_command": f"cat > {tmp_path / 'command.txt'}",
            }
        )
        for server in (web, mail):
            server.shutdown()


def test_a_failed_run_is_told_on_every_channel(channels: Settings, tmp_path: Path) -> None:
    run = Run("0123456789", False, failures={"models": "fct_observation: 3 rows\x1b[31m"})
    assert alerts.after(run, channels)
    log = (channels.home / "alerts.log").read_text()
    for told in (Hook.got[0]["text"], Mail.got[0], (tmp_path / "command.txt").read_text(), log):
        assert "failed" in told
        assert "fct_observation: 3 rows" in told
        assert "\x1b" not in told
    assert "s3cret" not in log


def test_a_good_run_is_silent_and_makes_the_warehouse_fresh(channels: Settings) -> None:
    assert alerts.stale_hours(channels) == float("inf")
    assert not alerts.after(Run("1", True, warnings={"committee_year: a dbt test": "7"}), channels)
    assert alerts.stale_hours(channels) < 1
    assert Hook.got == []
    long_ago = time.time() - 100 * 3600
    os.utime(channels.confirmed, (long_ago, long_ago))
    assert 99 < alerts.stale_hours(channels) < 101


def test_a_fallen_quality_is_told_although_the_run_was_good(channels: Settings) -> None:
    assert alerts.after(Run("1", True, warnings={"published: rows_hold": "documents fell from 9 to 2"}), channels)
    assert "documents fell from 9 to 2" in Hook.got[0]["text"]


def test_a_channel_that_fails_stops_neither_the_others_nor_the_run(channels: Settings, tmp_path: Path) -> None:
    broken = channels.model_copy(
        update={"alert_webhook": SecretStr("http://127.0.0.1:1/key-s3cret"), "alert_command": "exit 3"}
    )
    problems = alerts.notify(broken, "a test", ["line"])
    assert [problem.partition(":")[0] for problem in problems] == ["command", "webhook"]
    assert len(Mail.got) == 1
    assert "s3cret" not in (broken.home / "alerts.log").read_text()


def test_the_sensors_tell_of_runs_that_the_ui_started_and_of_a_stale_warehouse(
    channels: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(configuration, "load", lambda: channels)

    @dg.asset
    def broken() -> None:
        raise ValueError("the disk is full")

    job = dg.define_asset_job("refresh", dg.AssetSelection.all())
    ended, failed, stale = alert_sensors(job)
    resolved = dg.Definitions(assets=[broken], jobs=[job]).resolve_job_def("refresh")
    with dg.DagsterInstance.ephemeral() as storage:
        for tags, told in (({}, 1), ({TOLD: "by the command line"}, 1)):
            result = resolved.execute_in_process(instance=storage, raise_on_error=False, tags=tags)
            run = storage.get_run_by_id(result.run_id)
            assert run
            event = next(
                one for one in result.all_events if one.is_failure and one.event_type_value == "PIPELINE_FAILURE"
            )
            failed(dg.build_run_status_sensor_context("failed", event, storage, run))
            assert len(Hook.got) == told
        assert "the disk is full" in Hook.got[0]["text"]
        context = dg.build_sensor_context(storage)
        channels.warehouse.touch()
        stale(context)
        assert len(Hook.got) == 1
        long_ago = time.time() - 100 * 3600
        os.utime(channels.warehouse, (long_ago, long_ago))
        stale(context)
        stale(context)  # told once
        assert len(Hook.got) == 2
        assert "stale" in Hook.got[1]["subject"]
    assert ended.name == "ended"


def test_what_is_found_unchanged_stays_fresh_with_its_figures() -> None:
    key = dg.AssetKey("published")
    with dg.DagsterInstance.ephemeral() as storage:
        quality.confirm(storage, [key])
        assert storage.get_latest_materialization_event(key) is None
        made = {"documents": 7, "observation_f1": 0.9, "path": dg.MetadataValue.path("x")}
        storage.report_runless_asset_event(dg.AssetMaterialization(key, metadata=made))
        first = storage.get_latest_materialization_event(key)
        quality.confirm(storage, [key])
        second = storage.get_latest_materialization_event(key)
        assert first
        assert second
        assert second.timestamp > first.timestamp
        assert quality.last_figures(storage, key) == {"documents": 7, "observation_f1": 0.9}


def test_the_ui_shows_once_that_the_command_line_found_nothing_new(home: Settings) -> None:
    key = dg.AssetKey("published")
    with dg.DagsterInstance.ephemeral() as storage:
        storage.report_runless_asset_event(dg.AssetMaterialization(key, metadata={"documents": 7}))
        quality.show_unchanged(storage, key, home)
        assert not storage.fetch_observations(key, limit=9).records
        home.unchanged.write_text("3")
        quality.show_unchanged(storage, key, home)
        quality.show_unchanged(storage, key, home)
        records = storage.fetch_observations(key, limit=9).records
        assert len(records) == 1
        assert records[0].asset_observation
        assert records[0].asset_observation.metadata["version"].value == 3
        made = storage.get_latest_materialization_event(key)
        later = time.time() + home.fresh_hours * 1801
        os.utime(home.unchanged, (later, later))
        quality.show_unchanged(storage, key, home)
        again = storage.get_latest_materialization_event(key)
        assert made
        assert again
        assert again.timestamp > made.timestamp  # what would soon look stale is fresh again


@pytest.mark.parametrize(
    ("now", "bad"),
    [
        ({"documents": 100, "observations": 500, "observation_f1": 0.9}, set()),
        ({"documents": 95, "observations": 460, "observation_f1": 0.95}, set()),
        ({"documents": 80, "observations": 500, "observation_f1": 0.9}, {"rows_hold"}),
        ({"documents": 100, "observations": 500, "observation_f1": 0.89}, {"evaluation_holds"}),
    ],
)
def test_what_falls_below_the_last_publication_fails_its_check(
    home: Settings, now: dict[str, float], bad: set[str]
) -> None:
    last = {"documents": 100, "observations": 500, "observation_f1": 0.9}
    results = quality.compare(now, last, dg.AssetKey("published"), home)
    assert {result.check_name for result in results if not result.passed} == bad
    first = quality.compare(now, {}, dg.AssetKey("published"), home)
    assert all(result.passed for result in first)
