"""The pipeline of normalization: from raw text to a clean, simplified body, with the class of every raw character.

Each step says what it changes as edits; this module applies them, keeps the map back to the raw text, and notes what
became of the raw characters. What a step looks for is written in the step's own module.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate

from etl.core.edits import Edit, OffsetMap, apply
from etl.core.model import CharacterClass, Damage, Facts, Line, Normalized, RawText, Span
from etl.core.normalize import barred, damage, facts, furniture, lines, noise, pinyin, script, torn
from etl.core.normalize.rulebook import pattern
from etl.core.read import html

_SPACES = re.compile(r"[ \t\r\n\xa0]+")
_RUNS = re.compile(rb"(?s)(.)\1*+")
# In the order of painting: a later class covers an earlier one.
_CLASSES = (
    CharacterClass.KEPT,
    CharacterClass.NOISE,
    CharacterClass.ANNOTATION,
    CharacterClass.MENDED,
    CharacterClass.DAMAGE,
    CharacterClass.FURNITURE,
    CharacterClass.MARKUP,
)


class _Text:
    """A text on its way: as it stands now, the map to the raw text, and what became of raw characters."""

    def __init__(self, text: str, offsets: OffsetMap) -> None:
        self.text = text
        self.offsets = offsets
        self.spans: dict[CharacterClass, list[tuple[int, int]]] = {one: [] for one in _CLASSES}

    def edit(self, edits: Iterable[Edit], became: CharacterClass) -> int:
        """Apply edits; raw characters that leave no trace became `became`. Return the number of edits."""
        changes = list(edits)
        if changes:
            spans = self.spans[became]
            spans += [self.offsets.span(edit.start, edit.end) for edit in changes if not edit.replacement]
            self.text, offsets = apply(self.text, changes)
            self.offsets = offsets.then(self.offsets)
        return len(changes)


def normalize(raw: RawText, name: str = "") -> Normalized:
    """Return the clean body of a document with its map, classes, furniture, damage and facts.

    `name` is the file name, a weak source of facts. Time linear in the length of the text; raises nothing.
    """
    page = html.page(raw.text) if raw.format == "html" or _is_page(raw) else None
    if page is None:
        work = _Text(raw.text, OffsetMap.identity(len(raw.text)))
    else:
        work = _Text(*html.visible(raw.text, page.nodes))
    damages = _mend(work)
    annotations = _clean(work, page=page is not None)
    if page:
        annotations += sum(node.annotation for node in page.nodes)
    own = work.text, work.offsets  # in the document's own script
    conversion = script.convert(work.text)
    work.text, work.offsets = conversion.text, conversion.offsets.then(work.offsets)

    shown = _lines(work, page)
    found = furniture.find(shown)
    known = facts.find(shown, found, name, page.title if page else "")
    text, body = apply(work.text, _removals(work.text, found))
    headline = [Span(body.target(span.start), body.target(span.end)) for span in known.headline]
    raw_furniture = _raw_furniture(raw.text, work, found, page)
    raw_furniture = sorted([*raw_furniture, *(Span(*span) for span in work.spans[CharacterClass.FURNITURE])])
    work.spans[CharacterClass.FURNITURE] = list(raw_furniture)
    return Normalized(
        text=text,
        offsets=body.then(work.offsets),
        classes=_classes(raw.text, work, page),
        furniture=tuple(raw_furniture),
        damage=tuple(damages),
        script="traditional" if _mostly_traditional(conversion) else "simplified",
        annotations=annotations,
        headline=tuple(span for span in headline if span.start < span.end),
        facts=_raw_facts(known, work, raw, own),
    )


def _is_page(raw: RawText) -> bool:
    return raw.format in ("jsonl", "parquet") and html.looks_like_html(raw.text)


def _mend(work: _Text) -> list[Damage]:
    """Replace the damage that is proved by what stood there; return all damage with raw spans."""
    found = [one for one in damage.find(work.text) if one.raw.start < one.raw.end]
    damages = [one._replace(raw=Span(*work.offsets.span(*one.raw))) for one in found]
    for one in damages:
        work.spans[CharacterClass.DAMAGE if one.intended is None else CharacterClass.MENDED].append(one.raw)
    edits = [Edit(*one.raw, one.intended, aligned=False) for one in found if one.intended is not None]
    work.edit(edits, CharacterClass.MENDED)
    return damages


def _clean(work: _Text, *, page: bool) -> int:
    """Take out noise and annotations, in a text without markup wrapped lines too; return the number of annotations."""
    work.edit(noise.characters(work.text), CharacterClass.NOISE)
    if not page:
        work.edit(lines.page_numbers(work.text), CharacterClass.FURNITURE)
    work.text = noise.widths(work.text)
    if not page:
        work.edit(lines.unwrap(work.text), CharacterClass.NOISE)
    work.edit(noise.blanks(work.text), CharacterClass.NOISE)
    annotations = work.edit(pinyin.find(work.text), CharacterClass.ANNOTATION)
    work.edit(torn.find(work.text), CharacterClass.NOISE)
    work.edit(barred.find(work.text), CharacterClass.NOISE)
    work.edit(noise.doubled(work.text), CharacterClass.NOISE)
    return annotations


def _lines(work: _Text, page: html.Page | None) -> list[Line]:
    """Return the lines of the clean text, in a page with the path of their first node and their share of links."""
    shown: list[Line] = []
    start = 0
    nodes = page.nodes if page else []
    starts = [node.start for node in nodes]
    linked = list(accumulate((node.link * (node.end - node.start) for node in nodes), initial=0))
    total = list(accumulate((node.end - node.start for node in nodes), initial=0))
    for text in work.text.split("\n"):
        end = start + len(text)
        if text and nodes:
            raw_start, raw_end = work.offsets.span(start, end)
            first, last = bisect_right(starts, raw_start) - 1, bisect_right(starts, raw_end - 1)
            share = (linked[last] - linked[first]) / ((total[last] - total[first]) or 1)
            shown.append(Line(start, end, text, nodes[first].path, share))
        elif text:
            shown.append(Line(start, end, text))
        start = end + 1
    return shown


def _removals(text: str, spans: Sequence[Span]) -> list[Edit]:
    """Return the edits that take `spans` out of `text`, with the line end where a whole line goes."""
    edits: list[Edit] = []
    for start, end in spans:
        begin = start
        while begin and text[begin - 1] in " \t":
            begin -= 1
        if begin == 0 or text[begin - 1] == "\n":  # nothing but blanks before it in its line
            start = begin
            if end < len(text) and text[end] == "\n":
                end += 1
            elif end == len(text) and start:
                start -= 1
        if edits and start <= edits[-1].end:
            edits[-1] = Edit(edits[-1].start, max(end, edits[-1].end), "")
        elif start < end:
            edits.append(Edit(start, end, ""))
    return edits


def _raw_furniture(text: str, work: _Text, found: Sequence[Span], page: html.Page | None) -> list[Span]:
    """Return furniture as raw spans: in a page its text nodes alone; neighbours parted by blanks alone are one."""
    spans: list[Span] = []
    nodes = page.nodes if page else []
    starts = [node.start for node in nodes]
    for span in found:
        start, end = work.offsets.span(*span)[0], work.offsets.point(span.end)  # to what follows: with its readings
        if not page:
            pieces = [(start, end)]
        else:
            inside = nodes[max(0, bisect_right(starts, start) - 1) : bisect_right(starts, end - 1)]
            pieces = [(max(start, node.start), min(end, node.end)) for node in inside]
        for piece_start, piece_end in pieces:
            piece = text[piece_start:piece_end]
            piece_start += len(piece) - len(piece.lstrip())
            piece_end -= len(piece) - len(piece.rstrip())
            if piece_start >= piece_end:
                continue
            if spans and not text[spans[-1].end : piece_start].strip():
                spans[-1] = Span(spans[-1].start, piece_end)
            else:
                spans.append(Span(piece_start, piece_end))
    return spans


def _classes(text: str, work: _Text, page: html.Page | None) -> tuple[tuple[int, int, CharacterClass], ...]:
    """Return the runs of character classes; together they cover the raw text."""
    paint = bytearray(len(text))
    for code, one in enumerate(_CLASSES):
        for start, end in work.spans[one]:
            paint[start:end] = bytes([code]) * (end - start)
    if page:
        markup = bytes([_CLASSES.index(CharacterClass.MARKUP)])
        old = 0
        for node in page.nodes:
            paint[old : node.start] = markup * (node.start - old)
            if node.annotation:
                annotation = bytes([_CLASSES.index(CharacterClass.ANNOTATION)])
                paint[node.start : node.end] = annotation * (node.end - node.start)
            old = node.end
        paint[old:] = markup * (len(text) - old)
    return tuple((*match.span(), _CLASSES[match[1][0]]) for match in _RUNS.finditer(paint))


def _mostly_traditional(conversion: script.Conversion) -> bool:
    traditional = sum(end - start for start, end in conversion.traditional)
    return traditional * 2 > conversion.offsets.length


def _raw_facts(known: Facts, work: _Text, raw: RawText, own: tuple[str, OffsetMap]) -> Facts:
    """Return the facts with raw spans, the title as the headline has it in the document's own script."""
    headline = tuple(Span(*work.offsets.span(*span)) for span in known.headline if span.start < span.end)
    found = {fact: Span(*work.offsets.span(*span)) for fact, span in known.found.items() if span.start < span.end}
    title = " ".join(dict.fromkeys(_as_written(span, raw.text, *own) for span in headline)) or known.title
    if pattern("headline", "formal").match(known.title or ""):
        title = "".join((title or "").split())
    return replace(known, headline=headline, found=found, title=title, url=known.url or raw.url)


def _as_written(span: Span, raw: str, text: str, offsets: OffsetMap) -> str:
    """Return what is left of a raw span in `text`, in the raw text's characters where they are one to one."""
    pieces: list[str] = []
    for start, end, source, source_end in offsets.runs:
        first, last = max(source, span.start), min(source_end, span.end)
        if first < last:
            pieces.append(raw[first:last] if end - start == source_end - source else text[start:end])
    return _SPACES.sub(" ", "".join(pieces)).strip()
