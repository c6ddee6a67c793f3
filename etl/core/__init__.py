"""The text core: bytes in, dataclasses out. Nothing here imports Dagster, DuckDB, Polars or the settings."""
