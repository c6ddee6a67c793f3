"""The table at the end of `luzhi run`: what was taken, rejected and found, how long it took, what to try next."""

from typing import TYPE_CHECKING, Any

import duckdb
from rich.console import Console
from rich.table import Table

from etl.cli.common import console, shown
from etl.settings import Settings
from etl.warehouse import build
from etl.warehouse.versions import Version

if TYPE_CHECKING:
    from etl.orchestration.launch import Run

STAGES = ("raw/documents", "normalized/documents", "segmented/sentences", "indicator/observations")
FIRST = 200  # characters of the first row of a check that warns
NEXT = 'luzhi sql "select committee, year, indicator, value, unit from committee_year limit 10"'


def show_unchanged(version: Version, settings: Settings, seconds: float) -> None:
    """Print that a run had nothing to do."""
    out = console()
    documents = version.tables.get('normalized."documents"', 0)
    out.print(
        f"Nothing new ({documents} documents unchanged, {seconds:.1f} s): no stage and no model has anything to do."
    )
    out.print(f"{settings.warehouse} stays version {version.number} of {version.published:%Y-%m-%d %H:%M}.")
    out.print(f"Try: {NEXT}", markup=False)


def show(run: "Run", settings: Settings, seconds: float) -> None:
    """Print the summary of a run to standard output, failures first on standard error."""
    out = console()
    errors = console(stderr=True)
    for name, message in run.failures.items():
        errors.print(f"[red]failed[/red] {shown(name)}")
        errors.print("  " + "\n  ".join(shown(line) for line in message.splitlines()[:20]), markup=False)
    for name, message in run.warnings.items():
        first, *others = message.splitlines() or [""]
        more = " (the first of them; all are in check_rows)" if others else ""
        errors.print(f"warning: {shown(name)} {shown(first[:FIRST])}{more}", markup=False)
    if "raw/documents" in run.assets:
        out.print(_stages(run, seconds))
        with build.connect(settings) as connection:
            _details(out, connection)
    published = run.assets.get("published")
    if not run.success:
        errors.print("The warehouse was not published; the last version stays in place.")
    elif published is None:
        out.print(f"Nothing new: models and publication are skipped. {settings.warehouse} stays as it is.")
    else:
        out.print(f"Published version {published['version']}: {settings.warehouse}")
    if run.success:
        out.print(f"Try: {NEXT}", markup=False)


def _stages(run: "Run", seconds: float) -> Table:
    table = Table("stage", *("done", "unchanged", "gone", "rejected", "rows", "seconds"))
    for stage in STAGES:
        facts = run.assets.get(stage)
        if facts:
            numbers = [_first(facts, "taken", "computed"), facts["unchanged"], _first(facts, "vanished", "removed")]
            table.add_row(
                stage,
                *map(str, numbers),
                str(facts["rejected"]),
                str(facts["dagster/row_count"]),
                f"{facts['seconds']:.1f}",
            )
    models = {name: facts for name, facts in run.assets.items() if name not in (*STAGES, "published")}
    if models:
        took = sum(float(facts.get("Execution Duration", 0)) for facts in models.values())
        table.add_row(f"{len(models)} models", "", "", "", "", "", f"{took:.1f}")
    if "published" in run.assets:
        table.add_row("published", "", "", "", "", "", f"{run.assets['published']['seconds']:.1f}")
    table.add_row("all", "", "", "", "", "", f"{seconds:.1f}")
    return table


def _first(facts: Any, *names: str) -> object:
    return next(facts[name] for name in names if name in facts)


def _details(out: Console, connection: duckdb.DuckDBPyConnection) -> None:
    """Print the rejected files and the number of observations in each family."""
    sample = connection.execute("select count(*) from raw.live where sample").fetchall()[0][0]
    if sample:
        out.print(f"{sample} bundled samples; they leave the warehouse with the first inbox (--inbox DIR).")
    rejected = connection.execute("select source_path, reason, message from raw.rejected order by 1").fetchall()
    for path, reason, message in rejected[:20]:
        out.print(f"rejected {shown(path)}: {reason}: {shown(message)}", markup=False)
    if len(rejected) > 20:
        out.print(f"... and {len(rejected) - 20} more in raw.rejected")
    unfit = connection.execute(
        "select source_path, unnest(corrections_unfit) from indicator.documents join raw.live using (document_id)"
        " order by all"
    ).fetchall()
    for path, problem in unfit:
        out.print(f"correction dropped, {shown(path)}: {shown(problem)}", markup=False)
    families = Table("family", "observations")
    for family, number in connection.execute(
        """
        select coalesce(family, 'unknown'), count(*)
        from indicator.observations left join indicator.catalogue on code = indicator
        group by 1 order by 2 desc, 1
        """
    ).fetchall():
        families.add_row(family, str(number))
    out.print(families)
