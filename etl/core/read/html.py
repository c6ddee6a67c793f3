"""HTML: the visible text nodes of a page with their places in its text. What is furniture is not asked here.

The tokenizer finds tags as browsers do, but keeps offsets, needs one pass and never looks back: a page is hostile
input. Of the element tree only what lines need is kept: blocks, table cells, links, hidden elements, the path.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple

from etl.core.edits import OffsetMap, Run

_BLOCKS = frozenset(
    str.split(
        """address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption
        figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol optgroup option p pre section
        summary table tbody td tfoot th thead tr ul"""
    )
)
_VOID = frozenset(str.split("area base br col embed hr img input link meta param source track wbr"))
_HIDDEN = frozenset(
    str.split("head script style title template noscript select textarea object svg math iframe audio video canvas")
)
_RAW_TEXT = frozenset(str.split("script style textarea title iframe noframes xmp"))  # no tags inside
_CLOSED_BY = {  # opening the key closes an open element of the value, as far as the nearest of `_SCOPES`
    "li": ("li",),
    "dd": ("dd", "dt"),
    "dt": ("dd", "dt"),
    "option": ("option",),
    "td": ("td", "th"),
    "th": ("td", "th"),
    "tr": ("tr",),
    "tbody": ("tbody", "thead", "tfoot"),
    "tfoot": ("tbody", "thead"),
}
_SCOPES = {"li": ("ul", "ol"), "dd": ("dl",), "dt": ("dl",), "td": ("tr",), "th": ("tr",)}
_CELL = ("td", "th")
_DEPTH = 256  # elements deeper than this are not told apart
_PATH = 24  # elements named in a path
_BROKEN = 20  # after so many tags with quotes that never close, quotes are no longer looked at

_TAG = re.compile(
    r"<(?:!--(?P<comment>)|[!?](?P<other>[^<>]*+>)|(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9:_-]{0,40})"
    r"(?:(?P<attributes>(?>(?:[^<>=]++|=\s*+(?>(?:\"[^\"]*+\"|'[^']*+')?))*))>|(?P<broken>)))"
)
_PLAIN_TAG = re.compile(
    r"<(?:!--(?P<comment>)|[!?](?P<other>[^<>]*+>)|(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9:_-]{0,40})"
    r"(?P<attributes>[^<>]*+)>(?P<broken>)?)"
)
_PLAIN_END = re.compile(r"[^<>]*+>")
_ATTRIBUTE = re.compile(r"(class|id|style|hidden)(?![\w-])(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?", re.I)
_DISPLAY_NONE = re.compile(r"display\s*:\s*none", re.I)
_SNIFF = re.compile(r"<!doctype html|<(?:html|head|body)[\s>]", re.I)
_SOME_TAG = re.compile(r"</(?:p|div|td|span|a|li|h[1-6])>", re.I)
_CJK = "⺀-〿㐀-䶿一-鿿豈-﫿︰-﹏！-～“”‘’…—"
_SOURCE_BREAK = re.compile(rf"(?<=[{_CJK}])\s++(?=[{_CJK}])")
_SPACES = {9: " ", 10: " ", 11: " ", 12: " ", 13: " "}


class Node(NamedTuple):
    """A visible text node: `text[start:end]` of the page."""

    start: int
    end: int
    path: str  # enclosing elements, outermost first: "body/div.main#zoom/p"
    link: bool  # inside <a>
    block: int  # number of the block it is in: nodes of one block stand on one line
    gap: str  # what parts it from the node before: "", "\n", or as many "\t" as cells lie between
    annotation: bool = False  # a reading beside a character (<rt>, <rp>)
    verbatim: bool = False  # inside <pre>


class Page(NamedTuple):
    """The visible text nodes of a page, and what its <title> says."""

    nodes: list[Node]
    title: str


@dataclass(slots=True)
class _Cell:
    row: "_Row"
    index: int
    characters: int = 0
    lines: int = 0


@dataclass(slots=True)
class _Row:
    cells: list[_Cell] = field(default_factory=list)
    nested: bool = False

    def is_data(self) -> bool:
        """Tell a row of data from a row that lays out the page: several short cells."""
        filled = [cell for cell in self.cells if cell.characters]
        return not self.nested and len(filled) > 1 and all(c.characters <= 200 and c.lines <= 4 for c in filled)


class _Element(NamedTuple):
    name: str
    path: str
    hidden: bool
    link: bool
    annotation: bool
    verbatim: bool
    cell: _Cell | None


class _Text(NamedTuple):
    start: int
    end: int
    element: _Element
    broken: bool  # a block begins or ends before it


def looks_like_html(text: str) -> bool:
    """Tell whether a text is an HTML page or a piece of one, by its first 20,000 characters."""
    head = text[:20_000]
    return bool(_SNIFF.search(head[:4000])) or sum(1 for _ in _SOME_TAG.finditer(head)) >= 5


def nodes(text: str) -> list[Node]:
    """Return the visible text nodes of a page in order, with offsets into `text`."""
    return page(text).nodes


def page(text: str) -> Page:
    """Return the visible text nodes and the title of a page. Never fails; time linear in the length of `text`."""
    tree = _Tree(text)
    tree.read()
    texts = tree.texts
    shown = [one for one in texts if not one.element.hidden]
    if sum(one.end - one.start for one in shown) * 2 < sum(one.end - one.start for one in texts):
        shown = texts  # a page that is hidden until a script shows it
    return Page(list(_nodes(text, shown)), tree.title)


def _nodes(text: str, shown: list[_Text]) -> Iterator[Node]:
    for start, end, element, broken in shown:
        if cell := element.cell:
            cell.characters += len(text[start:end].strip())
            cell.lines += broken or not cell.lines
    data: dict[int, bool] = {}
    before: _Cell | None = None
    block = 0
    for start, end, element, broken in shown:
        cell = element.cell
        tabular = cell is not None and data.setdefault(id(cell.row), cell.row.is_data())
        if cell is before:
            gap = ("\n" if broken else "") if not tabular else " " * broken
        elif cell and before and tabular and before.row is cell.row and before.index < cell.index:
            gap = "\t" * (cell.index - before.index)
        else:
            gap = "\n" + ("\t" * cell.index if cell and tabular else "")
        block += gap.startswith("\n")
        before = cell
        yield Node(start, end, element.path, element.link, block, gap, element.annotation, element.verbatim)


class _Tree:
    """The open elements while the tags of a page pass by."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.texts: list[_Text] = []
        self.title = ""
        self.open = [_Element("", "", False, False, False, False, None)]
        self.too_deep = 0
        self.broken = True  # a block began or ended since the last text
        self.rows: list[_Row] = []

    def read(self) -> None:
        text, old, position, failures = self.text, 0, 0, 0
        comments_end = text.rfind("-->")
        pattern = _TAG
        while match := pattern.search(text, position):
            start, position = match.span()
            if match["comment"] is not None:
                position = (text.find("-->", position) + 3) if position <= comments_end else position
            elif match["broken"] is not None:
                failures += 1
                if failures > _BROKEN:
                    pattern = _PLAIN_TAG
                simple = _PLAIN_END.match(text, position)
                if not simple:
                    continue
                position = simple.end()
            self.add(old, start)
            old = position
            if name := match["name"]:
                name = name.lower()
                if match["close"]:
                    self.close(name)
                else:
                    old = position = self.start(name, match["attributes"] or "", position)
        self.add(old, len(text))

    def add(self, start: int, end: int) -> None:
        if start < end:
            top = self.open[-1]
            if not self.text[start:end].isspace():
                self.texts.append(_Text(start, end, top, self.broken))
                self.broken = False
            elif not self.broken:
                self.texts.append(_Text(start, end, top, False))

    def start(self, name: str, attributes: str, position: int) -> int:
        """Open an element; return where reading goes on (after the element, if no tags can be in it)."""
        self.imply(name)
        if name in _BLOCKS:
            self.broken = True
        if name in _VOID:
            return position
        if len(self.open) > _DEPTH:
            self.too_deep += 1
            return position
        top = self.open[-1]
        label, hidden = _describe(name, attributes)
        if name in _RAW_TEXT:
            end = re.compile(f"</{name}", re.I).search(self.text, position)
            stop = end.start() if end else len(self.text)
            if name == "title" and not self.title:
                self.title = " ".join(unescape(self.text[position:stop][:1000]).split())
            self.open.append(top._replace(name=name, hidden=True))
            return stop
        cell = top.cell
        if name == "tr":
            self.rows.append(_Row())
        elif name in _CELL and self.rows:
            cell = _Cell(self.rows[-1], len(self.rows[-1].cells))
            self.rows[-1].cells.append(cell)
        elif name == "table" and cell:
            cell.row.nested = True
        self.open.append(
            _Element(
                name,
                f"{top.path}/{label}".lstrip("/") if len(self.open) <= _PATH else top.path,
                top.hidden or hidden or name in _HIDDEN,
                top.link or name == "a",
                top.annotation or name in ("rt", "rp"),
                top.verbatim or name == "pre",
                cell,
            )
        )
        return position

    def imply(self, name: str) -> None:
        """Close what the opening of `name` closes: <li> an open <li>, any block an open <p>."""
        if name in _BLOCKS and name != "br" and self.open[-1].name == "p":
            self.pop(len(self.open) - 1)
        if names := _CLOSED_BY.get(name):
            scopes = (*_SCOPES.get(name, ()), "table")
            for index in range(len(self.open) - 1, max(0, len(self.open) - 32), -1):
                if self.open[index].name in names:
                    return self.pop(index)
                if self.open[index].name in scopes:
                    return None
        if name == "body" and self.open[-1].name == "head":
            self.pop(len(self.open) - 1)
        return None

    def close(self, name: str) -> None:
        if name in _BLOCKS:
            self.broken = True
        if self.too_deep and name not in _VOID:
            self.too_deep -= 1
            return
        for index in range(len(self.open) - 1, 0, -1):
            if self.open[index].name == name:
                return self.pop(index)
            if self.open[index].name in _CELL and name not in (
                "tr",
                "table",
                "tbody",
                "thead",
                "tfoot",
                "body",
                "html",
            ):
                return None  # a stray end tag closes nothing outside its cell
        return None

    def pop(self, index: int) -> None:
        for element in self.open[index:]:
            if element.name == "tr" and self.rows:
                self.rows.pop()
        del self.open[index:]


def _describe(name: str, attributes: str) -> tuple[str, bool]:
    """Return the label of an element for paths, and whether its attributes hide it."""
    label, hidden = name, False
    if attributes:
        for match in _ATTRIBUTE.finditer(attributes[:2000]):
            key = match[1].lower()
            value = match[2] or match[3] or match[4] or ""
            if key == "class" and value:
                label += "." + ".".join(value[:200].split())
            elif key == "id" and value:
                label += "#" + value[:100].strip()
            elif key == "hidden" or (key == "style" and _DISPLAY_NONE.search(value)):
                hidden = True
    return label, hidden


def visible(text: str, shown: list[Node]) -> tuple[str, OffsetMap]:
    """Return the text that a reader sees, and the map from it to the page.

    Blocks are parted by "\\n" and cells by "\\t", which come from the markup between the nodes. Line breaks of the
    source are blanks; between two Chinese characters they are nothing.
    """
    pieces: list[str] = []
    runs: list[Run] = []
    new = old = 0
    for node in shown:
        if node.annotation:
            continue
        if node.gap and pieces:
            pieces.append(node.gap)
            runs.append(Run(new, new + len(node.gap), old, node.start))
            new += len(node.gap)
        content = text[node.start : node.end]
        at = 0
        breaks = (
            [] if node.verbatim else [match.span() for match in _SOURCE_BREAK.finditer(content) if "\n" in match[0]]
        )
        for start, end in [*breaks, (len(content), len(content))]:
            if at < start:
                pieces.append(content[at:start] if node.verbatim else content[at:start].translate(_SPACES))
                runs.append(Run(new, new + start - at, node.start + at, node.start + start))
                new += start - at
            at = end
        old = node.end
    return "".join(pieces), OffsetMap(runs)
