"""On the event's page: how many we are, lists, numbers for the kitchen, mails, and signing up on behalf of others."""

import re
from collections.abc import Callable
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from conference.clock import now
from programme.models import Event, User
from registration import kitchen, sentences, tasks
from registration.models import Booking, HistoryEntry, OwedMail, PersonalNeeds, Registration
from registration.services import acts, cancelling, substituting
from registration.services.booking import SignedUp
from registration.services.people import Person
from registration.services.room import WhenFull
from tests.cast import ANNE, BO, BOUND, CLARA, EMIL, ENDED, OPEN, at, owed, statuses
from tests.forms import shown

SignUp = Callable[..., SignedUp]
CLOSED = at("2026-09-10 00:00")


def url(event: Event, page: str = "change/") -> str:
    return f"/admin/programme/event/{event.pk}/{page}"


def text(response: Any) -> str:
    content = response.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", content[content.index('id="content"') :]).split())


class Fields(HTMLParser):
    """What a browser would send of the page's last form."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        if tag == "form":
            self.values = {}
        name = facts.get("name")
        if tag == "input" and name and (facts.get("type") != "checkbox" or "checked" in facts):
            self.values[name] = facts.get("value") or ""


def fields(response: Any) -> dict[str, str]:
    content = response.content.decode()
    parser = Fields()
    parser.feed(content[content.index('id="content"') :])
    return {name: value for name, value in parser.values.items() if name != "csrfmiddlewaretoken"}


# ------------------------------------------------------------------ how the organiser is told of substitutes


@pytest.mark.parametrize("other", [pytest.param("at_once", marks=pytest.mark.long), "never"])
def test_who_asks_to_be_told_in_another_way_is_told_of_those_who_wait_for_the_daily_mail(
    other: str, sign_up: SignUp, organiser: Client, event: Event, clock: time_machine.Traveller
) -> None:
    opened = shown(organiser.get(url(event)))

    def ask_for(notice: str) -> None:
        event.refresh_from_db()
        typed = opened | {"substitute_notice": notice, "version_seen": str(event.version)}
        assert organiser.post(url(event), typed).status_code == 302

    def hand_over(one: Registration, person: Person) -> None:
        substituting.substitute(registration_id=one.pk, person=person, now=now(), actor=acts.CONTACT)

    def told() -> list[list[dict[str, str]]]:
        mails = OwedMail.objects.filter(kind="substitutes_daily").order_by("pk")
        return [mail.facts["changes"] for mail in mails]

    bo, anne = sign_up(BO, ANNE).registrations
    ask_for("daily")
    hand_over(bo, CLARA)
    clock.shift(timedelta(minutes=1))
    ask_for("daily")
    assert told() == []
    ask_for(other)
    assert told() == [[{"old": "Bo Ågård", "new": "Clara Æbelø"}]]
    clock.shift(timedelta(hours=1))
    ask_for("daily")
    hand_over(anne, EMIL)
    clock.shift(timedelta(days=1))
    for _twice in range(2):
        tasks.daily_notices()
        assert told()[1:] == [[{"old": "Anne Mette Sørensen", "new": "Emil Uden-Mail"}]]
    ask_for(other)
    assert len(told()) == 2


# ------------------------------------------------------------------ how many we are


@pytest.mark.long
def test_the_event_s_page_says_how_many_we_are(sign_up: SignUp, organiser: Client, event: Event) -> None:
    _anne, bo, clara, emil = sign_up(ANNE, BO, CLARA, EMIL).registrations
    cancelling.cancel(registration_id=bo.pk, now=OPEN, actor=acts.CONTACT)
    cancelling.give_back(registration_id=clara.pk, now=BOUND, actor=acts.CONTACT)
    Registration.objects.filter(pk=emil.pk).update(status="waiting", waits_since=OPEN)
    response = organiser.get(url(event))
    page = text(response)
    assert "Hvor mange er vi 1 af 10 pladser er optaget 1 på venteliste" in page
    assert "1 givet tilbage" in page
    assert "1 afmeldt" in page
    for name, expected in [
        ("waiting_url", ["Emil Uden-Mail"]),
        ("given_back_url", ["Clara Æbelø"]),
        ("cancelled_url", ["Bo Ågård"]),
        ("taken_url", ["Anne Mette Sørensen"]),
    ]:
        listed = organiser.get(response.context["numbers"][name]).context["cl"].result_list
        assert [row.name for row in listed] == expected, name


@pytest.mark.long
def test_more_places_are_given_to_those_who_wait_as_the_page_is_saved(
    sign_up: SignUp, organiser: Client, event: Event, clock: time_machine.Traveller
) -> None:
    Event.objects.filter(pk=event.pk).update(capacity=1)
    sign_up(ANNE)
    event.refresh_from_db()
    with translation.override("da"):
        terms = sentences.terms(event, now=OPEN, waits=True)
    sign_up(BO, CLARA, terms=terms, when_full=WhenFull.AS_THEY_COME)
    for typed, clara in (("2", "waiting"), ("", "confirmed")):
        answer = organiser.post(url(event), shown(organiser.get(url(event))) | {"capacity": typed})
        assert answer.status_code == 302
        assert statuses(event.pk) == [
            (ANNE.name, "confirmed"),
            (BO.name, "confirmed"),
            (CLARA.name, clara),
        ]


def test_the_list_of_events_counts_people(
    sign_up: SignUp, organiser: Client, make_event: Callable[..., Event]
) -> None:
    sign_up(ANNE, BO)
    make_event(slug="uden-loft", title="Uden loft", capacity=None)
    page = text(organiser.get("/admin/programme/event/"))
    assert "2 af 10" in page
    assert re.search(r"Uden loft .* 0 ", page)


@pytest.mark.long
def test_an_event_may_still_be_saved_with_its_numbers(
    sign_up: SignUp, organiser: Client, event: Event
) -> None:
    sign_up(ANNE)
    add = organiser.get("/admin/programme/event/add/")
    assert add.status_code == 200
    assert "Hvor mange er vi" not in text(add)


@pytest.mark.long
@pytest.mark.parametrize(("role", "signs_up"), [("reader", False), ("desk", True)])
def test_whoever_may_not_change_the_event_still_sees_how_many_we_are(
    sign_up: SignUp, clock: Any, colleague: Callable[[str], Client], event: Event, role: str, signs_up: bool
) -> None:
    sign_up(ANNE)
    response = colleague(role).get(url(event))
    assert "1 af 10 pladser er optaget" in text(response)
    assert ("Tilmeld på vegne af andre" in text(response)) is signs_up


# ------------------------------------------------------------------ lists


@pytest.mark.long
def test_all_confirmed_are_taken_along_and_nobody_else(
    sign_up: SignUp, organiser: Client, event: Event, others_event: Event
) -> None:
    bo = sign_up(ANNE, BO, CLARA).registrations[1]
    sign_up(EMIL, event=others_event)
    cancelling.cancel(registration_id=bo.pk, now=OPEN, actor=acts.CONTACT)
    told = b"".join(organiser.get(url(event, "deltagere.csv")).streaming_content).decode("utf-8-sig")
    assert [line.split(";")[1] for line in told.split("\r\n")[1:-1]] == ["Anne Mette Sørensen", "Clara Æbelø"]
    workbook = b"".join(organiser.get(url(event, "deltagere.xlsx")).streaming_content)
    assert workbook[:2] == b"PK"
    page = organiser.get(url(event, "addresses/")).content.decode()
    assert "anne.mette@example.org&gt;; Clara Æbelø &lt;clara@example.org&gt;</textarea>" in page


def test_the_kitchen_is_given_numbers_and_no_names(sign_up: SignUp, organiser: Client, event: Event) -> None:
    people = sign_up(ANNE, BO, CLARA, EMIL).registrations
    told = [("Vegetar", ""), ("vegetar.", "Teleslynge"), ("Ærteallergi", ""), ("Ingen æg", "")]
    for one, (dietary, access) in zip(people, told, strict=True):
        PersonalNeeds.objects.create(
            registration=one, dietary_needs=dietary, access_needs=access, consent="Ja", consented_at=OPEN
        )
    substituting.substitute(
        registration_id=people[2].pk,
        person=substituting.Person(name="Ditte", email="ditte@example.org"),
        now=OPEN,
        actor=acts.CONTACT,
    )
    assert kitchen.needs_of(event) == kitchen.Needs(
        people=4, stated=3, dietary=[("Vegetar", 2), ("Ingen æg", 1)], access=[("Teleslynge", 1)]
    )
    page = text(organiser.get(url(event, "kitchen/")))
    assert "4 personer har plads, og 3 af dem har skrevet et behov." in page
    assert "2 Vegetar 1 Ingen æg" in page
    for one in people:
        assert one.name not in page


@pytest.mark.long
def test_the_kitchen_is_told_in_words_that_nobody_comes_or_needs_anything(
    sign_up: SignUp, organiser: Client, event: Event
) -> None:
    said = [text(organiser.get(url(event, "kitchen/")))]
    for person in (BO, CLARA):
        sign_up(person)
        said.append(text(organiser.get(url(event, "kitchen/"))))
    assert "Ingen har en plads endnu." in said[0]
    assert "1 person har plads og har ikke skrevet noget behov." in said[1]
    assert "2 personer har plads, og ingen har skrevet et behov." in said[2]


def test_the_mails_are_read_before_they_are_sent(organiser: Client, event: Event) -> None:
    page = text(organiser.get(url(event, "mails/")))
    assert "Læring på tværs" in page
    assert "Emne" in page
    assert Registration.objects.count() == 0


# ------------------------------------------------------------------ on behalf

TYPED = {
    "contact_name": "Tove Ålund",
    "contact_email": "Tove@example.org",
    "contact_phone": "",
    "organisation": "Ærø Bibliotek",
    "p1-name": "Bo Ågård",
    "p1-job_title": "Leder",
    "p1-email": "bo@example.org",
    "p2-name": "Emil Uden-Mail",
    "p2-organisation": "Øby Bibliotek",
    "rows": "3",
    "action": "check",
}


def check(client: Client, event: Event, **changes: str) -> Any:
    return client.post(url(event, "sign-up/"), TYPED | changes)


def confirm(client: Client, event: Event, page: Any, **changes: str) -> Any:
    return client.post(url(event, "sign-up/"), fields(page) | {"action": "confirm"} | changes)


@pytest.mark.long
def test_people_are_signed_up_on_behalf_of_another(organiser: Client, event: Event) -> None:
    page = check(organiser, event)
    assert Booking.objects.count() == 0
    for sentence in (
        "2 personer får plads",
        "Bo Ågård , Leder, Ærø Bibliotek – bo@example.org",
        "Emil Uden-Mail , Øby Bibliotek – ingen egen e-mail; mails går til kontaktpersonen",
        "Kontaktpersonen er Tove Ålund, tove@example.org.",
        "til og med onsdag den 2. september 2026",
        "Tilmeld 2 personer",
    ):
        assert sentence in text(page), sentence
    done = organiser.get(confirm(organiser, event, page)["Location"])
    assert [str(message) for message in done.context["messages"]] == [
        "2 personer er tilmeldt. Bekræftelsen er på vej til tove@example.org."
    ]
    booking = Booking.objects.get()
    assert (booking.door, booking.contact_name, booking.language) == ("organiser", "Tove Ålund", "da")
    rows = booking.registrations.order_by("pk").values_list("name", "organisation", "email", "status")
    assert list(rows) == [
        ("Bo Ågård", "Ærø Bibliotek", "bo@example.org", "confirmed"),
        ("Emil Uden-Mail", "Øby Bibliotek", "", "confirmed"),
    ]
    assert [(kind, to) for kind, to, _facts in owed()] == [
        ("booking_confirmed", "tove@example.org"),
        ("place_confirmed", "bo@example.org"),
    ]
    entries = HistoryEntry.objects.values_list("verb", "actor", "user__name", "bent")
    assert list(entries) == [("signed_up", "organiser", "Dorte Ørsted", "")] * 2


@pytest.mark.long
def test_the_contact_may_come_too(organiser: Client, event: Event) -> None:
    page = check(organiser, event, attends="on", job_title="Sekretær")
    assert confirm(organiser, event, page).status_code == 302
    rows = Registration.objects.order_by("pk").values_list("name", "job_title", "email")
    assert rows[0] == ("Tove Ålund", "Sekretær", "tove@example.org")
    assert len(rows) == 3


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Bo ågård", "Bo Ågård står på listen mere end én gang: Er det én og samme person"),
        ("Bo Ågårdsen", ""),
    ],
)
def test_a_name_that_stands_twice_is_asked_about_and_the_organiser_may_go_on(
    name: str, asked: str, organiser: Client, event: Event
) -> None:
    page = check(organiser, event, **{"p2-name": name})
    assert asked in text(page)
    assert ("mere end én gang" in text(page)) is bool(asked)
    assert confirm(organiser, event, page).status_code == 302
    assert set(Registration.objects.values_list("name", flat=True)) == {"Bo Ågård", name}


PASTED = (
    "Navn\tStilling\tArbejdsplads\tE-mail\n"
    "Bo Ågård\tLeder\tÆrø Bibliotek\tbo@example.org\n"
    "Clara Æbelø\tvegetar\tØby Bibliotek\tclara(at)example.org\n"
)


def test_a_list_from_excel_fills_the_rows_and_says_what_was_left_out(organiser: Client, event: Event) -> None:
    typed = {"contact_name": "Tove", "p1-name": "Emil", "rows": "3", "pasted": PASTED, "action": "paste"}
    page = organiser.post(url(event, "sign-up/"), typed)
    sent = fields(page)
    rows = [
        [sent[f"p{number}-{name}"] for name in ("name", "job_title", "organisation", "email")]
        for number in range(1, int(sent["rows"]) + 1)
    ]
    assert rows == [
        ["Emil", "", "", ""],
        ["Bo Ågård", "Leder", "Ærø Bibliotek", "bo@example.org"],
        ["Clara Æbelø", "", "Øby Bibliotek", ""],
        *[["", "", "", ""]] * 3,
    ]
    assert sent["contact_name"] == "Tove"
    assert "clara(at)example.org" in text(page)
    assert "»vegetar« har intet felt her og kom ikke med. Kost og særlige behov skriver hver person" in text(
        page
    )
    assert Booking.objects.count() == 0


def test_a_list_without_names_says_so_and_keeps_the_text(organiser: Client, event: Event) -> None:
    page = organiser.post(url(event, "sign-up/"), {"pasted": "", "action": "paste"})
    assert "Vi fandt ingen navne på listen" in text(page)


@pytest.mark.parametrize("action", ["check", "rows"])
def test_a_list_is_read_whatever_is_pressed_and_read_once(
    action: str, organiser: Client, event: Event
) -> None:
    typed = TYPED | {"pasted": PASTED + "Dan Ø\t\t\tdan@example.org", "action": action}
    page = organiser.post(url(event, "sign-up/"), typed)
    assert "3 personer fra den står i felterne nedenfor" in text(page)
    names = [fields(page)[f"p{number}-name"] for number in range(1, 5)]
    assert names == ["Bo Ågård", "Emil Uden-Mail", "Clara Æbelø", "Dan Ø"]
    sent = fields(page) | {"pasted": page.context["pasted"], "action": "check"}
    again = organiser.post(url(event, "sign-up/"), sent | {"contact_email": "nej"})
    assert [field for field, _error in again.context["errors"]] == ["id_contact_email"]
    assert (again.context["pasted"], fields(again)["p5-name"]) == (typed["pasted"], "")
    right = organiser.post(url(event, "sign-up/"), sent)
    assert "4 personer får plads" in text(right)


@pytest.mark.long
@pytest.mark.parametrize(("rows", "left_out"), [(98, []), (99, ["Dan Ø"])])
def test_rows_without_room_for_a_list_say_who_was_left_out(
    rows: int, left_out: list[str], organiser: Client, event: Event
) -> None:
    there = {f"p{i}-name": f"Emil Å{i}" for i in range(1, rows + 1)} | {"rows": str(rows)}
    typed = there | {"pasted": "Clara Æbelø\nDan Ø", "action": "paste"}
    page = organiser.post(url(event, "sign-up/"), typed)
    sent = fields(page)
    assert [sent["p1-name"], sent[f"p{rows}-name"], sent[f"p{rows + 1}-name"]] == [
        "Emil Å1",
        f"Emil Å{rows}",
        "Clara Æbelø",
    ]
    assert page.context["left_over"].splitlines() == left_out
    said = "Der kan højst tilmeldes 100 personer ad gangen, så 1 fra listen er ikke kommet med."
    assert (said in text(page)) is bool(left_out)


@pytest.mark.parametrize("action", ["check", "paste", "rows", "confirm"])
def test_what_is_typed_on_behalf_of_others_outlives_a_page_that_had_been_open_for_too_long(
    action: str, organiser: Client, dorte: User, event: Event
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(dorte)
    sent = TYPED
    if action == "paste":
        sent = TYPED | {"pasted": "Søren Ærø <soeren@example.org>"}
    elif action == "confirm":
        sent = fields(check(organiser, event))
    page = strict.post(url(event, "sign-up/"), sent | {"action": action})
    assert page.status_code == 200
    assert "Siden havde været åben længe." in text(page)
    kept = page.content.decode()
    assert all(f'value="{value}"' in kept for value in TYPED.values() if len(value) > 5)
    assert ("Søren Ærø" in kept) == (action == "paste")
    assert not Booking.objects.exists()
    token = {"csrfmiddlewaretoken": page.context["csrf_token"]}
    again = strict.post(url(event, "sign-up/"), fields(page) | token | {"action": "confirm"})
    assert again.status_code == (302 if action in {"confirm", "check"} else 200)


@pytest.mark.long
def test_why_a_rule_is_set_aside_outlives_a_page_that_had_been_open_for_too_long(
    organiser: Client, dorte: User, event: Event, clock: time_machine.Traveller
) -> None:
    clock.move_to(CLOSED)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(dorte)
    typed = fields(check(organiser, event)) | {
        "set_aside": "on",
        "reason": "Ringede i går",
        "action": "confirm",
    }
    page = strict.post(url(event, "sign-up/"), typed)
    assert 'value="Ringede i går"' in page.content.decode()
    assert not Booking.objects.exists()


def test_more_rows_keep_what_was_typed(organiser: Client, event: Event) -> None:
    page = organiser.post(url(event, "sign-up/"), TYPED | {"action": "rows"})
    sent = fields(page)
    assert (sent["rows"], sent["p1-name"], sent["p2-name"], sent["p5-name"]) == (
        "5",
        "Bo Ågård",
        "Emil Uden-Mail",
        "",
    )


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"contact_name": ""}, "id_contact_name"),
        ({"contact_email": "nej"}, "id_contact_email"),
        ({"p1-name": "", "p1-email": "bo@example.org"}, "id_p1-name"),
        ({"p2-email": "nej"}, "id_p2-email"),
        ({"p2-name": "Bo Ågård", "p2-email": "bo@example.org"}, "id_p2-name"),
        ({"p1-job_title": "Leder 010203-1234"}, "id_p1-job_title"),
        (
            {"p1-name": "", "p1-job_title": "", "p1-email": "", "p2-name": "", "p2-organisation": ""},
            "id_pasted",
        ),
    ],
)
def test_what_is_wrong_is_told_on_top_and_nothing_typed_is_lost(
    organiser: Client, event: Event, wrong: dict[str, str], where: str
) -> None:
    page = check(organiser, event, **wrong)
    assert [field for field, _error in page.context["errors"]] == [where]
    sent = fields(page)
    assert {name: sent[name] for name in wrong} == wrong
    assert Booking.objects.count() == 0


def test_what_is_wrong_in_a_row_says_which_row_and_field(organiser: Client, event: Event) -> None:
    page = check(organiser, event, contact_name="", **{"p2-email": "nej"})
    assert page.context["errors"] == [
        ("id_contact_name", "Kontaktpersonens navn: Skriv navnet."),
        ("id_p2-email", "Række 2, E-mail: Det er ikke en e-mailadresse. Skriv den som navn@example.org."),
    ]


@pytest.mark.long
def test_the_check_page_leads_back_with_everything(organiser: Client, event: Event) -> None:
    page = check(organiser, event)
    back = organiser.post(url(event, "sign-up/"), fields(page) | {"action": "edit"})
    sent = fields(back)
    assert {name: sent[name] for name in TYPED if TYPED[name] and name not in {"rows", "action"}} == {
        name: value for name, value in TYPED.items() if value and name not in {"rows", "action"}
    }


def test_pressing_twice_signs_up_once(organiser: Client, event: Event) -> None:
    page = check(organiser, event)
    first, second = confirm(organiser, event, page), confirm(organiser, event, page)
    assert first["Location"] == second["Location"]
    assert Booking.objects.count() == 1
    other = confirm(organiser, event, page, **{"p1-name": "Clara Æbelø", "p1-email": "clara@example.org"})
    assert "listen var en anden" in text(other)
    assert Booking.objects.count() == 1
    assert confirm(organiser, event, other).status_code == 302
    assert Booking.objects.count() == 2


@pytest.mark.long
def test_whoever_has_a_place_keeps_it_and_is_named(sign_up: SignUp, organiser: Client, event: Event) -> None:
    sign_up(BO)
    page = check(organiser, event)
    for sentence in (
        "1 person får plads",
        "Bo Ågård , Leder, Ærø Bibliotek – bo@example.org – har allerede en plads og beholder den",
        "kontaktpersonen – 1.295 kr. Kontaktpersonen",
        "I alt 1.295 kr., heraf moms 259 kr.",
        "Tilmeld 1 person",
    ):
        assert sentence in text(page), sentence
    done = organiser.get(confirm(organiser, event, page)["Location"])
    assert [str(message) for message in done.context["messages"]] == [
        "1 person er tilmeldt. Bekræftelsen er på vej til tove@example.org.",
        "Bo Ågård havde allerede en plads og beholder den.",
    ]


@pytest.mark.long
def test_where_all_have_a_place_there_is_nothing_to_press(
    sign_up: SignUp, organiser: Client, event: Event
) -> None:
    sign_up(BO)
    page = check(organiser, event, **{"p2-name": "", "p2-organisation": ""})
    assert "Alle har en plads i forvejen" in text(page)
    assert 'value="confirm"' not in page.content.decode()
    page = check(organiser, event)
    assert 'value="confirm"' in page.content.decode()


@pytest.mark.long
def test_whoever_has_a_place_does_not_count_against_the_places_left(
    sign_up: SignUp, organiser: Client, event: Event
) -> None:
    sign_up(BO)
    Event.objects.filter(pk=event.pk).update(capacity=2)
    assert confirm(organiser, event, check(organiser, event)).status_code == 302
    assert statuses(event.pk) == [("Bo Ågård", "confirmed"), ("Emil Uden-Mail", "confirmed")]


@pytest.mark.long
@pytest.mark.parametrize(
    ("now", "said", "bent"),
    [
        (at("2026-04-30 23:59"), "Tilmeldingen åbner", "not_yet_open"),
        (CLOSED, "Tilmeldingen lukkede", "closed"),
        (
            at("2026-09-16 09:00"),
            "Arrangementet begyndte onsdag den 16. september 2026, så man kan ikke længere selv tilmelde sig",
            "over",
        ),
    ],
)
def test_outside_the_days_of_sign_up_a_reason_is_asked_and_logged(
    organiser: Client, event: Event, clock: time_machine.Traveller, now: Any, said: str, bent: str
) -> None:
    clock.move_to(now)
    page = check(organiser, event)
    assert said in text(page)
    for typed in ({}, {"set_aside": "on"}, {"reason": "Ringede"}):
        again = confirm(organiser, event, page, **typed)
        assert again.context["bend"].errors, typed
    assert Booking.objects.count() == 0
    answer = confirm(organiser, event, page, set_aside="on", reason="Ringede før fristen")
    assert answer.status_code == 302
    entries = HistoryEntry.objects.values_list("bent", "reason")
    assert set(entries) == {(bent, "Ringede før fristen")}


@pytest.mark.long
@pytest.mark.parametrize("now", [at("2026-05-01 00:00"), at("2026-09-09 23:59")])
def test_on_the_days_of_sign_up_no_reason_is_asked(
    organiser: Client, event: Event, clock: time_machine.Traveller, now: Any
) -> None:
    clock.move_to(now)
    page = check(organiser, event)
    assert page.context["bend"] is None
    assert confirm(organiser, event, page).status_code == 302


def test_no_reason_gives_a_place_that_is_not_there(
    organiser: Client, make_event: Callable[..., Event], clock: time_machine.Traveller
) -> None:
    event = make_event(capacity=1)
    clock.move_to(CLOSED)
    bent = {"set_aside": "on", "reason": "Ringede"}
    full = check(organiser, event, **bent)
    assert "Der er kun 1 plads tilbage" in text(full)
    assert fields(full)["p2-name"] == "Emil Uden-Mail"
    one = {"p2-name": "", "p2-organisation": ""}
    page = check(organiser, event, **one)
    Event.objects.filter(pk=event.pk).update(capacity=0)
    assert "Alle pladser er taget" in text(confirm(organiser, event, page, **bent))
    assert Booking.objects.count() == 0
    Event.objects.filter(pk=event.pk).update(capacity=1)
    assert confirm(organiser, event, page, **bent).status_code == 302
    assert statuses(event.pk) == [("Bo Ågård", "confirmed")]


@pytest.mark.parametrize(
    ("changes", "now", "said"),
    [
        ({"status": "draft"}, OPEN, "ikke"),
        ({"status": "cancelled"}, OPEN, "aflyst"),
        ({}, ENDED, "begyndte"),
    ],
)
def test_nobody_is_signed_up_where_no_organiser_may(
    organiser: Client,
    make_event: Callable[..., Event],
    clock: time_machine.Traveller,
    changes: dict[str, Any],
    now: Any,
    said: str,
) -> None:
    event = make_event(**changes)
    clock.move_to(now)
    bent = {"set_aside": "on", "reason": "Ringede", "key": "k", "action": "confirm"}
    for response in (organiser.get(url(event, "sign-up/")), check(organiser, event, **bent)):
        assert response.status_code == 409
        assert said in text(response)
    assert Booking.objects.count() == 0


@pytest.mark.long
def test_terms_that_changed_meanwhile_are_read_again(organiser: Client, event: Event) -> None:
    page = check(organiser, event)
    Event.objects.filter(pk=event.pk).update(binding_after="2026-08-20")
    again = confirm(organiser, event, page)
    assert "Betingelserne er ændret" in text(again)
    assert "20. august 2026" in text(again)
    assert Booking.objects.count() == 0
    assert confirm(organiser, event, again).status_code == 302
