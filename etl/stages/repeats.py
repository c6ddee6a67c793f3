"""Families of repeats: which page says again what another says. Found over all documents at once."""

import duckdb

from etl.core.repeats import Fingerprint, Item, families
from etl.stages.incremental import count, insert
from etl.warehouse.build import set_state, state, transaction

SEEN = """
    select document_id, exact, length, hash(shingles) as shingles, hash(figures) as figures, published
    from normalized.fingerprints join normalized.documents using (document_id)
"""


def find(connection: duckdb.DuckDBPyConnection) -> int:
    """Write the family of every document to `normalized.documents`; return the number of families of more than one.

    Does nothing where no document has changed since the last time.
    """
    now = str(connection.execute(f"select count(*), bit_xor(hash(seen)) from ({SEEN}) as seen").fetchone())
    if state(connection, "families") != now:
        rows = connection.execute(
            "select document_id, published::varchar, exact, length, shingles, figures"
            " from normalized.fingerprints join normalized.documents using (document_id) order by 1"
        ).fetchall()
        found = families(Item(document, published, Fingerprint(*rest)) for document, published, *rest in rows)
        with transaction(connection):
            connection.execute(
                "create or replace temp table found as"
                " select document_id, family_id, canonical, family_kind from normalized.documents limit 0"
            )
            insert(
                connection,
                "found",
                [
                    {
                        "document_id": document,
                        "family_id": one.family_id,
                        "canonical": one.canonical,
                        "family_kind": "canonical" if one.canonical and one.kind != "single" else one.kind,
                    }
                    for document, one in found.items()
                ],
            )
            connection.execute(
                """
                update normalized.documents
                set family_id = found.family_id, canonical = found.canonical, family_kind = found.family_kind
                from found
                where found.document_id = documents.document_id
                    and (found.family_id, found.canonical, found.family_kind)
                        != (documents.family_id, documents.canonical, documents.family_kind)
                """
            )
            set_state(connection, "families", now)
    return count(connection, "(select 1 from normalized.documents group by family_id having count(*) > 1)")
