"""Places booked before it is known who comes, and the names that follow."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from programme.models import Event, User
from registration import sentences
from registration.models import Booking, HistoryEntry, OwedMail, Registration
from registration.policy import Reason
from registration.services import cancelling, correcting, naming, substituting
from registration.services.acts import CONTACT, Refused, organiser
from registration.services.people import Person
from registration.services.places import places_taken
from registration.services.room import WhenFull
from tests.cast import ANNE, BO, BOUND, CLARA, EMIL, ENDED, OPEN, STARTED, owed

NOBODY = Person(name="")
SECOND = BOUND.resolution * 1_000_000


def nameless(booking: Booking) -> list[Registration]:
    return list(booking.registrations.without_a_name().order_by("pk"))


@pytest.fixture
def six(sign_up: Callable[..., Any]) -> Booking:
    """Six places, of which only Anne Mette's has a name."""
    return sign_up(ANNE, *[NOBODY] * 5).booking


def test_places_without_names_count(six: Booking, event: Event) -> None:
    assert places_taken(event) == 6
    assert [row.called for row in six.registrations.order_by("pk")] == [
        "Anne Mette Sørensen",
        "Plads 2 af 6, navn følger",
        "Plads 3 af 6, navn følger",
        "Plads 4 af 6, navn følger",
        "Plads 5 af 6, navn følger",
        "Plads 6 af 6, navn følger",
    ]
    assert owed() == [("booking_confirmed", "anne.mette@example.org", {})]


def test_whoever_has_no_name_stands_after_all_who_have_one(sign_up: Callable[..., Any], event: Event) -> None:
    sign_up(NOBODY, Person(name="Åse Ørsted", email="aase@example.org"), Person(name="李雷"), NOBODY)
    assert [row.called for row in Registration.objects.by_name().select_related("booking")] == [
        "Åse Ørsted",
        "李雷",
        "Plads 1 af 4, navn følger",
        "Plads 4 af 4, navn følger",
    ]


def test_a_place_without_a_name_has_no_address(six: Booking) -> None:
    with pytest.raises(IntegrityError, match="registration_nameless_is_nobody"), transaction.atomic():
        Registration.objects.filter(pk=nameless(six)[0].pk).update(email="bo@example.org")


def test_each_who_is_named_hears_of_it_and_the_contact_once(six: Booking) -> None:
    first, second, third, *_ = nameless(six)
    OwedMail.objects.all().delete()
    named = naming.name_places(
        booking_id=six.pk, names={first.pk: BO, second.pk: CLARA, third.pk: EMIL}, now=OPEN, actor=CONTACT
    )
    assert [row.name for row in named] == ["Bo Ågård", "Clara Æbelø", "Emil Uden-Mail"]
    assert [(row.organisation, row.email) for row in Registration.objects.filter(pk=first.pk)] == [
        ("Ærø Bibliotek", "bo@example.org")
    ]
    assert Registration.objects.get(pk=second.pk).organisation == "Øby Bibliotek"
    assert owed() == [
        (
            "places_named",
            "anne.mette@example.org",
            {"people": [first.pk, second.pk, third.pk], "by": "contact"},
        ),
        ("place_confirmed", "bo@example.org", {}),
        ("place_confirmed", "clara@example.org", {}),
    ]
    entries = HistoryEntry.objects.filter(verb="named").order_by("pk")
    assert [(entry.registration_id, entry.personal) for entry in entries] == [
        (first.pk, {"to": "Bo Ågård"}),
        (second.pk, {"to": "Clara Æbelø"}),
        (third.pk, {"to": "Emil Uden-Mail"}),
    ]


def test_the_same_name_twice_is_written_once(six: Booking) -> None:
    place = nameless(six)[0]
    for _again in range(2):
        naming.name_places(booking_id=six.pk, names={place.pk: BO}, now=OPEN, actor=CONTACT)
    assert HistoryEntry.objects.filter(verb="named").count() == 1
    assert OwedMail.objects.filter(kind="places_named").count() == 1


def test_a_place_that_has_a_name_is_not_named_again(six: Booking) -> None:
    place = nameless(six)[0]
    naming.name_places(booking_id=six.pk, names={place.pk: BO}, now=OPEN, actor=CONTACT)
    with pytest.raises(naming.NotNamed) as refusal:
        naming.name_places(booking_id=six.pk, names={place.pk: CLARA}, now=OPEN, actor=CONTACT)
    assert (refusal.value.reason, refusal.value.place) == (Reason.HAS_A_NAME, place.pk)
    assert Registration.objects.get(pk=place.pk).name == "Bo Ågård"


def test_somebody_who_has_a_place_gets_no_second_one_and_nobody_else_is_named(
    six: Booking, sign_up: Callable[..., Any]
) -> None:
    sign_up(BO)
    first, second, *_ = nameless(six)
    with pytest.raises(naming.NotNamed) as refusal:
        naming.name_places(booking_id=six.pk, names={first.pk: CLARA, second.pk: BO}, now=OPEN, actor=CONTACT)
    assert (refusal.value.reason, refusal.value.place) == (Reason.ALREADY_HAS_A_PLACE, second.pk)
    assert len(nameless(six)) == 5


def test_one_person_is_not_named_for_two_places(six: Booking) -> None:
    first, second, *_ = nameless(six)
    with pytest.raises(naming.NotNamed) as refusal:
        naming.name_places(booking_id=six.pk, names={first.pk: BO, second.pk: BO}, now=OPEN, actor=CONTACT)
    assert refusal.value.place == second.pk
    assert len(nameless(six)) == 5


def test_somebody_who_waits_leaves_the_list_for_the_place(event: Event, sign_up: Callable[..., Any]) -> None:
    Event.objects.update(capacity=1)
    booking = sign_up(NOBODY).booking
    with translation.override("da"):
        terms = sentences.terms(event, now=OPEN, waits=True)
    waits = sign_up(BO, when_full=WhenFull.TOGETHER, terms=terms).registrations[0]
    naming.name_places(booking_id=booking.pk, names={nameless(booking)[0].pk: BO}, now=OPEN, actor=CONTACT)
    waits.refresh_from_db()
    assert waits.status == "cancelled"
    assert booking.registrations.get().name == "Bo Ågård"
    assert places_taken(event) == 1


@pytest.mark.parametrize(
    ("now", "is_named"), [(BOUND, True), (STARTED - SECOND, True), (STARTED, False)], ids=str
)
def test_names_are_written_until_the_event_begins_also_once_it_binds(
    six: Booking, now: Any, is_named: bool
) -> None:
    place = nameless(six)[0]
    if is_named:
        naming.name_places(booking_id=six.pk, names={place.pk: BO}, now=now, actor=CONTACT)
    else:
        with pytest.raises(Refused) as refusal:
            naming.name_places(booking_id=six.pk, names={place.pk: BO}, now=now, actor=CONTACT)
        assert refusal.value.reason is Reason.OVER
    assert Registration.objects.filter(name="Bo Ågård").exists() is is_named
    assert not Registration.objects.filter(substitute_for__isnull=False).exists()


@pytest.mark.parametrize("now", [STARTED, ENDED - SECOND])
def test_the_desk_names_whoever_comes(six: Booking, dorte: User, now: Any) -> None:
    place = nameless(six)[0]
    naming.name_places(booking_id=six.pk, names={place.pk: BO}, now=now, actor=organiser(dorte))
    assert Registration.objects.filter(name="Bo Ågård").exists()


def test_the_desk_names_nobody_once_it_is_over(six: Booking, dorte: User) -> None:
    with pytest.raises(Refused) as refusal:
        naming.name_places(
            booking_id=six.pk, names={nameless(six)[0].pk: BO}, now=ENDED, actor=organiser(dorte)
        )
    assert refusal.value.reason is Reason.OVER
    assert len(nameless(six)) == 5


def test_nobody_is_replaced_or_corrected_where_there_is_no_name(six: Booking, dorte: User) -> None:
    place = nameless(six)[0]
    acts: list[Callable[[], Any]] = [
        lambda: substituting.substitute(registration_id=place.pk, person=BO, now=OPEN, actor=CONTACT),
        lambda: correcting.correct(
            registration_id=place.pk, person=BO, same_person=True, now=OPEN, actor=CONTACT
        ),
        lambda: correcting.renew_link(registration_id=place.pk, now=OPEN, actor=organiser(dorte)),
    ]
    for act in acts:
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.reason is Reason.NAME_FOLLOWS


def test_a_place_without_a_name_is_cancelled_and_given_back_as_others(six: Booking, event: Event) -> None:
    first, second, *_ = nameless(six)
    OwedMail.objects.all().delete()
    cancelling.cancel(registration_id=first.pk, now=OPEN, actor=CONTACT)
    cancelling.give_back(registration_id=second.pk, now=BOUND, actor=CONTACT)
    assert places_taken(event) == 4
    assert [(kind, to) for kind, to, _facts in owed()] == [
        ("place_cancelled", "anne.mette@example.org"),
        ("place_given_back", "anne.mette@example.org"),
    ]
    first.refresh_from_db()
    assert first.called == "Plads 2 af 6"
    with pytest.raises(Refused) as refusal:
        naming.name_places(booking_id=six.pk, names={first.pk: BO}, now=OPEN, actor=CONTACT)
    assert refusal.value.reason is Reason.PLACE_ENDED


def test_a_place_of_another_booking_is_not_named(six: Booking, sign_up: Callable[..., Any]) -> None:
    other = sign_up(BO).booking
    with pytest.raises(naming.NotNamed) as refusal:
        naming.name_places(booking_id=other.pk, names={nameless(six)[0].pk: CLARA}, now=OPEN, actor=CONTACT)
    assert refusal.value.reason is Reason.PLACE_ENDED
    assert len(nameless(six)) == 5


def test_a_substitute_keeps_the_number_of_the_place(sign_up: Callable[..., Any]) -> None:
    old = sign_up(NOBODY, BO).registrations[1]
    new = substituting.substitute(registration_id=old.pk, person=CLARA, now=OPEN, actor=CONTACT)
    assert new.place_number == old.place_number == 2


def test_one_address_is_not_mailed_without_end(event: Event, sign_up: Callable[..., Any]) -> None:
    Event.objects.update(capacity=None)
    bookings = [sign_up(*[NOBODY] * 20).booking for _number in range(3)]
    places = [place for booking in bookings for place in nameless(booking)]
    for number, place in enumerate(places[:40]):
        person = Person(name=f"Bo {number}", email="bo@example.org")
        naming.name_places(booking_id=place.booking_id, names={place.pk: person}, now=OPEN, actor=CONTACT)
    last, person = places[40], Person(name="Bo 40", email="bo@example.org")
    with pytest.raises(Refused) as refusal:
        naming.name_places(booking_id=last.booking_id, names={last.pk: person}, now=OPEN, actor=CONTACT)
    assert refusal.value.reason is Reason.TOO_OFTEN
