"""The answers to the example questions (`sql/analyses`) on a build file, as CSV text.

`python tests/sql/answers.py BUILD_FILE` writes those of a build file of the bundled samples to `tests/sql/answers/`.
"""

import sys
from pathlib import Path

import duckdb
from dbt_build import SQL
from jinja2 import Template

ANSWERS = Path(__file__).with_name("answers")
QUESTIONS = sorted(path.stem for path in (SQL / "analyses").glob("*.sql"))


def questions() -> dict[str, str]:
    """Name -> SQL, with the names of models and sources in place of dbt's calls."""
    return {
        name: Template((SQL / "analyses" / f"{name}.sql").read_text("utf-8")).render(ref=str, source="{}.{}".format)
        for name in QUESTIONS
    }


def answers(build_file: Path) -> dict[str, str]:
    """Answer the questions; name -> CSV. Lists are joined by a bar."""
    with duckdb.connect(str(build_file), read_only=True) as connection:
        return {name: _csv(connection.sql(question)) for name, question in questions().items()}


def _csv(relation: duckdb.DuckDBPyRelation) -> str:
    lists = [
        f'array_to_string("{n}", \'|\') as "{n}"'
        for n, t in zip(relation.columns, relation.types, strict=True)
        if str(t).endswith("[]")
    ]
    plain = relation.project(f"* replace ({', '.join(lists)})") if lists else relation
    return plain.pl().write_csv()


if __name__ == "__main__":
    ANSWERS.mkdir(exist_ok=True)
    for name, text in answers(Path(sys.argv[1])).items():
        (ANSWERS / f"{name}.csv").write_text(text, encoding="utf-8")
