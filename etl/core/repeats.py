"""Repeats: which documents say again what another says. Exact and near copies and excerpts form a family.

A document's `fingerprint` is made once from its normalized text; `families` needs the fingerprints alone. The
fingerprint is a sample of the hashes of all shingles (10 signs each): a MinHash sketch of the kind that samples by
value, "FracMinHash" (Irber et al. 2022), because it estimates containment, which finds excerpts, as well as
likeness. Reports of one committee from year to year, and reports of committees that share slogans, are no repeats:
every figure of the shorter document, with the sign after it, must stand in the longer one.

Reading and writing of tables does not belong here.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]

SHINGLE = 10  # signs
SAMPLE = 8  # one shingle in so many is kept
INDEX = 16  # one in so many is used to find candidates
CONTAINED = 0.75  # share of the shorter document that must stand in the longer one
NEAR = 0.8  # lengths that differ more make an excerpt
EQUAL = 0.98  # lengths that differ less count as equally complete
SHORTEST = 60  # signs: a shorter text repeats another only exactly
GROUP = 16  # documents that share a shingle: up to so many all pairs are compared, above only neighbours in length

_SIGN = re.compile(r"[\W_]+")
_FIGURE = re.compile(r"(\d+(?:\.\d+)?)\s?([%％\u4e00-\u9fff]?)")


class Fingerprint(NamedTuple):
    """What `families` needs to know of a text."""

    exact: bytes  # 16 bytes, equal for texts that differ only in blanks and punctuation
    length: int  # signs
    shingles: bytes  # sampled hashes, sorted, little-endian unsigned integers of 8 bytes
    figures: bytes  # hashes of all figures, in the same form


class Item(NamedTuple):
    """One document: `published` is an ISO date."""

    document_id: str
    published: str | None
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True)
class Membership:
    """The family of a document. `family_id` is the document_id of its canonical member.

    `kind` says how it repeats the canonical member: "exact", "near", "excerpt"; "single" if it is alone. The
    canonical member of a larger family is "exact".
    """

    family_id: str
    canonical: bool
    kind: str


def fingerprint(text: str) -> Fingerprint:
    """Return the fingerprint of a normalized text. Time linear in its length."""
    signs = _SIGN.sub("", text).lower()
    # A figure at either end may have lost digits where an excerpt was cut.
    figures = {match[1] + match[2] for match in _FIGURE.finditer(text) if match.start() and match.end() < len(text)}
    return Fingerprint(
        sha256(signs.encode("utf-8", "surrogatepass")).digest()[:16],
        len(signs),
        _shingles(signs).tobytes(),
        np.unique(np.array([_hash(figure) for figure in figures], dtype="<u8")).tobytes(),
    )


def families(items: Iterable[Item]) -> dict[str, Membership]:
    """Return the family of each document; the order of the items is of no account."""
    # The most complete first: every document then looks for its family among those before it.
    documents = sorted(items, key=lambda item: (-item.fingerprint.length, item.published or "9999", item.document_id))
    parents = list(range(len(documents)))
    first: dict[bytes, int] = {}
    for number, document in enumerate(documents):
        parents[number] = first.setdefault(document.fingerprint.exact, number)
    distinct = sorted(first.values())
    sketches = {number: _hashes(documents[number].fingerprint.shingles) for number in distinct}
    figures = {number: _hashes(documents[number].fingerprint.figures) for number in distinct}
    best: dict[int, tuple[float, int]] = {}
    for longer, shorter in _candidates(sketches, distinct):
        if documents[shorter].fingerprint.length < SHORTEST:
            continue
        share = _share(sketches[shorter], sketches[longer])
        if share >= CONTAINED and _share(figures[shorter], figures[longer]) == 1.0:
            best[shorter] = max(best.get(shorter, (0.0, 0)), (share, -longer))
    for shorter, (_, longer) in best.items():
        parents[shorter] = -longer
    members: dict[int, list[int]] = {}
    for number in range(len(documents)):  # a parent is before its children, so one look up is enough
        parents[number] = parents[parents[number]]
        members.setdefault(parents[number], []).append(number)
    return {
        document_id: membership
        for numbers in members.values()
        for document_id, membership in _family([documents[number] for number in numbers])
    }


def _family(family: list[Item]) -> Iterator[tuple[str, Membership]]:
    """Yield the membership of each document of one family, whose longest document comes first."""
    complete = [item for item in family if item.fingerprint.length >= EQUAL * family[0].fingerprint.length]
    canonical = min(complete, key=lambda item: (item.published or "9999", item.document_id))
    for item in family:
        ratio = item.fingerprint.length / max(canonical.fingerprint.length, 1)
        if len(family) == 1:
            kind = "single"
        elif item.fingerprint.exact == canonical.fingerprint.exact:
            kind = "exact"
        else:
            kind = "near" if ratio >= NEAR else "excerpt"
        yield item.document_id, Membership(canonical.document_id, item is canonical, kind)


def _candidates(sketches: dict[int, Hashes], numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs (longer, shorter) of documents that share a sampled shingle, each once."""
    limit = np.uint64(2**64 // INDEX)
    chosen = [sketches[number][sketches[number] < limit] for number in numbers]
    hashes = np.concatenate([*chosen, np.empty(0, "<u8")])
    owners = np.repeat(np.array(numbers, dtype=np.int64), [len(part) for part in chosen])
    order = np.lexsort((owners, hashes))
    hashes, owners = hashes[order], owners[order]
    edges = np.flatnonzero(np.diff(hashes)) + 1
    seen: set[tuple[int, int]] = set()
    for start, end in zip([0, *edges.tolist()], [*edges.tolist(), len(hashes)], strict=True):
        if end - start < 2:
            continue
        group = owners[start:end].tolist()
        reach = len(group) if len(group) <= GROUP else 2
        for at, longer in enumerate(group):
            for shorter in group[at + 1 : at + 1 + reach]:
                seen.add((longer, shorter))
        if len(group) > GROUP:
            seen.update((group[0], shorter) for shorter in group[1:])
    yield from sorted(seen)


def _share(part: Hashes, whole: Hashes) -> float:
    """Return which share of the hashes of `part` is in `whole`; 1 if there are none."""
    return float(np.isin(part, whole, assume_unique=True).mean()) if len(part) else 1.0


def _shingles(signs: str) -> Hashes:
    """Return the sampled hashes of all shingles."""
    codes = np.frombuffer(signs.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    if len(codes) < SHINGLE:
        return np.empty(0, "<u8")
    count = len(codes) - SHINGLE + 1
    mixed = np.zeros(count, dtype=np.uint64)
    for at in range(SHINGLE):
        mixed = mixed * np.uint64(0x100000001B3) + codes[at : at + count]
    mixed ^= mixed >> np.uint64(30)  # the finalizer of splitmix64
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return np.unique(mixed[mixed < np.uint64(2**64 // SAMPLE)]).astype("<u8")


def _hashes(data: bytes) -> Hashes:
    return np.frombuffer(data, dtype="<u8")


def _hash(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:8], "little")
