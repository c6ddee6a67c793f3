import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin.pinyin_dict import pinyin_dict

from etl.core.edits import apply
from etl.core.normalize import pinyin


def clean(text: str) -> str:
    return apply(text, list(pinyin.find(text)))[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市政協(xié)委員(yuán)會(huì)", "市政協委員會"),
        ("市政協（xié）委員（yuán）", "市政協委員"),
        ("协(xie)商，会(hui4)议", "协商，会议"),
        ("綠(lǜ)色、绿(lv)色、綠(lu)色", "綠色、绿色、綠色"),
        ("重(chóng)庆、重(zhòng)点、行(háng)业、行(xíng)动", "重庆、重点、行业、行动"),
        ("提案(àn)57件(jiàn)", "提案57件"),
        ("協 (xié) 商", "協 商"),
        ("協( xié )商", "協商"),
        ("長(zhǎng)(cháng)期", "長期"),
        ("员(yua\u0301n)会", "员会"),
    ],
)
def test_annotations_go(text: str, expected: str):
    assert clean(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "（GDP）增长8.5%",
        "规划(2023—2025年)",
        "各县(市、区)",
        "工作报告(摘要)",
        "协(hui)商",  # a syllable that the character can't have
        "政协App(xie)",
        "(xié)商",
        "小组(a)和小组(b)",
        "委员(member)",
        "共5(wu)项",
        "会（HUI）",
    ],
)
def test_all_else_in_brackets_stays(text: str):
    assert clean(text) == text


def test_every_reading_of_the_dictionary_is_known_with_and_without_tone():
    for code in random.Random(7).sample(sorted(pinyin_dict), 2000):
        character = chr(code)
        if character <= "⺀":
            continue
        for reading in pinyin_dict[code].split(","):
            for form in (reading, pinyin.plain(reading)):
                assert clean(f"{character}({form})件") == f"{character}件", (character, reading)


@given(st.text("协會重(（)）xiéhuì a商", max_size=60))
def test_removing_annotations_twice_is_removing_them_once(text: str):
    once = clean(text)
    assert clean(once) == once


@pytest.mark.parametrize("piece", ["(", "?xié)", "协(", "协(xié", "(((xié"])
def test_time_is_linear_for_hostile_text(piece: str):
    started = time.process_time()
    list(pinyin.find(piece * (2_000_000 // len(piece))))
    assert time.process_time() - started < 10
