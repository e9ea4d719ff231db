"""Whoever waits is told so in every mail: that she has no place yet, and no entry for her calendar."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from programme.models import Event
from registration import mails, sentences
from registration.mail_truth import is_still_true
from registration.models import OwedMail, Question, Registration
from registration.services import (
    answering,
    cancelling,
    correcting,
    delivering,
    finding,
    substituting,
    waiting,
)
from registration.services.acts import ATTENDEE, CONTACT
from registration.services.booking import SignedUp
from registration.services.people import Contact, Person
from registration.services.room import WhenFull
from tests.cast import ANNE, BOUND, EMIL, OPEN, STARTED
from tests.registration.letters import (
    BOOKING_PAGE,
    END,
    FILE,
    FREE,
    OWN_PAGE,
    PAYER_FOLLOWS,
    WAY,
    WHEN_WHERE,
    booking_url,
    paragraphs,
    place_url,
)

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]

LATER = OPEN + timedelta(minutes=1)
DAGNY = Person(name="Dagny Ø", email="dagny@example.org")
EGIL = Person(name="Egil Å", email="egil@example.org")
GERDA = Person(name="Gerda Æ", email="gerda@example.org")


@pytest.fixture
def event(make_event: Callable[..., Event]) -> Event:
    return make_event(capacity=1)


@pytest.fixture
def wait(sign_up: SignUp, event: Event) -> Callable[..., SignedUp]:
    """Dagny puts people on the list of an event whose one place Anne Mette has."""
    sign_up(ANNE)
    with translation.override("da"):
        terms = sentences.terms(event, now=OPEN, waits=True)

    def join(*people: Person) -> SignedUp:
        contact = Contact(name=people[0].name, email=people[0].email)
        return sign_up(*people, contact=contact, terms=terms, when_full=WhenFull.TOGETHER)

    return join


def since(last: int) -> list[tuple[str, str, str, list[str]]]:
    """The mails that were owed after it: kind, to whom, first sentence, attached files."""
    rows = OwedMail.objects.filter(pk__gt=last).select_related(
        "event__venue", "event__owner", "booking", "registration__booking", "registration__substitute_for"
    )
    told = []
    for mail in rows.order_by("pk"):
        message = mails.build(mail, now=LATER)
        first = message.body.split("\n\n")[0].replace(" \n", " ")
        files = [str(part.get_filename()) for part in message.attachments]
        told.append((mail.kind, mail.to_email, first.strip(), files))
    return told


def last() -> int:
    return OwedMail.objects.order_by("-pk").values_list("pk", flat=True)[0]


def test_who_waits_alone_is_not_spoken_to_as_a_group(wait: Any) -> None:
    told = []
    for people in ([DAGNY], [EGIL, GERDA]):
        made = wait(*people)
        mail = fresh(OwedMail.objects.get(kind="booking_waits", booking=made.booking))
        body = mails.text_of(mail, rows=mails.rows_of(mail), now=LATER).body
        told.append(body.partition(booking_url(made))[0].split("\n\n")[-1].strip())
    assert told == [
        "På siden for din tilmelding ser du, hvor du står på ventelisten, og kan forlade den:",
        "På siden for din samlede tilmelding ser du, hvor I står på ventelisten, og kan forlade den:",
    ]


def test_who_waits_and_is_put_right_is_told_that_she_waits(wait: Any) -> None:
    egil, before = wait(DAGNY, EGIL).registrations[1], last()
    person = Person(name="Egil Å", email="egil.aa@example.org")
    correcting.correct(registration_id=egil.pk, person=person, same_person=True, now=LATER, actor=ATTENDEE)
    assert [row for row in since(before) if row[1] == "egil.aa@example.org"] == [
        (
            "place_waits",
            "egil.aa@example.org",
            "Kære Egil Å, du står på ventelisten til »Læring på tværs«. Du har ikke en plads endnu.",
            [],
        )
    ]
    before = last()
    phone = Person(name="Egil Å", email="egil.aa@example.org", phone="12 34 56 78")
    correcting.correct(registration_id=egil.pk, person=phone, same_person=True, now=LATER, actor=CONTACT)
    assert since(before)[0] == (
        "place_corrected",
        "egil.aa@example.org",
        "Kære Egil Å, dine oplysninger til »Læring på tværs« er rettet. Du står på ventelisten og har ikke en "
        "plads endnu.",
        [],
    )


def test_a_new_link_to_who_waits_brings_nothing_for_the_calendar(wait: Any) -> None:
    egil, before = wait(DAGNY, EGIL).registrations[1], last()
    correcting.renew_link(registration_id=egil.pk, now=LATER, actor=CONTACT)
    assert since(before) == [
        (
            "place_waits",
            "egil@example.org",
            "Kære Egil Å, her er dit nye link til »Læring på tværs«. Det gamle virker ikke længere.",
            [],
        )
    ]


def test_the_contact_of_people_who_wait_is_not_told_that_nobody_is_signed_up(wait: Any) -> None:
    booking, before = wait(DAGNY, EGIL).booking, last()
    correcting.correct_contact(
        booking_id=booking.pk,
        name="Dagny Ø",
        email="dagny.oe@example.org",
        phone="",
        now=LATER,
        actor=CONTACT,
    )
    assert since(before)[0][:3] == (
        "booking_confirmed",
        "dagny.oe@example.org",
        "Kære Dagny Ø, 2 personer står på ventelisten til »Læring på tværs« og har ikke pladser endnu.",
    )


def test_a_turn_that_is_handed_over_is_no_place(wait: Any) -> None:
    egil, before = wait(DAGNY, EGIL).registrations[1], last()
    substituting.substitute(registration_id=egil.pk, person=GERDA, now=LATER, actor=CONTACT)
    told = "Gerda Æ står på ventelisten til »Læring på tværs« i stedet for"
    assert sorted(since(before)) == [
        ("substitute_contact", "dagny@example.org", f"Kære Dagny Ø, {told} Egil Å.", []),
        ("substitute_goodbye", "egil@example.org", f"Kære Egil Å, {told} dig.", []),
        ("substitute_organiser", "dorte@example.org", f"{told} Egil Å.", []),
        (
            "substitute_welcome",
            "gerda@example.org",
            "Kære Gerda Æ, du står på ventelisten til »Læring på tværs« i stedet for Egil Å. Du har ikke en plads "
            "endnu.",
            [],
        ),
    ]


def test_who_waits_and_signs_up_again_is_told_that_she_keeps_her_turn(wait: Any) -> None:
    wait(DAGNY)
    before = last()
    wait(DAGNY)
    assert since(before) == [
        (
            "booking_confirmed",
            "dagny@example.org",
            "Kære Dagny Ø, du står allerede på ventelisten til »Læring på tværs« og beholder din tur. Du har ikke en "
            "plads endnu.",
            [],
        )
    ]
    assert OwedMail.objects.get(pk=last()).facts == {
        "already": [{"name": "Dagny Ø", "email": "dagny@example.org", "waits": True}]
    }


def test_who_waits_and_is_named_by_another_is_sent_her_own_page(wait: Any) -> None:
    wait(DAGNY, EGIL)
    before = last()
    wait(GERDA, EGIL)
    assert [row[:2] for row in since(before)] == [
        ("booking_waits", "gerda@example.org"),
        ("place_waits", "egil@example.org"),
    ]
    waits = mails.text_of(
        OwedMail.objects.get(pk=before + 1),
        rows=mails.rows_of(OwedMail.objects.get(pk=before + 1)),
        now=LATER,
    )
    assert "Stod på ventelisten i forvejen og beholder sin tur:\n- Egil Å\n" in waits.body


def test_who_waits_for_herself_is_offered_a_place_as_one_person(wait: Any, event: Event) -> None:
    wait(DAGNY)
    before = last()
    place = Registration.objects.get(name=ANNE.name)
    cancelling.give_back(registration_id=place.pk, now=BOUND, actor=ATTENDEE)
    offer = OwedMail.objects.get(pk__gt=before, kind="places_offered")
    text = mails.text_of(offer, rows=mails.rows_of(offer), now=BOUND)
    assert text.body.startswith(
        "Kære Dagny Ø, der er blevet en plads ledig på »Læring på tværs«, og du står for tur på ventelisten. "
    )
    waiting.move_all(now=BOUND + timedelta(days=7))
    expired = OwedMail.objects.get(pk__gt=before, kind="offer_expired")
    text = mails.text_of(expired, rows=mails.rows_of(expired), now=BOUND)
    assert text.body.startswith(
        "Kære Dagny Ø, den plads på »Læring på tværs«, vi holdt til dig, er gået til den"
    )


def test_a_mail_about_places_tells_of_those_who_still_have_them(wait: Any, event: Event) -> None:
    group, before = wait(DAGNY, EGIL, GERDA), last()
    dagny, egil, gerda = (place.pk for place in group.registrations)
    answering.wait_apart(booking_id=group.booking.pk, now=OPEN, actor=CONTACT)
    for capacity, now in ((3, OPEN), (4, LATER)):
        Event.objects.filter(pk=event.pk).update(capacity=capacity)
        waiting.move_all(now=now)
    mails_to_contact = OwedMail.objects.filter(pk__gt=before, kind="places_given").order_by("pk")
    first, second = (delivering.claim(mail.pk, now=LATER) for mail in mails_to_contact)
    assert first is not None
    assert second is not None
    assert (first.facts, second.facts) == ({"people": [dagny, egil]}, {"people": [gerda]})

    cancelling.cancel(registration_id=egil, now=LATER, actor=ATTENDEE)
    text = mails.text_of(first, rows=mails.rows_of(first), now=LATER)
    assert text.body.startswith("Kære Dagny Ø, du har fået en plads på »Læring på tværs« fra ventelisten.")
    cancelling.cancel(registration_id=dagny, now=LATER, actor=ATTENDEE)
    first, second = (fresh(mail) for mail in (first, second))
    assert [is_still_true(mail, now=LATER) for mail in (first, second)] == [False, True]


def given_to_dagny(event: Event) -> str:
    """What the contact reads once there is room."""
    Event.objects.filter(pk=event.pk).update(capacity=9)
    waiting.move_all(now=LATER)
    mail = fresh(OwedMail.objects.get(kind="places_given"))
    return mails.text_of(mail, rows=mails.rows_of(mail), now=LATER).body


def test_who_gets_a_place_from_the_list_alone_is_confirmed_as_one_who_signs_up(
    wait: Any, event: Event
) -> None:
    made = wait(DAGNY)
    Event.objects.update(has_questions=True, answers_until=date(2026, 9, 1))
    Question.objects.create(event=event, label="Frokost?", asked=Question.Asked.OWN_PAGE)
    dagny = place_url(made.registrations[0])
    assert given_to_dagny(event) == paragraphs(
        "Kære Dagny Ø, du har fået en plads på »Læring på tværs« fra ventelisten.",
        f"{WHEN_WHERE}\n{WAY}\nDeltagergebyr: 1.295 kr. pr. person\n"
        "I alt 1.295 kr., heraf moms 259 kr.\n"
        f"Tilmeldingsnummer: {made.booking.number}\n{FILE}",
        FREE,
        f"{OWN_PAGE}\n{dagny}",
        "Arrangøren har et par spørgsmål til dig på den side. Svar på dem senest tirsdag den 1. september 2026.",
        f"{PAYER_FOLLOWS}\n{dagny}betaler/",
        END,
    )


def test_a_group_that_gets_places_from_the_list_is_told_whose_link_is_where(wait: Any, event: Event) -> None:
    made = wait(DAGNY, EGIL, EMIL)
    dagny, _egil, emil = made.registrations
    body = given_to_dagny(event)
    assert body.startswith(
        "Kære Dagny Ø, 3 personer har fået pladser på »Læring på tværs« fra ventelisten.\n"
    )
    assert (
        paragraphs(
            "- Dagny Ø – det er dig selv; linket står nedenfor\n"
            "- Egil Å – får sin egen mail på egil@example.org\n"
            "- Emil Uden-Mail – mails kommer til dig; linket står nedenfor",
            FREE,
            "Hver enkelt fortæller om kost, allergi og særlige behov på sin egen side. "
            "Det behøver du ikke at samle ind.",
            f"{BOOKING_PAGE}\n{booking_url(made)}",
            f"Din egen side, Dagny Ø:\n{place_url(dagny)}",
            f"Til Emil Uden-Mail – send linket videre:\n{place_url(emil)}",
            f"{PAYER_FOLLOWS}\n{booking_url(made)}betaler/",
            END,
        )
        in body
    )


def test_a_contact_who_has_a_place_while_a_colleague_waits_gets_the_page_of_both(
    wait: Any, event: Event
) -> None:
    made = wait(DAGNY, EGIL)
    Event.objects.update(capacity=2)
    answering.wait_apart(booking_id=made.booking.pk, now=LATER, actor=CONTACT)
    mail = fresh(OwedMail.objects.get(kind="places_given"))
    body = mails.text_of(mail, rows=mails.rows_of(mail), now=LATER).body
    assert "Står stadig på ventelisten:\n- Egil Å\n" in body
    assert f"overdrage en plads til en anden:\n{booking_url(made)}\n" in body
    assert f"Din egen side, Dagny Ø:\n{place_url(made.registrations[0])}\n" in body


def test_an_offer_is_mailed_while_it_stands_and_a_free_place_while_it_is_free(
    wait: Any, event: Event
) -> None:
    wait(DAGNY)
    before = last()
    place = Registration.objects.get(name=ANNE.name)
    cancelling.give_back(registration_id=place.pk, now=BOUND, actor=ATTENDEE)
    offer = fresh(OwedMail.objects.get(pk__gt=before, kind="places_offered"))
    until = Registration.objects.get(name=DAGNY.name).offer_until
    assert until is not None
    for now, is_true in ((until - timedelta(microseconds=1), True), (until, False)):
        assert is_still_true(offer, now=now) is is_true

    gerda = wait(GERDA).booking
    hours = STARTED - timedelta(hours=3)
    waiting.move_all(now=hours)
    free = OwedMail.objects.get(kind="free_place", booking=gerda)
    assert is_still_true(fresh(free), now=hours)
    Event.objects.update(capacity=0)
    waiting.move_all(now=hours)
    assert not is_still_true(fresh(free), now=hours)


def test_that_somebody_waits_is_mailed_while_she_does(wait: Any, event: Event) -> None:
    before = last()
    wait(DAGNY, EGIL)
    owed = list(OwedMail.objects.filter(pk__gt=before).order_by("pk"))
    assert [mail.kind for mail in owed] == ["booking_waits", "place_waits"]
    assert [is_still_true(fresh(mail), now=LATER) for mail in owed] == [True, True]
    Event.objects.filter(pk=event.pk).update(capacity=3)
    waiting.move_all(now=LATER)
    assert [is_still_true(fresh(mail), now=LATER) for mail in owed] == [False, False]


def test_a_mail_with_links_tells_places_from_turns_on_the_list(wait: Any, event: Event) -> None:
    wait(DAGNY, Person(name="Anne-Grethe Æ", email="anne.mette@example.org"))
    before = last()
    finding.mail_links(event=event, email="anne.mette@example.org", now=LATER)
    mail = OwedMail.objects.get(pk__gt=before)
    assert finding.look_up(mail)
    body = mails.build(mail, now=LATER).body
    assert "Pladsen for Anne Mette Sørensen:" in body
    assert "Turen på ventelisten for Anne-Grethe Æ:" in body
    assert "Pladsen for Anne-Grethe Æ" not in body


def fresh(mail: OwedMail) -> OwedMail:
    return OwedMail.objects.select_related("event", "booking", "registration__booking").get(pk=mail.pk)
