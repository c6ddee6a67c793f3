"""Normalization through its public door, on texts written for the purpose."""

import random
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from opencc import OpenCC
from pypinyin import Style, pinyin

from etl.core.model import CharacterClass, Normalized, RawText
from etl.core.normalize.normalize import normalize

CLEAN = [
    "一年来，市政协围绕中心、服务大局，组织委员开展专题调研12次，形成调研报告9篇。",
    "全年共收到提案405件，经审查立案368件，办复率100%。",
    "“有事好商量”平台建成协商议事室36个，开展协商活动218场次，参与群众5300余人次。",
    "区政协主席会议听取重点提案办理情况，督办重点提案10件。",
    "报送社情民意信息187篇，被省政协采用26篇，获市领导批示14件。",
]


def text_of(raw: str, format: str = "text") -> Normalized:  # noqa: A002 - the name of the field
    return normalize(RawText(raw, "utf-8", format))


def check(raw: str, document: Normalized) -> None:
    """What holds for every document: one class for each raw character, and the map leads to what was kept."""
    runs = document.classes
    assert [run[0] for run in runs] == [0, *(run[1] for run in runs)][: len(runs)]
    assert (runs[-1][1] if runs else 0) == len(raw)
    assert all(start < end for start, end, _ in runs)
    classes = [one for start, end, one in runs for _ in range(start, end)]
    assert document.offsets.length == len(document.text)
    reached = set()
    before = 0
    for at, character in enumerate(document.text):
        start, end = document.offsets.character(at)
        assert 0 <= start <= end <= len(raw)
        assert before <= start
        before = start
        from_markup = character in "\n\t " and CharacterClass.MARKUP in classes[start:end]
        if not from_markup:
            reached.update(range(start, end))
    visible = {CharacterClass.KEPT, CharacterClass.MENDED, CharacterClass.DAMAGE}
    for at, one in enumerate(classes):
        if raw[at].isspace():
            continue
        assert (one is CharacterClass.KEPT) <= (at in reached), (at, raw[at], one)
        assert (at in reached) <= (one in visible), (at, raw[at], one)


NOISE = [
    "\u200b",
    "\ufeff",
    "\x07",
    "\ue5e5",
    "\r\n",
    "　",
    " ",
    "\n\n",
    "&nbsp;",
    "rdquo;",
    "&amp;ldquo;",
    "，，",
    ",,",
]
PIECES = [*CLEAN, *NOISE, "(xié)", "協(xié)商", "（GDP）", "(2023—2025年)", "１２件", "委 员", "5 7 8", "1 058件", "\t"]
PIECES += [
    "市政協第三次主席會議",
    "�",
    "家?guī)?",
    "來源:某報 2023-05-06",
    "上一篇：无",
    "<b>",
    "&",
    ";",
    "#38;",
    "\f",
    "12",
    "。",
]
MIXTURES = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


@pytest.mark.slow
@given(MIXTURES)
@settings(max_examples=100, deadline=None)
def test_every_raw_character_has_one_class_and_the_map_leads_home(raw: str):
    check(raw, text_of(raw))


@given(st.lists(st.sampled_from([*PIECES, *["家?guī)?是", "鏌?煡", "寤鸿"] * 5]), max_size=8).map("".join))
@settings(max_examples=25, deadline=None)
def test_the_same_holds_for_damaged_text(raw: str):
    check(raw, text_of(raw))


TAGS = ["<p>", "</p>", "<div class='foot'>", "</div>", "<td>", "<tr>", "</table>", "<table>", "<br/>", "<!-- x -->"]
TAGS += [
    "<script>1</script>",
    "<a href='x'>",
    "</a>",
    "<ruby>協<rt>xié</rt></ruby>",
    "<b>",
    "<div style='display:none'>",
]


@pytest.mark.slow
@given(st.lists(st.sampled_from(PIECES + TAGS * 2), max_size=30).map("".join))
@settings(max_examples=100, deadline=None)
def test_the_same_holds_for_pages(raw: str):
    check(raw, text_of(raw, "html"))


@given(st.text(max_size=200))
@example("0 \x1b\t0")
@settings(max_examples=100, deadline=None)
def test_the_same_holds_for_any_text(raw: str):
    check(raw, text_of(raw))
    check(raw, text_of(raw, "html"))


@pytest.mark.slow
@given(MIXTURES)
@example("市政协组织委员开展专题调研12次。\n\n\t(xié)\t<b><b>")
@settings(max_examples=100, deadline=None)
def test_normalizing_a_normalized_body_changes_nothing(raw: str):
    body = text_of(raw).text
    assert text_of(body).text == body


@st.composite
def rendered(draw: st.DrawFn) -> tuple[str, str, list[tuple[int, int]]]:
    """A clean body, a raw text made of it, and the raw span of each clean character."""
    chance = random.Random(draw(st.integers(0, 10**6)))
    body = "\n".join(draw(st.lists(st.sampled_from(CLEAN), min_size=1, max_size=4)))
    shown = OpenCC("s2t").convert(body) if draw(st.booleans()) else body
    assert len(shown) == len(body)
    annotate, widen, noisy, ends = (draw(st.booleans()) for _ in range(4))
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    size = 0
    for at, character in enumerate(shown):
        piece = character
        if widen and character.isascii() and character.isalnum():
            piece = chr(ord(character) + 0xFEE0)
        if character == "\n" and ends:
            piece = chance.choice(["\r\n", "  \n", "\n　　", "\n\n"])
        if character in "“”" and noisy:
            piece = chance.choice([character, "&ldquo;" if character == "“" else "&rdquo;"])
        spans.append((size, size + len(piece)))
        after = ""
        if annotate and "一" <= character <= "鿿" and chance.random() < 0.3:
            after = f"({_reading(body[at])})"
        elif noisy and character != "\n" and chance.random() < 0.1:
            after = chance.choice(["\u200b", "\x02", "\ue000"])
        pieces += [piece, after]
        size += len(piece) + len(after)
    return body, "".join(pieces), spans


def _reading(character: str) -> str:
    return str(pinyin(character, style=Style.TONE)[0][0])


@pytest.mark.slow
@given(rendered())
@settings(max_examples=60, deadline=None)
def test_a_rendered_document_gives_its_clean_body_back(case: tuple[str, str, list[tuple[int, int]]]):
    body, raw, spans = case
    document = text_of(raw)
    assert document.text == body
    for at, character in enumerate(body):
        if character != "\n":
            assert document.offsets.character(at) == spans[at]


@pytest.mark.parametrize(
    ("raw", "body"),
    [
        ("立案&nbsp;57件，&ldquo;商量&rdquo;", "立案 57件，“商量”"),
        ("ldquo;商量rdquo;平台，mdash;mdash;启动", "“商量”平台，——启动"),
        ("共２０２３次，占９７．４％，ＧＤＰ", "共2023次，占97.4%，GDP"),
        ("委 员提案5件", "委员提案5件"),
        ("工 作 报 告\n各位委员：", "工作报告\n各位委员："),
        ("全年收到提案1 058 件，立案 57 件", "全年收到提案1058件，立案 57件"),
        ("捐款87. 6万元", "捐款87.6万元"),
        ("2 0 2 3年", "2023年"),
        ("调研12次,,形成报告。。", "调研12次,形成报告。"),
        ("委员,、群众，，立案57件,。其中:集体", "委员、群众，立案57件。其中:集体"),
        ("　　一年来，\r\n\r\n　　委员们\u200b学习。  ", "一年来，\n委员们学习。"),
        ("指标\t数值\t\n立案 \t5件\n", "指标\t数值\n立案\t5件"),
        ("⼀年来，委员⼯作", "一年来，委员工作"),  # radicals in place of characters, as PDF files have them
    ],
)
def test_noise_goes(raw: str, body: str):
    document = text_of(raw)
    assert document.text == body
    check(raw, document)


@pytest.mark.parametrize(
    "raw",
    [
        "张 明 李 华东",
        "聚焦全会 议程安排",
        "名称 2023 2024\n提案 100 200\n立案 90 180",
        "一是协商，二是监督；GDP 增长",
        "他说:政协很重要,委员很认真;大家都好。",
        "电话 010 8800 1234",
        "省略……与破折——号",
    ],
)
def test_what_may_mean_something_stays(raw: str):
    assert text_of(raw).text == raw


def test_wrapped_lines_are_joined_only_where_a_layout_broke_them():
    raw = (
        "　　一年来，市政协围绕中心、服务大局，组织委员开展专题调研12次，形成调研\n报告9篇，提出意见建议53条，得到"
        "市委、市政府主要领导批示6件，为全市经济社\n会高质量发展作出了积极贡献。各专门委员会坚持双向发力，组织委员学习\n"
        "座谈，举办委员培训班三期，培训委员260人次，常委会听取和审议了提案工作\n情况的报告，通过了有关决定，同意了人事"
        "事项，全年收到提案四百零五件，经\n审查立案368件。\n　　二、提案工作\n　　委员提案有新进展。"
    )
    document = text_of(raw)
    assert document.text.split("\n")[0].endswith("经审查立案368件。")
    assert document.text.split("\n")[1:] == ["二、提案工作", "委员提案有新进展。"]
    check(raw, document)


def test_page_numbers_between_pages_do_not_cut_a_sentence():
    line = "全年共收到提案四百零五件，经审查立案三百六十八件，并案十四件，转为社情民"
    raw = "\n".join([line] * 6) + "\n- 12 -\f" + "意信息二十三件，办复率百分之百。\n- 13 -"
    document = text_of(raw, "pdf")
    assert document.text == line * 6 + "意信息二十三件，办复率百分之百。"
    assert [raw[span.start : span.end].strip() for span in document.furniture] == ["- 12 -", "- 13 -"]
    check(raw, document)


def test_a_page_gives_its_visible_text_with_tables_as_rows():
    raw = (
        "<html><head><title>某县政协</title><style>p{}</style></head><body><h2>某县政协2021年工作</h2>"
        "<div><p>立案<b>57</b>件，办<br>结50件。</p><!-- 5件 --><script>var a='9件'</script>"
        "<p>换行\n   不断开，ABC\n  DEF</p>"
        "<table><tr><td><p>指标</p></td><td>数值</td></tr>\n<tr><td>提案</td><td></td><td>31件</td></tr></table></div>"
        "</body></html>"
    )
    document = text_of(raw, "html")
    assert document.text.split("\n") == [
        "某县政协2021年工作",
        "立案57件，办",
        "结50件。",
        "换行不断开，ABC DEF",
        "指标\t数值",
        "提案\t\t31件",
    ]
    start = document.text.index("57件")
    assert raw[slice(*document.offsets.span(start, start + 3))] == "57</b>件"
    check(raw, document)


def test_readings_of_ruby_are_annotations():
    document = text_of("<p>政<ruby>協<rp>(</rp><rt>xié</rt><rp>)</rp></ruby>委員5名</p>", "html")
    assert document.text == "政协委员5名"
    assert document.annotations > 0
    assert CharacterClass.ANNOTATION in {one for _, _, one in document.classes}


def test_a_layout_table_is_no_row_of_data():
    long = "全年共收到提案四百零五件，经审查立案三百六十八件。" * 10
    raw = f"<table><tr><td>协商议政<br>民主监督</td><td><p>{long}</p></td></tr></table>"
    assert text_of(raw, "html").text.split("\n")[-3:] == ["协商议政", "民主监督", long]


def test_a_page_hidden_until_a_script_shows_it_is_read():
    long = "全年共收到提案四百零五件。" * 10
    assert long in text_of(f"<div style='display: none'>{long}</div><p>首页</p>", "html").text


def test_the_title_is_in_the_documents_own_script_without_annotations():
    raw = "市政協(xié)召開(kāi)常委會議&ldquo;２０２３&rdquo;\n2023-05-06 "
    raw += "來源：本站\n5月6日，十屆三次常委會會議舉行。會議審議報告5項，"
    raw += "聽取提案工作情況，今年以來立案提案57件，辦結50件，委員們圍繞報告作了發言。\n"
    document = text_of(raw)
    assert document.facts.title == "市政協召開常委會議“２０２３”"
    assert [raw[start:end] for start, end in document.facts.headline] == [raw.split("\n")[0]]
    assert [document.text[start:end] for start, end in document.headline] == ["市政协召开常委会议“2023”"]
    assert document.script == "traditional"
    assert document.annotations == 2


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["(", "?xié)", "政协委员提案", "协(xié)", "委 ", "1 ", "&amp;", "\r\n", "　", "會。"])
def test_time_is_linear_for_hostile_text(piece: str):
    def seconds(size: int) -> float:
        raw = RawText(piece * (size // len(piece.encode())), "utf-8", "text")
        started = time.process_time()
        normalize(raw)
        return time.process_time() - started

    seconds(10_000)
    small, large = seconds(300_000), seconds(3_000_000)
    assert large < 25 * max(small, 0.1)
