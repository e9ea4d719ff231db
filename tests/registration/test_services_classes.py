"""The price class of a place that has been taken: chosen with the name, or put right by an organiser."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from programme import pricing
from programme.models import Event, Price, User
from registration import links
from registration.mails import build
from registration.models import Booking, OwedMail, Registration
from registration.policy import Decision, Reason
from registration.prices import difference_ore, promise_of
from registration.services import classes, invoicing, naming
from registration.services.acts import CONTACT, Refused, organiser
from registration.services.booking import SignedUp
from registration.services.people import Person
from registration.services.substituting import substitute
from registration.words import rule_words
from tests.cast import ANNE, BO, CLARA, ENDED, at, history
from tests.forms import shown
from tests.pages import text_of
from tests.prices import MUNICIPALITY, priced

pytestmark = pytest.mark.django_db
NOBODY = Person(name="")
# Two classes with an early price to the end of June.
CLASSES: tuple[dict[str, Any], ...] = (
    {"name": "Deltager", "amount_ore": 100_000, "early_ore": 80_000, "early_until": "2026-06-30"},
    {"name": "Medlem på Ærø", "amount_ore": 90_000, "early_ore": 60_000, "early_until": "2026-06-30"},
)
EARLY, LATE = at("2026-06-30 23:59:59"), at("2026-07-01 00:00")
LATER = at("2026-08-01 12:00")


@pytest.fixture
def rows(event: Event) -> dict[str, Price]:
    return priced(event, *CLASSES)


@pytest.fixture
def book(sign_up: Callable[..., SignedUp], rows: dict[str, Price]) -> Callable[..., Registration]:
    """A place without a name, beside Anne Mette's, booked at this instant."""

    def made(now: Any) -> Registration:
        return sign_up(ANNE, NOBODY, now=now, payer=MUNICIPALITY).registrations[-1]

    return made


def fresh(place: Registration) -> Registration:
    return Registration.objects.select_related("event", "booking").get(pk=place.pk)


def promised(place: Registration) -> tuple[str, int | None]:
    place = fresh(place)
    return place.promised_class, place.promised_fee_ore


def member(rows: dict[str, Price], person: Person = BO) -> Person:
    return replace(person, price=str(rows["Medlem på Ærø"].pk))


def name(place: Registration, person: Person, **more: Any) -> None:
    acts = {"now": LATER, "actor": CONTACT} | more
    naming.name_places(booking_id=place.booking_id, names={place.pk: person}, **acts)


@pytest.mark.parametrize(("taken", "ore"), [(EARLY, 60_000), (LATE, 90_000)])
def test_the_class_chosen_with_the_name_is_at_the_price_of_the_day_the_place_was_taken(
    taken: Any, ore: int, book: Callable[..., Registration], rows: dict[str, Price]
) -> None:
    place = book(taken)
    name(place, member(rows))
    assert promised(place) == ("Medlem på Ærø", ore)
    assert history()[-1]["fields"] == ["promised_class"]


def test_a_promise_gets_no_worse_by_a_name(book: Callable[..., Registration], rows: dict[str, Price]) -> None:
    place, other = book(EARLY), book(LATE)
    before = promise_of(place)
    Price.objects.update(amount_ore=500_000, early_ore=None, early_until=None)
    name(place, replace(BO, price=str(rows["Deltager"].pk)))
    assert promise_of(fresh(place)) == before
    # Nor where nothing is chosen, or the class is gone meanwhile.
    gone = member(rows, CLARA)
    rows["Medlem på Ærø"].delete()
    name(other, gone)
    assert promised(other) == ("Deltager", 100_000)


def test_the_sum_and_the_invoice_follow_also_what_was_fetched(
    book: Callable[..., Registration], rows: dict[str, Price], event: Event, dorte: User
) -> None:
    place = book(EARLY)
    first = invoicing.fetch(event_id=event.pk, now=LATE, actor=organiser(dorte))
    assert first is not None
    name(place, member(rows))
    lines = [(line.class_name, line.total_ore) for line in invoicing.unfetched(Event.objects.get()).lines]
    assert lines == [("Deltager", -80_000), ("Medlem på Ærø", 60_000)]
    receipt = build(OwedMail.objects.get(kind="places_named"), now=LATER).body
    assert "- Bo Ågård: Medlem på Ærø, 600 kr. inkl. moms\nI alt 1.400 kr., heraf moms 280 kr.\n" in receipt


# ------------------------------------------------------------------ put right by an organiser


def test_an_organiser_puts_the_class_right_with_a_reason_and_the_contact_is_told(
    sign_up: Callable[..., SignedUp], rows: dict[str, Price], dorte: User
) -> None:
    place = sign_up(ANNE, BO, now=EARLY).registrations[1]
    OwedMail.objects.all().delete()
    key = str(rows["Medlem på Ærø"].pk)
    for actor, bendable in ((CONTACT, False), (organiser(dorte), True)):
        with pytest.raises(Refused) as refused:
            classes.set_class(registration_id=place.pk, key=key, now=LATER, actor=actor)
        assert refused.value.decision == Decision(Reason.PRICE_PROMISED, bendable=bendable)
    assert promised(place) == ("Deltager", 80_000)
    # Also once it is over, since invoices are written then.
    why = organiser(dorte, reason="Medlem siden marts")
    for _twice in range(2):
        classes.set_class(registration_id=place.pk, key=key, now=ENDED, actor=why)
    assert promised(place) == ("Medlem på Ærø", 60_000)
    last = history()[-1]
    assert (last["verb"], last["fields"], last["bent"], last["reason"]) == (
        "corrected",
        ["promised_class"],
        "price_promised",
        "Medlem siden marts",
    )
    with translation.override("da"):
        assert rule_words(last["bent"]) == "prisen var lovet"
    mail = OwedMail.objects.get()
    assert mail.to_email == "anne.mette@example.org"
    assert "Pris: Medlem på Ærø, 600 kr. inkl. moms" in build(mail, now=LATER).body


def test_whoever_came_instead_from_another_class_is_of_it_then(
    sign_up: Callable[..., SignedUp], rows: dict[str, Price], dorte: User
) -> None:
    old = sign_up(BO, now=EARLY).registrations[0]
    new = substitute(registration_id=old.pk, person=member(rows, CLARA), now=LATER, actor=CONTACT)
    assert difference_ore(new) == 10_000
    key, why = str(rows["Medlem på Ærø"].pk), organiser(dorte, reason="Medlem")
    classes.set_class(registration_id=new.pk, key=key, now=LATER, actor=why)
    # The place was taken while it was early.
    assert promised(new) == ("Medlem på Ærø", 60_000)
    assert (fresh(new).other_class, difference_ore(fresh(new))) == ("", None)


@pytest.mark.parametrize(
    ("change", "reason"),
    [("ended", Reason.PLACE_ENDED), ("called off", Reason.EVENT_CANCELLED), ("one price", Reason.NO_CLASSES)],
)
def test_the_class_of_what_has_ended_or_has_none_is_not_changed(
    change: str, reason: Reason, book: Callable[..., Registration], rows: dict[str, Price], dorte: User
) -> None:
    place, key = book(EARLY), str(rows["Medlem på Ærø"].pk)
    match change:
        case "ended":
            Registration.objects.filter(pk=place.pk).update(
                status="cancelled", ended_at=LATE, person_key=None
            )
        case "called off":
            Event.objects.update(status="cancelled")
        case _:
            rows["Medlem på Ærø"].delete()
            pricing.settle(Event.objects.get())
    with pytest.raises(Refused) as refused:
        classes.set_class(
            registration_id=place.pk, key=key, now=LATER, actor=organiser(dorte, reason="Medlem")
        )
    assert refused.value.reason is reason
    assert promised(place) == ("Deltager", 80_000)


# ------------------------------------------------------------------ the pages


@pytest.fixture
def named_page(client: Client, book: Callable[..., Registration], clock: Any) -> tuple[str, Registration]:
    place = book(EARLY)
    clock.move_to(LATER)
    return reverse("registration:names", args=[links.booking_token(Booking.objects.get())]), place


def test_the_contact_chooses_the_class_with_the_name(
    client: Client, named_page: tuple[str, Registration], rows: dict[str, Price]
) -> None:
    url, place = named_page
    # What was promised stands, whatever it costs others now.
    Price.objects.filter(name="Deltager").update(amount_ore=500_000, early_ore=None, early_until=None)
    page = client.get(url)
    assert "Deltager – 800 kr. Medlem på Ærø – 600 kr." in text_of(page.content.decode())
    assert shown(page)[f"n{place.pk}-price"] == str(rows["Deltager"].pk)
    # A class alone is nobody, and stays chosen.
    chosen = shown(page) | {f"n{place.pk}-price": str(rows["Medlem på Ærø"].pk), "action": "save"}
    again = client.post(url, chosen)
    assert "Der var ikke skrevet noget, så intet er gemt." in text_of(again.content.decode())
    assert shown(again)[f"n{place.pk}-price"] == str(rows["Medlem på Ærø"].pk)
    done = client.post(url, chosen | {f"n{place.pk}-name": "Bo Ågård"}, follow=True)
    assert "I alt 1.400 kr., heraf moms 280 kr." in text_of(done.content.decode())
    assert promised(place) == ("Medlem på Ærø", 60_000)


def test_where_there_is_one_price_nothing_is_chosen(
    client: Client, named_page: tuple[str, Registration], rows: dict[str, Price]
) -> None:
    url, place = named_page
    rows["Medlem på Ærø"].delete()
    assert f"n{place.pk}-price" not in shown(client.get(url))
    # A class that is none of the event's any longer is kept, beside those there are.
    rows["Deltager"].delete()
    Price.objects.create(event_id=place.event_id, name="Alle", amount_ore=70_000)
    page = client.get(url)
    assert "Deltager – 800 kr. Alle – 700 kr." in text_of(page.content.decode())
    client.post(url, shown(page) | {f"n{place.pk}-name": "Bo Ågård", "action": "save"})
    assert promised(place) == ("Deltager", 80_000)


def test_an_organiser_writes_the_name_with_its_class_and_puts_it_right_afterwards(
    organiser: Client, named_page: tuple[str, Registration], rows: dict[str, Price]
) -> None:
    place = named_page[1]
    write, correct = (
        reverse(f"admin:registration_registration_{act}", args=[place.pk])
        for act in ("write_name", "price_class")
    )
    page = shown(organiser.get(write))
    organiser.post(write, page | {"name": "Bo Ågård", "price": str(rows["Medlem på Ærø"].pk)})
    assert promised(place) == ("Medlem på Ærø", 60_000)
    person = organiser.get(reverse("admin:registration_registration_change", args=[place.pk]))
    assert correct in person.content.decode()
    told = text_of(organiser.get(correct).content.decode())
    assert "Ret prisklasse: Bo Ågård" in told
    assert "Pladsen er lovet til: Medlem på Ærø, 600 kr. inkl. moms." in told
    back = shown(organiser.get(correct)) | {"price": str(rows["Deltager"].pk)}
    assert "Skriv en begrundelse." in text_of(organiser.post(correct, back).content.decode())
    assert promised(place) == ("Medlem på Ærø", 60_000)
    done = organiser.post(correct, back | {"set_aside": "on", "reason": "Var ikke medlem"}, follow=True)
    assert "Prisklassen for Bo Ågård er rettet." in text_of(done.content.decode())
    assert promised(place) == ("Deltager", 80_000)
    Event.objects.update(status="cancelled")
    assert organiser.get(correct).status_code == 409
