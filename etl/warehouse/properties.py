"""The dbt properties file `sql/models/columns.yml`, made from the catalogue: descriptions, keys, references.

It is generated because dbt reads descriptions from files of its own only: `python -m etl.warehouse.properties`.
Tests that say more than a key or a reference are SQL in `sql/tests`.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from etl.warehouse.columns import Column, Table, tables

PROPERTIES = Path(__file__).parents[2] / "sql" / "models" / "columns.yml"
HEADER = "# Generated from etl/warehouse/columns.yaml by `python -m etl.warehouse.properties`; do not edit.\n"
# The tables of one stage are written by one asset, so they share its key.
ASSETS = {
    "raw": ["raw", "documents"],
    "normalized": ["normalized", "documents"],
    "segmented": ["segmented", "sentences"],
    "indicator": ["indicator", "observations"],
}
SEEDS = PROPERTIES.parents[1] / "seeds"


def properties() -> str:
    """Return the content of the dbt properties file."""
    published = [table for table in tables().values() if table.schema == "main"]
    models = {path.stem for path in PROPERTIES.parent.rglob("*.sql")}
    seeds = {path.stem for path in SEEDS.glob("*.csv")}
    content = {
        "version": 2,
        "sources": [
            {
                "name": schema,
                "schema": schema,
                "tables": [
                    {**_described(table), "config": {"meta": {"dagster": {"asset_key": asset}}}}
                    for table in tables().values()
                    if table.schema == schema
                ],
            }
            for schema, asset in ASSETS.items()
        ],
        "models": [_tested(table) for table in published if table.short_name in models],
        "seeds": [_tested(table) for table in published if table.short_name in seeds],
    }
    return HEADER + yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)


def _described(table: Table) -> Mapping[str, Any]:
    return {
        "name": table.short_name,
        "description": table.description,
        "columns": [
            {"name": column.name, "data_type": column.type, "description": column.description}
            for column in table.columns
        ],
    }


def _tested(table: Table) -> Mapping[str, Any]:
    described = dict(_described(table))
    described["columns"] = [
        {**facts, "data_tests": [_reference(column)]} if column.references else facts
        for column, facts in zip(table.columns, described["columns"], strict=True)
    ]
    if table.key:
        described["data_tests"] = [{"key": {"arguments": {"columns": list(table.key)}}}]
    return described


def _reference(column: Column) -> Mapping[str, Any]:
    target = tables()[column.references or ""]
    return {"reference": {"arguments": {"to": f"ref('{target.short_name}')", "field": target.key[0]}}}


if __name__ == "__main__":
    PROPERTIES.write_text(properties(), encoding="utf-8")
