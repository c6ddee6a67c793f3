"""`luzhi run`: the job `refresh` in this process, with progress and a summary."""

import sys
import time

import click

from etl import settings as configuration
from etl.cli.common import home_option, inbox_option
from etl.errors import SettingsError


@click.command()
@inbox_option
@home_option
def command() -> None:
    """Refresh the warehouse from the inbox and publish it.

    Without an inbox it runs on the bundled samples. Exit status 0 only if the warehouse is published.
    """
    settings = configuration.load()
    configuration.use_home(settings)
    if settings.inbox and not settings.inbox.is_dir():
        from etl.orchestration import alerts

        state = "is no folder" if settings.inbox.exists() else "is missing"
        problem = f"inbox {settings.inbox} {state}: set --inbox or LUZHI_INBOX"
        alerts.notify(settings, "a run could not start", [problem])
        raise SettingsError(problem)
    from etl.cli.progress import watch
    from etl.warehouse.lock import lock

    started = time.perf_counter()
    with lock(settings.home, "luzhi run"), watch() as say:
        say("looking for anything new")
        from etl.cli import summary
        from etl.orchestration.unchanged import unchanged

        if same := unchanged(settings):
            settings.unchanged.write_text(str(same.number))  # told to Dagster by its daemon
            summary.show_unchanged(same, settings, time.perf_counter() - started)
            return
        say("starting")
        from etl.orchestration import dbt
        from etl.stages import pool

        pool.prepare_early()
        with dbt.waiting(settings):
            from etl.orchestration.launch import refresh

            run = refresh(settings)
    summary.show(run, settings, time.perf_counter() - started)
    sys.exit(0 if run.success else 1)
