"""The receipt."""

from datetime import timedelta

import time_machine
from django.test import Client

from programme.models import Event
from registration.models import OwedMail, Registration
from tests.registration.pages import SIGN_UP, own_page, sign_up_three


def test_the_receipt_is_shown_for_half_an_hour_in_this_browser_only(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    booking = sign_up_three(client, summer)
    url = f"{SIGN_UP}kvittering/{booking.number}/"
    summer.shift(timedelta(minutes=29, seconds=59))
    assert client.get(url).status_code == 200
    assert Client().get(url).status_code == 410
    summer.shift(timedelta(seconds=1))
    assert client.get(url).status_code == 410


def test_an_address_is_corrected_from_the_receipt_and_the_wrong_link_dies(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    booking = sign_up_three(client, summer)
    bo = Registration.objects.get(name="Bo Ågård")
    astray = own_page(bo)
    url = f"{SIGN_UP}kvittering/{booking.number}/ret/2/"
    assert client.post(url, {"email": "bo.agaard@example.org"}).status_code == 302
    bo.refresh_from_db()
    assert (bo.email, client.get(astray).status_code, client.get(own_page(bo)).status_code) == (
        "bo.agaard@example.org",
        410,
        200,
    )
    assert OwedMail.objects.filter(kind="place_confirmed", to_email="bo.agaard@example.org").count() == 1
