"""What organisers type: how it is read, and what is refused in a sentence."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from programme import colours
from programme.admin.fields import ColourInput, KronerField
from programme.models import (
    Event,
    Organisation,
    User,
)
from tests.forms import shown
from tests.programme.admin_pages import NEW, address, errors, save, warnings
from tests.typed import fields_of, sentences_of, typed_into


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


@pytest.mark.long
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


def test_days_that_are_over_are_remarked_on_when_they_are_written_and_not_later(
    dorte_client: Client, event: Event
) -> None:
    told = "Søndag den 1. marts 2020 er forbi, så arrangementet står blandt de tidligere."
    days = ("registration_opens_on", "registration_closes_on", "binding_after", "substitutes_until")
    never = dict.fromkeys(days, "")
    saved = save(dorte_client, address("event", "change", event.pk), starts_on="1-3-2020", **never)
    assert saved.status_code == 302
    assert told in warnings(dorte_client.get(address("event", "changelist")))
    save(dorte_client, address("event", "change", event.pk), subtitle="På Ærø")
    assert told not in warnings(dorte_client.get(address("event", "changelist")))


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
