"""How likely a string of Chinese characters is as running text: a word model over jieba's dictionary.

Source: the frequencies of `jieba/dict.txt` (about 60 million words of running text); traditional characters are
looked up by their simplified form, one by one. What a text is scored for does not belong here.
"""

import re
from functools import cache
from heapq import nlargest
from importlib.resources import files
from itertools import pairwise
from math import log

LONGEST = 6  # characters of the longest word looked up
_UNKNOWN = -19.0  # a character that the dictionary doesn't know
_RARE = -16.5  # words rarer than that (about four in the dictionary's text) are no guide
CHINESE = re.compile("[\u3400-\u9fff]{2,}")
_RUNNING = re.compile("[\u3400-\u9fff，、]{2,}")
_COMMON = 400  # characters that often stand as a word of their own
_ALONE = 3.0  # what it costs another character to do so
_FREQUENT = 150
_OTHER = -12.0  # a sign that is neither a word nor common punctuation
_PUNCTUATION = {
    ",": -3.2,
    "，": -3.2,
    "。": -3.8,
    "、": -3.8,
    "“": -5.0,
    "”": -5.0,
    "；": -5.5,
    "：": -5.5,
} | dict.fromkeys("《》（）！？‘’—…;:()!?", -6.5)


@cache
def frequencies() -> dict[str, float]:
    """Return the natural logarithm of the share of each word, up to `LONGEST` characters."""
    counts: dict[str, int] = {}
    total = 0
    for line in files("jieba").joinpath("dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, _ = line.split(" ")
        total += int(count)
        if len(word) <= LONGEST:
            counts[word] = int(count)
    common = set(nlargest(_COMMON, (word for word in counts if len(word) == 1), key=lambda word: counts[word]))
    counts |= {"——": total // 3000, "……": total // 6000}
    return {
        word: log(max(count, 1) / total) - (_ALONE if len(word) == 1 and word not in common else 0.0)
        for word, count in counts.items()
    }


@cache
def simpler() -> dict[str, str]:
    """Return the simplified form of each traditional character that differs from it (OpenCC, first choice)."""
    text = files("opencc").joinpath("dictionary/TSCharacters.txt").read_text(encoding="utf-8")
    pairs = (line.split() for line in text.splitlines() if line.strip())
    return {pair[0]: pair[1] for pair in pairs if pair[0] != pair[1]}


@cache
def simplified_only() -> frozenset[str]:
    """Return the characters that traditional text does not use: OpenCC gives them other traditional forms only."""
    text = files("opencc").joinpath("dictionary/STCharacters.txt").read_text(encoding="utf-8")
    pairs = (line.split() for line in text.splitlines() if line.strip())
    return frozenset(pair[0] for pair in pairs if pair[0] not in pair[1:])


def grams(text: str, between: re.Pattern[str] = CHINESE) -> frozenset[str]:
    """Return the pairs and triples of neighbouring signs in each stretch of `text` that fits `between`."""
    found: set[str] = set()
    for run in between.findall(text):
        found.update(run[at : at + 2] for at in range(len(run) - 1))
        found.update(run[at : at + 3] for at in range(len(run) - 2))
    return frozenset(found)


@cache
def phrases() -> frozenset[str]:
    """Return the `grams` of the turns of phrase in `rules/phrases.txt`."""
    text = files("etl.rules").joinpath("phrases.txt").read_text(encoding="utf-8")
    return grams("\n".join(line for line in text.splitlines() if not line.startswith("#")), _RUNNING)


@cache
def followers() -> dict[str, tuple[str, ...]]:
    """Return for each character those that follow it inside a word."""
    found: dict[str, set[str]] = {}
    for word, score in frequencies().items():
        if score > _RARE:
            for first, second in pairwise(word):
                found.setdefault(first, set()).add(second)
    return {first: tuple(sorted(second)) for first, second in found.items()}


@cache
def openings() -> dict[str, float]:
    """Return for each character the score of the commonest longer word that begins with it."""
    found: dict[str, float] = {}
    for word, score in frequencies().items():
        if len(word) > 1:
            found[word[0]] = max(score, found.get(word[0], score))
    return found


@cache
def frequent() -> tuple[str, ...]:
    """Return the commonest words of one character, and the commonest punctuation."""
    singles = [word for word in frequencies() if len(word) == 1]
    return (*sorted(singles, key=lambda word: -frequencies()[word])[:_FREQUENT], *_PUNCTUATION)


def single(character: str) -> float:
    """Return the score of one simplified character that stands as a word of its own."""
    known = frequencies().get(character)
    if known is not None:
        return known
    if "\u3400" <= character <= "\u9fff":
        return _UNKNOWN
    return _PUNCTUATION.get(character, _OTHER)


def extend(text: str, best: tuple[float, ...]) -> tuple[float, ...]:
    """Return the scores after the last character of `text` was added.

    `best[-k]` is the score of the best segmentation of `text` without its last k characters (k from 1 to `LONGEST`,
    fewer at the start); the returned tuple has the same meaning for the next character.
    """
    words = frequencies()
    score = best[-1] + single(text[-1])
    for length in range(2, min(len(best), len(text), LONGEST) + 1):
        word = words.get(text[-length:])
        if word is not None and best[-length] + word > score:
            score = best[-length] + word
    return (*best[-LONGEST + 1 :], score)


def likelihood(text: str) -> float:
    """Return the natural logarithm of the likelihood of `text` in either script, a character."""
    best: tuple[float, ...] = (0.0,)
    simple = "".join(simpler().get(sign, sign) for sign in text)
    for end in range(1, len(simple) + 1):
        best = extend(simple[max(0, end - LONGEST) : end], best)
    return best[-1] / max(len(text), 1)
