"""Tables that a page's text shows with bars are read as every other table; a bar between words is left alone."""

from etl.core.extract import Extraction, extract
from etl.core.model import RawText

HEAD = "定远县政协2023年履职情况统计表\n"
ROWS = (
    HEAD
    + "| 单位名称 | 提案(件) | 社情民意(篇) |\n| --- | --- | --- |\n| 民建支部 | 12 | 33 |\n| 第一活动组 | 5 | 8 |\n"
)
CELLS = (
    HEAD + "单位名称 |\n提案(件) |\n社情民意(篇) |\n民建支部 |\n12 |\n33 |\n第一活动组 |\n5 |\n|\n合计 |\n17 |\n33 |\n"
)


def read(text: str) -> Extraction:
    return extract(RawText(text, "utf-8", "text"), "table.txt")


def figures(text: str) -> list[tuple[str, str, str | None]]:
    return [(one.text, one.indicator, one.breakdown) for one in read(text).observations]


def test_rows_between_bars_are_rows_of_a_table() -> None:
    assert read(ROWS).document.text.splitlines()[1:] == [
        "单位名称\t提案(件)\t社情民意(篇)",
        "民建支部\t12\t33",
        "第一活动组\t5\t8",
    ]
    assert figures(ROWS)[2:] == [
        ("5", "proposals_submitted", "第一活动组"),
        ("8", "opinions_collected", "第一活动组"),
    ]


def test_a_table_with_one_cell_in_each_line_gets_its_rows_back() -> None:
    assert read(CELLS).document.text.splitlines()[1:] == [
        "单位名称\t提案(件)\t社情民意(篇)",
        "民建支部\t12\t33",
        "第一活动组\t5\t",
        "合计\t17\t33",
    ]
    assert ("17", "proposals_submitted", None) in figures(CELLS)


def test_every_figure_leads_back_to_the_raw_text() -> None:
    for text in (ROWS, CELLS):
        for one in read(text).observations:
            assert text[one.raw.start : one.raw.end] == one.text


def test_a_bar_between_words_is_no_table() -> None:
    text = "定远县政协召开座谈会\n要闻 | 时政\n县政协组织委员35人参加视察。\n"
    assert "要闻 | 时政" in text
    assert [one.text for one in read(text).observations] == ["35人"]
    assert "\t" not in read(text).document.text
