"""The lock of HOME: one run at a time, whoever starts it. It says who holds it and since when.

The kernel frees the lock when its holder dies, so a file left by a dead process blocks nobody.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from etl.errors import BusyError


@contextmanager
def lock(home: Path, purpose: str, name: str = "build", seconds: float = 0.0) -> Iterator[None]:
    """Hold the lock `name` of `home`; entering it again in the same process is allowed.

    Args:
        home: the folder that is locked.
        purpose: what the holder does ("luzhi run"), for those who find it locked.
        name: "build" for runs, "serve" for the server.
        seconds: how long to wait for another holder.

    Raises:
        BusyError: another process still holds it; the message says which, since when.
    """
    holder = home / f"{name}.holder.json"
    file = FileLock(home / f"{name}.lock", thread_local=False, is_singleton=True)
    try:
        file.acquire(timeout=seconds, poll_interval=0.2)
    except Timeout:
        raise BusyError(f"{home} is in use by {_who(holder)}: wait for it or end it") from None
    try:
        if file.lock_counter == 1:
            since = datetime.now().astimezone().isoformat(timespec="seconds")
            holder.write_text(json.dumps({"purpose": purpose, "pid": os.getpid(), "since": since}))
        yield
    finally:
        if file.lock_counter == 1:
            holder.unlink(missing_ok=True)
        file.release()


def _who(holder: Path) -> str:
    try:
        facts = json.loads(holder.read_text())
        return f"{facts['purpose']} (process {facts['pid']}, since {facts['since']})"
    except (OSError, ValueError, KeyError):
        return "another process"
