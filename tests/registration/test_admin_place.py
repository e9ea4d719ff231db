"""A person's page and the acts behind its buttons: GET shows, POST acts, and the services write."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from programme.models import Event, User
from registration import links
from registration.admin.mail import why_not_again
from registration.models import Booking, HistoryEntry, OwedMail, PersonalNeeds, Registration
from registration.services import acts, delivering, substituting
from registration.services.booking import SignedUp
from tests.cast import ANNE, BO, BOUND, CLARA, EMIL, ENDED, OPEN, STARTED, at, owed, statuses

SignUp = Callable[..., SignedUp]
LAST_FREE = at("2026-09-02 23:59")
BO_TYPED = {
    "name": "Bo Ågård",
    "job_title": "Leder",
    "organisation": "Ærø Bibliotek",
    "email": "bo@example.org",
    "phone": "",
}
CLARA_TYPED = {
    "name": "Clara Æbelø",
    "job_title": "",
    "organisation": "",
    "email": "clara@example.org",
    "phone": "",
}


def url(registration: Registration, page: str = "change") -> str:
    return f"/admin/registration/registration/{registration.pk}/{page}/"


def text(response: Any) -> str:
    content = response.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", content[content.index('id="content"') :]).split())


def buttons(response: Any) -> list[str]:
    return [label for label, _address in response.context["buttons"]]


@pytest.fixture
def bo(sign_up: SignUp) -> Registration:
    return sign_up(BO).registrations[0]


def told(client: Client, response: Any) -> list[str]:
    """What the page after an act says."""
    assert response.status_code == 302
    return [str(message) for message in client.get(response["Location"]).context["messages"]]


# ------------------------------------------------------------------ the page


def test_a_person_s_page_tells_what_holds(bo: Registration, organiser: Client) -> None:
    response = organiser.get(url(bo))
    page = text(response)
    for sentence in (
        "Bo Ågård",
        "Kommer",
        "Læring på tværs (16. september 2026)",
        "Du kan melde afbud uden udgift til og med onsdag den 2. september 2026.",
        "Leder",
        "Ærø Bibliotek",
        "bo@example.org",
        "mandag den 1. juni 2026 kl. 12.00",
        bo.booking.number,
        "Anne Mette Sørensen",
    ):
        assert sentence in page, sentence
    assert buttons(response) == ["Ret", "Overdrag til en anden", "Meld afbud", "Send nyt link"]


FREE = (
    "Du kan melde afbud uden udgift til og med onsdag den 2. september 2026. Derefter er tilmeldingen bindende, "
    "men en anden person kan deltage i stedet."
)
BINDS = "Tilmeldingen er bindende, fordi sidste dag for frit afbud var onsdag den 2. september 2026."
UNTIL = "Pladsen kan overdrages til en anden til og med fredag den 11. september 2026."
LAST = "Sidste dag for at overdrage pladsen var fredag den 11. september 2026."


@pytest.fixture
def until_the_eleventh(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(substitutes_until=date(2026, 9, 11))


@pytest.mark.long
@pytest.mark.parametrize(
    ("now", "rule", "act"),
    [
        (LAST_FREE, f"{FREE} {UNTIL}", "cancel"),
        (BOUND, f"{BINDS} En anden person kan deltage i stedet. {UNTIL}", "release"),
        (at("2026-09-12 00:00"), f"{BINDS} {LAST}", "release"),
        (STARTED, "", ""),
    ],
)
def test_the_rule_for_the_place_tells_the_last_day_for_substitutes_too(
    until_the_eleventh: None,
    bo: Registration,
    organiser: Client,
    clock: time_machine.Traveller,
    now: Any,
    rule: str,
    act: str,
) -> None:
    clock.move_to(now)
    response = organiser.get(url(bo))
    assert (response.context["rule"], "Reglen for pladsen:" in text(response)) == (rule, bool(rule))
    if act:
        assert f"Reglen for pladsen: {rule}" in text(organiser.get(url(bo, act)))


@pytest.mark.long
@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (LAST_FREE, ["Ret", "Overdrag til en anden", "Meld afbud", "Send nyt link"]),
        (
            BOUND,
            ["Ret", "Overdrag til en anden", "Giv pladsen tilbage", "Frigiv bindende plads", "Send nyt link"],
        ),
        (STARTED, ["Ret", "Overdrag til en anden", "Send nyt link"]),
        (ENDED, ["Kom ikke"]),
    ],
)
def test_the_buttons_are_those_that_lead_somewhere(
    bo: Registration, organiser: Client, clock: time_machine.Traveller, now: Any, expected: list[str]
) -> None:
    clock.move_to(now)
    assert buttons(organiser.get(url(bo))) == expected


@pytest.mark.long
def test_whoever_left_has_no_buttons_but_a_reason(bo: Registration, organiser: Client) -> None:
    organiser.post(url(bo, "cancel"))
    response = organiser.get(url(bo))
    assert buttons(response) == []
    assert "Afmeldt" in text(response)
    assert "Denne person har ikke længere pladsen" in text(response)


def test_the_chain_of_substitutes_is_shown_from_both_ends(bo: Registration, organiser: Client) -> None:
    clara = substituting.substitute(registration_id=bo.pk, person=CLARA, now=OPEN, actor=acts.CONTACT)
    emil = substituting.substitute(registration_id=clara.pk, person=EMIL, now=OPEN, actor=acts.CONTACT)
    for one in (bo, clara, emil):
        assert organiser.get(url(one)).context["chain"] == [bo, clara, emil]
    assert "Emil Uden-Mail – i stedet for Clara Æbelø" in text(organiser.get(url(bo)))


def test_a_need_is_not_known_by_name(bo: Registration, organiser: Client) -> None:
    before = text(organiser.get(url(bo)))
    PersonalNeeds.objects.create(
        registration=bo,
        dietary_needs="ingen nødder",
        access_needs="teleslynge",
        consent="Ja",
        consented_at=OPEN,
    )
    assert text(organiser.get(url(bo))) == before


def test_the_history_says_who_when_what_and_which_facts(
    bo: Registration, organiser: Client, clock: time_machine.Traveller
) -> None:
    clock.move_to(at("2026-06-02 09:05"))
    organiser.post(url(bo, "correct"), BO_TYPED | {"job_title": "Chef", "phone": "12345678"})
    page = text(organiser.get(url(bo)))
    assert "Rettede (stilling, telefon) – Dorte Ørsted, tirsdag den 2. juni 2026 kl. 9.05" in page
    entry = HistoryEntry.objects.latest("pk")
    own = text(organiser.get(f"/admin/registration/historyentry/{entry.pk}/change/"))
    assert "Før det blev rettet Stilling Leder Telefon –" in own


# ------------------------------------------------------------------ GET shows


@pytest.mark.parametrize(
    ("act", "status_by_moment"),
    [
        ("correct", {OPEN: 200, BOUND: 200}),
        ("hand-over", {OPEN: 200, BOUND: 200}),
        ("cancel", {OPEN: 200, BOUND: 409}),
        ("give-back", {OPEN: 409, BOUND: 200}),
        ("release", {OPEN: 409, BOUND: 200}),
        ("new-link", {OPEN: 200, BOUND: 200}),
    ],
)
@pytest.mark.parametrize("now", [OPEN, BOUND])
def test_opening_a_page_changes_nothing(
    bo: Registration,
    organiser: Client,
    clock: time_machine.Traveller,
    act: str,
    status_by_moment: dict[Any, int],
    now: Any,
) -> None:
    clock.move_to(now)
    before = [list(model.objects.values()) for model in (Registration, Booking, OwedMail, HistoryEntry)]
    assert organiser.get(url(bo, act)).status_code == status_by_moment[now]
    assert [
        list(model.objects.values()) for model in (Registration, Booking, OwedMail, HistoryEntry)
    ] == before


# ------------------------------------------------------------------ leaving


@pytest.mark.long
def test_a_free_place_is_cancelled_and_both_are_told(bo: Registration, organiser: Client) -> None:
    page = text(organiser.get(url(bo, "cancel")))
    assert "Der bliver sendt en mail om det til bo@example.org og anne.mette@example.org." in page
    OwedMail.objects.all().delete()
    assert told(organiser, organiser.post(url(bo, "cancel"))) == ["Bo Ågård er ikke længere tilmeldt."]
    assert statuses(bo.event_id) == [("Bo Ågård", "cancelled")]
    assert owed() == [
        ("place_cancelled", "bo@example.org", {"by": "organiser"}),
        ("place_cancelled", "anne.mette@example.org", {"by": "organiser"}),
    ]
    entry = HistoryEntry.objects.latest("pk")
    assert (entry.verb, entry.actor, str(entry.user), entry.bent) == (
        "cancelled",
        "organiser",
        "Dorte Ørsted",
        "",
    )


def test_a_bound_place_is_not_cancelled(
    bo: Registration, organiser: Client, clock: time_machine.Traveller
) -> None:
    clock.move_to(BOUND)
    response = organiser.post(url(bo, "cancel"))
    assert response.status_code == 409
    assert "Pladsen er bindende" in text(response)
    assert statuses(bo.event_id) == [("Bo Ågård", "confirmed")]


@pytest.mark.long
def test_a_bound_place_is_given_back_and_still_owed(
    bo: Registration, organiser: Client, clock: time_machine.Traveller
) -> None:
    clock.move_to(LAST_FREE)
    assert organiser.post(url(bo, "give-back")).status_code == 409
    clock.move_to(BOUND)
    assert told(organiser, organiser.post(url(bo, "give-back"))) == ["Pladsen for Bo Ågård er givet tilbage."]
    bo.refresh_from_db()
    assert (bo.status, bo.still_owed) == ("cancelled", True)
    assert "Plads givet tilbage" in text(organiser.get(url(bo)))


@pytest.mark.long
def test_a_bound_place_is_released_by_choice_and_with_a_reason(
    bo: Registration, organiser: Client, clock: time_machine.Traveller
) -> None:
    clock.move_to(LAST_FREE)
    assert organiser.post(url(bo, "release"), {"set_aside": "on", "reason": "Syg"}).status_code == 409
    clock.move_to(BOUND)
    for typed in ({}, {"set_aside": "on"}, {"reason": "Syg"}, {"set_aside": "on", "reason": "  "}):
        response = organiser.post(url(bo, "release"), typed)
        assert response.status_code == 200, typed
        assert response.context["forms"][0].errors, typed
    assert statuses(bo.event_id) == [("Bo Ågård", "confirmed")]
    answer = organiser.post(url(bo, "release"), {"set_aside": "on", "reason": "Hun er blevet syg"})
    assert told(organiser, answer) == ["Pladsen for Bo Ågård er frigivet."]
    bo.refresh_from_db()
    assert (bo.status, bo.still_owed) == ("cancelled", False)
    entry = HistoryEntry.objects.latest("pk")
    assert (entry.bent, entry.reason, str(entry.user)) == ("binding", "Hun er blevet syg", "Dorte Ørsted")
    assert "pladsen var bindende. Begrundelse: Hun er blevet syg" in text(organiser.get(url(bo)))


# ------------------------------------------------------------------ correcting


@pytest.mark.long
def test_a_new_address_ends_the_old_link_and_is_sent_the_confirmation(
    bo: Registration, organiser: Client
) -> None:
    old_link = links.place_token(bo)
    OwedMail.objects.all().delete()
    answer = organiser.post(url(bo, "correct"), BO_TYPED | {"name": "Bo Aagaard", "email": "bo@example.org"})
    assert told(organiser, answer) == ["Oplysningerne om Bo Aagaard er gemt."]
    bo.refresh_from_db()
    assert links.place_token(bo) == old_link
    answer = organiser.post(
        url(bo, "correct"),
        BO_TYPED | {"name": "Bo Aagaard", "email": "bo.aa@example.org", "same_person": "1"},
    )
    assert answer.status_code == 302
    bo.refresh_from_db()
    assert (bo.email, links.place_token(bo) == old_link) == ("bo.aa@example.org", False)
    assert ("place_confirmed", "bo.aa@example.org", {}) in owed()


def test_facts_that_look_like_somebody_else_are_asked_about(bo: Registration, organiser: Client) -> None:
    asked = organiser.post(url(bo, "correct"), CLARA_TYPED)
    assert "Er det en anden person?" in asked.content.decode()
    assert statuses(bo.event_id) == [("Bo Ågård", "confirmed")]
    arriving = organiser.post(url(bo, "hand-over"), CLARA_TYPED | {"arriving": "1"})
    assert arriving.status_code == 200
    assert arriving.context["forms"][0]["name"].value() == "Clara Æbelø"
    assert statuses(bo.event_id) == [("Bo Ågård", "confirmed")]
    assert organiser.post(url(bo, "correct"), CLARA_TYPED | {"same_person": "1"}).status_code == 302
    assert statuses(bo.event_id) == [("Clara Æbelø", "confirmed")]


def test_what_the_form_does_not_ask_stays(bo: Registration, organiser: Client) -> None:
    Registration.objects.filter(pk=bo.pk).update(municipality="Ærø")
    organiser.post(url(bo, "correct"), BO_TYPED | {"job_title": "Chef"})
    bo.refresh_from_db()
    assert (bo.job_title, bo.municipality) == ("Chef", "Ærø")


def test_a_wrong_address_is_told_at_its_field_and_the_text_is_kept(
    bo: Registration, organiser: Client
) -> None:
    response = organiser.post(url(bo, "correct"), BO_TYPED | {"email": "bo(at)example.org"})
    page = response.content.decode()
    assert response.context["errors"] == [
        ("id_email", "E-mail: Det er ikke en e-mailadresse. Skriv den som navn@example.org.")
    ]
    assert 'value="bo(at)example.org"' in page
    assert "<title>Fejl: Ret Bo Ågård" in page


def test_facts_changed_meanwhile_are_not_written_over_unseen(
    bo: Registration, organiser: Client, colleague: Callable[[str], Client]
) -> None:
    opened = organiser.get(url(bo, "correct")).context["hidden"]
    colleague("desk").post(url(bo, "correct"), BO_TYPED | {"job_title": "Bibliotekar"})
    typed = BO_TYPED | {"job_title": "Chef"}
    told_so = organiser.post(url(bo, "correct"), typed | opened)
    assert told_so.status_code == 409
    assert "Grethe desk, mandag den 1. juni 2026 kl. 12.00 (stilling)." in text(told_so)
    assert "Nu står der: Bo Ågård, Bibliotekar, Ærø Bibliotek, bo@example.org." in text(told_so)
    assert told_so.context["forms"][0]["job_title"].value() == "Chef"
    bo.refresh_from_db()
    assert bo.job_title == "Bibliotekar"
    assert organiser.post(url(bo, "correct"), typed | told_so.context["hidden"]).status_code == 302
    bo.refresh_from_db()
    assert bo.job_title == "Chef"


@pytest.mark.long
@pytest.mark.parametrize("slip", [{"email": "bo(at)example.org"}, {"phone": "12"}])
def test_a_slip_of_the_pen_does_not_make_an_old_form_new(
    slip: dict[str, str], bo: Registration, organiser: Client, colleague: Callable[[str], Client]
) -> None:
    opened = organiser.get(url(bo, "correct")).context["hidden"]
    colleague("desk").post(url(bo, "correct"), BO_TYPED | {"job_title": "Bibliotekar"})
    typed = BO_TYPED | {"job_title": "Chef"}
    slipped = organiser.post(url(bo, "correct"), typed | slip | opened)
    assert slipped.status_code == 409
    assert "Den sidste var Grethe desk, mandag den 1. juni 2026 kl. 12.00 (stilling)." in text(slipped)
    again = organiser.post(url(bo, "correct"), typed | slip | slipped.context["hidden"])
    assert again.status_code == 200
    bo.refresh_from_db()
    assert bo.job_title == "Bibliotekar"


@pytest.mark.long
def test_who_is_asked_whether_it_is_another_person_still_answers_for_the_form_she_saw(
    bo: Registration, organiser: Client, colleague: Callable[[str], Client]
) -> None:
    opened = organiser.get(url(bo, "correct")).context["hidden"]
    asked = organiser.post(url(bo, "correct"), BO_TYPED | {"name": "Zenia Ø"} | opened)
    colleague("desk").post(url(bo, "correct"), BO_TYPED | {"job_title": "Bibliotekar"})
    answer = organiser.post(url(bo, "correct"), asked.context["typed"] | {"same_person": "1"})
    assert answer.status_code == 409
    bo.refresh_from_db()
    assert (bo.name, bo.job_title) == ("Bo Ågård", "Bibliotekar")


# ------------------------------------------------------------------ a page that had been open for too long


@pytest.fixture
def strict(organiser: Client, dorte: User) -> Client:
    """Dorte's browser, whose pages are older than their tokens."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(dorte)
    return client


STILL_HERE = "Siden havde været åben længe. Alt, hvad du skrev, står her stadig: tryk på knappen igen."


@pytest.mark.long
@pytest.mark.parametrize(
    ("act", "typed", "kept"),
    [
        ("correct", BO_TYPED | {"job_title": "Chef"}, "Chef"),
        ("hand-over", CLARA_TYPED, "Clara Æbelø"),
        ("release", {"set_aside": "on", "reason": "Sygdom"}, "Sygdom"),
        ("cancel", {}, ""),
        ("new-link", {}, ""),
    ],
)
def test_an_act_keeps_what_was_typed_when_the_page_had_been_open_for_too_long(
    act: str,
    typed: dict[str, str],
    kept: str,
    bo: Registration,
    strict: Client,
    clock: time_machine.Traveller,
) -> None:
    if act == "release":
        clock.move_to(BOUND)
    before = Registration.objects.values().get(pk=bo.pk)
    page = strict.post(url(bo, act), typed)
    assert page.status_code == 200
    assert STILL_HERE in text(page)
    assert not kept or f'value="{kept}"' in page.content.decode()
    assert Registration.objects.values().get(pk=bo.pk) == before
    token = {"csrfmiddlewaretoken": page.context["csrf_token"]}
    assert strict.post(url(bo, act), typed | token).status_code == 302


def test_a_contact_keeps_what_was_typed_when_the_page_had_been_open_for_too_long(
    bo: Registration, strict: Client
) -> None:
    address = f"/admin/registration/booking/{bo.booking_id}/contact/"
    typed = {"name": "Anne M. Sørensen", "email": "anne.mette@example.org", "phone": ""}
    page = strict.post(address, typed)
    assert page.status_code == 200
    assert STILL_HERE in text(page)
    assert 'value="Anne M. Sørensen"' in page.content.decode()
    assert Booking.objects.get().contact_name == "Anne Mette Sørensen"


# ------------------------------------------------------------------ handing over


@pytest.mark.long
def test_a_bound_place_passes_to_another_without_a_reason(
    bo: Registration, organiser: Client, clock: time_machine.Traveller
) -> None:
    clock.move_to(BOUND)
    answer = organiser.post(url(bo, "hand-over"), CLARA_TYPED)
    assert told(organiser, answer) == ["Clara Æbelø har pladsen nu."]
    assert statuses(bo.event_id) == [("Bo Ågård", "substituted"), ("Clara Æbelø", "confirmed")]
    assert HistoryEntry.objects.latest("pk").bent == ""


def test_the_desk_hands_over_at_five_past_nine_with_a_reason(
    bo: Registration, colleague: Callable[[str], Client], clock: time_machine.Traveller
) -> None:
    desk = colleague("desk")
    clock.move_to(at("2026-09-16 09:05"))
    assert "Arrangementet begyndte" in text(desk.get(url(bo, "hand-over")))
    assert desk.post(url(bo, "hand-over"), CLARA_TYPED).status_code == 200
    assert statuses(bo.event_id) == [("Bo Ågård", "confirmed")]
    bent = CLARA_TYPED | {"set_aside": "on", "reason": "Hun står her"}
    assert desk.post(url(bo, "hand-over"), bent).status_code == 302
    entry = HistoryEntry.objects.latest("pk")
    assert (entry.bent, entry.reason) == ("over", "Hun står her")
    clock.move_to(ENDED)
    clara = Registration.objects.get(name="Clara Æbelø")
    assert desk.post(url(clara, "hand-over"), CLARA_TYPED | bent | {"name": "Bo"}).status_code == 409


def test_nobody_takes_a_second_place(sign_up: SignUp, organiser: Client) -> None:
    bo, clara = sign_up(BO, CLARA).registrations
    response = organiser.post(url(bo, "hand-over"), CLARA_TYPED)
    assert response.status_code == 200
    assert "name" in response.context["forms"][0].errors
    response = organiser.post(url(bo, "hand-over"), BO_TYPED)
    assert "name" in response.context["forms"][0].errors
    assert statuses(clara.event_id) == [("Bo Ågård", "confirmed"), ("Clara Æbelø", "confirmed")]


# ------------------------------------------------------------------ links and mails


@pytest.mark.long
def test_a_new_link_ends_the_old_one(bo: Registration, organiser: Client) -> None:
    old = links.place_token(bo)
    OwedMail.objects.all().delete()
    assert told(organiser, organiser.post(url(bo, "new-link"))) == [
        "Et nyt link er på vej til bo@example.org."
    ]
    bo.refresh_from_db()
    assert links.place_token(bo) != old
    assert [(kind, to) for kind, to, _facts in owed()] == [("place_confirmed", "bo@example.org")]


def mail_url(mail: OwedMail, page: str = "change") -> str:
    return f"/admin/registration/owedmail/{mail.pk}/{page}/"


def test_a_mail_is_read_without_a_link_that_opens(bo: Registration, organiser: Client) -> None:
    mail = OwedMail.objects.get(kind="place_confirmed")
    response = organiser.get(mail_url(mail))
    page = response.content.decode()
    assert "Bo Ågård" in page
    assert "/plads/…" in page
    assert links.place_token(bo) not in page
    assert bo.link_key not in page
    assert "Venter på at blive sendt" in page
    assert "Send igen" not in page


def test_a_sent_mail_is_sent_again_once_and_logged(
    bo: Registration, organiser: Client, clock: time_machine.Traveller
) -> None:
    delivering.send_due(clock=lambda: OPEN)
    mail = OwedMail.objects.get(kind="place_confirmed")
    assert "Send igen" in organiser.get(mail_url(mail)).content.decode()
    organiser.get(mail_url(mail, "again"))
    mail.refresh_from_db()
    assert mail.status == "sent"
    assert told(organiser, organiser.post(mail_url(mail, "again"))) == [
        "Mailen til bo@example.org er på vej."
    ]
    mail.refresh_from_db()
    assert mail.status == "owed"
    assert told(organiser, organiser.post(mail_url(mail, "again"))) == ["Mailen er allerede på vej."]
    entries = HistoryEntry.objects.filter(verb="mail_again").values_list("registration", "user__name")
    assert list(entries) == [(bo.pk, "Dorte Ørsted")]


def test_before_a_place_is_given_back_the_desk_and_her_page_say_alike_what_is_still_owed(
    bo: Registration, organiser: Client, client: Client, clock: time_machine.Traveller
) -> None:
    clock.move_to(BOUND)
    said = (
        "Fordi pladsen er bindende, skal deltagergebyret på 1.295 kr. stadig betales, når den gives tilbage. "
        "Det skal ikke betales to gange, hvis en anden kommer i stedet."
    )
    own = client.get(f"/plads/{links.place_token(bo)}/giv-tilbage/")
    assert [said in text(page) for page in (organiser.get(url(bo, "give-back")), own)] == [True, True]


@pytest.mark.parametrize(
    ("kind", "status", "more"),
    [
        ("place_confirmed", "cancelled", ""),
        ("place_waits", "confirmed", " Du kan i stedet sende et nyt link fra deltagerens side."),
    ],
)
def test_of_a_mail_that_no_longer_holds_is_only_said_what_can_be_done(
    kind: str, status: str, more: str, bo: Registration
) -> None:
    bo.status = status
    mail = OwedMail(kind=kind, registration=bo, booking=bo.booking, event=bo.event)
    said = "Det, der står i mailen, gælder ikke længere, så den kan ikke sendes igen."
    assert why_not_again(mail, at=OPEN) == said + more


@pytest.mark.long
def test_a_mail_that_no_longer_holds_is_not_sent_again(bo: Registration, organiser: Client) -> None:
    delivering.send_due(clock=lambda: OPEN)
    organiser.post(url(bo, "cancel"))
    mail = OwedMail.objects.get(kind="place_confirmed")
    assert "gælder ikke længere" in organiser.get(mail_url(mail)).content.decode()
    organiser.post(mail_url(mail, "again"))
    mail.refresh_from_db()
    assert mail.status == "sent"


def test_the_person_s_page_shows_her_mails(sign_up: SignUp, organiser: Client) -> None:
    anne, bo = sign_up(ANNE, BO).registrations
    shown = [(mail.kind, mail.to_email) for mail in organiser.get(url(anne)).context["mails"]]
    assert shown == [("booking_confirmed", "anne.mette@example.org")]
    shown = [(mail.kind, mail.to_email) for mail in organiser.get(url(bo)).context["mails"]]
    assert shown == [("place_confirmed", "bo@example.org")]


# ------------------------------------------------------------------ the booking


def test_a_booking_shows_its_places_mails_and_contact(sign_up: SignUp, organiser: Client) -> None:
    done = sign_up(BO, EMIL)
    response = organiser.get(f"/admin/registration/booking/{done.booking.pk}/change/")
    assert [place.name for place, _words in response.context["places"]] == ["Bo Ågård", "Emil Uden-Mail"]
    page = text(response)
    assert "anne.mette@example.org" in page
    assert "12 34 56 78" in page
    assert "gennem hjemmesiden" in page


@pytest.mark.long
def test_the_contact_is_corrected(sign_up: SignUp, organiser: Client, dorte: User) -> None:
    booking = sign_up(BO).booking
    address = f"/admin/registration/booking/{booking.pk}/contact/"
    wrong = organiser.post(address, {"name": "", "email": "nej", "phone": "12"})
    assert set(wrong.context["forms"][0].errors) == {"name", "email", "phone"}
    typed = {"name": "Anne Mette Sørensen", "email": "AM@example.org", "phone": "87 65 43 21"}
    assert told(organiser, organiser.post(address, typed)) == ["Kontaktpersonens oplysninger er gemt."]
    booking.refresh_from_db()
    assert (booking.contact_email, booking.contact_phone) == ("am@example.org", "87 65 43 21")
    page = text(organiser.get(f"/admin/registration/booking/{booking.pk}/change/"))
    assert "Rettede (kontaktpersonens e-mail, kontaktpersonens telefon) – Dorte Ørsted" in page


@pytest.mark.long
def test_a_contact_changed_meanwhile_is_not_written_over_unseen(
    sign_up: SignUp, organiser: Client, colleague: Callable[[str], Client]
) -> None:
    booking = sign_up(BO).booking
    address = f"/admin/registration/booking/{booking.pk}/contact/"
    opened = organiser.get(address).context["hidden"]
    theirs = {"name": "Anne Mette Sørensen", "email": "am@example.org", "phone": ""}
    assert colleague("desk").post(address, theirs).status_code == 302
    mine = {"name": "Anne M. Sørensen", "email": "anne.mette@example.org", "phone": ""}
    assert organiser.post(address, mine | opened).status_code == 409
    booking.refresh_from_db()
    assert booking.contact_email == "am@example.org"
    again = organiser.post(address, mine | opened).context["hidden"]
    assert organiser.post(address, mine | again).status_code == 302


def test_a_slip_of_the_pen_does_not_make_an_old_contact_form_new(
    sign_up: SignUp, organiser: Client, colleague: Callable[[str], Client]
) -> None:
    made = sign_up(BO)
    address = f"/admin/registration/booking/{made.booking.pk}/contact/"
    opened = organiser.get(address).context["hidden"]
    desk = colleague("desk")
    theirs = {"name": "Anne Mette Sørensen", "email": "am@example.org", "phone": ""}
    assert desk.post(address, theirs).status_code == 302
    desk.post(url(made.registrations[0], "correct"), BO_TYPED | {"job_title": "Chef"})
    mine = {"name": "Anne M. Sørensen", "email": "anne.mette@example.org", "phone": "12"}
    slipped = organiser.post(address, mine | opened)
    assert slipped.status_code == 409
    assert (
        "Den sidste var Grethe desk, mandag den 1. juni 2026 kl. 12.00 "
        "(kontaktpersonens e-mail, kontaktpersonens telefon)." in text(slipped)
    )
    assert "Nu står der: Anne Mette Sørensen, am@example.org." in text(slipped)


def test_a_contact_is_not_corrected_when_all_is_over(
    sign_up: SignUp, organiser: Client, clock: time_machine.Traveller, event: Event
) -> None:
    booking = sign_up(BO).booking
    clock.move_to(ENDED)
    typed = {"name": "X", "email": "x@example.org", "phone": ""}
    assert organiser.post(f"/admin/registration/booking/{booking.pk}/contact/", typed).status_code == 409
    booking.refresh_from_db()
    assert booking.contact_name == "Anne Mette Sørensen"


def test_before_a_place_is_cancelled_it_is_said_what_its_link_shows_then(
    bo: Registration, organiser: Client
) -> None:
    page = text(organiser.get(url(bo, "cancel")))
    assert (
        "Pladsen er fri for andre med det samme, og det personlige link viser så kun, hvad der er sket."
        in page
    )
