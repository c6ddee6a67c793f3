"""Progress of a run on the terminal: one line that says which step works on how much; quiet where nobody watches."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from etl.stages.progress import listener


@contextmanager
def watch() -> Iterator[Callable[[str], None]]:
    """Show the steps on standard error while the body runs; the yielded function names a step without a number."""
    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)
        current = ""

        def tell(name: str, done: int, total: int) -> None:
            nonlocal current
            if name != current and not console.is_terminal:
                console.print(name)
            current = name
            bar.update(task, description=name, completed=done, total=total or None)

        token = listener.set(tell)
        try:
            yield lambda name: tell(name, 0, 0)
        finally:
            listener.reset(token)
