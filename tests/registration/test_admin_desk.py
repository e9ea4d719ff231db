"""*Skrivebordet*: what the start page tells an organiser, whose events it shows, and what an empty one says to do."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from programme import publishing
from programme.models import Event, Membership, Organisation, ProgrammePdf, Session, User, Venue
from registration import sentences
from registration.admin import desk
from registration.admin.event_people import people_url
from registration.models import OwedMail, Registration
from registration.models.outbox import PATIENCE, WAITS
from registration.services import cancelling
from registration.services.acts import CONTACT
from registration.services.booking import SignedUp
from registration.services.room import WhenFull
from tests.cast import ANNE, BO, BOUND, CLARA, EMIL, ENDED, OPEN, STARTED, at
from tests.pages import read
from tests.registration.conftest import logged_in

SignUp = Callable[..., SignedUp]
MakeEvent = Callable[..., Event]
DESK = "/admin/"


def shown(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get(DESK).context["desk"]
    return found


def labels(acts: Any) -> list[str]:
    return [label for label, _address in acts]


# ------------------------------------------------------------------ what it tells


@pytest.mark.long
def test_the_desk_says_how_many_we_are_and_what_comes_next(
    organiser: Client, event: Event, sign_up: SignUp
) -> None:
    sign_up(ANNE, BO, now=OPEN - timedelta(days=20))
    sign_up(CLARA, now=OPEN - timedelta(days=3))
    page = read(organiser, DESK)
    assert "Skrivebordet Mandag den 1. juni 2026 Find en person" in page
    assert (
        "Læring på tværs Onsdag den 16. september 2026 kl. 9.00-16.00 Få pladser "
        "Bindende efter onsdag den 2. september 2026 (om 93 dage) PDF'en af programmet er ikke lavet endnu. "
        "3 af 10 pladser (Læring på tværs) 1 ny de seneste 7 dage (Læring på tværs) Deltagere"
    ) in page


def test_who_is_new_is_counted_from_the_beginning_of_yesterday(event: Event, sign_up: SignUp) -> None:
    sign_up(ANNE, now=at("2026-05-24 23:59"))
    sign_up(BO, now=at("2026-05-25 00:00"))
    sign_up(CLARA, now=at("2026-05-30 23:59"))
    sign_up(EMIL, now=at("2026-05-31 00:00"))
    found = desk.numbers([event], today=date(2026, 6, 1))
    assert found == {event.pk: desk.Numbers(taken=4, since_yesterday=1, this_week=3)}


@pytest.mark.long
def test_who_waited_for_weeks_and_has_a_place_since_yesterday_is_new_and_first(
    organiser: Client, event: Event, sign_up: SignUp
) -> None:
    Event.objects.filter(pk=event.pk).update(capacity=2)
    event.refresh_from_db()
    joined = at("2026-05-04 12:00")
    anne = sign_up(ANNE, BO, now=joined).registrations[0]
    with translation.override("da"):
        terms = sentences.terms(event, now=joined, waits=True)
    sign_up(CLARA, now=joined, terms=terms, when_full=WhenFull.TOGETHER)
    cancelling.cancel(registration_id=anne.pk, now=at("2026-05-31 00:00"), actor=CONTACT)
    found = desk.numbers([event], today=date(2026, 6, 1))
    assert found == {event.pk: desk.Numbers(taken=2, since_yesterday=1, this_week=1)}
    listed = organiser.get(people_url(event, o=desk.NEWEST_FIRST)).context["cl"].result_list
    assert [row.name for row in listed] == [CLARA.name, BO.name]


def test_those_who_wait_take_no_place_and_those_who_left_are_not_counted(
    event: Event, sign_up: SignUp
) -> None:
    _anne, bo, clara = sign_up(ANNE, BO, CLARA).registrations
    Registration.objects.filter(pk=bo.pk).update(status="waiting", waits_since=OPEN)
    Registration.objects.filter(pk=clara.pk).update(status="cancelled", ended_at=OPEN, person_key=None)
    found = desk.numbers([event], today=date(2026, 6, 1))
    assert found[event.pk] == desk.Numbers(taken=1, since_yesterday=1, this_week=1, waiting=1)


@pytest.mark.long
def test_the_number_of_the_new_leads_to_them_the_newest_first(organiser: Client, sign_up: SignUp) -> None:
    sign_up(ANNE, now=OPEN - timedelta(days=2))
    sign_up(BO, now=OPEN)
    sign_up(CLARA, now=OPEN - timedelta(days=1))
    (card,) = shown(organiser)["cards"]
    listed = organiser.get(card.newest_url).context["cl"].result_list
    assert [row.name for row in listed] == ["Bo Ågård", "Clara Æbelø", "Anne Mette Sørensen"]


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-04-30 23:59", "Tilmeldingen åbner fredag den 1. maj 2026 (i morgen)"),
        ("2026-05-01 00:00", "Bindende efter onsdag den 2. september 2026 (om 124 dage)"),
        ("2026-09-02 23:59", "Bindende efter onsdag den 2. september 2026 (i dag)"),
        ("2026-09-03 00:00", "Sidste dag for tilmelding er onsdag den 9. september 2026 (om 6 dage)"),
        ("2026-09-10 00:00", "Sidste dag for stedfortrædere er søndag den 13. september 2026 (om 3 dage)"),
        ("2026-09-14 00:00", "Ingen frist før selve dagen (om 2 dage)"),
        ("2026-09-16 08:59", "Ingen frist før selve dagen (i dag)"),
        ("2026-09-16 09:00", ""),
    ],
)
def test_the_next_deadline_is_told_with_its_day(make_event: MakeEvent, moment: str, said: str) -> None:
    event = make_event(substitutes_until=date(2026, 9, 13))
    assert desk.ahead(event, at=at(moment)) == said


def test_a_free_event_binds_nobody_and_one_without_sign_up_has_no_deadline(make_event: MakeEvent) -> None:
    free = make_event(fee_ore=None)
    open_house = make_event(slug="aabent-hus", sign_up=Event.SignUp.NONE, binding_after=None)
    called_off = make_event(slug="aflyst", status=Event.Status.CANCELLED)
    assert [desk.ahead(one, at=OPEN) for one in (free, open_house, called_off)] == [
        "Sidste dag for afbud er onsdag den 2. september 2026 (om 93 dage)",
        "Ingen frist før selve dagen (om 107 dage)",
        "",
    ]


@pytest.mark.long
def test_the_state_is_the_word_of_the_public_page(
    organiser: Client, event: Event, clock: time_machine.Traveller
) -> None:
    said = []
    for moment in (at("2026-04-30 23:59"), OPEN, at("2026-09-10 00:00"), STARTED, ENDED):
        clock.move_to(moment)
        (card,) = shown(organiser)["cards"]
        said.append(card.state.words)
        assert card.state.words in read(organiser, "/")
    assert said == ["Ikke åben endnu", "Få pladser", "Tilmelding lukket", "I gang nu", "Afholdt"]


@pytest.mark.long
def test_what_is_over_leaves_the_desk_the_day_after(
    organiser: Client, sign_up: SignUp, clock: time_machine.Traveller
) -> None:
    sign_up(ANNE)
    clock.move_to(at("2026-09-16 23:59"))
    assert len(shown(organiser)["cards"]) == 1
    clock.move_to(at("2026-09-17 00:00"))
    assert shown(organiser)["cards"] == []
    assert "Ingen kommende arrangementer er vist på hjemmesiden." in read(organiser, DESK)


@pytest.mark.long
def test_a_pdf_that_is_made_is_not_spoken_of(organiser: Client, event: Event) -> None:
    publishing.programme_changed(event, now=OPEN)
    assert shown(organiser)["cards"][0].lacks_pdf
    event.refresh_from_db()
    ProgrammePdf.objects.create(event=event, content_hash=publishing.key(event), data=b"%PDF-", made_at=OPEN)
    assert not shown(organiser)["cards"][0].lacks_pdf


@pytest.mark.long
def test_a_draft_is_shown_with_what_it_lacks_and_is_announced_from_the_desk(
    organiser: Client, make_event: MakeEvent
) -> None:
    draft = make_event(
        title="Ordenes hus", status=Event.Status.DRAFT, venue=None, introduction="En dag om ord."
    )
    page = read(organiser, DESK)
    assert (
        "Ordenes hus Onsdag den 16. september 2026 kl. 9.00-16.00 Mangler endnu: "
        "Der er ikke valgt noget sted. Der er ingen programpunkter. Skriv videre"
    ) in page
    assert shown(organiser)["cards"] == []
    answer = organiser.post(
        reverse("admin:programme_event_changelist"),
        {"action": "publish", "_selected_action": draft.pk},
        follow=True,
    )
    assert "»Ordenes hus (16. september 2026)« er nu på hjemmesiden." in answer.content.decode()
    assert [card.event for card in shown(organiser)["cards"]] == [draft]
    assert shown(organiser)["drafts"] == []


# ------------------------------------------------------------------ mails to look at


def owed(event: Event, **fields: Any) -> OwedMail:
    facts: dict[str, Any] = {
        "kind": OwedMail.Kind.PLACE_CONFIRMED,
        "key": str(OwedMail.objects.count()),
        "to_email": "bo@example.org",
        "created_at": OPEN,
        "due_at": OPEN,
    }
    return OwedMail.objects.create(event=event, **facts | fields)


def test_a_mail_is_late_after_half_an_hour_also_while_it_is_tried_again(event: Event) -> None:
    moment = OPEN + PATIENCE
    late = [
        owed(event),
        owed(event, due_at=OPEN + sum(WAITS[:5], timedelta(0)), attempts=5),
    ]
    owed(event, due_at=OPEN + timedelta(seconds=1))
    owed(event, due_at=OPEN + timedelta(hours=2))
    owed(event, due_at=OPEN + sum(WAITS[:5], timedelta(seconds=1)), attempts=5)
    owed(event, status="sent", sent_at=OPEN)
    failed = owed(event, status="failed", created_at=moment)
    assert list(OwedMail.objects.late(moment).order_by("pk")) == late
    assert list(OwedMail.objects.to_be_looked_at(moment).order_by("pk")) == [*late, failed]


def test_mails_that_went_wrong_are_told_and_lead_to_their_lists(
    organiser: Client, event: Event, clock: time_machine.Traveller
) -> None:
    assert "Mails, du skal se på" not in read(organiser, DESK)
    owed(event, status="failed")
    owed(event)
    owed(event)
    clock.move_to(OPEN + PATIENCE)
    assert (
        "Mails, du skal se på Læring på tværs : 1 mail kunne ikke sendes, "
        "2 mails har ventet i mere end en halv time"
    ) in read(organiser, DESK)
    (trouble,) = shown(organiser)["troubles"]
    assert [
        organiser.get(address).context["cl"].result_count
        for address in (trouble.failed_url, trouble.late_url)
    ] == [1, 2]
    clock.move_to(at("2026-09-17 00:00"))
    assert shown(organiser)["troubles"] == []


# ------------------------------------------------------------------ whose desk it is


@pytest.mark.long
def test_others_see_nothing_of_it(
    outsider: Client, event: Event, make_event: MakeEvent, sign_up: SignUp, clock: time_machine.Traveller
) -> None:
    make_event(title="Hemmelig kladde", slug="kladde", status=Event.Status.DRAFT)
    sign_up(ANNE)
    owed(event, status="failed")
    clock.move_to(OPEN + PATIENCE)
    found = shown(outsider)
    assert (found["cards"], found["drafts"], found["troubles"]) == ([], [], [])
    assert [step.done for step in found["steps"]] == [True, False, False, False, False, False]
    page = read(outsider, DESK)
    assert "Læring på tværs" not in page
    assert "Hemmelig kladde" not in page


ALL = [
    "Deltagere",
    "Tilmeld på vegne af andre",
    "Programmet",
    "Kopiér adresser",
    "Hent som Excel",
    "Se siden",
]


@pytest.mark.parametrize(
    ("role", "may", "may_add"),
    [
        (Membership.Role.ADMINISTRATOR, ALL, True),
        (Membership.Role.ORGANISER, ALL, True),
        (Membership.Role.DESK, [one for one in ALL if one != "Programmet"], False),
        (Membership.Role.READER, ["Deltagere", "Kopiér adresser", "Hent som Excel", "Se siden"], False),
    ],
)
def test_each_role_is_offered_what_it_may_do(
    clock: time_machine.Traveller,
    colleague: Callable[[str], Client],
    event: Event,
    make_event: MakeEvent,
    role: str,
    may: list[str],
    may_add: bool,
) -> None:
    make_event(slug="kladde", status=Event.Status.DRAFT)
    client = colleague(role)
    found = shown(client)
    assert labels(found["cards"][0].acts) == may
    assert bool(found["add_url"]) == may_add
    assert [draft.may_publish for draft in found["drafts"]] == [may_add]
    assert labels(found["drafts"][0].acts) == (
        ["Skriv videre", "Programmet", "Forhåndsvis"] if may_add else ["Forhåndsvis"]
    )
    for _label, address in (*found["cards"][0].acts, *found["drafts"][0].acts):
        answer = client.get(address)
        assert (answer.status_code, len(b"".join(answer)) > 0) == (200, True), address


def test_nobody_is_signed_up_for_what_is_called_off(organiser: Client, make_event: MakeEvent) -> None:
    make_event(status=Event.Status.CANCELLED)
    assert labels(shown(organiser)["cards"][0].acts) == [one for one in ALL if one != ALL[1]]


def test_where_nobody_need_sign_up_no_list_is_offered(organiser: Client, make_event: MakeEvent) -> None:
    make_event(sign_up=Event.SignUp.NONE)
    assert labels(shown(organiser)["cards"][0].acts) == ["Deltagere", "Programmet", "Se siden"]


def test_whoever_works_for_nobody_is_told_whom_to_write_to(
    clock: time_machine.Traveller, event: Event, settings: Any
) -> None:
    settings.CONTACT_EMAIL = "drift@example.org"
    nobody = logged_in(User.objects.create_user("ny@example.org", "et-langt-kodeord", name="Åge Ny"))
    page = read(nobody, DESK)
    assert (
        "Du er logget ind, men du arbejder endnu ikke for nogen organisation her, så der er ikke noget at vise "
        "dig. Bed den, der driver siden, om at knytte dig til din organisation: Skriv til drift@example.org, og "
        "fortæl, hvilken organisation det er."
    ) in page
    assert "Læring på tværs" not in page
    assert "Find en person" not in page


@pytest.mark.long
def test_several_organisations_are_named(
    organiser: Client, dorte: User, library: Organisation, event: Event, others_event: Event
) -> None:
    assert "Foreningen for Læsning" not in read(organiser, DESK).partition("Alt, hvad der ligger her")[0]
    Membership.objects.create(user=dorte, organisation=library, role=Membership.Role.READER)
    page = read(organiser, DESK)
    assert "kl. 9.00-16.00 · Foreningen for Læsning" in page
    assert "kl. 9.00-16.00 · Ærø Bibliotek" in page


# ------------------------------------------------------------------ many


def make_many(association: Organisation, number: int, *, status: str) -> None:
    Event.objects.bulk_create(
        Event(
            owner=association,
            title=f"Læsekreds {place}",
            slug=f"laesekreds-{status}-{place}",
            starts_on=date(2026, 7, 1) + timedelta(days=place),
            starts_at=time(19),
            ends_on=date(2026, 7, 1) + timedelta(days=place),
            contact_email="dorte@example.org",
            status=status,
        )
        for place in range(number)
    )


def queries(client: Client) -> int:
    client.get(DESK)
    with CaptureQueriesContext(
        connection,
    ) as counted:
        client.get(DESK)
    return len(counted)


@pytest.mark.long
def test_thirty_events_take_no_more_queries_than_one_and_the_nearest_are_shown(
    organiser: Client, association: Organisation, sign_up: SignUp, event: Event, make_event: MakeEvent
) -> None:
    sign_up(ANNE)
    owed(event, status="failed")
    make_event(slug="kladde", status=Event.Status.DRAFT)
    one = queries(organiser)
    for status in ("published", "draft"):
        make_many(association, 29, status=status)
    assert queries(organiser) == one
    assert one <= 20
    found = shown(organiser)
    nearest = [f"Læsekreds {place}" for place in range(7)]
    assert [card.event.title for card in found["cards"]] == nearest
    assert [draft.event.title for draft in found["drafts"]] == nearest[:3]
    listed = [organiser.get(found[name]).context["cl"].result_count for name in ("coming_url", "drafts_url")]
    assert listed == [60, 30]


@pytest.mark.long
def test_seven_events_are_all_there_are(organiser: Client, association: Organisation) -> None:
    make_many(association, 7, status="published")
    assert shown(organiser)["coming_url"] == ""
    make_many(association, 3, status="draft")
    assert shown(organiser)["drafts_url"] == ""


# ------------------------------------------------------------------ the first steps


def next_step(client: Client) -> tuple[list[bool], str, str]:
    """What is done, the step that is next, and where its button leads."""
    steps = shown(client)["steps"]
    following = next((step for step in steps if step.is_next), None)
    return [step.done for step in steps], *((following.title, following.address) if following else ("", ""))


def test_an_empty_installation_says_what_to_do_next_until_somebody_has_signed_up(
    clock: time_machine.Traveller, db: None
) -> None:
    admin = logged_in(User.objects.create_superuser("admin@example.org", "et-langt-kodeord"))
    seen = [next_step(admin)]
    owner = Organisation.objects.create(name="Øens Bibliotek")
    seen.append(next_step(admin))
    Venue.objects.create(owner=owner, name="Åens Hus")
    seen.append(next_step(admin))
    event = Event.objects.create(
        owner=owner,
        title="Ord",
        slug="ord",
        starts_on=date(2026, 9, 16),
        ends_on=date(2026, 9, 16),
        contact_email="dorte@example.org",
        registration_opens_on=date(2026, 6, 2),
    )
    seen.append(next_step(admin))
    Session.objects.create(event=event, title="Velkomst", day=event.starts_on)
    seen.append(next_step(admin))
    Event.objects.update(status="published")
    seen.append(next_step(admin))
    assert "Tilmeldingen åbner Den åbner af sig selv tirsdag den 2. juni 2026." in read(admin, DESK)
    clock.move_to(at("2026-06-02 00:00"))
    seen.append(next_step(admin))
    change = f"/admin/programme/event/{event.pk}/"
    assert seen == [
        ([False] * 6, "Organisationen", "/admin/programme/organisation/add/"),
        ([True] * 1 + [False] * 5, "Stedet", "/admin/programme/venue/add/"),
        ([True] * 2 + [False] * 4, "Arrangementet", "/admin/programme/event/add/"),
        ([True] * 3 + [False] * 3, "Programmet", f"{change}program/"),
        ([True] * 4 + [False] * 2, "Forhåndsvis, og vis på hjemmesiden", "/ord/"),
        ([True] * 5 + [False], "Tilmeldingen åbner", f"{change}change/"),
        ([True] * 6, "", ""),
    ]


@pytest.mark.long
def test_the_steps_go_once_somebody_has_signed_up_and_are_not_for_those_who_only_look(
    organiser: Client, colleague: Callable[[str], Client], sign_up: SignUp, event: Event
) -> None:
    assert len(shown(organiser)["steps"]) == 6
    assert shown(colleague("reader"))["steps"] == []
    sign_up(ANNE)
    assert shown(organiser)["steps"] == []
    assert "Jeres første tilmelding" not in read(organiser, DESK)


def test_an_organiser_without_events_is_not_asked_for_an_organisation_she_may_not_make(
    organiser: Client,
) -> None:
    assert next_step(organiser) == ([True] + [False] * 5, "Stedet", "/admin/programme/venue/add/")


@pytest.mark.long
def test_the_search_on_the_desk_looks_among_everybody_at_all_events(
    organiser: Client, sign_up: SignUp, make_event: MakeEvent
) -> None:
    sign_up(BO)
    sign_up(BO, event=make_event(title="Øer i litteraturen", slug="oeer"), now=BOUND)
    found = organiser.get(shown(organiser)["people_url"], {"q": "agard"})
    assert [row.event.title for row in found.context["cl"].result_list] == [
        "Læring på tværs",
        "Øer i litteraturen",
    ]
