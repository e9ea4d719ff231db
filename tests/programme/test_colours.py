import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme import colours

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("#0b4f5c", "#0b4f5c"),
        (" 0B4F5C ", "#0b4f5c"),
        ("#0bf", "#00bbff"),
        ("", None),
        ("petrol", None),
        ("#0b4f5", None),
        ("#0b4f5c; background: url(x)", None),
        ("#0b4f5ø", None),
    ],
)
def test_a_colour_is_read_as_people_type_it(typed: str, known: str | None) -> None:
    assert colours.read(typed) == known


def test_black_on_white_is_the_greatest_contrast_and_a_colour_on_itself_the_least() -> None:
    assert colours.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colours.contrast("#123456", "#123456") == 1


def test_white_is_carried_from_four_and_a_half_to_one() -> None:
    assert colours.carries_white("#767676"), "4.54:1"
    assert not colours.carries_white("#777777"), "4.48:1"


@given(COLOURS)
def test_every_shade_that_goes_with_a_colour_can_be_read_where_it_stands(colour: str) -> None:
    shades = colours.palette(colour)
    assert colours.contrast(shades.band, "#ffffff") >= 4.5
    assert colours.contrast(shades.heading, "#ffffff") >= 4.5
    assert colours.contrast(shades.heading, shades.tint) >= 4.5
    assert colours.contrast("#1d2b2f", shades.tint) >= 7, "the text on a break"
    assert colours.contrast("#35474c", shades.tint) >= 4.5, "the lesser text on a tint"
    assert shades.band == (colour if colours.carries_white(colour) else colours.DEEP)


@given(COLOURS)
def test_the_darker_shade_that_is_proposed_carries_white(colour: str) -> None:
    proposed = colours.readable(colour, on="#ffffff")
    assert colours.carries_white(proposed)
    assert (proposed == colour) == colours.carries_white(colour)


def test_an_event_without_a_colour_has_the_house_s() -> None:
    assert colours.palette("").band == colours.DEEP
    assert colours.palette("nonsense") == colours.palette("")
