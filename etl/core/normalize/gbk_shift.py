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
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from heapq import nlargest
from html.entities import html5
from math import exp, log
from typing import NamedTuple

from pypinyin.constants import PINYIN_DICT

from etl.core.model import Damage, Span
from etl.core.normalize import words

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿê"
READING = f"[a-zɡɑ{_TONED}]{{1,7}}"
_ANNOTATION = re.compile(rf"\({READING}\)")
_RUN = re.compile(rf"\?{READING}\)[^\x00-\x3e]{{0,48}}")
CUT = re.compile(rf"\?({READING})\)")
_ENTITY = re.compile(r"([A-Za-z]{2,8}\d{0,2};)")
_TAG = re.compile(r"/?(p|br|div|td|tr|li|span|strong|b|a|font)\s?/?>", re.IGNORECASE)
_INLINE = {"span", "strong", "b", "a", "font"}

BEAM = 40  # guesses kept while searching
BEHIND = 18.0  # natural logarithm: guesses so far behind the best are dropped
WINDOW = 48  # characters of a run searched; a longer one is only marked
CONTEXT = 8  # characters looked at on either side
SEARCHES = 60  # runs of a page that are searched
LINE = 400  # characters of the line before a run in which quotation marks and brackets may have been opened
MARGIN = 4.5  # natural logarithm: how much likelier than every other reading a proof must be
_VANISHED = 0.0
_UNDECODABLE = 0.0
SIGNS = "，。、；：？！“”‘’（）《》〈〉【】—…·％－　０１２３４５６７８９"  # signs to try besides characters
_STOPS = "，。、；：！？"
_OPENING = "“‘（《〈【"
_CLOSING = "”’）》〉】"
_ODD = -9.0
_SWALLOWED = 8.5
_TWO = 2.0  # two characters that follow each other elsewhere on the page, or often in the genre
_THREE = 4.5
_LITERAL = -7.0  # a question mark that was one
_FOREIGN = -8.0  # a character of the other script
_LOST = "\ufffd"  # stands for a swallowed byte inside the search
_UNREADABLE = 0x100  # added to a second byte that, with the first byte after it, became "?"
_VANISHING = frozenset((*range(0xA1, 0xA8), *range(0xAA, 0xB0), *range(0xF8, 0xFF)))


class Pair(NamedTuple):
    """A GBK character: its second byte, itself, its simplified form, and how likely it is."""

    byte: int
    character: str
    simple: str
    score: float


class Tables(NamedTuple):
    """The characters that text of one script may hold, by first and by second byte."""

    by_lead: dict[int, tuple[Pair, ...]]  # Pair.byte is the second byte
    by_trail: dict[int, tuple[Pair, ...]]  # Pair.byte is the first byte
    by_simple: dict[str, tuple[tuple[int, Pair], ...]]  # first byte and character, by the simplified form
    by_code: dict[tuple[int, int], Pair]


class Token(NamedTuple):
    """One sign of the run as seen: `kind` is "character", "question", "cut", "annotation" or "ascii"."""

    kind: str
    text: str
    end: int


class Guess(NamedTuple):
    """A reading of the run so far.

    `pending` is the first byte of the next character; None: the run has ended; negative: that byte is unknown, but
    together with the second byte `-pending` before it, it vanished (or, less `_UNREADABLE`, became "?").
    """

    score: float  # of the signs that are no words, and of what the decoding did
    output: str
    simple: str
    best: tuple[float, ...]
    pending: int | None
    end: int = -1  # where the run ended in the text seen
    length: int = -1  # of `output` at that end
    total: float = 0.0  # logarithm of the likelihood of the whole


def vanishes(lead: int, trail: int) -> bool:
    """Tell whether the pair lies in a user-defined zone of GBK, which decoding drops."""
    if trail >= 0xA1:
        return 0xAA <= lead <= 0xAF or 0xF8 <= lead <= 0xFE
    return 0xA1 <= lead <= 0xA7


@cache
def _decodable(lead: int, trail: int) -> bool:
    try:
        bytes((lead, trail)).decode("gbk")
    except UnicodeDecodeError:
        return False
    return True


_BROKEN = frozenset(
    trail
    for trail in range(0x80, 0xFF)
    if not all(_decodable(trail, lead) or vanishes(trail, lead) for lead in range(0x81, 0xFE))
)


@cache
def tables(traditional: bool) -> Tables:
    """Return the characters to try for text of one script: known to the word model, or common signs."""
    by_lead: dict[int, list[Pair]] = {}
    by_trail: dict[int, list[Pair]] = {}
    by_simple: dict[str, list[tuple[int, Pair]]] = {}
    by_code: dict[tuple[int, int], Pair] = {}
    known, simpler, other = words.frequencies(), words.simpler(), words.simplified_only()
    for lead in range(0x81, 0xFE):
        for trail in range(0x40, 0xFF):
            try:
                character = bytes((lead, trail)).decode("gbk")
            except UnicodeDecodeError:
                continue
            simple = simpler.get(character, character)
            if "\u3400" <= character <= "\u9fff":
                if simple not in known:
                    continue
            elif character not in SIGNS:
                continue
            foreign = character in other if traditional else simple != character
            pair = Pair(trail, character, simple, _FOREIGN if foreign else 0.0)
            by_code[lead, trail] = pair
            if not foreign:
                by_lead.setdefault(lead, []).append(pair)
                by_trail.setdefault(trail, []).append(pair._replace(byte=lead))
                by_simple.setdefault(simple, []).append((lead, pair))
    return Tables(
        {byte: tuple(pairs) for byte, pairs in by_lead.items()},
        {byte: tuple(pairs) for byte, pairs in by_trail.items()},
        {simple: tuple(pairs) for simple, pairs in by_simple.items()},
        by_code,
    )


def code(character: str) -> tuple[int, int] | None:
    """Return the two bytes of a character in GBK, or None if it has not two."""
    try:
        data = character.encode("gbk")
    except UnicodeEncodeError:
        return None
    return (data[0], data[1]) if len(data) == 2 else None


@cache
def halves(lead: int, reading: str) -> tuple[int, ...]:
    """Return the second bytes of the characters that begin with `lead` and have that reading."""
    found = []
    for trail in range(0x81, 0xFF):
        try:
            character = bytes((lead, trail)).decode("gbk")
        except UnicodeDecodeError:
            continue
        if reading in PINYIN_DICT.get(ord(character), "").split(","):
            found.append(trail)
    return tuple(found)


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
        elif sign == "(" and (note := _ANNOTATION.match(text, at)):
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
    """The search for what stood in one run."""

    def __init__(self, traditional: bool, grams: frozenset[str], before: str) -> None:
        self.tables = tables(traditional)
        self.grams = grams
        self.before = before  # the line before the run

    def odd(self, output: str) -> float:
        """Return what the last sign costs if it can't follow: a second stop, a closing mark that nothing opened."""
        sign = output[-1]
        if sign in _STOPS:
            last = output[-2:-1] or self.before[-1:]
            return _ODD if last and last in _STOPS + _OPENING else 0.0
        if (at := _CLOSING.find(sign)) >= 0:
            opener = _OPENING[at]
            shown = self.before + output[:-1]
            return _ODD if shown.count(opener) <= shown.count(sign) else 0.0
        return 0.0

    def grow(self, guess: Guess, pair: Pair, pending: int | None, score: float = 0.0, end: int = -1) -> Guess:
        """Return `guess` with one more character; `end` is where the run ended with it, if it did."""
        simple = guess.simple + pair.simple
        output = guess.output + pair.character
        score += guess.score + pair.score + self.odd(output)
        if simple[-2:] in self.grams:
            score += _TWO
            if simple[-3:] in self.grams:
                score += _THREE
        if end >= 0:
            length = len(output)
        else:
            end, length = guess.end, guess.length
        best = words.extend(simple, guess.best)
        return Guess(score, output, simple, best, pending, end, length, score + best[-1])

    def plain(self, guess: Guess, sign: str, score: float = 0.0) -> Guess:
        """Return `guess` with a character that stands right."""
        return self.grow(guess, Pair(0, sign, words.simpler().get(sign, sign), 0.0), None, score)

    def right(self, guess: Guess, token: Token) -> Guess:
        """Return `guess` with a token after the end of the run."""
        if token.kind == "annotation":
            return guess
        return self.plain(guess, token.text[:1] or "?", 0.0 if token.kind in ("character", "ascii") else _LITERAL)

    def run(self, guesses: list[Guess], run: Sequence[Token]) -> tuple[list[Guess], int]:
        """Return the guesses that explain the tokens up to where all have ended, and where that is."""
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
            if all(guess.pending is None for guess in guesses):
                break
        return guesses, end

    def vanished(self, guesses: list[Guess]) -> list[Guess]:
        """Return the guesses, and those with one pair or two vanished before the next token."""
        once = prune(more for guess in guesses for more in self.vanish(guess))
        twice = prune(more for guess in once for more in self.vanish(guess))
        return guesses + once + twice

    def vanish(self, guess: Guess) -> Iterator[Guess]:
        """Yield the guesses in which a second byte and the first byte after it vanished."""
        for pair in self.candidates(guess):
            if pair.byte in _VANISHING:
                yield self.grow(guess, pair, -pair.byte, _VANISHED)

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
                if fits(-pending, lead):
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
                    yield self.plain(self.grow(guess, pair, None, 0.0, token.end), _LOST, _SWALLOWED)
                if pair.byte in _BROKEN:
                    yield self.grow(guess, pair, -pair.byte - _UNREADABLE, _UNDECODABLE)
        elif token.kind == "swallowed":
            for pair in self.candidates(guess):
                if pair.byte >= 0x80:
                    more = self.grow(guess, pair, None, 0.0, token.end)
                    for sign in token.text:
                        more = self.plain(more, sign)
                    yield more._replace(length=len(more.output))
        elif token.kind == "cut":
            for lead in [guess.pending] if guess.pending >= 0 else openings(-guess.pending):
                for trail in halves(lead, token.text):
                    if pair := self.tables.by_code.get((lead, trail)):
                        yield self.grow(guess, pair, None, 0.0, token.end)
        elif token.kind == "ascii":
            if token.text >= "@":
                yield from self.known(guess, ord(token.text), None, token.end)
        elif codes := code(token.text):
            trail, lead = codes
            if lead >= 0x81:
                yield from self.known(guess, trail, lead)
            if lead < 0x7F:  # an ASCII letter was swallowed, and the two still make a character
                for more in self.known(guess, trail, None, token.end):
                    yield self.plain(more, chr(lead))

    def known(self, guess: Guess, trail: int, pending: int | None, end: int = -1) -> Iterator[Guess]:
        """Yield the guesses whose next character has a second byte that is seen."""
        if guess.pending is None:
            return
        if guess.pending >= 0:
            if pair := self.tables.by_code.get((guess.pending, trail)):
                yield self.grow(guess, pair, pending, 0.0, end)
            return
        for pair in self.tables.by_trail.get(trail, ()):
            if fits(-guess.pending, pair.byte):
                yield self.grow(guess, pair, pending, 0.0, end)


def prune(guesses: Iterable[Guess]) -> list[Guess]:
    """Return the best guesses, best first, without those far behind."""
    ordered = nlargest(BEAM, guesses, key=lambda guess: guess.total)
    return [guess for guess in ordered if guess.total > ordered[0].total - BEHIND]


@cache
def fits(trail: int, lead: int) -> bool:
    """Tell whether a second byte and a first byte after it vanished; plus `_UNREADABLE`: whether they became "?"."""
    if trail < _UNREADABLE:
        return vanishes(trail, lead)
    trail -= _UNREADABLE
    return not vanishes(trail, lead) and not _decodable(trail, lead)


@cache
def openings(trail: int) -> tuple[int, ...]:
    """Return the first bytes that fit after `trail`."""
    return tuple(lead for lead in range(0x81, 0xFF) if fits(trail, lead))


def _context(text: str) -> str:
    return _ANNOTATION.sub("", text)


def _simple(text: str) -> str:
    return "".join(words.simpler().get(sign, sign) for sign in text)


def grams(text: str) -> frozenset[str]:
    """Return the pairs and triples of Chinese characters of the page outside runs, simplified."""
    return words.grams(_simple(_ANNOTATION.sub("", _RUN.sub("?", text)))) | words.phrases()


def find(text: str) -> Iterator[Damage]:
    """Yield the runs of `text`, mended where only one original is possible, sorted.

    At most `SEARCHES` runs are searched, the others only marked: time linear in the length of the text.
    """
    traditional, seen, searched, done = False, frozenset[str](), 0, 0
    for cut in CUT.finditer(text):
        if cut.start() < done or not _plausible(text, cut):
            continue
        if not searched:
            traditional, seen = is_traditional(text), grams(text)
        searched += 1
        guesses = search(text, cut, traditional, seen) if searched <= SEARCHES else []
        for damage in judge(cut, guesses):
            done = damage.raw.end
            yield damage


def judge(cut: re.Match[str], guesses: Sequence[Guess]) -> Iterator[Damage]:
    """Yield what is proved of a run and what is only marked."""
    if not guesses:
        yield Damage(Span(cut.start(), cut.end()), None, "gbk-shift: no original found")
        return
    best = guesses[0]
    rivals = [guess.total - best.total for guess in guesses if guess.output != best.output]
    if rivals and -log(sum(map(exp, rivals))) < MARGIN:
        yield Damage(Span(cut.start(), best.end), None, "gbk-shift: several originals are possible")
        return
    lost = best.output[best.length : best.length + 1] == _LOST
    yield Damage(Span(cut.start(), best.end - lost), best.output[: best.length], "gbk-shift: unique")
    if lost:
        yield Damage(Span(best.end - 1, best.end), None, "gbk-shift: an ASCII byte was swallowed")


def is_traditional(text: str) -> bool:
    """Tell whether more characters of `text` are traditional only than simplified only."""
    simpler, other = words.simpler(), words.simplified_only()
    return sum((sign in simpler) - (sign in other) for sign in text) > 0


def _plausible(text: str, cut: re.Match[str]) -> bool:
    """Tell whether a match is damage and no remark in brackets that ends with "?" and a word."""
    before = _context(text[max(0, cut.start() - 24) : cut.start()])[-1:]
    codes = code(before) if before else None
    toned = any(sign in _TONED for sign in cut[1])
    return toned or (codes is not None and bool(halves(codes[1], cut[1])))


def search(text: str, cut: re.Match[str], traditional: bool, seen: frozenset[str]) -> list[Guess]:
    """Return the readings of the run that begins at `cut`, best first, each with another text."""
    before = _context(text[max(0, cut.start() - 4 * CONTEXT) : cut.start()])[-CONTEXT:]
    codes = code(before[-1]) if before else None
    if codes is None:
        return []
    line = _context(text[max(0, cut.start() - LINE) : cut.start()].rpartition("\n")[2])
    job = Search(traditional, seen, line)
    simple, best = "", (0.0,)
    for sign in _simple(before):
        simple += sign
        best = words.extend(simple, best)
    start = [Guess(0.0, "", simple, best, lead) for lead in halves(codes[1], cut[1])]
    guesses, end = job.run(start, tokens(text, cut.end(), WINDOW))
    guesses = [guess for guess in guesses if guess.pending is None]
    for sign in _context(text[end : end + 4 * CONTEXT])[:CONTEXT]:
        guesses = [job.plain(guess, sign) for guess in guesses]
    return sorted(guesses, key=lambda guess: -guess.total)
