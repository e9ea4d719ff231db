"""What reminders say, to whom, and what a mail about a changed event says."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from programme.models import Event
from registration import mails
from registration.models import OwedMail
from registration.services import cancelling, changes, moving
from registration.services.acts import ATTENDEE, organiser
from registration.services.payers import FOLLOWS
from registration.services.people import Contact
from registration.services.reminders import owe_reminders
from tests.cast import ANNE, BO, CLARA, EMIL, OPEN, at
from tests.prices import priced
from tests.registration.letters import END, FILE, FREE, WAY, WHEN_WHERE, booking_url, paragraphs, place_url

pytestmark = pytest.mark.django_db
SignUp = Callable[..., Any]
FREE_DAY, PRACTICAL, EVE = at("2026-08-30 09:00"), at("2026-09-11 09:00"), at("2026-09-15 09:00")
OWN = "Det her er din egen side, hvor du ser, hvad du kan gøre. Linket er personligt:"
ALL = "På siden for din tilmelding ser du alle pladserne, og hvad du kan gøre:"
BOUND = (
    "Tilmeldingen er bindende, fordi sidste dag for frit afbud var onsdag den 2. september 2026. "
    "En anden person kan deltage i stedet."
)


def text(kind: str, to: str, *, now: Any) -> mails.Text:
    rows = OwedMail.objects.select_related("event__venue", "event__owner", "booking", "registration__booking")
    mail = rows.get(kind=kind, to_email=f"{to}@example.org")
    return mails.text_of(mail, rows=mails.rows_of(mail), now=now)


def test_the_last_free_day_in_the_words_of_her_own_promise(event: Event, sign_up: SignUp) -> None:
    bo = sign_up(BO).registrations[0]
    owe_reminders(now=FREE_DAY)
    said = text("last_free_day", "bo", now=FREE_DAY)
    assert said.subject == "Sidste dag for afbud er onsdag den 2. september 2026: Læring på tværs"
    assert said.body == paragraphs(
        "Kære Bo Ågård, du har en plads på »Læring på tværs«. Kommer du, skal du ikke gøre noget.",
        FREE,
        f"{WHEN_WHERE}\nDeltagergebyr: 1.295 kr. pr. person",
        f"{OWN}\n{place_url(bo)}",
        END,
    )


def test_a_promise_that_was_longer_than_the_event_says_now(event: Event, sign_up: SignUp) -> None:
    sign_up(BO)
    Event.objects.update(binding_after=date(2026, 8, 20))
    owe_reminders(now=FREE_DAY)
    assert FREE in text("last_free_day", "bo", now=FREE_DAY).body


def test_practical_information_as_the_organiser_wrote_it(event: Event, sign_up: SignUp) -> None:
    Event.objects.update(practical_information="Dørene åbnes kl. 8.30.\n\nTag høreværn med.")
    made = sign_up(ANNE, EMIL)
    owe_reminders(now=PRACTICAL)
    said = text("practical", "anne.mette", now=PRACTICAL)
    assert said.subject == "Praktiske oplysninger: Læring på tværs"
    assert said.body == paragraphs(
        "Kære Anne Mette Sørensen, her er, hvad der er godt at vide inden »Læring på tværs«. "
        "Giv det venligst videre til:",
        "- Anne Mette Sørensen\n- Emil Uden-Mail",
        f"{WHEN_WHERE}\n{WAY}",
        "Dørene åbnes kl. 8.30.",
        "Tag høreværn med.",
        BOUND,
        f"{ALL}\n{booking_url(made)}",
        END,
    )


def test_the_day_before_tells_time_place_way_and_programme(event: Event, sign_up: SignUp) -> None:
    bo = sign_up(BO).registrations[0]
    owe_reminders(now=EVE)
    said = text("day_before", "bo", now=EVE)
    assert said.subject == "Vi ses onsdag den 16. september 2026: Læring på tværs"
    assert said.body == paragraphs(
        "Kære Bo Ågård, vi glæder os til at se dig til »Læring på tværs« onsdag den 16. september 2026.",
        f"{WHEN_WHERE}\n{WAY}",
        "Program og sted:\nhttp://testserver/laering-paa-tvaers/",
        BOUND,
        f"{OWN}\n{place_url(bo)}",
        END,
    )


def test_who_came_after_the_practical_information_has_it_the_day_before(
    event: Event, sign_up: SignUp
) -> None:
    Event.objects.update(practical_information="Tag høreværn med.", registration_closes_on=None)
    sign_up(BO, now=at("2026-09-11 08:59:59"))
    sign_up(CLARA, now=PRACTICAL)
    owe_reminders(now=EVE)
    assert "Tag høreværn med." not in text("day_before", "bo", now=EVE).body
    assert "Tag høreværn med." in text("day_before", "clara", now=EVE).body


def test_the_contact_alone_is_spoken_to_as_herself(event: Event, sign_up: SignUp) -> None:
    anne = sign_up(ANNE).registrations[0]
    owe_reminders(now=EVE)
    body = text("day_before", "anne.mette", now=EVE).body
    assert body.startswith("Kære Anne Mette Sørensen, vi glæder os til at se dig")
    assert place_url(anne) in body


def test_it_speaks_english_to_those_who_signed_up_in_english(event: Event, sign_up: SignUp) -> None:
    sign_up(BO, language="en")
    owe_reminders(now=EVE)
    said = text("day_before", "bo", now=EVE)
    assert said.subject == "See you on Wednesday 16 September 2026: Læring på tværs"
    assert "Kære" not in said.body


def test_a_move_tells_what_was_and_what_is(event: Event, sign_up: SignUp, dorte: Any) -> None:
    bo = sign_up(BO).registrations[0]
    after = Event.objects.get(pk=event.pk)
    after.starts_on = after.ends_on = date(2026, 9, 23)
    after.save()
    now = at("2026-06-02 12:00")
    moving.move(before=event, after=after, by=None, reason="Salen var optaget", now=now)
    changes.tell(event_id=event.pk, words="Vi beklager.", now=now, actor=organiser(dorte))
    said = text("event_moved", "bo", now=now)
    assert said.subject == "Flyttet til onsdag den 23. september 2026: Læring på tværs"
    assert said.body == paragraphs(
        "Kære Bo Ågård, »Læring på tværs« er flyttet.",
        "Før: onsdag den 16. september 2026 kl. 9.00-16.00, Kulturhuset Åen, 3. sal, Søndre Allé 1, 9999 Øby\n"
        "Tid: onsdag den 23. september 2026 kl. 9.00-16.00\n"
        f"Sted: Kulturhuset Åen, 3. sal, Søndre Allé 1, 9999 Øby\n{WAY}\n{FILE}",
        "Begrundelse: Salen var optaget",
        "Vi beklager.",
        "Du beholder din plads.",
        FREE,
        f"{OWN}\n{place_url(bo)}",
        END,
    )


def test_a_new_title_is_a_change_and_no_move(event: Event, sign_up: SignUp, dorte: Any) -> None:
    sign_up(BO)
    after = Event.objects.get(pk=event.pk)
    after.title = "Læsning på tværs"
    after.save()
    now = at("2026-06-02 12:00")
    moving.move(before=event, after=after, by=None, reason="", now=now)
    changes.tell(event_id=event.pk, words="", now=now, actor=organiser(dorte))
    said = text("event_moved", "bo", now=now)
    assert said.subject == "Ændret: Læsning på tværs"
    assert "Før:" not in said.body


def test_an_event_called_off_says_why(event: Event, sign_up: SignUp, dorte: Any) -> None:
    sign_up(ANNE, EMIL)
    after = Event.objects.get(pk=event.pk)
    after.status, after.cancellation_note = Event.Status.CANCELLED, "Oplægsholderen er syg."
    after.save()
    now = at("2026-06-02 12:00")
    moving.move(before=event, after=after, by=None, reason="", now=now)
    assert changes.tell(event_id=event.pk, words="", now=now, actor=organiser(dorte)) == 1
    said = text("event_called_off", "anne.mette", now=now)
    assert said.subject == "Aflyst: Læring på tværs"
    assert "Oplægsholderen er syg." in said.body
    assert "- Anne Mette Sørensen\n- Emil Uden-Mail" in said.body


def test_nothing_is_owed_of_a_change_before_it_is_told(event: Event, sign_up: SignUp) -> None:
    sign_up(BO, now=OPEN)
    after = Event.objects.get(pk=event.pk)
    after.starts_on = after.ends_on = date(2026, 9, 23)
    after.save()
    moving.move(before=event, after=after, by=None, reason="", now=at("2026-06-02 12:00"))
    assert not OwedMail.objects.filter(kind="event_moved").exists()


def test_who_is_asked_who_pays_reads_what_the_booking_costs_and_not_what_others_may(
    event: Event, sign_up: SignUp
) -> None:
    classes = priced(event)
    one = sign_up(replace(ANNE, price=str(classes["Medlem"].pk)), payer=FOLLOWS)
    other = Contact(name="Clara Æbelø", email="clara@example.org")
    two = sign_up(CLARA, replace(BO, price=str(classes["Studerende"].pk)), contact=other, payer=FOLLOWS)
    cancelling.give_back(registration_id=two.registrations[1].pk, now=at("2026-09-04 12:00"), actor=ATTENDEE)
    now = at("2026-09-13 09:00")
    owe_reminders(now=now)
    assert text("payer_missing", "anne.mette", now=now).body == paragraphs(
        "Kære Anne Mette Sørensen, vi ved endnu ikke, hvem der skal have regningen for din tilmelding til "
        "»Læring på tværs«.",
        f"{WHEN_WHERE}\nDeltagergebyr: Medlem, 899,50 kr. plus moms (i alt 1.124,38 kr.) pr. person\n"
        f"I alt 1.124,38 kr., heraf moms 224,88 kr.\nTilmeldingsnummer: {one.booking.number}",
        f"Skriv det på siden for din tilmelding:\n{booking_url(one)}",
        END,
    )
    assert (
        "Pris:\n- Clara Æbelø: Deltager, 995 kr. inkl. moms\n- Bo Ågård: 250 kr. uden moms\n"
        f"I alt 1.245 kr., heraf moms 199 kr.\nTilmeldingsnummer: {two.booking.number}\n"
    ) in text("payer_missing", "clara", now=now).body
