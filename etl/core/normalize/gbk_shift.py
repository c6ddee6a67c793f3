"""Mend text in which a tool cut GBK characters in two: the mechanism inverted.

The tool walked over GBK bytes, took the second byte of one character and the first of the next for a polyphonic
character, and inserted its reading, as "(guī)", between the two bytes of the next character. Decoded later, the
first half and "(" made "?", and after ")" every pair was read one byte late, until a second byte in the ASCII range
stood alone, an ASCII byte was swallowed (`?`), or another reading set the run right. Pairs of the user-defined zones
vanished. Each character seen in such a run therefore gives two bytes of the text as it was; unknown are only the
cut half (its reading narrows it to a few), what vanished, and what was swallowed.

Here the byte sequences that give exactly the text seen are enumerated, best first by the word model of
`etl.core.normalize.words`; a reading that isn't far better than every other is no proof. A swallowed ASCII byte is
never guessed. Other kinds of damage do not belong here.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import exp, inf, log

from etl.core.model import Damage, Span
from etl.core.normalize import characters, gbk, words
from etl.core.normalize.gbk_search import ANNOTATION, CUT, LOST, READING, TONED, Guess, Search, tokens

_RUN = re.compile(rf"\?{READING}\)[^\x00-\x3e]{{0,48}}")
WINDOW = 28  # signs of a run searched; a longer one is only marked
CONTEXT = 8  # characters looked at on either side
STEPS = 400_000  # characters tried on a page: some sixty runs, a few seconds
PAGE = 200_000  # characters of a page that tell its script and what it often says
LINE = 400  # characters of the line before a run in which quotation marks and brackets may have been opened
# Natural logarithm: how much likelier than all other readings a proof must be, and how much more for each two
# neighbours that no source joins. Where something vanished without a trace the reading rests on likelihood alone.
MARGIN, APART = 3.5, 0.5
HIDDEN_MARGIN, HIDDEN_APART = 3.8, 1.2
# A numeral is never proved by what reads well: one that vanished would make another figure.
_NUMERALS = frozenset("二三四五六七八九十百千万萬亿億零〇两兩０１２３４５６７８９")
FARTHEST = 400  # signs marked after a cut that could not be mended
_ASCII = re.compile("[\x00-\x7f]")
_SENSE = -7.5  # natural logarithm a character: below it a text reads as none
_LONGER = 1.2  # a rival that holds more than the reading


def find(text: str) -> Iterator[Damage]:
    """Yield the runs of `text`, mended where only one original is possible, sorted.

    When `STEPS` are spent the other runs are only marked: time linear in the length of the text.
    """
    job, done = None, 0
    for cut in CUT.finditer(text):
        if cut.start() < done or not _plausible(text, cut):
            continue
        if not job:
            job = Search(is_traditional(text[:PAGE]), grams(text[:PAGE]), STEPS)
        damage = judge(cut, search(text, cut, job) if job.steps > 0 else [], job.grams)
        done = damage.raw.end
        yield damage


def judge(cut: re.Match[str], guesses: Sequence[Guess], seen: frozenset[str]) -> Damage:
    """Return a run as mended, if its likeliest reading is proved, or as marked."""
    if not guesses:
        return Damage(Span(cut.start(), reach(cut)), None, "gbk-shift: no original found")
    best = guesses[0]
    if best.output[best.length : best.length + 1] == LOST:
        return Damage(Span(cut.start(), best.end), None, "gbk-shift: an ASCII byte was swallowed")
    reading = best.output[: best.length]
    least, more = (HIDDEN_MARGIN, HIDDEN_APART) if hides(reading) else (MARGIN, APART)
    if (
        margin(best, guesses) < least + more * apart(best, seen)
        or margin(best, guesses, page=0.0) < 0.0
        or _NUMERALS.intersection(reading)
    ):
        return Damage(Span(cut.start(), best.end), None, "gbk-shift: several originals are possible")
    return Damage(Span(cut.start(), best.end), reading, "gbk-shift: unique")


def reach(cut: re.Match[str]) -> int:
    """Return how far an unsolved run goes: through the first ASCII sign, if what stands before it makes no sense."""
    ascii_sign = _ASCII.search(cut.string, cut.end(), cut.end() + FARTHEST)
    end = ascii_sign.start() if ascii_sign else min(len(cut.string), cut.end() + FARTHEST)
    run = cut.string[cut.end() : end]
    if not run or words.likelihood(run) > _SENSE:
        return cut.end()
    return end + (ascii_sign is not None and (ascii_sign[0] == "?" or ascii_sign[0].isalpha()))


def hides(reading: str) -> bool:
    """Tell whether a second byte and the first byte after it vanish when the run is read one byte late."""
    data = reading.encode("gbk", "replace")
    return any(gbk.vanishes(data[at], data[at + 1]) for at in range(1, len(data) - 1, 2))


def apart(guess: Guess, seen: frozenset[str]) -> int:
    """Return how many neighbours in and around the run were never seen together: in a word, a phrase, the page."""
    start = len(guess.simple) - len(guess.output)
    known, table = words.followers(), characters.table()

    def joined(first: str, second: str) -> bool:
        return (
            first + second in seen
            or first + second in words.phrases()
            or second in known.get(first, ())
            or (first in table and second in table[first].after)
        )

    run = words.CHINESE.findall(guess.simple[max(start - 1, 0) : start + guess.length + 1])
    return sum(not joined(*pair) for part in run for pair in pairwise(part))


def margin(best: Guess, guesses: Sequence[Guess], page: float = 1.0) -> float:
    """Return how much likelier `best` is than all others together, as a natural logarithm.

    Longer readings count more here: what vanished without a trace is the danger. `page` is the weight of what only
    the rest of the page tells.
    """
    rivals = [
        guess.total
        - best.total
        - (1.0 - page) * (guess.page - best.page)
        + _LONGER * (len(guess.output) > len(best.output))
        for guess in guesses
        if guess.output != best.output
    ]
    return -log(sum(map(exp, rivals))) if rivals else inf


def search(text: str, cut: re.Match[str], job: Search) -> list[Guess]:
    """Return the readings of the run that begins at `cut`, best first, each with another text."""
    before = _context(text[max(0, cut.start() - 4 * CONTEXT) : cut.start()])[-CONTEXT:]
    codes = gbk.code(before[-1]) if before else None
    if codes is None:
        return []
    job.before = _context(text[max(0, cut.start() - LINE) : cut.start()].rpartition("\n")[2])
    simple = ""
    best: tuple[float, ...] = (0.0,)
    for sign in _simple(before):
        simple += sign
        best = words.extend(simple, best)
    start = [Guess(0.0, "", simple, best, lead) for lead in gbk.halves(codes[1], cut[1])]
    run = tokens(text, cut.end(), WINDOW)
    if all(token.kind in ("character", "annotation") for token in run):
        return []  # it does not end within reach
    guesses, end = job.run(start, run)
    guesses = [guess for guess in guesses if guess.pending is None]
    for sign in _context(text[end : end + 4 * CONTEXT])[:CONTEXT]:
        guesses = [job.plain(guess, sign) for guess in guesses]
    return sorted(guesses, key=lambda guess: -guess.total)


def grams(text: str) -> frozenset[str]:
    """Return the pairs and triples of Chinese characters of the page outside runs, simplified."""
    return words.grams(_simple(ANNOTATION.sub("", _RUN.sub("?", text))))


def is_traditional(text: str) -> bool:
    """Tell whether more characters of `text` are traditional only than simplified only."""
    simpler, other = words.simpler(), words.simplified_only()
    return sum((sign in simpler) - (sign in other) for sign in text) > 0


def _plausible(text: str, cut: re.Match[str]) -> bool:
    """Tell whether a match is damage and no remark in brackets that ends with "?" and a word."""
    before = _context(text[max(0, cut.start() - 24) : cut.start()])[-1:]
    codes = gbk.code(before) if before else None
    toned = any(sign in TONED for sign in cut[1])
    return toned or (codes is not None and bool(gbk.halves(codes[1], cut[1])))


def _context(text: str) -> str:
    return ANNOTATION.sub("", text)


def _simple(text: str) -> str:
    return "".join(words.simpler().get(sign, sign) for sign in text)
