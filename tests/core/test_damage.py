"""Damage from wrong decoding: what is proved is mended, what isn't is marked, nothing is guessed."""

import os
from collections import Counter
from itertools import pairwise
from random import Random
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.core.edits import Edit, apply
from etl.core.normalize import damage, gbk_shift
from tests.core import cuts


def mend(text: str) -> str:
    """Return `text` with what is proved put in and what is lost as U+FFFD."""
    edits = [Edit(*found.raw, "\ufffd" if found.intended is None else found.intended) for found in damage.find(text)]
    return apply(text, edits)[0]


def outcome(cut: cuts.Cut) -> str:
    """Return "restored", "marked" (what is left unmended of the cut is marked as damage) or "wrong"."""
    mended = mend(cut.damaged)
    if mended == cut.clean:
        return "restored"
    head, lost, _ = mended.partition("\ufffd")
    return "marked" if lost and cut.clean.startswith(head) else "wrong"


def measure(script: str, count: int, seed: int) -> Counter[str]:
    """Return the outcomes of random cuts in the prose."""
    random = Random(seed)
    text = cuts.prose(script)
    places = cuts.places(text)
    return Counter(outcome(cuts.cut(text, random.choice(places), random)) for _ in range(count))


def test_mends_a_cut_before_an_entity():
    """The swallowed byte is known: "?rdquo;" was "&rdquo;"."""
    text = cuts.prose("traditional") + "聘請各行業的專家,組成“諮詢專家?guī)?rdquo;,隨時提供意見。"
    assert [(text[slice(*one.raw)], one.intended) for one in damage.find(text)] == [("?guī)?rdquo;", "庫”")]


def test_mends_a_run_that_sets_itself_right():
    """The run ends with the "K" that is the second byte of 終, and the annotation after it stays outside."""
    clean = cuts.prose("traditional") + "我們始終堅持黨的領導。"
    cut = cuts.cut(clean, clean.index("終堅持黨"), Random(1))
    found = damage.find(cut.damaged)
    assert [(one.raw.start, one.intended) for one in found] == [(cut.at, "終")]
    assert mend(cut.damaged) == clean


def test_never_guesses_a_swallowed_digit():
    clean = "全市政協委員提交提案5件，立案3件。"
    at = clean.index("案5")
    broken = cuts.cut(clean, at, Random(1))
    assert "5" not in broken.damaged
    found = damage.find(broken.damaged)
    assert found[-1].intended is None
    assert all("5" not in (one.intended or "") for one in found)


def test_some_cuts():
    """The prose is short and not all of the genre: see the benchmark for reports."""
    traditional, simplified = measure("traditional", 12, 7), measure("simplified", 3, 8)
    assert traditional["wrong"] == simplified["wrong"] == 0
    assert traditional["restored"] >= 4


@pytest.mark.slow
def test_random_cuts():
    """The long form is CUTS=1000; the floor holds what is reached, the goal is 60 in 100."""
    count = int(os.environ.get("CUTS", "100"))
    counts = measure("traditional", count, 11)
    assert counts["wrong"] == 0, counts
    assert counts["restored"] >= 0.4 * count, counts


@pytest.mark.parametrize(
    "clean", [cuts.PROSE, cuts.prose("traditional"), "真的吗?好的。", "(what is it?no)", "é, è: café"]
)
def test_sound_text_is_left_alone(clean: str):
    assert list(damage.find(clean)) == []


def test_mends_utf8_read_as_latin_1():
    clean = "县政协第十次会议听取提案工作报告"
    shown = clean.encode().decode("latin-1")
    assert mend(f"标题：{shown}\n正文") == f"标题：{clean}\n正文"


def test_mends_utf8_read_as_gbk_only_where_no_byte_is_gone():
    clean = "县政协常委会工作报告"  # 30 bytes: 15 pairs
    shown = clean.encode().decode("gb18030")
    assert mend(f"标题：{shown}\n正文") == f"标题：{clean}\n正文"
    gone = "委员会工作报告".encode().decode("gb18030", "replace")
    assert all(one.intended is None for one in damage.find(gone))
    assert damage.find(gone)


def test_marks_what_is_gone():
    text = "提案锟斤拷锟斤拷57件，\ufffd\ufffd委员"
    assert [(text[slice(*one.raw)], one.intended) for one in damage.find(text)] == [
        ("锟斤拷锟斤拷", None),
        ("\ufffd\ufffd", None),
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*"政协委员?()guīliánxié5\n，a協庫\ufffdå¿\x8d鍘挎"]), max_size=60).map("".join))
def test_spans_are_sorted_and_inside(text: str):
    found = damage.find(text)
    assert all(one.raw.start < one.raw.end for one in found)
    assert all(before.raw.end <= after.raw.start for before, after in pairwise(found))
    assert not found or found[-1].raw.end <= len(text)


@pytest.mark.parametrize("part", ["?xié)", "家?guī)", "(", "å¿", "鍘"])
def test_hostile_input_takes_time_linear_in_its_length(part: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(gbk_shift, "STEPS", 5_000)
    start = process_time()
    damage.find(part * 20_000)
    assert process_time() - start < 20


def test_a_page_of_cuts_is_searched_so_long_and_marked(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(gbk_shift, "STEPS", 5_000)
    cut = cuts.cut(text := cuts.prose("traditional"), text.index("視察和調研"), Random(1))
    found = damage.find(cut.damaged[cut.at - 9 : cut.at + 30] * 50)
    assert len(found) >= 50
    assert found[-1].intended is None


def test_marks_utf8_that_lost_bytes_on_the_way():
    shown = "对不起，您要访问的页面不存在或已被删除".encode().decode("gb18030", "ignore")
    shown = "".join(sign for at, sign in enumerate(shown) if at % 7 != 3)
    text = f"县政协收到提案57件。\n{shown}"
    found = damage.find(text)
    assert [one.intended for one in found] == [None]
    assert found[0].raw.start >= text.index("\n") + 1
