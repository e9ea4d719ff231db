"""Every page and mail under each rule, as somebody meets them: event page, form, check page, own page, the contact's,
what is pressed, and what is told afterwards."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from programme.models import Event
from registration import links
from registration.models import OwedMail, Registration
from registration.services import absence, cancelling
from registration.services.acts import ATTENDEE, SYSTEM
from registration.services.booking import SignedUp
from tests.cast import ANNE, BO, at
from tests.registration.letters import text as mail
from tests.registration.pages import ANNE as TYPED_ANNE
from tests.registration.pages import BO as TYPED_BO
from tests.registration.pages import CLARA, SIGN_UP, confirm, fields, fill, own_page, text
from tests.rules import AT_ONCE, BY_STEPS, NO_SHOW

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
STEPS = (
    "Du kan melde afbud, indtil det begynder. Det koster intet til og med onsdag den 2. september 2026, 50 % af "
    "deltagergebyret (647,50 kr.) til og med onsdag den 9. september 2026 og derefter hele deltagergebyret "
    "(1.295 kr.). En anden person kan deltage i stedet."
)
HALF = "Afbud i dag koster 50 % af deltagergebyret (647,50 kr.)."
HALF_FROM, WHOLE_FROM = at("2026-09-03 00:00"), at("2026-09-10 00:00")
Kind = OwedMail.Kind


@pytest.fixture
def steps(event: Event) -> Event:
    Event.objects.filter(pk=event.pk).update(**BY_STEPS)
    event.refresh_from_db()
    return event


@pytest.mark.long
def test_steps_are_said_from_the_event_page_to_the_receipt(
    client: Client, steps: Event, summer: time_machine.Traveller
) -> None:
    assert STEPS in text(client.get("/laering-paa-tvaers/"))
    assert STEPS in text(client.get(SIGN_UP))
    check = fill(client, summer, TYPED_ANNE | TYPED_BO | CLARA, count=3)
    assert STEPS in text(check)
    assert "Tilmeld 3 personer – frit afbud til og med 2. september 2026" in text(check)
    assert "bindende" not in text(check)
    receipt = client.get(confirm(client, check)["Location"])
    assert STEPS in text(receipt)
    bo = Registration.objects.get(name="Bo Ågård")
    assert STEPS in text(client.get(own_page(bo)))
    assert STEPS in text(client.get(f"/samlet/{links.booking_token(bo.booking)}/"))
    assert STEPS in bo.accepted_terms
    assert "It costs nothing up to and including Wednesday 2 September 2026" in text(
        client.get("/en/laering-paa-tvaers/")
    )


def test_from_the_first_costly_day_the_button_promises_no_free_cancellation(
    client: Client, steps: Event, summer: time_machine.Traveller
) -> None:
    summer.move_to(HALF_FROM)
    check = fill(client, summer, TYPED_ANNE | TYPED_BO | CLARA, count=3)
    assert "Tilmeld 3 personer </button>" in " ".join(check.content.decode().replace("<", " <").split())
    assert "Det koster 50 % af deltagergebyret (647,50 kr.) til og med onsdag den 9. september 2026" in text(
        check
    )


def test_what_is_owed_stands_on_the_page_before_it_is_pressed(
    client: Client, steps: Event, sign_up: Callable[..., SignedUp], summer: time_machine.Traveller
) -> None:
    place = sign_up(BO, event=steps).registrations[0]
    summer.move_to(HALF_FROM)
    page = client.get(own_page(place, "afbud/"))
    assert f"{HALF} Det gælder til og med onsdag den 9. september 2026" in text(page)
    assert "Meld afbud, og betal 647,50 kr." in text(page)
    assert client.post(own_page(place, "afbud/"), fields(page)).status_code == 302
    place.refresh_from_db()
    assert (place.status, place.still_owed, place.owed_ore) == ("cancelled", True, 64_750)
    left = text(client.get(own_page(place)))
    assert "Afbuddet koster 647,50 kr., som skal betales." in left
    assert "bindende" not in left


def test_a_page_seen_before_midnight_cancels_nothing_that_costs_more_after_it(
    client: Client, steps: Event, sign_up: Callable[..., SignedUp], summer: time_machine.Traveller
) -> None:
    place = sign_up(BO, event=steps).registrations[0]
    summer.move_to(HALF_FROM - SECOND)
    page = client.get(own_page(place, "afbud/"))
    assert "Afbud i dag koster intet. Det gælder til og med onsdag den 2. september 2026" in text(page)
    summer.move_to(HALF_FROM)
    again = client.post(own_page(place, "afbud/"), fields(page))
    assert again.status_code == 409
    assert "Afbud koster mere nu, end da du så siden. Der er ikke meldt afbud endnu." in text(again)
    assert HALF in text(again)
    assert Registration.objects.get(pk=place.pk).status == "confirmed"
    # Whatever else is sent as agreed to is nothing agreed to.
    for typed in ("", "ja", "-1", "1" * 40, "²"):
        assert client.post(own_page(place, "afbud/"), {"costs": typed}).status_code == 409
    assert client.post(own_page(place, "afbud/"), fields(again)).status_code == 302


def test_in_time_it_costs_nothing_and_says_so(
    client: Client, steps: Event, sign_up: Callable[..., SignedUp], summer: time_machine.Traveller
) -> None:
    place = sign_up(BO, event=steps).registrations[0]
    summer.move_to(HALF_FROM - SECOND)
    assert (
        client.post(own_page(place, "afbud/"), fields(client.get(own_page(place, "afbud/")))).status_code
        == 302
    )
    assert "skal betales" not in text(client.get(own_page(place)))


@pytest.mark.long
def test_the_mails_tell_what_is_owed(steps: Event, sign_up: Callable[..., SignedUp]) -> None:
    anne, bo = sign_up(ANNE, BO, event=steps).registrations
    assert STEPS in mail(Kind.PLACE_CONFIRMED, "bo").body
    cancelling.cancel(registration_id=bo.pk, now=HALF_FROM, actor=ATTENDEE)
    for to in ("bo", "anne.mette"):
        said = mail(Kind.PLACE_CANCELLED, to, now=HALF_FROM).body
        assert "Afbuddet koster 647,50 kr., som skal betales." in said
        assert "ikke noget at betale" not in said
    OwedMail.objects.all().delete()
    cancelling.cancel(registration_id=anne.pk, now=HALF_FROM - SECOND, actor=ATTENDEE)
    assert "skal betales" not in mail(Kind.PLACE_CANCELLED, "anne.mette", now=HALF_FROM).body


@pytest.mark.long
def test_what_binds_at_once_is_said_and_given_back(
    client: Client, make_event: Callable[..., Event], summer: time_machine.Traveller
) -> None:
    make_event(**AT_ONCE)
    once = (
        "Tilmeldingen er bindende med det samme. "
        "Giver du pladsen tilbage, og får en fra ventelisten den, skylder du intet."
    )
    assert once in text(client.get("/laering-paa-tvaers/"))
    check = fill(client, summer, TYPED_ANNE | TYPED_BO | CLARA, count=3)
    assert "Tilmeld 3 personer – bindende med det samme" in text(check)
    assert confirm(client, check).status_code == 302
    bo = Registration.objects.get(name="Bo Ågård")
    assert once in text(client.get(own_page(bo)))
    assert client.get(own_page(bo, "afbud/")).status_code == 409
    page = client.get(own_page(bo, "giv-tilbage/"))
    assert "Får en fra ventelisten pladsen, skyldes der ikke længere noget" in text(page)
    assert client.post(own_page(bo, "giv-tilbage/")).status_code == 302
    said = mail(Kind.PLACE_GIVEN_BACK, "bo", now=at("2026-08-01 12:00")).body
    assert "Tilmeldingen er bindende, og deltagergebyret på 1.295 kr. skal derfor stadig betales." in said


def test_the_fee_for_staying_away_is_said_at_a_free_event(
    client: Client, make_event: Callable[..., Event], summer: time_machine.Traveller
) -> None:
    make_event(**NO_SHOW)
    away = "Det koster 200 kr. at udeblive uden at have meldt afbud."
    for page in ("/laering-paa-tvaers/", SIGN_UP):
        assert away in text(client.get(page))
    assert away in text(fill(client, summer, TYPED_ANNE | TYPED_BO | CLARA, count=3))


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (BY_STEPS, "Du kan melde afbud, indtil det begynder."),
        (AT_ONCE, "Tilmeldingen er bindende med det samme."),
        (NO_SHOW, "Det koster 200 kr. at udeblive uden at have meldt afbud."),
    ],
)
def test_once_sign_up_has_closed_the_event_page_still_says_the_rule(
    client: Client, make_event: Callable[..., Event], summer: time_machine.Traveller, rule: dict, said: str
) -> None:
    make_event(**rule)
    summer.move_to(WHOLE_FROM)
    page = text(client.get("/laering-paa-tvaers/"))
    assert "Tilmeldingen til arrangementet er lukket." in page
    assert said in page


def test_who_stayed_away_reads_what_it_costs_and_whom_to_write_to_and_so_does_her_contact(
    client: Client, event: Event, sign_up: Callable[..., SignedUp], clock: time_machine.Traveller
) -> None:
    Event.objects.filter(pk=event.pk).update(**NO_SHOW)
    anne, bo = sign_up(ANNE, BO).registrations
    clock.move_to(at("2026-09-16 16:00"))
    cost = (
        "Efter reglen for pladsen koster det 200 kr., som skal betales. Er det forkert, så skriv til Dorte Ørsted, "
        "dorte@example.org"
    )
    his, contacts = (
        f"Arrangøren har skrevet ned, at du ikke kom. {cost}",
        f"Bo Ågård er skrevet op som udeblevet. {cost}",
    )
    booking = f"/samlet/{links.booking_token(bo.booking)}/"
    for came in (True, False, True):
        if not came:
            absence.mark(registration_id=bo.pk, now=at("2026-09-16 16:00"), actor=SYSTEM)
        elif Registration.objects.get(pk=bo.pk).no_show_at:
            absence.unmark(registration_id=bo.pk, now=at("2026-09-16 16:00"), actor=SYSTEM)
        assert (his in text(client.get(own_page(bo)))) is not came
        assert "ikke kom" not in text(client.get(own_page(anne)))
        page = text(client.get(booking))
        assert (f"Udeblev {contacts}" in page) is not came
        assert page.count("Udeblev ") == (0 if came else 1)


def test_staying_away_that_costs_nothing_is_told_without_an_amount(
    client: Client, event: Event, sign_up: Callable[..., SignedUp], clock: time_machine.Traveller
) -> None:
    bo = sign_up(BO).registrations[0]
    clock.move_to(at("2026-09-16 16:00"))
    absence.mark(registration_id=bo.pk, now=at("2026-09-16 16:00"), actor=SYSTEM)
    page = text(client.get(own_page(bo)))
    assert "Arrangøren har skrevet ned, at du ikke kom. Er det forkert, så skriv til Dorte Ørsted" in page
    assert "Efter reglen for pladsen koster" not in page
