"""Document facts: what a page says about itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import lines

from etl.core.normalize import facts, furniture


def find(text: str, name: str = "page.txt", page_title: str = ""):
    page = lines(text)
    return facts.find(page, furniture.find(page), name, page_title)


REPORT = """\
政协{place}第十届委员会常务委员会工作报告
(2024年1月9日在政协{place}第十届委员会第三次会议上)
张三
各位委员:
我受政协{place}第十届委员会常务委员会委托,向大会报告工作,请予审议。
一年来,收到提案126件,立案110件,全部办复。全国政协、省政协领导多次来调研指导,对工作给予充分肯定。
"""


@pytest.mark.parametrize(
    ("place", "committee", "level", "province", "adcode"),
    [
        ("山东省", "山东省政协", "province", "山东", "370000"),
        ("内蒙古自治区", "内蒙古自治区政协", "province", "内蒙古", "150000"),
        ("上海市", "上海市政协", "province", "上海", "310000"),
        ("绵阳市", "绵阳市政协", "prefecture", "四川", "510700"),
        ("恩施土家族苗族自治州", "恩施州政协", "prefecture", "湖北", "422800"),
        ("恩施州", "恩施州政协", "prefecture", "湖北", "422800"),
        ("锡林郭勒盟", "锡林郭勒盟政协", "prefecture", "内蒙古", "152500"),
        ("绵阳市涪城区", "涪城区政协", "county", "四川", "510703"),
        ("上海市徐汇区", "徐汇区政协", "county", "上海", "310104"),
        ("昆山市", "昆山市政协", "county", "江苏", "320583"),
        ("北京市崇文区", "崇文区政协", "county", "北京", "110103"),
    ],
)
def test_the_committee_of_a_report(place, committee, level, province, adcode):
    known = find(REPORT.format(place=place))
    assert (known.committee, known.level, known.province, known.adcode) == (committee, level, province, adcode)
    assert known.of_genre
    assert known.genre == "work_report"
    assert known.report_year == 2023
    assert known.published is None
    assert known.speaker == "张三"
    assert known.doubts == ()


def test_facts_say_where_they_were_found():
    text = REPORT.format(place="绵阳市")
    known = find(text)
    assert text[slice(*known.found["committee"])] == "政协绵阳市"
    assert text[slice(*known.found["speaker"])] == "张三"
    assert text[slice(*known.headline[0])] == known.title


def test_the_national_committee():
    known = find("全国政协提案办复率达99.9%\n2024-03-05 10:00 来源:某某网\n全国政协一年来收到提案5000件,立案4900件。")
    assert (known.committee, known.level, known.province) == ("全国政协", "national", None)
    assert known.report_year == 2023


@pytest.mark.parametrize(
    ("text", "committee"),
    [
        (
            "南充市五届政协工作回顾\n五年来,市政协协商议政成果丰硕,省政协多次推广经验,与省政协联合调研12次。",
            "南充市政协",
        ),
        (
            "南充政协:有事多商量\n市政协打造协商平台,开展协商120场,市政协主席会议专题研究,委员履职热情高涨。",
            "南充市政协",
        ),
        (
            "县政协:小板凳议大事\n县政协在全县12个乡镇推开协商,县政协委员进村入户。射洪县政协主席表示继续努力。",
            "射洪县政协",
        ),
        (
            "区政协召开会议\n涪城区委、区政府高度重视区政协工作,涪城区12个街道全部建站,区政协组织委员视察。",
            "涪城区政协",
        ),
        (
            "市政协与四川省政协联合调研\n市政协与四川省政协开展联合调研,重庆市政协委员60人参加,推动协商项目落地。",
            "重庆市政协",
        ),
        ("提案里的民生\n2016-03-04 苏州政协专稿\n市政协收到提案126件,市政协组织委员视察12次。", "苏州市政协"),
        (
            "提案里的民生\n2016-03-04 来源:瑞安新闻网\n全市建站,市政协收到提案126件,市政协组织委员视察12次。",
            "瑞安市政协",
        ),
        (
            "全市推进会召开\n市政协主席出席。与会人员观摩了涪城区、游仙区、三台县、盐亭县的协商议事室,市政协委员参加。",
            "绵阳市政协",
        ),
        (
            "市政协系统捐款统计\n市政协号召全市政协系统捐款。\n三台县政协\t230\n盐亭县政协\t27\n江油市政协\t120\n梓潼县政协\t30",
            "绵阳市政协",
        ),
        ("委员故事\n在福鼎,白茶飘香。全市茶园14万亩。市政协委员提案126件,市政协组织委员视察12次。", "福鼎市政协"),
    ],
)
def test_unnamed_committees_are_resolved_by_the_page(text, committee):
    assert find(text).committee == committee


def test_a_committee_of_no_named_place_is_a_doubt_not_a_guess():
    known = find("区政协召开主席会议\n会议审议了年度协商计划,区政协组织委员开展视察,委员们踊跃建言献策。")
    assert known.of_genre
    assert (known.committee, known.level, known.province, known.adcode) == (None, "county", None, None)
    assert "区政协" in known.doubts[0]


NAMESAKE = "鼓楼区政协召开总结会\n鼓楼区政协全年收到提案126件,立案110件,区政协组织委员视察。"


def test_a_name_of_several_places_is_ambiguous():
    known = find(NAMESAKE)
    assert known.committee == "鼓楼区政协"
    assert known.level == "county"
    assert (known.province, known.adcode) == (None, None)
    assert "南京市" in known.doubts[0]
    assert "福州市" in known.doubts[0]


@pytest.mark.parametrize(
    ("clue", "province"),
    [
        ("\n福州市政协在区里召开现场会。", "福建"),
        ("\n江苏省政协推广了这一做法。", "江苏"),
        ("\n版权所有:区政协办公室 豫ICP备12345678号", "河南"),
        ("\n版权所有:区政协办公室 苏公网安备 32010602000001号", "江苏"),
    ],
)
def test_the_page_resolves_a_name_of_several_places(clue, province):
    known = find(NAMESAKE + clue)
    assert (known.committee, known.province, known.doubts) == ("鼓楼区政协", province, ())


@pytest.mark.parametrize(
    ("head", "foot", "published"),
    [
        ("发布时间:2021-08-17 09:02 | 阅读:12次", "", "2021-08-17"),
        ("2019/9/2 来源:某网", "", "2019-09-02"),
        ("成文日期:2021-03-11 发布日期:2021-03-15", "", "2021-03-15"),
        ("", "《联合日报》2022年06月08日 第3版", "2022-06-08"),
        ("", "本文链接:https://www.example.cn/content/2013/02/27/704.html", "2013-02-27"),
        ("云溪发布 2021-08-17 09:02 发表于四川", "", "2021-08-17"),
        ("2022-03-02 市政协召开主席会议\n发布时间:2022-03-04 09:00 来源:某网", "", "2022-03-04"),
        ("", "原文链接:https://www.example.cn/content/202402/3960.shtml", None),
        ("", "热门资讯\n20-05-14 别的文章标题之一\n20-05-15 别的文章标题之二\n20-05-16 别的文章标题之三", None),
        ("(2024年1月9日在政协会议上)", "", None),
        ("2021年13月40日 来源:某网", "", None),
        ("2016/2/1 9:22:05 来源:某某政协 0人评论", "", "2016-02-01"),
        ("2007年11月16日08:28", "", "2007-11-16"),
        ("2016-02-0109:22:05 来源:本站", "", "2016-02-01"),
        ("日期:2025-01-15 | 浏览次数:120", "", "2025-01-15"),
        ("【信息时间:2015/6/7 阅读次数:99】【我要打印】【关闭】", "", "2015-06-07"),
        ("作者:张三 发布于:2018年12月3日 18:00:00 阅读:(101)", "", "2018-12-03"),
        ("投稿时间:2010年1月2日 投稿人:李四 浏览:56", "", "2010-01-02"),
        ("(2006年2月19日)", "", None),
    ],
)
def test_publication(head, foot, published):
    body = "绵阳市政协组织委员开展视察调研23次,形成报告15篇。2020年5月4日召开专题协商会。"
    text = "\n".join(part for part in ("绵阳市政协开展视察", head, body, foot) if part)
    assert find(text).published == published


@pytest.mark.parametrize(
    ("title", "stamp", "body", "year"),
    [
        ("绵阳市政协2022年履职统计", "", "提案126件。", 2022),
        ("绵阳市政协召开座谈会", "2024-02-05 来源:某网", "2月4日,市政协召开座谈会,委员30人参加。", 2024),
        ("绵阳市政协工作综述", "2024-02-05 来源:某网", "一年来,市政协收到提案126件。", 2023),
        ("绵阳市政协工作综述", "2024-06-05 来源:某网", "今年以来,市政协收到提案126件。", 2024),
        (
            "绵阳市政协五届三次会议开幕",
            "2024-01-15 来源:某网",
            "报告指出,2023年市政协收到提案126件。2024年,将办好12件实事。",
            2023,
        ),
        (
            "绵阳市政协五届三次会议收到提案126件",
            "2024-01-15 来源:某网",
            "截至1月14日,共收到提案126件,经审查立案110件。",
            2024,
        ),
        ("绵阳市政协2024年工作要点", "2024-01-15 来源:某网", "全年安排协商12次。", 2024),
        ("绵阳市五届政协工作回顾", "", "五年来,收到提案900件,其中2021年200件,2017年180件。2022年拟安排协商6次。", 2021),
        ("绵阳市政协提案工作综述", "", "截至2023年11月底,126件提案全部办复。2024年,我们将征集线索100条。", 2023),
        ("绵阳市政协提案工作综述", "", "《三年行动方案(2024—2026年)》采纳了提案建议。", None),
        ("绵阳市政协委员走进社区", "", "市政协组织委员开展义诊12场。", None),
        ("二〇〇四年绵阳市政协工作回顾", "", "提案126件。", 2004),
        ("二00四年绵阳市政协工作盘点", "", "提案126件。", 2004),
        ("关于2023年绵阳市政协提案工作情况的报告", "2024-01-22 来源:某网", "提案126件。今年工作安排如下。", 2023),
        ("绵阳市政协2023年工作情况和2024年工作打算", "", "提案126件。", 2023),
        (
            "绵阳市政协2025年度履职目标计划表",
            "",
            "专题协商会\t次\t4\n视察\t次\t4\n调研\t次\t4\n信息\t条\t4\n培训\t次\t4",
            2025,
        ),
        (
            "绵阳市政协履职统计表",
            "统计时段:2022年1月—12月",
            "视察\t次\t4\n调研\t次\t4\n信息\t条\t4\n培训\t次\t4\n会议\t次\t4",
            2022,
        ),
        (
            "绵阳市政协履职统计表",
            "填报日期:2023年1月9日",
            "视察\t次\t4\n调研\t次\t4\n信息\t条\t4\n培训\t次\t4\n会议\t次\t4",
            2022,
        ),
        ("绵阳市政协晒出履职成绩单", "2024-05-09 来源:某网", "截至2023年底,委员758名。2023年是开局之年。", 2023),
        (
            "绵阳市政协委员已报到",
            "",
            "全国政协十四届一次会议将于3月开幕,两千多名委员陆续报到。2018年平台上线以来,委员们提交提案126件。",
            2023,
        ),
        ("绵阳市政协开会", "", "2月6日讯 一年来收到提案424件。会议指出,2023年市政协要办好12件实事。", 2022),
        ("绵阳市政协大会发言 制度追溯至1949年", "2013-05-12 来源:某网", "大会收到发言126篇。", 2013),
        ("绵阳市政协五年履职数据", "", "2018年3月至2023年3月,截至2022年底,五年共收到提案900件。", 2022),
        ("绵阳市政协十一届委员会履职回顾", "", "2013年以来的五年,市政协收到提案900件。", 2017),
        ("绵阳市政协五届履职回眸(2016—2020)", "", "五年来,市政协收到提案900件。", 2020),
        ("绵阳市政协提案交办会召开", "2016-03-25 来源:某网", "今年交办提案126件。去年提案办复率99%。", 2016),
        ("绵阳市政协去年收到提案126件", "2016-01-25 来源:某网", "立案110件。", 2015),
        ("绵阳市政协工作盘点", "2010-01-05 来源:某网", "全年市政协收到提案126件。", 2009),
        ("全国政协十四届二次会议收到提案", "", "共收到提案5898件。", None),
        ("绵阳市政协简介", "", "市政协成立于1981年春,至今已走过了37年的历程,现有委员173人。", 2018),
        ("绵阳市政协接待海外侨胞", "", "自2001年起,连续17年邀请海外侨胞来访,今年又有34人参加。", 2017),
        ("绵阳市政协编印《老街旧事》", "", "全书以1949年前的街巷为题,收文章60篇。书稿2016年编成。", 2016),
        (
            "",
            "",
            "“2013年是承上启下的一年。一年来,市政协认真履职。”1月14日,五届二次会议开幕,提出了2014年的工作部署。",
            2013,
        ),
        ("绵阳市政协书屋", "", "各位委员把书桌搬进社区。2018年开始,市政协设立读书角,去年新增书屋12个。", None),
        (
            "绵阳市政协五届三次会议今日召开",
            "2006-01-05 来源:某网",
            "会议将于今年1月14日召开。委员提出提案126件。",
            2005,
        ),
        ("绵阳市政协表彰优秀提案", "2006-02-05 来源:某网", "五届二次会议以来,委员提出提案126件。", 2005),
        (
            "福建省政协的历史",
            "2008-01-09 来源:某网",
            "福建省政协九届一次会议胜利闭幕,共收到提案657件。绵阳等地政协派人观摩。",
            2003,
        ),
        ("绵阳市政协大事记", "", "".join(f"{year}年收到提案{year - 1900}件。" for year in range(1991, 1998)), None),
        ("绵阳市政协社情民意工作总结", "2023-08-13 来源:某网", "xxxx年,收到信息622篇。", None),
        ("绵阳市政协文史工作", "", "市政协自1984年以来征集史料900篇。2015年出版1辑,2015年征集照片210幅。", 2015),
    ],
)
def test_report_year(title, stamp, body, year):
    assert find("\n".join(part for part in (title, stamp, body) if part)).report_year == year


@pytest.mark.parametrize(
    "session",
    ["全国政协十四届二次会议", "政协重庆市第六届委员会第二次会议", "政协广西壮族自治区第十三届委员会第二次会议"],
)
def test_a_session_alone_is_a_doubt(session):
    known = find(f"提案统计\n{session}收到提案5898件。")
    assert known.report_year is None
    assert "report_year: the page names no year; the session that it names met in 2024" in known.doubts


def test_a_date_in_an_address_alone_is_a_doubt():
    page = "绵阳市政协开展视察\n绵阳市政协组织委员开展视察调研23次,形成报告15篇。\n"
    known = find(page + "本文链接:https://www.example.cn/content/2013/02/27/704.html")
    assert known.published == "2013-02-27"
    assert any(doubt.startswith("published") for doubt in known.doubts)


def test_the_report_year_says_where_it_stands():
    text = "绵阳市政协五年履职数据\n截至2022年底,五年共收到提案900件。"
    known = find(text)
    assert text[slice(*known.found["report_year"])] == "截至2022年底"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("委员在行动\n——绵阳市政协工作纪实\n" + "市政协组织委员视察。" * 5, "委员在行动"),
        (
            "中国人民政治协商会议\n绵阳市第八届委员会\n工作报告\n" + "市政协组织委员视察。" * 5,
            "中国人民政治协商会议绵阳市第八届委员会工作报告",
        ),
        ("绵阳市政协:让委员动起来_要闻_某某新闻网\n" + "市政协组织委员视察。" * 5, "绵阳市政协:让委员动起来"),
        ("本报讯(记者 张三)绵阳市政协组织委员视察," + "委员们实地查看。" * 5, None),
        ("各位委员:\n我受政协绵阳市委员会常务委员会委托,向大会报告工作。", None),
        ("创新机制 加强管理\n绵阳市政协宣传工作成果丰硕\n" + "市政协组织委员视察。" * 5, "绵阳市政协宣传工作成果丰硕"),
        ("绵阳市政协委员在行动\n\n绵阳市政协委员在行动\n" + "市政协组织委员视察。" * 5, "绵阳市政协委员在行动"),
        ("• ad9_210\n绵阳市政协:让委员动起来\n" + "市政协组织委员视察。" * 5, "绵阳市政协:让委员动起来"),
        ("《绵阳市志》\n第三节 联谊交友\n" + "市政协组织委员视察。" * 5, "第三节 联谊交友"),
        ("提案立案1255件丨两会“法”声·解读\n" + "市政协组织委员视察。" * 5, "提案立案1255件丨两会“法”声·解读"),
    ],
)
def test_title(text, title):
    assert find(text).title == title


def test_the_title_of_a_page_chooses_among_lines():
    text = "绵阳政协之窗\n让委员动起来\n" + "绵阳市政协组织委员视察。" * 5
    assert find(text, page_title="让委员动起来 - 绵阳市政协").title == "让委员动起来"


@pytest.mark.parametrize(
    "text",
    [
        "中级人民法院工作报告\n2021年,全市法院受理案件18万件。办理政协提案14件,邀请政协委员旁听庭审260人次。",
        "政府工作报告\n各位代表:现在,我代表市人民政府向大会报告工作,请予审议,并请市政协委员提出意见。",
        "2023年预算执行情况的报告\n一般公共预算收入120亿元,增长8%。自觉接受人大监督和政协民主监督。",
        "家常豆腐的做法\n豆腐400克,鸡蛋2个,青椒3个,小火慢炖20分钟即可。",
        "全市足球联赛收官\n12支球队参加66场比赛,观众3万人次。市政协副主席为冠军颁奖。",
        "某公司年报\n营业收入12亿元,增长8%。",
        "关于县政协第56号提案的答复\n您提出的提案收悉。2022年新建公路126公里,县政协将继续跟踪,县政协领导带队视察。",
        "“政协杯”邀请赛落幕\n18支队伍参加142场比赛,市政协领导颁奖,市政协委员队夺冠。",
    ],
)
def test_other_bodies_pages_are_not_of_the_genre(text):
    known = find(text)
    assert not known.of_genre
    assert known.committee is None


@pytest.mark.parametrize(
    "title",
    [
        "中国人民政治协商会议绵阳市第八届委员会提案审查情况的报告",
        "绵阳市政协视察法院工作",
        "一件政协提案推动红十字救护站落地",
        "政协委员走进足球联赛赛场",
        "绵阳市政协提案委召开提案办理协商会",
    ],
)
def test_a_headline_about_the_committee_overrules_the_words_of_others(title):
    known = find(f"{title}\n绵阳市政协组织委员开展视察调研23次,形成报告15篇。")
    assert known.of_genre
    assert known.committee == "绵阳市政协"


def test_people_outlet_meeting_and_url():
    text = """\
为民履职再出发
信息来源:绵阳政协网 发布日期:2022-08-19 10:47
全省政协读书会发言摘登
□绵阳市政协主席 王五
换届以来,绵阳市政协紧扣中心,在政协绵阳市第八届委员会第二次会议上部署了“商量”工作,开展协商28场。
原文链接:http://www.example.cn/a/1.html"""
    known = find(text)
    assert known.speaker == "王五"
    assert known.outlet == "绵阳政协网"
    assert known.meeting == "政协绵阳市第八届委员会第二次会议"
    assert known.url == "http://www.example.cn/a/1.html"


@given(st.text(alphabet="政协市区县省全国济南委员会第一届2024年月日:>()《》\n ", max_size=300))
def test_any_text_gives_facts_with_spans_inside_it(text):
    known = find(text)
    for span in (*known.found.values(), *known.headline):
        assert 0 <= span.start < span.end <= len(text)
    assert known.of_genre or known.committee is None


@pytest.mark.parametrize("unit", ["政协", "政协济南市", "2024年1月1日", "《", "我受"])
def test_a_huge_line_takes_little_time(unit):
    import time

    page = lines(unit * (2_000_000 // len(unit)))
    find("济南市政协")
    begun = time.process_time()
    facts.find(page, furniture.find(page), "page.txt")
    assert time.process_time() - begun < 5
