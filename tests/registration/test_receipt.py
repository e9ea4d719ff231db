"""The receipt tells nobody who already has a place: a stranger signs somebody up, and reads what she would read of
anybody."""

import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.test import Client

from programme.models import Event
from registration import tasks
from registration.mails import staff_text
from registration.models import Booking, HistoryEntry, OwedMail, Payer, Registration
from registration.services import receipts
from registration.services.acts import CONTACT
from registration.services.booking import SignedUp
from registration.services.people import Contact, Person
from tests.answers import fields, hrefs, said
from tests.cast import ANNE, BO, CLARA, EMIL, OPEN, owed, statuses

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]
PAGE = "/laering-paa-tvaers/tilmelding/"
STRANGER = {"payer-kind": "later", "contact_name": "Frede Fremmed", "contact_email": "frede@example.org"}
# Names and addresses as long as Bo's and Clara's.
NEW = (
    Person(name="Ib Østerå", email="ib@example.org"),
    Person(name="Karen Ærøskøbing", email=""),
)


@pytest.fixture(autouse=True)
def _noon(clock: time_machine.Traveller) -> None:
    """Sign-up is open."""


@pytest.fixture
def stranger(event: Event, clock: time_machine.Traveller) -> Callable[..., tuple[Client, Booking]]:
    """Somebody without a place signs others up on the page, and is at the receipt."""

    def sign(*people: Person, contact: dict[str, str] = STRANGER) -> tuple[Client, Booking]:
        client = Client()
        page = client.get(PAGE)
        clock.shift(timedelta(seconds=40))
        typed = fields(page) | contact | {"count": str(len(people)), "attends": ""}
        for number, person in enumerate(people, start=1):
            typed |= {f"p{number}-name": person.name, f"p{number}-email": person.email}
        del typed["shape"]
        check = client.post(PAGE, typed | {"action": "check"})
        assert client.post(PAGE, fields(check) | {"accept": "1", "action": "confirm"}).status_code == 302
        return client, Booking.objects.filter(contact_email=contact["contact_email"]).latest("pk")

    return sign


def kvittering(booking: Booking, position: int | None = None) -> str:
    return f"{PAGE}kvittering/{booking.number}/" + ("" if position is None else f"ret/{position}/")


def plain(response: Any, booking: Booking, people: Sequence[Person]) -> str:
    """The whole page without what is each one's own."""
    html = (
        response.content.decode().replace(booking.number, "NUMMER").replace(booking.contact_email, "KONTAKT")
    )
    for number, person in enumerate(people, start=1):
        html = html.replace(person.name, f"NAVN{number}")
        html = html.replace(person.email, f"ADRESSE{number}") if person.email else html
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)


@pytest.mark.long
def test_the_receipt_is_the_same_whether_somebody_had_a_place_or_not(
    sign_up: SignUp, stranger: Callable[..., tuple[Client, Booking]]
) -> None:
    sign_up(BO)
    mixed = (CLARA, BO, NEW[1])
    client, booking = stranger(*mixed)
    fresh = (NEW[0], Person(name="Lis Å", email="lis@example.org"), Person(name="Per Ø"))
    other = stranger(*fresh, contact=STRANGER | {"contact_email": "frida@example.org"})
    pages = [
        (client.get(kvittering(booking)), booking, mixed),
        (other[0].get(kvittering(other[1])), other[1], fresh),
    ]
    assert [page.status_code for page, _booking, _people in pages] == [200, 200]
    assert plain(*pages[0]) == plain(*pages[1])
    assert [link for link in hrefs(pages[0][0]) if "/ret/" in link] == [
        kvittering(booking, position) for position in (1, 2, 3, 0)
    ]
    assert statuses(booking.event_id) == [
        (name, "confirmed")
        for name in ("Bo Ågård", "Clara Æbelø", "Karen Ærøskøbing", "Ib Østerå", "Lis Å", "Per Ø")
    ]


@pytest.mark.long
def test_an_address_of_somebody_with_a_place_is_corrected_on_the_receipt_alone(
    sign_up: SignUp, stranger: Callable[..., tuple[Client, Booking]], clock: time_machine.Traveller
) -> None:
    sign_up(BO)
    before = Registration.objects.values().get()
    client, booking = stranger(BO)
    other_client, other = stranger(NEW[0], contact=STRANGER | {"contact_email": "frida@example.org"})
    mails = owed()
    forms = (client.get(kvittering(booking, 1)), other_client.get(kvittering(other, 1)))
    assert plain(forms[0], booking, [BO]) == plain(forms[1], other, [NEW[0]])
    answers = [
        one.post(kvittering(made, 1), {"email": "ny@example.org"})
        for one, made in ((client, booking), (other_client, other))
    ]
    assert [(answer.status_code, answer.url) for answer in answers] == [  # type: ignore[attr-defined]
        (302, f"{kvittering(booking)}?ok=address"),
        (302, f"{kvittering(other)}?ok=address"),
    ]
    pages = (client.get(kvittering(booking)), other_client.get(kvittering(other)))
    assert "Mailen er sendt til ny@example.org." in said(pages[0])
    assert plain(pages[0], booking, [BO]) == plain(pages[1], other, [NEW[0]])
    assert Registration.objects.filter(name="Bo Ågård").values().get() == before
    assert [(kind, to) for kind, to, _facts in owed()[len(mails) :]] == [
        ("place_confirmed", "ny@example.org"),
        ("place_corrected", "frida@example.org"),
        ("place_corrected", "ib@example.org"),
    ]
    entries = HistoryEntry.objects.filter(verb="corrected").order_by("pk")
    assert list(entries.values_list("booking", "registration__name", "fields")) == [
        (booking.pk, None, ["email"]),
        (other.pk, "Ib Østerå", ["email"]),
    ]


@pytest.mark.long
def test_each_position_is_one_person_whoever_had_a_place_before_her(
    stranger: Callable[..., tuple[Client, Booking]], event: Event
) -> None:
    emil, karen, ib = (Person(name=name) for name in ("Emil Ø", "Karen Ærøskøbing", "Ib Å"))
    stranger(emil)
    client, booking = stranger(emil, karen, ib)
    for position in (1, 3):
        typed = {"email": f"ny{position}@example.org"}
        assert client.post(kvittering(booking, position), typed).status_code == 302
    assert list(Registration.objects.order_by("pk").values_list("name", "email")) == [
        ("Emil Ø", ""),
        ("Karen Ærøskøbing", ""),
        ("Ib Å", "ny3@example.org"),
    ]
    booking.refresh_from_db()
    assert [one["email"] for one in booking.people_named] == ["ny1@example.org", "", "ny3@example.org"]


def test_sixty_corrections_are_the_most_whoever_had_a_place(
    sign_up: SignUp, stranger: Callable[..., tuple[Client, Booking]], clock: time_machine.Traveller
) -> None:
    sign_up(BO)
    client, booking = stranger(BO)
    for number in range(60):
        clock.shift(timedelta(seconds=1))
        assert client.post(kvittering(booking, 1), {"email": f"b{number}@example.org"}).status_code == 302
    refused = client.post(kvittering(booking, 1), {"email": "b60@example.org"})
    assert refused.status_code == 200
    assert "Der er ændret rigtig mange gange i denne tilmelding" in said(refused)


@pytest.mark.long
def test_who_becomes_somebody_with_a_place_by_the_right_address_has_no_second_one(
    sign_up: SignUp, stranger: Callable[..., tuple[Client, Booking]], clock: time_machine.Traveller
) -> None:
    sign_up(BO)
    client, booking = stranger(Person(name="Bo Ågård", email="forkert@example.org"), CLARA)
    sent = len(owed())
    answer = client.post(kvittering(booking, 1), {"email": "bo@example.org"})
    assert (answer.status_code, answer.url) == (302, f"{kvittering(booking)}?ok=address")  # type: ignore[attr-defined]
    assert "Mailen er sendt til bo@example.org." in said(client.get(kvittering(booking)))
    assert statuses(booking.event_id) == [
        ("Bo Ågård", "confirmed"),
        ("Bo Ågård", "cancelled"),
        ("Clara Æbelø", "confirmed"),
    ]
    assert owed()[sent:] == [
        ("already_signed_up", "bo@example.org", {}),
        (
            "booking_confirmed",
            "frede@example.org",
            {"already": [{"name": "Bo Ågård", "email": "bo@example.org"}]},
        ),
        ("place_corrected", "forkert@example.org", {"by": "contact", "closed": True}),
    ]


def test_a_contact_who_becomes_somebody_with_a_place_by_the_right_address_has_no_second_one(
    sign_up: SignUp, stranger: Callable[..., tuple[Client, Booking]], clock: time_machine.Traveller
) -> None:
    sign_up(ANNE)
    anne = {"payer-kind": "later", "contact_name": ANNE.name, "contact_email": "forkert@example.org"}
    client, booking = stranger(Person(name=ANNE.name, email="forkert@example.org"), BO, contact=anne)
    sent = len(owed())
    answer = client.post(kvittering(booking, 0), {"email": ANNE.email})
    assert (answer.status_code, answer.url) == (302, f"{kvittering(booking)}?ok=address")  # type: ignore[attr-defined]
    assert "Adressen er rettet." in said(client.get(answer.url))  # type: ignore[attr-defined]
    page = said(client.get(kvittering(booking)))
    assert f"{ANNE.name} Mailen er sendt til dig på {ANNE.email}." in page
    assert statuses(booking.event_id) == [
        (ANNE.name, "confirmed"),
        (ANNE.name, "cancelled"),
        ("Bo Ågård", "confirmed"),
    ]
    assert owed()[sent:] == [
        ("already_signed_up", ANNE.email, {}),
        ("booking_confirmed", ANNE.email, {"already": [{"name": ANNE.name, "email": ANNE.email}]}),
        ("place_corrected", "forkert@example.org", {"by": "contact", "closed": True}),
    ]


@pytest.mark.long
def test_a_corrected_contact_is_told_who_had_a_place_already(
    sign_up: SignUp, stranger: Callable[..., tuple[Client, Booking]], clock: time_machine.Traveller
) -> None:
    sign_up(BO)
    client, booking = stranger(BO)
    assert client.post(kvittering(booking, 0), {"email": "fremmed@example.org"}).status_code == 302
    confirmed = OwedMail.objects.filter(kind="booking_confirmed", booking=booking).order_by("pk")
    told = {"already": [{"name": "Bo Ågård", "email": "bo@example.org"}]}
    assert list(confirmed.values_list("to_email", "facts")) == [
        ("frede@example.org", told),
        ("fremmed@example.org", told),
    ]


@pytest.mark.long
def test_who_has_put_her_own_address_right_keeps_it(
    sign_up: SignUp, stranger: Callable[..., tuple[Client, Booking]], clock: time_machine.Traveller
) -> None:
    client, booking = stranger(BO)
    Registration.objects.update(email="bos.egen@example.org")
    assert client.post(kvittering(booking, 1), {"email": "ny@example.org"}).status_code == 302
    assert Registration.objects.get().email == "bos.egen@example.org"
    assert "Mailen er sendt til ny@example.org." in said(client.get(kvittering(booking)))


def test_who_shares_the_contacts_address_is_said_to_be_written_to_there(
    event: Event, stranger: Callable[..., tuple[Client, Booking]], clock: time_machine.Traveller
) -> None:
    client, booking = stranger(Person(name="Bo Ågård", email="frede@example.org"))
    page = client.get(kvittering(booking))
    assert "Bo Ågård Står i mailen til dig." in said(page)
    assert "En mail om det er sendt til dig på frede@example.org." in said(page)
    assert [link for link in hrefs(page) if "/ret/" in link] == [kvittering(booking, 0)]
    assert client.get(kvittering(booking, 1)).url == kvittering(booking)  # type: ignore[attr-defined]
    assert client.get(kvittering(booking, 2)).url == kvittering(booking)  # type: ignore[attr-defined]


def test_who_is_reached_through_the_contact_and_gets_her_address_keeps_the_place(
    sign_up: SignUp, event: Event
) -> None:
    made = sign_up(EMIL)
    receipts.correct_address(
        booking_id=made.booking.pk, position=1, email=made.booking.contact_email, now=OPEN, actor=CONTACT
    )
    assert statuses(event.pk) == [("Emil Uden-Mail", "confirmed")]


def test_no_link_is_said_to_be_closed_to_whom_none_was_sent(sign_up: SignUp, event: Event) -> None:
    sign_up(BO)
    frede = Contact(name="Frede Fremmed", email="frede@example.org")
    made = sign_up(Person(name="Bo Ågård"), contact=frede)
    sent = len(owed())
    receipts.correct_address(
        booking_id=made.booking.pk, position=1, email="bo@example.org", now=OPEN, actor=CONTACT
    )
    assert statuses(event.pk) == [("Bo Ågård", "confirmed"), ("Bo Ågård", "cancelled")]
    assert [row[:2] for row in owed()[sent:]] == [
        ("already_signed_up", "bo@example.org"),
        ("booking_confirmed", "frede@example.org"),
    ]


def test_the_receipt_opens_under_its_own_event_alone(
    event: Event,
    make_event: Callable[..., Event],
    stranger: Callable[..., tuple[Client, Booking]],
    clock: time_machine.Traveller,
) -> None:
    make_event(slug="en-anden", title="En anden på Ærø")
    client, booking = stranger(BO)
    for own, status in ((kvittering(booking), 200), (kvittering(booking, 1), 200)):
        assert client.get(own).status_code == status
        other = client.get(own.replace("laering-paa-tvaers", "en-anden"))
        assert other.status_code == 410
        assert "Bo Ågård" not in other.content.decode()
    cookie = client.cookies["receipts"]
    assert (cookie["samesite"], cookie["httponly"]) == ("Lax", True)


def test_what_was_typed_is_forgotten_once_no_browser_may_see_it(
    sign_up: SignUp, clock: time_machine.Traveller
) -> None:
    booking = sign_up(BO).booking
    assert receipts.forget_named(now=OPEN + receipts.LASTS - timedelta(seconds=1)) == 0
    clock.move_to(OPEN + receipts.LASTS)
    assert [receipts.forget_named(now=OPEN + receipts.LASTS) for _twice in range(2)] == [1, 0]
    Booking.objects.update(named=[{"name": "Bo Ågård", "email": "", "is_new": True}])
    tasks.delete_expired()
    booking.refresh_from_db()
    assert booking.named is None


def test_receipts_that_are_open_during_an_upgrade_are_shown_after_it(
    sign_up: SignUp, clock: time_machine.Traveller
) -> None:
    sign_up(BO)
    booking = sign_up(CLARA, BO).booking
    told = [{"name": one.name, "email": one.email} for one in (CLARA, BO)]
    as_it_was = [one | {"is_new": number == 0} for number, one in enumerate(told)]
    migration = import_module("registration.migrations.0005_booking_named")
    for moment, named in ((OPEN + timedelta(days=1), as_it_was), (OPEN + timedelta(days=1, seconds=1), None)):
        Booking.objects.update(named=None)
        clock.move_to(moment)
        migration.show_receipts(apps, None)
        booking.refresh_from_db()
        assert booking.named == named


@pytest.mark.long
def test_one_who_signs_up_alone_is_told_of_one_mail(
    stranger: Callable[..., tuple[Client, Booking]], clock: time_machine.Traveller
) -> None:
    herself = {"payer-kind": "later", "contact_name": ANNE.name, "contact_email": ANNE.email}
    pages = [
        said(client.get(kvittering(booking)))
        for client, booking in (stranger(ANNE, contact=herself), stranger(BO, EMIL))
    ]
    assert ["En mail om dem alle" in page for page in pages] == [False, True]
    assert ["I mailen er det link, som du kan bruge til at melde afbud" in page for page in pages] == [
        True,
        False,
    ]
    assert ["hver især" in page for page in pages] == [False, True]
    assert ["Adressen er rettet." in page for page in pages] == [False, False]


def test_a_payer_that_follows_is_told_where_she_is_written(
    stranger: Callable[..., tuple[Client, Booking]],
) -> None:
    client, booking = stranger(BO)
    page = said(client.get(kvittering(booking)))
    assert (
        "Betaler følger senere Skal der sendes en faktura for denne tilmelding, er der i mailen til dig et link"
        in page
    )
    Payer.objects.update(kind="private", name="Frede Fremmed", address="Øvej 1, 9999 Øby")
    assert "er der i mailen til dig et link" not in said(client.get(kvittering(booking)))


@pytest.mark.parametrize("had_places", [False, pytest.param(True, marks=pytest.mark.long)])
def test_the_receipt_tells_of_as_many_mails_as_were_sent(
    had_places: bool, sign_up: SignUp, stranger: Callable[..., tuple[Client, Booking]]
) -> None:
    if had_places:
        sign_up(ANNE, EMIL)
    sent = OwedMail.objects.count()
    herself = {"payer-kind": "later", "contact_name": ANNE.name, "contact_email": ANNE.email}
    client, booking = stranger(ANNE, EMIL, contact=herself)
    page = said(client.get(kvittering(booking)))
    assert f"{ANNE.name} Mailen er sendt til dig på {ANNE.email}." in page
    assert "Emil Uden-Mail Står i mailen til dig. Ret adressen" in page
    assert "Mailen til dig handler om dem alle. Ret din egen adresse I mailen er de links, som hver" in page
    assert page.count("er sendt til") == 1
    assert "I mailene" not in page
    mail = OwedMail.objects.get(booking=booking)
    assert (mail.kind, mail.to_email, OwedMail.objects.count() - sent) == ("booking_confirmed", ANNE.email, 1)
    # What is said of an invoice holds whether there is one or not.
    assert "Skal der sendes en faktura for denne tilmelding, er der i mailen til dig et link" in page
    assert ("skal have fakturaen" in staff_text(mail, now=OPEN).body) is not had_places


def test_what_is_said_of_one_who_is_reached_through_the_contact_counts_her_mails(
    stranger: Callable[..., tuple[Client, Booking]],
) -> None:
    client, booking = stranger(EMIL)
    page = said(client.get(kvittering(booking)))
    assert "Emil Uden-Mail Står i mailen til dig. Ret adressen" in page
    assert "En mail om det er sendt til dig på frede@example.org." in page
    assert "I mailen er de links, der bruges til at melde afbud" in page


def test_those_who_wait_and_are_reached_through_the_contact_are_told_of_one_mail(
    stranger: Callable[..., tuple[Client, Booking]],
) -> None:
    client, booking = stranger(EMIL, Person(name="Per Ø"))
    Booking.objects.filter(pk=booking.pk).update(
        named=[one | {"waits": True} for one in booking.people_named]
    )
    page = said(client.get(kvittering(booking)))
    assert "En mail om dem alle er sendt til dig på frede@example.org." in page
    assert "I mailen er de links, hvor man kan se, hvor man står på listen" in page
