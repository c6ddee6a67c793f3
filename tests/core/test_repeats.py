"""Repeats: copies and excerpts are one family; reports that only resemble each other are not."""

from random import Random
from time import process_time

import pytest

from etl.core.repeats import Item, families, fingerprint

BOILERPLATE = (
    "常委会坚持团结和民主两大主题，认真履行政治协商、民主监督、参政议政职能，把加强思想政治引领、广泛凝聚共识作为中心环节。",
    "我们深入学习贯彻党中央决策部署，坚持以人民为中心的发展思想，围绕中心、服务大局，各项工作取得新成效。",
    "健全完善委员联系界别群众制度，发挥委员在本职工作中的带头作用、界别群众中的代表作用。",
    "加强专门委员会建设，提高机关服务保障水平，推进履职工作制度化、规范化、程序化。",
    "同志们，新的一年任务艰巨、责任重大，让我们更加紧密地团结起来，为开创现代化建设新局面而努力奋斗。",
)
TOPICS = (
    "养老服务",
    "河道治理",
    "人才引进",
    "校园安全",
    "旅游开发",
    "冷链物流",
    "社区医疗",
    "古村保护",
    "职业教育",
    "垃圾分类",
)
ACTIONS = (
    "组织专题视察",
    "召开协商座谈会",
    "开展民主评议",
    "提交调研报告",
    "举办委员论坛",
    "编报信息专刊",
    "走访有关企业",
)


def report(seed: int, sentences: int = 30, place: str = "清河") -> str:
    """Return a report: the boilerplate of all reports, and what this one says of its own."""
    random = Random(seed)
    own = [
        f"围绕{random.choice(TOPICS)}问题，{place}县政协{random.choice(ACTIONS)}{random.randint(2, 400)}次，"
        f"提出意见建议{random.randint(10, 900)}条，其中{random.randint(1, 99)}条被{random.choice(TOPICS)}主管部门采纳。"
        for _ in range(sentences)
    ]
    return "".join([*BOILERPLATE[:3], *own, *BOILERPLATE[3:]])


def item(name: str, text: str, published: str | None = None) -> Item:
    return Item(name, published, fingerprint(text))


def same_family(*texts: str) -> bool:
    found = families(item(str(number), text) for number, text in enumerate(texts))
    return len({one.family_id for one in found.values()}) == 1


def test_exact_repeats_differ_in_blanks_and_punctuation_only():
    text = report(1)
    found = families(
        [item("b", text, "2024-01-02"), item("a", text.replace("，", ", ").replace("。", "。\n"), "2024-01-03")]
    )
    assert found["b"].canonical
    assert not found["a"].canonical
    assert {one.family_id for one in found.values()} == {"b"}
    assert {one.kind for one in found.values()} == {"exact"}


def test_the_most_complete_copy_is_canonical_then_the_earliest_then_the_smallest_id():
    text = report(2)
    found = families([item("short", text[:-300], "2020-01-01"), item("full", text, "2024-01-01")])
    assert found["full"].canonical
    assert found["short"].family_id == "full"
    found = families([item("z", text, "2024-01-01"), item("a", text, None), item("b", text, "2024-01-01")])
    assert found["b"].canonical


def test_near_repeat_with_small_changes():
    text = report(3)
    changed = "本报讯 通讯员供稿。" + text.replace("新的一年任务艰巨", "新一年的任务艰巨").replace("同志们，", "")
    found = families([item("a", text), item("b", changed)])
    assert len({one.family_id for one in found.values()}) == 1
    assert sorted(one.kind for one in found.values()) == ["exact", "near"]


def test_excerpt_of_a_longer_report_belongs_to_its_family():
    text = report(4, 60)
    at = text.index("围绕", 600)
    found = families([item("whole", text), item("part", text[at : at + 500]), item("other", report(5, 60))])
    assert found["part"].family_id == "whole"
    assert found["part"].kind == "excerpt"
    assert found["other"].kind == "single"


def test_reports_of_two_years_do_not_join():
    last = report(6)
    this = "".join(str((int(sign) + 3) % 10) if sign.isdigit() else sign for sign in last)  # all words, other figures
    assert not same_family(last, this)
    assert not same_family(report(7, 4), report(8, 4))  # most of both is boilerplate


def test_one_different_figure_is_no_repeat():
    text = "今年以来，县政协收到提案57件，立案49件，办复率100%。" + "".join(BOILERPLATE)
    assert not same_family(text, text.replace("57件", "58件"))


def test_committees_that_share_slogans_do_not_join():
    assert not same_family(report(9, 12, "清河"), report(10, 12, "白水"), report(11, 12, "青山"))


def test_boilerplate_without_figures_joins_one_family_at_most():
    first, second = report(12), report(13)
    found = families([item("a", first), item("b", second), item("c", "".join(BOILERPLATE[:3]))])
    assert found["a"].family_id != found["b"].family_id


def test_the_order_is_of_no_account():
    texts = [report(seed, 10 + seed % 4) for seed in range(12)]
    items = [item(f"{number}", text) for number, text in enumerate([*texts, *texts[:4], *(t[:700] for t in texts[:5])])]
    expected = families(items)
    for seed in range(5):
        Random(seed).shuffle(items)
        assert families(items) == expected


def test_empty_and_short_texts():
    found = families([item("a", ""), item("b", ""), item("c", "提案"), item("d", "提案工作")])
    assert found["a"].family_id == found["b"].family_id
    assert found["c"].kind == found["d"].kind == "single"
    assert families([]) == {}


@pytest.mark.slow
def test_measured_on_generated_reports():
    """Of 600 families with a copy and an excerpt each, all are found and none is joined with another."""
    items, expected = [], {}
    for seed in range(600):
        text = report(seed, 15 + seed % 20, f"第{seed}号")
        for kind, part in (("0", text), ("1", text.replace("，", " ")), ("2", text[300:900])):
            items.append(item(f"{seed:04}-{kind}", part, f"2024-01-0{int(kind) + 1}"))
            expected[f"{seed:04}-{kind}"] = f"{seed:04}-0"
    start = process_time()
    assert {name: one.family_id for name, one in families(items).items()} == expected
    assert process_time() - start < 30
