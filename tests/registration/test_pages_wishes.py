"""Wishes on the sign-up form, the own page and the contact's, and on the organiser's pages, without a script."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from programme import pdf, printed
from programme.models import ChoiceGroup, Event, Session
from registration import links, mails
from registration.admin.place.act_page import act_url
from registration.admin.wishes import waiting_to_be_distributed
from registration.cards import LATER
from registration.exports import people
from registration.models import HistoryEntry, OwedMail, Question, Registration, SessionChoice, SessionWish
from registration.services import acts, distributing, questions
from registration.services.booking import SignedUp
from registration.services.people import Person
from registration.services.questions import Wording
from tests.cast import ANNE, BO, CLARA, EMIL, OPEN, STARTED, at
from tests.registration.items import ids, item, wished_workshops
from tests.registration.pages import fields, text
from tests.registration.shared import over_days, share

pytestmark = pytest.mark.django_db
PAGE = "/laering-paa-tvaers/tilmelding/"
TYPED = {"contact_name": "Anne Mette Ærø", "contact_email": "anne@example.org", "payer-kind": "later"}
BO_TYPED = {"p1-name": "Bo Ågård", "p1-email": "bo@example.org"}
RULE = (
    "Det gælder ikke om at komme først: Arrangøren fordeler alle pladserne på én gang. Så mange som muligt får et af "
    "deres ønsker, og så mange som muligt deres første, dernæst deres andet. Står flere lige, får den, der blev "
    "tilmeldt først, pladsen. Man får højst ét af programpunkterne."
)
SignUp = Callable[..., SignedUp]


@pytest.fixture(autouse=True)
def noon(clock: time_machine.Traveller) -> time_machine.Traveller:
    return clock


@pytest.fixture
def typed(clock: time_machine.Traveller, client: Client) -> Callable[..., Any]:
    def fill(answers: dict[str, str], *, count: int = 1, page: str = PAGE) -> Any:
        shown = fields(client.get(page, {"antal": str(count)}))
        clock.shift(40)
        return client.post(page, shown | answers | {"action": "check"})

    return fill


def wish(wished: dict[str, Session], *titles: str, card: str = "") -> dict[str, str]:
    """The wishes as they are typed: "" for one that is left empty."""
    group = wished["læsning"].choice_id
    return {
        f"{card}i{group}.{rank}": str(wished[one].pk) if one else ""
        for rank, one in enumerate(titles, start=1)
    }


def wishes() -> list[tuple[str, int, str]]:
    rows = SessionWish.objects.order_by("registration", "choice", "rank")
    return list(rows.values_list("registration__name", "rank", "title"))


def confirm(client: Client, checked: Any) -> Any:
    return client.post(PAGE, fields(checked) | {"accept": "1", "action": "confirm"}, follow=True)


def test_each_person_wishes_on_the_form_and_it_is_checked_and_kept(
    client: Client, wished: dict[str, Session], typed: Callable[..., Any], sign_up: SignUp
) -> None:
    sign_up(replace(CLARA, wishes=ids(wished["læsning"])))
    page = client.get(PAGE, {"antal": "2"})
    # Once on the page, whoever it is for.
    assert text(page).count(RULE) == 1
    assert "Skriv op til tre ønsker" in text(page)
    assert text(page).count("Læsning på tværs (1 plads)") == 6
    assert "fuldt" not in text(page)
    # A wish that is left empty is closed up.
    answers = wish(wished, "læsning", "", "sang") | wish(wished, "spil", card="p1-")
    checked = typed(TYPED | BO_TYPED | answers, count=2)
    assert "Ønsker til »Værksteder kl. 13«: 1. Læsning på tværs; 2. Sang i åen." in text(checked)
    assert "Ønsker til »Værksteder kl. 13«: 1. Spil og æventyr." in text(checked)
    confirm(client, checked)
    assert wishes() == [
        ("Anne Mette Ærø", 1, "Læsning på tværs"),
        ("Anne Mette Ærø", 2, "Sang i åen"),
        ("Bo Ågård", 1, "Spil og æventyr"),
        ("Clara Æbelø", 1, "Læsning på tværs"),
    ]
    assert not SessionChoice.objects.exists()


def test_the_receipt_repeats_what_was_chosen_wished_for_and_answered(
    client: Client, event: Event, wished: dict[str, Session], typed: Callable[..., Any], sign_up: SignUp
) -> None:
    late = ChoiceGroup.objects.create(event=event, name="Aften på åen")
    item(event, "Aftensang", "19:00", choice=late)
    ride = questions.add(event.pk, Wording(label="Kommer du med bus?", kind=Question.Kind.YES_NO))
    bread = questions.add(event.pk, Wording(label="Hvor mange brød?", asked=Question.Asked.BOOKING))
    # Of Bo, who has a place, nothing is kept; his receipt says no more and no less.
    sign_up(BO)
    answers = wish(wished, "sang", "læsning") | wish(wished, "spil", card="p1-")
    answers |= {f"i{late.pk}": LATER, f"p1-i{late.pk}": LATER}
    answers |= {f"q{ride.pk}": "yes", f"p1-q{ride.pk}": "no", f"q{bread.pk}": "Ét til hver"}
    checked = typed(TYPED | BO_TYPED | answers, count=2)
    receipt = text(confirm(client, checked))
    open_choice = (
        "Mangler at blive valgt på den personlige side senest tirsdag den 15. september 2026: »Aften på åen«."
    )
    for page in (text(checked), receipt):
        assert (
            "Ønsker til »Værksteder kl. 13«: 1. Sang i åen; 2. Læsning på tværs. "
            f"{open_choice} Kommer du med bus? Ja"
        ) in page
        assert (
            f"Ønsker til »Værksteder kl. 13«: 1. Spil og æventyr. {open_choice} Kommer du med bus? Nej"
            in page
        )
        assert "Dine svar Hvor mange brød? Ét til hver" in page
    mail = OwedMail.objects.filter(kind="booking_confirmed").latest("pk")
    told = " ".join(str(mails.build(mail, now=OPEN).body).split())
    assert "Svar fra tilmeldingen: - Kommer du med bus? Ja - Hvor mange brød? Ét til hver" in told
    assert not SessionWish.objects.filter(registration__name="Bo Ågård").exists()


def test_the_receipt_asks_no_more_with_more_people(
    client: Client, event: Event, wished: dict[str, Session], typed: Callable[..., Any]
) -> None:
    ride = questions.add(event.pk, Wording(label="Hvordan kommer du?"))

    def asked(count: int) -> int:
        answers = TYPED | {"contact_email": f"anne{count}@example.org"} | wish(wished, "sang")
        answers[f"q{ride.pk}"] = "På cykel"
        for card in range(1, count):
            answers |= {f"p{card}-name": f"Gæst {card}", f"p{card}-email": f"g{card}{count}@example.org"}
            answers |= wish(wished, "sang", card=f"p{card}-")
        receipt = confirm(client, typed(answers, count=count))
        with CaptureQueriesContext(connection) as queries:
            assert text(client.get(receipt.request["PATH_INFO"])).count("1. Sang i åen") == count
        return len(queries)

    assert asked(1) == asked(5) == 4


def test_the_programme_says_what_is_distributed_by_wishes_until_it_is(
    client: Client, event: Event, two: list[Registration]
) -> None:
    def printed_page() -> str:
        event.refresh_from_db()
        assert (event.programme_hash, event.dress_hash) == (
            printed.digest(printed.content(event)),
            printed.digest(printed.dress(event)),
        )
        facts = {"published_on": None, "address": "https://example.org/", "changed_on": OPEN.date()}
        html = pdf.page_of(printed.content(event), dress=printed.dress(event), **facts)
        return " ".join(re.sub(r"<[^>]+>", " ", html).split())

    by_wishes = "Fordeles efter ønsker, som skrives senest tirsdag den 15. september"
    in_english = "Distributed by wishes, which are written no later than Tuesday 15 September"
    page = text(client.get("/laering-paa-tvaers/"))
    assert page.count(f"{by_wishes} · Værksteder kl. 13") == 3
    assert "Tur i byen Kræver tilmelding" in page
    assert in_english in text(client.get("/en/laering-paa-tvaers/"))
    assert printed_page().count(f"{by_wishes} ") == 3
    assert "Tur i byen Kræver tilmelding" in printed_page()
    changed_at = event.programme_changed_at
    answers = distributing.answer_of(event)
    distributing.distribute(
        event_id=event.pk,
        seen=distributing.fingerprint(answers),
        now=at("2026-09-15 12:00"),
        actor=acts.SYSTEM,
    )
    for said in (text(client.get("/laering-paa-tvaers/")), printed_page()):
        assert (said.count("Kræver tilmelding"), "ønsker" in said) == (4, False)
    # Nothing of the programme has changed.
    assert event.programme_changed_at == changed_at


def test_the_same_item_twice_is_told_at_the_field(
    wished: dict[str, Session], typed: Callable[..., Any]
) -> None:
    answer = typed(TYPED | wish(wished, "spil", "sang", "spil"))
    assert (
        "Du har ønsket »Spil og æventyr« to gange i »Værksteder kl. 13«. Vælg et andet, eller lad ønsket stå tomt."
        in text(answer)
    )
    third = f"i{wished['spil'].choice_id}.3"
    assert f'aria-describedby="id_{third}_error"' in answer.content.decode()
    assert fields(answer)[third] == str(wished["spil"].pk)


@pytest.mark.parametrize("required", [True, False])
def test_a_form_that_was_open_when_they_were_distributed_says_so_and_what_was_wished(
    client: Client, wished: dict[str, Session], typed: Callable[..., Any], required: bool
) -> None:
    ChoiceGroup.objects.update(required=required)
    answers = TYPED | BO_TYPED | wish(wished, "sang", "spil") | wish(wished, "læsning", card="p1-")
    checked = typed(answers, count=2)
    ChoiceGroup.objects.update(distributed_at=OPEN)
    answer = confirm(client, checked)
    assert (
        "Programpunkterne er blevet fordelt, siden du åbnede siden. Vælg blandt dem, der er plads i. Skrevne ønsker: "
        "1. Sang i åen; 2. Spil og æventyr – Bo Ågård: 1. Læsning på tværs."
    ) in text(answer)
    assert fields(answer)["contact_name"] == "Anne Mette Ærø"
    assert not Registration.objects.exists()
    answer = client.post(PAGE, fields(answer) | {"action": "check"})
    assert "blevet fordelt" not in text(answer)
    assert ("Vælg et punkt, eller »Jeg vælger senere«." in text(answer)) is required


@pytest.mark.parametrize("by", ["contact", "desk"])
def test_a_page_of_others_that_was_open_when_they_were_distributed_says_so(
    client: Client, desk: Client, event: Event, wished: dict[str, Session], sign_up: SignUp, by: str
) -> None:
    who, address = {
        "contact": (client, f"/samlet/{links.booking_token(sign_up(CLARA).booking)}/tilfoej/"),
        "desk": (desk, admin(event, "sign-up")),
    }[by]
    opened = fields(who.get(address)) | BO_TYPED | {"accept": "1"} | wish(wished, "sang", card="p1-")
    before = Registration.objects.count()
    ChoiceGroup.objects.update(distributed_at=OPEN)
    answer = who.post(address, opened)
    assert "Vælg blandt dem, der er plads i. Skrevne ønsker: Bo Ågård: 1. Sang i åen." in text(answer)
    assert fields(answer)["p1-name"] == "Bo Ågård"
    assert Registration.objects.count() == before


def test_the_own_page_shows_wishes_and_changes_them_until_the_last_second(
    client: Client, wished: dict[str, Session], sign_up: SignUp, clock: time_machine.Traveller
) -> None:
    place = sign_up(replace(ANNE, wishes=ids(wished["spil"]))).registrations[0]
    home = f"/plads/{links.place_token(place)}/"
    assert "Ønsker til Værksteder kl. 13 : Spil og æventyr Ønskerne kan ændres til og med" in text(
        client.get(home)
    )
    clock.move_to(at("2026-09-15 23:59:59"))
    page = client.get(f"{home}programpunkter/")
    assert fields(page)[f"i{wished['spil'].choice_id}.1"] == str(wished["spil"].pk)
    # The page's own line says until when.
    assert text(page).count("tirsdag den 15. september 2026") == 1
    assert "på den personlige side" not in text(page)
    answer = client.post(f"{home}programpunkter/", wish(wished, "sang", "spil"), follow=True)
    assert "Dit valg er gemt." in text(answer)
    assert "rykket op" not in text(answer)
    # A wish that is left empty is closed up, and that is said.
    answer = client.post(f"{home}programpunkter/", wish(wished, "sang", "", "spil"), follow=True)
    assert "Dit valg er gemt. Et ønske før det sidste stod tomt, så de næste er rykket op." in text(answer)
    told = [("Anne Mette Sørensen", 1, "Sang i åen"), ("Anne Mette Sørensen", 2, "Spil og æventyr")]
    assert wishes() == told
    clock.move_to(at("2026-09-16 00:00"))
    assert "Arrangøren fordeler nu programpunkterne. Vi skriver, når det er sket." in text(client.get(home))
    assert client.post(f"{home}programpunkter/", wish(wished, "spil")).status_code == 409
    assert wishes() == told


@pytest.mark.parametrize("by", ["own", "contact", "desk"])
def test_a_page_open_while_they_were_distributed_takes_nothing_from_whoever_got_something(
    client: Client, desk: Client, wished: dict[str, Session], sign_up: SignUp, clock: Any, by: str
) -> None:
    place = sign_up(replace(ANNE, wishes=ids(wished["spil"]))).registrations[0]
    home = f"/plads/{links.place_token(place)}/programpunkter/"
    of_booking = f"/samlet/{links.booking_token(place.booking)}/{place.pk}/programpunkter/"
    who, address = {
        "own": (client, home),
        "contact": (client, of_booking),
        "desk": (desk, act_url(place, "choose_items")),
    }[by]
    answers = distributing.answer_of(Event.objects.get(pk=place.event_id))
    distributing.distribute(
        event_id=place.event_id, seen=distributing.fingerprint(answers), now=OPEN, actor=acts.SYSTEM
    )
    late = who.post(address, wish(wished, "sang", "spil"))
    assert late.status_code == 409
    assert "siden du åbnede siden, så intet er gemt." in text(late)
    assert ("hvad du har fået" if by == "own" else "hvad Anne Mette Sørensen har fået") in text(late)
    assert [one.session for one in SessionChoice.objects.all()] == [wished["spil"]]
    assert fields(late)[f"i{wished['spil'].choice_id}"] == str(wished["spil"].pk)


def test_a_wish_that_was_called_off_is_told_and_another_can_be_written(
    client: Client, wished: dict[str, Session], sign_up: SignUp
) -> None:
    place = sign_up(replace(ANNE, wishes=ids(wished["spil"], wished["sang"]))).registrations[0]
    home = f"/plads/{links.place_token(place)}/"
    Session.objects.filter(pk=wished["spil"].pk).update(status="cancelled")
    said = text(client.get(home))
    assert "Værksteder kl. 13 : Sang i åen Ønsket, men ikke længere i programmet: Spil og æventyr" in said
    client.post(f"{home}programpunkter/", wish(wished, "sang", "læsning"))
    assert [title for _name, _rank, title in wishes()] == ["Sang i åen", "Læsning på tværs"]


def test_the_own_page_asks_for_wishes_in_english_too(
    client: Client, wished: dict[str, Session], sign_up: SignUp
) -> None:
    place = sign_up().registrations[0]
    home = f"/en/plads/{links.place_token(place)}/"
    said = text(client.get(home))
    assert "Wishes still to be written, no later than Tuesday 15 September 2026: Værksteder kl. 13" in said
    assert "to be chosen" not in said
    assert "It does not matter who comes first" in text(client.get(f"{home}programpunkter/"))


def test_the_own_page_with_wishes_is_made_in_few_queries(
    client: Client, wished: dict[str, Session], sign_up: SignUp, django_assert_max_num_queries: Any
) -> None:
    place = sign_up(replace(ANNE, wishes=ids(wished["spil"]))).registrations[0]
    with django_assert_max_num_queries(12):
        client.get(f"/plads/{links.place_token(place)}/")


@pytest.mark.long
def test_the_contact_wishes_for_her_people(
    client: Client, wished: dict[str, Session], sign_up: SignUp
) -> None:
    made = sign_up(ANNE, EMIL)
    home = f"/samlet/{links.booking_token(made.booking)}/"
    address = f"{home}{made.registrations[1].pk}/programpunkter/"
    assert "Valget er gemt." in text(client.post(address, wish(wished, "sang"), follow=True))
    assert wishes() == [("Emil Uden-Mail", 1, "Sang i åen")]


def test_a_big_booking_with_wishes_is_written_in_few_queries(
    wished: dict[str, Session], sign_up: SignUp, django_assert_max_num_queries: Any
) -> None:
    Event.objects.update(capacity=None)
    people = [
        replace(BO, name=f"Gæst {n}", email=f"g{n}@example.org", wishes=ids(wished["spil"], wished["sang"]))
        for n in range(20)
    ]
    with django_assert_max_num_queries(22):
        sign_up(*people)
    assert SessionWish.objects.count() == 40


# ------------------------------------------------------------------ the organiser


def admin(event: Event, end: str) -> str:
    return f"/admin/programme/event/{event.pk}/{end}/"


@pytest.fixture
def two(sign_up: SignUp, wished: dict[str, Session]) -> list[Registration]:
    """Anne Mette and Bo want the same most of all; Clara wishes for nothing."""
    return [
        *sign_up(replace(ANNE, wishes=ids(wished["læsning"])), CLARA).registrations,
        *sign_up(replace(BO, wishes=ids(wished["læsning"]))).registrations,
    ]


def test_the_page_shows_the_answer_and_one_press_gives_it(
    desk: Client, event: Event, two: list[Registration], clock: time_machine.Traveller
) -> None:
    address = admin(event, "punkter/fordel")
    early = text(desk.get(address))
    assert "Der kan stadig skrives og ændres ønsker til og med tirsdag den 15. september 2026." in early
    clock.move_to(at("2026-09-16 00:00"))
    page = desk.get(address)
    said = text(page)
    assert (
        "1 får deres 1. ønske 0 får deres 2. ønske 0 får deres 3. ønske 1 får ingen af deres ønsker" in said
    )
    assert "1 har ikke skrevet ønsker" in said
    assert "Læsning på tværs 2 0 0 1 1 0" in said
    assert "Får ingen af deres ønsker: Bo Ågård" in said
    assert not SessionChoice.objects.exists()
    answer = desk.post(address, fields(page), follow=True)
    assert "Programpunkterne er fordelt: 1 person har fået et af sine ønsker. Mailene er på vej." in text(
        answer
    )
    again = desk.post(address, fields(page))
    assert again.status_code == 409
    assert "Programpunkterne er allerede fordelt." in text(again)
    assert (
        SessionChoice.objects.count(),
        OwedMail.objects.filter(kind="wishes_distributed").count(),
        HistoryEntry.objects.filter(verb="distributed_sessions").count(),
    ) == (1, 3, 1)


def press(desk: Client, event: Event) -> Any:
    address = admin(event, "punkter/fordel")
    return desk.post(address, fields(desk.get(address)), follow=True)


def test_only_those_who_can_wish_are_counted_as_having_written_no_wish(
    desk: Client, event: Event, two: list[Registration], wished: dict[str, Session], sign_up: SignUp
) -> None:
    over_days(event)
    sign_up(Person(name=""), Person(name=""))
    share(sign_up(EMIL).registrations[0], Person(name="Gerda Øst", email="gerda@example.org"))
    said = text(desk.get(admin(event, "punkter/fordel")))
    # Clara and Emil; Gerda comes on the second day only.
    assert (
        "2 har ikke skrevet ønsker 2 pladser mere mangler navne; der kan ikke skrives ønsker for dem endnu."
        in said
    )
    press(desk, event)
    told = OwedMail.objects.filter(kind="wishes_distributed").order_by("registration__name_sort")
    assert list(told.values_list("registration__name", flat=True)) == [
        "Anne Mette Sørensen",
        "Bo Ågård",
        "Clara Æbelø",
        "Emil Uden-Mail",
    ]


def test_the_last_button_asks_three_things_more_where_items_are_chosen(
    client: Client, event: Event, typed: Callable[..., Any]
) -> None:
    """What there is to choose, before and once the event is locked; and what was chosen is written."""

    def asked(answers: dict[str, str]) -> int:
        checked = typed(TYPED | answers)
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(PAGE, fields(checked) | {"accept": "1", "action": "confirm"})
        assert answer.status_code == 302
        return len(queries)

    without = asked({})
    wished = wished_workshops(event)
    assert asked({"contact_email": "bo@example.org"} | wish(wished, "sang")) == without + 3


@pytest.mark.parametrize("required", [True, False])
def test_who_got_nothing_is_found_as_long_as_she_has_nothing(
    desk: Client,
    event: Event,
    two: list[Registration],
    wished: dict[str, Session],
    sign_up: SignUp,
    required: bool,
) -> None:
    ChoiceGroup.objects.update(required=required)
    people = f"/admin/registration/registration/?event={event.pk}"

    def names() -> list[str]:
        return [row.name for row in desk.get(f"{people}&punkt=intet").context["cl"].result_list]

    assert "Mangler punkt efter fordelingen" not in text(desk.get(people))
    press(desk, event)
    # Whoever signs up afterwards was never to wish.
    sign_up(EMIL, now=OPEN + timedelta(seconds=1))
    assert names() == (["Bo Ågård", "Clara Æbelø"] if required else ["Bo Ågård"])
    assert "Mangler punkt efter fordelingen" in text(desk.get(people))
    said = text(desk.get(admin(event, "punkter")))
    assert "Bo Ågård : Værksteder kl. 13: 1. Læsning på tværs" in said
    assert ("Clara Æbelø : Værksteder kl. 13: har ikke skrevet ønsker" in said) is required
    bo = two[2]
    own = text(desk.get(f"/plads/{links.place_token(bo)}/"))
    assert "Punkterne i »Værksteder kl. 13« er fordelt, og ingen af ønskerne kunne opfyldes." in own
    optional = "opfyldes. Det, der er plads i, kan vælges til og med"
    assert ("Mangler at blive valgt" in own, optional in own) == (required, not required)
    assert "1 person mangler et punkt i mindst ét af de fordelte valg." in said or required
    desk.post(act_url(bo, "choose_items"), {f"i{wished['spil'].choice_id}": str(wished["sang"].pk)})
    assert names() == (["Clara Æbelø"] if required else [])
    Session.objects.filter(pk=wished["sang"].pk).update(status="cancelled")
    assert "Bo Ågård" in names()


def test_the_own_page_says_that_all_is_full_and_asks_nobody_to_choose_of_it(
    client: Client, desk: Client, event: Event, two: list[Registration], wished: dict[str, Session]
) -> None:
    _anne, clara, bo = two
    Session.objects.filter(pk__in=[wished["sang"].pk, wished["spil"].pk]).update(status="cancelled")
    press(desk, event)
    full = (
        "Alle punkterne i »Værksteder kl. 13« er fyldt op nu. Der kan blive en plads ledig til og med tirsdag den "
        "15. september 2026, så se gerne igen."
    )
    of_each = {
        bo: f"Punkterne i »Værksteder kl. 13« er fordelt, og ingen af ønskerne kunne opfyldes. {full}",
        clara: f"Intet af »Værksteder kl. 13«, som er fordelt efter ønsker. {full}",
    }
    for place, said in of_each.items():
        own = text(client.get(f"/plads/{links.place_token(place)}/"))
        assert said in own
        assert "Mangler" not in own
    Session.objects.filter(pk=wished["læsning"].pk).update(places=2)
    own = text(client.get(f"/plads/{links.place_token(bo)}/"))
    assert "Mangler at blive valgt, senest tirsdag den 15. september 2026: Værksteder kl. 13" in own
    assert "fyldt op" not in own


@pytest.mark.long
def test_what_has_changed_since_is_said_and_shown(
    desk: Client, event: Event, two: list[Registration], wished: dict[str, Session]
) -> None:
    address = admin(event, "punkter/fordel")
    seen = fields(desk.get(address))
    Session.objects.filter(pk=wished["læsning"].pk).update(places=2)
    answer = desk.post(address, seen)
    assert answer.status_code == 409
    assert (
        "Noget er ændret, siden du så siden: et ønske, en plads eller programmet. Intet er fordelt."
        in text(answer)
    )
    assert not SessionChoice.objects.exists()
    desk.post(address, fields(answer))
    assert SessionChoice.objects.count() == 2


def test_who_may_distribute(
    event: Event, two: list[Registration], outsider: Client, colleague: Callable[[str], Client]
) -> None:
    address = admin(event, "punkter/fordel")
    assert outsider.get(address).status_code == 404
    at_the_desk = colleague("desk")
    page = at_the_desk.get(address)
    assert (page.status_code, "Fordel, og skriv til alle" in text(page)) == (200, False)
    at_the_desk.post(address, {"seen": page.context["seen"]})
    assert not SessionChoice.objects.exists()


def test_the_organiser_is_reminded_most_of_all_when_the_last_day_has_passed(
    desk: Client, event: Event, two: list[Registration], clock: time_machine.Traveller
) -> None:
    gathers = (
        "Der kan ønskes til og med tirsdag den 15. september 2026. Derefter fordeler du programpunkterne."
    )
    waits = "Sidste dag for ønsker var tirsdag den 15. september 2026: Programpunkterne venter på at blive fordelt."
    with translation.override("da"):
        told = [
            waiting_to_be_distributed([event], at=instant)
            for instant in (at("2026-09-15 23:59:59"), at("2026-09-16 00:00"), STARTED)
        ]
    assert told == [{event.pk: gathers}, {event.pk: waits}, {}]
    clock.move_to(at("2026-09-16 00:00"))
    for page in ("/admin/", f"/admin/programme/event/{event.pk}/change/"):
        assert waits in text(desk.get(page)), page
    ChoiceGroup.objects.update(distributed_at=OPEN)
    assert waiting_to_be_distributed([event], at=OPEN) == {}


def test_the_lists_say_wishes_while_they_are_not_distributed(
    desk: Client, event: Event, two: list[Registration], wished: dict[str, Session]
) -> None:
    assert "2 som 1., 0 som 2. og 0 som 3. ønske (Læsning på tværs) ; 1 plads" in text(
        desk.get(admin(event, "punkter"))
    )
    of_item = text(desk.get(admin(event, f"punkter/{wished['læsning'].pk}")))
    assert "Disse ønsker det. Ingen har plads, før programpunkterne er fordelt." in of_item
    assert "Bo Ågård Leder Ærø Bibliotek 1. ønske" in of_item
    programme = text(desk.get(admin(event, "program")))
    assert "Fordeles efter ønsker: 2 som 1., 0 som 2. og 0 som 3. ønske. 1 plads." in programme
    people = f"/admin/registration/registration/?event={event.pk}&punkt="

    def names(which: Any) -> list[str]:
        return [row.name for row in desk.get(f"{people}{which}").context["cl"].result_list]

    assert names(wished["læsning"].pk) == ["Anne Mette Sørensen", "Bo Ågård"]
    assert names("mangler") == ["Clara Æbelø"]


def test_the_table_to_take_along_has_the_wishes(event: Event, two: list[Registration]) -> None:
    table = people.table(Registration.objects.filter(event=event))
    column = table.headings.index("Ønsker til programpunkter")
    assert [(row[1], row[column]) for row in table.rows] == [
        ("Anne Mette Sørensen", "Værksteder kl. 13: 1. Læsning på tværs"),
        ("Bo Ågård", "Værksteder kl. 13: 1. Læsning på tværs"),
        ("Clara Æbelø", ""),
    ]


def test_the_organiser_wishes_for_somebody(
    desk: Client, event: Event, two: list[Registration], wished: dict[str, Session]
) -> None:
    clara = two[1]
    address = act_url(clara, "choose_items")
    answer = desk.post(address, wish(wished, "", "sang"), follow=True)
    assert "Et ønske før det sidste stod tomt, så de næste er rykket op." in text(answer)
    assert ("Clara Æbelø", 1, "Sang i åen") in wishes()


def test_what_is_distributed_by_wishes_gives_at_most_one(desk: Client, event: Event) -> None:
    group = ChoiceGroup(event=event, name="Værksteder", most=2, by_wishes=True)
    with pytest.raises(Exception, match="højst ét programpunkt"):
        group.full_clean()


def test_the_organiser_s_page_asks_no_more_with_more_people(
    desk: Client, event: Event, wished: dict[str, Session], sign_up: SignUp
) -> None:
    Event.objects.update(capacity=None)

    def asked(number: int) -> int:
        sign_up(
            *(
                replace(
                    BO,
                    name=f"Gæst {number}-{n}",
                    email=f"g{number}{n}@example.org",
                    wishes=ids(wished["sang"]),
                )
                for n in range(number)
            )
        )
        with CaptureQueriesContext(connection) as queries:
            desk.get(admin(event, "punkter/fordel"))
        return len(queries)

    assert asked(2) == asked(9)


def test_the_page_of_items_asks_no_more_with_more_people_who_got_nothing(
    desk: Client, event: Event, two: list[Registration], wished: dict[str, Session], sign_up: SignUp
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert "Bo Ågård" in text(desk.get(admin(event, "punkter")))
        return len(queries)

    press(desk, event)
    few = asked()
    SessionChoice.objects.all().delete()
    assert asked() == few


def test_a_person_s_page_says_what_she_wished_for_and_got(
    desk: Client, event: Event, two: list[Registration], wished: dict[str, Session]
) -> None:
    anne, clara, _bo = two
    SessionWish.objects.create(
        registration=anne, event=event, choice=wished["spil"].choice, session=wished["spil"], title="Spil",
        rank=2, wished_at=OPEN,
    )  # fmt: skip
    page = f"/admin/registration/registration/{anne.pk}/change/"
    assert "Programpunkter Ønsker til Værksteder kl. 13 : Læsning på tværs Spil" in text(desk.get(page))
    press(desk, event)
    said = text(desk.get(page))
    assert (
        "Programpunkter Spil og æventyr, kl. 13.00-14.00 Ønsker til Værksteder kl. 13 : "
        "Læsning på tværs Spil – har plads "
    ) in said
    assert "Fik et programpunkt efter ønsker (Spil og æventyr) –" in said
    Session.objects.filter(pk=wished["læsning"].pk).update(status="cancelled")
    assert "Læsning på tværs – aflyst Spil – har plads" in text(desk.get(page))
    assert "Ønsker til" not in text(desk.get(f"/admin/registration/registration/{clara.pk}/change/"))


def test_those_without_wishes_are_a_press_away(
    desk: Client, event: Event, two: list[Registration], wished: dict[str, Session], sign_up: SignUp
) -> None:
    sign_up(Person(name=""), EMIL)
    page = desk.get(admin(event, "punkter/fordel"))
    (shown,) = page.context["shown"]
    assert shown.without_url.replace("&", "&amp;") in page.content.decode()
    people = desk.get(shown.without_url).context["cl"].result_list
    assert [one.name for one in people] == ["Clara Æbelø", "Emil Uden-Mail"]
    assert shown.without_wishes == 2


def test_of_two_items_two_wishes_are_asked_for(client: Client, wished: dict[str, Session]) -> None:
    Session.objects.filter(pk=wished["sang"].pk).update(status="cancelled")
    assert "Skriv op til to ønsker, det du helst vil, først." in text(client.get(PAGE))


def test_a_called_off_event_asks_for_no_wishes(
    client: Client, event: Event, wished: dict[str, Session]
) -> None:
    assert "Fordeles efter ønsker, som skrives" in text(client.get("/laering-paa-tvaers/"))
    Event.objects.update(status=Event.Status.CANCELLED)
    event.refresh_from_db()
    assert "efter ønsker" not in text(client.get("/laering-paa-tvaers/"))
    assert "wishes_until" not in printed.dress(event)


def test_an_event_without_items_asks_nothing_more_of_the_database(
    desk: Client, event: Event, sign_up: SignUp
) -> None:
    sign_up(CLARA)
    with CaptureQueriesContext(connection) as queries:
        desk.get("/admin/")
        desk.get(f"/admin/programme/event/{event.pk}/change/")
        desk.get(admin(event, "program"))
    assert not [one["sql"] for one in queries if "sessionwish" in one["sql"]]
