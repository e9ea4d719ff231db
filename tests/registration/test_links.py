import logging
import sys
from collections.abc import Callable

import pytest
from pytest_django import Settings

from programme import personal
from registration import links, urls
from registration.log import MaskedFormatter, masked
from registration.models.booking import new_link_key
from registration.services.booking import SignedUp
from tests.cast import BO

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(sign_up: Callable[..., SignedUp]) -> SignedUp:
    return sign_up(BO)


def test_a_link_says_which_row_and_which_key_it_was_signed_over(made: SignedUp) -> None:
    place, booking = made.registrations[0], made.booking
    assert links.read_token(links.place_token(place), purpose="place") == (place.pk, place.link_key)
    assert links.read_token(links.booking_token(booking), purpose="booking") == (booking.pk, booking.link_key)


def test_a_link_opens_only_what_it_was_signed_for(made: SignedUp) -> None:
    place, booking = made.registrations[0], made.booking
    place.pk, place.link_key = booking.pk, booking.link_key
    assert links.read_token(links.place_token(place), purpose="booking") is None
    assert links.read_token(links.booking_token(booking), purpose="place") is None


@pytest.mark.parametrize(
    "token", ["", ".", "~", "1", "1~abc", "1~abc.forfalsket", "æøå.æøå", "1~a~b.x", "\0.x"]
)
def test_what_we_did_not_sign_is_no_link(token: str, made: SignedUp) -> None:
    assert links.read_token(token, purpose="place") is None


def test_no_letter_of_a_link_can_be_changed(made: SignedUp) -> None:
    token = links.place_token(made.registrations[0])
    changed = [token[:i] + ("A" if token[i] != "A" else "B") + token[i + 1 :] for i in range(len(token))]
    assert {links.read_token(each, purpose="place") for each in changed} == {None}


def test_a_link_is_signed_with_the_installations_secret(made: SignedUp, settings: Settings) -> None:
    token = links.place_token(made.registrations[0])
    first = settings.SECRET_KEY
    settings.SECRET_KEY = "en-anden-hemmelighed"
    assert links.read_token(token, purpose="place") is None
    settings.SECRET_KEY_FALLBACKS = [first]
    assert links.read_token(token, purpose="place") is not None


def test_links_in_mails_are_whole_addresses_in_the_language_of_the_mail(
    made: SignedUp, settings: Settings
) -> None:
    place, booking = made.registrations[0], made.booking
    settings.SITE_URL = "https://tilmelding.example.org"
    assert [links.place_url(place, language=language) for language in ("da", "en")] == [
        f"https://tilmelding.example.org/plads/{links.place_token(place)}/",
        f"https://tilmelding.example.org/en/plads/{links.place_token(place)}/",
    ]
    assert links.booking_url(booking, language="da") == (
        f"https://tilmelding.example.org/samlet/{links.booking_token(booking)}/"
    )


def test_every_key_is_new() -> None:
    assert len({new_link_key() for _ in range(1000)}) == 1000


def test_every_address_that_holds_a_signed_part_is_masked_in_logs() -> None:
    """And closed to search engines, which read the same list."""
    signed = [str(one.pattern) for one in urls.urlpatterns if "<str:token>" in str(one.pattern)]
    assert {pattern.partition("/")[0] for pattern in signed} == set(personal.PREFIXES)
    for pattern in signed:
        address = f"/en/{pattern}".replace("<str:token>", "7~Hemmelig.Del").replace("<int:place>", "8")
        assert "Hemmelig" not in masked(f"GET {address} 200")
        assert masked(f"GET {address} 200").startswith(f"GET /en/{pattern.partition('/')[0]}/…")


def test_a_traceback_is_masked_as_well() -> None:
    try:
        raise ValueError("/plads/7~Hemmelig.Del/ findes ikke")
    except ValueError:
        record = logging.LogRecord(
            "x", logging.ERROR, __file__, 1, "GET %s", ("/plads/8~Hemmelig/",), sys.exc_info()
        )
    written = MaskedFormatter("%(levelname)s %(message)s").format(record)
    assert written.startswith("ERROR GET /plads/…/\nTraceback")
    assert written.endswith("ValueError: /plads/…/ findes ikke")
