"""What a person should look at next, as queries on the published warehouse. Nothing is decided or changed here, and of
several copies of a report one is looked at.

Three queues: nouns of figures that fit no indicator (candidates for the catalogue), numerals that nothing explains, and
codes that rest on little: on a reading that asks for neither the counted noun nor a verb or predicate, or on a last
resort (a negative rank), or on the figure before. The commonest come first.
"""

from collections.abc import Mapping

import duckdb

from etl.rules import load, names

ELLIPTIC = "same as before"  # the rule of a figure without a noun that counts what the figure before it did

QUEUES: Mapping[str, str] = {
    "candidates": """
        select
            subject, unit, count(*) as figures, count(distinct document_id) as documents,
            arg_min(sentence, observation_id) as example
        from main.fct_observation as said join main.dim_document using (document_id)
        where said.counted and indicator = 'other' and of_genre and scope != 'external'
        group by subject, unit
        order by documents desc, figures desc, subject, unit
    """,
    "unexplained": """
        select
            numerals.text, count(*) as figures, count(distinct document_id) as documents,
            arg_min(
                substr(source.text, greatest(span_start - 11, 1), least(span_start, 12)) || '[' || numerals.text || ']'
                    || substr(source.text, span_end + 1, 12),
                (document_id, span_start)
            ) as example
        from indicator.numerals as numerals
        join main.dim_document using (document_id)
        join raw.documents as source using (document_id)
        where reason = 'unexplained'
        group by numerals.text
        order by documents desc, figures desc, numerals.text
    """,
    "low_evidence": """
        select
            rule, indicator, count(*) as figures, count(distinct document_id) as documents,
            arg_min(quantity || ' in: ' || sentence, observation_id) as example
        from main.fct_observation
        where counted and list_contains($weak, rule)
        group by rule, indicator
        order by figures desc, rule, indicator
    """,
}


def weak_rules() -> list[str]:
    """Return the names of the rules that say little."""
    weak = [
        f"{entry['code']}.{number}"
        for file in names("indicators")
        for entry in load(file)
        for number, reading in enumerate(entry.get("readings", ()), 1)
        if reading.get("rank", 0) < 0 or reading.keys().isdisjoint(("head", "verb", "after"))
    ]
    return sorted([*weak, ELLIPTIC])


def queue(connection: duckdb.DuckDBPyConnection, name: str, limit: int) -> tuple[list[str], list[tuple[object, ...]]]:
    """Return the column names and the first rows of a queue, and nothing beyond `limit` rows."""
    query = f"{QUEUES[name]} limit {int(limit)}"
    parameters = {"weak": weak_rules()} if "$weak" in query else {}
    found = connection.execute(query, parameters)
    return [column[0] for column in found.description], found.fetchall()
