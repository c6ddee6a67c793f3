"""`luzhi serve`: Dagster's webserver and daemon on one HOME, ended together by Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
from types import FrameType

import click

from etl import settings as configuration
from etl.cli.common import home_option
from etl.errors import LuzhiError

GRACE = 30  # seconds that the processes have to end


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=3000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@home_option
def command(host: str, port: int) -> None:
    """Start the Dagster UI with schedule and sensor; Ctrl-C ends both."""
    from etl.warehouse.lock import lock

    settings = configuration.load()
    configuration.use_home(settings)
    with lock(settings.home, "luzhi serve", name="serve"):
        from etl.orchestration import dbt, instance

        instance.prepare(settings)
        instance.create(settings)
        dbt.prepare(settings)
        workspace = ["-w", str(configuration.project("workspace.yaml"))]
        commands = (
            [sys.executable, "-m", "dagster_webserver", "-h", host, "-p", str(port), *workspace],
            [sys.executable, "-m", "dagster._daemon", "run", *workspace],
        )
        environment = os.environ | {"LUZHI_HOME": str(settings.home), "DO_NOT_TRACK": "1"}
        click.echo(f"Luzhi on http://{host}:{port} - Ctrl-C ends it. HOME: {settings.home}")
        _run([subprocess.Popen(one, env=environment, start_new_session=True) for one in commands])


def _run(processes: list["subprocess.Popen[bytes]"]) -> None:
    """Wait until a signal comes or a process ends, then end all of them.

    Raises:
        LuzhiError: a process ended by itself.
    """
    stopping = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    try:
        while not stopping:
            ended = [process for process in processes if process.poll() is not None]
            if ended:
                raise LuzhiError(f"a process of the UI ended with status {ended[0].returncode}: see its messages above")
            time.sleep(0.2)
    finally:
        _end(processes)


def _end(processes: list["subprocess.Popen[bytes]"]) -> None:
    """Ask each process by SIGINT, which lets it end its own children; kill what stays."""
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
    deadline = time.monotonic() + GRACE
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
