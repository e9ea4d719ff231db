"""The rule's whole life by the demo's clock: a visitor presses the buttons of the strip, and reads page, form, own page
and mails in the browser."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django.live_server_helper import LiveServer

from programme.models import Event
from registration import tasks
from tests.cast import statuses
from tests.e2e.demo_sentences import (
    BEGUN,
    CANCELLED,
    DANISH,
    FREE,
    GIVEN_BACK,
    NO_LONGER_FREE,
    Language,
    Row,
)
from tests.e2e.demo_sentences_en import ENGLISH
from tests.e2e.visitor import Visitor

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

EDITION = "/faelles-om-borgeren-2026/"
PEOPLE = ("Ida Ærø", "Åse Lind", "Bo Østby", "Clara Sæby")


class Guest(Visitor):
    """A visitor of the demo."""

    def choose(self, moment: str) -> str:
        """Presses a button of the strip; what the strip then says."""
        before = self.page.url
        self.page.locator(".demo").get_by_role("button", name=moment, exact=True).click()
        assert self.page.url == before
        assert self.page.locator(".demo [aria-current]").inner_text() == moment
        return self.page.locator(".demo-moment").inner_text()

    def said(self, selector: str) -> str:
        """What stands in the only such part of the page, beside the line of deadlines."""
        part = self.page.locator(f"main {selector}")
        text = " ".join(part.inner_text().split())
        for line in part.locator(".ribbon").all():
            text = text.replace(" ".join(line.inner_text().split()), "")
        return " ".join(text.split())

    def newest_mail(self, prefix: str = "") -> str:
        """In the demo's mailbox, once the worker has sent what is owed."""
        assert tasks.send_owed() > 0
        self.open(f"{prefix}/demo/mails/")
        self.page.locator(".card a").first.click()
        return self.page.locator("main .card").inner_text().strip()

    def fill_in(self, name: str, language: Language) -> None:
        self.open(f"{language.prefix}{EDITION}tilmelding/")
        self.write(contact_name=name, contact_email=address(name))
        self.pays_later()
        self.take_time()
        self.press(language.go_on)


def address(name: str) -> str:
    return f"{name.split()[0].casefold().replace('å', 'aa')}@example.org"


def masked(mail: str) -> str:
    """Without what is different each time: the site, the secret links and the number of the booking."""
    mail = re.sub(r"http\S+/(plads|samlet)/\S+/", r"\1/…", mail)
    return re.sub(r"\b\d{6}\b", "000000", re.sub(r"http://localhost:\d+/", "/", mail))


@pytest.fixture
def guest(visitor: Visitor, live_server: LiveServer, settings: Any, tmp_path: Path) -> Iterator[Guest]:
    settings.DEMO = True
    settings.DATA_DIR = tmp_path
    settings.SITE_URL = live_server.url
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    call_command("load_demo")
    tasks.sweep()
    guest = Guest(visitor.page, visitor.site, visitor.clock)
    yield guest
    assert (guest.complaints, guest.elsewhere) == ([], [])


def signs_up(guest: Guest, row: Row, language: Language, name: str) -> str:
    """Through the form, where both pages state the rule once more; the mail that comes."""
    terms = f"{row.mail} {language.fee}"
    guest.fill_in(name, language)
    assert guest.said(f"h2:text-is('{language.what_holds}') + p") == terms
    assert guest.said(".actions .button") == row.button
    guest.page.get_by_label(language.accept).check()
    guest.press(row.button)
    assert guest.said(f"h2:text-is('{language.what_holds}') + p") == terms
    return guest.newest_mail(language.prefix)


@pytest.mark.parametrize("language", [DANISH, ENGLISH], ids=["danish", "english"])
def test_every_moment_is_said_alike_on_page_form_own_page_and_mail(guest: Guest, language: Language) -> None:
    people = iter(PEOPLE)
    own_page = ""
    for row in language.rows:
        guest.open(f"{language.prefix}{EDITION}")
        assert guest.choose(row.moment) == row.clock
        assert guest.said(".panel") == row.page
        guest.open(f"{language.prefix}{EDITION}tilmelding/")
        assert guest.said(".panel" if row.button else ".notice") == row.form

        if row.button:
            name = next(people)
            mail = signs_up(guest, row, language, name)
            assert masked(mail) == language.confirmed.format(name=name, rule=row.mail)
            own_page = own_page or re.findall(r"http\S+/plads/\S+/", mail)[0]

        guest.open(own_page)
        assert guest.said(".panel") == row.own

        guest.open(f"{language.prefix}{EDITION}find-min-tilmelding/")
        if row.mail:
            # Within ten minutes of the last second, the first one would get no second mail.
            asking = name if row.button else PEOPLE[0]
            guest.write(email=address(asking))
            guest.press(language.mail_links)
            mail = guest.newest_mail(language.prefix)
            assert masked(mail) == language.links.format(name=asking, rule=row.mail)
        else:
            assert guest.said(".notice") == language.no_longer
    assert next(people, None) is None

    guest.open(f"{language.prefix}/styrk-samarbejdet-2016/")
    assert guest.said(".panel") == language.closed_2016
    guest.open(f"{language.prefix}/styrk-samarbejdet-2016/tilmelding/")
    assert guest.said(".notice") == language.form_2016


def test_one_person_after_another_does_what_can_be_done_at_her_moment(guest: Guest) -> None:
    free, bound = DANISH.rows[0], DANISH.rows[3]
    links = {}
    for name in PEOPLE[:3]:
        links[name] = re.findall(r"http\S+/plads/\S+/", signs_up(guest, free, DANISH, name))[0]
    ida, aase, bo = (links[name] for name in PEOPLE[:3])

    guest.open(aase)
    guest.choose("fristens sidste sekund")
    guest.follow("Meld afbud")
    assert f"{FREE} Kan en anden komme i stedet? Så overdrag pladsen." in guest.text
    guest.press("Meld afbud")
    assert guest.said(".notice-good").startswith("Du har meldt afbud. En mail om det er på vej til ")
    assert masked(guest.newest_mail()) == CANCELLED

    guest.open(f"{bo}afbud/")
    guest.choose("dagen efter")
    assert guest.said(".notice") == NO_LONGER_FREE
    guest.follow("Giv pladsen tilbage")
    guest.press("Giv pladsen tilbage")
    assert guest.said(".notice-good").startswith(
        "Du har givet din plads tilbage. En mail om det er på vej til "
    )
    assert masked(guest.newest_mail()) == GIVEN_BACK

    guest.open(ida)
    guest.choose("dagen før")
    guest.follow("Overdrag pladsen")
    guest.write(name="Emil Tårn", email="emil@example.org")
    guest.press("Fortsæt")
    guest.press("Overdrag pladsen til Emil Tårn")
    assert guest.heading == "Pladsen er overdraget"
    tasks.send_owed()
    guest.open("/demo/mails/")
    to_emil = guest.page.locator(".card").filter(has_text="Til emil@example.org")
    to_emil.get_by_role("link").click()
    guest.page.locator("main .card a").filter(has_text="/plads/").click()
    assert "Emil Tårn" in guest.said(".summary")
    assert guest.said(".panel") == bound.own

    guest.choose("på dagen")
    assert guest.said(".panel") == f"Hvis du ikke kan komme {BEGUN}"
    assert guest.choose("i dag") == free.clock
    assert guest.said(".panel") == free.own
    edition = Event.objects.get(slug=EDITION.strip("/"))
    assert [status for name, status in statuses(edition.pk) if name in {*PEOPLE, "Emil Tårn"}] == [
        "substituted",
        "cancelled",
        "cancelled",
        "confirmed",
    ]
