"""The published versions in HOME/versions: list them, keep the current one, forget old ones, bring one back."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from etl.errors import LuzhiError, PublishError
from etl.settings import Settings
from etl.stages.keep import sync


@dataclass(frozen=True, slots=True)
class Version:
    """The version row of a published file. `tables`: qualified name -> number of rows."""

    number: int
    published: datetime
    fingerprint: str
    tables: Mapping[str, int]


def read(path: Path) -> Version:
    """Return the version of a published file.

    Raises:
        duckdb.Error: the file can't be read, or has no version row.
    """
    with duckdb.connect(str(path), read_only=True) as connection:
        row = connection.execute(
            "select number, published::varchar, fingerprint, map_keys(tables), map_values(tables) from main.version"
        ).fetchone()
    if row is None:
        raise duckdb.InvalidInputException(f"{path} has no version row")
    number, published, fingerprint, names, rows = row
    return Version(number, datetime.fromisoformat(published), fingerprint, dict(zip(names, rows, strict=True)))


def current(settings: Settings) -> Version | None:
    """Return the version that is published now; None if there is none or it can't be read."""
    try:
        return read(settings.warehouse) if settings.warehouse.exists() else None
    except duckdb.Error:
        return None


def listed(settings: Settings) -> list[int]:
    """Return the numbers of the versions that are kept, oldest first."""
    return sorted(int(path.stem) for path in settings.versions.glob("*.duckdb") if path.stem.isdigit())


def path_of(settings: Settings, number: int) -> Path:
    """Return the file of a version that is kept.

    Raises:
        LuzhiError: it is not kept.
    """
    path = settings.versions / f"{number:06d}.duckdb"
    if not path.exists():
        kept = ", ".join(map(str, listed(settings))) or "none"
        raise LuzhiError(f"version {number} is not kept in {settings.versions} (kept: {kept})")
    return path


def newest(settings: Settings) -> Version | None:
    """Return the version published last, also where an older one was restored after it."""
    now = current(settings)
    numbers = listed(settings)
    if now is not None and numbers and numbers[-1] > now.number:
        return read(path_of(settings, numbers[-1]))
    return now


def next_number(settings: Settings) -> int:
    """Return the number of the version to publish next."""
    now = current(settings)
    return 1 + max([*listed(settings), now.number if now else 0])


def keep_current(settings: Settings) -> None:
    """Make sure that the published file is among the versions; it shares its blocks with the one there."""
    now = current(settings)
    if now is None:
        return
    kept = settings.versions / f"{now.number:06d}.duckdb"
    if not kept.exists():
        _link(settings.warehouse, kept)


def prune(settings: Settings) -> None:
    """Forget the oldest versions beyond the number kept, never the published one, and leftovers of dead runs."""
    now = current(settings)
    for number in listed(settings)[: -settings.versions_kept]:
        if now is None or number != now.number:
            path_of(settings, number).unlink()
    for leftover in (*settings.home.glob(".warehouse-*.tmp"), *settings.versions.glob(".*.tmp")):
        leftover.unlink()


def restore(settings: Settings, number: int) -> Version:
    """Publish a kept version again. The next refresh with something new publishes over it.

    Raises:
        LuzhiError: it is not kept.
        PublishError: its file can't be read.
    """
    kept = path_of(settings, number)
    try:
        version = read(kept)
    except duckdb.Error as problem:
        raise PublishError(f"{kept} can't be read ({problem}): restore another version") from None
    keep_current(settings)
    temporary = settings.home / f".warehouse-{number:06d}.tmp"
    temporary.unlink(missing_ok=True)
    _link(kept, temporary)
    temporary.replace(settings.warehouse)
    sync(settings.home)
    return version


def _link(source: Path, target: Path) -> None:
    """Give a file a second name; copy it where the file system has no links."""
    temporary = target.with_name(f".{target.stem}.tmp")
    temporary.unlink(missing_ok=True)
    try:
        os.link(source, temporary)
    except OSError:
        shutil.copyfile(source, temporary)
    temporary.replace(target)
    sync(target.parent)
