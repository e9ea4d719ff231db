"""Lost links, and what is found at a link."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext

from programme.models import Event
from registration import links
from registration.models import OwedMail, Registration
from registration.services import delivering
from tests.registration.pages import SIGN_UP, own_page, sign_up_three, text


@pytest.mark.long
@pytest.mark.parametrize("known", [True, False])
def test_lost_links_are_mailed_and_the_answer_tells_nothing(
    event: Event, client: Client, summer: time_machine.Traveller, known: bool
) -> None:
    sign_up_three(client, summer)
    email = "anne@example.org" if known else "ukendt@example.org"
    page = client.post("/laering-paa-tvaers/find-min-tilmelding/", {"email": email})
    assert text(page).replace(email, "X").count("X") == 1
    assert "Se i din mail" in text(page)
    delivering.send_due(clock=lambda: datetime.now(UTC))
    assert [mail.status for mail in OwedMail.objects.filter(kind="links")] == ["sent" if known else "dropped"]


def test_asking_for_links_is_the_same_work_for_an_address_that_has_none(
    event: Event, client: Client, summer: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_up_three(client, summer)
    rung: list[str] = []
    monkeypatch.setattr("registration.services.owing.ring", rung.append)
    work = []
    for email in ("anne@example.org", "bo@example.org", "ukendt@example.org"):
        with CaptureQueriesContext(connection) as queries, TestCase.captureOnCommitCallbacks(execute=True):
            for _time in range(2):
                client.post("/laering-paa-tvaers/find-min-tilmelding/", {"email": email})
        done = [query["sql"].split("VALUES")[0].replace(email, "X") for query in queries]
        work.append([re.sub(r'"s\d+_x\d+"', "", statement) for statement in done])
    assert work[0] == work[1] == work[2]
    assert rung == ["registration.tasks.send_owed"] * 3


@pytest.mark.parametrize(
    ("now", "offers"),
    [
        (datetime(2026, 9, 9, 21, 59, tzinfo=UTC), True),
        (datetime(2026, 9, 9, 22, 0, tzinfo=UTC), True),
        (datetime(2026, 9, 11, 22, 0, tzinfo=UTC), True),
        (datetime(2026, 9, 16, 6, 59, tzinfo=UTC), True),
        (datetime(2026, 9, 16, 7, 0, tzinfo=UTC), False),
    ],
    ids=["open", "closed", "no more substitutes", "last minute", "begun"],
)
def test_the_events_page_offers_to_find_ones_sign_up_until_it_begins(
    now: datetime, offers: bool, make_event: Callable[..., Event], client: Client
) -> None:
    make_event(substitutes_until=date(2026, 9, 11))
    with time_machine.travel(now, tick=False):
        page = client.get("/laering-paa-tvaers/").content.decode()
    assert page.count('href="/laering-paa-tvaers/find-min-tilmelding/"') == int(offers)


@pytest.mark.parametrize(
    "path", ["/plads/1~abc.xyz/", "/samlet/1~abc.xyz/", "/plads/..%2F/", "/plads/x/afbud/"]
)
def test_a_link_we_did_not_sign_is_not_found(event: Event, client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.long
def test_personal_pages_are_neither_cached_nor_indexed(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    booking = sign_up_three(client, summer)
    bo = Registration.objects.get(name="Bo Ågård")
    receipt = f"{SIGN_UP}kvittering/{booking.number}/"
    for url in (own_page(bo), f"/samlet/{links.booking_token(booking)}/", receipt, own_page(bo, "overdrag/")):
        headers = client.get(url).headers
        assert "no-store" in headers["Cache-Control"], url
        assert "noindex" in headers["X-Robots-Tag"], url
