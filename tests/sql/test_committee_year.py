"""committee_year: which value stands for a year, and how it says so."""

import pytest
from dbt_build import Query

CASES = {
    "proposals_filed": (186, "only", "said twice is said once; parts and copies do not count"),
    "suggestions": (520, "total", "the highest is said to be the total"),
    "meetings_held": (None, "several", "a word for the total before a list totals none of it"),
    "opinions_reported": (212, "exact", "exact news over an approximate report"),
    "opinions_collected": (80, "report", "a report over news"),
    "consultations_total": (6, "later", "later news over earlier"),
    "duty_activities": (None, "several", "nothing tells two pieces of news of one day apart"),
    "outreach_talks": (8, "certain", "a certain figure over a doubtful one"),
    "inspections": (20, "agreed", "two documents agree; what lower committees did with it is another scope"),
    "training_courses": (9, "only", "what happened in the year over a running total"),
}


@pytest.mark.parametrize(("indicator", "value", "choice"), [(name, *case[:2]) for name, case in CASES.items()])
def test_choice(query: Query, indicator: str, value: float | None, choice: str) -> None:
    rows = query(
        "select value, choice from committee_year "
        f"where committee = '白石市政协' and year = 2023 and indicator = '{indicator}'"
    )
    assert rows == [{"value": value, "choice": choice}]


def test_several_statements_show_number_range_and_sentences(query: Query) -> None:
    (row,) = query("select * from committee_year where committee = '青河市政协' and indicator = 'suggestions'")
    assert (row["value"], row["choice"], row["statements"]) == (None, "several", 2)
    assert (row["lowest"], row["highest"]) == (53, 142)
    assert row["sentence"] == "围绕园区建设提出意见建议53条。\n就养老服务提出意见建议142余条。"
    assert len(row["observation_ids"]) == 2


def test_sources_are_counted(query: Query) -> None:
    (row,) = query("select * from committee_year where committee = '白石市政协' and indicator = 'inspections'")
    assert (row["sources"], row["documents"]) == (2, 2)
    (row,) = query("select * from committee_year where committee = '白石市政协' and indicator = 'opinions_collected'")
    assert (row["sources"], row["documents"], row["lowest"], row["highest"]) == (1, 2, 80, 95)


def test_plans_impossible_rates_and_foreign_documents_stay_out(query: Query) -> None:
    assert query("select * from committee_year where year = 2024") == []
    assert query("select * from committee_year where indicator = 'proposal_satisfaction_rate'") == []
    assert query("select * from committee_year where indicator = 'other'") == []
