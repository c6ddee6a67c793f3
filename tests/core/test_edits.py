import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.core.edits import Edit, OffsetMap, apply

TEXTS = st.text("甲乙丙丁12a\n", max_size=30)


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> list[Edit]:
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return [Edit(start, end, draw(st.text("戊己庚", max_size=3)), draw(st.booleans())) for start, end in pairs]


@st.composite
def chains(draw: st.DrawFn) -> tuple[str, str, OffsetMap, list[tuple[int, int]]]:
    """Text, edited text, its map, and where each character came from by a model that keeps a range per character."""
    first = text = draw(TEXTS)
    offsets = OffsetMap.identity(len(text))
    model = [(at, at + 1) for at in range(len(text))]
    for _ in range(draw(st.integers(1, 3))):
        edits = draw(edits_of(text))
        new_model: list[tuple[int, int]] = []
        old = 0
        for start, end, replacement, aligned in edits:
            new_model += model[old:start]
            if start < end and replacement:
                whole = (model[start][0], model[end - 1][1])
                same = aligned and len(replacement) == end - start
                new_model += model[start:end] if same else [whole] * len(replacement)
            elif replacement:
                at = model[start][0] if start < len(model) else (model[-1][1] if model else 0)
                new_model += [(at, at)] * len(replacement)
            old = end
        model = new_model + model[old:]
        text, step = apply(text, edits)
        offsets = step.then(offsets)
    return first, text, offsets, model


@given(chains())
def test_each_character_leads_home_through_a_chain_of_edits(chain: tuple[str, str, OffsetMap, list[tuple[int, int]]]):
    first, text, offsets, model = chain
    assert offsets.length == len(text)
    assert [offsets.character(at) for at in range(len(text))] == model
    for at, character in enumerate(text):
        start, end = model[at]
        if character not in "戊己庚" and end - start == 1:
            assert first[start:end] == character


@given(chains())
def test_runs_cover_the_new_text_without_gaps(chain: tuple[str, str, OffsetMap, list[tuple[int, int]]]):
    _, text, offsets, _ = chain
    assert "".join(text[run.start : run.end] for run in offsets.runs) == text
    assert all(before.end == after.start for before, after in zip(offsets.runs, offsets.runs[1:], strict=False))


def test_span_leads_from_the_first_to_the_last_character():
    text, offsets = apply("共57(wǔ)件", [Edit(3, 7, "")])
    assert text == "共57件"
    assert offsets.span(1, 4) == (1, 8)


def test_target_is_where_an_original_position_went():
    _, offsets = apply("甲乙丙丁戊", [Edit(1, 3, "")])
    assert [offsets.target(at) for at in range(6)] == [0, 1, 1, 1, 2, 3]


@pytest.mark.parametrize("edits", [[Edit(0, 3, ""), Edit(2, 4, "")], [Edit(3, 4, ""), Edit(0, 1, "")]])
def test_edits_that_overlap_or_go_backwards_are_refused(edits: list[Edit]):
    with pytest.raises(ValueError, match="overlap"):
        apply("一二三四五", edits)
