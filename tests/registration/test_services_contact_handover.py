"""A booking gets another contact."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from programme.models import Event, User
from registration import links
from registration.mail_truth import is_still_true
from registration.models import Booking, ContactRequest, HistoryEntry, OwedMail, Registration
from registration.policy import Reason
from registration.services import contact_handover
from registration.services.acts import CONTACT, Refused, organiser
from registration.services.people import Person
from tests.cast import ANNE, BO, CLARA, OPEN, STARTED, owed

FORTNIGHT = timedelta(days=14)
SECOND = timedelta(seconds=1)


@pytest.fixture
def made(sign_up: Callable[..., Any]) -> Booking:
    made = sign_up(ANNE, BO, Person(name="")).booking
    OwedMail.objects.all().delete()
    return made


def ask(made: Booking, *, now: datetime = OPEN, email: str = "clara@example.org") -> ContactRequest:
    return contact_handover.ask_colleague(
        booking_id=made.pk, name="Clara Æbelø", email=email, now=now, actor=CONTACT
    )


def accept(request: ContactRequest, *, now: datetime = OPEN) -> Booking:
    return contact_handover.accept(request_id=request.pk, key=request.link_key, now=now, actor=CONTACT)


def test_nothing_changes_until_she_says_yes(made: Booking) -> None:
    token = links.booking_token(made)
    request = ask(made)
    made.refresh_from_db()
    assert (made.contact_name, links.booking_token(made)) == ("Anne Mette Sørensen", token)
    assert request.until == OPEN + FORTNIGHT
    assert owed() == [("contact_asked", "clara@example.org", {})]


def test_who_says_yes_has_the_booking_and_both_are_told(made: Booking) -> None:
    own = made.registrations.get(name=ANNE.name)
    before = (links.booking_token(made), links.place_token(own))
    request = ask(made)
    OwedMail.objects.all().delete()
    after = accept(request)
    assert (after.contact_name, after.contact_email, after.made_by) == (
        "Clara Æbelø",
        "clara@example.org",
        "Anne Mette Sørensen",
    )
    assert links.booking_token(after) != before[0]
    own.refresh_from_db()
    assert (links.place_token(own), own.reached_at) == (before[1], "anne.mette@example.org")
    assert [(kind, to) for kind, to, _facts in owed()] == [
        ("booking_confirmed", "clara@example.org"),
        ("place_corrected", "anne.mette@example.org"),
    ]
    request.refresh_from_db()
    assert (request.outcome, request.name, request.email) == ("accepted", "", "")
    verbs = HistoryEntry.objects.filter(registration=None).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["contact_asked", "corrected", "contact_handed_over"]


def test_a_yes_counts_once(made: Booking) -> None:
    request = ask(made)
    accept(request)
    with pytest.raises(Refused) as refusal:
        accept(request)
    assert refusal.value.reason is Reason.REQUEST_ENDED
    assert HistoryEntry.objects.filter(verb="contact_handed_over").count() == 1


@pytest.mark.parametrize(("late", "is_hers"), [(FORTNIGHT - SECOND, True), (FORTNIGHT, False)])
def test_a_request_lapses_after_a_fortnight(made: Booking, late: timedelta, is_hers: bool) -> None:
    request = ask(made)
    if is_hers:
        assert accept(request, now=OPEN + late).contact_name == "Clara Æbelø"
        return
    with pytest.raises(Refused) as refusal:
        accept(request, now=OPEN + late)
    assert refusal.value.reason is Reason.REQUEST_ENDED


@pytest.mark.parametrize(("now", "is_hers"), [(STARTED - SECOND, True), (STARTED, False)])
def test_a_request_lapses_when_the_event_begins(made: Booking, now: datetime, is_hers: bool) -> None:
    request = ask(made, now=STARTED - timedelta(days=1))
    assert request.until == STARTED
    if is_hers:
        assert accept(request, now=now).contact_name == "Clara Æbelø"
        return
    with pytest.raises(Refused) as refusal:
        accept(request, now=now)
    assert refusal.value.reason is Reason.OVER


def test_asking_again_closes_the_earlier_link(made: Booking) -> None:
    first = ask(made)
    second = ask(made, email="clara.ny@example.org")
    with pytest.raises(Refused):
        accept(first)
    assert accept(second).contact_email == "clara.ny@example.org"


def test_a_request_is_taken_back(made: Booking) -> None:
    request = ask(made)
    assert contact_handover.withdraw(booking_id=made.pk, now=OPEN, actor=CONTACT)
    assert not contact_handover.withdraw(booking_id=made.pk, now=OPEN, actor=CONTACT)
    with pytest.raises(Refused):
        accept(request)
    request.refresh_from_db()
    assert (request.outcome, request.name, request.email) == ("withdrawn", "", "")
    # The mail that was not sent yet is dropped.
    mail = OwedMail.objects.select_related("event", "booking").get(kind="contact_asked")
    assert not is_still_true(mail, now=OPEN)


def test_whom_it_was_sent_to_is_forgotten_once_it_lapsed(made: Booking) -> None:
    request = ask(made)
    assert contact_handover.forget_lapsed(now=OPEN + FORTNIGHT - SECOND) == 0
    assert contact_handover.forget_lapsed(now=OPEN + FORTNIGHT) == 1
    request.refresh_from_db()
    assert (request.outcome, request.email) == ("lapsed", "")


def test_she_who_has_the_booking_is_not_asked(made: Booking) -> None:
    with pytest.raises(Refused) as refusal:
        ask(made, email="Anne.Mette@example.org")
    assert refusal.value.reason is Reason.SAME_PERSON


def test_an_organiser_does_it_at_once(made: Booking, dorte: User) -> None:
    ask(made)
    after = contact_handover.hand_over(
        booking_id=made.pk,
        name="Bo Ågård",
        email="bo@example.org",
        phone="12 34 56 78",
        now=OPEN,
        actor=organiser(dorte),
    )
    assert (after.contact_name, after.contact_phone) == ("Bo Ågård", "12 34 56 78")
    entry = HistoryEntry.objects.get(verb="contact_handed_over")
    assert (entry.actor, entry.user) == ("organiser", dorte)
    assert ContactRequest.objects.get().ended_at == OPEN


def test_what_is_offered_stands_and_is_told_to_her_who_answers_now(made: Booking, event: Event) -> None:
    row = made.registrations.get(name=BO.name)
    until = OPEN + timedelta(days=2)
    Registration.objects.filter(pk=row.pk).update(status="offered", waits_since=OPEN, offer_until=until)
    accept(ask(made))
    row.refresh_from_db()
    assert (row.status, row.offer_until, row.waits_since) == ("offered", until, OPEN)
    offers = OwedMail.objects.filter(kind="places_offered")
    assert [(mail.to_email, mail.facts) for mail in offers] == [
        ("clara@example.org", {"people": [row.pk], "again": True})
    ]


def test_prices_and_promises_stay(made: Booking) -> None:
    columns = ("promised_fee_ore", "promised_binding_after", "accepted_terms", "place_number", "status")
    before = list(made.registrations.order_by("pk").values_list(*columns))
    accept(ask(made))
    assert list(made.registrations.order_by("pk").values_list(*columns)) == before


def test_one_of_her_people_becomes_the_contact(made: Booking) -> None:
    after = accept(
        contact_handover.ask_colleague(
            booking_id=made.pk, name=BO.name, email=BO.email, now=OPEN, actor=CONTACT
        )
    )
    assert after.is_contact(name=BO.name, email=BO.email)
    assert sorted(made.registrations.values_list("name", flat=True)) == ["", ANNE.name, BO.name]
    assert CLARA.name not in {row.called for row in made.registrations.all()}
