import pytest
from hypothesis import given
from hypothesis import strategies as st

from registration.flowed import WIDTH, flowed, read

LINK = f"http://testserver/plads/{'x' * 90}/"


def test_a_long_paragraph_goes_on_in_lines_that_end_in_a_space() -> None:
    text = (
        "Du kan melde afbud uden udgift til og med onsdag den 2. september 2026. Derefter er tilmeldingen bindende.\n"
        "\n"
        f"Linket er personligt: {LINK}\n"
    )
    assert flowed(text) == (
        "Du kan melde afbud uden udgift til og med onsdag den 2. september 2026. \n"
        "Derefter er tilmeldingen bindende.\n"
        "\n"
        "Linket er personligt: \n"
        f"{LINK}\n"
    )


@pytest.mark.parametrize("kept", ["kl. 9.00-16.00", "1.295 kr.", "16. september"])
def test_no_line_ends_inside_a_date_the_hours_or_the_money(kept: str) -> None:
    for width in range(WIDTH - len(kept), WIDTH + 1):
        assert kept in flowed(f"{'x' * width} {kept} og mere").replace(" \n", "\n")


@pytest.mark.parametrize("line", [" med luft foran", "> ikke et citat", "From nu af"])
def test_a_line_that_could_be_taken_for_something_else_gets_a_space_in_front(line: str) -> None:
    assert flowed(line) == f" {line}"
    assert read(f" {line}") == line


@given(st.text(alphabet=st.sampled_from("abcæøå 19.k>-F\n"), max_size=400))
def test_what_is_read_is_what_was_written(text: str) -> None:
    written = "\n".join(line.rstrip() for line in text.split("\n"))
    assert read(flowed(written)).split() == written.split()
    assert [line.strip() == "" for line in read(flowed(written)).split("\n")] == [
        line.strip() == "" for line in written.split("\n")
    ]
