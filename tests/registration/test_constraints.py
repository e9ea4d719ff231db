"""Rows that contradict themselves are refused by the database, whoever writes them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError

from programme.models import Event, User
from registration.models import Booking, HistoryEntry, OwedMail, PersonalNeeds, Registration
from registration.services import cancelling, substituting
from registration.services.acts import CONTACT, organiser, write
from registration.services.booking import SignedUp
from registration.services.owing import owe
from tests.cast import ANNE, BO, BOUND, CLARA, OPEN
from tests.registration.shared import over_days, share

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]


@pytest.fixture
def place(sign_up: SignUp) -> Registration:
    return sign_up(BO, ANNE).registrations[0]


def refuses(model: type[Model], pk: int, constraint: str, **fields: Any) -> bool:
    """Whether the named constraint, or one of those named, stops these values."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        model._default_manager.filter(pk=pk).update(**fields)
    return any(name in str(error.value) for name in constraint.split(" or "))


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        # Two constraints say no to it; which of them is asked first differs between databases.
        ("registration_status_known or registration_ended_at_exactly_when_ended", {"status": "måske"}),
        ("registration_ended_at_exactly_when_ended", {"status": "cancelled", "person_key": None}),
        ("registration_ended_at_exactly_when_ended", {"ended_at": OPEN, "person_key": None}),
        ("registration_ended_has_no_person_key", {"status": "cancelled", "ended_at": OPEN}),
        ("registration_confirmed_at_when_confirmed", {"confirmed_at": None}),
        ("registration_only_cancelled_is_owed", {"still_owed": True}),
        ("registration_owes_once_left_or_not_come", {"owed_ore": 1}),
        (
            "registration_only_who_had_a_place_stays_away",
            {"status": "cancelled", "ended_at": OPEN, "person_key": None, "no_show_at": OPEN},
        ),
    ],
)
def test_a_place_that_contradicts_itself_is_refused(
    constraint: str, fields: dict[str, Any], place: Registration
) -> None:
    assert refuses(Registration, place.pk, constraint, **fields)


@pytest.fixture
def second(place: Registration) -> Registration:
    """Clara's, who shares the place of Bo."""
    over_days(place.event)
    return share(place)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("registration_who_shares_comes_on_her_days", {"days": ""}),
        ("registration_who_shares_comes_on_her_days", {"status": "waiting", "waits_since": OPEN}),
        ("registration_a_shared_place_has_one_price", {"promised_fee_ore": 1}),
        (
            "registration_a_shared_place_has_one_price",
            {"status": "cancelled", "ended_at": OPEN, "person_key": None, "still_owed": True, "owed_ore": 1},
        ),
    ],
)
def test_who_shares_a_place_has_days_and_no_price(
    constraint: str, fields: dict[str, Any], second: Registration
) -> None:
    assert refuses(Registration, second.pk, constraint, **fields)


def test_a_place_is_shared_by_two_at_most_and_with_nobody_by_herself(second: Registration) -> None:
    holder = second.shares_place_of_id
    third = Registration.objects.exclude(pk__in=[second.pk, holder]).get()
    nothing = {"promised_fee_ore": None, "days": "2026-09-16"}
    # SQLite names the column.
    twice = "registration_shared_by_two_at_most or registration_registration.shares_place_of_id"
    assert refuses(Registration, third.pk, twice, shares_place_of_id=holder, **nothing)
    once = "registration_shares_no_place_with_herself"
    assert refuses(Registration, third.pk, once, shares_place_of_id=third.pk, **nothing)


def test_an_event_of_one_day_shares_no_places(place: Registration) -> None:
    name = "event_shares_places_over_several_days"
    assert refuses(Event, place.event_id, name, places_may_be_shared=True)


def test_nobody_came_instead_of_herself(place: Registration) -> None:
    assert refuses(
        Registration, place.pk, "registration_is_not_its_own_substitute", substitute_for_id=place.pk
    )


def test_a_person_has_one_place_at_an_event(place: Registration) -> None:
    other = Registration.objects.exclude(pk=place.pk).get()
    assert refuses(Registration, other.pk, "person", person_key=place.person_key)


def test_a_place_has_one_substitute(place: Registration) -> None:
    substituting.substitute(registration_id=place.pk, person=CLARA, now=BOUND, actor=CONTACT)
    other = Registration.objects.get(name=ANNE.name)
    assert refuses(Registration, other.pk, "substitute_for", substitute_for_id=place.pk)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("mail_status_known", {"status": "måske"}),
        ("mail_claim_exactly_when_claimed", {"status": "claimed"}),
        ("mail_claim_exactly_when_claimed", {"claimed_until": OPEN}),
        ("mail_sent_at_exactly_when_sent", {"status": "sent"}),
        ("mail_sent_at_exactly_when_sent", {"sent_at": OPEN}),
    ],
)
def test_a_mail_that_contradicts_itself_is_refused(
    constraint: str, fields: dict[str, Any], place: Registration
) -> None:
    mail = OwedMail.objects.get(kind="booking_confirmed")
    assert refuses(OwedMail, mail.pk, constraint, **fields)


def test_a_mail_is_owed_once_per_key(place: Registration) -> None:
    first, second = OwedMail.objects.order_by("pk")
    assert refuses(OwedMail, second.pk, "key", key=first.key)


def test_an_act_that_owes_a_contradicting_mail_fails_instead_of_losing_it(place: Registration) -> None:
    mail = owe(OwedMail.Kind.PLACE_CONFIRMED, about=place, to="bo@example.org", occasion="igen", now=OPEN)
    mail.status = "sent"
    with pytest.raises(IntegrityError), transaction.atomic():
        write(history=[], mails=[mail])
    assert not OwedMail.objects.filter(key=mail.key).exists()


def test_a_mail_that_an_act_names_twice_is_owed_once(place: Registration) -> None:
    first, again = (
        owe(OwedMail.Kind.PLACE_CONFIRMED, about=place, to=to, occasion="igen", now=OPEN)
        for to in ("bo@example.org", "clara@example.org")
    )
    write(history=[], mails=[first, again])
    write(history=[], mails=[again])
    assert OwedMail.objects.get(key=first.key).to_email == "bo@example.org"


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("booking_door_known", {"door": "bagdør"}),
        ("booking_language_known", {"language": "sv"}),
    ],
)
def test_a_booking_has_a_known_door_and_language(
    constraint: str, fields: dict[str, Any], place: Registration
) -> None:
    assert refuses(Booking, place.booking_id, constraint, **fields)


def test_a_booking_number_and_a_key_are_each_used_once(place: Registration, sign_up: SignUp) -> None:
    other = sign_up(CLARA).booking
    assert refuses(Booking, other.pk, "number", number=place.booking.number)
    assert refuses(Booking, other.pk, "idempotency_key", idempotency_key=place.booking.idempotency_key)


def test_nothing_that_people_signed_up_for_is_deleted_from_under_them(
    place: Registration, association: Any
) -> None:
    for row in (place.event, place.booking, place, association):
        with pytest.raises(ProtectedError):
            row.delete()


def test_needs_go_with_their_place(place: Registration) -> None:
    relation = PersonalNeeds._meta.get_field("registration").remote_field
    assert (relation.on_delete.__name__, relation.model) == ("CASCADE", Registration)


# ------------------------------------------------------------------ history


@pytest.fixture
def entry(place: Registration) -> HistoryEntry:
    new = substituting.substitute(registration_id=place.pk, person=CLARA, now=BOUND, actor=CONTACT)
    return new.history.get()


def test_a_history_entry_is_written_once_and_stays(
    entry: HistoryEntry, place: Registration, dorte: User
) -> None:
    rows = list(HistoryEntry.objects.values())
    again = HistoryEntry(pk=entry.pk, at=OPEN, verb="cancelled", actor="system", event_id=entry.event_id)
    attempts: list[Callable[[], Any]] = [
        entry.save,
        lambda: entry.save(update_fields=["personal"]),
        entry.delete,
        lambda: HistoryEntry.objects.update(verb="cancelled"),
        lambda: HistoryEntry.objects.filter(pk=entry.pk).update(personal={}),
        lambda: HistoryEntry.objects.all().delete(),
        lambda: HistoryEntry.objects.visible_to(dorte).delete(),
        lambda: HistoryEntry.objects.bulk_update([entry], ["personal"]),
        lambda: place.booking.history.update(at=OPEN),
        lambda: place.booking.history.all().delete(),
    ]
    for attempt in attempts:
        with pytest.raises(TypeError), transaction.atomic():
            attempt()
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()
    assert list(HistoryEntry.objects.values()) == rows


@pytest.mark.long
def test_forgetting_empties_the_personal_values_and_nothing_else(
    entry: HistoryEntry, sign_up: SignUp
) -> None:
    sign_up(BO)
    before = list(HistoryEntry.objects.order_by("pk").values())
    assert entry.personal == {"from": "Bo Ågård", "to": "Clara Æbelø"}
    assert HistoryEntry.objects.filter(event=entry.event_id).forget() == 1
    assert HistoryEntry.objects.all().forget() == 0
    assert list(HistoryEntry.objects.order_by("pk").values()) == [row | {"personal": {}} for row in before]


def test_forgetting_some_leaves_the_others(entry: HistoryEntry) -> None:
    registration = Registration.objects.get(name=ANNE.name)
    new = substituting.substitute(registration_id=registration.pk, person=BO, now=BOUND, actor=CONTACT)
    assert new.history.all().forget() == 1
    assert HistoryEntry.objects.get(pk=entry.pk).personal == {"from": "Bo Ågård", "to": "Clara Æbelø"}


def test_a_bent_rule_is_written_with_its_reason(place: Registration) -> None:
    with pytest.raises(IntegrityError, match="history_a_bent_rule_has_a_reason"), transaction.atomic():
        HistoryEntry.objects.create(
            at=OPEN, verb="cancelled", actor="organiser", event=place.event, bent="binding"
        )


def test_a_staff_member_who_leaves_stays_in_the_history_without_a_name(
    place: Registration, dorte: User
) -> None:
    cancelling.cancel(registration_id=place.pk, now=OPEN, actor=organiser(dorte))
    dorte.delete()
    entry = HistoryEntry.objects.get(verb="cancelled")
    assert (entry.actor, entry.user) == ("organiser", None)


def test_no_row_of_a_person_says_its_name_in_a_log(place: Registration) -> None:
    rows = [place, place.booking, *HistoryEntry.objects.all(), *OwedMail.objects.all()]
    for row in rows:
        text = str(row)
        assert not any(word in text for word in ("Bo", "Ågård", "Anne", "Sørensen", "@"))
