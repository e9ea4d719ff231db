"""What a price says, and what VAT makes of it."""

from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from programme import pricing
from programme.models import Event, Price
from programme.pricing import Amount, amount_of, price_phrase
from tests.prices import priced


def whole(ore: Decimal) -> int:
    return int(ore.quantize(Decimal(1), rounding=ROUND_HALF_UP))


@given(ore=st.integers(0, 100_000_000))
def test_vat_is_a_quarter_of_what_is_without_it_rounded_half_up(ore: int) -> None:
    included = amount_of(ore, "included")
    assert (included.vat, included.total) == (whole(Decimal(ore) * 25 / 125), ore)
    excluded = amount_of(ore, "excluded")
    assert (excluded.net, excluded.vat) == (ore, whole(Decimal(ore) * 25 / 100))
    assert amount_of(ore, "exempt") == Amount(net=ore, vat=0)


@pytest.mark.parametrize(("ore", "vat"), [(1, 0), (2, 1), (3, 1), (4, 1), (6, 2), (129_500, 32_375)])
def test_half_an_ore_of_vat_is_rounded_upwards(ore: int, vat: int) -> None:
    assert amount_of(ore, "excluded").vat == vat


@pytest.mark.parametrize(
    ("ore", "vat", "language", "said"),
    [
        (129_500, "included", "da", "1.295 kr. inkl. moms"),
        (129_500, "included", "en", "DKK 1,295 incl. VAT"),
        (129_550, "excluded", "da", "1.295,50 kr. plus moms (i alt 1.619,38 kr.)"),
        (129_550, "excluded", "en", "DKK 1,295.50 plus VAT (DKK 1,619.38 in all)"),
        (25_000, "exempt", "da", "250 kr. uden moms"),
        (25_000, "exempt", "en", "DKK 250, no VAT"),
        (0, "exempt", "da", "gratis"),
        (0, "included", "en", "free of charge"),
    ],
)
def test_a_price_says_how_it_stands_to_vat(ore: int, vat: str, language: str, said: str) -> None:
    assert price_phrase(ore, vat, language) == said


def test_a_brief_price_leaves_the_sum_to_the_check_page() -> None:
    assert price_phrase(129_550, "excluded", "da", brief=True) == "1.295,50 kr. plus moms"
    assert price_phrase(129_550, "excluded", "en", brief=True) == "DKK 1,295.50 plus VAT"
    assert price_phrase(129_550, "included", "da", brief=True) == "1.295,50 kr. inkl. moms"


def test_each_class_says_its_price_and_the_early_one_both(event: Event) -> None:
    priced(event)
    assert pricing.announced(event, "da") == [
        "Deltager: 995 kr. inkl. moms til og med tirsdag den 30. juni 2026, derefter 1.295 kr. inkl. moms",
        "Medlem: 899,50 kr. plus moms (i alt 1.124,38 kr.)",
        "Studerende: 250 kr. uden moms",
        "Oplægsholder: gratis",
    ]
    assert pricing.announced(event, "en")[0] == (
        "Deltager: DKK 995 incl. VAT up to and including Tuesday 30 June 2026, then DKK 1,295 incl. VAT"
    )


def test_one_price_needs_no_name_and_one_plain_fee_says_no_more_than_before(event: Event) -> None:
    assert pricing.announced(event, "da") == ["1.295 kr."]
    priced(event, {"name": "Deltager", "amount_ore": 80_000, "vat": "excluded"})
    assert pricing.announced(event, "da") == ["800 kr. plus moms (i alt 1.000 kr.)"]


def test_an_event_that_is_free_says_nothing(make_event: Callable[..., Event]) -> None:
    assert pricing.announced(make_event(fee_ore=None), "da") == []


def test_the_events_own_columns_follow_its_prices(event: Event) -> None:
    rows = priced(
        event, {"name": "Gæst", "amount_ore": 0, "reason": "Gæst"}, {"name": "Andre", "amount_ore": 500}
    )
    event.refresh_from_db()
    assert (event.has_prices, event.fee_ore, event.is_free) == (True, 500, False)
    rows["Andre"].delete()
    pricing.settle(event)
    event.refresh_from_db()
    assert (event.has_prices, event.fee_ore, event.is_free) == (True, None, True)
    rows["Gæst"].delete()
    Price.objects.create(event=event, name="Andre", amount_ore=700)
    pricing.settle(event)
    Price.objects.all().delete()
    pricing.settle(event)
    event.refresh_from_db()
    assert (event.has_prices, event.fee_ore) == (False, 700)


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"vat": "exempt"}, "price_without_vat_has_a_reason"),
        ({"amount_ore": 0}, "price_without_vat_has_a_reason"),
        ({"early_ore": 0, "early_until": date(2026, 6, 1)}, "price_early_nothing_has_a_reason"),
        ({"early_ore": 50}, "price_early_has_amount_and_day"),
        ({"early_until": date(2026, 6, 1)}, "price_early_has_amount_and_day"),
        ({"early_ore": 101, "early_until": date(2026, 6, 1)}, "price_early_is_no_higher"),
        ({"vat": "unknown"}, "price_vat_known"),
        ({"name": ""}, "price_has_a_name"),
    ],
)
def test_a_price_that_contradicts_itself_is_refused_by_the_database(
    facts: dict[str, object], constraint: str, event: Event
) -> None:
    right: dict[str, object] = {"event": event, "name": "Deltager", "amount_ore": 100}
    with transaction.atomic():
        Price.objects.create(**right)
        Price.objects.all().delete()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Price.objects.create(**right | facts)


def test_a_class_has_one_price(event: Event) -> None:
    Price.objects.create(event=event, name="Deltager", amount_ore=100)
    with pytest.raises(IntegrityError), transaction.atomic():
        Price.objects.create(event=event, name="Deltager", amount_ore=200)
