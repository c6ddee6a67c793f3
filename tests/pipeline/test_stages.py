"""The stages without Dagster: only what changed is done again, and any way to a state gives the same rows."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl import settings as configuration
from etl.core import corrections
from etl.orchestration import checks
from etl.orchestration.unchanged import unchanged
from etl.settings import Settings
from etl.stages import incremental, indicator, normalized, raw, repeats, segmented, version
from etl.warehouse import build, content, publish

TEXTS = [
    "定远县政协2023年工作报告\n2023年，县政协共收到提案213件，立案186件，已全部办复。\n",
    "永泰县政协2022年开展调研9次，形成调研报告12篇。\n",
    "桐庐县政协召开专题协商会\n2023-06-12\n6月9日召开专题协商会，35名委员参加，提出意见建议28条。\n",
    "这里没有任何数字。\n",
]
COMPARED = {
    "normalized.documents": "* exclude (version, input_sha256)",
    "segmented.sentences": "*",
    "segmented.keywords": "*",
    "indicator.observations": "*",
    "indicator.numerals": "*",
    "lineage.work": "* exclude (because)",
}


class Here:
    """A pool without processes."""

    def map(self, function: Callable[[Any], Any], batches: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
        for batch in batches:
            yield [function(task) for task in batch]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    return at(tmp_path, monkeypatch)


def at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in [name for name in os.environ if name.startswith("LUZHI_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LUZHI_HOME", str(folder / "home"))
    monkeypatch.setenv("LUZHI_INBOX", str(folder / "inbox"))
    (folder / "inbox").mkdir(exist_ok=True)
    chosen = configuration.load()
    configuration.use_home(chosen)
    return chosen


def refresh(chosen: Settings) -> dict[str, int]:
    """Run all stages; return how many documents each one computed."""
    with build.connect(chosen) as connection:
        taken = raw.take_in(connection, chosen, Here())
        done = {"raw": taken.taken}
        for stage in (normalized.STAGE, segmented.STAGE, indicator.STAGE):
            done[stage.name] = incremental.run(connection, stage, chosen, Here()).computed
            if stage is normalized.STAGE:
                repeats.find(connection)
        indicator.write_catalogue(connection)
    return done


def contents(chosen: Settings) -> dict[str, list[tuple[Any, ...]]]:
    return compared(chosen.build)


def compared(build_file: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows that must be the same whatever way led to them."""
    with duckdb.connect(str(build_file), read_only=True) as connection:
        return {
            table: sorted(connection.execute(f"select {columns} from {table}").fetchall(), key=repr)
            for table, columns in COMPARED.items()
        }


def query(chosen: Settings, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(chosen.build), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def put(chosen: Settings, name: str, text: str) -> None:
    assert chosen.inbox
    (chosen.inbox / name).write_text(text, encoding="utf-8")


def test_only_what_changed_is_done_again(home: Settings) -> None:
    for number, text in enumerate(TEXTS):
        put(home, f"{number}.txt", text)
    assert refresh(home) == {"raw": 4, "normalized": 4, "segmented": 4, "indicator": 4}
    assert refresh(home) == {"raw": 0, "normalized": 0, "segmented": 0, "indicator": 0}
    put(home, "1.txt", TEXTS[1].replace("9次", "11次"))
    assert refresh(home) == {"raw": 1, "normalized": 1, "segmented": 1, "indicator": 1}


def test_a_changed_rule_file_redoes_the_indicator_stage_alone(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    put(home, "0.txt", TEXTS[0])
    refresh(home)
    parts = version.parts
    changed = {"rules/indicators/proposals.yaml": "another"}
    assert "rules/indicators/proposals.yaml" in parts("indicator")
    monkeypatch.setattr(
        version,
        "parts",
        lambda stage: {name: changed.get(name, content) for name, content in parts(stage).items()},
    )
    assert refresh(home) == {"raw": 0, "normalized": 0, "segmented": 0, "indicator": 1}
    assert query(home, "select because from lineage.work where stage = 'indicator'") == [
        ("changed: rules/indicators/proposals.yaml",)
    ]


def test_a_correction_that_no_longer_fits_is_reported(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    table = (corrections.Correction("0.txt", "186件", "period", 2020, 2021, "a test"),)
    monkeypatch.setattr(corrections, "corrections", lambda: table)
    put(home, "0.txt", TEXTS[0])
    put(home, "1.txt", TEXTS[1])
    refresh(home)
    found = query(home, "select unnest(corrections_unfit) from indicator.documents")
    assert found == [("186件, period: period is 2023, not 2020 as expected",)]
    with build.connect(home) as connection:
        results = checks.run(connection, dg.AssetKey(["indicator", "observations"]), home)
    assert {one.check_name: one.passed for one in results}["corrections_fit"] is False


def test_a_file_that_can_not_be_read_now_is_not_gone(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    put(home, "0.txt", TEXTS[0])
    put(home, "1.txt", TEXTS[1])
    refresh(home)
    before = contents(home)
    opened = Path.open

    def fail(path: Path, *arguments: Any, **named: Any) -> Any:
        if path.name == "0.txt":
            raise OSError(5, "Input/output error")
        return opened(path, *arguments, **named)

    with monkeypatch.context() as broken:
        broken.setattr(Path, "open", fail)
        refresh(home)
        assert contents(home) == before
        assert query(home, "select source_path, reason from raw.rejected") == [("0.txt", "unreadable")]
    refresh(home)
    assert contents(home) == before
    assert query(home, "select source_path from raw.rejected") == []


def test_nothing_new_is_seen_without_running_a_stage(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    put(home, "0.txt", TEXTS[0])
    refresh(home)
    assert unchanged(home) is None
    with build.connect(home) as connection:
        made_of = content.fingerprint(connection)
    publish.publish(home, made_of)
    same = unchanged(home)
    assert same is not None
    assert same.number == 1
    put(home, "1.txt", TEXTS[1])
    assert unchanged(home) is None
    assert home.inbox
    (home.inbox / "1.txt").unlink()
    assert unchanged(home) == same
    parts = version.parts
    monkeypatch.setattr(version, "parts", lambda stage: {**parts(stage), "rule": "changed"})
    assert unchanged(home) is None


def test_every_rule_file_belongs_to_a_stage() -> None:
    used = {part for stage in version.ENTRIES for part in version.parts(stage)}
    rules = {
        path.relative_to(configuration.PACKAGE).as_posix()
        for path in version.RULES.rglob("*")
        if path.suffix in (".yaml", ".csv", ".txt")
    }
    assert rules
    assert rules - used == set()


def test_libraries_are_part_of_a_version() -> None:
    assert "rjieba" in version.parts("segmented")
    assert "pypdf" in version.parts("raw")


def test_a_vanished_document_leaves_the_stages_stays_in_raw_and_comes_back(home: Settings) -> None:
    put(home, "0.txt", TEXTS[0])
    put(home, "1.txt", TEXTS[1])
    refresh(home)
    before = contents(home)
    assert home.inbox
    (home.inbox / "0.txt").unlink()
    refresh(home)
    assert query(home, "select count(*) from normalized.documents") == [(1,)]
    assert query(home, "select count(*) from raw.documents") == [(2,)]
    assert query(home, "select source_path from raw.sources where vanished is not null") == [("0.txt",)]
    put(home, "0.txt", TEXTS[0])
    refresh(home)
    assert contents(home) == before
    assert query(home, "select count(*) from raw.sources where vanished is not null") == [(0,)]


def test_a_renamed_document_keeps_its_id_and_its_first_source(home: Settings) -> None:
    put(home, "0.txt", TEXTS[0])
    refresh(home)
    assert home.inbox
    (home.inbox / "0.txt").rename(home.inbox / "other.txt")
    refresh(home)
    found = query(home, "select source_path, vanished is null from raw.sources order by 1")
    assert found == [("0.txt", False), ("other.txt", True)]
    assert query(home, "select count(*) from raw.documents") == [(1,)]


def test_what_was_taken_in_survives_the_build_file(home: Settings) -> None:
    put(home, "0.txt", TEXTS[0])
    put(home, "1.txt", TEXTS[1])
    refresh(home)
    assert home.inbox
    (home.inbox / "0.txt").unlink()
    home.build.write_bytes(b"no database" * 1000)
    with pytest.raises(build.CorruptError, match="damaged"), build.connect(home):
        pass
    aside = build.set_aside(home.build)
    assert aside.exists()
    refresh(home)
    assert query(home, "select text from raw.documents order by size desc") == [(TEXTS[0],), (TEXTS[1],)]
    assert query(home, "select source_path from raw.live") == [("1.txt",)]


@pytest.mark.slow
def test_samples_leave_with_the_first_inbox(home: Settings) -> None:
    refresh(home.model_copy(update={"inbox": None}))
    assert query(home, "select count(*) > 10, bool_and(sample) from raw.live") == [(True, True)]
    put(home, "0.txt", TEXTS[0])
    refresh(home)
    assert query(home, "select source_path, sample from raw.sources") == [("0.txt", False)]
    assert query(home, "select count(*) from raw.documents") == [(1,)]


def test_an_older_layout_of_the_raw_tables_is_carried_over_and_the_rest_is_rebuilt(home: Settings) -> None:
    put(home, "0.txt", TEXTS[0])
    put(home, "1.txt", TEXTS[1])
    refresh(home)
    before = contents(home)
    assert home.inbox
    (home.inbox / "0.txt").unlink()  # what was taken in before the upgrade stays, also if it is gone from the inbox
    with build.connect(home) as connection:
        connection.execute("alter table raw.documents drop column url")
        connection.execute("update raw.documents set schema_version = 0")
        connection.execute("alter table raw.sources add column former varchar")
        connection.execute("alter table indicator.observations drop column rule")
        build.set_state(connection, "tables", "of an older version")
    done = refresh(home)
    assert (done["raw"], done["normalized"], done["indicator"]) == (0, 1, 1)
    assert query(home, "select count(*), count(url) from raw.documents") == [(2, 0)]
    put(home, "0.txt", TEXTS[0])
    refresh(home)
    assert contents(home) == before


Change = tuple[str, int, int]


@pytest.mark.slow
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.sampled_from(["put", "delete", "rename", "rule"]), st.integers(0, 3), st.integers(0, 3)),
        min_size=2,
        max_size=5,
    )
)
def test_any_way_to_a_state_gives_the_same_rows(
    tmp_path_factory: pytest.TempPathFactory, changes: list[Change]
) -> None:
    folder = tmp_path_factory.mktemp("way")
    with pytest.MonkeyPatch.context() as monkeypatch:
        chosen = at(folder, monkeypatch)
        assert chosen.inbox
        parts = version.parts
        for kind, one, other in changes:
            path = chosen.inbox / f"{one}.txt"
            if kind == "rule":  # of a stage, which is done again with all that comes after it
                stage = ("normalized", "segmented", "indicator")[one % 3]
                more = {"rules/changed.yaml": f"{other}"}
                monkeypatch.setattr(
                    version,
                    "parts",
                    partial(
                        lambda name, of, more: {**parts(name), **(more if name == of else {})}, of=stage, more=more
                    ),
                )
            elif kind == "put":
                path.write_text(TEXTS[other], encoding="utf-8")
            elif kind == "delete":
                path.unlink(missing_ok=True)
            elif kind == "rename" and path.exists():
                path.rename(chosen.inbox / f"{other}.txt")
            refresh(chosen)
        stepwise = contents(chosen)
        shutil.rmtree(chosen.home)
        configuration.use_home(chosen)
        refresh(chosen)
        assert contents(chosen) == stepwise
    shutil.rmtree(folder)
