"""The records that pass between the steps of the text core. Only data belongs here, no rules and no text processing.

All offsets are code points, half open. A `Span` named `raw` counts in the raw text of the file; every other span
counts in the normalized text. `etl.core.edits.OffsetMap` leads from the second to the first.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from etl.core.edits import OffsetMap


class Span(NamedTuple):
    """A half-open range of code points."""

    start: int
    end: int


class CharacterClass(StrEnum):
    """What became of a raw character. Every raw character has exactly one class."""

    KEPT = "kept"
    MARKUP = "markup"
    FURNITURE = "furniture"
    ANNOTATION = "annotation"
    MENDED = "mended"
    DAMAGE = "damage"
    NOISE = "noise"


@dataclass(frozen=True, slots=True)
class RawText:
    """The text of one document as decoded: what all raw offsets count in."""

    text: str
    encoding: str  # "utf-8", "utf-16", "gb18030", "big5hkscs"; for other formats "docx", "pdf", "jsonl", "parquet"
    format: str  # "text", "html", "docx", "pdf", "jsonl", "parquet"
    url: str | None = None  # only for collections that name it


class Line(NamedTuple):
    """One line of the clean text before furniture is taken out, with what its place in the page tells."""

    start: int  # in the clean text; the line end is outside
    end: int
    text: str
    path: str = ""  # HTML: enclosing elements, outermost first, joined by "/", class and id as "div.foot#bottom"
    links: float = 0.0  # HTML: share of its characters inside <a>


class Damage(NamedTuple):
    """A raw span that a wrong decoding destroyed, and what stood there where that is proved."""

    raw: Span
    intended: str | None
    proof: str  # how it was mended ("gbk-shift: unique"), or why it can't be


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about the document as a whole. None: the document does not tell."""

    genre: str = "other"
    of_genre: bool = False  # False: no work of a 政协; its figures get no code but "other"
    committee: str | None = None  # 全国政协, 陕西省政协, 牡丹区政协
    level: str | None = None  # national, province, prefecture, county
    province: str | None = None  # 山东, 内蒙古; None for national
    adcode: str | None = None  # GB/T 2260, six digits
    published: str | None = None  # ISO date
    report_year: int | None = None
    title: str | None = None  # in the document's own script
    headline: tuple[Span, ...] = ()  # raw
    outlet: str | None = None
    url: str | None = None
    speaker: str | None = None
    meeting: str | None = None
    found: dict[str, Span] = field(default_factory=dict)  # fact -> raw span that says so
    doubts: tuple[str, ...] = ()  # facts that fit several readings: "committee: 朝阳区 is in 北京 and 长春"
    given: int | None = None  # the year of the meeting at which a report was read out

    @property
    def this_year(self) -> int | None:
        """The year that 今年 means: that of publication, else that of the meeting, else the year reported on."""
        return int(self.published[:4]) if self.published else self.given or self.report_year


@dataclass(frozen=True, slots=True)
class Normalized:
    """A clean, simplified body. Lines end with "\\n"; the cells of a table row are parted by "\\t"."""

    text: str
    offsets: OffsetMap  # from `text` to the raw text
    classes: tuple[tuple[int, int, CharacterClass], ...]  # runs (start, end, class) that cover the raw text
    furniture: tuple[Span, ...]  # raw
    damage: tuple[Damage, ...]
    script: str  # "simplified" or "traditional": that of most of the body
    annotations: int  # pinyin annotations removed
    headline: tuple[Span, ...]  # normalized
    facts: Facts


class Sentence(NamedTuple):
    """A sentence, heading, caption or table row of the body."""

    position: int
    start: int
    end: int
    text: str
    kind: str  # "headline", "heading", "sentence", "row", "caption", "item"
    paragraph: int
    heading: str  # the headings above it, outermost first, joined by " > "


class Observation(NamedTuple):
    """One figure and what it measures: the fields of the labelling contract, with evidence."""

    raw: Span
    start: int
    end: int
    text: str  # the raw text of the span
    value: float
    value_high: float | None
    unit: str | None
    qualifier: str
    indicator: str
    status: str
    period: int | None
    basis: str
    scope: str
    breakdown: str | None
    programme: str | None
    subject: str
    sentence: int  # position of its sentence
    rule: str  # which rule spoke
    doubts: tuple[str, ...] = ()  # why the figure isn't certain: "damage", "committee", ...


class Numeral(NamedTuple):
    """A numeral of the body that is no observation, with the reason (date, ordinal, name, title, word, ...)."""

    raw: Span
    text: str
    reason: str
