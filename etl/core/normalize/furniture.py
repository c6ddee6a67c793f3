"""Page furniture: what surrounds the body of a page (stamps, navigation, side bars, footers, disclaimers).

The forms are data (`etl/rules/furniture.yaml`); here is how they are applied: a line is furniture by its own form,
by its form and its place (before the first or after the last sentence of the body), as a member of a list of other
articles, or in the block that a headline of such a list opens. In doubt a line is body. No facts are read here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from etl.core.model import Line, Span
from etl.core.normalize.sieve import Sieve

FORM = tuple(zip("：（）［］，；！？\t", ":()[],;!? ", strict=True))
STOP, STOP_OR_CALL = re.compile("[。;]"), re.compile("[。;!?]")
PROSE_CHARACTERS = 28  # a line with a full stop and so many characters is a sentence of the body
HEAD_LINES = 6  # where no sentence opens the body: so many lines may be its head, and as many its foot
SENTENCE_CHARACTERS = 12
OUTLET_CHARACTERS = 12  # of an outlet's name that no rule knows
STAMP_CHARACTERS = 240
TAIL_CHARACTERS = 100
BULLETS = "-·•●▪◆ "
LONGEST = 600  # characters of the longest line that can be furniture as a whole
COLUMN_LEAD = 4  # characters by which a headline is longer than the name of the column above it
BODY_CHARACTERS = 200  # of sentences before a line that opens a list of other articles for sure
LIST_ENTRIES = 4  # so many short lines in a row with a date glued to every second one are a list of articles
SPAM_WORDS = 3  # so many different ones in a line at the head: a hacked mirror's advertisement
NUMBER_CELL = re.compile(r"\t ?[\d,.]{1,15}[%万亿余+]{0,2} ?(?=\t|$)")
COUNT = re.compile(r"\d{1,9} ?[次人条]?")
LINKED = 0.75  # share of a line's characters in links


@dataclass(frozen=True)
class Rules:
    """The compiled rules of furniture.yaml."""

    fields: re.Pattern[str]
    telling: Sieve
    dated: re.Pattern[str]
    labelled_day: re.Pattern[str]
    masthead: re.Pattern[str]
    path: re.Pattern[str]
    outlet_line: re.Pattern[str]
    column: re.Pattern[str]
    marked: re.Pattern[str]
    signature: re.Pattern[str]
    meeting_day: re.Pattern[str]
    spam: re.Pattern[str]
    anywhere: Sieve
    foot: Sieve
    opener: re.Pattern[str]
    strong_opener: re.Pattern[str]
    entry: re.Pattern[str]
    tail: Sieve
    head: re.Pattern[str]
    element: re.Pattern[str]
    headline_element: re.Pattern[str]


@cache
def rules() -> Rules:
    """Read and compile the rules once."""
    data: dict[str, Any] = yaml.safe_load(files("etl.rules").joinpath("furniture.yaml").read_text(encoding="utf-8"))

    def union(*names: str) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{part})" for name in names for part in data[name].values()))

    return Rules(
        fields=union("telling", "fields"),
        telling=Sieve(data["telling"].values()),
        dated=re.compile(data["dated"]),
        labelled_day=re.compile(data["labelled_day"]),
        masthead=re.compile(data["masthead"]),
        path=re.compile(data["path"]),
        outlet_line=re.compile(data["outlet_line"]),
        column=re.compile(data["column"]),
        marked=re.compile(data["marked"]),
        signature=re.compile(data["signature"]),
        meeting_day=re.compile(data["meeting_day"]),
        spam=re.compile("|".join(data["spam"])),
        anywhere=Sieve(data["anywhere"].values()),
        foot=Sieve(data["foot"].values()),
        opener=re.compile(data["openers"]),
        strong_opener=re.compile(data["strong_openers"]),
        entry=re.compile(data["entry"]),
        tail=Sieve(rf"(?:{part})\s{{0,4}}$" for part in data["tails"].values()),
        head=union("heads"),
        element=re.compile(data["elements"]["furniture"]),
        headline_element=re.compile(data["elements"]["headline"]),
    )


def form(text: str) -> str:
    """Return `text` with full-width brackets and marks and tabs in their ASCII form; same length."""
    for wide, plain in FORM:
        text = text.replace(wide, plain)
    return text


def is_stamp(text: str) -> bool:
    """Tell whether `text` (as `form` gives it) holds nothing but the fields of a stamp, one of them telling.

    Beside a date that stands alone, or one with its label, a few characters more may be names.
    """
    if len(text) > STAMP_CHARACTERS or not rules().telling.search(text):
        return False
    rest = rules().fields.sub("", text).strip()
    dated = rules().dated.search(text) or rules().labelled_day.search(text)
    return not rest or (len(rest) <= OUTLET_CHARACTERS and dated is not None)


def is_prose(text: str) -> bool:
    """Tell whether `text` reads as a sentence or paragraph of a body."""
    stop = STOP if len(text) < 2 * PROSE_CHARACTERS else STOP_OR_CALL
    return len(text) > 120 or (len(text) >= PROSE_CHARACTERS and stop.search(text) is not None)


def is_sentence(text: str) -> bool:
    """Tell whether `text` is a short sentence; a heading or an entry of a list has no full stop."""
    return len(text) >= SENTENCE_CHARACTERS and text.endswith("。")


def find(lines: Sequence[Line]) -> list[Span]:
    """Return the spans of the clean text that are furniture, sorted, not overlapping.

    A block of furniture lines is one span, blank lines inside it included. Linear in the length of the lines.
    """
    filled = [line for line in lines if line.text.strip()]
    texts = [text.strip() for text in form("\n".join(line.text for line in filled)).split("\n")] if filled else []
    whole = _classify(filled, texts)
    spans: list[Span] = []
    joined = False
    for line, text, furniture in zip(filled, texts, whole, strict=True):
        start = line.start + len(line.text) - len(line.text.lstrip())
        end = start + len(text)
        if not furniture:
            spans += [Span(start + span.start, start + span.end) for span in _inside(text)]
        elif joined:
            spans[-1] = Span(spans[-1].start, end)
        else:
            spans.append(Span(start, end))
        joined = furniture
    return spans


def _classify(lines: Sequence[Line], texts: Sequence[str]) -> list[bool]:
    """Say of each line whether it is furniture as a whole."""
    rule = rules()
    count = len(texts)
    rows = ["\t" in line.text and _is_row(line.text, text) for line, text in zip(lines, texts, strict=True)]
    page = _page_evidence(lines, texts)
    sure = [
        known or (len(text) <= LONGEST and not row and rule.anywhere.matches(text.lstrip(BULLETS)))
        for text, row, known in zip(texts, rows, page, strict=True)
    ]
    for index, text in enumerate(texts[:HEAD_LINES]):
        sure[index] = sure[index] or len(set(rule.spam.findall(text))) >= SPAM_WORDS
    prose = [
        row or ((is_prose(text) or is_sentence(text)) and not known)
        for text, row, known in zip(texts, rows, sure, strict=True)
    ]
    places = [index for index, known in enumerate(prose) if known]
    first = places[0] if places else min(HEAD_LINES, count // 2)
    last = places[-1] if places else max(count - HEAD_LINES, count // 2)
    for index, text in enumerate(texts):
        if sure[index] or rows[index]:
            continue
        at_head, at_foot = index <= max(first, 1), index > last
        signed = (at_foot and rule.signature.fullmatch(text)) or rule.meeting_day.fullmatch(text)
        stamped = (at_head or at_foot) and not signed and is_stamp(text)
        sure[index] = stamped or (at_foot and len(text) <= LONGEST and rule.foot.matches(text))
        if at_head and index and sure[index - 1] and texts[index - 1].endswith(":") and COUNT.fullmatch(text):
            sure[index] = True  # 浏览: / 45次
    _mastheads(texts, first, sure)
    _lists(texts, prose, sure)
    _blocks(texts, prose, sure)
    _gaps(texts, last, sure)
    return sure


def _is_row(line: str, text: str) -> bool:
    """Tell whether a line is the row of a table with figures, not a stamp laid out in cells."""
    return NUMBER_CELL.search(line) is not None and not is_stamp(text)


def _page_evidence(lines: Sequence[Line], texts: Sequence[str]) -> list[bool]:
    """HTML: furniture by the elements around a line or by its links, unless most of the page would go."""
    rule = rules()
    total = sum(len(text) for text in texts) or 1
    named = [bool(line.path) and rule.element.search(line.path) is not None for line in lines]
    if sum(len(text) for text, known in zip(texts, named, strict=True) if known) > total * 0.5:
        named = [False] * len(lines)
    linked = [
        line.links >= LINKED and not is_prose(text) and "h1" not in line.path and "h2" not in line.path
        for line, text in zip(lines, texts, strict=True)
    ]
    return [a or b for a, b in zip(named, linked, strict=True)]


def _mastheads(texts: Sequence[str], first: int, sure: list[bool]) -> None:
    """Mark what stands above a navigation path, names of the site, the outlet or the column, and lists before the body.

    `first` is the first sentence of the body.
    """
    for index in range(min(first, HEAD_LINES * 2, len(texts)) - 1, 0, -1):
        if rules().path.match(texts[index]):
            sure[:index] = [True] * index
            return
    for index in range(min(3, len(texts) - 1) - 1, -1, -1):
        if not sure[index] and sure[index + 1] and rules().masthead.fullmatch(texts[index]):
            sure[index] = True
    for index in range(1, min(first, HEAD_LINES, len(texts) - 1)):
        if not sure[index] and sure[index - 1] and rules().outlet_line.fullmatch(texts[index]):
            sure[index] = True
    top = next((index for index in range(first) if not sure[index] and not rules().opener.match(texts[index])), first)
    end = next((index for index in range(top, first) if not rules().marked.fullmatch(texts[index])), first)
    if end - top >= LIST_ENTRIES and end < first:
        sure[:end] = [True] * end
    if first > 1 and rules().column.fullmatch(texts[0]) and len(texts[1]) - len(texts[0]) > COLUMN_LEAD:
        sure[0] = True


def _lists(texts: Sequence[str], prose: Sequence[bool], sure: list[bool]) -> None:
    """Mark runs of short lines where at least every second one is a headline with a date glued to it."""
    rule = rules()
    start = 0
    while start < len(texts):
        end = start
        entries = []
        while end < len(texts) and not prose[end] and len(texts[end]) <= 90:
            if rule.entry.fullmatch(texts[end]) and texts[end][-1] not in "。;;:":
                entries.append(end)
            end += 1
        if len(entries) >= LIST_ENTRIES:
            first, last = entries[0], entries[-1]
            if len(entries) * 2 >= last - first + 1:
                for index in range(first, last + 1):
                    sure[index] = True
        start = max(end, start + 1)


def _blocks(texts: Sequence[str], prose: Sequence[bool], sure: list[bool]) -> None:
    """Mark from an opener to the end of the page, if no sentence of a body follows it or none can."""
    rule = rules()
    opened = len(texts)
    told = 0  # characters of the body's sentences so far
    for index, text in enumerate(texts):
        if told >= BODY_CHARACTERS and rule.strong_opener.fullmatch(text):
            opened = index
            break
        told += len(text) * prose[index]
    for index in range(opened - 1, -1, -1):
        if prose[index] and not sure[index]:
            break
        if rule.opener.match(texts[index]) and (sure[index] or len(texts[index]) <= 30):
            opened = index
    if opened > 1:
        for index in range(opened, len(texts)):
            sure[index] = True


def _gaps(texts: Sequence[str], last: int, sure: list[bool]) -> None:
    """Mark up to two short lines between furniture lines of the foot."""
    index = last + 1
    while index < len(texts):
        if sure[index] or not (index and sure[index - 1]):
            index += 1
            continue
        end = index
        while end < len(texts) and not sure[end]:
            end += 1
        if end < len(texts) and end - index <= 2 and all(len(text) <= 60 for text in texts[index:end]):
            sure[index:end] = [True] * (end - index)
        index = end


def _inside(text: str) -> list[Span]:
    """Return the furniture inside a line of the body: at its start and at its end."""
    rule = rules()
    found = []
    if match := rule.head.match(text):
        found.append(Span(match.start(), match.end()))
    if match := rule.tail.search(text, max(len(text) - TAIL_CHARACTERS, 0)):
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        found.append(Span(start, match.start() + len(match.group().rstrip())))
    return found
