"""`luzhi evaluate`: how well the extraction agrees with labelled documents."""

import json
from pathlib import Path
from typing import Any

import click

from etl import settings as configuration
from etl.cli.common import home_option, shown
from etl.core.evaluate import KEY, Mistake
from etl.core.labelled import SAMPLES, Report, evaluate
from etl.errors import SettingsError


@click.command()
@click.option("--gold", type=click.Path(path_type=Path), help="Folder of gold, one JSONL file per document.")
@click.option("--documents", type=click.Path(path_type=Path), help="Folder of the documents that the gold is of.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as one JSON object.")
@click.option("--errors", type=click.IntRange(min=0), default=0, help="Show up to N errors per document.")
@home_option
def command(gold: Path | None, documents: Path | None, as_json: bool, errors: int) -> None:
    """Score the extraction against labelled documents.

    Without --gold and --documents the folders of the settings are taken, else the bundled samples. Precision, recall
    and F1 for mentions and observations, the share of each field that is right, by indicator and by document.
    """
    if (gold is None) != (documents is None):
        raise click.UsageError("--gold and --documents belong together: name both")
    report = evaluate(*_folders(gold, documents))
    for name in report.missing:
        click.echo(f"luzhi: {shown(name)}: no such document, or it can't be read; counted as nothing found", err=True)
    figures = report.evaluation.figures()
    shown_errors = list(_errors(report, errors))
    if as_json:
        click.echo(json.dumps(figures | {"missing": report.missing, "errors": shown_errors}, ensure_ascii=False))
        return
    for line in (*_summary(figures), *map(_error_line, shown_errors)):
        click.echo(line)


def _folders(gold: Path | None, documents: Path | None) -> tuple[Path, Path]:
    if gold is not None and documents is not None:
        return gold, documents
    settings = configuration.load()
    if (settings.gold is None) != (settings.documents is None):
        raise SettingsError("the settings gold and documents belong together: set both or none")
    if settings.gold is not None and settings.documents is not None:
        return settings.gold, settings.documents
    return SAMPLES / "gold", SAMPLES / "documents"


def _summary(figures: dict[str, Any]) -> list[str]:
    lines = [f"documents    {figures['documents']}"]
    lines += [f"{name:<12} {_shares(figures[name])}" for name in ("mention", "observation", "furniture")]
    lines += [f"  {name:<28} {one['right']}/{one['of']}  {one['share']:.3f}" for name, one in figures["fields"].items()]
    if "negatives" in figures:
        lines.append("negatives    {documents} documents, {false_codes} false codes".format(**figures["negatives"]))
    lines += ["by indicator"]
    lines += [f"  {code:<28} {_shares(one)}" for code, one in figures["indicators"].items()]
    lines += ["by document (observations)"]
    for name, one in figures["by_document"].items():
        text = (
            _shares(one["observation"])
            if "observation" in one
            else f"not of the genre: {one['false_codes']} false codes"
        )
        lines.append(f"  {shown(name):<28} {text}")
    return lines


def _shares(one: dict[str, float]) -> str:
    return (
        f"precision {one['precision']:.3f}  recall {one['recall']:.3f}  F1 {one['f1']:.3f}"
        f"  ({one['hits']} right of {one['gold']} gold, {one['predicted']} predicted)"
    )


def _errors(report: Report, limit: int) -> list[dict[str, Any]]:
    left: dict[str, int] = {}
    found = []
    for name, mistake, sentence in report.mistakes:
        left[name] = left.get(name, limit) - 1
        if left[name] >= 0:
            found.append({"document": name, **_described(mistake), "sentence": sentence})
    return found


def _described(mistake: Mistake) -> dict[str, Any]:
    row, predicted = mistake.row, mistake.predicted
    names = ("start", "end", "text", "value", "unit", *KEY, "subject")
    described = {"kind": mistake.kind, **{name: row.get(name) for name in names}}
    if predicted is not None:
        described["predicted"] = {name: predicted.get(name) for name in KEY if predicted.get(name) != row.get(name)}
    return described


def _error_line(error: dict[str, Any]) -> str:
    said = " ".join(f"{name}={error[name]}" for name in KEY)
    if "predicted" in error:
        said = "; ".join(f"{name} is {value}, should be {error[name]}" for name, value in error["predicted"].items())
    sentence = error["sentence"].replace("\t", " | ")
    parts = (error["document"], error["kind"], error["start"], error["text"], said, sentence)
    return "\t".join(map(shown, parts))
