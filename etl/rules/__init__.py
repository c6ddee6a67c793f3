"""The rules as data. Only the door to the files belongs here; each step reads its own file through it."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from etl.errors import RulesError


@cache
def load(name: str) -> Any:
    """Return the content of a YAML rule file such as "structure.yaml" or "indicators/study.yaml".

    Raises:
        RulesError: the file is missing or is no YAML.
    """
    try:
        text = (files(__package__) / name).read_text(encoding="utf-8")
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except (OSError, yaml.YAMLError) as problem:
        raise RulesError(f"rule file {name}: {problem}") from problem


def names(folder: str) -> list[str]:
    """Return the YAML files in a folder of the rules, sorted: "indicators/consultation.yaml", ..."""
    return sorted(
        f"{folder}/{entry.name}" for entry in (files(__package__) / folder).iterdir() if entry.name.endswith(".yaml")
    )
