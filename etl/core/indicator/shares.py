"""Figures that a list of nouns before 分别 shares out: 办复率、满意率分别为100%和99.1%."""

import re
from collections.abc import Sequence

from etl.core.indicator.frame import Frame, labelled
from etl.core.indicator.numerals import Quantity

_RESPECTIVELY = re.compile(
    r"(?:^|[,，;；:：])(?P<names>[^,，;；:：。0-9]{2,24}(?:[、和及与][^,，;；:：。、0-9]{2,24}){1,8}?)分别(?:为|达到?|是|有|召开|举办|开展)?了?"
)
_JOINTS = re.compile("[、和及与]")
_KIND = re.compile(r"(?:满意|办复|办结|答复|采纳|落实|面商|见面|走访)率$|类|方面|领域|提案|$")


def distributed(text: str, quantities: Sequence[Quantity], offset: int) -> dict[int, Frame]:
    """Return frames by the number of their quantity; empty where nothing is shared out."""
    made: dict[int, Frame] = {}
    if "分别" not in text:
        return made
    for found in _RESPECTIVELY.finditer(text):
        first = next((i for i, quantity in enumerate(quantities) if quantity.start - offset >= found.end()), None)
        names = [name for name in _JOINTS.split(found.group("names")) if name]
        if first is None or quantities[first].start - offset - found.end() > 1 or len(names) < 2:
            continue
        group = range(first, min(first + len(names), len(quantities)))
        gaps = [text[quantities[i].end - offset : quantities[i + 1].start - offset] for i in group[:-1]]
        if len(group) < len(names) or any(gap.strip("、和及与,， ") for gap in gaps):
            continue
        kind = _KIND.search(names[-1])
        suffix = kind.group() if kind else ""
        for i, name in zip(group, names, strict=True):
            ending = "" if name.endswith((suffix, "率")) else suffix
            made[i] = labelled(text[: found.start("names")] + name + ending, quantities[i])
    return made
