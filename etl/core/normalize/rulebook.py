"""The rules of document facts as read from `etl/rules/facts.yaml` and `genres.yaml`. No rule is applied here."""

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def rules(name: str = "facts") -> dict[str, Any]:
    """Return the content of `etl/rules/<name>.yaml`, read once."""
    data: dict[str, Any] = yaml.safe_load(files("etl.rules").joinpath(f"{name}.yaml").read_text(encoding="utf-8"))
    return data


@cache
def pattern(*keys: str) -> re.Pattern[str]:
    """Return the compiled pattern of facts.yaml under `keys`."""
    rule: Any = rules()
    for key in keys:
        rule = rule[key]
    return re.compile(str(rule))


@cache
def compiled(rule: str) -> re.Pattern[str]:
    """Return the compiled pattern of a rule."""
    return re.compile(rule)
