"""The bundled samples and their hand-made labels are sound in themselves, whatever the program finds in them."""

import csv
import json
import re
import unicodedata
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypinyin
import pytest
import yaml
from opencc import OpenCC

import etl

ROOT = Path(etl.__file__).parent
DOCUMENTS = ROOT / "samples" / "documents"
GOLD = ROOT / "samples" / "gold"
STEMS = sorted(path.stem for path in GOLD.glob("*.jsonl"))

GENRES = {
    "proposal_report",
    "work_report",
    "five_year_report",
    "news",
    "session_news",
    "feature",
    "table",
    "plan",
    "other",
}
FACTS = {
    *("kind", "file", "encoding", "genre", "negative", "committee", "level", "province", "published"),
    *("report_year", "title", "script", "headline", "pinyin_annotations", "furniture", "damage"),
}
VALUES = {
    "qualifier": {"exact", "at_least", "approx", "at_most"},
    "status": {"actual", "planned"},
    "basis": {"period", "cumulative", "event"},
    "scope": {"own", "system", "subordinate", "external"},
}
MULTIPLES = {"": 1, "千": 10**3, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
ANNOTATION = re.compile(r"(.)\(([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+)\)")


def load(stem: str) -> tuple[dict[str, Any], list[dict[str, Any]], str]:
    """Return the facts, the observations and the raw text of a sample."""
    lines = (GOLD / f"{stem}.jsonl").read_text(encoding="utf-8").splitlines()
    facts, *rows = (json.loads(line) for line in lines)
    raw = (DOCUMENTS / facts["file"]).read_bytes().decode(facts["encoding"]).removeprefix("\ufeff")
    return facts, rows, raw


@pytest.fixture(scope="module")
def codes() -> set[str]:
    files = sorted((ROOT / "rules" / "indicators").glob("*.yaml"))
    if not files:
        pytest.skip("no indicator rules yet")
    return {entry["code"] for file in files for entry in yaml.safe_load(file.read_text(encoding="utf-8"))}


@pytest.fixture(scope="module")
def places() -> set[tuple[str, str]]:
    with (ROOT / "rules" / "places.csv").open(encoding="utf-8") as file:
        return {(row["name"], row["level"]) for row in csv.DictReader(file)}


def test_documents_and_gold_belong_together() -> None:
    assert {load(stem)[0]["file"] for stem in STEMS} == {path.name for path in DOCUMENTS.iterdir()}
    assert len({path.stem for path in DOCUMENTS.iterdir()}) == len(STEMS)


@pytest.mark.parametrize("stem", STEMS)
def test_facts_are_well_formed(stem: str, places: set[tuple[str, str]]) -> None:
    facts, rows, raw = load(stem)
    assert facts.keys() == FACTS
    assert Path(facts["file"]).stem == stem
    assert facts["genre"] in GENRES
    assert facts["script"] in {"simplified", "traditional"}
    assert "虚构" in raw or "虛構" in ANNOTATION.sub(r"\1", raw), "a sample says that it is invented"
    assert facts["published"] is None or re.fullmatch(r"\d{4}-\d\d-\d\d", facts["published"])
    (start, end), *others = facts["headline"]
    assert not others
    assert ANNOTATION.sub(r"\1", raw[start:end]) == facts["title"]
    for item in facts["damage"]:
        assert raw[item["start"] : item["end"]] != item["intended"]
    if facts["negative"]:
        assert facts["committee"] is None
        assert not rows
    elif facts["level"] == "national":
        assert (facts["committee"], facts["province"]) == ("全国政协", None)
    else:
        place = facts["committee"].removesuffix("政协")
        assert (place, facts["level"]) in places
        provinces = {name for name, level in places if level == "province"}
        assert any(name.startswith(facts["province"]) for name in provinces)


@pytest.mark.parametrize("stem", STEMS)
def test_rows_are_well_formed(stem: str, codes: set[str]) -> None:
    _, rows, raw = load(stem)
    spans = [(row["start"], row["end"]) for row in rows]
    assert spans == sorted(spans)
    for row in rows:
        assert row["kind"] == "observation"
        assert row["text"] == raw[row["start"] : row["end"]]
        assert row["text"].strip() == row["text"] != ""
        assert row["indicator"] in codes
        assert all(row[field] in allowed for field, allowed in VALUES.items())
        assert 2000 <= row["period"] <= 2030
        assert row["subject"]
        assert row["value_high"] is None or row["value_high"] > row["value"]
    keys = ("start", "indicator", "breakdown")
    assert max(Counter(tuple(row[key] for key in keys) for row in rows).values(), default=1) == 1


@pytest.mark.parametrize("stem", STEMS)
def test_no_row_lies_in_furniture_headline_or_damage(stem: str) -> None:
    facts, rows, raw = load(stem)
    damage = [[item["start"], item["end"]] for item in facts["damage"]]
    silent = sorted([*facts["furniture"], *facts["headline"], *damage])
    assert all(0 <= start < end <= len(raw) for start, end in silent)
    assert all(one[1] <= following[0] for one, following in pairwise(silent))
    for row in rows:
        assert all(row["end"] <= start or end <= row["start"] for start, end in silent), row


@pytest.mark.parametrize("stem", STEMS)
def test_values_are_those_of_the_written_numerals(stem: str) -> None:
    for row in load(stem)[1]:
        text = re.sub(r"<[^>]*>|\([a-zà-ǜ]+\)|,", "", unicodedata.normalize("NFKC", row["text"]))
        written = re.match(r"(\d+(?:\.\d+)?)(?:[至—](\d+))?([余餘多]?)([千万萬亿億]?)(.*)", text)
        if written is None:
            continue  # Chinese numerals are read by the test of the numerals
        low, high, more, multiple, unit = written.groups()
        factor = MULTIPLES[multiple]
        if unit or row["unit"] != "元":  # a table may keep 万元 in the head of a column
            assert row["value"] == pytest.approx(float(low) * factor)
        assert row["value_high"] == (float(high) * factor if high else None)
        assert not more or row["qualifier"] == "at_least"


@pytest.mark.parametrize("stem", [stem for stem in STEMS if load(stem)[0]["pinyin_annotations"]])
def test_annotations_are_readings_of_the_character_before_them(stem: str) -> None:
    facts, _, raw = load(stem)
    broken = {i for item in facts["damage"] for i in range(item["start"], item["end"])}
    found = [match for match in ANNOTATION.finditer(raw) if match.start() not in broken]
    assert len(found) > 50
    simplify = OpenCC("t2s").convert
    for match in found:
        readings = pypinyin.pinyin(match[1], heteronym=True) + pypinyin.pinyin(simplify(match[1]), heteronym=True)
        assert match[2] in readings[0] + readings[1], match[0]


@pytest.mark.parametrize("stem", STEMS)
def test_rates_agree_with_their_counts(stem: str) -> None:
    own = [row for row in load(stem)[1] if row["status"] == "actual" and row["breakdown"] is None]
    counts = {(row["indicator"], row["period"]): row["value"] for row in own if row["unit"] == "件"}
    for row in own:
        submitted = counts.get(("proposals_submitted", row["period"]))
        filed = counts.get(("proposals_filed", row["period"]))
        if row["indicator"] == "proposal_filing_rate" and submitted and filed:
            assert row["value"] == pytest.approx(100 * filed / submitted, abs=0.06)


def test_the_samples_cover_the_genre() -> None:
    samples = [load(stem) for stem in STEMS]
    facts = [sample[0] for sample in samples]
    assert sum(len(rows) for _, rows, _ in samples) >= 300
    assert {fact["genre"] for fact in facts} == GENRES
    assert {fact["level"] for fact in facts} >= {"national", "province", "prefecture", "county"}
    assert {fact["encoding"] for fact in facts} == {"utf-8", "utf-16", "gb18030", "big5hkscs"}
    assert {fact["script"] for fact in facts} == {"simplified", "traditional"}
    assert {Path(fact["file"]).suffix for fact in facts} == {".txt", ".html"}
    assert any(fact["negative"] for fact in facts)
    assert any(fact["damage"] for fact in facts)
    years = defaultdict(set)
    for fact in facts:
        years[fact["committee"]].add(fact["report_year"])
    assert sum(any(year + 1 in known for year in known) for known in years.values()) >= 3


def test_plans_meet_their_results() -> None:
    planned, actual = set(), set()
    for stem in STEMS:
        facts, rows, _ = load(stem)
        for row in rows:
            target = planned if row["status"] == "planned" else actual
            target.add((facts["committee"], row["indicator"], row["period"], row["scope"], row["breakdown"]))
    assert len(planned & actual) >= 20


def test_one_sample_reprints_another_in_other_furniture() -> None:
    first, again = load("meitan_feature_gb18030"), load("meitan_reprint")
    assert [row["text"] for row in first[1]] == [row["text"] for row in again[1]]
    assert first[0]["furniture"] != again[0]["furniture"]
