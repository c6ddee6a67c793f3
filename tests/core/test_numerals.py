"""What `find` says of the numerals of a text: value, unit, qualifier, or the reason why they count nothing."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.core.indicator.measure import rules
from etl.core.indicator.numerals import PATTERN, find

DIGITS = "零一二三四五六七八九"


def mentions(text: str) -> list[tuple[str, float, float | None, str | None, str]]:
    return [(text[q.start : q.end], q.value, q.value_high, q.unit, q.qualifier) for q in find(text) if not q.reason]


def reasons(text: str) -> list[tuple[str, str | None]]:
    return [(text[q.start : q.end], q.reason) for q in find(text)]


def chinese(number: int) -> str:
    """Write a number below 10^12 in Chinese, the usual way."""
    if number >= 10**8:
        rest = number % 10**8
        return chinese(number // 10**8) + "亿" + (tail(rest, 10**7) if rest else "")
    if number >= 10**4:
        rest = number % 10**4
        return chinese(number // 10**4) + "万" + (tail(rest, 10**3) if rest else "")
    written, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            written += ("零" if gap and written else "") + DIGITS[digit] + name
        gap = not digit
    return written[1:] if written.startswith("一十") else written


def tail(rest: int, full: int) -> str:
    written = chinese(rest)
    written = "一" + written if written.startswith("十") else written
    return written if rest >= full else "零" + written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年收到提案57件。", ("57件", 57, None, "件", "exact")),
        ("结对帮扶困难户3,420户。", ("3,420户", 3420, None, "户", "exact")),
        ("结对帮扶困难户3，420户。", ("3，420户", 3420, None, "户", "exact")),
        ("捐款87.6万元。", ("87.6万元", 876000, None, "元", "exact")),
        ("捐款1.26亿元。", ("1.26亿元", 126000000, None, "元", "exact")),
        ("认捐1,000万港元。", ("1,000万港元", 10000000, None, "港元", "exact")),
        ("认捐30万美元。", ("30万美元", 300000, None, "美元", "exact")),
        ("认捐港币27万元。", ("27万元", 270000, None, "港元", "exact")),
        ("捐款折合五点七亿多元。", ("五点七亿多元", 570000000, None, "元", "at_least")),
        ("委员个人提案一千○四十九件。", ("一千○四十九件", 1049, None, "件", "exact")),
        ("捐款人民币叁拾万元。", ("叁拾万元", 300000, None, "元", "exact")),
        ("帮助1.1万余人就业", ("1.1万余人", 11000, None, "人", "at_least")),
        ("惠及10万余人次", ("10万余人次", 100000, None, "人次", "at_least")),
        ("走访3000多户群众", ("3000多户", 3000, None, "户", "at_least")),
        ("参加的有十万余人", ("十万余人", 100000, None, "人", "at_least")),
        ("办成小事四百一十余件", ("四百一十余件", 410, None, "件", "at_least")),
        ("增设车位三百二十个", ("三百二十个", 320, None, "个", "exact")),
        ("捐赠口罩两百三十万只", ("两百三十万只", 2300000, None, "只", "exact")),
        ("约一万二千名群众参加", ("一万二千名", 12000, None, "名", "approx")),
        ("访问量达百万人次", ("百万人次", 1000000, None, "人次", "exact")),
        ("来访乡亲逾千人次", ("千人次", 1000, None, "人次", "at_least")),
        ("吸引上千人参加", ("上千人", 1000, None, "人", "at_least")),
        ("考察客商数十人", ("数十人", 10, None, "人", "at_least")),
        ("解决问题数百个", ("数百个", 100, None, "个", "at_least")),
        ("走访了几十家企业", ("几十家", 10, None, "家", "at_least")),
        ("走访近百家企业", ("百家", 100, None, "家", "approx")),
        ("办复率百分之百", ("百分之百", 100, None, "%", "exact")),
        ("满意率百分之九十九点五", ("百分之九十九点五", 99.5, None, "%", "exact")),
        ("满意率98%。", ("98%", 98, None, "%", "exact")),
        ("满意率99.8%%。", ("99.8%%", 99.8, None, "%", "exact")),
        ("满意率不低于98%。", ("98%", 98, None, "%", "at_least")),
        ("九成受访者满意", ("九成", 90, None, "%", "exact")),
        ("占五成多。", ("五成多", 50, None, "%", "at_least")),
        ("占三分之二以上", ("三分之二", 66.67, None, "%", "at_least")),
        ("每组11至12人", ("11至12人", 11, 12, "人", "exact")),
        ("安排协商6-8次", ("6-8次", 6, 8, "次", "exact")),
        ("确定议题10—12项", ("10—12项", 10, 12, "项", "exact")),
        ("每场邀请三五个人", ("三五个", 3, 5, "个", "exact")),
        ("走了十七八个村", ("十七八个", 17, 18, "个", "exact")),
        ("安排调研3个至5个", ("3个至5个", 3, 5, "个", "exact")),
        ("投入3-5万元", ("3-5万元", 30000, 50000, "元", "exact")),
        ("举办读书活动50场以上", ("50场", 50, None, "场", "at_least")),
        ("民主监督控制在5项以内", ("5项", 5, None, "项", "at_most")),
        ("建设议事室300个左右", ("300个", 300, None, "个", "approx")),
        ("人数不足20人", ("20人", 20, None, "人", "at_most")),
        ("推送超过12万次", ("12万次", 120000, None, "次", "at_least")),
        ("签约12个项目", ("12个", 12, None, "个", "exact")),
        ("走访附近3个村", ("3个", 3, None, "个", "exact")),
        ("出版书籍逾600万字", ("600万字", 6000000, None, "字", "at_least")),
        ("获批示118篇次", ("118篇次", 118, None, "篇次", "exact")),
        ("接待来访31批次", ("31批次", 31, None, "批次", "exact")),
        ("全省14市政协都来了", ("14市", 14, None, "市", "exact")),
        ("惠及76万群众", ("76万", 760000, None, None, "exact")),
        ("收到提案 312，随后审查", ("312", 312, None, None, "exact")),
        ("共收到提案 312 件", ("312 件", 312, None, "件", "exact")),
        ("满意率提高2.3个百分点", ("2.3个百分点", 2.3, None, "百分点", "exact")),
        ("出版文史书籍三部，供读者选用", ("三部", 3, None, "部", "exact")),
        ("“加大建设力度,完成交付10000套”的监督", ("10000套", 10000, None, "套", "exact")),
    ],
)
def test_a_mention_has_span_value_unit_and_qualifier(
    text: str, expected: tuple[str, float, float | None, str | None, str]
) -> None:
    assert mentions(text) == [expected]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2024年", "year"),
        ("3月5日", "date"),
        ("发布于2019-09-12", "date"),
        ("会议于8:30开始", "time"),
        ("十多年来", "duration"),
        ("历时5个月", "duration"),
        ("成立75周年", "anniversary"),
        ("年满60岁", "age"),
        ("九届三次会议", "session"),
        ("党的二十大报告", "session"),
        ("二十届三中全会", "session"),
        ("第三条", "ordinal"),
        ("第二批", "ordinal"),
        ("二等奖", "ordinal"),
        ("第5608期", "issue"),
        ("第6—7版", "issue"),
        ("1号提案", "number"),
        ("六大行动", "slogan"),
        ("坚定四个自信", "slogan"),
        ("“五个一”活动", "name"),
        ("“1356n”工作格局", "name"),
        ("构建1+1+4+5体系", "name"),
        ("G20峰会", "name"),
        ("5G基站", "name"),
        ("《三年行动方案(2023—2025年)》", "title"),
        ("“关于增设3个站点的提案”", "title"),
        ("电话:0371-26990000", "telephone"),
        ("12345热线", "telephone"),
        ("西大街8号", "address"),
        ("豫ICP备10000000号", "licence"),
        ("一个问题", "indefinite"),
        ("优秀成果之一", "indefinite"),
        ("每季度一次", "frequency"),
        ("市县两级", "phrase"),
        ("履行三项职能", "phrase"),
        ("围绕七个方面", "points"),
        ("提出三点意见", "points"),
        ("进一步", "word"),
        ("统一战线", "word"),
        ("四川", "word"),
        ("一、基本情况", "enumeration"),
        ("(三)加强督办", "enumeration"),
        ("2.加强督办", "enumeration"),
        ("关键零部件", "word"),
        ("十二届十一次全会", "session"),
        ("一二三次产业", "name"),
        ("附件1", "enumeration"),
        ("在万人大礼堂", "name"),
        ("人民政协60华诞", "anniversary"),
        ("下午2时20分", "time"),
        ("每周三", "date"),
        ("建设百亿元级产业", "name"),
        ("三是加强督办", "enumeration"),
        ("收入比为2.9∶1", "ratio"),
    ],
)
def test_every_numeral_that_counts_nothing_has_its_reason(text: str, reason: str) -> None:
    found = [why for _, why in reasons(text)]
    assert found
    assert reason in found
    assert None not in found


def test_a_list_of_frequencies_holds_no_counts() -> None:
    found = find("每年安排2次常委会议,4次主席会议,1次监督活动。全年组织视察6次,开展调研3次。")
    assert [one.reason for one in found] == ["frequency", "frequency", "frequency", None, None]


def test_one_counts_only_in_a_list_of_counts() -> None:
    assert [text for text, *_ in mentions("评出一等奖一名、二等奖两名。")] == ["一名", "两名"]
    assert [text for text, *_ in mentions("形成一份总报告、三份分报告。")] == ["一份", "三份"]


def test_a_scale_alone_counts_where_somebody_acts() -> None:
    assert [text for text, *_ in mentions("组织千名委员进站履职,帮扶百户困难家庭。")] == ["千名", "百户"]
    assert mentions("开展百名委员联百企活动。") == []
    assert mentions("组织百名委员联百企活动。") == []
    assert [text for text, *_ in mentions("全年开展视察一次、调研两次。")] == ["一次", "两次"]
    assert mentions("一位委员说，这是最后一次。") == []
    assert [text for text, *_ in mentions("建成站点3个，迈出坚实一步，成效初显。")] == ["3个"]


def test_a_chain_of_numbers_shares_its_unit() -> None:
    assert mentions("分别提高15、22个百分点") == [
        ("15", 15, None, "百分点", "exact"),
        ("22个百分点", 22, None, "百分点", "exact"),
    ]


def test_a_bare_number_takes_its_unit_from_label_head_or_cell() -> None:
    table = "指标\t上年\t本年\n调研报告(篇)\t38\t41\n捐款(万元)\t5.5\t7\n"
    assert [(t, v, u) for t, v, _, u, _ in mentions(table)] == [
        ("38", 38, "篇"),
        ("41", 41, "篇"),
        ("5.5", 55000, "元"),
        ("7", 70000, "元"),
    ]
    assert [(v, u) for _, v, _, u, _ in mentions("序号\t项目\t单位\t数量\n1\t协商会\t场\t12\n")] == [(12, "场")]
    assert [(v, u) for _, v, _, u, _ in mentions("单位\t立案(件)\t办复率(%)\n东县\t62\t100\n")] == [
        (62, "件"),
        (100, "%"),
    ]


@given(st.integers(2, 10**11))
def test_a_written_number_gives_its_value_back(number: int) -> None:
    for written in (str(number), f"{number:,}", chinese(number)):
        if written in ("二",):
            continue  # 二 before a measure word is an ordinal; one counts with 两
        assert mentions(f"共收到材料{written}件。") == [(f"{written}件", number, None, "件", "exact")]


@given(st.integers(1, 99999), st.sampled_from("万亿"))
def test_a_mixed_number_gives_its_value_back(number: int, scale: str) -> None:
    value = number / 100
    expected = number * {"万": 10**4, "亿": 10**8}[scale] // 100
    assert mentions(f"捐款{value:g}{scale}元。")[0][1:4] == (expected, None, "元")


@given(st.integers(2, 5000), st.integers(1, 5000), st.sampled_from(["至", "-", "—", "～", "到"]))
def test_a_range_gives_both_ends(low: int, more: int, dash: str) -> None:
    assert mentions(f"安排活动{low}{dash}{low + more}次。")[0][1:4] == (low, low + more, "次")


@pytest.mark.slow
@given(
    st.text(
        alphabet="零一二三四五六七八九十百千万亿两0123456789.,，%"
        "年月日第届次个件余多近超约至-—:：、。“”《》(\t\n 提案委员上数几分之成点○元",
        max_size=80,
    )
)
def test_every_numeral_is_accounted_for_once(text: str) -> None:
    found = find(text)
    assert all(q.start < q.end for q in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    known = set(rules("numeral_reasons.yaml")["reasons"])
    assert all(q.reason is None or q.reason in known for q in found)
    for numeral in PATTERN.finditer(text):
        covered = sum(max(0, min(q.end, numeral.end()) - max(q.start, numeral.start())) for q in found)
        assert covered == numeral.end() - numeral.start()


@pytest.mark.parametrize(
    "piece", ["1", "一", "1,", "1、", "1-", "百分之", "“", "《一", "1\t", "\n1", "第1", "一名、", "1\t1\n", "每年一次"]
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * (length // len(piece) + 1))[:length]
        taken = []
        for _ in range(3):  # the best of three: a busy machine adds, it never takes away
            start = time.process_time()
            find(text)
            taken.append(time.process_time() - start)
        return min(taken)

    seconds(1000)
    assert seconds(20_000) < 8 * max(seconds(5_000), 0.02)
