"""Corrections: single figures of single documents that a person has set right, as data.

The table is etl/rules/corrections.yaml (its format is told there). A correction says what the program said (`expect`);
where the program no longer says that, the correction does not apply and is reported, so that it can't outlive the
error. Only the table and its application belong here; a wrong rule is mended in the rules.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from etl.core.indicator.rules import rules
from etl.core.model import Observation
from etl.errors import RulesError
from etl.rules import load

FILE = "corrections.yaml"
CHOICES: Mapping[str, Collection[str]] = {
    "qualifier": ("exact", "at_least", "approx", "at_most"),
    "status": ("actual", "planned"),
    "basis": ("period", "cumulative", "event"),
    "scope": ("own", "system", "subordinate", "external"),
}
_TYPES: Mapping[str, tuple[type, ...]] = {
    "value": (int, float),
    "value_high": (int, float, type(None)),
    "unit": (str, type(None)),
    "indicator": (str,),
    "period": (int, type(None)),
    "breakdown": (str, type(None)),
    "programme": (str, type(None)),
    "subject": (str,),
    **dict.fromkeys(CHOICES, (str,)),
}
_NEEDED = frozenset(["document", "quantity", "field", "expect", "value", "reason"])


@dataclass(frozen=True, slots=True)
class Correction:
    """One field of one figure set right."""

    document: str  # document id (first 16 hex digits of the SHA-256 of the content), or file name
    quantity: str  # the figure verbatim
    field: str
    expect: Any  # what the program says
    value: Any  # what is right
    reason: str
    start: int | None = None  # where the figure starts in the raw text, if the document has several alike


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a correction: applied, or why not."""

    correction: Correction
    applied: bool
    problem: str = ""


@cache
def corrections() -> tuple[Correction, ...]:
    """Load and check the table.

    Raises:
        RulesError: a key is missing or unknown, or the field can't have such a value.
    """
    return tuple(_checked(entry, number) for number, entry in enumerate(load(FILE) or (), 1))


def apply(
    observations: Sequence[Observation], document: Collection[str], table: Sequence[Correction]
) -> tuple[list[Observation], list[Outcome]]:
    """Apply the corrections of a document; order and number of the observations stay.

    `document` holds the names it goes by (its id, its file name). The rule of a corrected observation says what was
    corrected. Outcomes are those of this document's corrections, in the order of the table.
    """
    corrected, outcomes = list(observations), []
    for correction in table:
        if correction.document not in document:
            continue
        alike = [
            index
            for index, one in enumerate(corrected)
            if one.text == correction.quantity and correction.start in (None, one.raw.start)
        ]
        fitting = [index for index in alike if getattr(corrected[index], correction.field) == correction.expect]
        problem = _problem(correction, [corrected[index] for index in alike], len(fitting))
        if not problem:
            one = corrected[fitting[0]]
            changes = {correction.field: correction.value, "rule": f"{one.rule}; corrected {correction.field}"}
            corrected[fitting[0]] = one._replace(**changes)
        outcomes.append(Outcome(correction, not problem, problem))
    return corrected, outcomes


def _problem(correction: Correction, alike: Sequence[Observation], fitting: int) -> str:
    if fitting == 1:
        return ""
    if not alike:
        return f"no observation {correction.quantity} there"
    if fitting > 1:
        return f"{fitting} observations {correction.quantity} fit: say which with start"
    said = sorted({str(getattr(one, correction.field)) for one in alike})
    if said == [str(correction.value)]:
        return f"{correction.field} is {correction.value} without it: remove it"
    return f"{correction.field} is {', '.join(said)}, not {correction.expect} as expected"


def _checked(entry: Mapping[str, Any], number: int) -> Correction:
    where = f"rule file {FILE}, correction {number}"
    missing, unknown = _NEEDED - entry.keys(), entry.keys() - _NEEDED - {"start"}
    if missing or unknown:
        raise RulesError(f"{where}: missing {sorted(missing) or '-'}, unknown {sorted(unknown) or '-'}")
    if not isinstance(entry["document"], str):
        raise RulesError(f"{where}: put the document in quotation marks, it is read as a number")
    field, value = entry["field"], entry["value"]
    if field not in _TYPES:
        raise RulesError(f"{where}: no field {field}; there are {', '.join(sorted(_TYPES))}")
    known = rules().indicators if field == "indicator" else CHOICES.get(field)
    if isinstance(value, bool) or not isinstance(value, _TYPES[field]) or (known is not None and value not in known):
        raise RulesError(f"{where}: {field} can't be {value!r}")
    return Correction(
        entry["document"],
        str(entry["quantity"]),
        field,
        entry["expect"],
        value,
        str(entry["reason"]),
        entry.get("start"),
    )
