"""Back-up of HOME: one tar file with everything, and a list of sums by which it is checked when it is brought back.

What HOME is made of is known elsewhere; here every file of it counts, but for locks and what is being written.
"""

import io
import json
import os
import shutil
import tarfile
from hashlib import file_digest
from pathlib import Path, PurePosixPath

from etl.errors import LuzhiError
from etl.settings import Settings
from etl.stages.keep import sync

SUMS = "sums.json"  # first member of the tar: path -> sha256
LEFT_OUT = (".lock", ".holder.json", ".tmp", ".wal")  # of no use elsewhere; databases are closed and have no log


def write(settings: Settings, file: Path) -> int:
    """Write HOME to a tar file, whole or not at all; return the number of files. Hold the locks of HOME.

    Raises:
        LuzhiError: a log is left beside the build file, so that it is not whole, or the target can't be written.
    """
    log = settings.build.with_name(f"{settings.build.name}.wal")
    if log.exists():
        raise LuzhiError(f"{log} is left by a run that was killed: run `luzhi run` first, then back up")
    target = file.absolute()
    temporary = target.with_name(f".{target.name}.tmp")
    names = [name for name in _files(settings.home) if settings.home / name not in (target, temporary)]
    try:
        sums = {name: _sum(settings.home / name) for name in names}
        temporary.touch(mode=0o600)  # the settings may hold secrets
        with temporary.open("wb") as out:
            with tarfile.open(fileobj=out, mode="w") as tar:
                content = json.dumps(sums).encode()
                head = tarfile.TarInfo(SUMS)
                head.size = len(content)
                tar.addfile(head, io.BytesIO(content))
                for name in names:
                    tar.add(settings.home / name, name, recursive=False)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(target)
        sync(target.parent)
    except OSError as problem:
        temporary.unlink(missing_ok=True)
        raise LuzhiError(f"{target} can't be written: {problem}") from None
    return len(names)


def bring_back(file: Path, settings: Settings) -> int:
    """Unpack a back-up into a HOME that is new or empty; return the number of files.

    Raises:
        LuzhiError: HOME holds something, or the file is no whole back-up; HOME is then as it was.
    """
    home = settings.home
    if home.exists() and any(home.iterdir()):
        raise LuzhiError(f"HOME {home} is not empty: choose a new folder with --home, or move it away first")
    home.parent.mkdir(parents=True, exist_ok=True)
    temporary = home.with_name(f".{home.name}.tmp")
    shutil.rmtree(temporary, ignore_errors=True)
    try:
        with tarfile.open(file) as tar:
            strange = next((member.name for member in tar if not _stays_inside(member)), None)
            if strange is not None:
                raise tarfile.TarError(f"{strange} is no plain file of a HOME")
            tar.extraction_filter = getattr(tarfile, "data_filter", None)  # Python 3.11 has it since 3.11.4
            tar.extractall(temporary)  # noqa: S202 - its members are checked above
        sums = json.loads((temporary / SUMS).read_text())
        bad = [name for name, digest in sums.items() if _sum(temporary / name) != digest]
        if bad:
            raise LuzhiError(f"{file} is damaged: {bad[0]} is not what was backed up; take another back-up")
        (temporary / SUMS).unlink()
        if home.exists():
            home.rmdir()
        temporary.rename(home)
    except (OSError, ValueError, tarfile.TarError) as problem:
        raise LuzhiError(f"{file} can't be brought back ({problem}): take another back-up") from None
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return len(sums)


def _stays_inside(member: tarfile.TarInfo) -> bool:
    if not (member.isfile() or member.islnk()):  # a hard link: publishing makes them
        return False
    paths = PurePosixPath(member.name), PurePosixPath(member.linkname)
    return not any(path.is_absolute() or ".." in path.parts for path in paths)


def _files(home: Path) -> list[str]:
    found = (path for path in home.rglob("*") if path.is_file() and not path.is_symlink())
    return sorted(path.relative_to(home).as_posix() for path in found if not path.name.endswith(LEFT_OUT))


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
