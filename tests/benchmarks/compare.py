"""Luzhi against what a user could take instead, on the same labelled documents, as a Markdown table.

    python tests/benchmarks/compare.py [--gold DIR --documents DIR] [--environments DIR]

A plain regular expression with a list of units; recognizers-text (Chinese); jionlp. The last two are installed into
environments of their own, thrown away afterwards (kept in --environments). All of them read the clean, simplified body
that Luzhi makes of a document, not its bytes: what is compared is the reading of quantities. "found" asks only for a
span that overlaps the labelled one; "right" for the value and the unit too; "observation F1" for the indicator, status,
period, scope and breakdown, of which the other tools say nothing. The times hold the loading of each tool.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from etl.core import gold
from etl.core.evaluate import Evaluation, Row, Side, Tally
from etl.core.extract import Extraction, extract
from etl.core.labelled import SAMPLES, read_gold
from etl.core.read.reader import Limits, read

TOOLS = {"recognizers-text": ["recognizers-text-suite", "emoji<2"], "jionlp": ["jionlp"]}
UNITS = "人次|场次|件次|批次|件|条|篇|次|项|人|名|位|个|家|期|册|套|处|份|场|户|部|所|支|元|%"
PLAIN = re.compile(rf"(\d[\d,]*(?:\.\d+)?|[一二两三四五六七八九十百千]{{1,7}})(?:余|多)?(万|亿)?(?:余|多)?({UNITS})")
DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
Found = list[list[Any]]  # [start, end, value, unit]


def plain(text: str) -> Found:
    """What a plain regular expression finds."""
    found: Found = []
    for match in PLAIN.finditer(text):
        number, multiple, unit = match.groups()
        value = float(number.replace(",", "")) if number[0].isdigit() else written(number)
        value *= {"万": 10**4, "亿": 10**8}.get(multiple, 1)
        found.append([*match.span(), round(value, 6), unit])
    return found


def written(number: str) -> float:
    """Return the value of a number written in characters, below ten thousand."""
    value = digit = 0
    for character in number:
        if character in DIGITS:
            digit = DIGITS[character]
        else:
            value += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[character]
            digit = 0
    return value + digit


def elsewhere(tool: str, texts: Sequence[str], environments: Path) -> tuple[list[Found], float]:
    """Install a tool into an environment of its own, unless it is there, and run it; results and seconds."""
    folder = environments / tool
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *TOOLS[tool]]
        subprocess.run(install, check=True, stderr=subprocess.DEVNULL)
    (environments / "texts.json").write_text(json.dumps(list(texts)), encoding="utf-8")
    script = Path(__file__).with_name("other_tools.py")
    started = time.perf_counter()
    subprocess.run(
        [python, "-W", "ignore", script, tool, environments / "texts.json", environments / "found.json"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    seconds = time.perf_counter() - started
    return json.loads((environments / "found.json").read_text(encoding="utf-8")), seconds


def rows(found: Found, extraction: Extraction) -> list[Row]:
    """Return what a tool found in the clean body as rows in the raw text."""
    made = []
    for start, end, value, unit in found:
        low, high = extraction.document.offsets.span(start, end)
        row = {"start": low, "end": high, "value": 0.0 if value is None else value, "unit": unit, "indicator": "other"}
        made.append(row)
    return made


def overlapping(labels: Side, predicted: Sequence[Row]) -> tuple[int, int, int]:
    """Return hits, labelled and predicted mentions where only the place counts, without headline and damage."""
    silent = [{"start": start, "end": end} for start, end in labels.facts.get("headline") or []]
    silent += labels.facts.get("damage") or []
    wanted = sorted({(row["start"], row["end"]) for row in labels.rows})
    left = sorted({(row["start"], row["end"]) for row in predicted})
    left = [one for one in left if not any(one[0] < span["end"] and span["start"] < one[1] for span in silent)]
    total, hits = len(left), 0
    for start, end in wanted:
        hit = next((one for one in left if one[0] < end and start < one[1]), None)
        if hit:
            left.remove(hit)
            hits += 1
    return hits, len(wanted), total


def score(name: str, documents: Sequence[tuple[Side, Side]], seconds: float, meaning: bool) -> str:
    """Return one line of the table."""
    evaluation, found = Evaluation(), Tally()
    for index, (labels, predicted) in enumerate(documents):
        if not labels.facts.get("negative"):
            evaluation.add(str(index), labels, predicted)
            found.add(*overlapping(labels, predicted.rows))
    shares = [found.figures()[key] for key in ("precision", "recall", "f1")]
    shares += [evaluation.mention.figures()[key] for key in ("precision", "recall", "f1")]
    observation = f"{evaluation.observation.figures()['f1']:.3f}" if meaning else "none"
    return f"| {name} | {' | '.join(f'{share:.3f}' for share in shares)} | {observation} | {seconds:.1f} s |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=SAMPLES / "gold")
    parser.add_argument("--documents", type=Path, default=SAMPLES / "documents")
    parser.add_argument("--environments", type=Path, help="keep the environments of the other tools here")
    arguments = parser.parse_args()
    labels = {path.stem: read_gold(path) for path in sorted(arguments.gold.glob("*.jsonl"))}
    files = [path for path in sorted(arguments.documents.iterdir()) if path.stem in labels]
    raws = [(path, reading.raw) for path in files for reading in read(path, Limits()) if reading.raw]
    started = time.perf_counter()
    extractions = [(path, extract(raw, path.name)) for path, raw in raws]
    seconds = time.perf_counter() - started
    texts = [extraction.document.text for _, extraction in extractions]
    print(f"{len(texts)} documents, {sum(len(text.encode()) for text in texts) / 1e6:.2f} MB of clean text\n")
    print("| | found P | found R | found F1 | right P | right R | right F1 | observation F1 | time |")
    print("|---|---|---|---|---|---|---|---|---|")

    def line(name: str, predicted: Sequence[Sequence[Row]], taken: float, meaning: bool = False) -> None:
        pairs = [(labels[path.stem], Side({}, some)) for (path, _), some in zip(extractions, predicted, strict=True)]
        print(score(name, pairs, taken, meaning), flush=True)

    ours = [[json.loads(one) for one in gold.lines(extraction, path.name)][1:] for path, extraction in extractions]
    line("Luzhi, from the bytes on", ours, seconds, meaning=True)
    started = time.perf_counter()
    by_expression = [plain(text) for text in texts]
    seconds = time.perf_counter() - started
    made = [rows(found, one) for found, (_, one) in zip(by_expression, extractions, strict=True)]
    line("regular expression", made, seconds)
    with tempfile.TemporaryDirectory() as temporary:
        environments = arguments.environments or Path(temporary)
        environments.mkdir(parents=True, exist_ok=True)
        for tool in TOOLS:
            try:
                results, seconds = elsewhere(tool, texts, environments)
            except subprocess.CalledProcessError as problem:
                print(f"| {tool} | not run: {problem} |")
                continue
            line(tool, [rows(found, one) for found, (_, one) in zip(results, extractions, strict=True)], seconds)


if __name__ == "__main__":
    main()
