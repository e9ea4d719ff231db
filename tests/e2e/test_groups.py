"""Places without names, people added and another contact, as they are met in a browser."""

from collections.abc import Callable
from typing import Any

import pytest

from programme.models import Event
from registration import links
from registration.models import Booking, ContactRequest
from registration.services.booking import SignedUp
from registration.services.people import Person
from tests.cast import ANNE
from tests.e2e.hands import Keys
from tests.e2e.inspector import Inspector
from tests.e2e.test_looks import GROUPS
from tests.e2e.visitor import PHONE, Way
from tests.registration.items import workshops

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def event(make_event: Callable[..., Event], live_server: Any, settings: Any) -> Event:
    settings.SITE_URL = live_server.url
    return make_event(fee_ore=None)


@pytest.mark.parametrize("visitor", [Way(), Way(PHONE, Keys)], ids=["mouse 1280", "keys 390"], indirect=True)
def test_names_follow_people_are_added_and_a_colleague_takes_over(
    inspector: Inspector, event: Event, sign_up: Callable[..., SignedUp]
) -> None:
    workshops(event)
    visitor = inspector.visitor
    booking = sign_up(ANNE, Person(name=""), event=event).booking
    contacts = f"/samlet/{links.booking_token(booking)}/"
    inspector.open(contacts)
    assert "navn følger" in visitor.text
    inspector.open(f"{contacts}navne/")
    named = booking.registrations.get(name="")
    field = inspector.page.locator("input[name$=-name]").first
    field.fill("Bo Ågård")
    inspector.page.locator("input[name$=-email]").first.fill("bo@@example")
    inspector.press("Gem navnene")
    inspector.page.locator("input[name$=-email]").first.fill("bo@example.org")
    inspector.press("Gem navnene")
    named.refresh_from_db()
    assert named.name == "Bo Ågård"
    inspector.open(f"{contacts}tilfoej/")
    inspector.press("Tilføj 1 person")
    inspector.open(f"/plads/{links.place_token(named)}/programpunkter/")
    for title in ("Spil og æventyr", "Tur i byen"):
        inspector.page.get_by_label(title).first.check()
    inspector.press("Gem valget")
    inspector.open(f"{contacts}ny-kontaktperson/")
    visitor.write(name="", email="gerda")
    inspector.press("Spørg din kollega")
    visitor.write(name="Gerda Ny", email="gerda@example.org")
    inspector.press("Spørg din kollega")
    asked = links.contact_request_token(ContactRequest.objects.get())
    inspector.open(f"/samlet/{asked}/overtag/")
    inspector.press("Ja – tilmeldingen bliver min")
    assert Booking.objects.get().contact_name == "Gerda Ny"
    inspector.open(f"/samlet/{asked}/overtag/", status=410)
    inspector.open(contacts, status=410)
    assert inspector.seen >= GROUPS
