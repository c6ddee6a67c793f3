"""The star: committees, programmes, documents and figures."""

from dbt_build import Query


def test_committees_have_full_names_and_parents(query: Query) -> None:
    rows = query("select name, full_name, parent_id from dim_committee order by committee_id")
    assert rows == [
        {"name": "全国政协", "full_name": "中国人民政治协商会议全国委员会", "parent_id": None},
        {"name": "山东省政协", "full_name": "中国人民政治协商会议山东省委员会", "parent_id": "100000"},
        {"name": "白石市政协", "full_name": "中国人民政治协商会议白石市委员会", "parent_id": "370000"},
        {"name": "青河市政协", "full_name": "中国人民政治协商会议青河市委员会", "parent_id": "370000"},
        {"name": "临川区政协", "full_name": "中国人民政治协商会议青河市临川区委员会", "parent_id": "370900"},
    ]


def test_the_source_leads_to_the_document(query: Query) -> None:
    rows = query("select source_path, source from dim_document where url is not null order by source_path")
    assert rows == [
        {"source_path": "national.txt", "source": "national.txt"},
        {"source_path": "shandong.txt", "source": "http://www.example.cn/2024/report.html"},
    ]


def test_spellings_of_a_programme_are_one(query: Query) -> None:
    rows = query("select name, variants, committees, first_year, last_year, observations from dim_programme")
    assert rows == [
        {
            "name": "码上·商量",
            "variants": ["码上·商量", "码上商量", "码上商量平台"],
            "committees": ["青河市政协"],
            "first_year": 2023,
            "last_year": 2023,
            "observations": 3,
        }
    ]


def test_only_documents_of_the_inbox_are_there(query: Query) -> None:
    there = {row["source"] for row in query("select source from dim_document")}
    assert {"qinghe-2023-report.txt", "copy-of-baishi.txt", "recipe.txt"} <= there
    assert not {"gone.txt", "sample.txt"} & there
    assert query("select distinct value from fct_observation where value in (77, 78)") == []


def test_a_copy_is_kept_but_not_counted(query: Query) -> None:
    rows = query("select counted from fct_observation where value = 999")
    assert rows == [{"counted": False}]


def test_documents_tell_their_quality(query: Query) -> None:
    (row,) = query("select * from dim_document where source = 'baishi-2023-report.txt'")
    assert row["observations"] == 19
    assert row["numerals"] == row["observations"] + 2
    assert row["unexplained_share"] == 1 / row["numerals"]


def test_figures_carry_their_evidence(query: Query) -> None:
    (row,) = query("select * from fct_observation where value = 212")
    assert row["sentence"] == "报送社情民意信息212条。"
    assert row["source"] == "baishi-2023-news.txt"
    assert (row["lowest"], row["highest"]) == (212, 212)
    (row,) = query("select * from fct_observation where quantity = '200余条'")
    assert (row["lowest"], row["highest"]) == (200, 300)
