"""The one time field of a programme item."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.reading.times import Span, read_span, written

QUARTER = Span(time(9), time(9, 15))


@pytest.mark.parametrize(
    ("typed", "span"),
    [
        ("9-9.15", QUARTER),
        ("9.00 – 9.15", QUARTER),
        ("9:00-9:15", QUARTER),
        ("09.00—09.15", QUARTER),
        ("0900-0915", QUARTER),
        ("9,00-9,15", QUARTER),
        ("kl. 9-9.15", QUARTER),
        ("Kl. 9.00 - kl. 9.15.", QUARTER),
        ("klokken 9 til 9.15", QUARTER),
        ("fra kl. 9 til kl. 9.15", QUARTER),
        ("9.00/9.15", QUARTER),
        ("ca. 9.00-9.15", QUARTER),
        ("9.00\u00a0–\u00a09.15", QUARTER),
        ("kl. 13.15-14", Span(time(13, 15), time(14))),
        ("kl.13.15", Span(time(13, 15))),
        ("9.30", Span(time(9, 30))),
        ("9.30-", Span(time(9, 30))),
        ("9.30 –", Span(time(9, 30))),
        ("22-1.30", Span(time(22), time(1, 30))),
        ("18-24", Span(time(18), time(0))),
        ("18.00-24.00", Span(time(18), time(0))),
        ("", Span()),
        (" \u00a0 ", Span()),
    ],
)
def test_a_span_is_read_as_organisers_type_it(typed: str, span: Span) -> None:
    assert read_span(typed) == span


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Velkomst", "invalid"),
        ("9.15-9.30 Velkomst", "invalid"),
        ("9-9.15-9.30", "invalid"),
        ("-9.15", "invalid"),
        ("16/9-2015", "invalid"),
        ("25-26", "no_such_time"),
        ("9.00-9.60", "no_such_time"),
        ("24-1", "midnight"),
        ("9.00-9.00", "no_length"),
        ("9 til 9", "no_length"),
        ("x" * 5000, "invalid"),
    ],
)
def test_what_is_no_span_says_what_to_type(typed: str, code: str) -> None:
    span = read_span(typed)
    assert (span.starts_at, span.ends_at) == (None, None)
    assert span.problem is not None
    assert span.problem.code == code
    assert str(span.problem)


@pytest.mark.parametrize("typed", ["9.00-9.15", "9.30", "", "22.00-0.00"])
def test_what_is_written_is_read_as_the_same(typed: str) -> None:
    span = read_span(typed)
    assert written(span.starts_at, span.ends_at) == typed


@given(st.times(), st.none() | st.times())
def test_any_two_times_survive_being_written(starts_at: time, ends_at: time | None) -> None:
    whole = Span(
        starts_at.replace(second=0, microsecond=0), ends_at and ends_at.replace(second=0, microsecond=0)
    )
    if whole.starts_at != whole.ends_at:
        assert read_span(written(whole.starts_at, whole.ends_at)) == whole


@given(st.text() | st.text("0123456789.:-– klatif"))
def test_no_text_makes_reading_fail(text: str) -> None:
    span = read_span(text)
    assert span.problem is None or str(span.problem)
    assert span.ends_at is None or span.starts_at is not None
