"""The organisers' pages: whose rows they show, what they read, and what they refuse."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.safestring import mark_safe
from pytest_django import DjangoAssertNumQueries
from time_machine import TimeMachineFixture

from programme import colours
from programme.admin.fields import ColourInput, KronerField
from programme.models import (
    Appearance,
    Event,
    FailedLogin,
    Membership,
    Organisation,
    Organiser,
    Rescheduling,
    Session,
    Speaker,
    TargetGroup,
    User,
    Venue,
)
from programme.templatetags.organiser_pages import with_named_cells
from registration.models import Booking, Registration
from tests.forms import shown
from tests.typed import fields_of, sentences_of, typed_into


def address(model: str, view: str, *args: object) -> str:
    return reverse(f"admin:programme_{model}_{view}", args=args)


@pytest.fixture
def dorte_client(dorte: User) -> Client:
    client = Client()
    client.force_login(dorte)
    return client


@pytest.fixture
def outsider(library: Organisation) -> Client:
    """Erik organises for Ærø Bibliotek, and has nothing to do with Foreningen for Læsning."""
    erik = User.objects.create_user("erik@example.org", "et-langt-kodeord", name="Erik Ærø")
    Membership.objects.create(user=erik, organisation=library)
    client = Client()
    client.force_login(erik)
    return client


@pytest.fixture
def session(event: Event) -> Session:
    return Session.objects.create(
        event=event,
        day=event.starts_on,
        starts_at=time(10),
        ends_at=time(11),
        title="Ørens lyst",
        room="Salen",
    )


@pytest.fixture
def speaker(association: Organisation) -> Speaker:
    return Speaker.objects.create(owner=association, name="Åse Ægir")


@pytest.fixture
def appearance(session: Session, speaker: Speaker) -> Appearance:
    return Appearance.objects.create(session=session, speaker=speaker, title="Forfatter")


def errors(response: HttpResponse) -> dict[str, list[str]]:
    return dict(response.context["adminform"].form.errors)  # type: ignore[attr-defined]


def save(client: Client, url: str, **typed: str) -> HttpResponse:
    """Opens the form, types and saves."""
    return client.post(url, shown(client.get(url)) | typed)


def warnings(response: HttpResponse) -> list[str]:
    return [str(message) for message in response.context["messages"]]  # type: ignore[attr-defined]


# ------------------------------------------------------------------ a page that had been open for too long


@pytest.mark.parametrize(
    ("model", "view", "field"),
    [
        ("event", "change", "title"),
        ("event", "add", "title"),
        ("session", "change", "title"),
        ("session", "add", "title"),
        ("venue", "change", "name"),
        ("speaker", "change", "name"),
        ("organisation", "change", "name"),
        ("targetgroup", "add", "name"),
    ],
)
def test_a_form_that_was_open_too_long_keeps_what_was_typed_and_saves_nothing(
    dorte: User,
    event: Event,
    session: Session,
    speaker: Speaker,
    appearance: Appearance,
    model: str,
    view: str,
    field: str,
) -> None:
    Membership.objects.update(role="administrator")
    rows: dict[str, Any] = {
        "event": event,
        "session": session,
        "venue": event.venue,
        "speaker": speaker,
        "organisation": event.owner,
    }
    models = (Event, Session, Venue, Speaker, Organisation, TargetGroup)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(dorte)
    url = address(model, view, *([rows[model].pk] if view == "change" else []))
    before = [list(one.objects.values()) for one in models]
    page = strict.post(url, shown(strict.get(url)) | {field: "Ålens år", "csrfmiddlewaretoken": "gammel"})
    assert page.status_code == 200
    assert (
        "Siden havde været åben længe. Alt, hvad du skrev, står her stadig: tryk på knappen igen."
        in errors(page)["__all__"]
    )
    kept = shown(page)
    assert kept[field] == "Ålens år"
    assert [list(one.objects.values()) for one in models] == before
    if view == "change":
        assert strict.post(url, kept).status_code == 302
        assert getattr(type(rows[model]).objects.get(pk=rows[model].pk), field) == "Ålens år"


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


def test_the_only_organisation_is_chosen_already(dorte_client: Client, association: Organisation) -> None:
    assert shown(dorte_client.get(address("event", "add")))["owner"] == str(association.pk)


def test_a_house_of_others_that_was_chosen_stays_chosen(
    dorte_client: Client, event: Event, library: Organisation
) -> None:
    event.venue = Venue.objects.create(owner=library, name="Ærøhus")
    event.save()
    Organiser.objects.create(event=event, organisation=library, role="supporter")
    assert save(dorte_client, address("event", "change", event.pk), title="Nyt").status_code == 302
    event.refresh_from_db()
    assert (event.title, event.venue.name, event.organisers.count()) == ("Nyt", "Ærøhus", 2)


# ------------------------------------------------------------------ what is typed


NEW = {
    "title": "Åbne døre på Ærø",
    "starts_on": "16. september 2026",
    "starts_at": "9",
    "ends_at": "16.30",
    "contact_email": "dorte@example.org",
    "fee_ore": "1.295,00",
    "registration_closes_on": "9/9-2026",
    "binding_after": "2.9.2026",
    "substitutes_until": "15-09-2026",
}


@pytest.mark.long
def test_an_event_is_announced_as_organisers_type(dorte_client: Client, association: Organisation) -> None:
    response = save(dorte_client, address("event", "add"), **NEW)
    assert response.status_code == 302
    assert list(
        Event.objects.values_list(
            "title", "slug", "starts_on", "starts_at", "ends_on", "ends_at", "fee_ore", "status"
        )
    ) == [
        (
            "Åbne døre på Ærø",
            "aabne-doere-paa-aeroe",
            date(2026, 9, 16),
            time(9),
            date(2026, 9, 16),
            time(16, 30),
            129_500,
            "draft",
        )
    ]
    event = Event.objects.get()
    assert (event.registration_closes_on, event.binding_after, event.substitutes_until) == (
        date(2026, 9, 9),
        date(2026, 9, 2),
        date(2026, 9, 15),
    )


def test_the_form_shows_what_is_stored_in_the_house_style(dorte_client: Client, event: Event) -> None:
    data = shown(dorte_client.get(address("event", "change", event.pk)))
    assert {
        name: data[name] for name in ("starts_on", "starts_at", "ends_at", "fee_ore", "binding_after")
    } == {
        "starts_on": "16-09-2026",
        "starts_at": "9.00",
        "ends_at": "16.00",
        "fee_ore": "1.295",
        "binding_after": "02-09-2026",
    }


@pytest.mark.parametrize(
    ("typed", "ore"),
    [
        ("1.295", 129_500),
        ("1295", 129_500),
        ("1.295,50", 129_550),
        ("1.295,-", 129_500),
        ("95,00 kr.", 9_500),
        ("kr. 95", 9_500),
        ("1.000.000", 100_000_000),
        ("0", None),
        (" ", None),
    ],
)
def test_a_fee_is_read_in_kroner(typed: str, ore: int | None) -> None:
    assert KronerField(required=False).clean(typed) == ore


@pytest.mark.parametrize(
    "typed", ["12.95", "1.29,50", "1,295", "gratis", "-5", "1e3", "1.000.001", "9" * 5000]
)
def test_a_fee_that_cannot_be_meant_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        KronerField(required=False).clean(typed)


@pytest.mark.long
def test_a_refused_fee_is_a_danish_sentence_and_stays_as_typed(dorte_client: Client, event: Event) -> None:
    refused = save(dorte_client, address("event", "change", event.pk), fee_ore="12.95")
    assert errors(refused) == {"fee_ore": ["Skriv beløbet i kroner, for eksempel 1.295 eller 1.295,50."]}
    assert shown(refused)["fee_ore"] == "12.95"


@pytest.mark.parametrize(
    ("typed", "stored"), [("7A1F3D", "#7a1f3d"), ("#767676", "#767676"), ("#036", "#003366"), ("", "")]
)
def test_a_colour_that_carries_white_text_is_taken(
    dorte: User, event: Event, typed: str, stored: str
) -> None:
    form = typed_into(event, by=dorte, colour=typed)
    assert sentences_of(form) == {}
    assert (form.instance.colour or "") == stored


@pytest.mark.long
def test_a_colour_is_kept_and_shown_again(dorte_client: Client, event: Event) -> None:
    url = address("event", "change", event.pk)
    assert save(dorte_client, url, colour="7A1F3D").status_code == 302
    event.refresh_from_db()
    assert event.colour == "#7a1f3d"
    opened = shown(dorte_client.get(url))
    assert opened["colour"] == "#7a1f3d"
    assert dorte_client.post(url, opened | {"colour": ""}).status_code == 302
    event.refresh_from_db()
    assert event.colour == ""
    assert shown(dorte_client.get(url))["colour"] == ""


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "#777777",
            "Hvid tekst kan ikke læses tydeligt på #777777: Kontrasten er 4,4, og der skal mindst 4,5 til. "
            "Vælg en mørkere farve, for eksempel #767676, eller lad feltet stå tomt.",
        ),
        (
            "rødgrød",
            "»rødgrød« er ikke en farvekode. Skriv # og seks tal eller bogstaver fra a til f: #0b4f5c.",
        ),
    ],
)
def test_a_colour_that_cannot_be_used_is_refused_in_a_danish_sentence(
    dorte: User, event: Event, typed: str, sentence: str
) -> None:
    form = typed_into(event, by=dorte, colour=typed)
    assert sentences_of(form) == {"colour": [sentence]}
    assert fields_of(form)["colour"] == typed


@pytest.mark.long
def test_a_refused_colour_stays_as_typed_on_the_page(dorte_client: Client, event: Event) -> None:
    refused = save(dorte_client, address("event", "change", event.pk), colour="#777777")
    assert set(errors(refused)) == {"colour"}
    assert shown(refused)["colour"] == "#777777"
    event.refresh_from_db()
    assert event.colour is None


def test_every_colour_that_is_offered_carries_white_text() -> None:
    assert [one for one in ColourInput.OFFERED if not colours.carries_white(one)] == []


def test_a_character_that_cannot_be_printed_is_named_when_the_event_is_saved(
    dorte_client: Client, event: Event
) -> None:
    save(dorte_client, address("event", "change", event.pk), subtitle="Kom på 🚲 til Øby")
    sentence = "Det trykte program kan ikke vise 🚲 (U+1F6B2) i »Kom på 🚲 til Øby«: Det udelades der."
    assert sentence in warnings(dorte_client.get(address("event", "changelist")))


@pytest.mark.long
def test_the_next_event_of_the_same_title_gets_the_year_then_a_number(
    dorte_client: Client, association: Organisation
) -> None:
    for _time in range(3):
        save(dorte_client, address("event", "add"), **NEW)
    assert list(Event.objects.order_by("pk").values_list("slug", flat=True)) == [
        "aabne-doere-paa-aeroe",
        "aabne-doere-paa-aeroe-2026",
        "aabne-doere-paa-aeroe-2026-2",
    ]


def test_a_title_that_is_an_address_of_the_site_gets_another(
    dorte_client: Client, association: Organisation
) -> None:
    save(dorte_client, address("event", "add"), **NEW | {"title": "Admin"})
    assert Event.objects.get().slug == "admin-2026"


def test_a_title_without_letters_needs_an_address(dorte_client: Client, association: Organisation) -> None:
    refused = save(dorte_client, address("event", "add"), **NEW | {"title": "???"})
    assert set(errors(refused)) == {"slug"}


CONTRADICTIONS = [
    ({"ends_on": "15-09-2026"}, "ends_on"),
    ({"ends_at": "8.59"}, "ends_at"),
    ({"binding_after": "16-09-2026"}, "binding_after"),
    ({"registration_closes_on": "17-09-2026"}, "registration_closes_on"),
    ({"registration_opens_on": "10-09-2026"}, "registration_closes_on"),
    ({"substitutes_until": "17-09-2026"}, "substitutes_until"),
    ({"substitutes_until": "01-09-2026"}, "substitutes_until"),
    ({"sign_up": "elsewhere"}, "sign_up_url"),
    ({"starts_at": "25.00"}, "starts_at"),
    ({"starts_on": "31-02-2026"}, "starts_on"),
    ({"slug": "en"}, "slug"),
    ({"timezone": "Øst/Vest"}, "timezone"),
    ({"minimum_people": "11", "decide_on": "01-09-2026"}, "minimum_people"),
]


@pytest.mark.parametrize(("typed", "field"), CONTRADICTIONS)
def test_dates_that_contradict_each_other_are_a_sentence_at_the_field(
    dorte: User, event: Event, typed: dict[str, str], field: str
) -> None:
    assert list(sentences_of(typed_into(event, by=dorte, **typed))) == [field]


def test_the_smallest_number_may_be_all_there_is_room_for(dorte: User, event: Event) -> None:
    assert event.capacity == 10
    assert sentences_of(typed_into(event, by=dorte, minimum_people="10", decide_on="01-09-2026")) == {}


@pytest.mark.long
def test_dates_that_contradict_each_other_are_refused_on_the_page(dorte_client: Client, event: Event) -> None:
    url = address("event", "change", event.pk)
    opened = shown(dorte_client.get(url))
    assert list(errors(dorte_client.post(url, opened | {"ends_on": "15-09-2026"}))) == ["ends_on"]
    assert dorte_client.post(url, opened).status_code == 302


# ------------------------------------------------------------------ the programme


@pytest.mark.long
def test_the_events_page_lists_the_programme_and_leads_to_where_it_is_written(
    dorte: User, dorte_client: Client, event: Event, session: Session
) -> None:
    programme = address("event", "programme", event.pk)
    page = dorte_client.get(address("event", "change", event.pk)).content.decode()
    assert "<strong>10.00-11.00</strong> Ørens lyst" in page
    assert page.count(f'href="{programme}"') == 2
    Membership.objects.filter(user=dorte).update(role="reader")
    assert (
        f'<li><a href="{programme}"'
        not in dorte_client.get(address("event", "change", event.pk)).content.decode()
    )


def test_a_new_event_leads_on_to_its_programme(dorte_client: Client, association: Organisation) -> None:
    response = save(dorte_client, address("event", "add"), **NEW, _programme="Gem og skriv programmet")
    assert response["Location"] == address("event", "programme", Event.objects.get().pk)
    url = address("event", "change", Event.objects.get().pk)
    assert save(dorte_client, url, _programme="x")["Location"] == response["Location"]


def test_the_programme_follows_an_event_that_moves(
    dorte_client: Client, event: Event, session: Session
) -> None:
    talk = Session.objects.create(
        event=event, day=event.starts_on, parent=session, title="Et indlæg", order=1
    )
    url = address("event", "change", event.pk)
    assert save(dorte_client, url, starts_on="23-09-2026", ends_on="23-09-2026").status_code == 302
    session.refresh_from_db()
    talk.refresh_from_db()
    assert (session.day, session.version, talk.day) == (date(2026, 9, 23), 1, date(2026, 9, 23))


@pytest.mark.long
def test_the_programme_stays_where_it_is_when_a_day_is_added_before_it(
    dorte_client: Client, event: Event, session: Session
) -> None:
    Event.objects.filter(pk=event.pk).update(ends_on=date(2026, 9, 17))
    assert save(dorte_client, address("event", "change", event.pk), starts_on="15-09-2026").status_code == 302
    session.refresh_from_db()
    event.refresh_from_db()
    assert (event.ends_on, session.day) == (date(2026, 9, 17), date(2026, 9, 16))


def test_a_group_is_one_of_the_same_event(
    dorte_client: Client, event: Event, make_event: Callable[..., Event]
) -> None:
    other = make_event(slug="en-anden", title="En anden")
    here = Session.objects.create(event=event, day=event.starts_on, kind="group", title="Gruppen her")
    Session.objects.create(event=other, day=other.starts_on, kind="group", title="Gruppen der")
    Session.objects.create(event=event, day=event.starts_on, kind="talk", title="Et oplæg")
    talk = Session.objects.create(event=event, day=event.starts_on, title="Et indlæg")
    for url in (address("session", "change", talk.pk), address("session", "add") + f"?event={event.pk}"):
        form = dorte_client.get(url).context["adminform"].form
        assert [choice.title for choice in form.fields["parent"].queryset] == [here.title]
    assert shown(dorte_client.get(address("session", "add") + f"?event={event.pk}"))["day"] == "16-09-2026"


def test_what_cannot_well_be_true_of_a_programme_is_said_and_saved(
    dorte_client: Client, event: Event, session: Session, appearance: Appearance, speaker: Speaker
) -> None:
    other = Session.objects.create(
        event=event,
        day=event.starts_on,
        starts_at=time(10, 30),
        ends_at=time(12),
        title="Øjnene",
        room="salen",
    )
    Appearance.objects.create(session=other, speaker=speaker)
    after = Session.objects.create(
        event=event, day=event.starts_on, starts_at=time(15), ends_at=time(16, 1), title="Efter lukketid"
    )
    url = address("session", "change", other.pk)
    saved = dorte_client.post(url, shown(dorte_client.get(url)), follow=True)
    assert warnings(saved)[:2] == [
        "»Ørens lyst« og »Øjnene« er i samme lokale (Salen) på samme tid.",
        "Åse Ægir er på »Ørens lyst« og »Øjnene« på samme tid.",
    ]
    url = address("session", "change", after.pk)
    saved = dorte_client.post(url, shown(dorte_client.get(url)), follow=True)
    assert warnings(saved)[0] == "»Efter lukketid« ligger uden for arrangementets tid."


# ------------------------------------------------------------------ moving and publishing


@pytest.mark.long
def test_a_move_keeps_what_was_announced_before(dorte: User, dorte_client: Client, event: Event) -> None:
    old_place = event.venue.full_place
    sequence = event.sequence
    response = save(
        dorte_client,
        address("event", "change", event.pk),
        starts_on="23-09-2026",
        ends_on="23-09-2026",
        slug="laering-igen",
        move_reason="Salen var optaget",
    )
    assert response.status_code == 302
    facts = ["event", "old_starts_on", "old_starts_at", "old_ends_on", "old_ends_at", "old_place", "old_slug"]
    assert list(Rescheduling.objects.values_list(*facts, "by", "reason")) == [
        (
            event.pk,
            date(2026, 9, 16),
            time(9),
            date(2026, 9, 16),
            time(16),
            old_place,
            "laering-paa-tvaers",
            dorte.pk,
            "Salen var optaget",
        )
    ]
    event.refresh_from_db()
    assert (event.slug, event.sequence) == ("laering-igen", sequence + 1)


@pytest.mark.long
@pytest.mark.parametrize(
    ("typed", "moves", "steps"),
    [
        ({"title": "Nyt navn"}, 0, 1),
        ({"subtitle": "Nyt"}, 0, 0),
        ({"ends_at": "15.30"}, 0, 1),
        ({"venue": ""}, 1, 1),
    ],
)
def test_only_another_day_place_or_address_is_a_move(
    dorte_client: Client, event: Event, typed: dict[str, str], moves: int, steps: int
) -> None:
    assert save(dorte_client, address("event", "change", event.pk), **typed).status_code == 302
    event.refresh_from_db()
    assert (Rescheduling.objects.count(), event.sequence) == (moves, steps)


@pytest.mark.long
def test_a_draft_moves_without_a_trace(dorte_client: Client, make_event: Callable[..., Event]) -> None:
    draft = make_event(status=Event.Status.DRAFT)
    url = address("event", "change", draft.pk)
    assert "move_reason" not in shown(dorte_client.get(url))
    save(dorte_client, url, starts_on="23-09-2026", ends_on="23-09-2026", slug="nyt")
    draft.refresh_from_db()
    assert (draft.starts_on, draft.sequence, Rescheduling.objects.count()) == (date(2026, 9, 23), 0, 0)


def test_a_draft_is_shown_on_the_website_with_what_it_lacks(
    dorte_client: Client, make_event: Callable[..., Event]
) -> None:
    draft = make_event(status=Event.Status.DRAFT, venue=None, introduction="Kom og læs.")
    sent = {"action": "publish", "_selected_action": draft.pk}
    answer = dorte_client.post(address("event", "changelist"), sent, follow=True)
    draft.refresh_from_db()
    assert (draft.status, draft.version) == ("published", 1)
    assert warnings(answer) == [
        f"»{draft}« er nu på hjemmesiden.",
        "Der er ikke valgt noget sted.",
        "Der er ingen programpunkter.",
    ]
    again = dorte_client.post(address("event", "changelist"), sent, follow=True)
    assert warnings(again) == [f"»{draft}« var ikke en kladde."]


def test_whatever_is_printed_makes_the_programme_a_new_one(
    dorte_client: Client,
    event: Event,
    session: Session,
    appearance: Appearance,
    association: Organisation,
) -> None:
    Membership.objects.filter(organisation=association).update(role="administrator")

    def hash_after(url: str, **typed: str) -> str:
        assert save(dorte_client, url, **typed).status_code == 302
        event.refresh_from_db()
        return event.programme_hash

    hashes = [
        hash_after(address("event", "change", event.pk), title="Et"),
        hash_after(address("session", "change", session.pk), title="To"),
        hash_after(address("session", "change", session.pk), **{"appearances-0-title": "Digter"}),
        hash_after(address("speaker", "change", appearance.speaker.pk), name="Åse Øst"),
        hash_after(address("venue", "change", event.venue.pk), name="Kulturhuset Øen"),
        hash_after(address("organisation", "change", association.pk), name="Foreningen for Skrivning"),
    ]
    assert len({"", *hashes}) == 7
    dorte_client.post(address("session", "delete", session.pk), {"post": "yes"})
    event.refresh_from_db()
    assert event.programme_hash not in hashes


@pytest.mark.parametrize(("role", "status"), [("administrator", 302), ("organiser", 403), ("desk", 403)])
def test_what_an_organisation_is_called_is_for_its_administrators(
    dorte: User, dorte_client: Client, association: Organisation, role: str, status: int
) -> None:
    Membership.objects.filter(user=dorte).update(role=role)
    url = address("organisation", "change", association.pk)
    assert dorte_client.get(url).status_code == 200
    answer = dorte_client.post(url, {"name": "Et andet navn", "version_seen": association.version})
    assert answer.status_code == status
    association.refresh_from_db()
    assert (association.name == "Et andet navn") is (status == 302)


# ------------------------------------------------------------------ two people at once


def test_a_save_over_a_newer_version_is_refused_with_who_and_what_and_keeps_the_text(
    dorte: User, dorte_client: Client, event: Event, association: Organisation
) -> None:
    bo = User.objects.create_user("bo@example.org", "et-langt-kodeord", name="Bo Åberg")
    Membership.objects.create(user=bo, organisation=association)
    bos = Client()
    bos.force_login(bo)
    url = address("event", "change", event.pk)
    dortes = shown(dorte_client.get(url)) | {"title": "Dortes titel", "subtitle": "Dortes undertitel"}
    assert save(bos, url, title="Bos titel").status_code == 302

    refused = dorte_client.post(url, dortes)
    assert refused.status_code == 200
    newer = refused.context["adminform"].form.newer
    assert [(one.by, one.what) for one in newer.saves] == [("Bo Åberg", "Ændrede titel.")]
    assert [(one.label, one.present) for one in newer.differences] == [
        ("Titel", "Bos titel"),
        ("Undertitel", "(tom)"),
    ]
    assert shown(refused)["title"] == "Dortes titel"
    event.refresh_from_db()
    assert event.title == "Bos titel"

    # The tick holds for the version it was shown with, and for no later one.
    assert save(bos, url, subtitle="Bos undertitel").status_code == 302
    ticked = shown(refused) | {"save_over": str(newer.version)}
    again = dorte_client.post(url, ticked)
    assert again.status_code == 200
    ticked = shown(again) | {"save_over": str(again.context["adminform"].form.newer.version)}
    assert dorte_client.post(url, ticked).status_code == 302
    event.refresh_from_db()
    assert (event.title, event.subtitle, event.version) == ("Dortes titel", "Dortes undertitel", 3)


@pytest.mark.long
def test_two_saves_after_each_other_by_one_person_need_no_tick(dorte_client: Client, event: Event) -> None:
    url = address("event", "change", event.pk)
    assert save(dorte_client, url, title="Et").status_code == 302
    assert save(dorte_client, url, title="To").status_code == 302
    event.refresh_from_db()
    assert (event.title, event.version) == ("To", 2)


@pytest.mark.long
def test_a_change_of_the_programme_is_no_newer_version_of_the_event(
    dorte_client: Client, event: Event, session: Session
) -> None:
    url = address("event", "change", event.pk)
    opened = shown(dorte_client.get(url))
    save(dorte_client, url, title="Bos titel")
    programme = address("event", "programme", event.pk)
    assert save(dorte_client, programme, **{"r0-title": "Øjnenes lyst", "do": "save"}).status_code == 302
    newer = dorte_client.post(url, opened | {"title": "Dortes titel"}).context["adminform"].form.newer
    assert [one.what for one in newer.saves] == ["Ændrede titel."]


@pytest.mark.long
def test_a_save_writes_no_column_that_is_not_on_the_form(dorte_client: Client, event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(sequence=7)
    assert save(dorte_client, address("event", "change", event.pk), subtitle="Nyt").status_code == 302
    event.refresh_from_db()
    assert event.sequence == 7


def test_the_history_says_in_danish_what_was_changed(dorte_client: Client, event: Event) -> None:
    save(dorte_client, address("event", "change", event.pk), title="Nyt")
    assert LogEntry.objects.get().object_repr.startswith("Nyt (")
    page = dorte_client.get(address("event", "history", event.pk)).content.decode()
    assert "Ændrede titel." in page


# ------------------------------------------------------------------ lists


@pytest.mark.parametrize("model", ["event", "session", "venue", "speaker", "organisation"])
def test_a_list_asks_as_much_for_five_rows_as_for_one(
    dorte: User,
    dorte_client: Client,
    make_event: Callable[..., Event],
    speaker: Speaker,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    model: str,
) -> None:
    def one_more(number: int) -> None:
        event = make_event(slug=f"nummer-{number}", title=f"Nummer {number}")
        item = Session.objects.create(event=event, day=event.starts_on, title=f"Punkt {number}")
        person = Speaker.objects.create(owner=event.owner, name=f"Person {number}")
        Appearance.objects.create(session=item, speaker=person)
        Venue.objects.create(owner=event.owner, name=f"Hus {number}")
        house = Organisation.objects.create(name=f"Forening {number}")
        Membership.objects.create(user=dorte, organisation=house)

    one_more(1)
    with django_assert_max_num_queries(30) as few:
        dorte_client.get(address(model, "changelist"))
    for number in range(2, 6):
        one_more(number)
    with django_assert_max_num_queries(len(few.captured_queries)):
        page = dorte_client.get(address(model, "changelist")).content.decode()
    assert len(few.captured_queries) <= 12
    expected = {"event": "Nummer 5", "session": "Punkt 5", "venue": "Hus 5", "speaker": "Person 5"}
    assert expected.get(model, "Forening 5") in page


def test_the_list_tells_day_place_and_number_of_items(
    dorte_client: Client, event: Event, session: Session
) -> None:
    page = dorte_client.get(address("event", "changelist")).content.decode()
    assert "onsdag den 16. september 2026 kl. 9.00-16.00" in page
    assert "Kulturhuset Åen, Øby" in page
    assert '<td class="field-item_count">1</td>' in page


@pytest.mark.parametrize(
    ("chosen", "titles"),
    [
        ({"tid": "kommende"}, ["Slutter i dag"]),
        ({"tid": "tidligere"}, ["Sluttede i går"]),
        ({"status__exact": "draft"}, []),
        ({"q": "sluttede"}, ["Sluttede i går"]),
        ({"q": "kulturhuset"}, ["Slutter i dag", "Sluttede i går"]),
        ({"tid": "vrøvl"}, ["Slutter i dag", "Sluttede i går"]),
    ],
)
def test_events_are_found_by_time_status_and_words(
    dorte_client: Client,
    make_event: Callable[..., Event],
    time_machine: TimeMachineFixture,
    chosen: dict[str, str],
    titles: list[str],
) -> None:
    # A quarter past midnight in Denmark, where the day before is over.
    time_machine.move_to("2026-09-16 22:15:00+00:00")
    today, yesterday = date(2026, 9, 17), date(2026, 9, 16)
    make_event(title="Slutter i dag", slug="i-dag", starts_on=today, ends_on=today)
    make_event(title="Sluttede i går", slug="i-gaar", starts_on=yesterday, ends_on=yesterday)
    rows = dorte_client.get(address("event", "changelist"), chosen).context["cl"].result_list
    assert [event.title for event in rows] == titles


def test_the_organisation_filter_holds_ones_own_and_only_when_there_are_several(
    dorte: User, dorte_client: Client, event: Event, library: Organisation
) -> None:
    Organisation.objects.create(name="Fremmed forening")
    page = dorte_client.get(address("event", "changelist")).content.decode()
    assert "?organisation=" not in page
    Membership.objects.create(user=dorte, organisation=library)
    page = dorte_client.get(address("event", "changelist")).content.decode()
    assert ("Ærø Bibliotek" in page, "Fremmed forening" in page) == (True, False)
    found = dorte_client.get(address("event", "changelist"), {"organisation": library.pk}).context["cl"]
    assert list(found.result_list) == []


ENGLISH = re.compile(
    r"\b(the|of|and|is|are|not|you|add|change|save|delete|view|events?|speakers?|sessions?|none)\b", re.I
)


def test_the_pages_of_an_organiser_hold_no_english(
    dorte_client: Client, event: Event, session: Session, appearance: Appearance
) -> None:
    rows = {"event": event, "session": session, "venue": event.venue, "speaker": appearance.speaker}
    urls = [reverse("admin:index"), reverse("admin:password_change"), address("event", "programme", event.pk)]
    for model, row in rows.items():
        urls += [address(model, view) for view in ("changelist", "add")]
        urls += [address(model, view, row.pk) for view in ("change", "delete", "history")]
    found = {}
    for url in urls:
        text = re.sub(
            r'<(script|style|svg).*?</\1>|<p lang="en">.*?</p>|<[^>]*>',
            " ",
            dorte_client.get(url).content.decode(),
            flags=re.S,
        )
        if words := ENGLISH.findall(text):
            found[url] = words
    assert found == {}


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


def test_an_item_s_page_leads_back_to_the_programme_it_belongs_to(
    dorte_client: Client, event: Event, session: Session
) -> None:
    programme = reverse("admin:programme_event_programme", args=[event.pk])
    changed = save(dorte_client, address("session", "change", session.pk), title="Øjnenes lyst")
    assert (changed.status_code, changed.url) == (302, programme)  # type: ignore[attr-defined]
    added = save(dorte_client, address("session", "add"), event=str(event.pk), title="Ål", day="16-09-2026")
    assert (added.status_code, added.url) == (302, programme)  # type: ignore[attr-defined]
