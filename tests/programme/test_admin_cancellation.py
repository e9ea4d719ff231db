"""The organiser's form asks for the rule for leaving a place, refuses what contradicts itself, and shows the text."""

from collections.abc import Callable
from datetime import date
from itertools import chain
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from programme import pricing
from programme.admin.cancellation_fields import StepsField
from programme.cancellation import Kind, Rule
from programme.models import Event, User
from tests.forms import shown
from tests.pages import text_of
from tests.rules import BY_STEPS, STEPS
from tests.typed import fields_of, sentences_of, typed_into

pytestmark = pytest.mark.django_db
MakeEvent = Callable[..., Event]


@pytest.fixture
def client(client: Client, dorte: User) -> Client:
    client.force_login(dorte)
    return client


def rows(*typed: tuple[str, str]) -> dict[str, str]:
    """The table as it is typed; the last of the four rows has no day."""
    empty = [("", "")] * (4 - len(typed))
    lines = [*typed[:-1], *empty, typed[-1]] if typed else empty
    found = {}
    for number, (until, cost) in enumerate(lines):
        found |= {f"cancellation_steps-{number}-until": until, f"cancellation_steps-{number}-cost": cost}
    found.pop("cancellation_steps-3-until")
    return found


SEED = rows(("2. september 2026", "0 %"), ("9/9-2026", "50 %"), ("", "100 %"))
BY_DATE = {"cancellation": "steps", "binding_after": ""}


def send(client: Client, event: Event, **typed: Any) -> HttpResponse:
    url = reverse("admin:programme_event_change", args=[event.pk])
    data = shown(client.get(url)) | typed
    # A browser sends the one button that was pressed.
    for button in {"_see_text", "_programme", "_save", "_continue", "_addanother"} - set(typed):
        data.pop(button, None)
    return client.post(url, data)


def rule_of(event: Event) -> Rule:
    return Event.objects.get(pk=event.pk).cancellation_rule


@pytest.mark.long
def test_the_usual_rule_asks_nothing_new(client: Client, event: Event) -> None:
    assert send(client, event).status_code == 302
    assert rule_of(event) == Rule(free_until=date(2026, 9, 2))


@pytest.mark.long
def test_steps_are_typed_as_danes_write_dates(client: Client, event: Event) -> None:
    assert send(client, event, **BY_DATE, **SEED).status_code == 302
    assert Event.objects.get(pk=event.pk).cancellation_steps == STEPS
    assert rule_of(event).kind is Kind.STEPS
    # And come back as they are typed.
    page = shown(client.get(reverse("admin:programme_event_change", args=[event.pk])))
    kept = {name: value for name, value in page.items() if name.startswith("cancellation_steps")}
    assert kept == rows(("02-09-2026", "0 %"), ("09-09-2026", "50 %"), ("", "100 %"))


def test_amounts_and_percentages_stand_beside_each_other(client: Client, event: Event) -> None:
    typed = rows(("2-9-2026", "intet"), ("9-9-2026", "500 kr."), ("12-9-2026", "647,50 kr"), ("", "75%"))
    assert send(client, event, **BY_DATE, **typed).status_code == 302
    assert Event.objects.get(pk=event.pk).cancellation_steps == [
        {"until": "2026-09-02", "percent": 0},
        {"until": "2026-09-09", "ore": 50_000},
        {"until": "2026-09-12", "ore": 64_750},
        {"until": None, "percent": 75},
    ]


@pytest.mark.long
def test_binding_at_once_and_staying_away(client: Client, event: Event, make_event: MakeEvent) -> None:
    assert send(client, event, cancellation="at_once", binding_after="").status_code == 302
    assert rule_of(event) == Rule(kind=Kind.AT_ONCE, releases=True)
    free = make_event(slug="gratis", fee_ore=None)
    typed = {"cancellation": "no_show", "binding_after": "", "no_show_fee_ore": "200"}
    assert send(client, free, **typed).status_code == 302
    assert rule_of(free) == Rule(kind=Kind.NO_SHOW, no_show_ore=20_000)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (BY_DATE, "Skriv mindst én dag, og hvad afbud koster derefter."),
        (BY_DATE | rows(("", "100 %")), "Skriv mindst én dag, eller vælg en anden regel."),
        (BY_DATE | rows(("2-9-2026", "0 %"), ("", "")),
         "Skriv, hvad afbud koster efter den sidste dag, for eksempel 100 %."),
        (BY_DATE | rows(("2-9-2026", ""), ("", "100 %")),
         "Skriv, hvad afbud koster til og med onsdag den 2. september 2026, for eksempel 50 %."),
        (BY_DATE | rows(("", "50 %"), ("", "100 %")),
         "Skriv den dag, til og med hvilken afbud koster 50 %, for eksempel 16-09-2015."),
        (BY_DATE | rows(("2-9-2026", "50"), ("", "100 %")), "Skriv 50 % eller 50 kr., så det ikke kan misforstås."),
        (BY_DATE | rows(("2-9-2026", "lidt"), ("", "100 %")),
         "»lidt« er ingen pris. Skriv en procent eller et beløb: 50 % eller 500 kr."),
        (BY_DATE | rows(("2-9-2026", "0 %"), ("", "101 %")),
         "Afbud kan ikke koste mere end hele deltagergebyret: 101 % er mere end 100 %."),
        (BY_DATE | rows(("2-9-26", "0 %"), ("", "100 %")), "Skriv årstallet med fire cifre: 02-09-2026."),
        (BY_DATE | rows(("9-9-2026", "0 %"), ("2-9-2026", "50 %"), ("", "100 %")),
         "Dagene skal komme efter hinanden: onsdag den 2. september 2026 er ikke efter onsdag den 9. september 2026."),
        (BY_DATE | rows(("9-9-2026", "0 %"), ("9-9-2026", "50 %"), ("", "100 %")), "Dagene skal komme efter hinanden"),
        (BY_DATE | rows(("16-9-2026", "0 %"), ("", "100 %")),
         "onsdag den 16. september 2026 er ikke før arrangementet, som begynder onsdag den 16. september 2026."),
        (BY_DATE | rows(("2-9-2026", "50 %"), ("", "25 %")),
         "Afbud må ikke blive billigere med tiden: I tabellen står først 50 % og så 25 %, som er mindre."),
        (BY_DATE | rows(("2-9-2026", "700 kr."), ("", "50 %")),
         "Afbud må ikke blive billigere med tiden: I tabellen står først 700 kr. og så 50 %, som er mindre."),
        (BY_DATE | rows(("2-9-2026", "0 %"), ("", "1.296 kr.")),
         "Gebyret er 1.295 kr., og 1.296 kr. er mere end det."),
        (BY_DATE | SEED | {"fee_ore": ""},
         "Arrangementet er gratis, så en procent af deltagergebyret er ingenting. Skriv beløb eller et gebyr."),
        ({"cancellation": "steps"} | SEED, "Denne regel har ingen sidste dag for frit afbud"),
        ({"cancellation": "at_once"}, "Denne regel har ingen sidste dag for frit afbud"),
        (SEED, "Tabellen hører til reglen »Afbud koster mere, jo senere det kommer«: Vælg den, eller tøm tabellen."),
        ({"no_show_fee_ore": "200"},
         "Beløbet hører til reglen »Gratis arrangement – den, der udebliver uden afbud, betaler«"),
        ({"cancellation": "no_show", "binding_after": "", "fee_ore": ""}, "Skriv, hvad den, der udebliver, betaler."),
        ({"cancellation": "no_show", "binding_after": "", "no_show_fee_ore": "200"},
         "Denne regel er til gratis arrangementer, og dette har et gebyr. Vælg en anden."),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_refused_in_a_sentence(
    dorte: User, event: Event, typed: dict[str, str], sentence: str
) -> None:
    form = typed_into(event, by=dorte, **typed)
    assert sentence in " ".join(chain.from_iterable(sentences_of(form).values()))
    kept = fields_of(form)
    assert {name: kept[name] for name in typed} == typed


@pytest.mark.long
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            BY_DATE | rows(("2-9-2026", "lidt"), ("", "100 %")),
            "»lidt« er ingen pris. Skriv en procent eller et beløb: 50 % eller 500 kr.",
        ),
        (
            {"cancellation": "no_show", "binding_after": "", "fee_ore": ""},
            "Skriv, hvad den, der udebliver, betaler.",
        ),
    ],
)
def test_what_is_refused_stands_on_the_page_with_the_sentence_and_changes_nothing(
    client: Client, event: Event, typed: dict[str, str], sentence: str
) -> None:
    page = send(client, event, **typed)
    assert page.status_code == 200
    assert sentence in text_of(page.content.decode())
    assert rule_of(event) == Rule(free_until=date(2026, 9, 2))
    kept = shown(page)
    assert {name: kept[name] for name in typed} == typed


@pytest.mark.long
def test_the_day_before_the_event_is_the_last_that_can_be_written(client: Client, event: Event) -> None:
    assert send(client, event, **BY_DATE, **rows(("15-9-2026", "0 %"), ("", "100 %"))).status_code == 302


def test_the_text_is_shown_before_it_is_saved(client: Client, event: Event) -> None:
    page = send(client, event, _see_text="1", **BY_DATE, **SEED)
    said = text_of(page.content.decode())
    assert "Sådan kommer den til at stå. Intet er gemt endnu." in said
    assert (
        "Du kan melde afbud, indtil det begynder. Det koster intet til og med onsdag den 2. september 2026, "
        "50 % af deltagergebyret (647,50 kr.) til og med onsdag den 9. september 2026 og derefter "
        "hele deltagergebyret (1.295 kr.). En anden person kan deltage i stedet."
    ) in said
    assert "It costs nothing up to and including Wednesday 2 September 2026" in said
    assert "Noget skal rettes" not in said
    assert rule_of(event) == Rule(free_until=date(2026, 9, 2))
    # What was typed stays, and is saved by the next press.
    assert {name: shown(page)[name] for name in SEED} == SEED
    assert client.post(page.request["PATH_INFO"], shown(page) | {"_save": "1"}).status_code in {200, 302}


def test_the_text_is_shown_by_the_prices_that_are_typed(client: Client, event: Event) -> None:
    def seen(**typed: str) -> str:
        row = {"order": "1", "name": "Medlem på Ærø", "amount_ore": "750", "vat": "included"} | typed
        prices = {f"prices-0-{name}": value for name, value in row.items()}
        return text_of(send(client, event, _see_text="1", fee_ore="", **prices).content.decode())

    Event.objects.update(fee_ore=None)
    free, paid = "Derefter regner vi med dig", "Derefter er tilmeldingen bindende"
    for typed, shown_text in (
        ({}, [paid]),
        ({"amount_ore": "0", "reason": "Åbent hus"}, [free]),
        ({"amount_ore": "mange"}, []),
    ):
        page = seen(**typed)
        assert [one for one in (free, paid) if one in page] == shown_text, typed
        assert ("Intet er gemt. Ret det, der er markeret, og se igen." in page) == (not shown_text)
    event.refresh_from_db()
    assert (event.prices.count(), event.has_prices, event.fee_ore) == (0, False, None)
    # Those that are saved hold as long as nothing else is typed, and no longer.
    event.prices.create(name="Deltager", amount_ore=75_000, order=1)
    pricing.settle(event)
    assert paid in text_of(send(client, event, _see_text="1").content.decode())
    changed = send(
        client, event, _see_text="1", **{"prices-0-amount_ore": "0", "prices-0-reason": "Åbent hus"}
    )
    assert free in text_of(changed.content.decode())
    assert event.prices.get().amount_ore == 75_000


@pytest.mark.long
def test_a_text_that_contradicts_itself_is_not_shown(client: Client, event: Event) -> None:
    page = send(client, event, _see_text="1", **BY_DATE, **rows(("2-9-2026", "50 %"), ("", "25 %")))
    said = text_of(page.content.decode())
    assert "Intet er gemt. Ret det, der er markeret, og se igen." in said
    assert "Afbud må ikke blive billigere" in said


def test_a_table_saved_meanwhile_is_told_as_it_is_typed(client: Client, event: Event) -> None:
    url = reverse("admin:programme_event_change", args=[event.pk])
    opened = shown(client.get(url))
    assert send(client, event, **BY_DATE, **SEED).status_code == 302
    page = client.post(url, opened | BY_DATE | rows(("1-9-2026", "10 %"), ("", "100 %")))
    assert "02-09-2026 0 %, 09-09-2026 50 %, 100 %" in text_of(page.content.decode())


@pytest.mark.long
def test_a_new_event_is_asked_for_its_rule_in_one_select(client: Client) -> None:
    page = client.get(reverse("admin:programme_event_add"))
    assert shown(page)["cancellation"] == "until_a_day"
    assert page.content.decode().count('name="cancellation"') == 1


def test_the_table_is_unchanged_as_long_as_nothing_else_is_meant(make_event: MakeEvent) -> None:
    field = StepsField()
    stored = make_event(**BY_STEPS).cancellation_steps
    assert not field.has_changed(stored, field.prepare_value(stored))
    assert field.has_changed(stored, field.prepare_value(stored[1:]))
    assert not field.has_changed(None, field.prepare_value(None))
