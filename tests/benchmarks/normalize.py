"""Throughput of normalization on one core, with the share of each step, and time on hostile text.

    python tests/benchmarks/normalize.py [FOLDER] [--hostile BYTES]

Without FOLDER the documents are written here: plain, wrapped in CRLF, traditional, annotated, as real inboxes mix them.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from opencc import OpenCC
from pypinyin import Style, pinyin

from etl.core.model import RawText
from etl.core.normalize import damage, facts, furniture, lines, noise, normalize, script, torn
from etl.core.normalize import pinyin as annotations
from etl.core.read import html
from etl.core.read.reader import Limits, read

TOPICS = ("老旧小区改造", "乡村振兴", "营商环境", "文旅融合", "养老服务", "水环境治理", "职业教育", "数字经济")
SENTENCES = (
    "一年来，区政协围绕{}组织委员开展专题调研{}次，形成调研报告{}篇，提出意见建议{}条，得到区委、区政府主要领导批示{}件。",
    "聚焦{}，召开专题协商会{}场，组织委员{}人次与部门面对面协商，推动解决具体问题{}个，委员满意率{}%。",
    "全年共收到关于{}的提案{}件，经审查立案{}件，交由{}家单位办理，目前已办复{}件。",
    "“有事好商量”平台就{}开展协商活动{}场次，{}余名群众参与，{}个议题得到落实，编报社情民意信息{}期。",
)
HOSTILE = ("(", "?xié)", "政协委员提案", "协(xié)", "委 ", "1 ", "&amp;", "\r\n", "　", "會。", "<p>x")


def documents() -> list[RawText]:
    """Two hundred reports of some three thousand characters: 6 in 10 plain, 2 CRLF, 1 traditional, 1 annotated."""
    to_traditional = OpenCC("s2t")
    made = []
    for number in range(200):
        paragraphs = [
            f"某区政协{2005 + number % 20}年工作综述",
            f"{2005 + number % 20}-12-{number % 28 + 1:02} 来源：本站",
        ]
        for part in range(8):
            topic = TOPICS[(number + part) % len(TOPICS)]
            figures = [(number * 7 + part * 11 + at) % 90 + 2 for at in range(16)]
            sentences = [one.format(topic, *figures[at:]) for at, one in enumerate(SENTENCES * 2)]
            paragraphs.append("　　" + "".join(sentences))
        text = "\n".join(paragraphs)
        if number % 10 in (1, 6):
            text = text.replace("\n", "\r\n")
        elif number % 10 == 8:
            text = to_traditional.convert(text)
        elif number % 10 == 9:
            text = "".join(
                f"{one}({pinyin(one, style=Style.TONE)[0][0]})" if at % 12 == 0 and "一" <= one <= "鿿" else one
                for at, one in enumerate(to_traditional.convert(text))
            )
        made.append(RawText(text, "utf-8", "text"))
    return made


class Clock:
    """Seconds spent in each step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def timed(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:
            started = time.process_time()
            result = call(*arguments, **named)
            result = result if isinstance(result, str | tuple) or not hasattr(result, "__next__") else list(result)
            self.seconds[name] = self.seconds.get(name, 0.0) + time.process_time() - started
            return result

        return run


STEPS = (
    (html, "page"), (html, "visible"), (damage, "find"), (noise, "characters"), (noise, "widths"), (lines, "unwrap"),
    (noise, "blanks"), (annotations, "find"), (torn, "find"), (noise, "doubled"), (script, "convert"),
    (furniture, "find"), (facts, "find"),
)  # fmt: skip


def report(raws: list[RawText], rounds: int) -> None:
    """Print megabytes a second without and the share of each step with a clock in it."""
    for raw in raws[:20]:
        normalize.normalize(raw)
    megabytes = sum(len(raw.text.encode()) for raw in raws) * rounds / 1e6
    best = min(_seconds(raws) for _ in range(rounds)) * rounds
    print(f"{len(raws)} documents, {megabytes / rounds:.2f} MB: {megabytes / best:.2f} MB/s")
    clock = Clock()
    patches = [
        patch.object(module, name, clock.timed(f"{module.__name__.rpartition('.')[2]}.{name}", getattr(module, name)))
        for module, name in STEPS
    ]
    for one in patches:
        one.start()
    total = _seconds(raws)
    for one in patches:
        one.stop()
    clock.seconds["maps, classes and the rest"] = total - sum(clock.seconds.values())
    for name, seconds in sorted(clock.seconds.items(), key=lambda item: -item[1]):
        print(f"  {seconds / total:6.1%}  {name}")


def _seconds(raws: list[RawText]) -> float:
    started = time.process_time()
    for raw in raws:
        normalize.normalize(raw)
    return time.process_time() - started


def hostile(size: int) -> None:
    """Print the seconds that `size` bytes of each hostile text take, and a tenth of them."""
    for piece in HOSTILE:
        seconds = []
        for part in (size // 10, size):
            raw = RawText(piece * (part // len(piece.encode())), "utf-8", "html" if piece == "<p>x" else "text")
            seconds.append(_seconds([raw]))
        print(f"  {piece!r:16} {seconds[0]:8.2f} s {seconds[1]:8.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--hostile", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    if arguments.folder:
        readings = [one for path in sorted(arguments.folder.iterdir()) for one in read(path, Limits())]
        raws = [one.raw for one in readings if one.raw]
    else:
        raws = documents()
    pages = [raw for raw in raws if raw.format == "html"]
    for some in ([raw for raw in raws if raw.format != "html"], pages):
        if some:
            report(some, arguments.rounds)
    if arguments.hostile:
        hostile(arguments.hostile)


if __name__ == "__main__":
    main()
