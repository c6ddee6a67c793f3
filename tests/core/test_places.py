"""The table of places and the search for their names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.core.normalize import places


def test_every_place_but_provinces_lies_in_a_place_of_the_table():
    codes = {place.adcode for place in places.table()}
    for place in places.table():
        assert len(place.adcode) == 6
        assert place.level in places.LEVELS
        assert (place.parent in codes) == (place.level != "province")


def test_the_table_holds_all_provinces_and_current_counties():
    current = [place for place in places.table() if place.until is None]
    assert sum(place.level == "province" for place in current) == 31
    assert 330 <= sum(place.level == "prefecture" for place in current) <= 340
    assert 2820 <= sum(place.level == "county" for place in current) <= 2880


@pytest.mark.parametrize(
    ("name", "short", "official"),
    [
        ("恩施土家族苗族自治州", "恩施", "恩施州"),
        ("积石山保安族东乡族撒拉族自治县", "积石山", "积石山保安族东乡族撒拉族自治县"),
        ("隆林各族自治县", "隆林", "隆林各族自治县"),
        ("鄂伦春自治旗", "鄂伦春", "鄂伦春自治旗"),
        ("内蒙古自治区", "内蒙古", "内蒙古自治区"),
        ("大兴安岭地区", "大兴安岭", "大兴安岭地区"),
        ("锡林郭勒盟", "锡林郭勒", "锡林郭勒盟"),
        ("神农架林区", "神农架", "神农架林区"),
        ("济南市", "济南", "济南市"),
        ("沙县", "沙县", "沙县"),
    ],
)
def test_short_and_official_names(name, short, official):
    place = places.by_name()[name][0]
    assert (place.short, place.official) == (short, official)


def test_former_places_are_found_and_chosen_by_year():
    assert places.by_name()["崇文区"][0].until == 2009
    both = places.by_name()["巢湖市"]
    assert {place.level for place in both} == {"prefecture", "county"}
    assert [place.level for place in places.latest(both, 2005)] == ["prefecture"]
    assert [place.level for place in places.latest(both, 2020)] == ["county"]
    assert [place.level for place in places.latest(both, None)] == ["county"]


def test_namesakes_stay_apart():
    assert {places.province(place).short for place in places.by_name()["鼓楼区"]} == {"江苏", "福建", "河南"}


def test_mentions_take_the_longest_name_and_no_ordinary_words():
    text = "江苏省南京市鼓楼区与恩施州合作,和平发展"
    found = {text[mention.start : mention.end] for mention in places.mentions(text, shorts=True)}
    assert found == {"江苏省", "南京市", "鼓楼区", "恩施州"}


def test_a_word_that_ends_before_the_kind_word_makes_no_county():
    for text in ("召开县委会议", "提高县城品质", "办理县里提案", "省和县两级", "新时代县域工作"):
        assert places.mentions(text) == [], text
    for text in ("重庆市开县", "青海省共和县", "安徽和县", "在渠县", "理县"):
        assert places.mentions(text)[-1].end == len(text), text


@given(st.text(alphabet="济南市历下区县省内蒙古 a", max_size=60))
def test_mentions_are_sorted_apart_and_name_their_places(text):
    end = 0
    for mention in places.mentions(text):
        assert end <= mention.start < mention.end
        end = mention.end
        name = text[mention.start : mention.end]
        assert all(name in (*place.aliases, place.short) for place in mention.places)
