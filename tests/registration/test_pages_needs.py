"""What a person tells of herself: who can read it on her page, and that it can be taken back whatever has happened."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from programme.models import Event, User
from registration import links
from registration.asking import Ask
from registration.models import HistoryEntry, PersonalNeeds, Registration
from registration.services import cancelling, correcting, needs, questions
from registration.services.acts import ATTENDEE, CONTACT, Actor, organiser
from registration.services.booking import SignedUp
from registration.services.people import Contact, Person
from tests.answers import fields, hrefs, said
from tests.cast import ANNE, BO, EMIL, OPEN, STARTED, history

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]
HOUR = timedelta(hours=1)
UNSEEN = "Her er oplyst om behov. De vises ikke, fordi linket til siden kan være sendt til andre end dig."
WHOSE = (
    "Mails til dig, og dermed linket til denne side, sendes til Anne Mette Sørensen, anne.mette@example.org. "
    "Det, du skriver om kost og særlige behov, gemmes derfor, men vises aldrig her."
)


@pytest.fixture(autouse=True)
def _noon(clock: time_machine.Traveller) -> None:
    """Sign-up is open."""


def own(registration: Registration, act: str = "") -> str:
    registration = Registration.objects.get(pk=registration.pk)
    return f"/plads/{links.place_token(registration)}/{act}"


def tell(registration: Registration, *, now: Any = OPEN, news: bool = False) -> None:
    needs.save_needs(
        registration_id=registration.pk,
        dietary_needs="Ingen selleri",
        access_needs="Teleslynge",
        consent="Jeg siger ja.",
        newsletter_consent=news,
        now=now,
        actor=ATTENDEE,
    )


def shown(client: Client, registration: Registration) -> list[bool]:
    """Whether the needs stand on the own page, and on the page where they are told."""
    pages = [client.get(own(registration)), client.get(own(registration, "behov/"))]
    assert [page.status_code for page in pages] == [200, 200]
    seen = ["selleri" in page.content.decode() for page in pages]
    assert [UNSEEN in said(page) for page in pages] == [not one for one in seen]
    return seen


def put_right(registration: Registration, actor: Actor, *, hours: int = 1, **changes: str) -> None:
    row = Registration.objects.get(pk=registration.pk)
    facts = Person(name=row.name, organisation=row.organisation, email=row.email)
    correcting.correct(
        registration_id=row.pk,
        person=replace(facts, **changes),
        same_person=True,
        now=OPEN + hours * HOUR,
        actor=actor,
    )


@pytest.mark.long
@pytest.mark.parametrize(
    ("person", "is_shown"),
    [
        (BO, True),
        (EMIL, False),
        (Person(name="Emil Uden-Mail", email="anne.mette@example.org"), False),
        (ANNE, True),
        (replace(ANNE, email=""), True),
    ],
    ids=["own address", "none", "the contact's", "the contact herself", "the contact herself without"],
)
def test_needs_are_read_where_the_link_is_sent_to_the_person_herself(
    person: Person, is_shown: bool, sign_up: SignUp, client: Client
) -> None:
    place = sign_up(person).registrations[0]
    tell(place)
    assert shown(client, place) == [is_shown] * 2
    pages = [client.get(own(place)), client.get(own(place, "behov/"))]
    assert [WHOSE in said(page) for page in pages] == [not is_shown] * 2
    assert PersonalNeeds.objects.get().dietary_needs == "Ingen selleri"


def test_whose_mailbox_the_link_goes_to_is_said_in_english(sign_up: SignUp, client: Client) -> None:
    place = sign_up(EMIL).registrations[0]
    tell(place)
    page = said(client.get(f"/en{own(place, 'behov/')}"))
    assert (
        "The mails to you, and the link to this page with them, are sent to Anne Mette Sørensen, "
        "anne.mette@example.org. What you tell about food and access is therefore stored, but never shown here."
    ) in page
    assert "They are not shown, because others than you may have been sent the link to this page." in page


@pytest.mark.long
def test_what_is_told_without_an_address_is_replaced_or_deleted_unseen(
    sign_up: SignUp, client: Client
) -> None:
    place = sign_up(EMIL).registrations[0]
    tell(place)
    page = client.get(own(place, "behov/"))
    assert fields(page) == {"dietary_needs": "", "access_needs": ""}
    client.post(own(place, "behov/"), {"dietary_needs": "Vegetar", "consent": "on"})
    assert PersonalNeeds.objects.get().dietary_needs == "Vegetar"
    answer: Any = client.post(own(place, "behov/"), {})
    assert "Der er ikke gemt noget om kost og særlige behov." in said(client.get(answer.url))
    assert not PersonalNeeds.objects.exists()


@pytest.mark.parametrize("by_organiser", [True, False])
def test_a_new_contact_reads_nothing_of_those_reached_through_her(
    by_organiser: bool, sign_up: SignUp, client: Client, dorte: User
) -> None:
    made = sign_up(EMIL, BO)
    for place in made.registrations:
        tell(place)
    actor = organiser(dorte) if by_organiser else CONTACT
    correcting.correct_contact(
        booking_id=made.booking.pk,
        name="Gerda Ny",
        email="gerda@example.org",
        phone="",
        other_person=True,
        now=OPEN + HOUR,
        actor=actor,
    )
    emil, bo = made.registrations
    assert shown(client, emil) == [False] * 2
    assert shown(client, bo) == [True] * 2
    entries = HistoryEntry.objects.filter(registration=emil, verb="corrected")
    assert [(one.fields, one.actor) for one in entries] == [
        (["email"], "organiser" if by_organiser else "contact")
    ]


@pytest.mark.long
@pytest.mark.parametrize("actor", ["attendee", "contact", "organiser"])
def test_whoever_held_a_link_without_an_address_does_not_read_by_giving_it_one(
    actor: str, sign_up: SignUp, client: Client, dorte: User
) -> None:
    """The contact holds Emil's link, so what is done with it may be hers."""
    place = sign_up(EMIL).registrations[0]
    tell(place)
    actors = {"attendee": ATTENDEE, "contact": CONTACT, "organiser": organiser(dorte)}
    put_right(place, actors[actor], email="emil@example.org")
    assert shown(client, place) == [False] * 2
    HistoryEntry.objects.all().forget()
    assert shown(client, place) == [False] * 2
    tell(place, now=OPEN + 2 * HOUR)
    assert shown(client, place) == [True] * 2


@pytest.mark.parametrize(("actor", "is_shown"), [("attendee", True), ("contact", False), ("organiser", True)])
def test_who_turns_a_persons_own_link_decides_whether_she_reads_on(
    actor: str, is_shown: bool, sign_up: SignUp, client: Client, dorte: User
) -> None:
    place = sign_up(BO).registrations[0]
    tell(place)
    actors = {"attendee": ATTENDEE, "contact": CONTACT, "organiser": organiser(dorte)}
    put_right(place, actors[actor], email="bo.aagaard@example.org")
    assert shown(client, place) == [is_shown] * 2


def test_the_page_about_personal_data_says_so(client: Client, db: None) -> None:
    danish, english = said(client.get("/persondata/")), said(client.get("/en/persondata/"))
    assert "det, du skriver, gemmes så, men vises ikke på siden." in danish
    assert "what you tell is then stored, but not shown on the page." in english


# ------------------------------------------------------------------ taken back


TAKE_BACK = "Tag det tilbage, du har oplyst eller sagt ja til"


@pytest.mark.long
@pytest.mark.parametrize(
    ("status", "now", "late"),
    [
        ("published", STARTED - timedelta(seconds=1), False),
        ("published", STARTED, True),
        ("cancelled", OPEN, True),
        ("draft", OPEN, True),
    ],
)
def test_a_consent_is_taken_back_whatever_has_become_of_the_event(
    status: str, now: Any, late: bool, sign_up: SignUp, client: Client, clock: time_machine.Traveller
) -> None:
    place = sign_up(BO).registrations[0]
    tell(place, news=True)
    Event.objects.update(status=status)
    clock.move_to(now)
    assert own(place, "behov/") in hrefs(client.get(own(place)))
    page = client.get(own(place, "behov/"))
    assert (page.status_code, "selleri" in page.content.decode()) == (200, True)
    assert ('name="take_back"' in page.content.decode()) is late
    assert ('name="dietary_needs"' in page.content.decode()) is not late
    told = {"dietary_needs": "Vegetar", "consent": "on", "newsletter_consent": "on"}
    assert client.post(own(place, "behov/"), told).status_code == (409 if late else 302)
    assert PersonalNeeds.objects.get().dietary_needs == ("Ingen selleri" if late else "Vegetar")
    answer: Any = client.post(own(place, "behov/"), {"take_back": "needs"})
    assert "Der er ikke gemt noget om kost og særlige behov." in said(client.get(answer.url))
    assert (PersonalNeeds.objects.exists(), Registration.objects.get().newsletter_consent) == (False, True)
    answer = client.post(own(place, "behov/"), {"take_back": "news"})
    assert "Du får ikke nyheder om andre arrangementer." in said(client.get(answer.url))
    assert not Registration.objects.get().newsletter_consent
    assert [row["fields"] for row in history()[-2:]] == [["needs"], ["newsletter_consent"]]


def test_news_are_taken_back_by_one_whose_place_has_ended(sign_up: SignUp, client: Client) -> None:
    place = sign_up(BO).registrations[0]
    tell(place, news=True)
    cancelling.cancel(registration_id=place.pk, now=OPEN, actor=ATTENDEE)
    page = client.get(own(place))
    assert TAKE_BACK in said(page)
    page = client.get(own(place, "behov/"))
    assert (
        page.status_code,
        "Slet det, der er oplyst" in said(page),
        "Ikke flere nyheder" in said(page),
    ) == (
        200,
        False,
        True,
    )
    answer: Any = client.post(own(place, "behov/"), {"take_back": "news"})
    after = client.get(answer.url)
    assert TAKE_BACK not in said(after)
    assert not Registration.objects.get().newsletter_consent


@pytest.mark.parametrize("ended", [True, False])
def test_where_nothing_was_told_nothing_is_offered_to_be_taken_back(
    ended: bool, sign_up: SignUp, client: Client, clock: time_machine.Traveller
) -> None:
    place = sign_up(BO).registrations[0]
    if ended:
        cancelling.cancel(registration_id=place.pk, now=OPEN, actor=ATTENDEE)
    clock.move_to(STARTED)
    assert own(place, "behov/") not in hrefs(client.get(own(place)))
    page = client.get(own(place, "behov/"))
    assert (page.status_code, 'name="take_back"' in page.content.decode()) == (200, False)


def test_a_form_emptied_before_the_event_began_deletes_after_it_has(
    sign_up: SignUp, client: Client, clock: time_machine.Traveller
) -> None:
    place = sign_up(BO).registrations[0]
    tell(place, news=True)
    opened = fields(client.get(own(place, "behov/")))
    clock.move_to(STARTED)
    emptied = opened | {"dietary_needs": "", "access_needs": ""}
    assert client.post(own(place, "behov/"), emptied).status_code == 302
    assert (PersonalNeeds.objects.exists(), Registration.objects.get().newsletter_consent) == (False, True)


def test_what_cannot_be_seen_can_be_deleted(
    sign_up: SignUp, client: Client, clock: time_machine.Traveller
) -> None:
    place = sign_up(EMIL, contact=Contact(name="Åse", email="aase@example.org")).registrations[0]
    tell(place)
    clock.move_to(STARTED)
    page = client.get(own(place, "behov/"))
    assert ("selleri" in page.content.decode(), UNSEEN in said(page)) == (False, True)
    client.post(own(place, "behov/"), {"take_back": "needs"})
    assert not PersonalNeeds.objects.exists()


def test_nothing_is_taken_back_by_looking_or_through_the_contacts_link(
    sign_up: SignUp, client: Client
) -> None:
    made = sign_up(BO)
    place = made.registrations[0]
    tell(place, news=True)
    client.get(own(place, "behov/"), {"take_back": "needs"})
    door = f"/samlet/{links.booking_token(made.booking)}/{place.pk}/behov/"
    assert client.post(door, {"take_back": "needs"}).status_code == 404
    assert PersonalNeeds.objects.exists()


def test_taking_back_is_said_in_english(
    sign_up: SignUp, client: Client, clock: time_machine.Traveller
) -> None:
    place = sign_up(BO).registrations[0]
    tell(place, news=True)
    clock.move_to(STARTED)
    page = said(client.get(f"/en{own(place, 'behov/')}"))
    for sentence in (
        "What you have told us or agreed to before can still be taken back here.",
        "You have told us: Ingen selleri · Teleslynge",
        "Delete what is told about food and access",
        "You have asked for news about other events. No more news",
    ):
        assert sentence in page


def asking(event: Event, **levels: Ask) -> None:
    questions.write_facts(event.pk, asked=levels, answers_until=None)


@pytest.mark.long
def test_what_the_event_does_not_ask_is_not_on_the_page(
    event: Event, client: Client, sign_up: SignUp
) -> None:
    bo = sign_up(ANNE, BO).registrations[1]
    asking(event, needs=Ask.NO, news=Ask.NO)
    assert own(bo, "behov/") not in hrefs(client.get(own(bo)))
    asking(event, needs=Ask.NO, list=Ask.MAY)
    page = client.get(own(bo))
    assert "Det, du siger ja til" in said(page)
    assert "Du står ikke på deltagerlisten." in said(page)
    assert "kost" not in said(page).lower()
    form = fields(client.get(own(bo, "behov/")))
    assert not {"dietary_needs", "access_needs", "consent"} & form.keys()
    client.post(own(bo, "behov/"), form | {"list_consent": "on"})
    bo.refresh_from_db()
    assert (bo.list_consent, bo.newsletter_consent) == (True, False)
    assert "Du står på deltagerlisten." in said(client.get(own(bo)))


def test_what_is_no_longer_asked_stays_until_it_is_taken_back(
    event: Event, client: Client, sign_up: SignUp
) -> None:
    bo = sign_up(ANNE, BO).registrations[1]
    asking(event, list=Ask.MAY)
    told = {"dietary_needs": "Vegetar", "consent": "on", "list_consent": "on"}
    client.post(own(bo, "behov/"), told)
    asking(event, needs=Ask.NO, list=Ask.NO)
    client.post(own(bo, "behov/"), {"newsletter_consent": "on"})
    bo.refresh_from_db()
    assert (PersonalNeeds.objects.get().dietary_needs, bo.list_consent, bo.newsletter_consent) == (
        "Vegetar", True, True,
    )  # fmt: skip
    client.post(own(bo, "behov/"), {"take_back": "listed"})
    client.post(own(bo, "behov/"), {"take_back": "needs"})
    bo.refresh_from_db()
    assert (PersonalNeeds.objects.exists(), bo.list_consent, bo.newsletter_consent) == (False, False, True)
