"""`luzhi explain`: what normalization did to a document, for human eyes. Shows, decides nothing.

The raw text is printed with the class of each character as a style: furniture dimmed, annotations struck, mended
spans underlined with what stands there now, damage in red. Markup and noise are left out. Control characters of the
document are shown by their code: they must not reach the terminal.
"""

import sys
import unicodedata
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from etl.core.model import CharacterClass, Normalized, RawText, Span
from etl.core.normalize.normalize import normalize
from etl.core.read.reader import Limits, read

STYLES = {
    CharacterClass.KEPT: "",
    CharacterClass.FURNITURE: "dim",
    CharacterClass.ANNOTATION: "strike dim",
    CharacterClass.MENDED: "underline green",
    CharacterClass.DAMAGE: "bold red",
}
FACTS = (
    "genre",
    "of_genre",
    "committee",
    "level",
    "province",
    "adcode",
    "published",
    "report_year",
    "title",
    "outlet",
    "url",
    "speaker",
    "meeting",
)
CONTEXT = 16  # characters shown on each side of the place where a fact was found


@click.command(name="explain")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Show what was done to FILE: its text with what was removed or mended, and its facts with their places."""
    console = Console(highlight=False, soft_wrap=True)
    failed = False
    for reading in read(file, Limits()):
        if reading.raw is None:
            failed = True
            click.echo(printable(f"{file}: rejected: {reading.rejection}"), err=True)
            continue
        name = file.name if reading.row is None else f"{file.name}, row {reading.row}"
        document = normalize(reading.raw, file.name)
        console.print(Text(printable(f"{name} ({reading.raw.encoding}, {len(reading.raw.text)} characters)"), "bold"))
        console.print(facts_table(reading.raw, document))
        console.print(marked_text(reading.raw, document))
        console.print(legend(document))
    if failed:
        sys.exit(1)


def printable(text: str) -> str:
    """Return `text` with control and direction characters (but line ends and tabs) shown by their code."""
    return "".join(
        character
        if character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")
        else f"<{ord(character):04X}>"
        for character in text.replace("\r\n", "\n")
    )


def facts_table(raw: RawText, document: Normalized) -> Table:
    """Return a table of the facts: name, value, offsets in the raw text and what stands there."""
    table = Table("fact", "value", "found at", "there", title_justify="left", box=None, pad_edge=False)
    for fact in FACTS:
        value = getattr(document.facts, fact)
        span = document.facts.found.get(fact)
        table.add_row(
            fact,
            Text("-" if value is None else printable(str(value))),
            f"{span.start}-{span.end}" if span else "",
            _excerpt(raw.text, span) if span else Text(""),
        )
    table.add_row("script", document.script, "", "")
    for doubt in document.facts.doubts:
        table.add_row(Text("doubt", "yellow"), Text(printable(doubt)), "", "")
    return table


def _excerpt(text: str, span: Span) -> Text:
    before = text[max(span.start - CONTEXT, 0) : span.start].rsplit("\n", 1)[-1]
    after = text[span.end : span.end + CONTEXT].split("\n", 1)[0]
    found = text[span.start : min(span.end, span.start + 4 * CONTEXT)].replace("\n", " ")
    return Text.assemble((printable(before), "dim"), (printable(found), "bold"), (printable(after), "dim"))


def marked_text(raw: RawText, document: Normalized) -> Text:
    """Return the raw text with the class of each stretch as its style; mended spans with what they became."""
    mended = {damage.raw.end: damage.intended for damage in document.damage if damage.intended is not None}
    marked = Text()
    for start, end, became in document.classes:
        if became in STYLES:
            marked.append(printable(raw.text[start:end]), STYLES[became])
        elif became is CharacterClass.MARKUP and not marked.plain.endswith("\n"):
            marked.append("\n")
        if became is CharacterClass.MENDED and (intended := mended.get(end)):
            marked.append(f"[{printable(intended)}]", "bold green")
    return marked


def legend(document: Normalized) -> Text:
    """Return how many characters each class has, in its own style."""
    counts = dict.fromkeys(CharacterClass, 0)
    for start, end, became in document.classes:
        counts[became] += end - start
    parts = [Text(f"{became.value} {count}", STYLES.get(became, "")) for became, count in counts.items() if count]
    return Text("   ").join(parts)
