"""What an event costs, on its page and in print."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client

from programme import pricing, printed
from programme.models import Event, Price
from programme.pdf import page_of
from programme.publishing import programme_changed
from tests.answers import said
from tests.cast import OPEN
from tests.prices import priced

pytestmark = pytest.mark.django_db
EARLY = "Deltager: 995 kr. inkl. moms til og med tirsdag den 30. juni 2026, derefter 1.295 kr. inkl. moms"


@time_machine.travel(OPEN, tick=False)
def test_the_page_says_every_price(event: Event, client: Client) -> None:
    assert "Deltagergebyr 1.295 kr." in said(client.get(f"/{event.slug}/"))
    priced(event)
    page = said(client.get(f"/{event.slug}/"))
    assert f"{EARLY} Medlem: 899,50 kr. plus moms (i alt 1.124,38 kr.) Studerende: 250 kr. uden moms" in page
    english = said(client.get(f"/en/{event.slug}/"))
    assert "Medlem: DKK 899.50 plus VAT (DKK 1,124.38 in all)" in english


def test_once_the_early_day_is_past_the_page_says_the_price_of_today(event: Event, client: Client) -> None:
    priced(event)
    now = "Deltager: 1.295 kr. inkl. moms Medlem:"
    # Midnight in Denmark, where it is summer.
    for instant, early in (("2026-06-30T21:59:59Z", True), ("2026-06-30T22:00:00Z", False)):
        with time_machine.travel(instant, tick=False):
            page = said(client.get(f"/{event.slug}/"))
        assert ((EARLY in page), (now in page), "995 kr." in page) == (early, not early, early)
    # Print is true on any day.
    assert EARLY in html(event)


def test_several_prices_cost_the_page_one_question(
    event: Event, client: Client, django_assert_max_num_queries: Any
) -> None:
    priced(event)
    with django_assert_max_num_queries(8):
        client.get(f"/{event.slug}/")


def html(event: Event) -> str:
    return page_of(
        printed.content(event),
        dress={"photos": {}},
        changed_on=OPEN.date(),
        published_on=None,
        address="https://example.org/",
    )


def test_the_leaflet_prints_every_price_and_is_another_once_one_changes(event: Event) -> None:
    plain = printed.digest(printed.content(event))
    assert "prices" not in printed.content(event)
    assert "1.295 kr. pr. person" in html(event)
    priced(event)
    several = printed.digest(printed.content(event))
    assert EARLY in html(event)
    assert "Studerende: 250 kr. uden moms" in html(event)
    Price.objects.filter(name="Medlem").update(amount_ore=90_000)
    pricing.settle(event)
    assert len({plain, several, printed.digest(printed.content(event))}) == 3


def test_one_price_is_printed_without_its_name(event: Event) -> None:
    priced(event, {"name": "Deltager", "amount_ore": 80_000, "vat": "excluded"})
    assert "800 kr. plus moms (i alt 1.000 kr.) pr. person" in html(event)


def test_a_change_of_price_is_a_change_of_the_programme(make_event: Callable[..., Event]) -> None:
    event = make_event()
    programme_changed(event, now=OPEN)
    before = Event.objects.get().programme_hash
    priced(event)
    programme_changed(event, now=OPEN)
    assert Event.objects.get().programme_hash != before


@pytest.mark.parametrize(("sign_up", "is_said"), [("here", True), ("elsewhere", False), ("none", False)])
def test_where_people_sign_up_elsewhere_and_no_price_is_written_none_is_claimed(
    sign_up: str, is_said: bool, event: Event, client: Client
) -> None:
    event.fee_ore, event.sign_up, event.sign_up_url = None, sign_up, "https://example.org/tilmelding"
    event.save()
    with time_machine.travel(OPEN, tick=False):
        page = said(client.get(f"/{event.slug}/"))
    for text in (page, html(event)):
        assert ("gratis at deltage" in text) is is_said
        assert ("Deltagergebyr" in text) is is_said
    event.fee_ore = 129_500
    event.save()
    assert ("1.295 kr. pr. person" in html(event)) is (sign_up != "none")
