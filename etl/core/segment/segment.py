"""Sentences with the structure above them: headings, paragraphs, table rows, captions.

What a sentence says is not asked here; that is the indicator stage's.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from etl.core.model import Normalized, Sentence
from etl.rules import load

_CUT = r"\?(?=[^\W\d_]{1,7}\))"  # what a wrong decoding left of a character, 家?guī), ends no sentence
_INSIDE = rf"(?:[^。！？!?…]++|{_CUT})"
_SENTENCE = re.compile(rf"{_INSIDE}*+(?:(?!{_CUT})[。！？!?…])+[”’」』）)]*|{_INSIDE}++\Z")
_INNER_END = re.compile(r"[。；;！？!?]")
_RUN_IN = re.compile(r"[^。，,；;：:]{2,40}。")  # a heading that opens a paragraph and ends with a full stop


@dataclass(frozen=True, slots=True)
class _Marks:
    headings: tuple[tuple[int, re.Pattern[str]], ...]
    heading_characters: int
    caption: re.Pattern[str]
    dateline: re.Pattern[str]


@cache
def _marks() -> _Marks:
    data = load("structure.yaml")
    headings = tuple((entry["level"], re.compile(entry["pattern"])) for entry in data["headings"])
    return _Marks(headings, data["heading_characters"], re.compile(data["caption"]), re.compile(data["dateline"]))


_LONGEST = 1000  # characters of a sentence
_UNMARKED = 9  # level of a heading that no mark ranks: below all others


def segment(document: Normalized) -> tuple[Sentence, ...]:
    """Return the sentences of a document in order; together they cover every visible character of its text."""
    sentences: list[Sentence] = []
    headings: list[tuple[int, str]] = []
    start = paragraph = 0
    for line in document.text.split("\n"):
        end = start + len(line)
        if line.strip():
            kind, level = _kind(line, any(span.start < end and start < span.end for span in document.headline))
            above = [text for at, text in headings if level is None or at < level]
            pieces = [(start, end)] if kind != "sentence" else _sentences(line, start)
            path = " > ".join(above)
            for piece_start, piece_end in pieces:
                text = document.text[piece_start:piece_end]
                sentences.append(Sentence(len(sentences), piece_start, piece_end, text, kind, paragraph, path))
            if level is not None and not _dates(line.strip(), sentences):
                heading = line.strip() if kind == "heading" else line[: _run_in(line)].strip()
                headings = [(at, text) for at, text in headings if at < level] + [(level, heading)]
            paragraph += 1
        start = end + 1
    return tuple(sentences)


def _dates(line: str, sentences: Sequence[Sentence]) -> bool:
    """Tell whether a line is the date of the text, not the heading of a day."""
    opening = all(sentence.kind == "headline" for sentence in sentences[:-1])
    return bool((opening or line[0] in "(（—-") and _marks().dateline.match(line))


def _kind(line: str, headline: bool) -> tuple[str, int | None]:
    """Return the kind of a line, and its level if it is a heading or opens with one."""
    marks = _marks()
    text = line.strip()
    if headline:
        return "headline", None
    if "\t" in line:
        return "row", None
    if marks.caption.match(text):
        return "caption", None
    level = next((level for level, pattern in marks.headings if pattern.match(text)), None)
    if len(text) <= marks.heading_characters and not _INNER_END.search(text):
        return "heading", level if level is not None else _UNMARKED
    if level is not None and level < 4 and _run_in(text):
        return "sentence", level
    return "sentence", None


def _run_in(text: str) -> int:
    """Return the length of a heading that opens the paragraph and ends with a full stop, or 0."""
    found = _RUN_IN.match(text.strip())
    return found.end() if found else 0


def _sentences(line: str, start: int) -> Iterator[tuple[int, int]]:
    for found in _SENTENCE.finditer(line):
        begin, end = found.span()
        while end - begin > _LONGEST:  # a "sentence" without end is cut at a clause, so that reading it stays linear
            cut = max(line.rfind(mark, begin, begin + _LONGEST) for mark in "；;，,、 ") + 1 or begin + _LONGEST
            yield start + begin, start + cut
            begin = cut
        if line[begin:end].strip():
            yield start + begin, start + end
