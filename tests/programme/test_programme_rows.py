"""What the buttons of the programme editor do to the typed rows."""

from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from programme.admin import programme_rows as acts
from programme.admin.programme_rows import Edited, Row, by_days, heads, read_minutes, typed_rows

DAY, NEXT = "16-09-2026", "17-09-2026"
FIRST = date(2026, 9, 16)


def rows(*lines: str, day: str = DAY) -> list[Row]:
    """From lines like "9.00-9.30 Velkomst" and "  Oplæg" for a talk inside; "" is an empty row."""
    found = []
    for line in lines:
        time, _space, title = (
            line.strip().partition(" ") if line.strip()[:1].isdigit() else ("", "", line.strip())
        )
        found.append(Row(day=day, time=time, title=title, inside="1" if line.startswith(" ") else ""))
    return found


def lines(edited: Edited) -> list[str]:
    return [
        ("  " if row.inside else "") + ("×" if row.gone else "") + f"{row.time} {row.title}".strip()
        for row in edited.rows
    ]


DAYS_WORK = rows("9.00-9.15 Kaffe", "9.15-10.00 Ål", "10.10-11.00 Øl", "  Lys", "  10.30 Mørk", "11.00 Tak")


# ------------------------------------------------------------------ reading


def test_rows_are_read_as_they_were_typed() -> None:
    data = {
        "rows": "2",
        "r0-time": " 9-9.15 ",
        "r0-title": "Velkomst \t på Ærø",
        "r0-text": " Første\r\n\r\nanden ",
        "r0-by": "Åse  Dam\r\n\r\n",
        "r0-add": "Bo Ågård",
        "r1-title": "– Et oplæg",
        "r1-day": NEXT,
    }
    assert typed_rows(data, first_day=FIRST) == [
        Row(day=DAY, time="9-9.15", title="Velkomst på Ærø", text="Første\n\nanden", by="Åse Dam\nBo Ågård"),
        Row(day=DAY, title="Et oplæg", inside="1"),
    ]


@pytest.mark.parametrize("number", ["", "vrøvl", "-1", "²", "9" * 30, "9" * 5000])
def test_a_number_of_rows_that_no_page_of_ours_sends_is_no_fault(number: str) -> None:
    assert len(typed_rows({"rows": number}, first_day=FIRST)) in {0, acts.MOST_ROWS}


def test_rows_stand_in_the_order_of_their_days_and_talks_follow_their_group() -> None:
    typed = [*rows("Ål", "  Lys", day=NEXT), *rows("Øl", "", day=DAY), Row(day="en dag", title="Vrøvl")]
    assert [(row.day, row.title) for row in by_days(typed, first_day=FIRST)] == [
        (DAY, "Øl"),
        (DAY, ""),
        ("en dag", "Vrøvl"),
        (NEXT, "Ål"),
        (NEXT, "Lys"),
    ]


def test_a_talk_is_inside_the_nearest_item_above_that_is_neither_removed_nor_empty() -> None:
    typed = rows("  Først", "Gruppe", "  Lys", "", "  Mørk", "Væk", "  Efter")
    typed[5].gone = "1"
    assert heads(typed) == [None, None, 1, None, 1, None, 1]
    typed[6].day = NEXT
    assert heads(typed)[6] is None


# ------------------------------------------------------------------ rows in and out


def test_a_row_is_inserted_below_an_item_and_its_talks() -> None:
    edited = acts.insert(DAYS_WORK, 2)
    assert (lines(edited)[5], edited.at, edited.focus) == ("", 5, "time")
    assert edited.rows[5] == Row(day=DAY)


def test_below_a_talk_another_talk_is_inserted() -> None:
    edited = acts.insert(DAYS_WORK, 3)
    assert (edited.at, edited.rows[4]) == (4, Row(day=DAY, inside="1"))


def test_a_row_is_added_at_the_end_of_its_day() -> None:
    typed = [*rows("Ål", ""), *rows("Øl", day=NEXT)]
    assert [(edited.at, edited.focus) for edited in (acts.add(typed, DAY), acts.add(typed, NEXT))] == [
        (2, "time"),
        (3, "time"),
    ]


def test_an_item_goes_with_its_talks_and_comes_back_with_them() -> None:
    gone = acts.remove(DAYS_WORK, 2)
    assert lines(gone)[2:5] == ["×10.10-11.00 Øl", "  ×Lys", "  ×10.30 Mørk"]
    assert (gone.at, gone.focus) == (2, "back")
    back = acts.fetch_back(gone.rows, 2)
    assert (back.rows, back.focus) == (DAYS_WORK, "title")


def test_a_talk_that_comes_back_without_its_group_stands_by_itself() -> None:
    back = acts.fetch_back(acts.remove(DAYS_WORK, 2).rows, 3)
    assert lines(back)[2:5] == ["×10.10-11.00 Øl", "Lys", "  ×10.30 Mørk"]


def test_an_empty_row_is_simply_taken_away() -> None:
    assert lines(acts.remove(rows("Ål", "", "Øl"), 1)) == ["Ål", "Øl"]
    assert acts.remove(rows(""), 0) == Edited([], None, "time")


# ------------------------------------------------------------------ in and out of a group


def test_an_item_goes_into_the_one_above_and_out_again_behind_the_others() -> None:
    inside = acts.indent(rows("Gruppe", "Lys", "  Mørk"), 1)
    assert inside.notes == {1: "Dette punkt har selv oplæg i sig."}
    inside = acts.indent(rows("Gruppe", "Lys", "Mørk"), 1)
    assert (lines(inside), inside.focus) == (["Gruppe", "  Lys", "Mørk"], "out")
    outside = acts.outdent(rows("Gruppe", "  Lys", "  Mørk", "Tak"), 1)
    assert (lines(outside), outside.at) == (["Gruppe", "  Mørk", "Lys", "Tak"], 2)


def test_the_first_item_of_a_day_goes_into_nothing() -> None:
    for typed in (rows("", "Ål"), [*rows("Øl"), *rows("Ål", day=NEXT)]):
        assert acts.indent(typed, 1).notes == {1: "Der er intet punkt ovenfor på den dag."}


# ------------------------------------------------------------------ up and down


def test_an_item_that_moves_up_takes_the_time_and_both_keep_their_length_and_the_pause_between() -> None:
    moved = acts.move_up(DAYS_WORK, 2)
    assert lines(moved) == [
        "9.00-9.15 Kaffe",
        "9.15-10.05 Øl",
        "  Lys",
        "  9.35 Mørk",
        "10.15-11.00 Ål",
        "11.00 Tak",
    ]
    assert (moved.at, moved.focus, moved.notes) == (1, "up", {1: "Det står nu kl. 9.15-10.05."})


def test_down_is_up_seen_from_the_other_item() -> None:
    up, down = acts.move_up(DAYS_WORK, 2), acts.move_down(DAYS_WORK, 1)
    assert down.rows == up.rows
    assert (down.at, down.focus, down.notes) == (4, "down", {4: "Det står nu kl. 10.15-11.00."})
    assert acts.move_up(down.rows, 4).rows == DAYS_WORK


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("9.00 Ål", "10.00 Øl"), ("9.00 Øl", "10.00 Ål")),
        (("9.00 Ål", "10.00-10.30 Øl"), ("9.00-9.30 Øl", "9.30 Ål")),
        (("9.00-10.00 Ål", "10.00 Øl"), ("9.00 Øl", "10.00-11.00 Ål")),
        (("9.00-11.00 Ål", "10.00-10.30 Øl"), ("9.00-9.30 Øl", "9.30-11.30 Ål")),
        (("10.00-11.00 Ål", "10.00-11.00 Øl"), ("10.00-11.00 Øl", "10.00-11.00 Ål")),
        (("10.00 Ål", "9.00 Øl"), ("9.00 Øl", "10.00 Ål")),
        (("Ål", "9.00 Øl"), ("9.00 Øl", "Ål")),
        (("9.00-vrøvl Ål", "10.00 Øl"), ("10.00 Øl", "9.00-vrøvl Ål")),
        (("22.00-23.30 Ål", "23.30-1.00 Øl"), ("22.00-23.30 Øl", "23.30-1.00 Ål")),
        (("23.00-23.30 Ål", "23.30-1.00 Øl"), ("23.30-1.00 Øl", "23.00-23.30 Ål")),
    ],
)
def test_what_moving_does_to_times(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    assert lines(acts.move_up(rows(*before), 1)) == list(after)


def test_removed_and_empty_rows_are_passed_by() -> None:
    typed = rows("Ål", "Væk", "", "Øl")
    typed[1].gone = "1"
    assert lines(acts.move_up(typed, 3)) == ["Øl", "×Væk", "", "Ål"]


def test_a_talk_moves_within_its_group() -> None:
    assert lines(acts.move_down(DAYS_WORK, 3))[2:5] == ["10.10-11.00 Øl", "  10.30 Mørk", "  Lys"]
    assert acts.move_up(DAYS_WORK, 3).notes == {3: "Det står allerede øverst."}
    assert acts.move_down(DAYS_WORK, 4).notes == {4: "Det står allerede nederst."}


def test_the_first_and_the_last_item_stay_where_they_are() -> None:
    assert acts.move_up(DAYS_WORK, 0) == Edited(DAYS_WORK, 0, "up", {0: "Det står allerede øverst."})
    assert acts.move_down(DAYS_WORK, 5) == Edited(DAYS_WORK, 5, "down", {5: "Det står allerede nederst."})


def test_across_a_night_an_item_joins_the_other_day_with_its_talks() -> None:
    typed = [*rows("9.00 Ål"), *rows("9.00 Øl", "  Lys", day=NEXT)]
    up = acts.move_up(typed, 1)
    assert [row.day for row in up.rows] == [DAY, DAY, DAY]
    assert lines(up) == ["9.00 Ål", "9.00 Øl", "  Lys"]
    down = acts.move_down(typed, 0)
    assert [row.day for row in by_days(down.rows, first_day=FIRST)] == [NEXT, NEXT, NEXT]


# ------------------------------------------------------------------ later and earlier


def test_everything_after_an_item_on_its_day_comes_so_many_minutes_later() -> None:
    typed = [*DAYS_WORK, *rows("9.00 I morgen", day=NEXT)]
    assert lines(acts.shift(typed, 1, "10")) == [
        "9.00-9.15 Kaffe",
        "9.25-10.10 Ål",
        "10.20-11.10 Øl",
        "  Lys",
        "  10.40 Mørk",
        "11.10 Tak",
        "9.00 I morgen",
    ]
    assert acts.shift(acts.shift(typed, 1, "10").rows, 1, "−10 min.").rows == typed


def test_all_are_shifted_or_none() -> None:
    typed = rows("0.10 Kaffe", "23.00-23.30 Fest")
    edited = acts.shift(typed, 0, "-11")
    assert edited.rows == typed
    assert edited.notes == {0: "»Kaffe« ville komme på en anden dag. Intet er forskudt."}
    assert lines(acts.shift(typed, 0, "-10"))[0] == "0.00 Kaffe"
    assert lines(acts.shift(typed, 0, "30")) == ["0.40 Kaffe", "23.30-0.00 Fest"]
    assert lines(acts.shift(typed, 0, "59"))[1] == "23.59-0.29 Fest"
    assert acts.shift(typed, 0, "60").rows == typed


def test_what_was_removed_is_not_shifted() -> None:
    gone = acts.remove(DAYS_WORK, 1).rows
    assert lines(acts.shift(gone, 0, "5"))[:2] == ["9.05-9.20 Kaffe", "×9.15-10.00 Ål"]


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("10", 10), ("-10", -10), ("−5", -5), ("+5", 5), (" 15 min. ", 15), ("5 minutter", 5),
     ("", None), ("ti", None), ("1.5", None), ("99999", None), ("0", 0)],
)  # fmt: skip
def test_a_number_of_minutes(typed: str, minutes: int | None) -> None:
    assert read_minutes(typed) == minutes
    if not minutes:
        assert list(acts.shift(DAYS_WORK, 0, typed).notes) == [0]


# ------------------------------------------------------------------ whatever is pressed

LINES = st.lists(
    st.builds(
        Row,
        day=st.sampled_from([DAY, NEXT, "", "vrøvl"]),
        time=st.sampled_from(["", "9-10", "9.30", "23-1", "vrøvl"]),
        title=st.sampled_from(["", "Ål", "Øl"]),
        inside=st.sampled_from(["", "1"]),
        gone=st.sampled_from(["", "1"]),
    ),
    min_size=1,
    max_size=7,
)


@given(LINES, st.sampled_from(sorted(acts.ACTS)), st.data())
def test_no_act_loses_a_typed_row(typed: list[Row], act: str, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(typed) - 1))
    placed = by_days(typed, first_day=FIRST)
    edited = acts.ACTS[act](placed, index)
    assert sorted(row.title for row in edited.rows if row.title) == sorted(
        row.title for row in placed if row.title
    )
    assert edited.at is None or edited.at < len(edited.rows)
    assert len(heads(edited.rows)) == len(edited.rows)


@given(st.dictionaries(st.sampled_from(["rows", "r0-day", "r0-title", "r1-inside", "r1-by"]), st.text()))
def test_no_form_makes_reading_fail(data: dict[str, str]) -> None:
    form = QueryDict(mutable=True)
    form.update(data)
    typed_rows(form.dict(), first_day=FIRST)  # type: ignore[arg-type]
