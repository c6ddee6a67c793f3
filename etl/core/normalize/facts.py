"""Document facts: committee, place, dates, title, genre, people, each with the place where it was found.

Here the lines are sorted into zones and the searches put together; what each search looks for is in its own module.
"""

from collections.abc import Sequence
from itertools import accumulate

from etl.core.model import Facts, Line, Span
from etl.core.normalize import committee, dates, genre, headline, places, report_year, years
from etl.core.normalize.committee import Zone
from etl.core.normalize.furniture import form, is_prose
from etl.core.normalize.rulebook import compiled, pattern, rules

OPENING_LINES = 3
# What a page is about shows in its beginning and its end: of a very long one only so many characters are read.
READ_CHARACTERS = 40_000
READ_AT_END = 4_000


def find(lines: Sequence[Line], furniture: Sequence[Span], name: str, page_title: str = "") -> Facts:
    """Return the facts of a document; all spans count in the clean text.

    `name` is the file name, `page_title` the content of an HTML page's `<title>`: weak evidence both.
    """
    outer, inner = (_shortened(part) for part in _part(lines, furniture))
    title = headline.find(inner, " ".join([page_title, *(line.text for line in outer if ">" in line.text)]))
    body = inner[title.body :]
    edge = _first_prose(body)
    around, text = _zone(outer, "furniture"), _zone(body, "body")
    head = [zone for zone in around if zone.start < edge]
    if title.spans:  # a stamp under the headline tells more than one above it
        head.sort(key=lambda zone: zone.start < title.spans[0].start)
    foot = [zone for zone in around if zone.start >= edge]
    zones = _zones(title, text, around, page_title)
    subtitle = [zone for zone in zones if zone.name == "subtitle"]
    published = dates.published(head, foot, text, name)
    rows = sum("\t" in line.text for line in body)
    kind = genre.find(title.text, "\n".join(z.text for z in subtitle), "\n".join(z.text for z in text), rows)
    told = Zone(title.spans[0].start, form(title.text), "title") if title.spans else None
    account = report_year.Account(told, subtitle, text, around, kind, published)
    if published is None and (published := report_year.dateline(text, around, account)):
        account = account._replace(published=published)
    chosen = committee.find(zones, published.value.year if published else None)
    of_genre, uncertain = genre.is_enough(
        genre.evidence(
            f"{title.text} {page_title}".strip(),
            [zone.text for zone in subtitle],
            [zone.text for zone in [*head, *text]],
        )
    )
    doubts = [*chosen.doubts] if of_genre else []
    if published and published.weak:
        doubts.append("published: the address of the page alone, or a day without its year, says so")
    if uncertain:
        doubts.append(f"genre: little shows whether this is {'' if of_genre else 'not '}the work of a 政协")
    year = report_year.report_year(account)
    if year is None and of_genre and (session := years.of_session(report_year.opening(account))):
        doubts.append(f"report_year: the page names no year; the session that it names met in {session[0]}")
    met_on = report_year.meeting_day(account)
    people = _speaker(subtitle)
    found: dict[str, Span] = {}
    outlet = _first_match(rules()["outlet"], [*head, *foot], found, "outlet")
    url = _first_match(rules()["url"], [*foot, *head], found, "url")
    met = [zone for zone in [*zones[:8], *text[:4]] if "届" in zone.text and "次" in zone.text]
    meeting = next(
        (hit for rule in rules()["meeting"] if (hit := _first_match(rule, met, found, "meeting"))),
        None,
    )
    for fact, span in (
        ("committee", chosen.span if of_genre else None),
        ("published", published.span if published else None),
        ("report_year", year[1] if year else None),
        ("title", title.spans[0] if title.spans else None),
        ("speaker", people[1] if people else None),
    ):
        if span:
            found[fact] = span
    place = chosen.place if of_genre else None
    return Facts(
        genre=kind if of_genre else "other",
        of_genre=of_genre,
        committee=chosen.name if of_genre else None,
        level=chosen.level if of_genre else None,
        province=places.province(place).short if place else None,
        adcode=place.adcode if place else None,
        published=published.value.isoformat() if published else None,
        report_year=year[0] if year else None,
        title=title.text or None,
        headline=title.spans,
        outlet=outlet,
        url=url,
        speaker=people[0] if people else None,
        meeting=meeting,
        found=found,
        doubts=tuple(doubts),
        given=met_on.value.year if met_on else None,
    )


def _part(lines: Sequence[Line], furniture: Sequence[Span]) -> tuple[list[Line], list[Line]]:
    """Part the filled lines into furniture and the rest; a line that is furniture in part is cut."""
    outer: list[Line] = []
    inner: list[Line] = []
    spans = iter(furniture)
    span = next(spans, None)
    for line in lines:
        at = line.start
        while span and span.start < line.end:
            start, end = max(span.start, at), min(span.end, line.end)
            if start < end:
                _keep(inner, line, at, start)
                _keep(outer, line, start, end)
                at = end
            if span.end > line.end:
                break
            span = next(spans, None)
        _keep(inner, line, at, line.end)
    return outer, inner


def _keep(lines: list[Line], line: Line, start: int, end: int) -> None:
    if start != line.start or end != line.end:
        line = line._replace(start=start, end=end, text=line.text[start - line.start : end - line.start])
    if line.text and not line.text.isspace():
        lines.append(line)


def _shortened(lines: list[Line]) -> list[Line]:
    """Keep the first and the last lines of a very long document; a long line is cut at its end."""
    lines = [
        line if len(line.text) <= READ_CHARACTERS else line._replace(text=line.text[:READ_CHARACTERS]) for line in lines
    ]
    sizes = [*accumulate(len(line.text) + 10 for line in lines)]
    if not sizes or sizes[-1] <= READ_CHARACTERS + READ_AT_END:
        return lines
    kept = [
        line
        for line, size in zip(lines, sizes, strict=True)
        if size <= READ_CHARACTERS or size > sizes[-1] - READ_AT_END
    ]
    return kept or lines[:1]


def _first_prose(body: Sequence[Line]) -> int:
    return next((line.start for line in body if is_prose(line.text)), body[0].start if body else 0)


def _zone(lines: Sequence[Line], name: str) -> list[Zone]:
    texts = form("\n".join(line.text for line in lines)).split("\n")
    return [Zone(line.start, text, name) for line, text in zip(lines, texts, strict=False)]


def _zones(title: headline.Headline, text: Sequence[Zone], around: Sequence[Zone], page_title: str) -> list[Zone]:
    """Sort the page into the zones in which a committee is named; `text` are the lines after the headline."""
    zones = []
    if title.spans:
        zones.append(Zone(title.spans[0].start, form(title.text), "title"))
    under = len(title.subtitle)
    zones += [zone._replace(name="subtitle") for zone in text[:under]]
    zones += [zone._replace(name="opening") for zone in text[under : under + OPENING_LINES]]
    zones += text[under + OPENING_LINES :]
    zones += around
    if page_title:
        zones.append(Zone(-1, form(page_title), "page"))
    return zones


def _first_match(rule: str, zones: Sequence[Zone], found: dict[str, Span], fact: str) -> str | None:
    for zone in zones:
        if match := compiled(rule).search(zone.text):
            text = next((group for group in match.groups() if group), match.group()).strip("《》")
            if zone.start >= 0:
                found[fact] = Span(zone.start + match.start(), zone.start + match.end())
            return text
    return None


def _speaker(subtitle: Sequence[Zone]) -> tuple[str, Span] | None:
    """Return who speaks: the line under the headline of a report that holds an office and a name, or a name alone."""
    for key in ("line", "label", "alone"):
        for zone in subtitle:
            if match := pattern("speaker", key).match(zone.text.strip()):
                name = "".join(match["name"].split())
                start = zone.start + zone.text.index(match["name"])
                return name, Span(start, start + len(match["name"]))
    return None
