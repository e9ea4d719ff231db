"""What two who share a place have chosen of the programme follows the day to whoever comes then."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from programme.models import ChoiceGroup, Event, Session
from registration.models import HistoryEntry, OwedMail, Registration, SessionChoice, SessionWish
from registration.services import cancelling, choosing, sharing
from registration.services.acts import ATTENDEE
from registration.services.booking import SignedUp
from tests.cast import ANNE, BO, BOUND, OPEN
from tests.registration.items import ids, item
from tests.registration.letters import text
from tests.registration.shared import FIRST, SECOND, THIRD, over_days, share

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]
Kind = OwedMail.Kind


@pytest.fixture
def event(event: Event) -> Event:
    return over_days(event, until=THIRD)


@pytest.fixture
def items(event: Event) -> dict[str, Session]:
    """One of two workshops, one on each of two days, and items by themselves on every day; the first has one place."""
    group = ChoiceGroup.objects.create(event=event, name="Værksteder")
    found = {
        "læsning": item(event, "Læsning på tværs", "13:00", "14:00", places=1, choice=group),
        "spil": item(event, "Spil og æventyr", "13:00", "14:00", day=SECOND, choice=group),
        "tur": item(event, "Tur i byen", "15:00", "16:00", places=1),
        "aften": item(event, "Aftensang", "15:00", "16:00", day=SECOND, places=2),
        "kor": item(event, "Kor på Ærø", "15:30", "16:30", day=SECOND),
        "afsked": item(event, "Afsked", "15:00", "16:00", day=THIRD),
    }
    Event.objects.filter(pk=event.pk).update(has_choices=True)
    return found


@pytest.fixture
def place(sign_up: SignUp) -> Registration:
    return sign_up(BO).registrations[0]


def chooses(place: Registration, *chosen: Session, wishes: tuple[int, ...] | None = None) -> None:
    choosing.choose(registration_id=place.pk, sessions=ids(*chosen), wishes=wishes, now=OPEN, actor=ATTENDEE)


def has(place: Registration) -> list[str]:
    rows = SessionChoice.objects.filter(registration=place).order_by("day", "starts_at")
    return list(rows.values_list("title", flat=True))


def wishes(place: Registration) -> list[tuple[int, str]]:
    return list(SessionWish.objects.filter(registration=place).order_by("rank").values_list("rank", "title"))


def change(place: Registration, *days: Any, now: Any = OPEN) -> None:
    assert sharing.change_days(registration_id=place.pk, days=days, now=now, actor=ATTENDEE)


def passed() -> list[tuple[str, dict[str, Any]]]:
    rows = HistoryEntry.objects.filter(verb="items_passed").order_by("pk")
    return [(row.registration.name, row.personal) for row in rows if row.registration is not None]


def test_what_the_holder_chose_goes_to_whoever_comes_on_its_day(
    items: dict[str, Session], place: Registration
) -> None:
    chooses(place, items["læsning"], items["aften"], items["afsked"])
    row = SessionChoice.objects.get(title="Aftensang").pk
    second = share(place, days=(SECOND,))
    assert (has(place), has(second)) == (["Læsning på tværs", "Afsked"], ["Aftensang"])
    # The very row: its place was free at no instant.
    assert SessionChoice.objects.get(title="Aftensang").pk == row
    assert passed() == [
        ("Bo Ågård", {"to": "Clara Æbelø", "over": ["Aftensang"], "freed": []}),
        ("Clara Æbelø", {"from": "Bo Ågård", "over": ["Aftensang"]}),
    ]
    assert (
        "Det her havde du valgt i programmet en dag, hvor Clara Æbelø nu kommer. Det er gået over til Clara Æbelø:\n"
        "- Aftensang\n" in text(Kind.PLACE_SHARED, "bo").body
    )
    assert (
        "Det her havde Bo Ågård valgt i programmet en dag, hvor Clara Æbelø nu kommer. Det er gået over til Clara "
        "Æbelø:\n- Aftensang\n" in text(Kind.PLACE_SHARED, "anne.mette").body
    )
    assert (
        "Det her havde Bo Ågård valgt i programmet en dag, hvor du nu kommer. Nu er det dit:\n- Aftensang\n"
        in text(Kind.SHARE_WELCOME, "clara").body
    )


def test_with_the_days_items_change_hands_both_ways(items: dict[str, Session], place: Registration) -> None:
    chooses(place, items["tur"], items["aften"])
    second = share(place, days=(SECOND,))
    change(place, FIRST)
    assert (has(place), has(second)) == (["Aftensang"], ["Tur i byen"])
    mail = text(Kind.SHARE_DAYS, "bo").body
    assert "Det er gået over til Clara Æbelø:\n- Tur i byen\n" in mail
    assert "Nu er det dit:\n- Aftensang\n" in mail
    contact = text(Kind.SHARE_DAYS, "anne.mette").body
    assert "Det er gået over til Clara Æbelø:\n- Tur i byen\n" in contact
    assert "Det er gået over til Bo Ågård:\n- Aftensang\n" in contact


@pytest.mark.parametrize(
    ("hers", "his", "kept"),
    [
        # She has an item of the same choice, of which each has one.
        ("spil", "læsning", ["Spil og æventyr"]),
        # She has another of the choice's kind nowhere, so it is hers.
        ("aften", "læsning", ["Læsning på tværs", "Aftensang"]),
    ],
)
def test_what_she_cannot_have_is_free_again(
    hers: str, his: str, kept: list[str], items: dict[str, Session], place: Registration, sign_up: SignUp
) -> None:
    second = share(place, days=(SECOND,))
    chooses(second, items[hers])
    chooses(place, items[his])
    change(place, FIRST, SECOND)
    assert (has(place), has(second)) == ([], kept)
    freed = items[his].title not in kept
    facts = OwedMail.objects.get(kind=Kind.SHARE_DAYS, to_email="bo@example.org").facts
    assert facts.get("dropped", []) == ([items[his].title] if freed else [])
    if freed:
        assert "Det kunne ikke gå over til Clara Æbelø og er ikke valgt længere:\n- Læsning" in (
            text(Kind.SHARE_DAYS, "bo").body
        )
        # Its one place is there for another.
        chooses(sign_up(ANNE).registrations[0], items["læsning"])


def test_nobody_gets_two_items_at_the_same_time(items: dict[str, Session], place: Registration) -> None:
    second = share(place, days=(SECOND,))
    chooses(second, items["kor"])
    # An item that has been moved to the day of the other meanwhile.
    chooses(place, items["tur"])
    Session.objects.filter(pk=items["tur"].pk).update(day=SECOND)
    change(place, SECOND, THIRD)
    assert (has(place), has(second)) == ([], ["Kor på Ærø"])


def test_wishes_follow_the_day_where_she_has_none_of_the_choice(
    event: Event, items: dict[str, Session], place: Registration
) -> None:
    ChoiceGroup.objects.update(by_wishes=True)
    chooses(place, wishes=ids(items["spil"], items["læsning"]))
    second = share(place, days=(SECOND,))
    assert (wishes(place), wishes(second)) == ([(2, "Læsning på tværs")], [(1, "Spil og æventyr")])
    assert "- Spil og æventyr (ønske)\n" in text(Kind.PLACE_SHARED, "bo").body
    # Each has a wish of the choice now, and the two change days: they change hands.
    change(place, FIRST)
    assert (wishes(place), wishes(second)) == ([(1, "Spil og æventyr")], [(2, "Læsning på tværs")])
    # And whoever has one of her own keeps that alone.
    change(place, FIRST, SECOND)
    assert (wishes(place), wishes(second)) == ([], [(2, "Læsning på tværs")])


def test_of_wishes_that_are_distributed_it_stays_what_became_of_them(
    items: dict[str, Session], place: Registration
) -> None:
    ChoiceGroup.objects.update(by_wishes=True)
    chooses(place, wishes=ids(items["spil"]))
    ChoiceGroup.objects.update(distributed_at=OPEN)
    SessionChoice.objects.create(
        registration=place,
        event=place.event,
        session=items["spil"],
        title=items["spil"].title,
        day=SECOND,
        chosen_at=OPEN,
    )
    second = share(place, days=(SECOND,))
    assert (has(place), has(second)) == ([], ["Spil og æventyr"])
    assert wishes(place) == [(1, "Spil og æventyr")]


def test_what_the_second_leaves_is_the_holders_again(
    items: dict[str, Session], place: Registration, sign_up: SignUp
) -> None:
    second = share(place, days=(SECOND,))
    chooses(second, items["spil"], items["aften"])
    chooses(place, items["læsning"], items["afsked"])
    cancelling.cancel(registration_id=second.pk, now=OPEN, actor=ATTENDEE)
    assert has(place) == ["Læsning på tværs", "Aftensang", "Afsked"]
    assert not SessionChoice.objects.filter(registration=second).exists()
    said = text(Kind.SHARE_ENDED, "bo").body
    assert "Clara Æbelø valgt i programmet en dag, hvor du nu kommer. Nu er det dit:\n- Aftensang\n" in said
    assert "Det kunne ikke gå over til dig og er ikke valgt længere:\n- Spil og æventyr\n" in said
    assert "Valgte programpunkter:\n- Læsning på tværs" in said
    assert "Valget kan ændres på den personlige side til og med tirsdag den 15. september 2026." in said
    gone = text(Kind.PLACE_CANCELLED, "clara").body
    assert "Det er gået over til Bo Ågård:\n- Aftensang\n" in gone
    contact = text(Kind.PLACE_CANCELLED, "anne.mette").body
    assert "Det her havde Clara Æbelø valgt i programmet en dag, hvor Bo Ågård nu kommer." in contact
    assert [name for name, _personal in passed()] == ["Clara Æbelø", "Bo Ågård"]


def test_with_the_place_everything_is_free(items: dict[str, Session], place: Registration) -> None:
    second = share(place, days=(SECOND,))
    chooses(second, items["aften"])
    chooses(place, items["læsning"])
    cancelling.give_back(registration_id=place.pk, now=BOUND, actor=ATTENDEE)
    assert not SessionChoice.objects.exists()


def test_an_event_without_items_is_asked_nothing_of_them(
    event: Event, place: Registration, django_assert_num_queries: Callable[[int], Any]
) -> None:
    second = share(place, days=(SECOND,))
    holder = Registration.objects.select_related("event", "booking").get(pk=place.pk)
    with django_assert_num_queries(0):
        assert not any(sharing.what_passes(holder, second, (FIRST,)))


def test_items_are_looked_up_in_two_queries(
    items: dict[str, Session], place: Registration, django_assert_num_queries: Callable[[int], Any]
) -> None:
    chooses(place, items["læsning"], items["aften"], items["afsked"])
    holder = Registration.objects.select_related("event", "booking").get(pk=place.pk)
    with django_assert_num_queries(2):
        over, _back = sharing.what_passes(holder, None, (SECOND, THIRD))
        assert [row.title for row in over.over] == ["Aftensang", "Afsked"]


def test_pressed_twice_it_is_told_once(items: dict[str, Session], place: Registration) -> None:
    chooses(place, items["aften"])
    share(place, days=(SECOND,))
    later = OPEN + timedelta(hours=1)
    change(place, FIRST, now=later)
    before = OwedMail.objects.count()
    act: dict[str, Any] = {"registration_id": place.pk, "days": (FIRST,), "now": later, "actor": ATTENDEE}
    assert not sharing.change_days(**act)
    assert (OwedMail.objects.count(), len(passed())) == (before, 4)
