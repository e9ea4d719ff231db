"""The programme on the organisers' pages, and an event that is announced and moved."""

from collections.abc import Callable
from datetime import date, time

import pytest
from django.test import Client
from django.urls import reverse

from programme.models import (
    Appearance,
    Event,
    Membership,
    Organisation,
    Rescheduling,
    Session,
    Speaker,
    User,
)
from tests.forms import shown
from tests.programme.admin_pages import NEW, address, save, warnings

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


def test_an_item_s_page_leads_back_to_the_programme_it_belongs_to(
    dorte_client: Client, event: Event, session: Session
) -> None:
    programme = reverse("admin:programme_event_programme", args=[event.pk])
    changed = save(dorte_client, address("session", "change", session.pk), title="Øjnenes lyst")
    assert (changed.status_code, changed.url) == (302, programme)  # type: ignore[attr-defined]
    added = save(dorte_client, address("session", "add"), event=str(event.pk), title="Ål", day="16-09-2026")
    assert (added.status_code, added.url) == (302, programme)  # type: ignore[attr-defined]


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
