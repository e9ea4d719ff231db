"""A page that was open for too long, and two people at one page."""

from datetime import date, time
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from programme.models import (
    Appearance,
    Event,
    Membership,
    Organisation,
    Session,
    Speaker,
    TargetGroup,
    User,
    Venue,
)
from tests.forms import shown
from tests.prices import CLASSES, priced
from tests.programme.admin_pages import address, errors, save
from tests.typed import fields_of, sentences_of, typed_into

# ------------------------------------------------------------------ a page that had been open for too long


@pytest.mark.parametrize(
    ("model", "view", "field"),
    [
        ("event", "change", "title"),
        ("session", "add", "title"),
        ("targetgroup", "add", "name"),
        *(
            pytest.param(*one, marks=pytest.mark.long)
            for one in [
                ("event", "add", "title"),
                ("session", "change", "title"),
                ("venue", "change", "name"),
                ("speaker", "change", "name"),
                ("organisation", "change", "name"),
            ]
        ),
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


# ------------------------------------------------------------------ two people at once


@pytest.mark.long
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


FIRST_STEPS = [{"until": "2026-09-02", "percent": 0}, {"until": None, "percent": 100}]


def test_only_what_somebody_touched_goes_over_a_newer_version(
    dorte: User, event: Event, venue: Venue
) -> None:
    Event.objects.filter(pk=event.pk).update(
        cancellation="steps", binding_after=None, cancellation_steps=FIRST_STEPS
    )
    event.refresh_from_db()
    opened = fields_of(typed_into(event, by=dorte))
    rows = {"cancellation": "until_a_day", "binding_after": date(2026, 9, 3), "cancellation_steps": None}
    bos = rows | {"subtitle": "Bos", "capacity": 7, "starts_at": time(10), "venue": None, "fee_ore": 5000}
    Event.objects.filter(pk=event.pk).update(version=event.version + 1, title="Bos titel", **bos)
    event.refresh_from_db()

    refused = typed_into(event, by=dorte, **opened | {"title": "Dortes titel", "ends_at": "17"})
    assert [(one.label, one.present) for one in refused.newer.differences] == [
        ("Titel", "Bos titel"),
        ("Slutter kl.", "16.00"),
    ]
    ticked = fields_of(refused) | {"save_over": str(event.version)}
    assert (ticked["subtitle"], ticked["starts_at"], ticked["ends_at"]) == ("Bos", "10.00", "17")
    event.refresh_from_db()
    form = typed_into(event, by=dorte, **ticked)
    assert sentences_of(form) == {}
    assert {name: form.cleaned_data[name] for name in bos} == bos
    assert (form.cleaned_data["title"], form.cleaned_data["ends_at"]) == ("Dortes titel", time(17))


@pytest.mark.long
def test_a_row_of_a_table_that_nobody_touched_stays_as_it_is_stored(
    dorte_client: Client, event: Event
) -> None:
    priced(event, CLASSES[0], CLASSES[1])
    url = address("event", "change", event.pk)
    opened = shown(dorte_client.get(url))
    assert save(dorte_client, url, **{"prices-0-amount_ore": "1.400", "prices-1-name": "Medlem i Øby"})
    refused = dorte_client.post(url, opened | {"title": "Dortes titel", "prices-1-amount_ore": "800"})
    assert shown(refused)["prices-0-amount_ore"] == "1.400"
    version = str(refused.context["adminform"].form.newer.version)
    assert dorte_client.post(url, shown(refused) | {"save_over": version}).status_code == 302
    assert list(event.prices.values_list("name", "amount_ore")) == [
        ("Deltager", 140_000),
        ("Medlem i Øby", 80_000),
    ]
    event.refresh_from_db()
    assert event.title == "Dortes titel"


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
