"""A place shared in a browser: by whoever has it, with a mouse, with the keys alone and without scripts; and given up
again by the other."""

from collections.abc import Callable
from datetime import date

import pytest

from programme.models import Event
from registration import links
from registration.models import Registration
from registration.services.booking import SignedUp
from tests.cast import BO
from tests.e2e.hands import Keys
from tests.e2e.inspector import Inspector
from tests.e2e.test_looks import SHARING
from tests.e2e.visitor import PHONE, Visitor, Way, link_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
FIRST, SECOND = "Onsdag den 16. september 2026", "Torsdag den 17. september 2026"
WAYS = [Way(), Way(PHONE, Keys)]


@pytest.fixture
def event(event: Event) -> Event:
    Event.objects.filter(pk=event.pk).update(ends_on=date(2026, 9, 17), places_may_be_shared=True)
    event.refresh_from_db()
    return event


@pytest.mark.parametrize("visitor", WAYS, ids=["mouse 1280", "keys 390"], indirect=True)
def test_a_place_is_shared_and_given_up_again(
    inspector: Inspector,
    event: Event,
    sign_up: Callable[..., SignedUp],
    post: Callable[[], dict[str, str]],
) -> None:
    visitor = inspector.visitor
    bo = sign_up(BO).registrations[0]
    own = f"/plads/{links.place_token(bo)}/"
    post()
    inspector.open(own)
    visitor.follow("Del pladsen med en anden")
    inspector.look("the form")
    inspector.press("Fortsæt")
    assert "Hvilke dage kommer den anden? Sæt kryds ved mindst én dag." in visitor.text
    visitor.tick(SECOND)
    visitor.write(name="Clara Æbelø", email="clara@example.org")
    inspector.press("Fortsæt")
    assert f"Du {FIRST} Clara Æbelø {SECOND}" in visitor.text
    inspector.press("Del pladsen med Clara Æbelø")
    assert "Nu deler I pladsen." in visitor.text
    letters = post()
    assert sorted(letters) == ["anne.mette@example.org", "bo@example.org", "clara@example.org"]
    visitor.follow("Ret, hvem der kommer hvilken dag")
    inspector.look("the days")
    visitor.tick(FIRST)
    inspector.press("Fortsæt")
    assert "Hver af de to skal komme mindst én dag." in visitor.text
    # The first day alone.
    visitor.untick(SECOND)
    inspector.press("Fortsæt")
    assert f"Du {SECOND} Clara Æbelø {FIRST}" in visitor.text
    inspector.press("Ret dagene")
    assert "Dagene er rettet." in visitor.text
    visitor.follow("Lad Clara Æbelø få alle dagene")
    inspector.look("letting her have all days")
    post()
    inspector.open(link_in(letters["clara@example.org"], "plads"))
    assert f"Du kommer {FIRST}" in visitor.text
    visitor.follow("Meld afbud til dine dage")
    inspector.look("leaving")
    inspector.press("Meld afbud til dagene")
    assert visitor.heading == "Der er meldt afbud"
    assert post()["bo@example.org"].startswith("Pladsen er igen din alle dage: Læring på tværs")
    inspector.open(own)
    assert "Du har en plads." in visitor.text
    # And is cancelled as any other.
    visitor.follow("Meld afbud")
    inspector.press("Meld afbud")
    assert not Registration.objects.filter(event=event).current().exists()
    assert inspector.seen >= SHARING


@pytest.mark.parametrize("visitor", [Way(scripts=False)], ids=["no JavaScript"], indirect=True)
def test_a_place_is_shared_without_scripts(
    visitor: Visitor, event: Event, sign_up: Callable[..., SignedUp]
) -> None:
    bo = sign_up(BO).registrations[0]
    visitor.open(f"/plads/{links.place_token(bo)}/")
    visitor.follow("Del pladsen med en anden")
    visitor.tick(SECOND)
    visitor.write(name="Clara Æbelø", email="clara@example.org")
    visitor.press("Fortsæt")
    visitor.press("Tilbage til formularen")
    assert visitor.page.get_by_label(SECOND).is_checked()
    visitor.press("Fortsæt")
    visitor.press("Del pladsen med Clara Æbelø")
    assert "Nu deler I pladsen." in visitor.text


def test_at_the_desk_a_shared_place_shuts_nobody_out(
    desk: Inspector, event: Event, sign_up: Callable[..., SignedUp]
) -> None:
    bo = sign_up(BO).registrations[0]
    person = f"/admin/registration/registration/{bo.pk}"
    desk.open(f"{person}/share/")
    desk.press("Del pladsen")
    desk.visitor.tick(SECOND)
    desk.visitor.write(name="Clara Æbelø", email="clara@example.org")
    desk.press("Del pladsen")
    for path in (
        f"{person}/change/",
        f"{person}/share-days/",
        f"{person}/all-days/",
        f"/admin/registration/registration/?event={event.pk}&dag=2026-09-17",
        f"/admin/programme/event/{event.pk}/kitchen/",
    ):
        desk.open(path)
