"""The inbox: which files it holds, by names that are safe to keep, and which can't be taken. Nothing is read here.

Links are not followed out of the inbox, nor into folders; a folder that can't be listed is named like a rejected file.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from etl.errors import RejectedError, SettingsError

SAMPLES = "samples"  # source paths of the bundled samples start with it


@dataclass(frozen=True, slots=True)
class Found:
    """One file below the inbox. `name` is its path below it as text that any client can show."""

    path: Path
    name: str
    size: int
    rejection: RejectedError | None = None


def walk(inbox: Path, skip: Path, largest: int) -> Iterator[Found]:
    """Yield every file below `inbox`, in order of names; those that can't be taken with the reason.

    Args:
        inbox: the folder, which may itself be a link.
        skip: a folder that is no input (HOME), wherever it lies.
        largest: files above so many bytes are rejected unread.

    Raises:
        SettingsError: the inbox is missing, is no folder, or can't be listed.
    """
    if not inbox.is_dir():
        raise SettingsError(f"inbox {inbox} is {'no folder' if inbox.exists() else 'missing'}: set LUZHI_INBOX")
    try:
        next(inbox.iterdir(), None)
    except OSError as problem:
        raise SettingsError(f"inbox {inbox} can't be listed: {problem.strerror}") from None
    root = inbox.resolve()
    yield from _walk(root, root, skip.resolve(), largest)


def _walk(folder: Path, root: Path, skip: Path, largest: int) -> Iterator[Found]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: os.fsencode(entry.name))
    except OSError as problem:
        message = f"the folder can't be listed: {problem.strerror}"
        yield Found(folder, _name(folder, root), 0, RejectedError("unreadable", message))
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            if path != skip:
                yield from _walk(path, root, skip, largest)
        else:
            yield _look(path, root, largest)


def _look(path: Path, root: Path, largest: int) -> Found:
    name = _name(path, root)
    try:
        if path.is_symlink() and not path.resolve().is_relative_to(root):
            message = "a link that leads out of the inbox: put the file itself there"
            return Found(path, name, 0, RejectedError("outside_inbox", message))
        status = path.stat()
    except (OSError, RuntimeError) as problem:
        return Found(path, name, 0, RejectedError("unreadable", _why(problem)))
    size = status.st_size
    if not stat.S_ISREG(status.st_mode):
        message = "not a file: links to folders, pipes and devices are not read"
        return Found(path, name, 0, RejectedError("unsupported", message))
    if size > largest:
        message = f"{size} bytes are more than the limit of {largest}"
        return Found(path, name, size, RejectedError("too_large", message))
    return Found(path, name, size)


def _why(problem: BaseException) -> str:
    return str(getattr(problem, "strerror", None) or problem)


def _name(path: Path, root: Path) -> str:
    """Return the path below the root; bytes that are no UTF-8 stand as \\xNN."""
    return os.fsencode(path.relative_to(root).as_posix()).decode("utf-8", "backslashreplace")
