"""The own page and what is done from it."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from programme.models import Event
from registration import links
from registration.models import HistoryEntry, PersonalNeeds, Registration
from tests.registration.pages import FIRST_BOUND, confirm, fields, fill, own_page, sign_up_three, text

LAST_FREE = datetime(2026, 9, 2, 21, 59, 59, tzinfo=UTC)


def test_the_own_page_cancels_on_the_last_free_second(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    sign_up_three(client, summer)
    bo = Registration.objects.get(name="Bo Ågård")
    summer.move_to(LAST_FREE)
    page = client.get(own_page(bo, "afbud/"))
    assert "til og med onsdag den 2. september 2026" in text(page)
    assert Registration.objects.get(pk=bo.pk).status == "confirmed"
    assert client.post(own_page(bo, "afbud/")).status_code == 302
    bo.refresh_from_db()
    assert (bo.status, bo.still_owed) == ("cancelled", False)
    assert "meldt afbud" in text(client.get(own_page(bo))).lower() or "afmeldt" in text(
        client.get(own_page(bo))
    )


def test_a_bound_place_is_given_back_but_not_cancelled(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    sign_up_three(client, summer)
    bo = Registration.objects.get(name="Bo Ågård")
    summer.move_to(FIRST_BOUND)
    refused = client.post(own_page(bo, "afbud/"))
    assert refused.status_code == 409
    assert "bindende" in text(refused)
    assert "dorte@example.org" in text(refused)
    assert client.post(own_page(bo, "giv-tilbage/")).status_code == 302
    owed = "Sidste dag for frit afbud var onsdag den 2. september 2026, og deltagergebyret på 1.295 kr. skal derfor"
    assert owed in text(client.get(own_page(bo)))
    bo.refresh_from_db()
    assert (bo.status, bo.still_owed) == ("cancelled", True)


@pytest.mark.long
def test_a_name_and_an_address_changed_at_once_ask_whether_it_is_another_person(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    sign_up_three(client, summer)
    bo = Registration.objects.get(name="Bo Ågård")
    typed = {"name": "Bo Aagaard", "email": "boa@example.org"}
    page = client.post(own_page(bo, "ret/"), typed)
    assert "Er det en anden person?" in text(page)
    assert Registration.objects.get(pk=bo.pk).email == "bo@example.org"
    assert client.post(own_page(bo, "ret/"), typed | {"same_person": "1"}).status_code == 302
    assert Registration.objects.get(pk=bo.pk).name == "Bo Aagaard"


def test_needs_are_stored_only_with_consent_and_the_contact_never_sees_them(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    booking = sign_up_three(client, summer)
    bo = Registration.objects.get(name="Bo Ågård")
    page = client.post(own_page(bo, "behov/"), {"dietary_needs": "ingen nødder"})
    assert 'href="#id_consent"' in page.content.decode()
    assert fields(page)["dietary_needs"] == "ingen nødder"
    assert PersonalNeeds.objects.count() == 0
    client.post(own_page(bo, "behov/"), {"dietary_needs": "ingen nødder", "consent": "on"})
    needs = PersonalNeeds.objects.get()
    assert (needs.registration, needs.dietary_needs) == (bo, "ingen nødder")
    assert "14 dage" in needs.consent
    assert "nødder" in text(client.get(own_page(bo)))
    assert "nødder" not in text(client.get(f"/samlet/{links.booking_token(booking)}/"))
    client.post(own_page(bo, "behov/"), {})
    assert PersonalNeeds.objects.count() == 0


TOO_LATE = "Sidste dag for at overdrage pladsen var fredag den 11. september 2026."
BEGUN = "Arrangementet begyndte onsdag den 16. september 2026"


@pytest.mark.long
@pytest.mark.parametrize(
    ("now", "said", "offers"),
    [
        (FIRST_BOUND, "En anden person kan deltage i stedet. Pladsen kan overdrages til", [True, True, True]),
        (datetime(2026, 9, 11, 22, tzinfo=UTC), TOO_LATE, [False, False, True]),
        (datetime(2026, 9, 16, 7, tzinfo=UTC), BEGUN, [False, False, False]),
    ],
    ids=["bound", "no more substitutes", "begun"],
)
def test_own_page_and_contacts_page_say_what_can_still_be_done(
    now: datetime, said: str, offers: list[bool], event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    Event.objects.update(substitutes_until=date(2026, 9, 11))
    booking = sign_up_three(client, summer)
    summer.move_to(now)
    bo = Registration.objects.get(name="Bo Ågård")
    for url in (own_page(bo), f"/samlet/{links.booking_token(booking)}/"):
        page = client.get(url)
        assert said in text(page)
        html = page.content.decode()
        assert ["/overdrag/" in html, "deltage i stedet" in html, "/giv-tilbage/" in html] == offers
    assert ("/overdrag/" in client.get(own_page(bo, "giv-tilbage/")).content.decode()) is offers[0]


def test_once_it_has_begun_facts_are_put_right_and_nothing_leads_to_a_hand_over(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    sign_up_three(client, summer)
    bo = Registration.objects.get(name="Bo Ågård")
    before = client.get(own_page(bo, "ret/"))
    assert f'href="{own_page(bo, "overdrag/")}"' in before.content.decode()
    summer.move_to(datetime(2026, 9, 16, 7, tzinfo=UTC))
    other = client.post(own_page(bo, "ret/"), fields(before) | {"name": "Egil Å", "email": "e@example.org"})
    for page in (client.get(own_page(bo, "ret/")), other):
        assert f"{BEGUN}, så pladsen kan ikke længere overdrages her. Spørgsmål?" in text(page)
        assert own_page(bo, "overdrag/") not in page.content.decode()
        assert "verdrag pladsen" not in text(page)


def test_a_contact_corrects_neither_telephone_nor_what_the_event_no_longer_asks(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    booking = sign_up_three(client, summer)
    Registration.objects.filter(name="Bo Ågård").update(phone="12 34 56 78", municipality="Ærø")
    bo = Registration.objects.get(name="Bo Ågård")
    door = f"/samlet/{links.booking_token(booking)}/{bo.pk}/"
    assert [set(fields(client.get(f"{door}{act}/"))) - {"seen"} for act in ("ret", "overdrag")] == [
        {"name", "job_title", "organisation", "email"}
    ] * 2
    assert "12 34 56 78" in text(client.get(own_page(bo)))
    typed = {"name": "Bo Aagaard", "email": "bo@example.org", "phone": "87 65 43 21"}
    assert client.post(f"{door}ret/", typed).status_code == 302
    bo.refresh_from_db()
    assert (bo.name, bo.phone, bo.municipality) == ("Bo Aagaard", "12 34 56 78", "Ærø")


@pytest.mark.long
@pytest.mark.parametrize(
    ("by_contact", "shown"), [(True, [False, False]), (False, [True, True])], ids=["contact", "herself"]
)
def test_a_contact_who_turns_a_link_towards_herself_does_not_read_the_needs(
    by_contact: bool,
    shown: list[bool],
    event: Event,
    client: Client,
    summer: time_machine.Traveller,
) -> None:
    booking = sign_up_three(client, summer)
    bo = Registration.objects.get(name="Bo Ågård")
    client.post(own_page(bo, "behov/"), {"dietary_needs": "selleri", "consent": "on"})
    summer.shift(timedelta(hours=1))
    typed = {"name": "Bo Ågård", "email": "bo.aagaard@example.org"}
    door = f"/samlet/{links.booking_token(booking)}/{bo.pk}/ret/" if by_contact else own_page(bo, "ret/")
    assert client.post(door, typed).status_code == 302
    bo.refresh_from_db()
    pages = [client.get(own_page(bo)), client.get(own_page(bo, "behov/"))]
    assert ["selleri" in page.content.decode() for page in pages] == shown
    assert PersonalNeeds.objects.get().dietary_needs == "selleri"
    summer.shift(timedelta(hours=1))
    client.post(own_page(bo, "behov/"), {"dietary_needs": "vegetar", "consent": "on"})
    assert "vegetar" in text(client.get(own_page(bo)))


@pytest.mark.long
def test_the_contact_sees_and_acts_on_everybody(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    booking = sign_up_three(client, summer)
    url = f"/samlet/{links.booking_token(booking)}/"
    page = client.get(url)
    assert [name in text(page) for name in ("Anne Mette Ærø", "Bo Ågård", "Clara Øst")] == [True] * 3
    clara = Registration.objects.get(name="Clara Øst")
    client.post(f"{url}{clara.pk}/afbud/")
    clara.refresh_from_db()
    assert clara.status == "cancelled"
    assert HistoryEntry.objects.latest("pk").actor == "contact"


def test_a_contact_reaches_only_her_own_places(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    first = sign_up_three(client, summer)
    other = {"payer-kind": "later", "contact_name": "Dan Ø", "contact_email": "dan@example.org"}
    confirm(client, fill(client, summer, other, count=1))
    dan = Registration.objects.get(name="Dan Ø")
    assert client.post(f"/samlet/{links.booking_token(first)}/{dan.pk}/afbud/").status_code == 404
    dan.refresh_from_db()
    assert dan.status == "confirmed"


@pytest.mark.parametrize(
    "here",
    [
        {},
        {"sign_up": "none", "capacity": None},
        {"sign_up": "elsewhere", "sign_up_url": "https://example.org/"},
    ],
    ids=["here", "none", "elsewhere"],
)
@pytest.mark.parametrize(
    ("now", "said"),
    [
        (datetime(2026, 9, 16, 7, tzinfo=UTC), "Arrangementet er begyndt."),
        (datetime(2026, 9, 16, 13, 59, tzinfo=UTC), "Arrangementet er begyndt."),
        (
            datetime(2026, 9, 16, 14, tzinfo=UTC),
            "Arrangementet er afholdt og sluttede onsdag den 16. september 2026.",
        ),
    ],
    ids=["begun", "last minute", "held"],
)
def test_an_event_that_has_begun_says_so_and_no_deadline(
    here: dict[str, Any], now: datetime, said: str, make_event: Callable[..., Event], client: Client
) -> None:
    event = make_event(binding_after=None, registration_closes_on=None, **here)
    with time_machine.travel(now, tick=False):
        page = client.get(event.get_absolute_url())
        panel = (
            page.content.decode().partition('<section class="panel sign-up"')[2].partition("</section>")[0]
        )
        # The line of deadlines beside it shows what has been.
        beside_the_line = re.sub(r'<div class="ribbon">.*?</ol>', "", panel, flags=re.DOTALL)
        words = " ".join(re.sub(r"<[^>]+>", " ", beside_the_line).split())
    assert f"{said} Spørgsmål? Skriv til Dorte Ørsted, dorte@example.org ." in words
    assert [word in words for word in ("afbud", "begyndte", "senest", "ændres")] == [False] * 4


UNSEEN = "Arrangøren ser det som antal uden navne"


@pytest.mark.long
def test_needs_are_said_to_be_seen_as_they_are_and_news_stands_in_the_heading(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    sign_up_three(client, summer)
    bo = Registration.objects.get(name="Bo Ågård")
    pages = [client.get(own_page(bo)), client.get(own_page(bo, "behov/")), client.get("/persondata/")]
    assert [text(page).count(UNSEEN) for page in pages] == [1, 1, 1]
    assert ["Kun køkkenet" in text(page) or "kun af arrangøren" in text(page) for page in pages] == [
        False
    ] * 3
    assert ["Kost, særlige behov og nyheder" in text(page) for page in pages] == [True, True, False]
    assert "Du får ikke nyheder om andre arrangementer." in text(pages[0])
    client.post(own_page(bo, "behov/"), {"newsletter_consent": "on"})
    assert "Du har bedt om nyheder om andre arrangementer." in text(client.get(own_page(bo)))


@pytest.mark.long
@pytest.mark.parametrize("act", ["afbud/", "giv-tilbage/", "ret/", "behov/", "overdrag/"])
def test_whoever_does_something_with_a_place_reads_once_whom_to_write_to(
    act: str, event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    sign_up_three(client, summer)
    bo = Registration.objects.get(name="Bo Ågård")
    summer.move_to(FIRST_BOUND if act == "giv-tilbage/" else LAST_FREE)
    page = client.get(own_page(bo, act))
    assert (page.status_code, text(page).count("Skriv til Dorte Ørsted, dorte@example.org")) == (200, 1)
    if act == "giv-tilbage/":
        Event.objects.update(substitutes_until=date(2026, 9, 2))
        assert text(client.get(own_page(bo, act))).count("Skriv til Dorte Ørsted, dorte@example.org") == 1


@pytest.mark.long
@pytest.mark.parametrize("note", ["For få tilmeldte på øen", "For få tilmeldte på øen."])
def test_the_own_page_of_an_event_called_off_says_so_and_asks_for_nothing(
    note: str, event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    booking = sign_up_three(client, summer)
    bo = Registration.objects.get(name="Bo Ågård")
    coming = client.get(own_page(bo))
    assert ["Du har en plads." in text(coming), "kalender.ics" in coming.content.decode()] == [True, True]
    Event.objects.update(status="cancelled", cancellation_note=note)
    page = client.get(own_page(bo))
    main = page.content.decode().partition('<div class="wrap page">')[2].partition("</main>")[0]
    assert " ".join(re.sub(r"<[^>]+>", " ", main).split()) == (
        "Arrangementet onsdag den 16. september 2026 er aflyst. For få tilmeldte på øen. Du skal ikke gøre noget. "
        f"Dit tilmeldingsnummer var {booking.number}. Spørgsmål? Skriv til Dorte Ørsted, dorte@example.org ."
    )
    assert re.findall(r'href="([^"]+)"', main) == ["mailto:dorte@example.org"]
    contacts = client.get(f"/samlet/{links.booking_token(booking)}/")
    words = text(contacts)
    assert [words.count(said) for said in ("er aflyst", "har plads", "Bo Ågård", "Skriv til")] == [1, 0, 1, 1]
