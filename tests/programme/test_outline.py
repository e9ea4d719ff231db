"""In which order the talks inside a group are printed."""

from datetime import date, time

import pytest

from programme.models import Session
from programme.outline import arrange
from programme.reading.times import read_span

DAY = date(2026, 9, 16)


@pytest.mark.parametrize(
    ("of_group", "given", "printed"),
    [
        (
            "13.45-14.45",
            ["13.45 Æbler", "14.30 Øl", "14.00 Ål"],
            ["13.45 Æbler", "14.00 Ål", "14.30 Øl"],
        ),
        ("13.45-14.45", ["Lys", "Mørk", "Ål"], ["Lys", "Mørk", "Ål"]),
        (
            "",
            ["Velkomst", "14.00 Ål", "Spørgsmål", "13.45 Æbler", "Pause"],
            ["Velkomst", "13.45 Æbler", "Pause", "14.00 Ål", "Spørgsmål"],
        ),
        ("13.45", ["14.00 Øst", "14.00 Vest"], ["14.00 Øst", "14.00 Vest"]),
        ("22.00-1.00", ["0.30 Nattog", "22.00 Åbning"], ["22.00 Åbning", "0.30 Nattog"]),
    ],
)
def test_the_talks_of_a_group_stand_by_time(of_group: str, given: list[str], printed: list[str]) -> None:
    span = read_span(of_group)
    group = Session(pk=1, day=DAY, starts_at=span.starts_at, ends_at=span.ends_at)
    talks = [
        Session(pk=pk, day=DAY, parent=group, order=pk, title=title, starts_at=_begins(title))
        for pk, title in enumerate(given, start=2)
    ]
    (item,) = arrange([group, *talks], []).days[0].items
    assert [talk.session.title for talk in item.talks] == printed


def _begins(title: str) -> time | None:
    return read_span(title.split()[0]).starts_at if title[0].isdigit() else None
