"""Faults that pass by themselves: the step is tried again after a while. All others fail at once."""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg
import duckdb

from etl.errors import BusyError
from etl.settings import Settings
from etl.stages import progress

TRIES = 2  # beside the first
PASSING = (OSError, duckdb.IOException, BusyError)  # a full disk, a folder of the network, a file that another reads


@contextmanager
def passing(context: dg.AssetExecutionContext, settings: Settings) -> Iterator[None]:
    """Ask for the step to be tried again where a fault inside may pass; nothing of a stage is done twice."""
    try:
        yield
    except PASSING as fault:
        if context.retry_number < TRIES:
            message = f"{fault}; tried again in {settings.retry_seconds:g} s"
            context.log.warning(message)
            progress.say(f"{context.op_execution_context.op.name}: {message}")
        raise dg.RetryRequested(max_retries=TRIES, seconds_to_wait=settings.retry_seconds) from fault
