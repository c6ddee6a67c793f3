"""What other tools find in texts: run by `compare.py` in an environment that has the tool, and nothing of this project.

    python other_tools.py TOOL TEXTS.json FOUND.json

TEXTS.json is a list of texts, FOUND.json a list of lists of [start, end, value, unit]; value and unit may be null.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Found = tuple[int, int, "float | None", "str | None"]


def recognizers(text: str) -> Iterator[Found]:
    """Microsoft's recognizers-text, Chinese: percentages and money with their unit, other numbers without."""
    from recognizers_number import NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer
    from recognizers_text import Culture

    numbers, units = NumberRecognizer(Culture.Chinese), NumberWithUnitRecognizer(Culture.Chinese)
    names = {"Chinese yuan": "元", "Hong Kong dollar": "港元", "United States dollar": "美元"}
    taken: list[tuple[int, int]] = []
    for model in (numbers.get_percentage_model(), units.get_currency_model(), numbers.get_number_model()):
        for one in model.parse(text):
            start, end = one.start, one.end + 1
            if any(start < high and low < end for low, high in taken):
                continue
            taken.append((start, end))
            said = one.resolution or {}
            value = str(said.get("value") or "")
            unit = "%" if value.endswith("%") else names.get(said.get("unit", ""), said.get("unit"))
            yield start, end, _number(value.rstrip("%")), unit


def jionlp(text: str) -> Iterator[Found]:
    """JioNLP: sums of money; it has no extraction of other quantities."""
    import jionlp as library

    for one in library.ner.extract_money(text, with_parsing=True) or []:
        detail = one.get("detail") or {}
        number = detail.get("num")
        yield *one["offset"], _number(number[0] if isinstance(number, list) else number), detail.get("case")


def _number(text: Any) -> float | None:
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", str(text)) else None


TOOLS: dict[str, Callable[[str], Iterator[Found]]] = {"recognizers-text": recognizers, "jionlp": jionlp}


def by_line(tool: Callable[[str], Iterator[Found]], text: str) -> Iterator[Found]:
    """Read a text line by line: some tools are slow on long ones."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            for low, high, value, unit in tool(line):
                yield start + low, start + high, value, unit
        start += len(line) + 1


if __name__ == "__main__":
    chosen = TOOLS[sys.argv[1]]
    texts = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    found = [list(by_line(chosen, text)) for text in texts]
    Path(sys.argv[3]).write_text(json.dumps(found), encoding="utf-8")
