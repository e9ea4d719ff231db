"""Invitations to reserved places: made at the desk, used by whoever opens the link, withdrawn, and what is left given
to everybody."""

from collections.abc import Callable
from typing import Any

import pytest

from programme.models import Event
from registration.models import Invitation, Registration
from registration.services.booking import SignedUp
from tests.cast import BO
from tests.e2e.hands import Keys
from tests.e2e.inspector import Inspector
from tests.e2e.visitor import PHONE, Way

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def event(make_event: Callable[..., Event], live_server: Any, settings: Any) -> Event:
    """Three places, of which two are reserved."""
    settings.SITE_URL = live_server.url
    return make_event(fee_ore=None, capacity=3, reserved_places=2)


@pytest.mark.parametrize("visitor", [Way(), Way(PHONE, Keys)], ids=["mouse 1280", "keys 390"], indirect=True)
def test_an_invited_guest_has_a_reserved_place_and_the_rest_is_given_to_everybody(
    desk: Inspector, event: Event, sign_up: Callable[..., SignedUp], post: Callable[[], dict[str, str]]
) -> None:
    visitor, page = desk.visitor, desk.page
    sign_up(BO, event=event)
    visitor.open(f"/admin/programme/event/{event.pk}/change/")
    visitor.follow("Reserverede pladser og invitationer")
    desk.look("reserved places, nobody invited")
    assert (
        "2 pladser er reserveret 2 kan stadig bruges af dem, der er inviteret 0 pladser er tilbage til alle"
        in visitor.text
    )
    desk.press("Lav invitationen")
    assert page.locator(".people-errors li").count() == 1
    visitor.write(whom="Oplægsholdere")
    visitor.hands.write(page.locator("main [name=places]").last, "3")
    desk.press("Lav invitationen")
    assert "Der er kun 2 reserverede pladser tilbage" in visitor.text
    visitor.hands.write(page.locator("main [name=places]").last, "2")
    desk.press("Lav invitationen")
    assert "Oplægsholdere 0 af 2 brugt · kan bruges senest onsdag den 9. september 2026" in visitor.text
    link = page.get_by_label("Link til Oplægsholdere").input_value()

    desk.open(f"/{event.slug}/")
    assert "Fuldt – venteliste" in visitor.text
    desk.open(link)
    assert "Du er inviteret 2 pladser er reserveret" in visitor.text
    visitor.write(contact_name="Åse Ægir", contact_email="aase@example.org")
    visitor.take_time()
    desk.press("Fortsæt")
    visitor.tick("Jeg accepterer disse betingelser")
    desk.press("Tilmeld 1 person")
    assert visitor.heading == "Tak – tilmeldingen er modtaget"
    guest = Registration.objects.get(name="Åse Ægir")
    assert (guest.status, guest.invitation) == ("confirmed", Invitation.objects.get())
    assert "aase@example.org" in post()

    visitor.open(f"/admin/programme/event/{event.pk}/reserverede/")
    assert "Oplægsholdere 1 af 2 brugt" in visitor.text
    desk.press("Træk tilbage (Oplægsholdere)")
    assert "trukket tilbage" in visitor.text
    desk.open(link)
    assert "Invitationen gælder ikke længere." in visitor.text
    visitor.open(f"/admin/programme/event/{event.pk}/reserverede/")
    desk.press("Frigiv")
    assert "1 plads er reserveret" in visitor.text
    desk.open(f"/{event.slug}/")
    assert "1 plads tilbage" in visitor.text
    guest.refresh_from_db()
    assert guest.status == "confirmed"
