"""Sentences: what the segmented stage makes of a body, through its one door."""

from hypothesis import given, settings
from hypothesis import strategies as st

from etl.core.edits import OffsetMap
from etl.core.model import Facts, Normalized, Span
from etl.core.segment.segment import segment
from etl.core.segment.tokens import tokenize


def body(text: str, headline: tuple[Span, ...] = ()) -> Normalized:
    return Normalized(text, OffsetMap.identity(len(text)), (), (), (), "simplified", 0, headline, Facts())


def test_headings_stand_above_the_sentences_they_rule() -> None:
    text = "一、工作回顾\n全年立案提案80件。\n（一）协商议政\n召开协商会3次。\n二、下步打算\n力争办结90件。\n"
    found = [(one.kind, one.heading) for one in segment(body(text))]
    assert found == [
        ("heading", ""),
        ("sentence", "一、工作回顾"),
        ("heading", "一、工作回顾"),
        ("sentence", "一、工作回顾 > （一）协商议政"),
        ("heading", ""),
        ("sentence", "二、下步打算"),
    ]


def test_a_heading_that_opens_its_paragraph_rules_the_rest_of_it() -> None:
    *_, last = segment(body("二、明年工作安排。我们将重点做好三件事。\n举办讲座6期。\n"))
    assert last.heading == "二、明年工作安排。"


def test_rows_headlines_and_captions_are_told_apart() -> None:
    text = "县政协年度数据\n立案\t62件\n图片说明：委员在茶园座谈\n全年召开会议九次。\n"
    kinds = [one.kind for one in segment(body(text, (Span(0, 7),)))]
    assert kinds == ["headline", "row", "caption", "sentence"]


def test_a_closing_quotation_mark_stays_with_its_sentence() -> None:
    texts = [one.text for one in segment(body("老委员说：“议了就办。”大家点头。\n"))]
    assert texts == ["老委员说：“议了就办。”", "大家点头。"]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="提案立12。！\n\t、一（）“”；： 件", max_size=120))
def test_every_visible_character_lies_in_one_sentence(text: str) -> None:
    sentences = segment(body(text))
    covered = [place for one in sentences for place in range(one.start, one.end)]
    assert len(covered) == len(set(covered))
    assert all(place in set(covered) for place, character in enumerate(text) if not character.isspace())
    assert all(text[one.start : one.end] == one.text for one in sentences)
    assert [one.position for one in sentences] == list(range(len(sentences)))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_tokens_lie_one_after_the_other(text: str) -> None:
    assert "".join(word for word, _, _ in tokenize(text)) == text
    assert all(text[start:end] == word for word, start, end in tokenize(text))
