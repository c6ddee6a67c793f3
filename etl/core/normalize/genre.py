"""The kind of a page (体裁), and whether it is the work of a 政协 at all. Rules: `etl/rules/genres.yaml`."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

import ahocorasick

from etl.core.normalize.rulebook import compiled, rules

QUOTED = re.compile(r"“[^”]{0,40}”")
KINDS = ("", *"省市县区州旗盟")  # what <> in a word of genres.yaml stands for
OPENING_CHARACTERS = 1500
OPENING_LINES = 8
PARTY_CHARACTERS = 60  # of a page without a headline that may name the party that it is about
READ_CHARACTERS = 2500  # the density of words shows in the first paragraphs


def find(title: str, subtitle: str, body: str, rows: int) -> str:
    """Return the genre of a page by its headline, the lines under it and its text; `rows` counts its table rows."""
    if rows >= 5 and rows * 2 > body.count("\n"):
        return "table"
    told = f"{title}\n{subtitle}"
    opening = body[:OPENING_CHARACTERS]
    for rule in rules("genres")["genres"]:
        if "title" in rule and not compiled(rule["title"]).search(told):
            continue
        if "body" in rule and not compiled(rule["body"]).search(opening):
            continue
        return str(rule["genre"])
    return "other"


def evidence(title: str, subtitle: Sequence[str], body: Sequence[str]) -> float:
    """Add up what speaks for (and, below zero, against) a page being about the work of a 政协.

    `subtitle` are the lines under the headline, `body` the other lines with the stamps at the head.
    """
    rule = rules("genres")["evidence"]
    title = QUOTED.sub("“”", title)
    score = float(_told(title))
    opening = "\n".join(body[:OPENING_LINES])[:OPENING_CHARACTERS]
    for sign in ("mandate", "other_speaker", "letter"):
        if compiled(rule[sign]["pattern"]).search(opening):
            score += float(rule[sign]["score"])
    if compiled(rule["party"]["pattern"]).search(title or opening[:PARTY_CHARACTERS]):
        score += float(rule["party"]["score"])
    if any(compiled(rule["signed"]["pattern"]).fullmatch(text.strip()) for text in subtitle):
        score += float(rule["signed"]["score"])
    text = "\n".join([title, *subtitle, *body])[:READ_CHARACTERS]
    own, others = _points(text)
    hundreds = max(len(text), int(rule["shortest"])) / 100
    most = float(rule["most"])
    return score + max(min((own - others) / hundreds, most), -most)


def is_enough(score: float) -> tuple[bool, bool]:
    """Tell whether the evidence makes a page one of the genre, and whether that is in doubt."""
    rule = rules("genres")["evidence"]
    return score >= rule["enough"], abs(score - rule["enough"]) < rule["doubtful"]


def _told(title: str) -> float:
    """Score the headline."""
    rule = rules("genres")["evidence"]
    score = 0.0
    if compiled(rule["answer"]["pattern"]).search(title):
        score += rule["answer"]["score"]
    for sign in ("title_subject", "title_work"):
        if compiled(rule[sign]["pattern"]).search(title):
            return float(score + rule[sign]["score"])
    if any(compiled(other).search(title) for other in rule["title_other"]["patterns"]):
        score += rule["title_other"]["score"]
    return score


def _points(text: str) -> tuple[float, float]:
    """Return the points of the words of the 政协 and those of the words of other bodies, both positive."""
    words, points = _words()
    telling = common = others = 0.0
    # `iter_long` misses a word inside a longer one that breaks off: too rare to change a density.
    for word, number in Counter(word for _, word in words.iter_long(text)).items():
        if points[word] > 1:
            telling += points[word] * number
        elif points[word] >= 0:
            common += points[word] * number
        else:
            others -= points[word] * number
    return telling + min(common, telling * rules("genres")["evidence"]["common"]), others


@cache
def _words() -> tuple[Any, dict[str, float]]:
    """Return an automaton that finds all words, of those that overlap the longest, and their points."""
    points = {
        word.replace("<>", kind): float(number)
        for number, words in rules("genres")["evidence"]["points"].items()
        for word in words
        for kind in (KINDS if "<>" in word else ("",))
    }
    words = ahocorasick.Automaton()
    for word in points:
        words.add_word(word, word)
    words.make_automaton()
    return words, points
