"""Damage from wrong decoding: found, and mended where exactly one original is possible.

Each mechanism has a module of its own (`gbk_shift`, `mojibake`); here their findings are put in order.
"""

from collections.abc import Sequence

from etl.core.model import Damage
from etl.core.normalize import gbk_shift, mojibake


def find(text: str) -> Sequence[Damage]:
    """Return the damaged spans of `text` (raw script, annotations still in it), sorted, not overlapping."""
    found: list[Damage] = []
    for damage in sorted([*gbk_shift.find(text), *mojibake.find(text)], key=lambda damage: damage.raw):
        if not found or damage.raw.start >= found[-1].raw.end:
            found.append(damage)
    return found
