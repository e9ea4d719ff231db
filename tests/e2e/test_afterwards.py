"""What people do with their places, from the links in their mails."""

from collections.abc import Callable

import pytest

from programme.models import Event
from tests.e2e.visitor import Visitor, accept, go_to_the_check_page, link_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


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
    visitor.follow("Fortæl om kost og særlige behov, eller bed om nyheder")
    visitor.write(dietary_needs="Vegetar, ingen nødder")
    visitor.press("Gem")
    assert visitor.focused.get_attribute("class") == "error-summary"
    visitor.hands.tick(visitor.page.locator("#id_consent"))
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
    visitor.follow("Ret adressen for Bo Ågård")
    visitor.write(email="bo.aagaard@example.org")
    visitor.press("Send mailen igen")
    assert "bo.aagaard@example.org" in visitor.text
    assert visitor.open(wrong) == 410
    assert visitor.open(link_in(post()["bo.aagaard@example.org"], "plads")) == 200
    visitor.take_time(minutes=31)
    assert visitor.open(f"/{event.slug}/tilmelding/kvittering/000000/") == 410
    assert visitor.heading == "Kvitteringen vises ikke længere her"


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
