"""The examples of the indicator rules hold: etl/rules/indicators/*.yaml, `matches` and `rejects` of each entry.

A figure in square brackets must get the code of its entry (`matches`) or must not get it (`rejects`) where the
sentence stands in a work report. How to write one: etl/rules/README.md.
"""

import re

import pytest

from etl.core.extract import extract
from etl.core.indicator.rules import Indicator, rules
from etl.core.model import RawText

BEFORE = (
    "中国人民政治协商会议衢州市委员会常务委员会工作报告\n（2024年1月15日）\n各位委员：\n"
    "　　现在，我代表政协衢州市委员会常务委员会，向大会报告工作，请予审议。\n"
    "一、2023年工作回顾\n　　一年来，市政协认真履行职能。"
)
AFTER = "\n　　各位委员！让我们团结奋斗。\n"
ENTRIES = sorted(rules().indicators.values(), key=lambda entry: entry.code)
MATCHES = [(entry.code, example) for entry in ENTRIES for example in entry.matches]
REJECTS = [(entry.code, example) for entry in ENTRIES for example in entry.rejects]


def codes(example: str) -> list[set[str]]:
    """Return the codes that each bracketed figure of an example gets in a work report."""
    parts = re.split(r"[\[\]]", example)
    assert len(parts) > 2, "no figure in square brackets"
    extraction = extract(RawText(BEFORE + "".join(parts) + AFTER, "utf-8", "text"), "report.txt")
    found, place = [], len(BEFORE)
    for index, part in enumerate(parts):
        if index % 2:
            span = (place, place + len(part))
            found.append({one.indicator for one in extraction.observations if tuple(one.raw) == span})
        place += len(part)
    return found


@pytest.mark.parametrize(("code", "example"), MATCHES)
def test_the_figure_gets_the_code(code: str, example: str) -> None:
    for said in codes(example):
        assert code in said


@pytest.mark.parametrize(("code", "example"), REJECTS)
def test_the_figure_gets_another_code(code: str, example: str) -> None:
    for said in codes(example):
        assert said, "the figure is no observation at all"
        assert code not in said


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_every_entry_has_examples(entry: Indicator) -> None:
    assert len(entry.matches) >= 2
    assert entry.rejects
