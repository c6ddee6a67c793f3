"""The kind of a page (体裁), and whether it is the work of a 政协 at all. Rules: `etl/rules/genres.yaml`."""

import re
from collections.abc import Sequence

from etl.core.normalize.rulebook import rules

QUOTED = re.compile(r"“[^”]{0,40}”")
SIGNED = re.compile(r"[一-鿿]{2,20}政协(?:办公室|研究室|提案委员会)?")
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


def of_genre(title: str, subtitle: Sequence[str], body: Sequence[str], mandate: bool) -> bool:
    """Tell whether a page is the work of a 政协, not one of another body that names it in passing.

    `subtitle` are the lines under the headline, `mandate`: the page says that it speaks for a committee
    (我受政协…委员会常务委员会委托).
    """
    rule = rules("genres")
    if mandate:
        return True
    title = QUOTED.sub("", title)
    if re.search(rule["answers"], title):
        return False
    if any(re.search(other, title) for other in rule["others"]) and not re.search(rule["subject"], title):
        return False
    if any(re.search(rule[other], text) for text in body[:8] for other in ("other_speaker", "other_work")):
        return False
    if re.search(rule["own"], title) or any(SIGNED.fullmatch(line.strip()) for line in subtitle):
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
