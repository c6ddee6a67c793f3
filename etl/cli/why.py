"""`luzhi why`: what became of a document, and why each stage did it again or left it."""

import click

from etl import settings as configuration
from etl.cli.common import home_option, shown
from etl.errors import LuzhiError


@click.command()
@click.argument("document")
@home_option
def command(document: str) -> None:
    """Say what became of DOCUMENT (an id, or a path below the inbox), and why it was (not) redone."""
    import duckdb

    settings = configuration.load()
    if not settings.warehouse.exists():
        raise LuzhiError(f"{settings.warehouse} is missing: run `luzhi run` first")
    with duckdb.connect(str(settings.warehouse), read_only=True) as connection:
        ids = _ids(connection, document)
        rejected = connection.execute(
            "select source_path, reason, message, last_seen from raw.rejected"
            " where source_path = $1 or source_file = $1 or list_contains($2, left(sha256, 16)) order by 1",
            [document, ids],
        ).fetchall()
        for path, reason, message, last in rejected:
            click.echo(f"{shown(path)}: rejected ({reason}) on {last:%Y-%m-%d %H:%M}: {shown(message)}")
        for one in ids:
            _tell(connection, one)
    if not ids and not rejected:
        raise LuzhiError(f"no document {shown(document)}: give its id, or its path below the inbox")


def _ids(connection: "duckdb.DuckDBPyConnection", document: str) -> list[str]:  # type: ignore[name-defined] # noqa: F821
    rows = connection.execute(
        """
        select distinct document_id from raw.sources
        where source_path = $1 or source_file = $1 or (length($1) >= 6 and starts_with(document_id, $1))
            or source_path like '%/' || $1
        order by 1
        """,
        [document],
    ).fetchall()
    return [row[0] for row in rows]


def _tell(connection: "duckdb.DuckDBPyConnection", document: str) -> None:  # type: ignore[name-defined] # noqa: F821
    click.echo(f"document {document}")
    for path, first, last, vanished in connection.execute(
        "select source_path, first_seen, last_seen, vanished from raw.sources where document_id = $1 order by 1",
        [document],
    ).fetchall():
        state = f"gone since {vanished:%Y-%m-%d %H:%M}" if vanished else f"last seen {last:%Y-%m-%d %H:%M}"
        click.echo(f"  at {shown(path)}: first seen {first:%Y-%m-%d %H:%M}, {state}")
    work = connection.execute(
        """
        select stage, row_count, version, because, rejected from lineage.work where document_id = $1
        order by list_position(['normalized', 'segmented', 'indicator'], stage)
        """,
        [document],
    ).fetchall()
    for stage, rows, version, because, rejected in work:
        outcome = f"rejected: {shown(rejected)}" if rejected else f"{rows} rows"
        click.echo(f"  {stage}: {outcome}, last computed because: {shown(because)} (version {version})")
    if not work:
        click.echo("  in no stage: no path of the inbox holds it now; its text is kept in raw.documents")
    else:
        click.echo("  every later run left it: its content and the versions above are unchanged")
