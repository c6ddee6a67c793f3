"""The other marts, each by the question it answers."""

import pytest
from dbt_build import Query


def test_proposal_funnel_sets_given_beside_computed_rates(query: Query) -> None:
    (row,) = query("select * from proposal_funnel where committee = '青河市政协' and year = 2023")
    assert (row["submitted"], row["filed"], row["completed"], row["resolved"]) == (260, 213, 210, 150)
    assert row["filing_rate_computed"] == pytest.approx(81.92, abs=0.01)
    assert row["disagreeing"] == ["reply_rate"]  # 210 of 213 is not 100%
    assert row["rates_agree"] is False
    assert any(line.startswith("213件: 全年共提交提案260件") for line in row["evidence"])


def test_proposal_funnel_keeps_a_year_and_a_term_apart(query: Query) -> None:
    rows = query(
        "select year, basis, submitted, filed, resolved, filing_rate_computed, approximate from proposal_funnel "
        "where committee = '山东省政协' order by year, basis"
    )
    assert [tuple(row.values()) for row in rows] == [
        (2021, "cumulative", 4000, 3600, None, 90, []),
        (2021, "period", None, 700, None, None, ["proposals_filed"]),
        (2023, "period", None, 800, 600, None, []),  # what became of the year's proposals is said up to a day
    ]


def test_proposal_funnel_computes_no_impossible_rate(query: Query) -> None:
    (row,) = query("select * from proposal_funnel where committee = '青河市政协' and year = 2022")
    assert (row["submitted"], row["filed"], row["filing_rate_computed"]) == (200, 2100, None)


def test_outcomes_of_plans(query: Query) -> None:
    rows = query("select indicator, actual, outcome from plan_vs_actual where committee = '白石市政协'")
    assert {row["indicator"]: (row["actual"], row["outcome"]) for row in rows} == {
        "training_courses": (2, "not yet"),  # said in July
        "outreach_talks": (28, "reached"),  # 30 or so
        "reading_activities": (10, "unclear"),  # more than ten, at most twelve
        "workstations": (40, "other basis"),
        "research_reports": (6, "missed"),
        "study_sessions": (None, "not reported"),  # what the document of the plan reports came before it
    }


def test_plan_vs_actual(query: Query) -> None:
    rows = query(
        "select year, indicator, planned, actual, percent_done, outcome from plan_vs_actual "
        "where committee = '青河市政协' order by all"
    )
    assert rows == [
        {
            "year": 2023,
            "indicator": "inspections",
            "planned": 12,
            "actual": 12,
            "percent_done": 100,
            "outcome": "reached",
        },
        {
            "year": 2023,
            "indicator": "research_activities",
            "planned": 8,
            "actual": None,
            "percent_done": None,
            "outcome": "not reported",
        },
        {
            "year": 2024,
            "indicator": "inspections",
            "planned": 15,
            "actual": None,
            "percent_done": None,
            "outcome": "not reported",
        },
    ]


def test_year_over_year_marks_outliers(query: Query) -> None:
    rows = query("select indicator, change, change_percent, outlier from year_over_year order by indicator")
    assert rows == [
        {"indicator": "inspections", "change": 2, "change_percent": pytest.approx(20), "outlier": False},
        {
            "indicator": "proposals_filed",
            "change": -1887,
            "change_percent": pytest.approx(-89.857, abs=0.001),
            "outlier": True,
        },
        {"indicator": "proposals_submitted", "change": 60, "change_percent": pytest.approx(30), "outlier": False},
    ]


def test_breakdowns_mark_parts_above_the_whole_and_odd_shares(query: Query) -> None:
    rows = query(
        "select breakdown, part, whole, share_computed, parts_exceed_whole, shares_off from breakdowns order by part"
    )
    assert rows == [
        {
            "breakdown": "农业",
            "part": 30,
            "whole": None,
            "share_computed": None,
            "parts_exceed_whole": False,
            "shares_off": True,
        },
        {
            "breakdown": "工业",
            "part": 40,
            "whole": None,
            "share_computed": None,
            "parts_exceed_whole": False,
            "shares_off": True,
        },
        {
            "breakdown": "社会建设",
            "part": 90,
            "whole": 186,
            "share_computed": pytest.approx(48.387, abs=0.001),
            "parts_exceed_whole": True,
            "shares_off": False,
        },
        {
            "breakdown": "经济建设",
            "part": 100,
            "whole": 186,
            "share_computed": pytest.approx(53.763, abs=0.001),
            "parts_exceed_whole": True,
            "shares_off": False,
        },
    ]


def test_programme_year_tells_activities_reach_and_problems(query: Query) -> None:
    rows = query("select theme, indicator, value, unit, basis from programme_year order by theme")
    assert rows == [
        {"theme": "activities", "indicator": "consultations_micro", "value": 39, "unit": "场", "basis": "period"},
        {"theme": "problems solved", "indicator": "problems_solved", "value": 21, "unit": "个", "basis": "period"},
        {"theme": "reach", "indicator": "audience_reach", "value": 100000, "unit": "次", "basis": "cumulative"},
    ]


def test_coverage_shows_what_is_missing(query: Query) -> None:
    rows = query("select family, reported from coverage where committee = '临川区政协' and year = 2023")
    assert [row["family"] for row in rows if row["reported"]] == ["research"]
    assert "proposals" in [row["family"] for row in rows if not row["reported"]]
    assert len(rows) == len({row["family"] for row in rows}) >= 12
    assert query("select distinct year from coverage where committee = '全国政协'") == [{"year": 2023}]


def test_rankings_count_whom_they_compare(query: Query) -> None:
    rows = query(
        "select committee, rank_in_level, compared_in_level, ties_in_level, rank_in_province, compared_in_province "
        "from rankings where indicator = 'inspections' and year = 2023 and level = 'prefecture' order by all"
    )
    assert [tuple(row.values()) for row in rows] == [("白石市政协", 1, 2, 1, 1, 2), ("青河市政协", 2, 2, 1, 2, 2)]


def test_scorecard_comes_with_coverage_and_range(query: Query) -> None:
    rows = query("select * from scorecard where year = 2023 and level = 'prefecture' order by rank")
    assert [(row["committee"], row["rank"], row["compared"]) for row in rows] == [
        ("青河市政协", 1, 2),
        ("白石市政协", 2, 2),
    ]
    for row in rows:
        assert 0 < row["coverage"] < 1
        assert row["rank_best"] <= row["rank"] <= row["rank_worst"]
        assert "opinions" in row["families_missing"]
    families = query(
        "select family, percentile, compared_most from scorecard_family where committee = '白石市政协' and year = 2023"
    )  # without the running totals of visits, which both report
    assert {row["family"]: row["percentile"] for row in families if row["percentile"] is not None} == {
        "proposals": 0,
        "research": 100,
    }


def test_a_lone_committee_has_no_rank(query: Query) -> None:
    (row,) = query("select rank, composite, coverage, compared from scorecard where committee = '临川区政协'")
    assert row == {"rank": None, "composite": None, "coverage": 0, "compared": 0}


def test_conflicts_show_both_sentences(query: Query) -> None:
    rows = query("select indicator, one_sentence, another_sentence, across_documents from conflicts")
    found = {frozenset((row["one_sentence"], row["another_sentence"])) for row in rows}
    assert frozenset(("调研报告15篇。", "调研报告17篇。")) in found
    assert frozenset(("界别活动3场。", "界别活动4场。")) in found
    # 200余 and 212 can both be true; so can two counts of suggestions in one report
    assert {row["indicator"] for row in rows} & {"opinions_reported", "suggestions"} == set()


def test_keywords_and_their_trend(query: Query) -> None:
    rows = query("select rank, term, occurrences, weight, trend from keywords where year = 2023 order by rank")
    assert rows == [
        {"rank": 1, "term": "协商", "occurrences": 12, "weight": pytest.approx(12 / 20 * 6), "trend": "rising"},
        {"rank": 2, "term": "养老", "occurrences": 6, "weight": pytest.approx(6 / 20 * 8), "trend": "new"},
        {"rank": 3, "term": "园区", "occurrences": 2, "weight": pytest.approx(2 / 20 * 7), "trend": "new"},
    ]
