"""Whose rows the organisers' pages show, what may be deleted, and who gets in."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.safestring import mark_safe
from time_machine import TimeMachineFixture

from programme.models import (
    Appearance,
    Event,
    FailedLogin,
    Membership,
    Organisation,
    Organiser,
    Session,
    Speaker,
    User,
    Venue,
)
from programme.templatetags.organiser_pages import with_named_cells
from registration.models import Booking, Registration
from tests.forms import shown
from tests.pages import text_of
from tests.programme.admin_pages import address, errors, save, warnings

# ------------------------------------------------------------------ rights


@pytest.mark.parametrize("model", ["event", "session", "venue", "speaker", "organisation"])
def test_a_row_of_others_is_not_there_whatever_one_sends(
    outsider: Client, event: Event, session: Session, speaker: Speaker, appearance: Appearance, model: str
) -> None:
    rows: dict[str, Any] = {
        "event": event,
        "session": session,
        "venue": event.venue,
        "speaker": speaker,
        "organisation": event.owner,
    }
    before = [list(type(row).objects.values()) for row in rows.values()]
    sent = {"post": "yes", "title": "Overtaget", "name": "Overtaget", "version_seen": "0"}
    for view in ("change", "delete", "history"):
        url = address(model, view, rows[model].pk)
        answers = [outsider.get(url), outsider.post(url, sent)]
        # Nobody but an administrator of the installation deletes an organisation or writes to one of others.
        refused = {("organisation", "change"): [404, 403], ("organisation", "delete"): [403, 403]}
        statuses = [answer.status_code for answer in answers]
        assert statuses == refused.get((model, view), [404, 404]), view
        assert not any("Læring" in answer.content.decode() for answer in answers)
    assert [list(type(row).objects.values()) for row in rows.values()] == before


@pytest.mark.parametrize("model", ["event", "session", "venue", "speaker", "organisation"])
def test_lists_and_choices_hold_nothing_of_others(
    outsider: Client, event: Event, session: Session, speaker: Speaker, model: str
) -> None:
    list_page = outsider.get(address(model, "changelist"), {"q": "e"}).content.decode()
    assert outsider.get(address(model, "changelist")).status_code == 200
    secrets = [event.title, session.title, speaker.name, str(event.venue), event.owner.name]
    # Who organises what everybody can see is no secret; the search shown again is not a row.
    assert [secret for secret in secrets if secret in list_page] == []
    if model != "organisation":
        add_page = outsider.get(address(model, "add")).content.decode()
        known = {event.owner.name} if model == "event" else set()
        assert {secret for secret in secrets if secret in add_page} <= known


@pytest.mark.parametrize(
    ("app", "model", "field"), [("programme", "session", "event"), ("programme", "appearance", "speaker")]
)
def test_the_search_behind_a_choice_finds_nothing_of_others(
    outsider: Client,
    dorte_client: Client,
    session: Session,
    speaker: Speaker,
    app: str,
    model: str,
    field: str,
) -> None:
    asked = {"term": "", "app_label": app, "model_name": model, "field_name": field}
    found = [
        [one["text"] for one in client.get(reverse("admin:autocomplete"), asked).json()["results"]]
        for client in (outsider, dorte_client)
    ]
    assert found == [[], [str(session.event if field == "event" else speaker)]]


@pytest.mark.long
def test_a_typed_key_of_another_organisations_row_is_no_choice(
    outsider: Client, library: Organisation, event: Event, session: Session
) -> None:
    sent = {
        "owner": str(event.owner_id),
        "venue": str(event.venue_id),
        "title": "Vores eget",
        "starts_on": "1-10-2026",
        "contact_email": "erik@example.org",
    }
    refused = save(outsider, address("event", "add"), **sent)
    assert set(errors(refused)) == {"owner", "venue"}
    refused = save(outsider, address("session", "add"), event=str(event.pk), title="Kuppet", day="16-09-2026")
    assert set(errors(refused)) == {"event"}
    assert (Event.objects.count(), Session.objects.count()) == (1, 1)


@pytest.mark.parametrize("action", ["publish", "delete_selected"])
def test_actions_do_not_reach_the_events_of_others(
    outsider: Client, make_event: Callable[..., Event], action: str
) -> None:
    draft = make_event(status=Event.Status.DRAFT)
    outsider.post(
        address("event", "changelist"), {"action": action, "_selected_action": draft.pk, "post": "yes"}
    )
    draft.refresh_from_db()
    assert draft.status == Event.Status.DRAFT


def test_a_draft_of_others_is_not_named_by_the_redirect_to_a_rows_page(
    outsider: Client, event: Event
) -> None:
    assert outsider.get(f"/admin/r/1/{event.pk}/").status_code == 404


@pytest.mark.long
@pytest.mark.parametrize(
    ("role", "status"), [("administrator", 302), ("organiser", 302), ("desk", 403), ("reader", 403)]
)
def test_the_role_decides_who_may_change(
    dorte: User, dorte_client: Client, event: Event, role: str, status: int
) -> None:
    Membership.objects.filter(user=dorte).update(role=role)
    url = address("event", "change", event.pk)
    assert dorte_client.get(url).status_code == 200
    # A reader's page has no form to read, so what is sent comes from one who may.
    Membership.objects.filter(user=dorte).update(role="organiser")
    data = shown(dorte_client.get(url)) | {"title": "Læring for alle"}
    Membership.objects.filter(user=dorte).update(role=role)
    assert dorte_client.post(url, data).status_code == status
    event.refresh_from_db()
    assert event.title == ("Læring for alle" if status == 302 else "Læring på tværs")


def test_an_organiser_of_one_house_only_reads_where_she_is_a_reader(
    dorte: User, dorte_client: Client, library: Organisation, make_event: Callable[..., Event]
) -> None:
    Membership.objects.create(user=dorte, organisation=library, role="reader")
    theirs = make_event(owner=library, slug="deres", status=Event.Status.DRAFT)
    url = address("event", "change", theirs.pk)
    assert "_save" not in dorte_client.get(url).content.decode()
    assert dorte_client.post(url, {"title": "Overtaget"}).status_code == 403
    assert dorte_client.post(address("event", "delete", theirs.pk), {"post": "yes"}).status_code == 403
    sent = {"action": "publish", "_selected_action": theirs.pk}
    answer = dorte_client.post(address("event", "changelist"), sent, follow=True)
    assert warnings(answer) == [f"Du må ikke ændre »{theirs}«."]
    theirs.refresh_from_db()
    assert (theirs.title, theirs.status) == ("Læring på tværs", "draft")


def test_staff_without_an_organisation_see_nothing(event: Event) -> None:
    nobody = User.objects.create_user("gæst@example.org", "et-langt-kodeord")
    client = Client()
    client.force_login(nobody)
    assert client.get(address("event", "changelist")).status_code == 403
    assert client.get(address("event", "add")).status_code == 403
    assert event.title not in client.get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize("view", ["changelist", "add"])
def test_only_an_administrator_of_the_installation_manages_users(
    dorte_client: Client, admin_client: Client, view: str
) -> None:
    assert dorte_client.get(address("user", view)).status_code == 403
    assert admin_client.get(address("user", view)).status_code == 200


def test_the_pages_about_users_speak_as_the_others_do(admin_client: Client, dorte: User) -> None:
    listed = admin_client.get(address("user", "changelist"))
    opened = admin_client.get(address("user", "change", dorte.pk))
    assert (listed.context["title"], opened.context["title"]) == ("Brugere", "Dorte Ørsted")
    said = text_of(listed.content.decode() + opened.content.decode())
    for word in ("superbruger", "admin-status", "algoritme", "pbkdf2"):
        assert word not in said.casefold()
    assert 'alt="Søg i listen"' in listed.content.decode()


def test_an_organiser_neither_makes_organisations_nor_lets_people_in(
    dorte: User, dorte_client: Client, association: Organisation, outsider: Client
) -> None:
    assert dorte_client.get(address("organisation", "add")).status_code == 403
    erik = User.objects.get(email="erik@example.org")
    url = address("organisation", "change", association.pk)
    page = dorte_client.get(url)
    assert "erik@example.org" not in page.content.decode()
    dorte_client.post(
        url,
        shown(page)
        | {
            "membership_set-TOTAL_FORMS": "1",
            "membership_set-INITIAL_FORMS": "0",
            "membership_set-0-user": str(erik.pk),
            "membership_set-0-role": "administrator",
        },
    )
    assert list(association.staff.all()) == [dorte]


@pytest.mark.long
def test_the_only_organisation_is_chosen_already(dorte_client: Client, association: Organisation) -> None:
    assert shown(dorte_client.get(address("event", "add")))["owner"] == str(association.pk)


@pytest.mark.long
def test_a_house_of_others_that_was_chosen_stays_chosen(
    dorte_client: Client, event: Event, library: Organisation
) -> None:
    event.venue = Venue.objects.create(owner=library, name="Ærøhus")
    event.save()
    Organiser.objects.create(event=event, organisation=library, role="supporter")
    assert save(dorte_client, address("event", "change", event.pk), title="Nyt").status_code == 302
    event.refresh_from_db()
    assert (event.title, event.venue.name, event.organisers.count()) == ("Nyt", "Ærøhus", 2)


# ------------------------------------------------------------------ deleting


@pytest.mark.long
def test_an_event_with_people_is_not_deleted_and_the_page_says_why(
    dorte_client: Client, event: Event
) -> None:
    Booking.objects.create(
        event=event,
        contact_name="Anne Mette",
        contact_email="anne@example.org",
        idempotency_key="a",
        content_hash="b",
        created_at=datetime(2026, 6, 1, tzinfo=UTC),
    )
    url = address("event", "delete", event.pk)
    page = dorte_client.get(url).content.decode()
    assert "kan ikke slettes, fordi det bruges af:" in page
    assert "<li>1 samlet tilmelding</li>" in page
    assert "Anne Mette" not in page
    dorte_client.post(url, {"post": "yes"})
    sent = {"action": "delete_selected", "_selected_action": event.pk, "post": "yes"}
    dorte_client.post(address("event", "changelist"), sent)
    assert Event.objects.filter(pk=event.pk).exists()


@pytest.mark.long
def test_an_event_without_people_is_deleted_with_its_programme(
    dorte_client: Client, event: Event, session: Session
) -> None:
    assert dorte_client.post(address("event", "delete", event.pk), {"post": "yes"}).status_code == 302
    assert (Event.objects.count(), Session.objects.count()) == (0, 0)


def test_a_venue_in_use_is_not_deleted_and_names_nobodys_draft(
    dorte_client: Client, event: Event, library: Organisation, make_event: Callable[..., Event]
) -> None:
    make_event(owner=library, slug="hemmelig", title="Hemmelig kladde", status=Event.Status.DRAFT)
    page = dorte_client.get(address("venue", "delete", event.venue.pk)).content.decode()
    assert "<li>2 arrangementer</li>" in page
    assert "Hemmelig" not in page


@pytest.mark.long
def test_an_event_with_people_does_not_become_a_draft_again(dorte_client: Client, event: Event) -> None:
    url = address("event", "change", event.pk)
    assert save(dorte_client, url, status="draft").status_code == 302
    assert save(dorte_client, url, status="published").status_code == 302
    booking = Booking.objects.create(
        event=event,
        contact_name="Anne Mette",
        contact_email="anne@example.org",
        idempotency_key="a",
        content_hash="b",
        created_at=datetime(2026, 6, 1, tzinfo=UTC),
    )
    now = datetime(2026, 6, 1, tzinfo=UTC)
    Registration.objects.create(booking=booking, event=event, name="Bo", created_at=now, confirmed_at=now)
    assert set(errors(save(dorte_client, url, status="draft"))) == {"status"}
    assert save(dorte_client, url, status="cancelled").status_code == 302


# ------------------------------------------------------------------ logging in


def log_in(email: str, password: str) -> HttpResponse:
    return Client().post(reverse("admin:login"), {"username": email, "password": password})


LOCKED = (
    "Der er forsøgt for mange gange med denne e-mailadresse. Vent et kvarter, og prøv igen, eller skriv til "
    "tilmelding@example.org."
)


@pytest.mark.long
@pytest.mark.parametrize("email", ["dorte@example.org", "ukendt@example.org"])
def test_ten_wrong_passwords_close_an_address_for_a_quarter_of_an_hour(
    dorte: User, email: str, time_machine: TimeMachineFixture
) -> None:
    start = datetime(2026, 6, 1, 8, tzinfo=UTC)
    time_machine.move_to(start, tick=False)
    first = [log_in(email, "forkert").context["form"].non_field_errors() for _try in range(10)]
    assert LOCKED not in str(first)
    closed = log_in(email.upper(), "et-langt-kodeord")
    assert closed.context["form"].non_field_errors() == [LOCKED]
    time_machine.move_to(start + timedelta(minutes=15) - timedelta(seconds=1), tick=False)
    assert log_in(email, "et-langt-kodeord").context["form"].non_field_errors() == [LOCKED]
    time_machine.move_to(start + timedelta(minutes=15), tick=False)
    opened = log_in(email, "et-langt-kodeord")
    assert (opened.status_code == 302) == (email == dorte.email)
    assert LOCKED not in opened.content.decode()


@pytest.mark.long
def test_nine_wrong_passwords_and_a_right_one_begin_from_nothing(dorte: User) -> None:
    for _try in range(9):
        log_in("dorte@example.org", "forkert")
    assert log_in("Dorte@example.org", "et-langt-kodeord").status_code == 302
    assert FailedLogin.objects.count() == 0
    assert log_in("dorte@example.org", "forkert").context["form"].non_field_errors() != [LOCKED]


def test_wrong_passwords_for_one_address_close_no_other(dorte: User) -> None:
    for _try in range(11):
        log_in("erik@example.org", "forkert")
    assert log_in("dorte@example.org", "et-langt-kodeord").status_code == 302


def test_the_address_that_failed_is_not_stored(db: None) -> None:
    log_in("dorte@example.org", "forkert")
    assert "dorte" not in str(list(FailedLogin.objects.values()))


def test_each_cell_of_a_table_is_named_for_a_narrow_window() -> None:
    table = mark_safe(
        '<tr><th class="original"></th><th class="column-name required">Til hvem <img alt="(?)"></th>'
        "<th>Slet?</th></tr>"
        '<tr><td class="original"></td><td class="field-name">A</td><td class="delete"><input></td></tr>'
        '<tr><td class="field-other">B</td><td class="delete"></td></tr>'
    )
    assert with_named_cells(table).partition("</tr>")[2] == (
        '<tr><td class="original"></td><td data-label="Til hvem" class="field-name">A</td>'
        '<td data-label="Slet?" class="delete"><input></td></tr>'
        '<tr><td class="field-other">B</td><td class="delete"></td></tr>'
    )
