"""How many random cuts are mended: python tests/benchmarks/damage.py [COUNT [SEED [FILE ...]]].

Without files the prose of the tests is cut; a file is plain text in UTF-8, converted to either script.
"""

import sys
from collections import Counter
from pathlib import Path
from random import Random
from time import process_time

from opencc import OpenCC

from tests.core import cuts
from tests.core.test_damage import mend, outcome


def main(count: int = 1000, seed: int = 1, *paths: str) -> None:
    texts = [Path(path).read_text(encoding="utf-8") for path in paths] or [cuts.PROSE]
    for script, table in (("traditional", "s2t"), ("simplified", "t2s")):
        converted = [OpenCC(table).convert(text).encode("gbk", "ignore").decode("gbk") for text in texts]
        places = [(text, at) for text in converted for at in cuts.places(text)]
        random = Random(seed)
        found: Counter[str] = Counter()
        start = process_time()
        for _ in range(count):
            cut = cuts.cut(*random.choice(places), random)
            found[result := outcome(cut)] += 1
            if result == "wrong":
                print("wrong:", cut.clean[cut.at - 5 : cut.at + 15], "->", mend(cut.damaged)[cut.at - 5 : cut.at + 15])
        print(script, count, dict(found), f"{(process_time() - start) / count:.2f} s each")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]), *sys.argv[3:])
