"""Speed of the numerals beside the tokenizer: `python tests/benchmarks/numerals.py [FILE ...]`.

Without files it times prose made here in the style of the genre, with about one quantity to 300 bytes. The tokenizer is
run on the same text in the same process, so that the ratio says more than the speed of the machine.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import rjieba

from etl.core.indicator.numerals import find

PROSE = (
    "一年来,市政协坚持团结和民主两大主题,进一步把牢正确政治方向,统筹推进思想政治引领、协商议政、凝聚共识各项工作。"
    "聚焦产业转型升级、城乡融合发展和群众急难愁盼问题,组织委员深入一线开展调研视察{a}次,提出意见建议{b}余条。"
    "把协商民主贯穿履职全过程,引导广大委员懂政协、会协商、善议政,以高质量履职服务高质量发展,广泛凝聚同心奋斗的智慧力量。"
    "坚持建言资政和凝聚共识双向发力,健全工作制度,创新方式方法,推动专门协商机构建设不断取得新成效,展现了新作为新气象。"
    "不断完善提案办理协商机制,强化跟踪督办和成果转化,推动一批民生实事落地见效,全年立案提案{c}件,办复率百分之百。\n"
)
ROUNDS = 5


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds of the fastest of some runs."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    """Print the speed of both and what a quantity costs."""
    files = [Path(name) for name in sys.argv[1:]]
    text = "".join(file.read_text(encoding="utf-8") for file in files) or "".join(
        PROSE.format(a=n % 90 + 3, b=n % 700 + 20, c=n % 400 + 30) for n in range(2000)
    )
    size = len(text.encode())
    found = find(text)
    mentions = sum(quantity.reason is None for quantity in found)
    mine = seconds(lambda: find(text))
    cut = seconds(lambda: rjieba.cut(text))
    print(f"{size / 1e6:.2f} MB, {len(found)} numerals, {mentions} mentions, {size // max(1, mentions)} bytes each")
    print(f"numerals.find  {size / mine / 1e6:6.1f} MB/s  {mine / max(1, len(found)) * 1e6:.1f} microseconds a numeral")
    print(f"rjieba.cut     {size / cut / 1e6:6.1f} MB/s")


if __name__ == "__main__":
    main()
