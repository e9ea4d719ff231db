"""What people do with their places, from the links in their mails."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conference.clock import now
from programme.models import Event
from registration.services import delivering
from tests.cast import BOUND, statuses
from tests.e2e.conftest import DESK, PHONE, Visitor, accept, go_to_the_check_page, link_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_one_cancels_one_hands_over_when_bound_and_one_gives_back(
    visitor: Visitor, event: Event, post: Callable[[], dict[str, str]], size: tuple[int, int]
) -> None:
    visitor.page.set_viewport_size({"width": size[0], "height": size[1]})
    go_to_the_check_page(visitor, event, people=3)
    accept(visitor, people=3)
    letters = post()
    contacts, bos = (
        link_in(letters["anne.mette@example.org"], "samlet"),
        link_in(letters["bo@example.org"], "plads"),
    )

    visitor.open(contacts)
    visitor.page.get_by_role("link", name="Meld afbud Clara Æbelø").click()
    visitor.press("Meld afbud")
    assert "Pladsen er afmeldt" in visitor.text
    assert sorted(post()) == ["anne.mette@example.org"]

    visitor.clock.move_to(BOUND)
    visitor.open(bos)
    assert "Tilmeldingen er bindende" in visitor.text
    visitor.follow("Overdrag pladsen")
    visitor.write(name="Emil Øst", job_title="Souschef", email="emil@example.org")
    visitor.press("Fortsæt")
    assert visitor.heading == "Se overdragelsen igennem"
    visitor.press("Overdrag pladsen til Emil Øst")
    letters = post()
    assert sorted(letters) == [
        "anne.mette@example.org",
        "bo@example.org",
        "dorte@example.org",
        "emil@example.org",
    ]
    assert visitor.open(bos) == 410
    assert visitor.heading == "Linket er lukket"
    emils = link_in(letters["emil@example.org"], "plads")
    assert visitor.open(emils) == 200
    assert "Emil Øst" in visitor.text

    visitor.open(contacts)
    visitor.page.get_by_role("link", name="Giv tilbage Anne Mette Sørensen").click()
    visitor.press("Giv pladsen tilbage")
    assert "Pladsen er givet tilbage" in visitor.text
    assert statuses(event.pk) == [
        ("Anne Mette Sørensen", "cancelled"),
        ("Bo Ågård", "substituted"),
        ("Clara Æbelø", "cancelled"),
        ("Emil Øst", "confirmed"),
    ]

    visitor.open(f"/{event.slug}/")
    visitor.follow("Find min tilmelding")
    visitor.write(email="Emil@Example.org")
    visitor.press("Send mig links")
    assert visitor.heading == "Se i din mail"
    assert link_in(post()["emil@example.org"], "plads") == emils


def test_the_new_person_writes_herself_and_another_name_is_asked_about(
    visitor: Visitor, event: Event, post: Callable[[], dict[str, str]]
) -> None:
    go_to_the_check_page(visitor, event, people=2)
    accept(visitor, people=2)
    bos = link_in(post()["bo@example.org"], "plads")
    visitor.open(bos)
    visitor.follow("Ret navn, adresse eller lignende")
    visitor.write(name="Zenia Vik", email="zenia@example.org")
    visitor.press("Gem")
    assert visitor.heading == "Er det en anden person?"
    visitor.press("Ja – overdrag pladsen til Zenia Vik")
    visitor.press("Overdrag pladsen til Zenia Vik")
    zenias = link_in(post()["zenia@example.org"], "plads")
    visitor.open(zenias)
    visitor.follow("Fortæl om kost og særlige behov")
    visitor.write(dietary_needs="Vegetar, ingen nødder")
    visitor.press("Gem")
    assert visitor.focused.get_attribute("class") == "error-summary"
    visitor.page.locator("#id_consent").check()
    visitor.press("Gem")
    assert "Vegetar, ingen nødder" in visitor.text
    visitor.follow("Jeg er den nye person")
    visitor.write(name="Åse Holm", email="aase@example.org")
    visitor.press("Fortsæt")
    visitor.press("Overdrag pladsen til Åse Holm")
    visitor.open(link_in(post()["aase@example.org"], "plads"))
    assert "Vegetar" not in visitor.text
    assert visitor.open(zenias) == 410


def test_a_wrong_address_is_put_right_from_the_receipt_and_its_link_dies(
    visitor: Visitor, event: Event, post: Callable[[], dict[str, str]]
) -> None:
    go_to_the_check_page(visitor, event, people=2)
    accept(visitor, people=2)
    wrong = link_in(post()["bo@example.org"], "plads")
    visitor.page.get_by_role("link", name="Ret adressen").click()
    visitor.write(email="bo.aagaard@example.org")
    visitor.press("Send mailen igen")
    assert "bo.aagaard@example.org" in visitor.text
    assert visitor.open(wrong) == 410
    assert visitor.open(link_in(post()["bo.aagaard@example.org"], "plads")) == 200
    visitor.take_time(minutes=31)
    assert visitor.open(f"/{event.slug}/tilmelding/kvittering/000000/") == 410
    assert visitor.heading == "Kvitteringen vises ikke længere her"


def test_in_the_demo_the_mails_are_read_in_the_browser(
    visitor: Visitor, event: Event, settings: Any, tmp_path: Path
) -> None:
    settings.DEMO, settings.EMAIL_FILE_PATH = True, tmp_path
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    go_to_the_check_page(visitor, event)
    accept(visitor)
    delivering.send_due(clock=now)
    visitor.open("/demo/mails/")
    visitor.page.get_by_role("link", name=event.title).first.click()
    link = visitor.page.locator("main a[href*='/plads/'], main a[href*='/samlet/']").first
    link.click()
    assert "Anne Mette Sørensen" in visitor.text


def test_once_the_event_has_begun_the_pages_say_so_and_whom_to_write_to(
    visitor: Visitor, event: Event, post: Callable[[], dict[str, str]]
) -> None:
    go_to_the_check_page(visitor, event, people=2)
    accept(visitor, people=2)
    bos = link_in(post()["bo@example.org"], "plads")
    visitor.clock.move_to(event.begins)
    said = "Arrangementet begyndte onsdag den 16. september 2026"
    for path, status in ((bos, 200), (f"{bos}afbud/", 409), (f"/{event.slug}/find-min-tilmelding/", 200)):
        assert visitor.open(path) == status
        assert said in visitor.text
        assert visitor.page.locator("main a[href='mailto:dorte@example.org']").count()
