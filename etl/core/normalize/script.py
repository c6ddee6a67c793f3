"""Script: which passages are traditional, and their conversion to simplified characters.

The dictionaries are those of opencc-python-reimplemented, and so are the results: within a group of dictionaries the
longest entry anywhere wins, then the leftmost, and what no phrase covers is converted character by character. Here
it is done in one pass: phrases by Aho-Corasick, characters by `str.translate`.

A page follows the mainland's, Taiwan's or Hong Kong's standard of traditional characters; `standard` tells which from
its characters. Of the package's Taiwan words only those of `rules/taiwan_words.yaml` are turned into the mainland's,
and only on a page that uses several: the rest would ruin a report (核心 would become 内核, 指標 would become 指针).
"""

import json
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import ahocorasick

from etl.core.edits import Edit, OffsetMap, apply
from etl.rules import load

_HONG_KONG = re.compile("[衞敍枱粧糭衹]")


class _Group(NamedTuple):
    """One step of a conversion: its phrases as an automaton and its single characters."""

    phrases: Any
    characters: dict[int, str]


@cache
def _entries(file: str) -> dict[str, str]:
    """Return one dictionary of the package; where an entry has several results the first counts, as there."""
    text = (files("opencc") / "dictionary" / file).read_text(encoding="utf-8")
    pairs = (line.strip().split("\t") for line in text.splitlines())
    return {key: values.split(" ")[0] for key, values in pairs}


@cache
def CHARACTERS() -> dict[str, str]:  # noqa: N802 - a lazy constant
    """Return the single traditional characters and their simplified forms."""
    return _entries("TSCharacters.txt")


@cache
def _chain(variant: str) -> tuple[_Group, ...]:
    config = json.loads((files("opencc") / "config" / f"{variant}.json").read_text(encoding="utf-8"))
    return tuple(_group(step["dict"]) for step in config["conversion_chain"])


def _group(step: dict[str, Any]) -> _Group:
    dictionaries = [_entries(entry["file"]) for entry in step.get("dicts", [step])]
    phrases = ahocorasick.Automaton()
    for order, dictionary in enumerate(dictionaries):
        for key, value in dictionary.items():
            if len(key) > 1 or dictionary is not dictionaries[-1]:
                phrases.add_word(key, (order, -len(key), value))
    phrases.make_automaton()
    return _Group(phrases, {ord(key): value for key, value in dictionaries[-1].items() if len(key) == 1})


def _hits(group: _Group, text: str) -> list[tuple[int, int, str]]:
    """Return the phrases to replace as (start, end, value), sorted: of those that overlap the best-ranked ones."""
    found = sorted(
        (last + 1 + minus_length, last + 1, order, minus_length, value)
        for last, (order, minus_length, value) in group.phrases.iter(text)
    )
    chosen: list[tuple[int, int, str]] = []
    index = 0
    while index < len(found):
        first, reach = found[index][0], found[index][1]
        stop = index + 1
        while stop < len(found) and found[stop][0] < reach:
            reach = max(reach, found[stop][1])
            stop += 1
        taken = bytearray(reach - first)
        for start, end, _, _, value in sorted(found[index:stop], key=lambda hit: (hit[2], hit[3], hit[0])):
            if not any(taken[start - first : end - first]):
                taken[start - first : end - first] = b"\1" * (end - start)
                chosen.append((start, end, value))
        index = stop
    return sorted(chosen)


def _step(group: _Group, text: str) -> tuple[str, list[Edit]]:
    """Convert by one group: the new text, and the edits that changed a length (or may have)."""
    edits: list[Edit] = []
    pieces: list[str] = []
    old = 0
    for start, end, value in _hits(group, text):
        pieces += [text[old:start].translate(group.characters), value]
        if len(value) != end - start:
            edits.append(Edit(start, end, value))
        old = end
    pieces.append(text[old:].translate(group.characters))
    return "".join(pieces), edits


def simplify(text: str, variant: str = "t2s") -> tuple[str, OffsetMap]:
    """Return `text` as the package's conversion `variant` (t2s, tw2s, tw2sp, hk2s) has it, and the map back.

    All of the text is converted: passages are chosen by `convert`.
    """
    return _simplify(text, _chain(variant))


def _simplify(text: str, chain: Sequence[_Group]) -> tuple[str, OffsetMap]:
    offsets = OffsetMap.identity(len(text))
    for group in chain:
        converted, edits = _step(group, text)
        if edits:
            offsets = apply(text, edits)[1].then(offsets)
        text = converted
    return text, offsets


@cache
def _marks() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the characters that only traditional text has, and those that only simplified text has."""
    to_simplified = CHARACTERS()
    to_traditional = {key: values.split(" ") for key, values in _all_values("STCharacters.txt").items()}
    either = {key for key, values in to_traditional.items() if key in values}
    traditional = {key for key, value in to_simplified.items() if key != value} - either - set(to_traditional)
    simplified = set(to_traditional) - either - set(to_simplified)
    return _set(traditional), _set(simplified)


def _set(characters: set[str]) -> re.Pattern[str]:
    """Return a pattern of characters; of the basic plane, for which alone `re` has a fast table."""
    return re.compile("[" + "".join(sorted(one for one in characters if one <= "\uffff")) + "]")


@cache
def _all_values(file: str) -> dict[str, str]:
    text = (files("opencc") / "dictionary" / file).read_text(encoding="utf-8")
    return dict(line.strip().split("\t") for line in text.splitlines())


_PASSAGE = re.compile(r"[^\n\t。！？!?；;]+[\n\t。！？!?；;]*|[\n\t。！？!?；;]+")


def passages(text: str) -> list[tuple[int, int]]:
    """Return the stretches of `text` that are traditional, sorted.

    A passage is a sentence, a line or a cell. It has the script of which it has more marks (characters that the
    other script does not have); one without marks has the script of the passage before it.
    """
    traditional, simplified = _marks()
    if not traditional.search(text):
        return []
    found: list[tuple[int, int]] = []
    state = False
    waiting = True  # passages before the first mark
    for match in _PASSAGE.finditer(text):
        passage = match[0]
        many, few = len(traditional.findall(passage)), len(simplified.findall(passage))
        if many != few:
            state = many > few
            if waiting and state and match.start():
                found.append((0, match.start()))
            waiting = False
        if state:
            if found and found[-1][1] == match.start():
                found[-1] = (found[-1][0], match.end())
            else:
                found.append((match.start(), match.end()))
    return found


class Conversion(NamedTuple):
    """A simplified text, the map to what it was made of, and its traditional stretches there."""

    text: str
    offsets: OffsetMap
    traditional: list[tuple[int, int]]


def standard(text: str) -> str:
    """Return the conversion for a traditional text: `tw2s`, `hk2s` or, where nothing speaks for them, `t2s`."""
    if "著" in text and "着" not in text:
        return "tw2s"
    return "hk2s" if _HONG_KONG.search(text) else "t2s"


def convert(text: str) -> Conversion:
    """Convert the traditional passages of `text`; the others stay as they are."""
    stretches = passages(text)
    if not stretches:
        return Conversion(_without_strays(text), OffsetMap.identity(len(text)), [])
    words = _taiwan_words(text)
    chain = _chain(standard("".join(text[start:end] for start, end in stretches)))
    chain = (words, *chain) if words else chain
    pieces: list[str] = []
    runs: list[tuple[int, int, int, int]] = []
    old = new = 0
    for start, end in [*stretches, (len(text), len(text))]:
        pieces.append(text[old:start])
        runs.append((new, new + start - old, old, start))
        new += start - old
        piece, offsets = _simplify(text[start:end], chain)
        pieces.append(piece.replace("擡", "抬"))  # the variant dictionaries turn 抬 into 擡 and leave it there
        runs += [(a + new, b + new, c + start, d + start) for a, b, c, d in offsets.runs]
        new += len(piece)
        old = end
    return Conversion(_without_strays("".join(pieces)), OffsetMap(run for run in runs if run[0] < run[1]), stretches)


def _without_strays(text: str) -> str:
    """Replace the characters that conversions leave behind, on simplified pages too, by what they stand for."""
    for stray, value in load("taiwan_words.yaml")["strays"].items():
        text = text.replace(stray, value)
    return text


def _taiwan_words(text: str) -> _Group | None:
    """Return the conversion of Taiwan's words if the text uses several of them."""
    used = [word for word in load("taiwan_words.yaml")["words"] if word in text]
    if len(used) < 2:
        return None
    phrases = ahocorasick.Automaton()
    for word in used:
        phrases.add_word(word, (0, -len(word), _entries("TWPhrasesRev.txt")[word]))
    phrases.make_automaton()
    return _Group(phrases, {})
