"""The organiser's pages about programme items, reserved places and whether an event takes place."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from programme.models import Event, Membership, Organisation, Session, User
from registration import links
from registration.models import HistoryEntry, Invitation, OwedMail, Registration, SessionChoice
from registration.services.acts import organiser
from registration.services.booking import SignedUp
from registration.services.inviting import invite
from registration.services.people import Contact
from tests.cast import ANNE, BO, CLARA, OPEN, at
from tests.registration.items import ids
from tests.registration.pages import fields, text
from tests.typed import fields_of

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(OPEN, tick=False) as traveller:
        yield traveller


@pytest.fixture
def stranger(library: Organisation) -> Client:
    other = User.objects.create_user("fremmed@example.org", "et-langt-kodeord", name="Frede Fremmed")
    Membership.objects.create(user=other, organisation=library)
    browser = Client()
    browser.force_login(other)
    return browser


def page(event: Event, end: str) -> str:
    return f"/admin/programme/event/{event.pk}/{end}/"


def test_the_programme_s_rows_count_those_who_have_chosen(
    desk: Client, event: Event, items: dict[str, Session], sign_up: SignUp
) -> None:
    sign_up(
        replace(ANNE, sessions=ids(items["læsning"], items["aften"])),
        replace(BO, sessions=ids(items["spil"])),
    )
    said = text(desk.get(page(event, "program")))
    assert "Kræver tilmelding: 1 af 1 pladser er taget. Hører til »Værksteder kl. 13«." in said
    assert "Kræver tilmelding: 1 har valgt det. Hører til »Værksteder kl. 13«." in said
    assert "Kræver tilmelding: 0 har valgt det. Kan vælges til og med tirsdag den 15. september 2026." in said
    assert "Kræver tilmelding: 1 af 2 pladser er taget. Kan vælges" in said


@pytest.mark.long
def test_the_page_of_items_says_how_many_have_chosen_each(
    desk: Client, event: Event, items: dict[str, Session], sign_up: SignUp
) -> None:
    sign_up(replace(ANNE, sessions=ids(items["læsning"])), BO)
    said = text(desk.get(page(event, "punkter")))
    assert "Læsning på tværs kl. 13.00-14.00 Værksteder kl. 13 1 af 1 (Læsning på tværs) Fuldt" in said
    assert "1 person har ikke valgt det, som alle skal vælge." in said


def test_those_who_must_choose_again_are_named(
    desk: Client, event: Event, items: dict[str, Session], sign_up: SignUp
) -> None:
    sign_up(replace(ANNE, sessions=ids(items["læsning"])), replace(BO, sessions=ids(items["spil"])))
    assert "De skal vælge igen" not in text(desk.get(page(event, "punkter")))
    Session.objects.filter(pk=items["læsning"].pk).update(status="cancelled")
    said = text(desk.get(page(event, "punkter")))
    assert "Anne Mette Sørensen : Læsning på tværs – aflyst" in said
    assert "Bo Ågård" not in said


def saved(desk: Client, item: Session, **typed: str) -> str:
    address = f"/admin/programme/session/{item.pk}/change/"
    shown = fields_of(desk.get(address).context["adminform"].form)
    return text(
        desk.post(
            address,
            shown | {"appearances-TOTAL_FORMS": "0", "appearances-INITIAL_FORMS": "0"} | typed,
            follow=True,
        )
    )


def test_whoever_changes_an_item_is_told_how_many_have_chosen_it(
    desk: Client, event: Event, items: dict[str, Session], sign_up: SignUp
) -> None:
    sign_up(
        replace(ANNE, sessions=ids(items["læsning"], items["aften"])),
        replace(BO, sessions=ids(items["aften"])),
    )
    said = saved(desk, items["aften"], room="Ørestuen")
    assert "har valgt" not in said.split("Programmet")[0]
    said = saved(desk, items["aften"], starts_at="15.30", ends_at="16.30")
    assert (
        "2 personer har valgt »Aftensang«; der sendes ingen mail om det af sig selv. Se, hvem der skal vælge igen"
        in said
    )
    said = saved(desk, items["aften"], places="1")
    assert "»Aftensang« har 1 plads, men 2 har valgt det. Ingen mister det af sig selv." in said
    assert "får ikke besked" not in said
    said = saved(desk, items["læsning"], status="cancelled")
    assert "1 person har valgt »Læsning på tværs«; der sendes ingen mail om det af sig selv." in said
    assert "Aflyst. 1 person har valgt det." in said
    said = text(desk.get(page(event, "punkter")))
    assert (
        "Læsning på tværs – aflyst kl. 13.00-14.00 Værksteder kl. 13 1 (Læsning på tværs) Deltagerliste"
        in said
    )
    assert "2 af 1 (Aftensang) 1 for mange" in said


def test_a_called_off_item_taken_out_of_the_programme_s_page_is_told_of_as_well(
    desk: Client, event: Event, items: dict[str, Session], sign_up: SignUp
) -> None:
    sign_up(replace(ANNE, sessions=ids(items["tur"])))
    Session.objects.filter(pk=items["tur"].pk).update(status="cancelled")
    address = page(event, "program")
    opened = fields(desk.get(address))
    row = next(name.partition("-")[0] for name, value in opened.items() if value == "Tur i byen")
    removed = desk.post(address, opened | {"do": f"gone.{row[1:]}"})
    said = text(desk.post(address, fields(removed) | {"do": "save"}, follow=True))
    assert "1 person har valgt »Tur i byen«; der sendes ingen mail om det af sig selv." in said


def test_an_item_of_no_places_is_refused(desk: Client, items: dict[str, Session]) -> None:
    said = saved(desk, items["læsning"], places="0")
    assert "Ingen kan vælge et punkt med 0 pladser. Skriv mindst 1" in said
    items["læsning"].refresh_from_db()
    assert items["læsning"].places == 1


def test_the_list_of_people_is_narrowed_to_an_item_and_to_those_who_have_not_chosen(
    desk: Client, event: Event, items: dict[str, Session], sign_up: SignUp
) -> None:
    sign_up(replace(ANNE, sessions=ids(items["læsning"])), replace(BO, sessions=ids(items["tur"])))
    people = f"/admin/registration/registration/?event={event.pk}"

    def names(more: str) -> list[str]:
        return [row.name for row in desk.get(people + more).context["cl"].result_list]

    assert names(f"&punkt={items['læsning'].pk}") == ["Anne Mette Sørensen"]
    assert names("&punkt=mangler") == ["Bo Ågård"]
    assert names("") == ["Anne Mette Sørensen", "Bo Ågård"]


def test_an_item_has_a_list_of_its_own_to_take_along(
    desk: Client, event: Event, items: dict[str, Session], sign_up: SignUp
) -> None:
    sign_up(replace(ANNE, sessions=ids(items["læsning"])), BO)
    said = text(desk.get(page(event, f"punkter/{items['læsning'].pk}")))
    assert "Anne Mette Sørensen Bibliotekar Øby Bibliotek" in said
    assert "Bo Ågård" not in said
    answer = desk.get(f"/admin/programme/event/{event.pk}/punkter/{items['læsning'].pk}/deltagere.xlsx")
    assert b"".join(answer)[:2] == b"PK"


@pytest.mark.long
def test_the_csv_says_what_each_has_chosen(
    desk: Client, event: Event, items: dict[str, Session], sign_up: SignUp
) -> None:
    sign_up(replace(ANNE, sessions=ids(items["læsning"], items["aften"])), BO)
    answer = desk.get(f"/admin/programme/event/{event.pk}/deltagere.csv")
    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    assert lines[0].endswith("Programpunkter")
    assert [line.rsplit(";", 1)[1] if '"' not in line else line.split('"')[-2] for line in lines[1:]] == [
        "Læsning på tværs; Aftensang",
        "",
    ]


def test_an_organiser_chooses_for_somebody_on_the_phone(
    desk: Client,
    event: Event,
    items: dict[str, Session],
    sign_up: SignUp,
    dorte: User,
    clock: time_machine.Traveller,
) -> None:
    place = sign_up().registrations[0]
    address = f"/admin/registration/registration/{place.pk}/choose-items/"
    name = f"i{items['læsning'].choice_id}"
    desk.post(address, {name: str(items["spil"].pk)})
    assert [one.title for one in SessionChoice.objects.all()] == ["Spil og æventyr"]
    clock.move_to(at("2026-09-16 08:00"))
    desk.force_login(dorte)
    answer = desk.post(address, {name: str(items["læsning"].pk)})
    assert "Sidste dag for at vælge programpunkter var tirsdag den 15. september 2026." in text(answer)
    bends = {"set_aside": "on", "reason": "Ringede om morgenen"}
    desk.post(address, {name: str(items["læsning"].pk)} | bends)
    assert [one.title for one in SessionChoice.objects.all()] == ["Læsning på tværs"]


@pytest.mark.parametrize("end", ["punkter", "reserverede", "beslutning"])
def test_another_organisations_pages_are_not_there(
    stranger: Client, event: Event, items: dict[str, Session], end: str
) -> None:
    assert stranger.get(page(event, end)).status_code == 404


# ------------------------------------------------------------------ reserved places


@pytest.fixture
def small(make_event: Callable[..., Event]) -> Event:
    return make_event(slug="smaa", capacity=3, reserved_places=2, fee_ore=None, binding_after=None)


@pytest.mark.long
def test_the_three_numbers_stand_on_the_page(desk: Client, small: Event, sign_up: SignUp) -> None:
    sign_up(CLARA, event=small)
    said = text(desk.get(page(small, "reserverede")))
    assert (
        "2 pladser er reserveret 2 kan stadig bruges af dem, der er inviteret 0 pladser er tilbage til alle"
        in said
    )
    assert "findes ikke mere" not in said
    Event.objects.filter(pk=small.pk).update(reserved_places=3)
    said = text(desk.get(page(small, "reserverede")))
    assert (
        "3 pladser er reserveret 2 kan stadig bruges af dem, der er inviteret 0 pladser er tilbage til alle"
        in said
    )
    assert "1 reserveret plads findes ikke mere: andre har fået den." in said


def test_an_invitation_is_made_used_and_withdrawn(desk: Client, small: Event, sign_up: SignUp) -> None:
    sign_up(CLARA, event=small)
    asked = {"act": "invite", "whom": "Æva Ørsted", "email": "aeva@example.org", "places": "1"}
    answer = desk.post(page(small, "reserverede"), asked, follow=True)
    one = Invitation.objects.get()
    assert "Invitationen til Æva Ørsted er på vej til aeva@example.org." in text(answer)
    assert links.invitation_url(one, language="da") in answer.content.decode()
    assert OwedMail.objects.filter(kind="invitation", to_email="aeva@example.org").count() == 1
    desk.post(page(small, "reserverede"), {"act": "withdraw", "invitation": str(one.pk)})
    one.refresh_from_db()
    assert one.withdrawn_at == OPEN
    assert list(HistoryEntry.objects.filter(event=small).values_list("verb", flat=True))[:2] == [
        "uninvited",
        "invited",
    ]


def test_an_invitation_that_is_over_is_refused_at_its_field(desk: Client, small: Event) -> None:
    asked = {"act": "invite", "whom": "Æva Ørsted", "places": "1"}
    over = desk.post(page(small, "reserverede"), asked | {"valid_until": "1-1-2020"})
    assert "Den dag er forbi, så ingen kunne bruge invitationen." in text(over)
    assert 'value="1-1-2020"' in over.content.decode()
    Event.objects.filter(pk=small.pk).update(registration_closes_on=OPEN.date() - timedelta(days=1))
    closed = desk.post(page(small, "reserverede"), asked)
    assert "Tilmeldingen er lukket, så ingen kunne bruge invitationen uden dette." in text(closed)
    assert 'value="Æva Ørsted"' in closed.content.decode()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("typed", ["1" + "0" * 30, "9" * 5000, "²", "-1", ""])
def test_a_number_that_no_page_of_ours_sends_withdraws_and_releases_nothing(
    desk: Client, small: Event, typed: str
) -> None:
    desk.post(page(small, "reserverede"), {"act": "invite", "whom": "Værter", "places": "1"})
    for said in ({"act": "withdraw", "invitation": typed}, {"act": "release", "places": typed}):
        assert desk.post(page(small, "reserverede"), said).status_code in {200, 302}
    small.refresh_from_db()
    assert (small.reserved_places, Invitation.objects.get().withdrawn_at) == (2, None)


@pytest.mark.long
def test_while_the_event_is_called_off_an_invitation_shows_no_link(desk: Client, small: Event) -> None:
    desk.post(page(small, "reserverede"), {"act": "invite", "whom": "Værter", "places": "1"})
    assert "/invitation/" in desk.get(page(small, "reserverede")).content.decode()
    Event.objects.filter(pk=small.pk).update(status="cancelled")
    answer = desk.get(page(small, "reserverede"))
    assert "0 af 1 brugt · gælder ikke længere" in text(answer)
    assert "/invitation/" not in answer.content.decode()


def test_more_is_not_promised_than_is_reserved(desk: Client, small: Event) -> None:
    asked = {"act": "invite", "whom": "Værter", "places": "3"}
    answer = desk.post(page(small, "reserverede"), asked)
    assert "Der er kun 2 reserverede pladser tilbage, som ingen er inviteret til." in text(answer)
    assert 'value="Værter"' in answer.content.decode()
    assert not Invitation.objects.exists()


def test_what_nobody_needs_is_released(desk: Client, small: Event) -> None:
    answer = desk.post(page(small, "reserverede"), {"act": "release", "places": "2"}, follow=True)
    assert "2 reserverede pladser er nu for alle, ventelisten først." in text(answer)
    small.refresh_from_db()
    assert small.reserved_places == 0


def test_whoever_may_only_look_makes_no_invitation(small: Event, association: Organisation) -> None:
    volunteer = User.objects.create_user("frivillig@example.org", "et-langt-kodeord", name="Viggo Ærlig")
    Membership.objects.create(user=volunteer, organisation=association, role=Membership.Role.DESK)
    browser = Client()
    browser.force_login(volunteer)
    browser.post(page(small, "reserverede"), {"act": "invite", "whom": "Værter", "places": "1"})
    assert not Invitation.objects.exists()


def test_whoever_opens_the_link_signs_up_though_all_is_full(
    client: Client, small: Event, sign_up: SignUp, dorte: User, clock: time_machine.Traveller
) -> None:
    sign_up(CLARA, event=small)
    one = invite(event_id=small.pk, whom="Æva", now=OPEN, actor=organiser(dorte))
    address = f"/invitation/{links.invitation_token(one)}/"
    shown = client.get(address)
    assert "Du er inviteret 1 plads er reserveret til dem, der tilmelder sig med denne invitation." in text(
        shown
    )
    clock.shift(40)
    typed = {"contact_name": "Æva Ørsted", "contact_email": "aeva@example.org", "action": "check"}
    checked = client.post(address, fields(shown) | typed)
    done = client.post(address, fields(checked) | {"accept": "1", "action": "confirm"}, follow=True)
    assert done.status_code == 200
    place = Registration.objects.get(name="Æva Ørsted")
    assert (place.status, place.invitation) == ("confirmed", one)
    again = client.get(address)
    assert "Invitationens pladser er taget." in text(again)


def test_whoever_is_more_than_the_invitation_has_places_for_is_led_to_the_ordinary_form(
    client: Client, small: Event, dorte: User, clock: time_machine.Traveller
) -> None:
    one = invite(event_id=small.pk, whom="Æva", now=OPEN, actor=organiser(dorte))
    address = f"/invitation/{links.invitation_token(one)}/"
    page = client.get(address)
    form = f'<a href="/{small.slug}/tilmelding/">den almindelige formular</a>'
    assert form in page.content.decode()
    assert 'name="count" min="1" max="1"' in page.content.decode()
    clock.shift(40)
    typed = {"contact_name": "Æva Ørsted", "contact_email": "aeva@example.org", "count": "2"}
    said = "Din invitation giver 1 plads, så ingen er tilmeldt endnu. Fjern dem, der er for mange."
    page = client.post(address, fields(page) | typed | {"action": "people"})
    assert said in text(page)
    page = client.post(address, fields(page) | {"p1-name": "Bo Ågård", "action": "check"})
    assert said in text(page)
    assert "Der er kun" not in text(page)
    Event.objects.filter(pk=small.pk).update(registration_closes_on=OPEN.date() - timedelta(days=1))
    assert "almindelige" not in text(client.get(address))


def test_a_link_nobody_signed_opens_nothing(client: Client, small: Event) -> None:
    assert client.get("/invitation/1~abc.def/").status_code == 404


# ------------------------------------------------------------------ does it take place


def test_the_organiser_says_that_it_takes_place(
    desk: Client, make_event: Callable[..., Event], sign_up: SignUp
) -> None:
    event = make_event(slug="maaske", minimum_people=2, decide_on=date(2026, 8, 1))
    sign_up(ANNE, event=event)
    short = desk.get(page(event, "beslutning"))
    assert "1 af mindst 2; det skal besluttes lørdag den 1. august 2026." in text(short)
    fewer, enough = "Der er færre tilmeldte end det mindste antal", "Så mange har tilmeldt sig"
    words = short.context["form"]["text"].value()
    assert fewer in text(short)
    assert words == "Det er besluttet: Arrangementet gennemføres. Vi glæder os til at se dig."
    sign_up(BO, event=event, contact=Contact(name="Bo Ågård", email="bo@example.org"), key="to")
    reached = desk.get(page(event, "beslutning"))
    assert fewer not in text(reached)
    assert enough in reached.context["form"]["text"].value()
    assert "2 af mindst 2" in text(desk.get("/admin/"))
    assert "2 af mindst 2" in text(desk.get(f"/admin/programme/event/{event.pk}/change/"))
    said = "Det gennemføres, hvis mindst 2 tilmelder sig. Det afgøres lørdag den 1. august 2026."
    assert said in text(desk.get("/maaske/"))
    answer = desk.post(page(event, "beslutning"), {"tells": "on", "text": "Vi ses på Ærø."}, follow=True)
    assert "Nu står der på siden, at »Læring på tværs« gennemføres, og mailene er på vej." in text(answer)
    assert "Det er besluttet: Arrangementet gennemføres." in text(desk.get("/maaske/"))
    assert OwedMail.objects.filter(kind="goes_ahead").count() == 2


def test_the_second_organiser_to_decide_is_told_that_it_was_said(
    desk: Client, make_event: Callable[..., Event], sign_up: SignUp
) -> None:
    event = make_event(slug="maaske", minimum_people=2, decide_on=date(2026, 8, 1))
    sign_up(ANNE, event=event)
    for words in ("Vi ses på Ærø.", "Husk støvler."):
        answer = desk.post(page(event, "beslutning"), {"tells": "on", "text": words}, follow=True)
    told = text(answer)
    assert answer.status_code == 409
    assert "Det er allerede meldt ud, at »Læring på tværs« gennemføres." in told
    assert "Der er ikke meldt mere ud, og der er ikke sendt flere mails." in told
    assert "Det er besluttet: Arrangementet gennemføres." in told
    assert "mailene er på vej" not in told
    mails = OwedMail.objects.filter(kind="goes_ahead").values_list("facts", flat=True)
    assert list(mails) == [{"text": "Vi ses på Ærø."}]


def test_where_no_number_is_needed_nothing_is_decided(desk: Client, event: Event, sign_up: SignUp) -> None:
    sign_up(ANNE, event=event)
    answer = desk.post(page(event, "beslutning"), {"tells": "on", "text": "Vi ses på Ærø."})
    assert answer.status_code == 409
    assert "har ikke noget mindste antal deltagere, så der er intet at beslutte." in text(answer)
    event.refresh_from_db()
    assert event.goes_ahead_at is None
    assert not OwedMail.objects.filter(kind="goes_ahead").exists()


def test_a_mail_without_words_is_not_sent(desk: Client, make_event: Callable[..., Event]) -> None:
    event = make_event(slug="maaske", minimum_people=2, decide_on=date(2026, 8, 1))
    answer = desk.post(page(event, "beslutning"), {"tells": "on", "text": " "})
    assert "Skriv, hvad der skal stå i mailen, eller fjern krydset." in text(answer)
    event.refresh_from_db()
    assert event.goes_ahead_at is None
