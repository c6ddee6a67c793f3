"""Speed from normalized text to observations, beside the tokenizer: `python tests/benchmarks/extraction.py`.

Prose in the style of the genre is made here, with 300 bytes or more to a quantity and hardly two claims alike.
Sentences and observations are timed on one core, on documents of usual length and on one document of 1x and 4x the
length; `rjieba.cut` runs on the same text in the same process, so that the ratio says more than the machine's speed.
"""

import random
import time
from collections.abc import Callable, Sequence

import rjieba

from etl.core.edits import OffsetMap
from etl.core.indicator.observe import observe
from etl.core.model import CharacterClass, Facts, Normalized
from etl.core.segment.segment import segment

ROUNDS = 3
TOPICS = [
    "老旧小区改造",
    "乡村振兴",
    "营商环境",
    "文旅融合",
    "养老服务",
    "水环境治理",
    "职业教育",
    "数字经济",
    "社区治理",
    "医疗卫生",
    "粮食安全",
    "科技创新",
    "托育服务",
    "绿色发展",
    "民营经济",
    "文化传承",
    "应急管理",
    "交通出行",
    "食品安全",
    "人才引进",
]
PEOPLE = [
    "委员",
    "界别群众",
    "专家学者",
    "部门负责人",
    "企业家",
    "基层干部",
    "新的社会阶层人士",
    "各民主党派成员",
    "社区居民",
    "高校师生",
]
CLAIMS = (
    "聚焦{topic}和群众急难愁盼问题,组织{people}深入一线开展调研视察{a}次,提出意见建议{b}余条",
    "围绕{topic}召开专题协商会{a}场,{b}名{people}与部门面对面协商",
    "全年收到关于{topic}的提案{b}件,经审查立案{c}件",
    "编报涉及{topic}的社情民意信息{b}篇,其中{a}篇获领导批示",
    "就{topic}走访企业{b}家,帮助解决实际问题{a}个",
    "为{topic}捐款{b}.6万元,惠及{people}{c}人次",
)
FILLERS = (
    "坚持团结和民主两大主题,进一步把牢正确政治方向,统筹推进思想政治引领、协商议政、凝聚共识各项工作",
    "把协商民主贯穿履职全过程,引导{people}懂政协、会协商、善议政,以高质量履职服务{topic}",
    "健全工作制度,创新方式方法,推动专门协商机构建设不断取得新成效,展现了新作为新气象",
    "坚持在协商中聚人心、筑同心,汇聚{people}同心奋斗的智慧力量,为{topic}营造良好氛围",
    "强化跟踪督办和成果转化,推动一批民生实事落地见效,让{people}在{topic}中有更多获得感",
    "加强同{people}的沟通联络,宣传政策、解疑释惑、理顺情绪、化解矛盾,画出最大同心圆",
)


def prose(size: int, seed: int) -> str:
    """Return prose of about `size` bytes: a claim with figures after four to six sentences without."""
    draw = random.Random(seed)
    parts: list[str] = []
    length = 0
    while length < size:
        fillers = [draw.choice(FILLERS) for _ in range(draw.randint(4, 6))]
        sentences = [
            one.format(
                topic=draw.choice(TOPICS),
                people=draw.choice(PEOPLE),
                a=draw.randint(3, 90),
                b=draw.randint(10, 900),
                c=draw.randint(10, 999),
            )
            for one in (*fillers, draw.choice(CLAIMS))
        ]
        parts.append("。".join(sentences) + "。\n")
        length += len(parts[-1].encode())
    return "".join(parts)


def normalized(text: str) -> Normalized:
    """Return a text as normalization would give it for a work report."""
    facts = Facts(genre="work_report", of_genre=True, committee="某市政协", level="prefecture", report_year=2023)
    classes = ((0, len(text), CharacterClass.KEPT),)
    return Normalized(text, OffsetMap.identity(len(text)), classes, (), (), "simplified", 0, (), facts)


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the CPU seconds of the fastest of some runs."""
    best = float("inf")
    for _ in range(rounds):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best


def extract_all(documents: Sequence[Normalized]) -> int:
    """Make sentences and observations of documents; return the number of observations."""
    return sum(len(observe(one.text, one, segment(one))[0]) for one in documents)


def main() -> None:
    """Print megabytes a second, the ratio to the tokenizer, and what four times the length costs."""
    documents = [normalized(prose(12_000, seed)) for seed in range(80)]
    size = sum(len(one.text.encode()) for one in documents)
    found = extract_all(documents)
    print(f"{len(documents)} documents, {size / 1e6:.2f} MB, {size / found:.0f} bytes to an observation")
    cut = seconds(lambda: [rjieba.cut(one.text) for one in documents])
    parted = seconds(lambda: [segment(one) for one in documents])
    sentences = [segment(one) for one in documents]
    observed = seconds(lambda: [observe(d.text, d, s) for d, s in zip(documents, sentences, strict=True)])
    both = seconds(lambda: extract_all(documents))
    for name, taken in (("rjieba.cut", cut), ("segment", parted), ("observe", observed), ("segment + observe", both)):
        print(f"  {name:<18} {size / taken / 1e6:6.2f} MB/s   {taken / cut:5.1f} times the time of rjieba.cut")
    once, four = normalized(prose(500_000, 1)), normalized(prose(2_000_000, 2))
    one_time, four_times = seconds(lambda: extract_all([once]), 2), seconds(lambda: extract_all([four]), 2)
    print(f"one document of 0.5 MB: {one_time:.2f} s; of 2 MB: {four_times:.2f} s, {four_times / one_time:.2f} times")


if __name__ == "__main__":
    main()
