"""A pasted list in the form."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from programme.models import Event
from tests.registration.pages import ANNE, SIGN_UP, fields, summary, text


def test_a_pasted_list_becomes_cards_with_what_was_doubtful_said(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    pasted = "Bo Ågård <bo@example.org>; Clara Øst <clara@example.org>\n010190-1234 Dan Ø"
    page = client.post(SIGN_UP, fields(client.get(SIGN_UP)) | ANNE | {"pasted": pasted, "action": "paste"})
    assert [fields(page)[f"p{i}-name"] for i in (1, 2, 3)] == ["Bo Ågård", "Clara Øst", "Dan Ø"]
    assert "CPR-nummer" in text(page)
    assert fields(page)["contact_name"] == "Anne Mette Ærø"


@pytest.mark.parametrize(
    ("language", "asked", "told"),
    [
        ("da", "may", "kom ikke med. Kost og særlige behov skriver hver person selv på sin egen side."),
        ("en", "may", "was left out. Diet and access needs are written by each person on her own page."),
        ("da", "no", "Linje 1: »nøddeallergi« har intet felt her og kom ikke med."),
    ],
)
def test_what_a_list_says_of_diet_is_left_to_the_persons_own_page_where_it_is_asked(
    language: str, asked: str, told: str, event: Event, client: Client
) -> None:
    Event.objects.update(asked_facts={"needs": asked})
    page = SIGN_UP if language == "da" else f"/en{SIGN_UP}"
    typed = {
        "count": "1",
        "attends": "",
        "pasted": "Bo Ågård, nøddeallergi, bo@example.org",
        "action": "paste",
    }
    shown = client.post(page, typed)
    assert told in text(shown)
    assert ("egen side" in text(shown).partition("nøddeallergi")[2][:120]) is (
        language == "da" and asked == "may"
    )
    read = fields(shown)
    assert [read[f"p1-{field}"] for field in ("name", "job_title", "email")] == [
        "Bo Ågård",
        "",
        "bo@example.org",
    ]


@pytest.mark.parametrize(
    ("written", "listed", "kept", "told"),
    [
        ("", ["Ærø Bibliotek", "Ærø Bibliotek"], "Ærø Bibliotek", False),
        ("Ærø Bibliotek", ["Ærø Bibliotek", ""], "Ærø Bibliotek", False),
        ("Ærø Bibliotek", ["Øby Bibliotek", ""], "Ærø Bibliotek", True),
        ("", ["Ærø Bibliotek", "Øby Bibliotek"], "", True),
    ],
)
def test_a_lists_workplace_holds_for_everybody_or_is_told_as_left_out(
    written: str, listed: list[str], kept: str, told: bool, event: Event, client: Client
) -> None:
    lines = ["Navn\tE-mail\tArbejdsplads"]
    lines += [f"Bo Å{i}\tbo{i}@example.org\t{place}" for i, place in enumerate(listed)]
    page = client.post(
        SIGN_UP,
        {"count": "1", "attends": "", "organisation": written, "pasted": "\n".join(lines), "action": "paste"},
    )
    assert fields(page)["organisation"] == kept
    assert ("Arbejdspladser er udeladt" in text(page)) is told
    assert [fields(page)[f"p{i}-email"] for i in (1, 2)] == ["bo0@example.org", "bo1@example.org"]


LIST = "Bo Ågård <bo@example.org>; Clara Øst <clara@example.org>"


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("paste", False),
        ("check", True),
        ("people", True),
        ("add", True),
        ("remove-1", True),
    ],
)
def test_a_pasted_list_is_read_whatever_is_pressed(
    action: str, said: bool, event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    page = client.get(SIGN_UP, {"antal": "3"})
    there = {"p1-name": "Dan Ø", "p2-name": "Else Å"}
    page = client.post(SIGN_UP, fields(page) | ANNE | there | {"pasted": LIST, "action": action})
    kept = ["Else Å"] if action == "remove-1" else ["Dan Ø", "Else Å"]
    names = [fields(page)[f"p{i}-name"] for i in range(1, int(fields(page)["count"]))]
    assert names == [*kept, "Bo Ågård", "Clara Øst"]
    sentence = "Vi har læst den liste, du havde sat ind: 2 personer fra den står i felterne nedenfor."
    assert (sentence in text(page)) is said
    assert (fields(page)["pasted"], fields(page)["contact_name"]) == ("", "Anne Mette Ærø")
    summer.shift(timedelta(seconds=40))
    check = client.post(SIGN_UP, fields(page) | {"action": "check"})
    assert f"Tilmeld {len(names) + 1} personer" in text(check)


def test_a_list_with_something_to_look_at_stays_in_its_box_and_is_not_read_twice(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    doubtful = "\nBo Ågård <bo@example>\n<Clara & co>\n010190-1234 Dan Ø"
    page = client.get(SIGN_UP)
    page = client.post(SIGN_UP, fields(page) | ANNE | {"pasted": doubtful, "action": "check"})
    assert "er ikke en e-mailadresse" in text(page)
    again = client.post(SIGN_UP, fields(page) | {"contact_email": "nej", "action": "check"})
    assert summary(again) != []
    for shown in (page, again):
        assert fields(shown)["pasted"].split() == doubtful.split()
        assert [fields(shown)[f"p{i}-name"] for i in (1, 2, 3)] == ["Bo Ågård", "Clara & co", "Dan Ø"]
        assert fields(shown)["count"] == "4"
    # Put right in the box, it fills in what was missing.
    right = {"pasted": doubtful.replace("@example>", "@example.org>"), "action": "check"}
    page = client.post(SIGN_UP, fields(page) | right)
    assert [fields(page)[f"p1-{field}"] for field in ("name", "email")] == ["Bo Ågård", "bo@example.org"]
    assert fields(page)["count"] == "4"
    summer.shift(timedelta(seconds=40))
    assert "Tilmeld 4 personer" in text(client.post(SIGN_UP, fields(page) | {"action": "check"}))


def test_a_list_without_names_stays_in_its_box(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    page = client.get(SIGN_UP)
    page = client.post(SIGN_UP, fields(page) | ANNE | {"pasted": "12345", "action": "check"})
    assert "vi fandt ingen person i »12345«" in text(page)
    assert (fields(page)["pasted"], fields(page)["count"]) == ("12345", "1")


def test_those_of_a_list_who_are_too_many_are_named_and_nobody_filled_in_makes_room(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    page = client.get(SIGN_UP, {"antal": "19"})
    there = {f"p{i}-name": f"Dan Ø{i}" for i in range(1, 19)}
    page = client.post(SIGN_UP, fields(page) | there | {"pasted": LIST, "action": "paste"})
    assert [fields(page)[f"p{i}-name"] for i in (1, 18, 19)] == ["Dan Ø1", "Dan Ø18", "Bo Ågård"]
    assert page.context["left_over"].splitlines() == ["Clara Øst <clara@example.org>"]
    assert "Clara Øst" in fields(page)["pasted"]


def test_of_a_list_that_is_too_long_is_said_once_that_twenty_are_signed_up_at_a_time(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    """She who signs them up comes herself, too."""
    people = [f"Navn Å{i} <n{i}@example.org>" for i in range(1, 26)]
    page = client.post(
        SIGN_UP, fields(client.get(SIGN_UP)) | {"pasted": "\n".join(people), "action": "paste"}
    )
    assert page.context["warnings"] == [
        "Der kan højst tilmeldes 20 personer ad gangen, så 6 fra listen er ikke kommet med. "
        "Kopiér linjerne nedenfor, og tilmeld dem bagefter."
    ]
    assert page.context["left_over"].splitlines() == people[19:]
    assert "ikke plads til" not in text(page)
