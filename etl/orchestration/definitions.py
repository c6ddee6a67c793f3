"""All that Dagster knows of Luzhi, at a glance: assets, the job `refresh`, its schedule and sensor."""

from datetime import timedelta

import dagster as dg

from etl import settings as configuration
from etl.orchestration.assets import STAGES, published_asset
from etl.orchestration.models import model_assets
from etl.orchestration.resources import build_resource
from etl.orchestration.sensor import alert_sensors, inbox_sensor

settings = configuration.load()
configuration.use_home(settings)

models = model_assets(settings)
refresh = dg.define_asset_job(
    "refresh", dg.AssetSelection.all(), description="From the inbox to the published warehouse"
)
nightly = dg.ScheduleDefinition(
    name="nightly",
    job=refresh,
    cron_schedule=settings.schedule_cron,
    execution_timezone=settings.schedule_zone,
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
fresh = dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=settings.fresh_hours))

definitions = dg.Definitions(
    assets=dg.map_asset_specs(
        lambda spec: dg.apply_freshness_policy(spec, fresh),
        [*STAGES, models, published_asset(list(models.keys))],
    ),
    jobs=[refresh],
    schedules=[nightly],
    sensors=[inbox_sensor(refresh, settings), *alert_sensors(refresh)],
    resources={"build": build_resource},
    executor=dg.in_process_executor,
)
