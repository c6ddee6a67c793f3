"""How far a run is, for whoever watches: a stage says its steps, a listener (the command line) shows them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[str, int, int], None]  # step, done, total

listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def say(what: str) -> None:
    """Tell the listener something that has no number."""
    if tell := listener.get():
        tell(what, 0, 0)


@contextmanager
def step(name: str, total: int) -> Iterator[Callable[[int], None]]:
    """Tell the listener about one step; the yielded function takes the number of units done since the last call."""
    tell = listener.get() or (lambda _name, _done, _total: None)
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        tell(name, done, total)

    tell(name, 0, total)
    yield advance
