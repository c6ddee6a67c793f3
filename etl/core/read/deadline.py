"""A time bound for libraries that read hostile files: PDF files with loops, documents with a million empty cells.

It works by the alarm signal, so only in the main thread of a process, which is where workers run. Elsewhere there is
no bound but the limits of size.
"""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from etl.errors import RejectedError

_AGAIN = 0.5  # seconds after which the alarm rings again, where a library swallowed the exception


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Run the body for at most `seconds`; an alarm that was set before goes on afterwards.

    Raises:
        RejectedError: `timeout`.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise RejectedError("timeout", f"the file could not be read within {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, ring)
    started = time.monotonic()
    left, interval = signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if left:
            signal.setitimer(signal.ITIMER_REAL, max(0.01, left - (time.monotonic() - started)), interval)
