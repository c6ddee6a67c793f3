"""The four stages as tables of the build file: read a batch, call the core, write a batch. No Dagster here."""
