"""The search for what stood in a run of cut characters: all readings of the bytes seen, the likeliest first.

What a proof is, `gbk_shift` decides.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from heapq import nlargest
from html.entities import html5
from typing import NamedTuple

from etl.core.normalize import characters, gbk, words
from etl.core.normalize.gbk import Pair

TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿê"
READING = f"[a-zɡɑ{TONED}]{{1,7}}"
ANNOTATION = re.compile(rf"\({READING}\)")
CUT = re.compile(rf"\?({READING})\)")
_ENTITY = re.compile(r"([A-Za-z]{2,8}\d{0,2};)")
_TAG = re.compile(r"/?(p|br|div|td|tr|li|span|strong|b|a|font)\s?/?>", re.IGNORECASE)
_INLINE = {"span", "strong", "b", "a", "font"}

BEAM = 24  # guesses kept while searching
BEHIND = 12.0  # natural logarithm: guesses so far behind the best are dropped
_STOPS = "，。、；：！？"
_OPENING = "“‘（《〈【"
_CLOSING = "”’）》〉】"
_ODD = -9.0
_SWALLOWED = 8.5
# The likelihood of a guess is a mixture of logarithms, the weights chosen on cuts in generated text.
_WORDS = 0.4  # the word model, and what is odd
_PAIRS = 0.5  # one character after another in newspapers
_TWO = 2.0  # two characters follow each other elsewhere on the page, or often in the genre
_THREE = 3.0  # so do three
_PHRASE = 1.0  # and that in a phrase of the genre
_LONGER = -1.5  # each character: a longer reading needs better grounds
_LITERAL = -7.0  # a question mark that was one
LOST = "\ufffd"  # stands for a swallowed byte inside the search


class Token(NamedTuple):
    """One sign of the run as seen: `kind` is "character", "question", "cut", "annotation" or "ascii"."""

    kind: str
    text: str
    end: int


class Guess(NamedTuple):
    """A reading of the run so far.

    `pending` is the first byte of the next character; None: the run has ended; negative: that byte is unknown, but
    together with the second byte `-pending` before it, it vanished (or, less `gbk.UNREADABLE`, became "?").
    """

    score: float  # of the signs that are no words, and of what the decoding did
    output: str
    simple: str
    best: tuple[float, ...]
    pending: int | None
    end: int = -1  # where the run ended in the text seen
    length: int = -1  # of `output` at that end
    likely: float = 0.0  # by pairs and triples of characters
    total: float = 0.0  # logarithm of the likelihood of the whole
    page: float = 0.0  # the part of it that only the rest of the page tells
    hope: float = 0.0  # the same if the last character begins the commonest word that begins with it


def tokens(text: str, start: int, limit: int) -> list[Token]:
    """Cut the run from `start` into tokens, up to the first ASCII sign that must stand right."""
    found: list[Token] = []
    at = start
    while at < len(text) and len(found) < limit:
        sign = text[at]
        if sign == "?":
            token = _question(text, at)
            found.append(token)
            end = token.end
        elif sign == "(" and (note := ANNOTATION.match(text, at)):
            end = note.end()
            found.append(Token("annotation", note[0][1:-1], end))
        elif sign < "\x80":
            found.append(Token("ascii", sign, at + 1))
            return found
        else:
            end = at + 1
            found.append(Token("character", sign, end))
        at = end
    return found


def _question(text: str, at: int) -> Token:
    """Return the token that begins with the "?" at `at`."""
    if cut := CUT.match(text, at):
        return Token("cut", cut[1], cut.end())
    if entity := _ENTITY.match(text, at + 1):  # "?rdquo;": the swallowed byte can only have been "&"
        if entity[1] in html5:
            return Token("swallowed", html5[entity[1]], entity.end())
    elif tag := _TAG.match(text, at + 1):  # "?/p>": it was "<"
        return Token("swallowed", "" if tag[1].lower() in _INLINE else "\n", tag.end())
    return Token("question", "?", at + 1)


class Search:
    """The search for what stood in the runs of one page."""

    def __init__(self, traditional: bool, grams: frozenset[str], steps: int) -> None:
        self.tables = gbk.tables(traditional)
        self.grams = grams
        self.phrases = words.phrases()
        self.openings = words.openings()
        self.steps = steps  # characters that may still be tried
        self.before = ""  # the line before the run

    def odd(self, output: str) -> float:
        """Return what the last sign costs if it can't follow: a second stop, a closing mark that nothing opened."""
        sign = output[-1]
        if sign in _STOPS:
            last = output[-2:-1] or self.before[-1:]
            return _ODD if last and last in _STOPS + _OPENING else 0.0
        if (at := _CLOSING.find(sign)) >= 0:
            opener = _OPENING[at]
            shown = self.before + output[:-1]
            inner = sign == "”" and shown.count("‘") > shown.count("’")
            return _ODD if inner or shown.count(opener) <= shown.count(sign) else 0.0
        return 0.0

    def grow(self, guess: Guess, pair: Pair, pending: int | None, score: float = 0.0, end: int = -1) -> Guess:
        """Return `guess` with one more character; `end` is where the run ended with it, if it did."""
        self.steps -= 1
        simple = guess.simple + pair.simple
        output = guess.output + pair.character
        score += guess.score + pair.score + self.odd(output)
        likely = guess.likely + _LONGER + _PAIRS * characters.follows(simple[-2:-1] or "，", simple[-1])
        page = guess.page
        for size, bonus in ((2, _TWO), (3, _THREE)):
            if simple[-size:] in self.phrases:
                likely += bonus + _PHRASE * (size == 3)
            elif simple[-size:] in self.grams:
                likely += bonus
                page += bonus
            else:
                break
        if end >= 0:
            length = len(output)
        else:
            end, length = guess.end, guess.length
        best = words.extend(simple, guess.best)
        hope = best[-1]
        if len(best) > 1:
            hope = max(hope, best[-2] + self.openings.get(pair.simple, -99.0))
        total = likely + _WORDS * (score + best[-1])
        hope = likely + _WORDS * (score + hope)
        return Guess(score, output, simple, best, pending, end, length, likely, total, page, hope)

    def plain(self, guess: Guess, sign: str, score: float = 0.0) -> Guess:
        """Return `guess` with a character that stands right."""
        return self.grow(guess, Pair(0, sign, words.simpler().get(sign, sign), 0.0), None, score)

    def right(self, guess: Guess, token: Token) -> Guess:
        """Return `guess` with a token after the end of the run."""
        if token.kind == "annotation":
            return guess
        return self.plain(guess, token.text[:1] or "?", 0.0 if token.kind in ("character", "ascii") else _LITERAL)

    def run(self, guesses: list[Guess], run: Sequence[Token]) -> tuple[list[Guess], int]:
        """Return the guesses that explain the tokens up to where all have ended, and where that is.

        No guesses: none explains them, or too much was tried on this page.
        """
        end = -1
        for token in run:
            following: dict[tuple[str, int | None, int], Guess] = {}
            if token.kind != "annotation":
                guesses = self.vanished(guesses)
            for guess in guesses:
                for more in self.step(guess, token):
                    key = (more.output, more.pending, more.length)
                    if key not in following or following[key].total < more.total:
                        following[key] = more
            guesses = prune(guess for guess in following.values() if guess.pending is not None)
            guesses += prune(guess for guess in following.values() if guess.pending is None)
            end = token.end
            if self.steps < 0:
                return [], end
            if all(guess.pending is None for guess in guesses):
                break
        return guesses, end

    def vanished(self, guesses: list[Guess]) -> list[Guess]:
        """Return the guesses, and those with one pair or two vanished before the next token."""
        once = prune(more for guess in guesses for more in self.vanish(guess))
        twice = prune(more for guess in once[:8] for more in self.vanish(guess))
        return guesses + once + twice

    def vanish(self, guess: Guess) -> Iterator[Guess]:
        """Yield the guesses in which a second byte and the first byte after it vanished."""
        for pair in self.candidates(guess):
            if pair.byte in gbk.VANISHING:
                yield self.grow(guess, pair, -pair.byte)

    def candidates(self, guess: Guess) -> Iterator[Pair]:
        """Yield the characters that may come next; `Pair.byte` is the second byte."""
        pending = guess.pending
        if pending is None:
            return
        if pending >= 0:
            yield from self.tables.by_lead.get(pending, ())
            return
        last = guess.simple[-1]
        for simple in (*words.followers().get(last, ()), *words.frequent()):
            for lead, pair in self.tables.by_simple.get(simple, ()):
                if gbk.fits(-pending, lead):
                    yield pair

    def step(self, guess: Guess, token: Token) -> Iterator[Guess]:
        """Yield what `guess` may become with the next token."""
        if guess.pending is None:
            yield self.right(guess, token)
        elif token.kind == "annotation":
            yield guess
        elif token.kind == "question":
            for pair in self.candidates(guess):
                if pair.byte >= 0x80:
                    yield self.plain(self.grow(guess, pair, None, 0.0, token.end), LOST, _SWALLOWED)
                if pair.byte in gbk.BROKEN:
                    yield self.grow(guess, pair, -pair.byte - gbk.UNREADABLE)
        elif token.kind == "swallowed":
            for pair in self.candidates(guess):
                if pair.byte >= 0x80:
                    more = self.grow(guess, pair, None, 0.0, token.end)
                    for sign in token.text:
                        more = self.plain(more, sign)
                    yield more._replace(length=len(more.output))
        elif token.kind == "cut":
            for lead in [guess.pending] if guess.pending >= 0 else gbk.openings(-guess.pending):
                for trail in gbk.halves(lead, token.text):
                    whole = self.tables.by_code.get((lead, trail))
                    if whole:
                        yield self.grow(guess, whole, None, 0.0, token.end)
        elif token.kind == "ascii":
            if token.text >= "@":
                yield from self.known(guess, ord(token.text), None, token.end)
        elif codes := gbk.code(token.text):
            trail, lead = codes
            if lead >= 0x81:
                yield from self.known(guess, trail, lead)
            if lead < 0x7F:  # an ASCII letter was swallowed, and the two still make a character
                for more in self.known(guess, trail, None, token.end):
                    yield self.plain(more, chr(lead))._replace(length=more.length + 1)

    def known(self, guess: Guess, trail: int, pending: int | None, end: int = -1) -> Iterator[Guess]:
        """Yield the guesses whose next character has a second byte that is seen."""
        if guess.pending is None:
            return
        if guess.pending >= 0:
            only = self.tables.by_code.get((guess.pending, trail))
            if only:
                yield self.grow(guess, only, pending, 0.0, end)
            return
        for pair in self.tables.by_trail.get(trail, ()):
            if gbk.fits(-guess.pending, pair.byte):
                yield self.grow(guess, pair, pending, 0.0, end)


def prune(guesses: Iterable[Guess]) -> list[Guess]:
    """Return the best guesses, best first, without those far behind."""
    ordered = nlargest(BEAM, guesses, key=lambda guess: guess.hope)
    return [guess for guess in ordered if guess.hope > ordered[0].hope - BEHIND]
