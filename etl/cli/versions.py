"""`luzhi versions`, `luzhi diff` and `luzhi restore`: the published versions."""

import click

from etl import settings as configuration
from etl.cli.common import console, home_option, shown


@click.command()
@home_option
def versions() -> None:
    """List the published versions that are kept; the current one is marked."""
    from rich.table import Table

    from etl.warehouse import versions as kept

    settings = configuration.load()
    now = kept.current(settings)
    table = Table("version", "published", "documents", "observations", "")
    for number in kept.listed(settings):
        version = kept.read(kept.path_of(settings, number))
        table.add_row(
            str(number),
            f"{version.published:%Y-%m-%d %H:%M}",
            str(version.tables.get('normalized."documents"', 0)),
            str(version.tables.get('indicator."observations"', 0)),
            "current" if now and now.number == number else "",
        )
    console().print(table)


@click.command()
@click.argument("old", type=int)
@click.argument("new", type=int)
@home_option
def diff(old: int, new: int) -> None:
    """Compare two versions: documents, observations and mart rows added, removed and changed, and why."""
    from rich.table import Table

    from etl.warehouse import difference
    from etl.warehouse import versions as kept

    settings = configuration.load()
    found = difference.compare(kept.path_of(settings, old), kept.path_of(settings, new))
    out = console()
    table = Table("table", "added", "removed", "changed")
    for name, counts in found.tables.items():
        table.add_row(name, *map(str, counts))
    out.print(table)
    for document in found.documents:
        out.print(
            f"{shown(document.path)}: {document.why}: observations +{document.added} -{document.removed}"
            f" ~{document.changed}",
            markup=False,
        )
    if not found.tables:
        out.print("No difference.")
    elif all(name.startswith("main.") for name in found.tables):
        out.print("The stages are the same: the models have changed.")


@click.command()
@click.argument("version", type=int)
@home_option
def restore(version: int) -> None:
    """Publish a kept VERSION again. It stays until a refresh has something new."""
    from etl.warehouse import versions as kept
    from etl.warehouse.lock import lock

    settings = configuration.load()
    configuration.use_home(settings)
    with lock(settings.home, "luzhi restore"):
        kept.restore(settings, version)
    click.echo(f"version {version} is published: {settings.warehouse}")
