"""The text core: bytes in, records out. Nothing here imports Dagster, DuckDB, Polars or the settings."""
