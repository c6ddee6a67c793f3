"""`luzhi extract`: the core alone on files and folders, no warehouse. Writes the format of labelled documents."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from etl.core import gold
from etl.core.extract import extract
from etl.core.read.reader import Limits, read


def documents(paths: tuple[Path, ...]) -> Iterator[Path]:
    """Yield the files at `paths`, those of folders by name; hidden files of folders are left out."""
    for path in paths:
        if path.is_dir():
            yield from (
                file
                for file in sorted(path.rglob("*"))
                if file.is_file() and not any(part.startswith(".") for part in file.relative_to(path).parts)
            )
        else:
            yield path


class _Names:
    """Names of output files: the stem of the input; the second input with a stem keeps its extension."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def of(self, file: Path) -> str:
        name, number = file.stem, 1
        if name in self.taken:
            name = file.name
        while name in self.taken:
            number += 1
            name = f"{file.name}.{number}"
        self.taken.add(name)
        return name


@click.command(name="extract")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Write one file for each document here.")
def command(paths: tuple[Path, ...], out: Path | None) -> None:
    """Extract facts and observations from PATHS (files or folders), as JSON lines.

    Each document is one line of document facts and one line for each observation. Without --out everything goes to
    standard output. A file that can't be read is named on standard error; the exit status is then 1.
    """
    if out:
        out.mkdir(parents=True, exist_ok=True)
    names, failed = _Names(), False
    for file in documents(paths):
        stem = names.of(file)
        for reading in read(file, Limits()):
            if reading.raw is None:
                failed = True
                reason = reading.rejection.reason if reading.rejection else ""
                click.echo(f"{file}: rejected: {reason}: {reading.rejection}", err=True)
                continue
            name = stem if reading.row is None else f"{stem}-{reading.row}"
            lines = "".join(line + "\n" for line in gold.lines(extract(reading.raw, file.name), file.name))
            if out:
                (out / f"{name}.jsonl").write_text(lines, encoding="utf-8")
            else:
                click.echo(lines, nl=False)
    if failed:
        sys.exit(1)
