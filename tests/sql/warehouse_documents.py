"""The hand-made documents that the tests of the models ask about."""

from datetime import date
from typing import Any

from stage_tables import Document, figure

BAISHI: dict[str, Any] = {"committee": "白石市政协", "adcode": "370800"}
LINCHUAN: dict[str, Any] = {"committee": "临川区政协", "level": "county", "adcode": "370902"}
SHANDONG: dict[str, Any] = {"committee": "山东省政协", "level": "province", "adcode": "370000"}
NATIONAL: dict[str, Any] = {"committee": "全国政协", "level": "national", "province": None, "adcode": "100000"}

QINGHE_2023 = Document(
    "qinghe-2023-report.txt",
    [
        (
            "全年共提交提案260件,立案213件,办结210件,已经解决150件,正在解决50件,解释说明10件,立案率81.9%,办复率100%。",
            [
                figure("proposals_submitted", "260件", 260, "件"),
                figure("proposals_filed", "213件", 213, "件"),
                figure("proposals_completed", "210件", 210, "件"),
                figure("proposals_resolved", "150件", 150, "件"),
                figure("proposals_in_progress", "50件", 50, "件"),
                figure("proposals_explained", "10件", 10, "件"),
                figure("proposal_filing_rate", "81.9%", 81.9, "%"),
                figure("proposal_reply_rate", "100%", 100, "%"),
            ],
        ),
        ("围绕园区建设提出意见建议53条。", [figure("suggestions", "53条", 53, "条", subject="意见建议")]),
        (
            "就养老服务提出意见建议142余条。",
            [figure("suggestions", "142余条", 142, "条", qualifier="at_least", subject="意见建议")],
        ),
        ("开展重点视察12次。", [figure("inspections", "12次", 12, "次")]),
        (
            "“码上商量”开展协商39场,解决问题21个,累计访问10万次。",
            [
                figure("consultations_micro", "39场", 39, "场", programme="码上商量"),
                figure("problems_solved", "21个", 21, "个", programme="码上·商量"),
                figure("audience_reach", "10万次", 100000, "次", programme="码上商量平台", basis="cumulative"),
            ],
        ),
        ("明年计划开展视察15次。", [figure("inspections", "15次", 15, "次", status="planned", period=2024)]),
    ],
    keywords={"协商": (12, 6.0), "养老": (6, 8.0), "园区": (2, 7.0)},
)

QINGHE_2022 = Document(
    "qinghe-2022-report.txt",
    [
        ("共提交提案200件,立案2100件。", [
            figure("proposals_submitted", "200件", 200, "件"),
            figure("proposals_filed", "2100件", 2100, "件"),
        ]),
        ("开展视察10次。", [figure("inspections", "10次", 10, "次")]),
        ("明年安排视察12次、调研8次。", [
            figure("inspections", "12次", 12, "次", status="planned", period=2023),
            figure("research_activities", "8次", 8, "次", status="planned", period=2023),
        ]),
    ],
    published=date(2023, 1, 18),
    report_year=2022,
    keywords={"协商": (4, 6.0), "旅游": (8, 5.0)},
)  # fmt: skip

# Each rule of committee_year on an indicator of its own.
BAISHI_REPORT = Document(
    "baishi-2023-report.txt",
    [
        ("立案提案186件。其中经济建设方面100件,社会建设方面90件。", [
            figure("proposals_filed", "186件", 186, "件"),
            figure("proposals_filed", "100件", 100, "件", breakdown="经济建设"),
            figure("proposals_filed", "90件", 90, "件", breakdown="社会建设"),
        ]),
        ("今年立案186件提案。", [figure("proposals_filed", "186件", 186, "件")]),
        ("围绕产业提出建议30条。", [figure("suggestions", "30条", 30, "条", subject="建议")]),
        ("全年共提出意见建议520条。", [figure("suggestions", "520条", 520, "条", subject="意见建议")]),
        ("全年共召开党组会议26次、主席会议15次。", [
            figure("meetings_held", "26次", 26, "次", subject="党组会议"),
            figure("meetings_held", "15次", 15, "次", subject="主席会议"),
        ]),
        ("报送社情民意信息200余条。", [
            figure("opinions_reported", "200余条", 200, "条", qualifier="at_least", subject="社情民意信息"),
        ]),
        ("编发信息80条。", [figure("opinions_collected", "80条", 80, "条")]),
        ("培训9期,五年来累计培训41期。", [
            figure("training_courses", "9期", 9, "期"),
            figure("training_courses", "41期", 41, "期", basis="cumulative"),
        ]),
        ("举办讲座7场。", [figure("outreach_talks", "7场", 7, "场", doubts=["damage"])]),
        ("市县政协共视察300次。", [figure("inspections", "300次", 300, "次", scope="system")]),
        ("开展视察20次。", [figure("inspections", "20次", 20, "次")]),
        ("调研报告15篇。", [figure("research_reports", "15篇", 15, "篇", subject="调研报告")]),
        ("满意率120%。", [figure("proposal_satisfaction_rate", "120%", 120, "%")]),
        ("工业类提案占40%,农业类占30%。", [
            figure("proposals_completed", "40%", 40, "%", breakdown="工业"),
            figure("proposals_completed", "30%", 30, "%", breakdown="农业"),
        ]),
    ],
    **BAISHI,
    unexplained=1,
)  # fmt: skip

BAISHI_NEWS = Document(
    "baishi-2023-news.txt",
    [
        ("报送社情民意信息212条。", [figure("opinions_reported", "212条", 212, "条", subject="社情民意信息")]),
        ("编发信息95条。", [figure("opinions_collected", "95条", 95, "条")]),
        ("举办讲座8场。", [figure("outreach_talks", "8场", 8, "场")]),
        ("调研报告17篇。", [figure("research_reports", "17篇", 17, "篇", subject="调研报告")]),
        ("开展视察20次。", [figure("inspections", "20次", 20, "次")]),
        ("协商活动5场。", [figure("consultations_total", "5场", 5, "场")]),
        ("界别活动3场。", [figure("duty_activities", "3场", 3, "场", subject="界别活动")]),
        ("累计访问5万次。", [figure("audience_reach", "5万次", 50000, "次", basis="cumulative")]),
    ],
    genre="news",
    published=date(2024, 1, 5),
    **BAISHI,
)
BAISHI_LATER = Document(
    "baishi-2024-news.txt",
    [
        ("去年协商活动6场。", [figure("consultations_total", "6场", 6, "场")]),
    ],
    genre="news",
    published=date(2024, 3, 1),
    **BAISHI,
)
BAISHI_SAME_DAY = Document(
    "baishi-2023-news-2.txt",
    [("界别活动4场。", [figure("duty_activities", "4场", 4, "场", subject="界别活动")])],
    genre="news",
    published=date(2024, 1, 5),
    **BAISHI,
)
COPY = Document(
    "copy-of-baishi.txt",
    [("立案提案999件。", [figure("proposals_filed", "999件", 999, "件")])],
    canonical=False,
    family="baishi",
    **BAISHI,
)
BAISHI_REPORT.family = "baishi"

# Each outcome of a plan on an indicator of its own.
BAISHI_PLAN = Document(
    "baishi-2025-plan.txt",
    [
        ("2025年举办培训4期、讲座30场左右、读书活动不超过12场,再建工作室5个,形成调研报告8篇。", [
            figure("training_courses", "4期", 4, "期", status="planned"),
            figure("outreach_talks", "30场", 30, "场", status="planned", qualifier="approx"),
            figure("reading_activities", "12场", 12, "场", status="planned", qualifier="at_most"),
            figure("workstations", "5个", 5, "个", status="planned", subject="工作室"),
            figure("research_reports", "8篇", 8, "篇", status="planned"),
        ]),
    ],
    genre="plan",
    published=date(2024, 12, 20),
    report_year=2025,
    **BAISHI,
)  # fmt: skip
BAISHI_SUMMER = Document(
    "baishi-2025-news.txt",
    [
        ("上半年培训2期,读书活动10余场,建成工作室40个。", [
            figure("training_courses", "2期", 2, "期"),
            figure("reading_activities", "10余场", 10, "场", qualifier="at_least"),
            figure("workstations", "40个", 40, "个", basis="cumulative", subject="委员工作室"),
        ]),
        ("上半年组织学习9次,下半年还将组织6次。", [
            figure("study_sessions", "9次", 9, "次"),
            figure("study_sessions", "6次", 6, "次", status="planned"),
        ]),
    ],
    genre="news",
    published=date(2025, 7, 1),
    report_year=2025,
    **BAISHI,
)  # fmt: skip
BAISHI_2025 = Document(
    "baishi-2025-report.txt",
    [
        ("举办讲座28场,形成调研报告6篇。", [
            figure("outreach_talks", "28场", 28, "场"),
            figure("research_reports", "6篇", 6, "篇"),
        ]),
    ],
    published=date(2026, 1, 15),
    report_year=2025,
    **BAISHI,
)  # fmt: skip
# A term's proposals beside those of its last year.
SHANDONG_TERM = Document(
    "shandong-five-years.txt",
    [
        ("五年来共收到提案4000件,立案3600件,办复率100%。", [
            figure("proposals_submitted", "4000件", 4000, "件", basis="cumulative"),
            figure("proposals_filed", "3600件", 3600, "件", basis="cumulative"),
            figure("proposal_reply_rate", "100%", 100, "%", basis="cumulative"),
        ]),
        ("其中2021年立案突破700件。", [figure("proposals_filed", "700件", 700, "件", qualifier="at_least")]),
    ],
    genre="five_year_report",
    published=date(2022, 1, 20),
    report_year=2021,
    **SHANDONG,
)  # fmt: skip

DOCUMENTS = [
    QINGHE_2023,
    QINGHE_2022,
    BAISHI_REPORT,
    BAISHI_NEWS,
    BAISHI_LATER,
    BAISHI_SAME_DAY,
    COPY,
    BAISHI_PLAN,
    BAISHI_SUMMER,
    BAISHI_2025,
    SHANDONG_TERM,
    Document("linchuan.txt", [("视察12次。", [figure("inspections", "12次", 12, "次")])], **LINCHUAN),
    Document(
        "shandong.txt",
        [
            ("立案提案800件,", [figure("proposals_filed", "800件", 800, "件")]),
            ("截至年底解决600件。", [figure("proposals_resolved", "600件", 600, "件", basis="cumulative")]),
        ],
        url="http://www.example.cn/2024/report.html",
        **SHANDONG,
    ),
    Document(
        "national.txt",
        [
            ("立案5621件。", [figure("proposals_filed", "5621件", 5621, "件")]),
            ("2016年曾有代表7名。", [figure("other", "7名", 7, "名", period=2016)]),
        ],
        url="www.example.cn",
        **NATIONAL,
    ),
    Document("gone.txt", [("视察77次。", [figure("inspections", "77次", 77, "次")])], vanished=True),
    Document("sample.txt", [("视察78次。", [figure("inspections", "78次", 78, "次")])], sample=True),
    Document(
        "recipe.txt",
        [("=HYPERLINK土豆3个。", [figure("other", "3个", 3, "个", programme="春日集市")])],
        genre="other",
        committee=None,
        adcode=None,
    ),
]
