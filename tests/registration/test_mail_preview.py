import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programme.models import Event
from registration.mail_preview import previews
from registration.mails import staff_text
from registration.models import Booking, OwedMail, Question, Registration
from registration.payer_facts import PayerFacts
from registration.services import answers, cancelling, questions
from registration.services.acts import ATTENDEE, CONTACT
from registration.services.booking import SignedUp
from registration.services.payers import save_payer
from registration.services.people import Contact, Person
from registration.services.questions import Wording
from registration.services.reminders import owe_reminders
from tests.cast import ANNE, BO, BOUND, CLARA, EMIL, OPEN, at
from tests.registration.shared import over_days

NOBODY = Person(name="")
pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]


def rows() -> list[int]:
    return [model.objects.count() for model in (Booking, Registration, OwedMail)]


@pytest.mark.long
def test_every_mail_can_be_read_before_anybody_has_signed_up(event: Event) -> None:
    shown = previews(over_days(event), now=OPEN)
    assert list(dict.fromkeys(one.kind for one in shown)) == list(OwedMail.Kind)
    assert len({one.label for one in shown}) == len(shown)
    name_nobody = {"invitation", "decision_ahead", "decision_today"}
    assert all(
        "Læring på tværs" in one.subject and ("Eksempel" in one.body) is (one.kind not in name_nobody)
        for one in shown
        if one.kind != "place_corrected"
    )
    assert rows() == [0, 0, 0]


def test_no_last_free_day_is_previewed_where_there_is_none(make_event: Callable[..., Event]) -> None:
    def kinds(event: Event) -> set[str]:
        return {one.kind for one in previews(event, now=OPEN, only=["last_free_day", "day_before"])}

    assert kinds(make_event(slug="frist")) == {"last_free_day", "day_before"}
    assert kinds(make_event(slug="ingen", binding_after=None)) == {"day_before"}


@pytest.mark.long
def test_the_previews_speak_of_those_who_have_signed_up(sign_up: SignUp, event: Event) -> None:
    sign_up(CLARA)
    sign_up(ANNE, BO, EMIL)
    before = rows()
    shown = {one.kind: one for one in previews(event, now=OPEN)}
    assert shown["place_confirmed"].body.startswith("Kære Bo Ågård, du er tilmeldt »Læring på tværs«.\n")
    assert shown["substitute_welcome"].subject == "Du deltager i stedet for Bo Ågård: Læring på tværs"
    assert "- Anne Mette Sørensen\n- Ditte Eksempel\n- Emil Uden-Mail\n" in shown["substitute_contact"].body
    assert rows() == before


def test_the_confirmation_of_a_booking_with_a_name_to_follow_is_previewed_as_it_is_sent(
    sign_up: SignUp, event: Event
) -> None:
    sign_up(ANNE, EMIL, NOBODY)
    sent = staff_text(OwedMail.objects.get(kind="booking_confirmed"), now=OPEN)
    (shown,) = previews(event, now=OPEN, only=["booking_confirmed"])
    assert (shown.subject, shown.body) == sent
    assert re.findall(r"^Til .* – send.*", shown.body, re.MULTILINE) == [
        "Til Emil Uden-Mail – send linket videre:"
    ]
    # A place whose name is to follow has no link to send on in any other mail either.
    all_of_them = previews(event, now=OPEN)
    assert not [one.kind for one in all_of_them if re.search(r"^Til +– send", one.body, re.MULTILINE)]


def test_a_place_without_a_name_is_nobody_to_preview_a_mail_to(sign_up: SignUp, event: Event) -> None:
    sign_up(NOBODY, BO)
    assert previews(event, now=OPEN, only=["place_confirmed"])[0].body.startswith("Kære Bo Ågård,")
    sign_up(NOBODY, ANNE, NOBODY)
    shown = {one.kind: one for one in previews(event, now=OPEN)}
    assert shown["place_confirmed"].body.startswith("Kære Anne Mette Sørensen, du er tilmeldt")
    assert "- Anne Mette Sørensen – det er dig selv" in shown["places_named"].body
    Registration.objects.exclude(name="").update(status="cancelled", ended_at=OPEN, person_key=None)
    assert previews(event, now=OPEN, only=["place_confirmed"])[0].body.startswith("Kære Bo Eksempel,")


@pytest.mark.parametrize("kind", ["names_missing", "payer_missing", "answers_missing"])
def test_what_is_missing_is_previewed_as_the_mail_to_one_of_whom_it_is_missing(
    kind: str, sign_up: SignUp, event: Event
) -> None:
    Event.objects.update(answers_until=date(2026, 9, 10))
    event.refresh_from_db()
    asked = questions.add(
        event.pk, Wording(label="Hvilken workshop?", asked=Question.Asked.OWN_PAGE, is_required=True)
    )
    sign_up(BO, ANNE, NOBODY)
    # Of the latest booking nothing is missing.
    latest = sign_up(CLARA, contact=Contact(name="Åse Ærlig", email="ase@example.org"))
    save_payer(
        booking_id=latest.booking.pk,
        facts=PayerFacts(kind="private", name="Åse Ærlig", address="Søndre Allé 1, 9999 Øby"),
        now=OPEN,
        actor=CONTACT,
    )
    answers.answer(
        registration_id=latest.registrations[0].pk,
        given={asked.pk: "Ælde"},
        among=[asked.pk],
        now=OPEN,
        actor=ATTENDEE,
    )
    shown = previews(event, now=OPEN, only=[kind])
    for day in (7, 13):
        owe_reminders(now=at(f"2026-09-{day:02} 12:00"))
    sent = [staff_text(one, now=OPEN) for one in OwedMail.objects.filter(kind=kind).order_by("pk")]
    assert [(one.subject, one.body) for one in shown] == sent[-1:]


@pytest.mark.long
def test_those_who_left_are_not_in_the_previews(sign_up: SignUp, event: Event) -> None:
    cancelling.cancel(registration_id=sign_up(BO).registrations[0].pk, now=OPEN, actor=ATTENDEE)
    assert not [one for one in previews(event, now=OPEN) if "Ågård" in one.body + one.subject]


def test_those_who_wait_are_not_shown_as_if_they_came(sign_up: SignUp, event: Event) -> None:
    sign_up(ANNE)
    clara = sign_up(CLARA).registrations[0]
    Registration.objects.filter(pk=clara.pk).update(status="waiting", waits_since=OPEN, confirmed_at=None)
    shown = {one.kind: one for one in previews(event, now=OPEN)}
    assert shown["booking_confirmed"].body.startswith("Kære Anne Mette Sørensen, du er tilmeldt")
    assert not [one for one in shown.values() if "Æbelø" in one.body]


@pytest.mark.long
@pytest.mark.parametrize("people", [(), (ANNE, BO, EMIL)])
def test_no_link_in_a_preview_opens_a_page(people: tuple[Any, ...], sign_up: SignUp, event: Event) -> None:
    if people:
        sign_up(*people)
    shown = previews(event, now=OPEN)
    lines = [
        line for one in shown for line in one.body.split("\n") if "/plads/" in line or "/samlet/" in line
    ]
    assert lines
    assert {line.removeprefix("http://testserver") for line in lines} == {
        "/plads/…/",
        "/samlet/…/",
        "/samlet/…/betaler/",
        "/samlet/…/navne/",
        "/samlet/…/overtag/",
    }


@pytest.mark.long
@pytest.mark.parametrize("now", [OPEN, BOUND])
def test_an_english_event_without_hours_place_or_fee_is_previewed_in_english(
    now: Any, make_event: Callable[..., Event]
) -> None:
    event = make_event(
        language="en",
        starts_at=None,
        ends_at=None,
        venue=None,
        fee_ore=None,
        binding_after=None,
        contact_name="",
    )
    shown = previews(event, now=now)
    # At an event of one day no place is shared; here none is ever binding.
    assert {one.kind for one in shown} == set(OwedMail.Kind) - OwedMail.OF_SHARING - {"last_free_day"}
    assert not [one for one in shown if "Kære" in one.body or "None" in one.body]


@pytest.mark.long
def test_previews_of_many_places_ask_no_more_than_those_of_few(sign_up: SignUp, event: Event) -> None:
    counts = []
    for people in ((ANNE,), (BO, CLARA, EMIL)):
        sign_up(*people)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            previews(Event.objects.select_related("venue", "owner").get(pk=event.pk), now=OPEN)
        counts.append(len(queries))
    assert counts[1] <= counts[0] <= 12
