"""The people of a sign-up as they are typed: however the form is rearranged, nobody who is filled in is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registration import cards
from registration.pasting import PastedPerson

EMPTY = dict.fromkeys(cards.FIELDS, "")


def typed(*names: str, count: str = "", attends: bool = True, **more: str) -> dict[str, str]:
    """A form with a card for each name, empty where there is none."""
    fields = {f"p{i}-name": name for i, name in enumerate(names, start=1)}
    shape = f"{len(names) + attends}-{int(attends)}"
    return {"count": count, "attends": "1" if attends else "", "shape": shape} | fields | more


def names(answers: dict[str, str]) -> list[str]:
    """Those on the cards that the page shows."""
    shown = int(answers["count"]) - (answers["attends"] == "1")
    return [answers.get(f"p{i}-name", "") for i in range(1, shown + 1)]


@pytest.mark.parametrize(
    ("count", "asked"),
    [("1", 1), (" 4 ", 4), ("20", 20), ("21", 21), ("9" * 30, 999_999)]
    + [(text, None) for text in ("", "0", "00", "abc", "3,5", "-2", "٣", "2 eller 3")],
)
def test_a_number_of_people_is_a_whole_number_from_one(count: str, asked: int | None) -> None:
    assert cards.asked({"count": count}) == asked


@pytest.mark.parametrize(
    ("count", "attends", "before", "shown"),
    [
        ("4", True, ["Bo", "", "Åse"], ["Bo", "", "Åse"]),
        ("5", True, ["Bo", "", "Åse"], ["Bo", "", "Åse", ""]),
        ("3", True, ["Bo", "", "Åse"], ["Bo", "Åse"]),
        ("2", True, ["Bo", "", "Åse"], ["Bo", "Åse"]),
        ("1", True, ["Bo", "", "Åse"], ["Bo", "Åse"]),
        ("1", True, ["", "", ""], []),
        ("1", False, ["", "Åse"], ["Åse"]),
        ("", True, ["Bo", "", "Åse"], ["Bo", "", "Åse"]),
        ("0", False, ["Bo", ""], ["Bo", ""]),
        ("abc", True, ["", ""], ["", ""]),
        ("30", True, ["Bo"], ["Bo", *[""] * 18]),
    ],
)
def test_so_many_cards_as_the_number_asks_for_and_every_filled_one(
    count: str, attends: bool, before: list[str], shown: list[str]
) -> None:
    assert names(cards.settled(typed(*before, count=count, attends=attends))) == shown


def test_a_card_removed_takes_nobody_else_along() -> None:
    everybody = typed("Bo", "Clara", "Åse", count="4")
    assert [names(cards.without_card(everybody, number)) for number in (1, 2, 3, 4)] == [
        ["Clara", "Åse"],
        ["Bo", "Åse"],
        ["Bo", "Clara"],
        ["Bo", "Clara", "Åse"],
    ]
    lowered = everybody | {"count": "2"}
    assert names(cards.without_card(lowered, 2)) == ["Bo", "Åse"]


@pytest.mark.parametrize(("item", "later"), [("0", 1), ("7", 0)])
def test_a_card_that_says_only_what_every_new_one_says_is_empty(item: str, later: int) -> None:
    """A price, and that programme items are chosen later; whoever chose one has begun to tell of somebody."""
    new = {"p2-price": "4", "p2-i1": item, "p2-i0": ""}
    now = cards.with_names_to_follow(typed("Bo", "", count="3", **new))
    assert (now["later"], now["count"]) == (str(later), "3")


def test_twenty_colleagues_are_kept_also_when_the_contact_comes_too() -> None:
    colleagues = [f"Bo Å{i}" for i in range(20)]
    together = cards.settled(typed(*colleagues, count="20", attends=False) | {"attends": "1"})
    assert (together["count"], names(together)) == ("21", colleagues)


ADDRESS = st.sampled_from(["", " ", "bo@example.org"])
NAME = st.sampled_from(["", "  ", "Bo Ågård", "Åse"])
FORM = st.fixed_dictionaries(
    {
        "count": st.sampled_from(["", "0", "1", "2", "3", "5", "20", "21", "abc"]),
        "attends": st.sampled_from(["", "1"]),
        "shape": st.sampled_from(["", "1-1", "3-0", "4-1", "x"]),
    },
    optional={f"p{i}-{field}": NAME for i in range(1, 21) for field in cards.FIELDS},
)


def filled(answers: dict[str, str]) -> list[dict[str, str]]:
    rows = [{field: answers.get(f"p{i}-{field}", "") for field in cards.FIELDS} for i in range(1, 21)]
    return [row for row in rows if any(value.strip() for value in row.values())]


@pytest.mark.long
@given(FORM)
def test_whatever_number_is_written_no_filled_card_is_lost(form: dict[str, str]) -> None:
    after = cards.settled(form)
    shown = int(after["count"]) - (after["attends"] == "1")
    assert filled(after) == filled(form)
    assert len(filled({key: value for key, value in after.items() if _number(key) <= shown})) == len(
        filled(form)
    )
    assert cards.settled(after) == after
    more = cards.with_one_more(form)
    assert (int(more["count"]), filled(more)) == (int(after["count"]) + 1, filled(form))


def _number(key: str) -> int:
    return int(key[1:].partition("-")[0]) if key.startswith("p") else 0


# ------------------------------------------------------------------ a pasted list

BO = PastedPerson("Bo Ågård", "bo@example.org", "Leder")
ASE = PastedPerson("Åse Øst")


def test_people_of_a_list_come_after_those_who_are_filled_in_and_fill_the_empty_cards() -> None:
    after, left_out = cards.with_pasted(typed("", "Clara", "", count="4"), [BO, ASE])
    assert (names(after), left_out) == (["Clara", "Bo Ågård", "Åse Øst"], [])
    nobody, _left = cards.with_pasted(typed("", "Clara", "", count="4"), [])
    assert names(nobody) == ["", "Clara", ""]


@pytest.mark.parametrize(("before", "fits"), [(17, 2), (18, 1), (19, 0)])
def test_those_of_a_list_there_is_no_room_for_are_told_and_nobody_makes_room(before: int, fits: int) -> None:
    there = [f"Clara {i}" for i in range(before)]
    after, left_out = cards.with_pasted(typed(*there, count=str(before + 1)), [BO, ASE])
    assert names(after) == [*there, *["Bo Ågård", "Åse Øst"][:fits]]
    assert left_out == [BO, ASE][fits:]


@pytest.mark.parametrize(
    ("there", "person", "becomes"),
    [
        # The list was put right and is read once more.
        ({"name": "bo  ågård"}, BO, [{"name": "bo  ågård", "job_title": "Leder", "email": "bo@example.org"}]),
        (
            {"email": "BO@example.org"},
            BO,
            [{"name": "Bo Ågård", "job_title": "Leder", "email": "BO@example.org"}],
        ),
        (
            {"name": "Bo Ågård", "email": "bo@example.org", "job_title": "Leder"},
            PastedPerson("Bo Ågård"),
            [{"name": "Bo Ågård", "job_title": "Leder", "email": "bo@example.org"}],
        ),
        # Another of the same name, or other facts: both stand there to be looked at.
        (
            {"name": "Bo Ågård", "email": "en.anden@example.org"},
            BO,
            [
                {"name": "Bo Ågård", "job_title": "", "email": "en.anden@example.org"},
                {"name": "Bo Ågård", "job_title": "Leder", "email": "bo@example.org"},
            ],
        ),
        (
            {"name": "Bo Ågård", "job_title": "Sekretær"},
            BO,
            [
                {"name": "Bo Ågård", "job_title": "Sekretær", "email": ""},
                {"name": "Bo Ågård", "job_title": "Leder", "email": "bo@example.org"},
            ],
        ),
    ],
)
def test_who_stands_on_a_card_is_not_put_in_once_more(
    there: dict[str, str], person: PastedPerson, becomes: list[dict[str, str]]
) -> None:
    rows, left_out = cards.merged([EMPTY | there], [person], fields=cards.FIELDS, most=9)
    assert (rows, left_out) == (becomes, [])


def test_two_of_one_list_are_two() -> None:
    both = [PastedPerson("Bo Ågård"), BO]
    rows, _left = cards.merged([], both, fields=cards.FIELDS, most=9)
    assert [row["email"] for row in rows] == ["", "bo@example.org"]


@pytest.mark.parametrize(
    ("text", "listed", "unread"),
    [
        ("", "", False),
        ("  \r\n", "", False),
        ("Bo Ågård", "", True),
        ("Bo Ågård", cards.list_mark({"pasted": "Bo\r\n  Ågård\n"}), False),
        ("Bo Ågård\nÅse", cards.list_mark({"pasted": "Bo Ågård"}), True),
    ],
)
def test_a_list_is_read_once_unless_it_is_another(text: str, listed: str, unread: bool) -> None:
    assert cards.has_unread_list({"pasted": text, "listed": listed}) is unread
