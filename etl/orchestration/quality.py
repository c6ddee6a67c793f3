"""The figures by which a run is judged: documents, rejections, unexplained numerals, agreement with labelled samples.

They are numbers in the metadata of `published`, so that the UI plots them over the runs, and two checks hold them
against the last publication. What must hold for single rows is in `checks`.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import dagster as dg
import duckdb

from etl.settings import Settings
from etl.stages import version
from etl.stages.incremental import count
from etl.stages.pool import Lost, Pool
from etl.warehouse.build import set_state, state

Figures = Mapping[str, float]
EVALUATED = "observation_f1"  # the figure that must not fall
COUNTED = ("documents", "observations")  # figures that must not drop by much
NAMES = {
    "evaluation_holds": "The extraction agrees with the labelled samples at least as well as at the last publication.",
    "rows_hold": "Documents and observations are not much fewer than at the last publication.",
}


def specs(key: dg.AssetKey) -> list[dg.AssetCheckSpec]:
    """Return what the checks are; they warn and block nothing."""
    return [dg.AssetCheckSpec(name, asset=key, description=text) for name, text in NAMES.items()]


def figures(connection: duckdb.DuckDBPyConnection, pool: Pool) -> dict[str, float]:
    """Return the figures of the build file as it stands; shares are 0..1."""
    rejected = count(connection, "raw.rejected")
    live = count(connection, "raw.live")
    numerals = count(connection, "indicator.numerals")
    observations = count(connection, "indicator.observations")
    unexplained = count(connection, "indicator.numerals where reason = 'unexplained'")
    return {
        "documents": live,
        "rejected": rejected,
        "rejected_share": round(rejected / max(1, live + rejected), 4),
        "observations": observations,
        "numerals_unexplained": unexplained,
        "unexplained_share": round(unexplained / max(1, numerals + observations), 4),
        **evaluation(connection, pool),
    }


def evaluation(connection: duckdb.DuckDBPyConnection, pool: Pool) -> Figures:
    """Return how well the present code and rules agree with the labelled samples; computed once for each version."""
    now = version.fingerprint({stage: version.fingerprint(version.parts(stage)) for stage in version.ENTRIES})
    known = json.loads(state(connection, "evaluation") or "{}")
    if known.get("version") != now:
        ((found,),) = pool.map(_evaluate, [["samples"]])
        if isinstance(found, Lost):
            return {}
        known = {"version": now, "figures": found}
        set_state(connection, "evaluation", json.dumps(known))
    return {name: float(value) for name, value in known["figures"].items() if name != "documents"}


def _evaluate(_samples: str) -> Figures:
    """Score the samples; in a worker, which has dictionaries and rules at hand."""
    from etl.core.labelled import sample_figures

    return sample_figures()


def compare(now: Figures, last: Figures, key: dg.AssetKey, settings: Settings) -> Sequence[dg.AssetCheckResult]:
    """Check the figures against those of the last publication (empty for the first one)."""
    least = 1 - settings.drop_share
    fallen = [name for name in COUNTED if now.get(name, 0) < least * last.get(name, 0)]
    worse = [EVALUATED] if EVALUATED in now and now[EVALUATED] < last.get(EVALUATED, 0) - 1e-9 else []
    return [
        _result(key, "evaluation_holds", worse, now, last),
        _result(key, "rows_hold", fallen, now, last),
    ]


def _result(key: dg.AssetKey, name: str, bad: Sequence[str], now: Figures, last: Figures) -> dg.AssetCheckResult:
    said = "; ".join(f"{one} fell from {last[one]:g} to {now.get(one, 0):g}" for one in bad)
    return dg.AssetCheckResult(
        asset_key=key,
        check_name=name,
        passed=not bad,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"rows": said} if bad else {},
    )


def last_figures(instance: dg.DagsterInstance, key: dg.AssetKey) -> Figures:
    """Return the figures of the last publication that Dagster knows of; empty if there is none."""
    event = instance.get_latest_materialization_event(key)
    made = event.asset_materialization if event else None
    found: dict[str, Any] = {name: value.value for name, value in made.metadata.items()} if made else {}
    return {name: value for name, value in found.items() if type(value) in (int, float)}


def confirm(instance: dg.DagsterInstance, keys: Iterable[dg.AssetKey]) -> None:
    """Report assets as they were last made, found unchanged: what is up to date must not look stale in the UI."""
    for key in keys:
        event = instance.get_latest_materialization_event(key)
        if event and event.asset_materialization:
            metadata: dict[str, Any] = {**event.asset_materialization.metadata, "unchanged": True}
            instance.report_runless_asset_event(dg.AssetMaterialization(key, metadata=metadata))


def show_unchanged(instance: dg.DagsterInstance, key: dg.AssetKey, settings: Settings) -> None:
    """Show at the asset `key` that the command line found nothing new, which leaves a mark in HOME and no run."""
    made = instance.get_latest_materialization_event(key)
    if made is None or not settings.unchanged.exists():
        return
    found = settings.unchanged.stat().st_mtime
    shown = instance.fetch_observations(key, limit=1).records
    if found < max([made.timestamp, *(record.timestamp for record in shown)]):
        return
    metadata: dict[str, Any] = {
        "version": int(settings.unchanged.read_text()),
        "found": dg.MetadataValue.timestamp(found),
    }
    description = "luzhi run: nothing new"
    instance.report_runless_asset_event(dg.AssetObservation(key, description=description, metadata=metadata))
    if found - made.timestamp > settings.fresh_hours * 1800:  # half of the time until it would look stale
        confirm(instance, instance.get_asset_keys())
