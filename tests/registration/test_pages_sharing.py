"""A place shared by two, as the person herself, her contact and the other see it."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client

from programme.models import Event
from registration import links
from registration.models import OwedMail, Registration
from registration.services import choosing, sharing
from registration.services.acts import ATTENDEE, CONTACT
from registration.services.booking import SignedUp
from registration.services.people import Contact
from tests.cast import ANNE, BO, BOUND, CLARA, OPEN, STARTED
from tests.registration.items import ids, workshops
from tests.registration.pages import SUMMER, fields, own_page, summary, text
from tests.registration.shared import (
    ON_THE_FIRST,
    ON_THE_SECOND,
    SECOND,
    THIRD,
    days_of,
    dinner,
    over_days,
    share,
)

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]
OTHER = {"days.1": "2026-09-17", "name": "Clara Æbelø", "email": "clara@example.org"}
SHARE = "Del pladsen med en anden"


@pytest.fixture
def event(event: Event) -> Event:
    return over_days(event)


@pytest.fixture
def place(sign_up: SignUp) -> Registration:
    return sign_up(BO).registrations[0]


@pytest.fixture(autouse=True)
def summer() -> Any:
    with time_machine.travel(SUMMER, tick=False) as clock:
        yield clock


def by_contact(place: Registration, act: str) -> str:
    return f"/samlet/{links.booking_token(place.booking)}/{place.pk}/{act}"


def test_a_place_is_shared_on_the_own_page(client: Client, place: Registration, event: Event) -> None:
    assert SHARE in text(client.get(own_page(place)))
    form = client.get(own_page(place, "del/"))
    assert "Du kommer selv de dage, du ikke sætter kryds ved." in text(form)
    check = client.post(own_page(place, "del/"), fields(form) | OTHER)
    said = text(check)
    assert f"Du {capital(ON_THE_FIRST)}" in said
    assert "Kan Clara Æbelø alligevel ikke komme, har du igen pladsen alle dage." in said
    assert "Bo Ågård" not in said
    assert f"Clara Æbelø {capital(ON_THE_SECOND)}" in said
    assert "Clara Æbelø får en mail med sit eget link på clara@example.org." in said
    assert days_of(event) == [("Bo Ågård", "confirmed", "")]
    # Back to the form, which holds what was typed.
    again = client.post(own_page(place, "del/"), fields(check) | {"action": "edit"})
    assert fields(again).items() >= OTHER.items()
    done = client.post(own_page(place, "del/"), fields(check) | {"action": "confirm"})
    page = text(client.get(done.url))  # type: ignore[attr-defined]
    assert "Nu deler I pladsen. En mail om det er på vej til clara@example.org, bo@example.org og" in page
    first, second = capital(ON_THE_FIRST), capital(ON_THE_SECOND)
    assert f"Du kommer {first} Deler pladsen med Clara Æbelø {second}" in page
    assert SHARE not in page
    # The same press once more is told how it stands.
    twice = client.post(own_page(place, "del/"), fields(check) | {"action": "confirm"})
    assert (twice.status_code, "Pladsen deles allerede af to." in text(twice)) == (409, True)
    hers = text(client.get(own_page(Registration.objects.get(name="Clara Æbelø"))))
    assert f"Du kommer {second} Deler pladsen med Bo Ågård {first}" in hers
    assert ["Meld afbud til dine dage" in hers, "Ret, hvem der kommer" in hers] == [True, False]


def capital(words: str) -> str:
    return words[0].upper() + words[1:]


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"days.1": None}, [("id_days_0", "Hvilke dage kommer den anden? Sæt kryds ved mindst én dag.")]),
        (
            {"days.0": "2026-09-16"},
            [
                (
                    "id_days_0",
                    "Hvilke dage kommer den anden? Hver af de to skal komme mindst én dag. Skal en anden komme alle "
                    "dagene, så overdrag pladsen i stedet.",
                )
            ],
        ),
        ({"email": ""}, [("id_email", "E-mail: Skriv e-mailadressen.")]),
        (
            {"name": "Anne Mette Sørensen", "email": "anne.mette@example.org"},
            [
                (
                    "id_name",
                    "Navn: Denne person har allerede en plads og kan ikke få en til. Spørgsmål? Skriv til Dorte "
                    "Ørsted, dorte@example.org.",
                )
            ],
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    changes: dict[str, str | None], errors: list[tuple[str, str]], client: Client, sign_up: SignUp
) -> None:
    place = sign_up(BO, ANNE).registrations[0]
    typed = {name: value for name, value in (OTHER | changes).items() if value is not None}
    assert summary(client.post(own_page(place, "del/"), typed)) == errors


def test_the_contact_shares_a_place_changes_the_days_and_ends_it(
    client: Client, place: Registration, event: Event
) -> None:
    nobody = {"days.0": "2026-09-16", "name": "Emil Uden-Mail"}
    assert "Bo Ågård kommer de dage, du ikke sætter kryds ved." in text(client.get(by_contact(place, "del/")))
    check = text(client.post(by_contact(place, "del/"), nobody))
    assert f"Bo Ågård {capital(ON_THE_SECOND)} Emil Uden-Mail {capital(ON_THE_FIRST)}" in check
    assert "har Bo Ågård igen pladsen alle dage" in check
    done = client.post(by_contact(place, "del/"), nobody | {"action": "confirm"})
    page = text(client.get(done.url))  # type: ignore[attr-defined]
    assert "Nu deles pladsen." in page
    assert f"Kommer {ON_THE_SECOND} · deler pladsen med Emil Uden-Mail" in page
    assert f"Kommer {ON_THE_FIRST} · deler pladsen med Bo Ågård" in page
    who_ends_it = (
        "Skal Bo Ågård igen komme alle dage, opgiver Emil Uden-Mail sine dage på sin egen side, eller du"
    )
    assert who_ends_it in text(client.get(by_contact(place, "dage/")))
    halves = text(client.get(by_contact(place, "overdrag/")))
    assert "Det er kun de dage, Bo Ågård kommer, der overdrages." in halves
    check = client.post(by_contact(place, "dage/"), {"days.0": "2026-09-16"})
    assert check.url.endswith(f"?ok=unchanged&plads={place.pk}")  # type: ignore[attr-defined]
    check = client.post(by_contact(place, "dage/"), {"days.1": "2026-09-17"})
    said = text(check)
    assert f"Bo Ågård {capital(ON_THE_FIRST)} Emil Uden-Mail {capital(ON_THE_SECOND)}" in said
    assert "Bo Ågård får besked med mail. En mail til dig på anne.mette@example.org bekræfter det." in said
    again = client.post(by_contact(place, "dage/"), fields(check) | {"action": "edit"})
    assert fields(again)["days.1"] == "2026-09-17"
    changed = client.post(by_contact(place, "dage/"), fields(check) | {"action": "confirm"})
    assert "Dagene er rettet." in text(client.get(changed.url))  # type: ignore[attr-defined]
    assert [days for _name, _status, days in days_of(event)] == ["2026-09-16", "2026-09-17"]
    second = Registration.objects.get(name="Emil Uden-Mail")
    asked = text(client.get(by_contact(second, "afbud/")))
    assert "Emil Uden-Mail kommer alligevel ikke, og Bo Ågård har igen pladsen alle dage." in asked
    client.post(by_contact(second, "afbud/"))
    assert days_of(event)[0] == ("Bo Ågård", "confirmed", "")


@pytest.mark.parametrize(
    ("fields_of_event", "now", "told"),
    [
        ({"places_may_be_shared": False}, OPEN, "Ved dette arrangement kan en plads ikke deles af to."),
        ({}, STARTED, "Arrangementet begyndte onsdag den 16. september 2026"),
        ({"status": "cancelled"}, OPEN, "Spørgsmål? Skriv til Dorte Ørsted"),
    ],
)
def test_where_a_place_is_not_shared_nothing_of_it_shows(
    fields_of_event: dict[str, Any],
    now: Any,
    told: str,
    client: Client,
    place: Registration,
    summer: time_machine.Traveller,
) -> None:
    Event.objects.update(**fields_of_event)
    summer.move_to(now)
    assert "Del " not in text(client.get(own_page(place)))
    assert "Del " not in text(client.get(f"/samlet/{links.booking_token(place.booking)}/"))
    for page in (client.get(own_page(place, "del/")), client.post(own_page(place, "del/"), OTHER)):
        assert (page.status_code, told in text(page)) == (409, True)


def test_before_a_turn_on_the_waiting_list_ends_it_is_said(
    client: Client, place: Registration, sign_up: SignUp
) -> None:
    waits = sign_up(CLARA, contact=Contact(name="Clara Æbelø", email="clara@example.org")).registrations[0]
    waiting = {"status": "waiting", "waits_since": OPEN, "confirmed_at": None}
    Registration.objects.filter(pk=waits.pk).update(**waiting)
    assert "Clara Æbelø står på ventelisten til en hel plads. Man kan ikke både dele en plads og" in (
        text(client.post(own_page(place, "del/"), OTHER))
    )
    said = "Clara Æbelø står på ventelisten. Turen på ventelisten slutter."
    assert said in text(client.post(own_page(place, "overdrag/"), OTHER))
    hers = text(client.post(own_page(place, "ny-person/"), OTHER))
    assert "Du står selv på ventelisten. Din tur på ventelisten slutter." in hers


def test_where_another_page_is_spoken_of_there_is_a_link_to_it(client: Client, sign_up: SignUp) -> None:
    place = sign_up(ANNE).registrations[0]
    share(place)
    page = client.get(own_page(place, "dage/")).content.decode()
    assert f'<a href="/{place.event.slug}/find-min-tilmelding/">Få linket til den med mail</a>' in page
    home = f"/samlet/{links.booking_token(place.booking)}/"
    by_the_contact = client.get(by_contact(place, "dage/")).content.decode()
    assert f'<a href="{home}">siden for tilmeldingen</a>' in by_the_contact


def test_what_was_changed_meanwhile_is_shown_before_the_days_are(
    client: Client, place: Registration, event: Event
) -> None:
    over_days(event, until=THIRD)
    share(place)
    check = fields(client.post(own_page(place, "dage/"), {"days.0": "2026-09-16"}))
    sharing.change_days(registration_id=place.pk, days=(THIRD,), now=OPEN, actor=CONTACT)
    again = client.post(own_page(place, "dage/"), check | {"action": "confirm"})
    assert (again.status_code, "Noget er ændret i mellemtiden." in text(again)) == (409, True)
    assert days_of(event)[1] == ("Clara Æbelø", "confirmed", "2026-09-18")
    assert client.post(own_page(place, "dage/"), fields(again) | {"action": "confirm"}).status_code == 302
    assert days_of(event)[1] == ("Clara Æbelø", "confirmed", "2026-09-16")


@pytest.mark.parametrize("door", [own_page, by_contact])
def test_the_other_gets_all_days(door: Callable[..., str], client: Client, place: Registration) -> None:
    second = share(place)
    home = (
        client.get(own_page(place))
        if door is own_page
        else client.get(f"/samlet/{links.booking_token(place.booking)}/")
    )
    assert "Lad Clara Æbelø få alle dagene" in text(home)
    assert "få alle dagene" not in text(client.get(own_page(second)))
    assert "Kan Clara Æbelø komme alle dagene i stedet? Så lad Clara Æbelø få pladsen" in (
        text(client.get(door(place, "afbud/")))
    )
    check = client.get(door(place, "alle-dage/"))
    assert "Pladsen går over til Clara Æbelø , som kommer alle dagene." in text(check)
    stale = client.post(door(place, "alle-dage/"), fields(check) | {"seen": "før"})
    assert (stale.status_code, "Noget er ændret i mellemtiden." in text(stale)) == (409, True)
    done = client.post(door(place, "alle-dage/"), fields(check))
    page = text(client.get(done.url))  # type: ignore[attr-defined]
    assert ("Pladsen er overdraget" if door is own_page else "clara@example.org") in page
    assert "Clara Æbelø – " not in page
    # Her old link was followed by a newer one.
    old = client.get(own_page(second))
    assert (old.status_code, "Der er sendt et nyere link" in text(old)) == (410, True)
    whole = Registration.objects.get(substitute_for=place)
    assert "Du har en plads." in text(client.get(own_page(whole)))
    assert "Clara Æbelø" in text(client.post(by_contact(second, "afbud/")))
    assert client.get(own_page(place, "alle-dage/")).status_code == 410


def test_naming_the_other_in_a_hand_over_says_what_can_be_done(client: Client, place: Registration) -> None:
    share(place)
    ((_field, said),) = summary(client.post(own_page(place, "overdrag/"), OTHER))
    assert "Denne person deler allerede pladsen. Den, der har den, kan lade den anden få alle dagene" in said


def test_before_a_place_is_handed_over_it_is_said_what_goes_along(
    client: Client, place: Registration, event: Event
) -> None:
    items = workshops(event)
    chosen: dict[str, Any] = {"sessions": ids(items["læsning"]), "now": OPEN, "actor": ATTENDEE}
    choosing.choose(registration_id=place.pk, **chosen)
    said = "Det, Bo Ågård har valgt i programmet, følger med: Læsning på tværs."
    assert said in text(client.post(own_page(place, "overdrag/"), OTHER))


def test_the_event_page_says_that_a_place_can_be_shared(client: Client, event: Event) -> None:
    said = "To kan dele en plads og komme hver sine dage: Tilmeld den ene"
    assert said in text(client.get(f"/{event.slug}/"))
    Event.objects.update(places_may_be_shared=False)
    assert said not in text(client.get(f"/{event.slug}/"))


def test_who_may_not_change_the_days_is_told_what_is_so(client: Client, place: Registration) -> None:
    assert "Pladsen deles ikke med nogen." in text(client.get(own_page(place, "dage/")))
    second = share(place)
    refused = client.get(own_page(second, "dage/"))
    assert (refused.status_code, "Det er den, du deler pladsen med, eller" in text(refused)) == (409, True)


def test_in_english(client: Client, place: Registration) -> None:
    page = text(client.post(f"/en{own_page(place, 'del/')}", OTHER))
    assert "Check how the place is shared" in page
    assert "Clara Æbelø Thursday 17 September 2026" in page
    share(place)
    own = text(client.get(f"/en{own_page(place)}"))
    assert (
        "You come on Wednesday 16 September 2026 Shares the place with Clara Æbelø Thursday 17 September"
        in own
    )


def test_with_the_place_both_leave_and_the_page_says_so_first(
    client: Client, place: Registration, summer: time_machine.Traveller
) -> None:
    share(place)
    summer.move_to(BOUND)
    asked = text(client.get(own_page(place, "giv-tilbage/")))
    assert "den plads tilbage, du deler med Clara Æbelø , for jer begge" in asked
    asked = text(client.get(by_contact(place, "giv-tilbage/")))
    assert "den plads tilbage, som Bo Ågård deler med Clara Æbelø , for dem begge" in asked
    done = client.post(own_page(place, "giv-tilbage/"))
    page = text(client.get(done.url))  # type: ignore[attr-defined]
    assert "bo@example.org, anne.mette@example.org og clara@example.org" in page
    second = Registration.objects.get(name="Clara Æbelø")
    assert "Der blev meldt afbud torsdag" in text(client.get(own_page(second)))


def test_each_chooses_of_the_programme_of_her_own_days(
    client: Client, place: Registration, event: Event
) -> None:
    items = workshops(event)
    items["aften"].day = SECOND
    items["aften"].save()
    chosen = ids(items["læsning"], items["aften"])
    choosing.choose(registration_id=place.pk, sessions=chosen, now=OPEN, actor=ATTENDEE)
    check = text(client.post(own_page(place, "del/"), OTHER))
    goes = "valgt i programmet på de dage, Clara Æbelø kommer, går over til Clara Æbelø: Aftensang."
    assert f"Det, du har {goes}" in check
    assert f"Det, Bo Ågård har {goes}" in text(client.post(by_contact(place, "del/"), OTHER))
    second = share(place)
    offered = [
        title in text(client.get(own_page(whose, "programpunkter/")))
        for whose in (place, second)
        for title in ("Læsning på tværs", "Aftensang")
    ]
    assert offered == [True, False, False, True]
    check = text(client.post(own_page(place, "dage/"), {"days.0": "2026-09-16"}))
    assert f"Du {capital(ON_THE_SECOND)} Clara Æbelø {capital(ON_THE_FIRST)}" in check
    assert (
        "Det, du har valgt i programmet på de dage, Clara Æbelø kommer, går over til Clara Æbelø: Læs"
        in check
    )
    assert "Det, Clara Æbelø har valgt i programmet på dine dage, går over til dig: Aftensang." in check
    asked = text(client.get(own_page(place, "dage/")))
    assert "Du kommer selv de dage, du ikke sætter kryds ved." in asked
    assert "Skal du igen komme alle dage, opgiver Clara Æbelø sine dage på sin egen side, eller Anne" in asked
    leaving = text(client.get(own_page(second, "afbud/")))
    assert "Du kommer alligevel ikke, og Bo Ågård har igen pladsen alle dage." in leaving
    assert "Det, du har valgt i programmet på de dage, Bo Ågård kommer, går over til Bo Ågård: Aft" in leaving


def test_before_a_half_is_handed_over_it_is_said_who_is_told(
    client: Client, place: Registration, summer: time_machine.Traveller
) -> None:
    second = share(place)
    new = {"name": "Ditte Ørsted", "email": "ditte@example.org"}
    for url in (own_page(second, "overdrag/"), by_contact(second, "overdrag/")):
        assert "Bo Ågård, der deler pladsen, får besked med mail." in text(client.post(url, new))
    done = client.post(own_page(second, "overdrag/"), new | {"action": "confirm"})
    assert "Den, der deler pladsen, får også besked med mail." in text(client.get(done.url))  # type: ignore[attr-defined]
    summer.shift(60)
    done = client.post(
        by_contact(place, "overdrag/"), {"name": "Eva Ås", "email": "eva@example.org", "action": "confirm"}
    )
    told = "på vej til eva@example.org, bo@example.org, ditte@example.org og anne.mette@example.org."
    assert told in text(client.get(done.url))  # type: ignore[attr-defined]


def test_after_a_change_of_days_it_is_asked_whether_the_answers_still_fit(
    client: Client, place: Registration, event: Event
) -> None:
    second = share(place)
    dinner(event, place, second)
    to_first = fields(client.post(own_page(place, "dage/"), {"days.0": "2026-09-16"})) | {"action": "confirm"}
    page = client.get(client.post(own_page(place, "dage/"), to_first).url)  # type: ignore[attr-defined]
    assert (
        "Se efter, om dine svar på arrangørens spørgsmål stadig passer til dine dage. Ret dine svar"
        in text(page)
    )
    assert own_page(place, "spoergsmaal/") in page.content.decode()
    back = fields(client.post(by_contact(place, "dage/"), {"days.1": "2026-09-17"})) | {"action": "confirm"}
    page = client.get(client.post(by_contact(place, "dage/"), back).url)  # type: ignore[attr-defined]
    for one in (place, second):
        assert f"de svar, der er givet for {one.name} på arrangørens spørgsmål, stadig passer" in text(page)
        assert by_contact(one, "spoergsmaal/") in page.content.decode()
    page = client.get(client.post(by_contact(second, "afbud/")).url)  # type: ignore[attr-defined]
    assert [f"givet for {one.name} på" in text(page) for one in (place, second)] == [True, False]


def test_own_page_and_contacts_page_ask_no_more_of_the_database(
    client: Client,
    sign_up: SignUp,
    event: Event,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    workshops(event)
    places = sign_up(BO, ANNE).registrations
    second = share(places[0])
    for place in (places[0], second):
        with django_assert_max_num_queries(12):
            client.get(own_page(place))
    url = f"/samlet/{links.booking_token(places[0].booking)}/"
    with django_assert_max_num_queries(14) as one:
        client.get(url)
    share(places[1], BO.__class__(name="Ditte Ørsted", email="ditte@example.org"))
    with django_assert_max_num_queries(len(one)):
        client.get(url)


def test_a_mail_is_owed_once_however_often_it_is_pressed(client: Client, place: Registration) -> None:
    for _ in range(2):
        client.post(own_page(place, "del/"), OTHER | {"action": "confirm"})
    assert OwedMail.objects.filter(kind="share_welcome").count() == 1
