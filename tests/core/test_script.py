import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from etl.core.normalize import script

SIMPLE = ["市政协", "提案57件", "，", "。", "委员，", "2023年", "\n", "abc", " ", "《", "》"]


def _pieces(variant: str) -> list[str]:
    files = ["TSPhrases.txt", "TSCharacters.txt"]
    if variant != "t2s":
        files += ["TWPhrasesRev.txt", "TWVariantsRevPhrases.txt", "TWVariantsRev.txt"]
        files += ["HKVariantsRev.txt", "HKVariantsRevPhrases.txt"]
    return sorted({key for file in files for key in script._entries(file)}) + SIMPLE * 50


def _sample(variant: str, count: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    pieces = _pieces(variant)
    phrases = [piece for piece in pieces if len(piece) > 1]
    texts = []
    for _ in range(count):
        some = [chance.choice(chance.choice((pieces, phrases))) for _ in range(chance.randint(1, 60))]
        # cut and overlap phrases, so that entries compete for the same characters
        texts.append("".join(piece[chance.randint(0, 1) :] for piece in some))
    return texts


@pytest.mark.parametrize("variant", ["t2s", "tw2s", "tw2sp", "hk2s"])
def test_conversion_equals_the_package_on_a_large_random_sample(variant: str):
    package = OpenCC(variant)
    for text in _sample(variant, 500, seed=len(variant)):
        assert script.simplify(text, variant)[0] == package.convert(text)


@given(st.lists(st.sampled_from(["軟體", "網際網路", "硬碟", "數位", "協商", "，", "5件"]), max_size=12))
def test_conversions_that_change_the_length_still_lead_home(words: list[str]):
    text = "".join(words)
    new, offsets = script.simplify(text, "tw2sp")
    assert offsets.length == len(new)
    for digit in (at for at, character in enumerate(new) if character == "5"):
        start, end = offsets.character(digit)
        assert text[start:end] == "5"


def test_a_length_changing_word_maps_as_a_whole():
    new, offsets = script.simplify("建設網際網路平台", "tw2sp")
    assert new == "建设互联网平台"
    assert offsets.span(2, 5) == (2, 6)
    assert offsets.span(5, 7) == (6, 8)


def test_only_traditional_passages_are_converted():
    text = "他捧著乾隆年间的书，说：「这是余先生的。」\n市政協主席會議聽取報告。\n委员们看乾坤。"
    found = script.convert(text)
    assert found.text.split("\n") == [
        "他捧著乾隆年间的书，说：「这是余先生的。」",
        "市政协主席会议听取报告。",
        "委员们看乾坤。",
    ]
    assert "".join(text[start:end] for start, end in found.traditional).startswith("市政協")


def test_simplified_text_is_left_alone():
    text = "区政协围绕后勤、台历、松香、面粉开展调研。"
    found = script.convert(text)
    assert (found.text, found.traditional) == (text, [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("圍繞著資訊與網路建設開展調研", "围绕着信息与网络建设开展调研"),  # Taiwan
        ("著名學者的著作，談著談著", "著名学者的著作，谈着谈着"),
        ("衞生界委員敍述社區糭子活動", "卫生界委员叙述社区粽子活动"),  # Hong Kong
        (
            "以習近平同志為核心，各項指標、檔案、資料齊全，線上線下",
            "以习近平同志为核心，各项指标、档案、资料齐全，线上线下",
        ),
        ("抬頭看", "抬头看"),
    ],
)
def test_standards_of_traditional_characters(text: str, expected: str):
    assert script.convert(text).text == expected


def test_words_of_taiwan_stay_where_only_one_is_used():
    assert script.convert("新華資訊報導市政協會議").text == "新华资讯报导市政协会议"


@given(st.text("協商网络資訊。，\n 軟體着著5", max_size=60))
def test_converting_twice_is_converting_once(text: str):
    once = script.convert(text).text
    assert script.convert(once).text == once
