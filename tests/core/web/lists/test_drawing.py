"""Rows as HTML: safe whatever stands in them, and the same whether they were drawn before or not."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from core.text.i18n import use_language
from core.web.lists import Column, ListView, Tag
from core.web.lists import rows as drawing
from core.web.lists.rows import draw_rows, escaped

VIEW = ListView(
    name="desk.drawing",
    title="",
    path="/staff/x",
    permission="",
    source="",
    key="k",
    href="/staff/x/{key}",
    order="name",
    columns=(
        Column("name", "Tên", "n", sort="n"),
        Column("code", "Mã", "c", kind="code"),
        Column("days", "Còn", "d", kind="days"),
        Column("state", "Bước", "s", kind="tag", tags={"new": Tag("Mới", "info")}),
    ),
)
ROW = st.tuples(
    st.text(max_size=6), st.none() | st.text(max_size=9), st.text(max_size=5), st.none() | st.integers(-3, 3),
    st.sampled_from(["new", "<odd>", None]), st.integers(),
)  # fmt: skip


@given(st.lists(st.text(st.characters() | st.sampled_from("<>&\"'\x1f"))))
def test_many_texts_are_escaped_as_each_would_be(texts: list[str]) -> None:
    assert escaped(texts) == [str(escape(text)) for text in texts]


@given(st.lists(ROW, max_size=8))
def test_a_row_drawn_before_is_the_row_drawn_now(records: list[tuple[object, ...]]) -> None:
    kept = draw_rows(VIEW, VIEW.columns, records)
    drawing._frames.clear()
    fresh = draw_rows(VIEW, VIEW.columns, records)
    alone = [row for record in records for row in draw_rows(VIEW, VIEW.columns, [record])]
    assert kept == fresh == alone


def test_nothing_that_was_typed_is_markup() -> None:
    [row] = draw_rows(VIEW, VIEW.columns, [("<k>", "<script>", "a&b", -2, "<odd>")])
    assert "<script>" not in row
    assert "<k>" not in row
    assert 'href="/staff/x/&lt;k&gt;"' in row
    assert 'class="tag tag-neutral">&lt;odd&gt;<' in row


def test_other_words_languages_and_boxes_are_other_rows() -> None:
    record = ("1", "An", "c", -2, "new")
    [vietnamese], [picked] = (draw_rows(VIEW, VIEW.columns, [record], pick=pick) for pick in (False, True))
    with use_language("en"):
        [english] = draw_rows(VIEW, VIEW.columns, [record])
    later = (*VIEW.columns[:3], replace(VIEW.columns[3], tags={"new": Tag("Vừa nhận", "info")}))
    [renamed] = draw_rows(VIEW, later, [record])
    assert len({vietnamese, picked, english, renamed}) == 4
    assert "Vừa nhận" in renamed


def test_no_more_rows_are_kept_than_the_most() -> None:
    drawing._frames.clear()
    for start in range(0, drawing._MOST_ROWS * 2, 1000):
        draw_rows(VIEW, VIEW.columns[:1], [(number, "An") for number in range(start, start + 1000)])
    [frame] = drawing._frames.values()
    assert len(frame) <= drawing._MOST_ROWS
