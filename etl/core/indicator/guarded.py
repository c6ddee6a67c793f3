"""Long patterns of the rules that are tried only where one of the words in the list beside them stands."""

import re
from collections.abc import Mapping
from typing import Any


def search(patterns: Mapping[str, Any], key: str, text: str) -> re.Match[str] | None:
    """Search for the pattern `key`; none of its matches is without one of the words of `key_words`."""
    if not patterns[f"{key}_words"].search(text):
        return None
    found: re.Match[str] | None = patterns[key].search(text)
    return found
