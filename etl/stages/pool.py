"""The pool: batches of documents go out, results come back in the same order; another engine may stand behind it.

A batch is any sequence of tasks. A worker that dies is replaced and its batch done again; a task that kills its worker
twice is given back as lost instead of stopping the run. A task has a bounded time. What a task does is not known here.
"""

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import forkserver
from types import FrameType
from typing import Generic, Protocol, TypeVar

from etl.errors import LuzhiError, RejectedError

Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Lost(Generic[Task]):
    """A task without a result; `reason` is a code of `raw.rejected`."""

    task: Task
    reason: str
    message: str


class Pool(Protocol):
    """What a stage asks of an engine."""

    def map(
        self, function: Callable[[Task], Result], batches: Iterable[Sequence[Task]]
    ) -> Iterator[list[Result | Lost[Task]]]:
        """Yield the results of each batch in order, one a task, with a bounded number of batches under way."""


class LocalPool:
    """A pool of processes on this machine, made when the first batch comes and replaced when it breaks."""

    def __init__(self, workers: int, seconds: float) -> None:
        """Set the number of processes and the time one task may take."""
        self.workers = workers
        self.seconds = seconds
        self._executor: ProcessPoolExecutor | None = None

    def map(
        self, function: Callable[[Task], Result], batches: Iterable[Sequence[Task]]
    ) -> Iterator[list[Result | Lost[Task]]]:
        """Yield the results of each batch in order, one a task; up to two batches a worker are under way."""
        waiting: deque[tuple[Sequence[Task], Future[list[Result | Lost[Task]]]]] = deque()
        for batch in batches:
            waiting.append((batch, self._submit(function, batch)))
            if len(waiting) > 2 * self.workers:
                yield self._finish(function, *waiting.popleft())
        while waiting:
            yield self._finish(function, *waiting.popleft())

    def close(self) -> None:
        """End the processes."""
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)
            self._executor = None

    def _submit(self, function: Callable[[Task], Result], batch: Sequence[Task]) -> Future[list[Result | Lost[Task]]]:
        if self._executor is None:
            self._executor = _processes(self.workers)
        try:
            return self._executor.submit(_work, function, batch, self.seconds)
        except BrokenProcessPool:
            self.close()
            return self._submit(function, batch)

    def _finish(
        self,
        function: Callable[[Task], Result],
        batch: Sequence[Task],
        future: Future[list[Result | Lost[Task]]],
    ) -> list[Result | Lost[Task]]:
        try:
            return future.result()
        except (BrokenProcessPool, CancelledError):
            return self._alone(function, batch)

    def _alone(self, function: Callable[[Task], Result], batch: Sequence[Task]) -> list[Result | Lost[Task]]:
        """Do a batch whose worker died again, in a process of its own; halve it until the culprit is found."""
        try:
            with _processes(1) as executor:
                return executor.submit(_work, function, batch, self.seconds).result()
        except BrokenProcessPool:
            if len(batch) > 1:
                middle = len(batch) // 2
                return self._alone(function, batch[:middle]) + self._alone(function, batch[middle:])
            message = f"its process died twice, or passed {2 * self.seconds:g} s of computing"
            return [Lost(batch[0], "malformed", message)]


def prepare_early() -> None:
    """Start the server that workers are forked from; it takes a second to be ready, beside what comes next."""
    multiprocessing.set_forkserver_preload(["etl.stages.warm"])
    forkserver.ensure_running()


def _processes(workers: int) -> ProcessPoolExecutor:
    prepare_early()
    return ProcessPoolExecutor(
        workers, multiprocessing.get_context("forkserver"), initializer=_start_worker, initargs=(os.getpid(),)
    )


def _start_worker(parent: int) -> None:
    """Prepare a worker: it leaves Ctrl-C to its parent, and ends when the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while _alive(parent):
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _work(function: Callable[[Task], Result], batch: Sequence[Task], seconds: float) -> list[Result | Lost[Task]]:
    results: list[Result | Lost[Task]] = []
    for task in batch:
        try:
            with _bounded(seconds):
                results.append(function(task))
        except TimeoutError:
            results.append(Lost(task, "timeout", f"takes longer than {seconds:g} s"))
        except RejectedError as problem:
            results.append(Lost(task, problem.reason, str(problem)))
        except (ImportError, LuzhiError):  # not the document's fault
            raise
        except Exception as problem:
            results.append(Lost(task, "malformed", f"{type(problem).__name__}: {problem}"[:500]))
    return results


@contextmanager
def _bounded(seconds: float) -> Iterator[None]:
    """Raise TimeoutError after `seconds`; code that can't be interrupted ends the process after twice as much."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    signal.setitimer(signal.ITIMER_VIRTUAL, 2 * seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
