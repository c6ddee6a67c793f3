"""How likely one Chinese character follows another, in running text of newspapers: a table of counts, smoothed.

Source: `rules/characters.tsv.gz`, counted in the People's Daily of January 1998 (tests/benchmarks/character_table.py
made it). Smoothing after Witten and Bell (1991). Words belong to `words`.
"""

import gzip
from functools import cache, lru_cache
from importlib.resources import files
from math import log
from typing import NamedTuple

_NEVER = 0.5  # what a character counts that the table does not hold


class Counts(NamedTuple):
    """What is known of one character: times seen, how many different ones followed it, and how often the commoner."""

    seen: int
    different: int
    after: dict[str, int]


@cache
def table() -> dict[str, Counts]:
    """Return the counts of each simplified character or sign."""
    found = {}
    data = files("etl.rules").joinpath("characters.tsv.gz").read_bytes()
    for line in gzip.decompress(data).decode("utf-8").splitlines()[1:]:
        sign, seen, different, *after = line.split("\t")
        found[sign] = Counts(int(seen), int(different), {pair[0]: int(pair[1:]) for pair in after if pair})
    return found


@cache
def _total() -> int:
    return sum(counts.seen for counts in table().values())


@lru_cache(200_000)
def follows(first: str, second: str) -> float:
    """Return the natural logarithm of the probability of `second` after `first`, both simplified."""
    known = table()
    alone = (known[second].seen if second in known else _NEVER) / _total()
    if first not in known:
        return log(alone)
    counts = known[first]
    return log((counts.after.get(second, 0) + counts.different * alone) / (counts.seen + counts.different))
