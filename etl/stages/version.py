"""Versions of the stages: what each stage's rows depend on beside their input.

A stage's version stands for its code (the modules that its entry imports, followed within the core), the rule files
that this code names, and the libraries that it uses. Nothing here runs a stage.
"""

import ast
import sys
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from etl.settings import PACKAGE

ENTRIES = {
    "raw": ("etl.core.read.reader",),
    "normalized": ("etl.core.normalize.normalize", "etl.stages.normalized"),
    "segmented": ("etl.core.segment.segment", "etl.stages.segmented"),
    "indicator": ("etl.core.indicator.observe", "etl.stages.indicator"),
}
FOLLOWED = ("etl.core", "etl.stages.normalized", "etl.stages.segmented", "etl.stages.indicator")
DISTRIBUTIONS = {  # of modules whose distribution has another name; asking the installation takes half a second
    "ahocorasick": "pyahocorasick",
    "docx": "python-docx",
    "opencc": "opencc-python-reimplemented",
    "yaml": "PyYAML",
}
RULES = PACKAGE / "rules"


def parts(stage: str) -> Mapping[str, str]:
    """Return what the stage's rows depend on: relative path -> sha256, library -> version."""
    found: dict[str, str] = {}
    seen: set[str] = set()
    said: set[str] = set()
    todo = list(ENTRIES[stage])
    while todo:
        module = todo.pop()
        path = _file(module)
        if module in seen or path is None:
            continue
        seen.add(module)
        found[_name(path)] = _sha256(path)
        imports, words = _read(path, path.stat().st_mtime_ns)
        said |= words
        for name in imports:
            if name.startswith(FOLLOWED):
                todo.append(name)
            elif (top := name.partition(".")[0]) not in sys.stdlib_module_names and top != "etl":
                found |= _libraries(top)
    found |= {_name(rule): _sha256(rule) for rule in _rules() if _named(rule, said)}
    return dict(sorted(found.items()))


def fingerprint(contents: Mapping[str, str]) -> str:
    """Return the version that stands for `contents`: 16 hex digits."""
    return sha256(repr(sorted(contents.items())).encode()).hexdigest()[:16]


def _file(module: str) -> Path | None:
    base = PACKAGE.parent.joinpath(*module.split("."))
    for path in (base.with_suffix(".py"), base / "__init__.py"):
        if path.is_file():
            return path
    return None


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def _sha256(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


@cache
def _read(path: Path, _changed: int) -> tuple[frozenset[str], frozenset[str]]:
    """Return the modules that a file imports (a name imported from a package may be one) and its strings."""
    imports: set[str] = set()
    words: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import():
                imports |= {alias.name for alias in node.names}
            case ast.ImportFrom(module=str(module)):
                imports |= {module} | {f"{module}.{alias.name}" for alias in node.names}
            case ast.Constant(value=str(word)) if len(word) < 100:
                words.add(word)
    return frozenset(imports), frozenset(words)


def _rules() -> list[Path]:
    return sorted(p for p in RULES.rglob("*") if p.is_file() and p.suffix not in (".py", ".pyc"))


def _named(rule: Path, words: set[str]) -> bool:
    """Whether code with the strings `words` reads a rule file: by path, by stem ("genres"), or by folder."""
    relative = rule.relative_to(RULES)
    folders = (folder.as_posix() for folder in relative.parents[:-1])
    return not words.isdisjoint({relative.as_posix(), relative.with_suffix("").as_posix(), *folders})


@cache
def _libraries(module: str) -> Mapping[str, str]:
    """Return the installed distribution that provides a module, with its version; none if it is missing."""
    name = DISTRIBUTIONS.get(module, module)
    try:
        return {name: version(name)}
    except PackageNotFoundError:
        return {}
