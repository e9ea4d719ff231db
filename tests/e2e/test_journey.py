"""From the front page to a lost link found again, by everybody who is to be able to: with a mouse, with the keys alone
and without JavaScript, at a desk and on a phone. The mails are read in the demo's mailbox."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator

from conference.clock import now
from programme.models import Event
from registration.models import Booking, Registration
from registration.services import delivering
from tests.cast import BOUND, statuses
from tests.e2e.hands import Keys
from tests.e2e.visitor import ANNES, DESK, PHONE, Visitor, Way, accept

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

WAYS = {
    f"{name} {size[0]}": Way(size, **how)
    for name, how in {"mouse": {}, "keys": {"hands": Keys}, "no JavaScript": {"scripts": False}}.items()
    for size in (DESK, PHONE)
}
BOS, EMILS, DORTES = "bo@example.org", "emil@example.org", "dorte@example.org"


class Mailbox:
    """What the demo's mailbox shows to whoever opens it, the latest mail first."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.known = 0

    def receive(self) -> list[str]:
        """To whom the mails went that were not there last time; what is owed has been sent."""
        self.visitor.take_time(seconds=5)
        delivering.send_due(clock=now)
        self.visitor.open("/demo/mails/")
        everybody = re.findall(r"^Til (\S+)$", self.visitor.page.locator("main").inner_text(), re.MULTILINE)
        new, self.known = everybody[: len(everybody) - self.known], len(everybody)
        return sorted(new)

    def read(self, address: str, *, first: bool = False) -> str:
        """The newest mail to an address, or the first there was."""
        self.visitor.open("/demo/mails/")
        mails = self.visitor.page.locator("main li").filter(has_text=f"Til {address}")
        self.visitor.hands.go((mails.last if first else mails.first).get_by_role("link"))
        return self.visitor.text

    def link(self, kind: str) -> Locator:
        """The link in the mail to a person's own page (plads) or to the contact's (samlet)."""
        return self.visitor.page.locator(f"main a[href*='/{kind}/']").first

    def follow(self, kind: str) -> int:
        """Follows the link in the mail; the status of the page it leads to."""
        return self.visitor.hands.go(self.link(kind))


@pytest.fixture
def mailbox(visitor: Visitor, settings: Any, tmp_path: Path) -> Mailbox:
    settings.DEMO, settings.EMAIL_FILE_PATH = True, tmp_path
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    return Mailbox(visitor)


@pytest.mark.parametrize("visitor", WAYS.values(), ids=WAYS, indirect=True)
def test_three_people_come_and_go(visitor: Visitor, event: Event, mailbox: Mailbox) -> None:
    sign_three_up(visitor, event)
    assert statuses(event.pk) == [
        ("Anne Mette Sørensen", "confirmed"),
        ("Bo Ågård", "confirmed"),
        ("Clara Æbelø", "confirmed"),
    ]
    assert mailbox.receive() == [ANNES, BOS]
    assert "Clara Æbelø" in mailbox.read(ANNES)
    assert f"fordi Anne Mette Sørensen ({ANNES}) har tilmeldt dig" in mailbox.read(BOS)

    # One cancels while it is free: the contact does it for Clara, who has no address.
    mailbox.read(ANNES)
    assert mailbox.follow("samlet") == 200
    visitor.follow("Meld afbud Clara Æbelø")
    visitor.press("Meld afbud")
    assert "Pladsen er afmeldt. En mail om det er på vej til " in visitor.text
    assert statuses(event.pk)[2] == ("Clara Æbelø", "cancelled")
    assert mailbox.receive() == [ANNES]

    # One hands over when it binds.
    visitor.clock.move_to(BOUND)
    mailbox.read(BOS)
    assert mailbox.follow("plads") == 200
    assert "Tilmeldingen er bindende" in visitor.text
    visitor.follow("Overdrag pladsen")
    visitor.press("Fortsæt")
    assert visitor.focused.get_attribute("class") == "error-summary"
    visitor.write(name="Emil Øst", job_title="Souschef", email=EMILS)
    visitor.press("Fortsæt")
    assert visitor.heading == "Se overdragelsen igennem"
    assert statuses(event.pk)[1:] == [("Bo Ågård", "confirmed"), ("Clara Æbelø", "cancelled")]
    visitor.press("Overdrag pladsen til Emil Øst")
    assert "Pladsen er overdraget" in visitor.text
    assert mailbox.receive() == [ANNES, BOS, DORTES, EMILS]

    # His link only tells what happened; the new person's opens the place.
    mailbox.read(BOS, first=True)
    assert mailbox.follow("plads") == 410
    assert visitor.heading == "Linket er lukket"
    assert "Pladsen blev overdraget til en anden person" in visitor.text
    mailbox.read(EMILS)
    emils = mailbox.link("plads").get_attribute("href")
    assert mailbox.follow("plads") == 200
    assert "Emil Øst" in visitor.text
    assert "Bo Ågård" not in visitor.text

    # One gives back what is bound: the contact, for herself.
    mailbox.read(ANNES)
    assert mailbox.follow("samlet") == 200
    visitor.follow("Giv tilbage Anne Mette Sørensen")
    visitor.press("Giv pladsen tilbage")
    assert "Pladsen er givet tilbage. En mail om det er på vej til " in visitor.text
    assert mailbox.receive() == [ANNES]
    assert statuses(event.pk) == [
        ("Anne Mette Sørensen", "cancelled"),
        ("Bo Ågård", "substituted"),
        ("Clara Æbelø", "cancelled"),
        ("Emil Øst", "confirmed"),
    ]
    owing = Registration.objects.filter(still_owed=True)
    assert [one.name for one in owing] == ["Anne Mette Sørensen"]

    # A lost link is found again, and only by the address it belongs to.
    visitor.open(f"/{event.slug}/")
    visitor.follow("Find min tilmelding")
    visitor.press("Send mig links")
    assert visitor.focused.get_attribute("class") == "error-summary"
    visitor.write(email="Emil@Example.org")
    visitor.press("Send mig links")
    assert visitor.heading == "Se i din mail"
    assert mailbox.receive() == [EMILS]
    mailbox.read(EMILS)
    assert mailbox.link("plads").get_attribute("href") == emils
    assert mailbox.follow("plads") == 200
    assert visitor.heading == "Din plads"


def sign_three_up(visitor: Visitor, event: Event) -> None:
    """Anne Mette finds the event and signs up herself, Bo and Clara, with a slip on the way."""
    visitor.open("/")
    visitor.follow(event.title)
    visitor.follow("Tilmeld")
    visitor.write(count="3")
    visitor.press("Opdater antal")
    assert visitor.focused.get_attribute("name") == "contact_name"
    visitor.write(contact_name="Anne Mette Sørensen", job_title="Sekretær", organisation="Øby Bibliotek")
    visitor.write(municipality="Ærø", contact_email="anne.mette")
    visitor.write(p1_name="Bo Ågård", p1_job_title="Leder", p1_email=BOS, p2_name="Clara Æbelø")
    visitor.pays_later()
    visitor.take_time()
    visitor.press("Fortsæt")
    assert visitor.focused.get_attribute("class") == "error-summary"
    visitor.hands.go(visitor.page.locator(".error-summary a"))
    assert visitor.focused.get_attribute("name") == "contact_email"
    visitor.write(contact_email=ANNES)
    visitor.press("Fortsæt")
    assert visitor.heading == "Se tilmeldingen igennem"
    assert Booking.objects.count() == 0
    accept(visitor, people=3)
    booking = Booking.objects.get()
    assert f"tilmeldingsnummer er {booking.number}" in visitor.text
