"""Page furniture: what is found, and that the body stays whole."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import lines, marked

from etl.core.normalize import furniture

BODY = (
    "县政协全年收到提案126件,立案110件,办复率100%,委员满意率达到98%。",
    "组织委员开展调研视察23次,形成调研报告15篇,县委主要领导批示7篇。",
    "一、提案工作",
    "图为委员在现场查看项目进度。张三摄",
    "(一)抓学习。举办培训班3期,培训委员210人次;开展读书活动12场。",
)
PAGES = {
    "stamp under the headline": """\
云溪县政协召开年度总结会
⟦发布时间:2021-12-30 09:12 来源:云溪政协 作者:办公室 点击数:128 【字体:大 中 小】⟧
{body}""",
    "stamp over several lines": """\
⟦首页 > 政协要闻 > 正文⟧
云溪县政协召开年度总结会
⟦文章来源:云溪新闻网
作者:
字体:
发布时间:2018-01-24 11:39:04⟧
{body}""",
    "name of the site and path": """\
⟦云溪县政协门户网站

当前位置:首页 > 工作动态 > 要闻⟧
县政协召开年度总结会
⟦浏览次数:33 发布日期:2020年3月4日⟧
{body}""",
    "newspaper": """\
协商议事“有声有色”
⟦2022-06-08 来源:联合日报 记者 李四 通讯员 王五 03版⟧
{body}
⟦《联合日报》2022-06-08 第3211期 第3版
责任编辑:赵六
以上内容仅代表作者个人观点,本站只是转载,如涉及版权问题请联系我们。电话:010-12345678⟧""",
    "account and thousands": """\
为民办实事
⟦云溪发布 | 2022-09-09 14:02 | 阅读 12,345 次 字号:T | T⟧
⟦文/图 本刊记者 李四⟧
{body}
⟦(图片由受访者提供)⟧""".replace("⟧\n⟦", "\n"),
    "menus and paths without a label": """\
⟦首页 机构概况 工作动态 提案工作 委员风采
云溪政协网>工作动态>州县政协⟧
为民办实事
⟦云溪晚报 2013-01-08 A08版:两会特刊⟧
{body}
⟦【我要打印】【我要纠错】
END
点击“阅读原文”查看更多⟧""",
    "stamp of an outlet that no rule knows": """\
⟦今日云溪 · 第2版:时政 · 2019-08-08⟧
为民办实事
{body}""",
    "short sentences before the footer": "{body}\n据了解,今年还将建成议事厅12个。\n⟦津ICP备00000000号⟧",
    "footer": """\
{body}
⟦政协云溪县委员会办公室 版权所有 2016-2020
地址:云溪县人民路1号 邮编:123456
The Office of the Committee of Yunxi County
技术支持:云溪信息中心
鲁ICP备12345678号

鲁公网安备 37000002000001号⟧""",
    "lists of other articles": """\
{body}
⟦上一篇:县政协召开主席会议
下一篇:没有了
热门资讯
委员建言乡村振兴正当时
21-05-14政协委员话发展共谋新篇...
21-04-23县政协党组理论学习中心...
20-11-16我县举办文史资料征集座谈...
20-05-14⟧""",
    "side bar before the text": """\
⟦12-30 县政协召开常委会会议传达学习精神
12-28 委员企业捐款300万元助力乡村振兴
12-26 县政协开展重点提案督办活动
12-25 政协委员走进社区开展义诊⟧
{body}""",
    "placeholders and turns": """\
县政协召开年度总结会
⟦图片⟧
{body}
⟦(下转第四版)⟧""",
    "page turn inside a line": "{body}\n最后一段说明了下一步的工作安排,委员们表示将继续努力履职尽责。⟦(下转第3版)⟧",
    "imprint of a table": "{body}\n⟦填表人:办公室 审核:秘书处 联系电话:0531-1234567 第1页/共2页⟧",
    "comments and hits": """\
为民办实事
⟦2016/2/1 9:22:05 来源:云溪政协 0人评论⟧
{body}""",
    "hits without a colon": """\
为民办实事
⟦2019-11-27 09:40 来源:茶乡通讯 阅读 3188 【打印】【关闭】⟧
{body}
⟦(本报记者)
声明:本文内容为转载,所载数字以原文为准。⟧""",
    "fields without a value": """\
⟦发布:2024-01-29 18:18:40来源:编辑:本站编辑浏览:⟧
{body}""",
    "names beside a day with its label": """\
为民办实事
⟦云溪日报 张三 发布时间:2022年01月19日 09:51⟧
{body}""",
    "an organ and a day": """\
⟦中国人民政治协商会议云溪市委员会| 2017-09-07⟧
为民办实事
{body}""",
    "advertisement of a hacked mirror": """\
⟦国产精品免费视频,欧美日韩一区二区,午夜影视123在线观看,3000部成人影视⟧
为民办实事
⟦发布时间:2020-03-04 浏览:12⟧
{body}""",
    "head of a table": """\
云溪县政协履职统计表
⟦填报单位:云溪县政协办公室\t填报日期:2024年1月⟧
序号\t项目\t单位\t数量
1\t公众号推送\t条\t410
2\t视频号\t条\t96
⟦制表:办公室 审核:秘书处 第1页 共1页⟧""",
    "welcome, button of a newspaper page, byline": """\
⟦欢迎访问云溪新闻网!
第03版:县区新闻 PDF版阅读
□本报记者 张三⟧
县政协召开年度总结会
⟦云溪日报全媒体记者 李四 王五 文/图⟧
{body}""",
    "outlet beside the stamp": """\
县政协召开年度总结会
⟦2021-10-14
云溪政协网⟧
{body}""",
    "authors in columns": """\
县政协召开年度总结会
⟦作者 | 张 三
编辑 | 李 四
时间:2020-01-09 11:15:58 热度:37.1℃ 文档来源:云溪网⟧
{body}""",
    "address of a portal and links to its parts": """\
⟦跳转到路径导航栏
跳转到正文内容⟧
县政协召开年度总结会
⟦http://www.example.cn 2010年07月20日08:00 云溪网-云溪晚报⟧
{body}
⟦转发此文至微博⟧""",
    "notices before the headline": """\
⟦首页 机构概况 工作动态 提案工作 委员风采
通知公告
· 关于召开第十二次主席会议的通知
· 关于征集明年提案线索的公告
· 关于做好委员履职统计的通知
· 关于开展读书活动的通知⟧
县政协召开年度总结会
{body}""",
    "dates of other issues": """\
县政协召开年度总结会
{body}
⟦2025-09-06,11886| 2025-09-05,11875| 2025-09-04,11860| 2025-09-03,11852| 2025-09-02,11844⟧""",
    "column, rest of a tag": """\
⟦云溪动态⟧
县政协召开年度总结会议部署工作
{body}
⟦县政协召开年度总结会,收到提案126件">
您可以通过“云溪”APP投稿,录用后将在公众号刊出⟧""",
    "reporter at the end of a line": "{body}\n委员们表示将继续努力,在新的一年里更好地履职尽责。⟦(通讯员 李四)⟧",
    "imprint of a booklet": "{body}\n⟦(本文根据大会材料整理,有删节)\n政协云溪县委员会研究室 2021年9月 编印 共印500册⟧",
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_furniture_of_pages_is_found_and_nothing_else(page):
    text, expected = marked(page.format(body="\n".join(BODY)))
    assert furniture.find(lines(text)) == expected


@pytest.mark.parametrize(
    "line",
    [
        "□云溪市政协主席 张三",
        "(2023年12月28日县政协五届二次会议通过)",
        "2023年12月28日",
        "(2006年2月19日)",
        "微信公众号发稿(篇)\t163\t",
        "(2023年12月28日在政协云溪县第十届委员会第三次会议上)",
        "【照片说明:8月10日,20余名居民现场扫码投票。】",
        "图片说明:委员们在协商现场。",
        "联系电话:12345678,提案截止时间为1月11日17时,请各位委员抓紧提交提案。",
        "填报单位:云溪市政协办公室\t统计时段:2022年1月1日—12月31日",
        "来源广泛的意见建议共有216条,全部转交有关部门办理。",
        "1月5日,县政协召开主席会议,审议通过年度协商计划12项。",
        "提案\t126件\t含并案7件",
        "附表:2022年履职情况统计",
        "委员读书会还为文史专辑题词6幅,截止到目前共印刷43000",
        "向外埠的作者联系人赠送专辑进行交流,先后共寄出7500余",
        "用好掌上政协APP和委员客户端",
    ],
)
def test_lines_of_the_body_are_kept(line):
    text = "\n".join([*BODY[:2], line, *BODY[2:]])
    assert furniture.find(lines(text)) == []


def test_a_table_without_sentences_is_kept():
    text = "云溪市政协2022年履职统计\n指标\t数值\n提案\t126件\n调研报告(篇)\t41\n协商会\t12次\n视察\t9次\n捐款\t30万元"
    assert furniture.find(lines(text)) == []


def test_html_menus_and_link_lists_go_by_element_and_links():
    text = "关于机构\n委员名册\n" + "\n".join(BODY) + "\n联系本会"
    count = text.count("\n")
    page = lines(
        text,
        paths={0: "body/div.menu", 1: "body/ul/li", count: "body/div#footer/p"}
        | dict.fromkeys(range(2, count), "body/div.content/p"),
        links={1: 1.0},
    )
    assert [text[span.start : span.end] for span in furniture.find(page)] == ["关于机构\n委员名册", "联系本会"]


def test_an_element_that_holds_most_of_the_page_is_no_furniture():
    text = "\n".join(BODY)
    page = lines(text, paths=dict.fromkeys(range(len(BODY)), "body/div.menu/p"))
    assert furniture.find(page) == []


LINE = st.sampled_from(
    [*BODY, "来源:云溪网", "首页 > 要闻", "ICP备1号", "图片", "相关阅读", "2020-01-02 标题", "", "  "]
) | st.text(max_size=40)


@given(st.lists(LINE, max_size=25))
def test_spans_are_sorted_apart_and_hold_no_sentence_of_the_body(parts):
    text = "\n".join(part.replace("\n", " ") for part in parts)
    end = 0
    for span in furniture.find(lines(text)):
        assert end <= span.start < span.end <= len(text)
        end = span.end
        assert not any(line in text[span.start : span.end] for line in BODY[:2])


@pytest.mark.parametrize("unit", ["(", "来源:网 2024-01-01\n", "首页>", "a\n", "相关阅读\n12-30 标题\n", "图片 "])
def test_time_is_linear(unit):
    def seconds(size: int) -> float:
        page = lines(unit * (size // len(unit)))
        begun = time.process_time()
        furniture.find(page)
        return time.process_time() - begun

    seconds(1000)
    small, large = seconds(20_000), seconds(200_000)
    assert large < 40 * small + 0.5
