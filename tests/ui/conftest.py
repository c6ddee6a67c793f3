"""A browser, `luzhi serve` on a HOME of its own, and a receiver of its alerts."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from http.server import HTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.core.labelled_folders import missing
from tests.pipeline.test_alerts import Hook

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
REPORT = """定远县政协2023年工作报告
2024年1月15日 来源：定远县政协
一、提案工作
2023年，县政协共收到提案213件，立案186件，已全部办复。
二、协商议政
一年来，召开专题协商会12次，形成调研报告41篇。
"""


class Server:
    """`luzhi serve`, started and ended as a user does it."""

    def __init__(self, folder: Path, parsed: Path) -> None:
        self.home = folder / "home"
        shutil.copytree(parsed, self.home / "dbt")
        self.inbox = folder / "inbox"
        self.inbox.mkdir()
        (self.inbox / "report.txt").write_text(REPORT, encoding="utf-8")
        self.log = folder / "log.txt"

    def start(self, **more: str) -> None:
        """Start it on a free port, with more settings, and wait until it answers."""
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        settings = {"LUZHI_HOME": str(self.home), "LUZHI_INBOX": str(self.inbox), "LUZHI_WORKERS": "1", **more}
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "etl.cli.main", "serve", "--port", str(port)],
                env=os.environ | settings,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + 240
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"luzhi serve does not answer:\n{self.log.read_text()[-3000:]}")
            time.sleep(0.5)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/server_info", timeout=5) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except OSError:
            return False

    def ask(self, question: str) -> Any:
        """Return what the UI itself is told, by GraphQL."""
        body = json.dumps({"query": question}).encode()
        request = urllib.request.Request(f"{self.url}/graphql", body, {"Content-Type": "application/json"})  # noqa: S310
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return json.load(answer)["data"]

    def runs(self) -> list[str]:
        """Return how the runs ended, the last one first."""
        found = self.ask("{runsOrError {... on Runs {results {status}}}}")
        return [run["status"] for run in found["runsOrError"]["results"]]

    def stop(self) -> int:
        """End it by Ctrl-C; return its exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)


@pytest.fixture(scope="module")
def hook() -> Iterator[str]:
    """The address of a webhook; what it gets is in `Hook.got`."""
    Hook.got.clear()
    with HTTPServer(("127.0.0.1", 0), Hook) as web:
        threading.Thread(target=web.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{web.server_port}/"
        web.shutdown()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, parsed: Path) -> Iterator[Server]:
    """A running server on an empty HOME, whose inbox holds one report."""
    server = Server(tmp_path_factory.mktemp("serve"), parsed)
    server.start()
    yield server
    if server.process.poll() is None:
        server.stop()


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A page of the browser that the system has."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        missing("no browser is installed (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1600, "height": 1000})
        page.set_default_timeout(60_000)
        yield page
        browser.close()
