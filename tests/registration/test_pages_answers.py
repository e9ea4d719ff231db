"""Answers are read and put right on a person's own page and on the contact's; a substitute is asked afresh."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from programme.models import Event
from registration import links, policy, reminders
from registration import mails as letters
from registration.asking import Ask
from registration.models import Answer, Booking, OwedMail, Question, Registration
from registration.services import correcting, questions, substituting
from registration.services.acts import ATTENDEE, CONTACT
from registration.services.booking import SignedUp
from registration.services.people import Person
from registration.services.questions import Wording
from tests.answers import hrefs, said
from tests.cast import ANNE, BO, OPEN, STARTED, at
from tests.registration.pages import fields

pytestmark = pytest.mark.django_db
Kind, Asked = Question.Kind, Question.Asked


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(OPEN, tick=False) as traveller:
        yield traveller


@pytest.fixture
def hat(event: Event) -> Question:
    return questions.add(event.pk, Wording(label="Hvilken hat?", is_required=True))


@pytest.fixture
def shoe(event: Event) -> Question:
    return questions.add(event.pk, Wording(label="Hvilken sko?", asked=Asked.OWN_PAGE, is_required=True))


@pytest.fixture
def bus(event: Event) -> Question:
    return questions.add(event.pk, Wording(label="Hvilken bus?", asked=Asked.BOOKING))


@pytest.fixture
def bo(hat: Question, shoe: Question, bus: Question, sign_up: Callable[..., SignedUp]) -> Registration:
    people = [replace(ANNE, answers=((hat.pk, "Grøn"),)), replace(BO, answers=((hat.pk, "Blå"),))]
    return sign_up(*people, answers=((bus.pk, "Nr. 12"),)).registrations[1]


def own(place: Registration, page: str = "") -> str:
    return f"/plads/{links.place_token(place)}/{page}"


def contacts(place: Registration, page: str = "") -> str:
    return f"/samlet/{links.booking_token(place.booking)}/{page}"


def kept() -> list[tuple[str, str | None, str]]:
    rows = Answer.objects.select_related("question", "registration").order_by("question__order", "pk")
    return [
        (row.question.label, row.registration.name if row.registration else None, row.value) for row in rows
    ]


@pytest.mark.long
def test_a_person_reads_her_answers_and_what_is_not_answered(client: Client, bo: Registration) -> None:
    page = client.get(own(bo))
    assert (
        "Arrangørens spørgsmål Ikke besvaret endnu: Hvilken sko? Hvilken hat? Blå Svar på spørgsmålene"
        in said(page)
    )
    for others in ("Grøn", "Nr. 12", "Hvilken bus?"):
        assert others not in said(page)


@pytest.mark.long
def test_a_person_puts_her_answers_right(
    client: Client, bo: Registration, hat: Question, shoe: Question
) -> None:
    form = client.get(own(bo, "spoergsmaal/"))
    assert fields(form)[f"q{hat.pk}"] == "Blå"
    refused = client.post(own(bo, "spoergsmaal/"), fields(form) | {f"q{hat.pk}": "Rød"})
    assert "Hvilken sko? Skriv et svar." in said(refused)
    assert fields(refused)[f"q{hat.pk}"] == "Rød"
    done = client.post(own(bo, "spoergsmaal/"), fields(refused) | {f"q{shoe.pk}": "Støvle"}, follow=True)
    assert "Dine svar er gemt." in said(done)
    assert "Ikke besvaret endnu" not in said(done)
    assert kept() == [
        ("Hvilken hat?", ANNE.name, "Grøn"),
        ("Hvilken hat?", BO.name, "Rød"),
        ("Hvilken sko?", BO.name, "Støvle"),
        ("Hvilken bus?", None, "Nr. 12"),
    ]


@pytest.mark.long
def test_the_contact_reads_what_was_asked_at_sign_up_and_no_more(
    client: Client, bo: Registration, shoe: Question
) -> None:
    Answer.objects.create(question=shoe, booking=bo.booking, registration=bo, value="Hemmelig støvle")
    page = client.get(contacts(bo))
    for words in ("Hvilken hat? Grøn", "Hvilken hat? Blå", "Arrangørens spørgsmål Hvilken bus? Nr. 12"):
        assert words in said(page)
    assert "sko" not in said(page)
    form = client.get(contacts(bo, f"{bo.pk}/spoergsmaal/"))
    assert "Du svarer for Bo Ågård." in said(form)
    assert f"q{shoe.pk}" not in fields(form)


@pytest.mark.long
def test_the_contact_puts_answers_right(
    client: Client, bo: Registration, hat: Question, bus: Question
) -> None:
    for page, changes in (
        (f"{bo.pk}/spoergsmaal/", {f"q{hat.pk}": "Gul"}),
        ("spoergsmaal/", {f"q{bus.pk}": ""}),
    ):
        form = client.get(contacts(bo, page))
        done = client.post(contacts(bo, page), fields(form) | changes, follow=True)
        assert "Svarene er gemt." in said(done)
    assert kept() == [("Hvilken hat?", ANNE.name, "Grøn"), ("Hvilken hat?", BO.name, "Gul")]


def test_an_answer_is_not_written_over_a_newer_one(client: Client, bo: Registration, hat: Question) -> None:
    old = fields(client.get(contacts(bo, f"{bo.pk}/spoergsmaal/")))
    Answer.objects.filter(registration=bo).update(value="Gul")
    page = client.post(contacts(bo, f"{bo.pk}/spoergsmaal/"), old | {f"q{hat.pk}": "Sort"})
    assert (page.status_code, fields(page)[f"q{hat.pk}"]) == (409, "Sort")
    assert "Nu står der: Gul." in said(page)
    assert ("Hvilken hat?", BO.name, "Gul") in kept()
    client.post(contacts(bo, f"{bo.pk}/spoergsmaal/"), fields(page))
    assert ("Hvilken hat?", BO.name, "Sort") in kept()


@pytest.mark.parametrize(("wall", "is_open"), [("2026-09-01 23:59", True), ("2026-09-02 00:00", False)])
def test_answers_are_put_right_until_the_events_day(
    client: Client, clock: time_machine.Traveller, bo: Registration, hat: Question, wall: str, is_open: bool
) -> None:
    Event.objects.update(answers_until=date(2026, 9, 1))
    assert "Til og med tirsdag den 1. september 2026." in said(client.get(own(bo)))
    form = fields(client.get(own(bo, "spoergsmaal/")))
    booking_form = fields(client.get(contacts(bo, "spoergsmaal/")))
    clock.move_to(at(wall))
    assert (own(bo, "spoergsmaal/") in hrefs(client.get(own(bo)))) is is_open
    assert "Hvilken hat? Blå" in said(client.get(own(bo)))
    pages = [
        client.post(own(bo, "spoergsmaal/"), form | {f"q{hat.pk}": "Gul", f"q{hat.pk + 1}": "Støvle"}),
        client.post(contacts(bo, "spoergsmaal/"), booking_form),
    ]
    assert [page.status_code for page in pages] == [302 if is_open else 409] * 2
    if not is_open:
        for page in pages:
            assert "Sidste dag for svar var tirsdag den 1. september 2026." in said(page)
            assert "dorte@example.org" in said(page)
    assert (("Hvilken hat?", BO.name, "Gul") in kept()) is is_open


def test_what_was_answered_is_read_when_the_question_is_retired(
    client: Client, bo: Registration, hat: Question, shoe: Question, bus: Question
) -> None:
    for one in (hat, shoe, bus):
        questions.retire(one.pk, now=OPEN)
    assert "Hvilken hat? Blå" in said(client.get(own(bo)))
    assert "Hvilken bus? Nr. 12" in said(client.get(contacts(bo)))
    for page in (own(bo), contacts(bo)):
        assert not [href for href in hrefs(client.get(page)) if "spoergsmaal" in href]
    assert client.get(own(bo, "spoergsmaal/")).status_code == 302
    assert client.get(contacts(bo, "spoergsmaal/")).status_code == 302


def test_a_mail_parts_what_was_asked_from_what_was_answered(
    event: Event, hat: Question, sign_up: Callable[..., SignedUp]
) -> None:
    years = questions.add(event.pk, Wording(label="Antal år som bibliotekar", kind=Kind.NUMBER))
    sign_up(replace(ANNE, answers=((hat.pk, "Grøn"), (years.pk, "5"))))
    body = letters.build(OwedMail.objects.get(), now=OPEN).body
    assert "- Hvilken hat? Grøn\n- Antal år som bibliotekar: 5\n" in body


@pytest.mark.parametrize("door", ["contact", "person"])
def test_whoever_hands_over_may_leave_the_questions_to_the_new_person(
    client: Client, bo: Registration, hat: Question, door: str
) -> None:
    page = contacts(bo, f"{bo.pk}/overdrag/") if door == "contact" else own(bo, "overdrag/")
    opened = client.get(page)
    assert "Ved du det ikke, så lad det stå tomt: Den, der kommer, svarer på sin egen side." in said(opened)
    typed = {"name": "Clara Æbelø", "email": "clara@example.org"}
    checked = client.post(page, fields(opened) | typed | {"action": "check"})
    client.post(page, fields(checked) | {"action": "confirm"})
    clara = Registration.objects.get(name="Clara Æbelø")
    # The question of her own page is answered, so that only the one that was left is asked for.
    shoe = Question.objects.get(label="Hvilken sko?")
    Answer.objects.create(question=shoe, booking=clara.booking, registration=clara, value="Rød")
    assert "Ikke besvaret endnu: Hvilken hat?" in said(client.get(own(clara)))
    mail = OwedMail.objects.get(kind="substitute_welcome")
    asks = "Arrangøren har et par spørgsmål til dig på den side."
    assert asks in letters.build(mail, now=OPEN).body
    Answer.objects.create(question=hat, booking=clara.booking, registration=clara, value="Violet")
    assert asks not in letters.build(mail, now=OPEN).body


@pytest.mark.long
@pytest.mark.parametrize("door", ["contact", "person"])
def test_a_substitute_is_asked_at_the_hand_over(
    client: Client, bo: Registration, hat: Question, shoe: Question, door: str
) -> None:
    page = contacts(bo, f"{bo.pk}/overdrag/") if door == "contact" else own(bo, "ny-person/")
    typed = {"name": "Clara Æbelø", "email": "clara@example.org"}
    refused = client.get(page)
    if door == "person":
        refused = client.post(page, fields(refused) | typed | {"action": "check"})
        assert "Hvilken hat? Skriv et svar." in said(refused)
    assert fields(refused)[f"q{hat.pk}"] == ""
    assert f"q{shoe.pk}" not in fields(refused)
    checked = client.post(page, fields(refused) | typed | {f"q{hat.pk}": "Violet", "action": "check"})
    assert "Hvilken hat? Violet" in said(checked)
    edited = client.post(page, fields(checked) | {"action": "edit"})
    assert fields(edited)[f"q{hat.pk}"] == "Violet"
    client.post(page, fields(checked) | {"action": "confirm"})
    assert kept() == [
        ("Hvilken hat?", ANNE.name, "Grøn"),
        ("Hvilken hat?", BO.name, "Blå"),
        ("Hvilken hat?", "Clara Æbelø", "Violet"),
        ("Hvilken bus?", None, "Nr. 12"),
    ]
    clara = Registration.objects.get(name="Clara Æbelø")
    assert "Hvilken hat? Violet" in said(client.get(own(clara)))
    assert "Blå" not in said(client.get(contacts(clara)))


def test_a_fact_that_must_be_there_is_asked_for_on_her_own_page(
    client: Client, event: Event, sign_up: Callable[..., SignedUp]
) -> None:
    questions.write_facts(event.pk, asked={"phone": Ask.MUST}, answers_until=None)
    bo = sign_up(ANNE, BO).registrations[1]
    page = client.get(own(bo))
    assert "Mangler endnu: telefon." in said(page)
    form = fields(client.get(own(bo, "ret/")))
    assert "Udfyld dette." in said(client.post(own(bo, "ret/"), form))
    client.post(own(bo, "ret/"), form | {"phone": "12345678"})
    assert Registration.objects.get(pk=bo.pk).phone == "12 34 56 78"
    assert "Mangler endnu" not in said(client.get(own(bo)))


@pytest.mark.long
def test_a_fact_that_is_not_asked_stays_as_it_was_through_a_correction(
    client: Client, event: Event, sign_up: Callable[..., SignedUp]
) -> None:
    bo = sign_up(ANNE, BO).registrations[1]
    questions.write_facts(event.pk, asked={"job_title": Ask.NO, "phone": Ask.NO}, answers_until=None)
    form = fields(client.get(own(bo, "ret/")))
    assert not {"job_title", "phone"} & form.keys()
    client.post(own(bo, "ret/"), form | {"name": "Bo Å. Ågård"})
    row = Registration.objects.get(pk=bo.pk)
    assert (row.name, row.job_title) == ("Bo Å. Ågård", BO.job_title)
    # And the contact's own.
    page = contacts(bo, "ret/")
    form = fields(client.get(page))
    assert "phone" not in form
    client.post(page, form | {"name": "Anne Mette S. Sørensen"})
    booking = Booking.objects.get()
    assert (booking.contact_name, booking.contact_phone) == ("Anne Mette S. Sørensen", "12 34 56 78")


@pytest.mark.long
def test_the_own_page_asks_no_more_of_the_database_for_many_questions(
    client: Client, event: Event, bo: Registration, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for number in range(20):
        asked = Wording(label=f"Spørgsmål {number}", asked=Asked.OWN_PAGE)
        key = questions.add(event.pk, asked).pk
        Answer.objects.create(question_id=key, booking=bo.booking, registration=bo, value="Æble")
    with django_assert_max_num_queries(12):
        page = client.get(own(bo))
    assert said(page).count("Æble") == 20
    with django_assert_max_num_queries(12):
        client.get(contacts(bo))


def test_a_correction_of_her_name_keeps_her_answers(bo: Registration) -> None:
    correcting.correct(
        registration_id=bo.pk,
        person=replace(BO, name="Bo Å. Ågård"),
        same_person=True,
        now=OPEN,
        actor=ATTENDEE,
    )
    assert ("Hvilken hat?", "Bo Å. Ågård", "Blå") in kept()


@pytest.mark.parametrize("whose", ["person", "contact"])
def test_answers_outlive_a_page_that_had_been_open_for_too_long(
    bo: Registration, hat: Question, shoe: Question, bus: Question, whose: str
) -> None:
    strict = Client(enforce_csrf_checks=True)
    page = own(bo, "spoergsmaal/") if whose == "person" else contacts(bo, "spoergsmaal/")
    typed = {f"q{hat.pk}": "Gul", f"q{shoe.pk}": "Støvle", f"q{bus.pk}": "Nr. 99"}
    before = kept()
    again = strict.post(page, fields(strict.get(page)) | typed | {"csrfmiddlewaretoken": "gammel"})
    assert "Siden havde været åben længe" in said(again)
    assert {name: value for name, value in fields(again).items() if name in typed}.items() <= typed.items()
    assert kept() == before


def mail_to(place: Registration, kind: str) -> str:
    mail = OwedMail.objects.filter(registration=place, kind=kind).latest("pk")
    return letters.build(mail, now=OPEN).body


def test_the_mail_says_until_when_the_own_page_asks(
    event: Event, bo: Registration, shoe: Question, sign_up: Callable[..., SignedUp]
) -> None:
    said_in_mail = "Arrangøren har et par spørgsmål til dig på den side. Svar på dem senest "
    until_it_begins = f"{said_in_mail}onsdag den 16. september 2026 kl. 9.00."
    assert until_it_begins in " ".join(mail_to(bo, "place_confirmed").split())
    Event.objects.update(answers_until=date(2026, 9, 1))
    assert f"{said_in_mail}tirsdag den 1. september 2026." in " ".join(mail_to(bo, "place_confirmed").split())
    # Whoever has answered is not asked again, nor is anybody once it is over.
    Answer.objects.create(question=shoe, booking=bo.booking, registration=bo, value="Støvle")
    assert said_in_mail not in " ".join(mail_to(bo, "place_confirmed").split())
    Answer.objects.filter(question=shoe).delete()
    questions.retire(shoe.pk, now=OPEN)
    assert said_in_mail not in " ".join(mail_to(bo, "place_confirmed").split())
    contact = OwedMail.objects.get(kind="booking_confirmed", booking=bo.booking)
    assert "et par spørgsmål" not in letters.build(contact, now=OPEN).body


@pytest.mark.long
@pytest.mark.parametrize(
    ("day", "ends", "on_page", "in_mail"),
    [
        (None, STARTED, "Indtil arrangementet begynder.", "onsdag den 16. september 2026 kl. 9.00."),
        (
            date(2026, 9, 10),
            at("2026-09-11 00:00"),
            "Til og med torsdag den 10. september 2026.",
            "torsdag den 10. september 2026.",
        ),
    ],
)
def test_mail_page_and_reminder_mean_the_same_last_day_for_answers(
    client: Client,
    bo: Registration,
    shoe: Question,
    day: date | None,
    ends: datetime,
    on_page: str,
    in_mail: str,
) -> None:
    """`shoe` is asked on the own page, and whoever has not answered it may until just before `ends`."""
    Event.objects.update(answers_until=day)
    place = Registration.objects.select_related("event", "booking").get(pk=bo.pk)
    facts = policy.windows(place.event)
    for now, may in ((ends - timedelta(seconds=1), True), (ends, False)):
        assert bool(policy.may_answer(facts, status=place.status, now=now)) is may
    with time_machine.travel(OPEN, tick=False):
        assert on_page in said(client.get(own(bo)))
    assert f"Svar på dem senest {in_mail}" in " ".join(mail_to(bo, "place_confirmed").split())
    (occasion,) = reminders.occasions(place.event, OwedMail.Kind.ANSWERS_MISSING)
    assert (occasion.day, occasion.ends) == (day or place.event.starts_on, ends)


@pytest.mark.long
def test_answers_typed_for_a_place_that_was_taken_over_meanwhile_are_kept(
    client: Client, bo: Registration, hat: Question
) -> None:
    page = contacts(bo, f"{bo.pk}/overdrag/")
    form = fields(client.get(page)) | {"name": "Clara Æbelø", f"q{hat.pk}": "Violet", "action": "check"}
    substituting.substitute(registration_id=bo.pk, person=Person(name="Egil Ås"), now=OPEN, actor=CONTACT)
    told = client.post(page, form)
    assert told.status_code == 409
    assert fields(told)[f"q{hat.pk}"] == "Violet"
