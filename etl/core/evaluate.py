"""How well predictions agree with labels: precision, recall and F1, and the share of fields that are right.

Only arithmetic belongs here: rows and facts in (in the format of labelled documents, see `gold`), counts out. What
matches what: a mention is a quantity with its unit whose span overlaps; an observation is a mention with the same
`KEY`. Headlines and damage are not scored; in a document that isn't of the genre every code but "other" is a false one.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

KEY = ("indicator", "status", "period", "scope", "breakdown")
FIELDS = (*KEY, "qualifier", "basis", "programme")
FACTS = ("committee", "level", "province", "published", "report_year", "title", "script", "pinyin_annotations")

Row = Mapping[str, Any]
"""One observation (keys as `gold.lines` writes them), or the facts of a document."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: the facts of a document and its observations."""

    facts: Row
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Mistake:
    """A labelled row without its like ("missed"), a predicted one ("extra"), both of one figure ("wrong"), or a
    code in a document that isn't of the genre ("false code")."""

    kind: str
    row: Row  # the labelled row, or the predicted one of "extra" and "false code"
    predicted: Row | None = None  # of "wrong"


@dataclass(slots=True)
class Tally:
    """Hits among labelled and predicted items; their precision, recall and F1 (0..1)."""

    hits: int = 0
    gold: int = 0
    predicted: int = 0

    def add(self, hits: int, gold: int, predicted: int) -> None:
        """Add the counts of one document."""
        self.hits += hits
        self.gold += gold
        self.predicted += predicted

    def figures(self) -> dict[str, float]:
        """Return the shares, rounded to four places, and the counts; nothing predicted of nothing is right."""
        precision = self.hits / self.predicted if self.predicted else (1.0 if not self.gold else 0.0)
        recall = self.hits / self.gold if self.gold else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return {
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "f1": round(f1, 4),
            "hits": self.hits,
            "gold": self.gold,
            "predicted": self.predicted,
        }


@dataclass(slots=True)
class Evaluation:
    """The score of many documents; `add` one after the other."""

    documents: int = 0
    mention: Tally = field(default_factory=Tally)
    observation: Tally = field(default_factory=Tally)
    furniture: Tally = field(default_factory=Tally)  # counted in characters
    fields: dict[str, list[int]] = field(default_factory=dict)  # field -> [right, of]
    indicators: dict[str, Tally] = field(default_factory=dict)
    by_document: dict[str, dict[str, Any]] = field(default_factory=dict)
    negatives: int = 0
    false_codes: int = 0

    def add(self, name: str, gold: Side, predicted: Side) -> list[Mistake]:
        """Compare one document and return the mistakes in the order in which they stand in it."""
        self.documents += 1
        if gold.facts.get("negative"):
            return self._negative(name, predicted.rows)
        silent = [{"start": start, "end": end} for start, end in gold.facts.get("headline") or []]
        silent += gold.facts.get("damage") or []
        rows = [row for row in predicted.rows if not any(_overlap(row, span) for span in silent)]
        mentions = Tally(
            len(pair(_mentions(gold.rows), _mentions(rows))), len(_mentions(gold.rows)), len(_mentions(rows))
        )
        pairs = pair(gold.rows, rows, KEY)
        observations = Tally(len(pairs), len(gold.rows), len(rows))
        self.mention.add(mentions.hits, mentions.gold, mentions.predicted)
        self.observation.add(observations.hits, observations.gold, observations.predicted)
        self.by_document[name] = {"mention": mentions.figures(), "observation": observations.figures()}
        self._indicators(gold.rows, rows, pairs)
        self._fields(gold.rows, rows)
        self._facts(gold.facts, predicted.facts)
        return _mistakes(gold.rows, rows, pairs)

    def figures(self) -> dict[str, Any]:
        """Return everything as plain data, ready for JSON."""
        found: dict[str, Any] = {"documents": self.documents}
        for name in ("mention", "observation", "furniture"):
            found[name] = getattr(self, name).figures()
        facts = [
            value for key, value in self.fields.items() if key.startswith("document.") and key != "document.damage"
        ]
        fields = self.fields | {"facts together": [sum(value[i] for value in facts) for i in (0, 1)]}
        found["fields"] = {
            key: {"right": right, "of": of, "share": round(right / of, 4) if of else 1.0}
            for key, (right, of) in sorted(fields.items())
        }
        if self.negatives:
            found["negatives"] = {"documents": self.negatives, "false_codes": self.false_codes}
        found["indicators"] = {code: tally.figures() for code, tally in sorted(self.indicators.items())}
        found["by_document"] = dict(sorted(self.by_document.items()))
        return found

    def _negative(self, name: str, rows: Sequence[Row]) -> list[Mistake]:
        wrong = [row for row in rows if row["indicator"] != "other"]
        self.negatives += 1
        self.false_codes += len(wrong)
        self.by_document[name] = {"false_codes": len(wrong)}
        return [Mistake("false code", row) for row in wrong]

    def _indicators(self, gold: Sequence[Row], predicted: Sequence[Row], pairs: Sequence[tuple[Row, Row]]) -> None:
        counts = [Counter(row["indicator"] for row in rows) for rows in ([g for g, _ in pairs], gold, predicted)]
        for code in sorted(set().union(*counts)):
            self.indicators.setdefault(code, Tally()).add(*(count[code] for count in counts))

    def _fields(self, gold: Sequence[Row], predicted: Sequence[Row]) -> None:
        """Count the fields of matched mentions; rows of one figure are paired by their code first."""
        alike = pair(gold, predicted, ("indicator",))
        for one, other in alike + pair(*_without(gold, predicted, alike)):
            self._count("span", (one["start"], one["end"]) == (other["start"], other["end"]))
            for name in FIELDS:
                if name in one:
                    self._count(name, one.get(name) == other.get(name))

    def _facts(self, gold: Row, predicted: Row) -> None:
        for name in FACTS:
            if name in gold:
                self._count("document." + name, name in predicted and gold[name] == predicted[name])
        here, there = _characters(gold.get("furniture")), _characters(predicted.get("furniture"))
        self.furniture.add(len(here & there), len(here), len(there))
        for damage in gold.get("damage") or []:
            found = any(
                _overlap(damage, one) and one.get("intended") == damage["intended"]
                for one in predicted.get("damage") or []
            )
            self._count("document.damage", found)

    def _count(self, name: str, right: bool) -> None:
        counts = self.fields.setdefault(name, [0, 0])
        counts[0] += right
        counts[1] += 1


def pair(gold: Iterable[Row], predicted: Sequence[Row], same: Collection[str] = ()) -> list[tuple[Row, Row]]:
    """Pair rows one to one, in order, that overlap, have the same quantity and agree in the fields `same`."""
    left, pairs = list(predicted), []
    for one in gold:
        for index, other in enumerate(left):
            if _overlap(one, other) and _quantity(one) == _quantity(other) and _agree(one, other, same):
                pairs.append((one, left.pop(index)))
                break
    return pairs


def _agree(one: Row, other: Row, same: Collection[str]) -> bool:
    return all(one.get(name) == other.get(name) for name in same)


def _overlap(one: Row, other: Row) -> bool:
    return bool(one["start"] < other["end"] and other["start"] < one["end"])


def _number(value: Any) -> float | None:
    return None if value is None else round(float(value), 6)


def _quantity(row: Row) -> tuple[float | None, float | None, str | None]:
    return _number(row["value"]), _number(row.get("value_high")), row.get("unit")


def _mentions(rows: Iterable[Row]) -> list[Row]:
    """Return one row for each distinct quantity at a place."""
    return list({(row["start"], row["end"], _quantity(row)): row for row in rows}.values())


def _without(
    gold: Sequence[Row], predicted: Sequence[Row], pairs: Sequence[tuple[Row, Row]]
) -> tuple[list[Row], list[Row]]:
    seen = {id(row) for both in pairs for row in both}
    return [row for row in gold if id(row) not in seen], [row for row in predicted if id(row) not in seen]


def _mistakes(gold: Sequence[Row], predicted: Sequence[Row], pairs: Sequence[tuple[Row, Row]]) -> list[Mistake]:
    missed, extra = _without(gold, predicted, pairs)
    wrong = pair(missed, extra)
    missed, extra = _without(missed, extra, wrong)
    found = [Mistake("wrong", one, other) for one, other in wrong]
    found += [Mistake("missed", row) for row in missed] + [Mistake("extra", row) for row in extra]
    return sorted(found, key=_place)


def _place(mistake: Mistake) -> tuple[int, int]:
    return mistake.row["start"], mistake.row["end"]


def _characters(ranges: Iterable[Sequence[int]] | None) -> set[int]:
    return {position for start, end in ranges or () for position in range(start, end)}
