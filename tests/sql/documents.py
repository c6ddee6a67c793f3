"""The hand-made documents that the tests of the models ask about."""

from datetime import date

from stage_tables import Document, figure

QINGHE = {"committee": "青河市政协", "level": "prefecture", "province": "山东", "adcode": "370900"}

DOCUMENTS = [
    Document(
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
            ("围绕园区建设提出意见建议53条。", [figure("suggestions", "53条", 53, "条")]),
            ("就养老服务提出意见建议142余条。", [figure("suggestions", "142余条", 142, "条", qualifier="at_least")]),
        ],
    ),
]
