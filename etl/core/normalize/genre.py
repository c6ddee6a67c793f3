"""The kind of a page (体裁), and whether it is the work of a 政协 at all. Rules: `etl/rules/genres.yaml`."""

import re
from collections.abc import Sequence

from etl.core.normalize.rulebook import rules

NAMED = re.compile(r"政协|政治协商会议")
OPENING_CHARACTERS = 1500


def find(title: str, subtitle: str, body: str, rows: int) -> str:
    """Return the genre of a page by its headline, the lines under it and its text; `rows` counts its table rows."""
    if rows >= 5 and rows * 2 > body.count("\n"):
        return "table"
    told = f"{title}\n{subtitle}"
    opening = body[:OPENING_CHARACTERS]
    for rule in rules("genres")["genres"]:
        if "title" in rule and not re.search(rule["title"], told):
            continue
        if "body" in rule and not re.search(rule["body"], opening):
            continue
        return str(rule["genre"])
    return "other"


def of_genre(title: str, body: Sequence[str], mandate: bool) -> bool:
    """Tell whether a page is the work of a 政协, not one of another body that names it in passing.

    `mandate`: the page says that it speaks for a committee (我受政协…委员会常务委员会委托).
    """
    rule = rules("genres")
    if mandate:
        return True
    if any(re.search(other, title) for other in rule["others"]) and not _subject(title):
        return False
    if any(re.search(rule["other_speaker"], text) for text in body[:8]):
        return False
    if re.search(rule["own"], title):
        return True
    acting = characters = 0
    words: set[str] = set()
    for text in body:
        characters += len(text)
        words |= {word for word in rule["vocabulary"] if word in text}
        acting += sum(1 for match in NAMED.finditer(text) if not _in_passing(text, match))
    enough = acting >= rule["acting"] or (acting > 0 and len(words) > 1)
    return enough and acting * int(rule["characters"]) >= characters


def _in_passing(text: str, match: re.Match[str]) -> bool:
    rule = rules("genres")
    after = re.match(rule["passing"], text[match.end() : match.end() + 4])
    return bool(after or re.search(rule["passing_before"], text[max(match.start() - 12, 0) : match.start()]))


def _subject(title: str) -> bool:
    """Tell whether the headline begins with a committee (兰考县政协…, 政协兰考县…, 市政协…)."""
    return re.match(r"^.{0,24}(?:政协|政治协商会议)(?!.{0,3}提案)", title) is not None
