"""The organisers' lists of what is announced: what they find, and what they say while they are empty. Tables that grow
take no more queries."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from programme import publishing
from programme.models import (
    Appearance,
    Event,
    Membership,
    Organisation,
    Organiser,
    Session,
    Speaker,
    User,
    Venue,
)
from tests.cast import OPEN
from tests.pages import read

ADMIN = "/admin/programme/"
MakeEvent = Callable[..., Event]


@pytest.fixture
def organiser(dorte: User, association: Organisation) -> Client:
    client = Client()
    client.force_login(dorte)
    return client


def found(client: Client, model: str, words: str) -> list[str]:
    rows = client.get(f"{ADMIN}{model}/", {"q": words}).context["cl"].result_list
    return [str(row) for row in rows]


# ------------------------------------------------------------------ searching


@pytest.fixture
def known(event: Event, association: Organisation, library: Organisation) -> Session:
    """Åse Ærø speaks on Øernes lyst; another organisation has the same words."""
    session = Session.objects.create(
        event=event, title="Øernes lyst", abstract="Om **Småøerne**.", room="Sal Å", day=event.starts_on
    )
    Session.objects.create(event=event, title="Frokost", day=event.starts_on)
    speaker = Speaker.objects.create(owner=association, name="Åse Ærø")
    Speaker.objects.create(owner=association, name="Ib Holm")
    Appearance.objects.create(session=session, speaker=speaker)
    Venue.objects.create(owner=association, name="Havnen", city="Ib")
    for model, fields in ((Speaker, {}), (Venue, {"city": "Øby"})):
        model.objects.create(owner=library, name="Åse Ærø Kulturhuset Åen", **fields)
    publishing.programme_changed(event, now=OPEN)
    return session


@pytest.mark.long
@pytest.mark.parametrize(
    ("model", "typed", "name"),
    [
        *(("speaker", one, "Åse Ærø") for one in ("åse", "ÅSE ÆRØ", "aase", "aeroe", "ase")),
        *(
            ("venue", one, "Kulturhuset Åen, Øby")
            for one in ("ÅEN", "øby kultur", "aaen", "søndre ALLÉ", "OEBY")
        ),
        *(
            ("session", one, "Øernes lyst")
            for one in ("ØERNES", "småøer", "om SMÅØERNE", "SAL å", "aase lyst", "ærø")
        ),
        *(
            ("event", one, "Læring på tværs (16. september 2026)")
            for one in ("LÆRING", "tvaers paa", "ØBY", "laering-paa-tvaers", "åse", "foreningen LÆSNING")
        ),
        ("organisation", "LÆSNING", "Foreningen for Læsning"),
    ],
)
def test_what_is_announced_is_found_in_any_spelling(
    organiser: Client, known: Session, model: str, typed: str, name: str
) -> None:
    assert found(organiser, model, typed) == [name]


@pytest.mark.long
@pytest.mark.parametrize("model", ["speaker", "venue", "session", "event", "organisation"])
def test_words_that_stand_nowhere_find_nothing_and_the_page_leads_back(
    organiser: Client, known: Session, model: str
) -> None:
    assert found(organiser, model, "åse findesikke") == []
    page = read(organiser, f"{ADMIN}{model}/?q=åse+findesikke")
    assert "Intet er fundet for »åse findesikke« her. Vis hele listen" in page


def test_a_speaker_is_offered_in_any_spelling_to_those_who_may_see_her(
    organiser: Client, known: Session
) -> None:
    answer = organiser.get(
        "/admin/autocomplete/",
        {"term": "AASE", "app_label": "programme", "model_name": "appearance", "field_name": "speaker"},
    )
    assert [one["text"] for one in answer.json()["results"]] == ["Åse Ærø"]


# ------------------------------------------------------------------ empty lists


@pytest.mark.long
@pytest.mark.parametrize(
    ("path", "said"),
    [
        (
            "programme/event/",
            "Der er ingen arrangementer endnu. Titel, dag og kontakt er nok til at begynde med; resten kan vente. "
            "Tilføj et arrangement",
        ),
        (
            "programme/session/",
            "Der er ingen programpunkter endnu. Programmet skrives på arrangementets egen side med en række for "
            "hvert punkt. Gå til arrangementerne",
        ),
        (
            "programme/speaker/",
            "Ingen medvirkende er kendt endnu. De, du skriver i et program, er kendt fra da af, og her sætter du et "
            "billede på. Gå til arrangementerne",
        ),
        (
            "programme/venue/",
            "Der er ingen steder endnu. Skriv huset én gang, og vælg det til hvert arrangement, der foregår der. "
            "Tilføj et sted",
        ),
        (
            "registration/registration/",
            "Ingen har en plads lige nu. De, der tilmelder sig på et arrangements side, står her med det samme, og "
            "fra arrangementet kan du selv tilmelde andre. Gå til arrangementerne",
        ),
        (
            "registration/booking/",
            "Ingen er tilmeldt endnu. En samlet tilmelding er det, en kontaktperson har tilmeldt på én gang. "
            "Gå til arrangementerne",
        ),
        (
            "registration/owedmail/",
            "Ingen mails endnu. De sendes af sig selv, når nogen tilmelder sig, og står her med, hvordan det gik.",
        ),
        (
            "registration/historyentry/",
            "Der er ikke sket noget endnu. Her står, hvem der gjorde hvad ved en plads, og hvornår.",
        ),
    ],
)
def test_an_empty_list_says_what_will_stand_there(organiser: Client, path: str, said: str) -> None:
    assert said in read(organiser, f"/admin/{path}")


def test_a_reader_is_offered_nothing_she_may_not_do(organiser: Client) -> None:
    Membership.objects.update(role=Membership.Role.READER)
    page = read(organiser, f"{ADMIN}event/")
    assert "Der er ingen arrangementer endnu." in page
    assert "Tilføj et arrangement" not in page


def test_filters_that_leave_nothing_lead_back_to_the_whole_list(organiser: Client, event: Event) -> None:
    page = read(organiser, f"{ADMIN}event/?status__exact=draft")
    assert "Her står intet med de filtre, der er valgt. Vis hele listen" in page


# ------------------------------------------------------------------ pages are called what their rows are called


@pytest.mark.long
def test_a_page_is_called_what_its_row_is_called(organiser: Client, event: Event, known: Session) -> None:
    for path, title in (
        (f"event/{event.pk}/change/", "Læring på tværs (16. september 2026)"),
        (f"session/{known.pk}/change/", "Øernes lyst"),
        (f"venue/{event.venue_id}/change/", "Kulturhuset Åen, Øby"),
    ):
        page = organiser.get(f"{ADMIN}{path}").content.decode()
        assert f"<h1>{title}</h1>" in page
        assert f"<title>{title} | " in " ".join(page.split()).replace("<title> ", "<title>")


# ------------------------------------------------------------------ tables that grow


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(path).status_code == 200
    return len(counted)


@pytest.mark.long
def test_ten_organisers_take_no_more_queries_than_one(organiser: Client, event: Event) -> None:
    path = f"{ADMIN}event/{event.pk}/change/"
    one = queries(organiser, path)
    for number in range(9):
        other = Organisation.objects.create(name=f"Ørsted Bibliotek {number}")
        Organiser.objects.create(event=event, organisation=other, order=number)
    assert queries(organiser, path) == one


@pytest.mark.long
def test_ten_speakers_take_no_more_queries_than_one(
    organiser: Client, known: Session, association: Organisation
) -> None:
    path = f"{ADMIN}session/{known.pk}/change/"
    one = queries(organiser, path)
    for number in range(9):
        speaker = Speaker.objects.create(owner=association, name=f"Ægir {number}")
        Appearance.objects.create(session=known, speaker=speaker, order=number)
    assert queries(organiser, path) == one
    page = organiser.get(path).content.decode()
    assert page.count(" selected>Ægir ") == 9


def test_an_organiser_that_is_not_offered_stays_chosen_in_its_row_only(
    organiser: Client, event: Event, library: Organisation
) -> None:
    Organiser.objects.create(event=event, organisation=library, order=1)
    path = f"{ADMIN}event/{event.pk}/change/"
    Event.objects.update(status="draft")
    page = organiser.get(path)
    formsets = [one.formset for one in page.context["inline_admin_formsets"]]
    (rows,) = [one.forms for one in formsets if one.model is Organiser]
    offered = [[str(label) for _pk, label in row.fields["organisation"].widget.choices] for row in rows]
    mine, others = "Foreningen for Læsning", "Ærø Bibliotek"
    assert offered == [["---------", mine], ["---------", mine, others], ["---------", mine]]
