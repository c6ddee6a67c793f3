"""Programmes: the named platform, brand, column or campaign that a figure counts or comes from."""

import re
from functools import cache

from etl.rules import load

_NAME = re.compile(r"“([^“”]{2,24})”|《([^《》]{2,24})》|「([^「」]{2,24})」|\"([^\"]{2,24})\"")


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile(load("programmes.yaml")[key])


def loose_families() -> frozenset[str]:
    """Return the families whose figures belong to a programme only in its own clause."""
    return frozenset(load("programmes.yaml")["loose_families"])


def campaign(headline: str) -> str | None:
    """Return the campaign that a headline is about: 双联 in 政协委员参与“双联”行动."""
    tail = _pattern("campaign")
    return next((name for _, end, name in names(headline) if tail.match(headline, end)), None)


def refers(text: str) -> bool:
    """Tell whether a sentence goes on about a programme that the one before named."""
    return _pattern("refers").search(text) is not None


def names(text: str) -> list[tuple[int, int, str]]:
    """Return the programmes that a sentence names: start, end (with the marks) and the name without them."""
    after, before, never = map(_pattern, ("after", "before", "never"))
    found: list[tuple[int, int, str]] = []
    for match in _NAME.finditer(text):
        name = match[match.lastindex or 0]
        tail, lead = text[match.end() : match.end() + 12], text[max(0, match.start() - 10) : match.start()]
        if never.search(name) or never.search(lead + "“"):
            continue
        quoted = match.lastindex != 2
        if after.match(tail) or (quoted and before.search(lead)):
            found.append((match.start(), match.end(), name))
    return found
