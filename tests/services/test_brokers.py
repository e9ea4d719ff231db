"""A broker that refuses or says nothing costs nobody a sign-up, through the pages of a real web server."""

import http.cookiejar
import re
import socket
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.core import mail as django_mail

from programme.models import Event
from registration import tasks
from registration.models import OwedMail, Registration
from tests.services.conftest import Processes
from tests.sink import free_port, wait_until

pytestmark = pytest.mark.services


class Fields(HTMLParser):
    """The hidden fields of a page's form."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "input" and facts.get("type") == "hidden" and "name" in facts:
            self.found[facts["name"]] = facts.get("value", "")


class Browser:
    def __init__(self, site: str) -> None:
        self.site = site
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies)

    def get(self, path: str) -> str:
        with self.opener.open(self.site + path, timeout=20) as answer:
            return str(answer.read().decode())

    def post(self, path: str, fields: dict[str, str]) -> tuple[str, str]:
        """The address the answer led to, and the page there."""
        data = urllib.parse.urlencode(fields).encode()
        with self.opener.open(self.site + path, data=data, timeout=20) as answer:
            return urllib.parse.urlsplit(answer.url).path, answer.read().decode()


def sign_up_in(browser: Browser, slug: str, name: str) -> tuple[str, float]:
    """Where the browser ends when somebody signs herself up, and the seconds the last button took."""
    path = f"/{slug}/tilmelding/"
    page = browser.get(path)
    time.sleep(4.1)  # A form that is filled in faster is asked one more question.
    typed = {
        "contact_name": name,
        "contact_email": f"{name.lower()}@example.org",
        "attends": "1",
        "count": "1",
        # Who pays may follow.
        "payer-kind": "later",
    }
    _at, check = browser.post(path, Fields(page).found | typed | {"action": "check"})
    begun = time.monotonic()
    ended_at, _page = browser.post(path, Fields(check).found | {"accept": "1", "action": "confirm"})
    return ended_at, time.monotonic() - begun


@pytest.mark.parametrize("listens", [False, True], ids=["refused", "silent"])
def test_nobody_waits_for_a_broker_that_is_away_and_a_sweep_sends_the_mail(
    listens: bool,
    coming: Event,
    processes: Processes,
    postgresql: str,
    mailoutbox: list[django_mail.EmailMessage],
) -> None:
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    with socket.socket() as broker:
        broker.bind(("127.0.0.1", 0))
        if listens:
            broker.listen()
        processes.start(
            "web",
            *("-m", "gunicorn", "--workers", "1", "--log-level", "warning", "conference.wsgi"),
            DATABASE_URL=postgresql,
            REDIS_URL=f"redis://127.0.0.1:{broker.getsockname()[1]}/0",
            PORT=str(port),
        )
        browser = Browser(site)
        assert wait_until(answers(browser), seconds=60), processes.log("web")
        took = {}
        for name in ("Anne", "Bo"):
            ended_at, took[name] = sign_up_in(browser, coming.slug, name)
            assert re.fullmatch(rf"/{coming.slug}/tilmelding/kvittering/\d+/", ended_at)
    assert max(took.values()) < 3, took
    assert processes.log("web").count("The queue cannot be reached") == 1
    assert Registration.objects.filter(status="confirmed").count() == 2
    assert set(OwedMail.objects.values_list("status", "attempts")) == {("owed", 0)}
    assert tasks.sweep() == 2
    assert sorted(message.to[0] for message in mailoutbox) == ["anne@example.org", "bo@example.org"]


def answers(browser: Browser) -> Callable[[], bool]:
    def asked() -> bool:
        try:
            browser.get("/")
        except OSError:
            return False
        return True

    return asked
