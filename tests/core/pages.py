"""Pages for the tests of furniture and facts: ⟦furniture⟧ is marked in them."""

from etl.core.model import Line, Span


def lines(text: str, paths: dict[int, str] | None = None, links: dict[int, float] | None = None) -> list[Line]:
    """Return the lines of a text; `paths` and `links` by number of the line."""
    found = []
    start = 0
    for number, line in enumerate(text.split("\n")):
        if line:
            path = (paths or {}).get(number, "")
            found.append(Line(start, start + len(line), line, path, (links or {}).get(number, 0.0)))
        start += len(line) + 1
    return found


def marked(text: str) -> tuple[str, list[Span]]:
    """Return a text without the marks ⟦ ⟧ and the spans between them."""
    plain = ""
    spans = []
    opened = 0
    for character in text:
        if character == "⟦":
            opened = len(plain)
        elif character == "⟧":
            spans.append(Span(opened, len(plain)))
        else:
            plain += character
    return plain, spans
