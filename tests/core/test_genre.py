"""Whether a page is about the work of a 政协, on pages written for it (genre_pages.yaml)."""

from pathlib import Path

import pytest
import yaml
from pages import lines

from etl.core.normalize import facts, furniture, genre, script

PAGES = yaml.safe_load(Path(__file__).with_name("genre_pages.yaml").read_text(encoding="utf-8"))


def find(text: str):
    page = lines(script.convert(text).text)
    return facts.find(page, furniture.find(page), "page.txt")


@pytest.mark.parametrize("name", PAGES["of_genre"])
def test_work_of_the_committee_and_its_members_is_of_the_genre(name):
    assert find(PAGES["of_genre"][name]).of_genre


@pytest.mark.parametrize("name", PAGES["not_of_genre"])
def test_pages_that_name_the_committee_in_passing_are_not(name):
    known = find(PAGES["not_of_genre"][name])
    assert not known.of_genre
    assert known.genre == "other"
    assert known.committee is None


def test_a_close_decision_is_marked_as_a_doubt():
    assert genre.is_enough(0.6) == (True, True)
    assert genre.is_enough(0.2) == (False, True)
    assert genre.is_enough(4.0) == (True, False)


def test_other_bodies_words_weigh_against_the_committees_own():
    work = "收到提案,社情民意,界别委员协商。"
    assert genre.evidence("", [], [work]) > genre.evidence("", [], [work, "沪指上涨,个股成交额,股东大会,净利润。" * 3])
