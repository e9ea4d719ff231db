"""Prices and payer: chosen when signing up, the payer told later, the invoice facts fetched, and then a change."""

import pytest

from programme.models import Event, User
from registration import links
from registration.models import Booking, InvoiceBasis, Payer, Registration
from registration.services.acts import CONTACT
from registration.services.cancelling import cancel
from tests.cast import OPEN
from tests.e2e.hands import Keys
from tests.e2e.inspector import Inspector
from tests.e2e.visitor import PHONE, Visitor, Way, accept
from tests.prices import GLN, priced

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
WAYS = [Way(), Way(PHONE, hands=Keys)]


@pytest.mark.parametrize("visitor", WAYS, ids=["mouse", "keys, narrow"], indirect=True)
def test_a_payer_is_told_later_the_facts_are_fetched_and_then_somebody_cancels(
    visitor: Visitor, inspector: Inspector, event: Event, dorte: User
) -> None:
    rows = priced(event)
    visitor.open(f"/{event.slug}/")
    inspector.look("the event and its prices")
    visitor.open(f"/{event.slug}/tilmelding/?antal=2")
    visitor.write(contact_name="Anne Mette Sørensen", contact_email="anne.mette@example.org")
    visitor.write(p1_name="Bo Ågård")
    visitor.page.locator("[name=p1-price]").select_option(str(rows["Medlem"].pk))
    visitor.pays_later()
    inspector.look("the form with prices")
    visitor.take_time()
    inspector.press("Fortsæt")
    assert "I alt 2.419,38 kr., heraf moms 483,88 kr." in visitor.text
    accept(visitor, people=2)
    booking = Booking.objects.get()
    visitor.open(f"/samlet/{links.booking_token(booking)}/")
    inspector.look("the contact's page, who pays follows")
    visitor.follow("Skriv, hvem der skal have fakturaen")
    visitor.hands.choose(visitor.page.locator("main [name=payer-kind][value=public]"))
    number = visitor.page.locator("main [name=payer-gln]")
    visitor.hands.write(number, "12345674")
    inspector.press("Gem")
    assert "Det er et CVR-nummer." in visitor.text
    visitor.hands.write(visitor.page.locator("main [name=payer-gln]"), GLN)
    inspector.press("Gem")
    assert Payer.objects.get().gln == GLN
    visitor.log_in(dorte)
    address = f"/admin/programme/event/{event.pk}/fakturagrundlag/"
    visitor.open(address)
    inspector.look("what is not fetched yet")
    inspector.press("Hent som fakturagrundlag nr. 1")
    assert InvoiceBasis.objects.get().lines.count() == 2
    visitor.open(
        f"/admin/registration/registration/{Registration.objects.get(name='Bo Ågård').pk}/price-class/"
    )
    inspector.look("another class")
    cancel(registration_id=Registration.objects.get(name="Bo Ågård").pk, now=OPEN, actor=CONTACT)
    visitor.open(address)
    assert "Kredit: plads" in visitor.text
    inspector.look("the difference")
    visitor.open(f"/samlet/{links.booking_token(booking)}/betaler/")
    assert "Arrangøren har hentet oplysningerne til fakturaen" in visitor.text
    inspector.look("fetched already")
