"""Long patterns of the rules that are only tried where one of their words stands: the words must not hide a match."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.core.indicator import context, part_names

GROUPS = {**context.words(), "breakdowns": part_names.words(), "names": part_names.words()["names"]}
LOOKED_FOR = [(group, key) for group, entries in GROUPS.items() for key in entries if f"{key}_words" in entries]


@pytest.mark.parametrize(("group", "key"), LOOKED_FOR)
def test_one_of_the_words_stands_in_every_match(group: str, key: str) -> None:
    pattern, words = GROUPS[group][key], GROUPS[group][f"{key}_words"]

    @settings(max_examples=400, deadline=None)
    @given(st.from_regex(pattern))
    def holds(text: str) -> None:
        assert words.search(text)

    holds()
