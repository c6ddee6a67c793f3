"""The Dagster surface: assets, checks, jobs, schedules and sensors, each thin."""
