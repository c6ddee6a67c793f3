"""Time and memory of `dbt build` on generated stage tables: python tests/benchmarks/models.py [MILLIONS ...].

About 25 observations a document, 100 keywords a document, 3,000 committees, 20 years; a tenth of the documents are
repeats. Prints one line per size: seconds, processor seconds, peak memory of dbt (sampled), size of the build file.
"""

import contextlib
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import psutil

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "sql")]

from dbt_build import command, environment  # noqa: E402
from stage_tables import catalogue, create, insert  # noqa: E402

DOCUMENTS = """
create temp table generated as
select
    format('{:016x}', n) as document_id,
    format('{:06d}', 110000 + n % 3000) as adcode,
    '地' || (n % 3000) as place,
    2005 + (n // 3000) % 20 as report_year,
    ['work_report', 'proposal_report', 'news', 'feature'][1 + n % 4] as genre
from range($documents) as numbers (n);
insert into raw.sources by name
select document_id, document_id || '.txt' as source_path, false as sample from generated;
insert into normalized.documents by name
select
    document_id, '正文' as text, genre, true as of_genre, place || '县政协' as committee,
    case when adcode < '110030' then 'province' when adcode < '110400' then 'prefecture' else 'county' end as level,
    '省' || (adcode::integer % 30) as province, adcode, make_date(report_year + 1, 1, 20) as published,
    report_year, '工作报告' as title, 'simplified' as script, document_id as family_id, true as canonical
from generated;
update normalized.documents set family_id = format('{:016x}', rowid - 1), canonical = false where rowid % 10 = 9;
"""
SENTENCES = """
insert into segmented.sentences by name
select
    document_id || '-' || position as sentence_id, document_id, position, position as paragraph,
    '围绕' || md5(document_id || position) || '，' || repeat('聚焦群众关心的民生实事，', 1 + position % 3)
        || '全年共开展相关工作' || (position * 7 % 400 + 1) || '次。' as text,
    position * 100 as text_start, position * 100 + 90 as text_end, 'sentence' as kind, '一年来的工作' as heading
from generated, range(20) as positions (position);
"""
OBSERVATIONS = """
insert into indicator.observations by name
with numbered as (select *, row_number() over () as number from indicator.catalogue)
select
    document_id || '-' || position as observation_id, document_id, document_id || '-' || position % 20 as sentence_id,
    code as indicator,
    if(unit_class = 'percent', 90 + position % 10, 1 + hash(document_id, position) % 400) as value,
    case unit_class when 'percent' then '%' when 'person' then '名' when 'money' then '元' else '件' end as unit,
    ['exact', 'exact', 'exact', 'at_least'][1 + position % 4] as qualifier,
    if(position % 20 = 0, 'planned', 'actual') as status, report_year as period,
    ['period', 'period', 'cumulative', 'event'][1 + position % 4] as basis,
    if(position % 15 = 0, 'system', 'own') as scope,
    if(position % 6 = 0, ['经济建设', '社会建设', '文化建设'][1 + position % 3], null) as breakdown,
    if(position % 8 = 0, '品牌' || hash(document_id) % 500, null) as programme, name_zh as subject,
    '57余件' as quantity, position * 10 as span_start, position * 10 + 4 as span_end,
    position * 100 % 2000 + 60 as text_start, position * 100 % 2000 + 64 as text_end, []::varchar[] as doubts
from generated, range(25) as positions (position)
inner join numbered on numbered.number = 1 + hash(document_id, position, 'code') % 80;
"""
REST = """
insert into indicator.numerals by name
select document_id, n as span_start, n + 1 as span_end, '1' as text, 'date' as reason
from generated, range(10) as numbers (n);
insert into segmented.keywords by name
select document_id, '词' || (hash(document_id, n) % 20000) as term, 3 as occurrences, 800 as terms, 0.01 * n as weight
from generated, range(100) as numbers (n)
qualify row_number() over (partition by document_id, term) = 1;
"""


def generate(path: Path, observations: int) -> None:
    """Fill a build file with about so many observations."""
    with duckdb.connect(str(path), config={"storage_compatibility_version": "v1.5.0"}) as connection:
        create(connection)
        insert(connection, "indicator.catalogue", catalogue())
        for statement in (DOCUMENTS, SENTENCES, OBSERVATIONS, REST):
            connection.execute(statement.replace("$documents", str(observations // 25)))


def measure(path: Path) -> tuple[float, float, float]:
    """Run `dbt build` and return its seconds, seconds of processor time and peak memory in GB."""
    begin = time.perf_counter()
    process = psutil.Popen(command(path, "build"), env=environment(path), stdout=sys.stderr)
    peak, used = 0, 0.0
    while process.poll() is None:
        with contextlib.suppress(psutil.NoSuchProcess):
            peak = max(peak, process.memory_info().rss)
            used = sum(process.cpu_times()[:2])
        time.sleep(0.1)
    if process.returncode:
        raise SystemExit("dbt build failed")
    return time.perf_counter() - begin, used, peak / 1e9


if __name__ == "__main__":
    for size in map(float, sys.argv[1:] or ("0.2", "1", "2")):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "build.duckdb"
            generate(file, int(size * 1_000_000))
            seconds, used, memory = measure(file)
            size_gb = file.stat().st_size / 1e9
            figures = f"{seconds:.0f} s, {used:.0f} s of processor, {memory:.1f} GB memory, {size_gb:.1f} GB file"
            print(f"{size} million observations: {figures}", flush=True)
