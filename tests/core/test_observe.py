"""Observations: how figures are read in their sentences, through the one door of the core."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.core.extract import extract
from etl.core.model import Observation, RawText

HEAD = (
    "中国人民政治协商会议衢州市委员会常务委员会工作报告\n（2024年1月15日）\n各位委员：\n"
    "　　我代表政协衢州市委员会常务委员会，向大会报告工作，请予审议。\n一、2023年工作回顾\n　　"
)


def read(text: str) -> list[Observation]:
    """Return the observations of `text` as the body of a city committee's report on 2023."""
    raw = HEAD + text + "\n"
    return [
        one for one in extract(RawText(raw, "utf-8", "text"), "report.txt").observations if one.raw.start >= len(HEAD)
    ]


def codes(text: str) -> list[tuple[str, str]]:
    return [(one.text, one.indicator) for one in read(text)]


def test_one_modifier_covers_a_list() -> None:
    assert codes("遴选党派团体提案12件、调研报告9篇、社情民意信息33条。") == [
        ("12件", "proposals_collective"),
        ("9篇", "party_reports"),
        ("33条", "opinions_from_parties"),
    ]


def test_several_rates_share_one_figure() -> None:
    assert codes("提案办复率、面商率均达100%。") == [
        ("100%", "proposal_reply_rate"),
        ("100%", "proposal_visit_rate"),
    ]


def test_figures_are_shared_out_in_order() -> None:
    assert codes("专题协商会、界别协商会分别召开14次和17次。") == [
        ("14次", "consultations_special"),
        ("17次", "consultations_sector"),
    ]


def test_the_end_of_a_chain_completes_the_filed_proposals() -> None:
    chain = codes("委员提交提案312件，经审查立案288件，并案7件，全部办复。")
    assert chain == [
        ("312件", "proposals_submitted"),
        ("288件", "proposals_filed"),
        ("288件", "proposals_completed"),
        ("7件", "proposals_merged"),
    ]
    apart = codes("委员提交提案312件，经审查立案288件。全部办复。")
    assert ("288件", "proposals_completed") not in apart


def test_parts_and_shares_take_code_and_class_of_their_total() -> None:
    found = read("立案提案200件，其中经济建设方面80件，占40%；文化建设方面20件，占10%。")
    assert [(one.indicator, one.breakdown, one.unit) for one in found] == [
        ("proposals_filed", None, "件"),
        ("proposals_filed", "经济建设", "件"),
        ("proposals_filed", "经济建设", "%"),
        ("proposals_filed", "文化建设", "件"),
        ("proposals_filed", "文化建设", "%"),
    ]


def test_levels_are_parts_with_a_scope_of_their_own() -> None:
    found = read("全市建成委员工作室60个，其中市级8个、县级52个。")
    assert [(one.breakdown, one.scope) for one in found] == [
        (None, "system"),
        ("市级", "own"),
        ("县级", "subordinate"),
    ]


def test_among_them_refers_back() -> None:
    assert codes("收集社情民意信息210条，其中35条被省政协采用。")[1] == ("35条", "opinions_instructed")


def test_a_growth_counts_nothing_of_its_own() -> None:
    assert codes("提交提案210件，比上年增加17件，增长8.8%。") == [
        ("210件", "proposals_submitted"),
        ("17件", "other"),
        ("8.8%", "other"),
    ]


@pytest.mark.parametrize(
    ("text", "status", "period"),
    [
        ("全年召开专题协商会6次。", "actual", 2023),
        ("2022年召开专题协商会6次。", "actual", 2022),
        ("新的一年，我们将召开专题协商会6次。", "planned", 2024),
        ("力争全年召开专题协商会6次。", "planned", 2023),
        ("完成2023年度协商计划6项。", "actual", 2023),
        ("提案委员会将全年立案的288件提案作为遴选范围。", "actual", 2023),
        ("《力争五年建成文化强市》一文获评优秀信息6篇。", "actual", 2023),
    ],
)
def test_words_tell_plans_from_results(text: str, status: str, period: int) -> None:
    (found,) = read(text)
    assert (found.status, found.period) == (status, period)


def test_a_heading_turns_what_follows_into_plans() -> None:
    found = read("召开协商会6次。\n二、2024年工作安排\n　　召开协商会8次，举办讲座4期。")
    assert [(one.status, one.period) for one in found] == [("actual", 2023), ("planned", 2024), ("planned", 2024)]


@pytest.mark.parametrize(
    ("text", "basis"),
    [("截至2023年底，累计接待群众500人次。", "cumulative"), ("全年接待群众500人次。", "period")],
)
def test_running_totals_are_told_from_yearly_ones(text: str, basis: str) -> None:
    assert read(text)[0].basis == basis


def test_what_an_agency_did_is_external() -> None:
    (found,) = read("提案办理后，市交通局新增停车泊位300个。")
    assert (found.indicator, found.scope) == ("other", "external")


def test_a_quoted_demand_is_nobodys_work_yet() -> None:
    (found,) = read("围绕“改造老旧小区，完成加装电梯120部”开展协商。")
    assert (found.indicator, found.status, found.scope) == ("other", "planned", "external")


def test_a_chronicle_goes_on_in_the_year_that_it_named_last() -> None:
    meetings = [(1981 + number, 41 + number) for number in range(6)]
    lines = [f"{year}年3月，县政协召开全体会议。\n会议期间收到提案{filed}件。" for year, filed in meetings]
    opening = "县政协的全体会议由全体委员参加，以下按时间先后记述各次会议的情况和会上收到的提案，供后人查考。"
    raw = RawText("\n".join(["县政协历次会议", opening, *lines, ""]), "utf-8", "text")
    assert [(one.period, one.value) for one in extract(raw, "gazetteer.txt").observations] == meetings


def test_the_congress_is_another_body() -> None:
    found = read("一年来，市人大常委会制定地方性法规12件，听取专项报告26项；市政协召开专题协商会9次。")
    assert [(one.indicator, one.scope) for one in found] == [
        ("other", "external"),
        ("other", "external"),
        ("consultations_special", "own"),
    ]


@pytest.mark.parametrize(
    ("text", "indicator", "parts"),
    [
        (  # the parts of key proposals are key
            "全年遴选重点提案31件。其中，集体提案16件，委员提案15件。",
            "proposals_key",
            [None, "集体提案", "委员提案"],
        ),
        (  # named topics are parts where their share follows
            "审查立案100件，教育与健康的提案20件，占比20%；城乡建设与基础设施的提案30件，占比30%。",
            "proposals_filed",
            [None, "教育与健康", "教育与健康", "城乡建设与基础设施", "城乡建设与基础设施"],
        ),
    ],
)
def test_parts_have_the_code_of_their_total(text: str, indicator: str, parts: list[str | None]) -> None:
    assert [(one.indicator, one.breakdown) for one in read(text)] == [(indicator, part) for part in parts]


def test_of_whom_members_are() -> None:
    found = read("新一届政协委员共有320名，其中中共党员128名，占40%；妇女96名，占30%。")
    assert [(one.indicator, one.breakdown, one.value) for one in found] == [
        ("members_total", None, 320),
        ("members_total", "中共党员", 128),
        ("members_total", "中共党员", 40),
        ("members_total", "妇女", 96),
        ("members_total", "妇女", 30),
    ]


def test_a_name_in_quotation_marks_is_passed_over() -> None:
    assert codes("市政协组建12个“我为乡村添光彩”活动小组。") == [("12个", "organs")]


@pytest.mark.parametrize("handler", ["由市住建局承办", "市住建局承办的"])
def test_who_handles_proposals_is_a_part(handler: str) -> None:
    filed = [one for one in read(f"全年立案提案200件，其中{handler}34件。") if one.value == 34]
    assert [(one.indicator, one.breakdown) for one in filed] == [("proposals_filed", "市住建局")]


def test_a_row_of_a_lower_committee_is_its_part_though_no_rule_knows_the_column() -> None:
    found = read("三、信息工作\n单位\t报送（篇）\t得分（分）\n江山市政协\t48\t96\n龙游县政协\t31\t62")
    assert [(one.value, one.indicator, one.breakdown, one.scope) for one in found] == [
        (48, "opinions_reported", "江山市政协", "subordinate"),
        (96, "other", "江山市政协", "subordinate"),
        (31, "opinions_reported", "龙游县政协", "subordinate"),
        (62, "other", "龙游县政协", "subordinate"),
    ]


def test_the_named_platform_goes_with_its_figures() -> None:
    assert [one.programme for one in read("打造“湖畔议事”平台，开展活动21场；召开常委会会议5次。")] == [
        "湖畔议事",
        None,
    ]


def test_the_label_of_a_row_is_what_its_figure_counts() -> None:
    assert codes("党组会议\t12次\n调研报告（篇）\t31") == [("12次", "meetings_held"), ("31", "research_reports")]


def test_a_page_of_another_body_gets_no_code() -> None:
    text = "中级人民法院工作报告\n2022年，全市法院受理案件18200件，审结17000件，办理政协提案14件，办复率100%。\n"
    found = extract(RawText(text, "utf-8", "text"), "court.txt").observations
    assert {one.indicator for one in found} == {"other"}


CLAUSES = st.sampled_from(
    ["立案提案83件", "其中集体提案12件", "占14.5%", "邀请委员30余人次", "征集信息90条", "报送省政协20条", "全部办复",
     "力争明年突破100件", "“议事厅”接待群众2000人次", "比上年增长5%", "第三次会议", "《三年行动计划》"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CLAUSES, st.sampled_from("，；。、")), min_size=1, max_size=12))
def test_every_figure_is_accounted_for_and_leads_back(parts: list[tuple[str, str]]) -> None:
    raw = HEAD + "".join(clause + mark for clause, mark in parts) + "\n"
    extraction = extract(RawText(raw, "utf-8", "text"), "report.txt")
    again = extract(RawText(raw, "utf-8", "text"), "report.txt")
    assert extraction.observations == again.observations
    assert all(raw[one.raw.start : one.raw.end] == one.text for one in extraction.observations)
    assert all(raw[one.raw.start : one.raw.end] == one.text for one in extraction.numerals)
    spoken = {one.raw for one in extraction.observations}
    assert not spoken & {one.raw for one in extraction.numerals}


def test_time_grows_with_the_length_alone() -> None:
    def seconds(times: int) -> float:
        raw = RawText(HEAD + "立案提案83件、征集信息90条，其中12条被采用，" * times + "\n", "utf-8", "text")
        taken = []
        for _ in range(3):  # the best of three: a busy machine adds, it never takes away
            start = time.process_time()
            extract(raw, "report.txt")
            taken.append(time.process_time() - start)
        return min(taken)

    seconds(20)  # the rules are loaded once
    assert seconds(200) < 8 * max(seconds(50), 0.05)
