"""Rules, days and places in every mail; the message as it is sent; and the templates."""

from collections.abc import Callable
from datetime import date, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import get_template
from django.utils import translation

from programme.models import Event
from registration import flowed, links, mails
from registration.models import OwedMail, Registration
from registration.services import cancelling, finding
from registration.services.acts import ATTENDEE, CONTACT
from registration.services.booking import SignedUp
from registration.services.people import Person
from scripts.check_translations import template_strings
from tests.cast import ANNE, BO, BOUND, CLARA, EMIL, OPEN, STARTED, at
from tests.registration.letters import (
    FILE,
    FREE,
    IS_BOUND,
    OWN_PAGE,
    PRIVACY,
    entry_of,
    hand_over,
    owed,
    paragraphs,
    place_url,
    sent,
    text,
)

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]
Kind = OwedMail.Kind
FOLDER = Path(__file__).resolve().parents[2] / "templates" / "registration" / "mail"


@pytest.mark.parametrize(
    ("fields", "now", "rule"),
    [
        ({}, at("2026-09-02 23:59"), FREE),
        ({}, BOUND, IS_BOUND),
        (
            {"fee_ore": None},
            OPEN,
            "Du kan melde afbud til og med onsdag den 2. september 2026. "
            "Derefter regner vi med dig – en anden kan komme i stedet.",
        ),
        (
            {"fee_ore": None},
            BOUND,
            "Sidste dag for afbud var onsdag den 2. september 2026. "
            "Vi regner med dig – en anden kan komme i stedet.",
        ),
        (
            {"binding_after": None},
            BOUND,
            "Du kan melde afbud uden udgift, indtil det begynder, og en anden person kan deltage i stedet.",
        ),
        (
            {"substitutes_until": date(2026, 9, 14)},
            at("2026-09-14 23:59"),
            f"{IS_BOUND} Pladsen kan overdrages til en anden til og med mandag den 14. september 2026.",
        ),
        (
            {"substitutes_until": date(2026, 9, 14)},
            at("2026-09-15 00:00"),
            "Sidste dag for at overdrage pladsen var mandag den 14. september 2026.",
        ),
        ({}, STARTED, ""),
    ],
)
def test_a_mail_says_what_can_be_done_until_when_as_it_holds_when_it_is_sent(
    fields: dict[str, Any], now: datetime, rule: str, sign_up: SignUp
) -> None:
    Event.objects.update(**fields)
    sign_up(BO)
    said = text(Kind.PLACE_CONFIRMED, "bo", now=now).body.split(PRIVACY)[1]
    own_page = OWN_PAGE if now < STARTED else "Her er din egen side. Linket er personligt:"
    assert said.split(own_page)[0].strip() == rule


def test_a_promise_made_to_a_booking_is_kept_in_its_mails(sign_up: SignUp) -> None:
    made = sign_up(BO)
    Event.objects.update(binding_after=date(2026, 8, 1))
    for kind, to in ((Kind.PLACE_CONFIRMED, "bo"), (Kind.BOOKING_CONFIRMED, "anne.mette")):
        assert f"\n\n{FREE}\n\n" in text(kind, to).body
    assert made.registrations[0].promised_binding_after == date(2026, 9, 2)


def test_one_rule_is_not_told_of_places_that_were_promised_different_days(
    sign_up: SignUp, event: Event
) -> None:
    sign_up(ANNE)
    Event.objects.update(binding_after=date(2026, 8, 1))
    sign_up(EMIL)
    finding.mail_links(event=event, email="anne.mette@example.org", now=OPEN)
    assert "melde afbud" not in text(Kind.LINKS, "anne.mette").body


def test_an_event_without_hours_place_fee_or_contact_name_is_still_told_in_whole_sentences(
    make_event: Callable[..., Event], sign_up: SignUp
) -> None:
    event = make_event(
        slug="uden",
        starts_at=None,
        ends_at=None,
        venue=None,
        fee_ore=None,
        contact_name="",
        binding_after=None,
    )
    bo = sign_up(BO, event=event).registrations[0]
    assert text(Kind.PLACE_CONFIRMED, "bo").body == paragraphs(
        "Kære Bo Ågård, du er tilmeldt »Læring på tværs«.",
        f"Tid: onsdag den 16. september 2026\n{FILE}",
        "Du får denne mail, fordi Anne Mette Sørensen (anne.mette@example.org) har tilmeldt dig og givet os "
        f"dit navn, din stilling, din arbejdsplads og din mailadresse. {PRIVACY}",
        "Du kan melde afbud, indtil det begynder, og en anden kan komme i stedet.",
        f"{OWN_PAGE}\n{place_url(bo)}",
        "Spørgsmål? Skriv til dorte@example.org.",
        "Venlig hilsen\nForeningen for Læsning\n",
    )
    assert entry_of(sent(Kind.PLACE_CONFIRMED, "bo"))[1].decoded("dtstart") == date(2026, 9, 16)


def test_names_and_titles_come_out_as_they_were_typed(
    make_event: Callable[..., Event], sign_up: SignUp
) -> None:
    event = make_event(
        slug="tegn", title='Fælles <b>& "egne" veje</b> – 100 % {{ nu }}', mail_paragraph="1 < 2 & {% nu %}"
    )
    odd = Person(name="Bo & Åse <3 {{ name }} %(name)s", email="bo@example.org")
    sign_up(odd, event=event)
    message = sent(Kind.PLACE_CONFIRMED, "bo")
    body = text(Kind.PLACE_CONFIRMED, "bo").body
    assert message["Subject"].strip() == 'Du er tilmeldt Fælles <b>& "egne" veje</b> – 100 % {{ nu }}'
    assert body.startswith(
        'Kære Bo & Åse <3 {{ name }} %(name)s, du er tilmeldt »Fælles <b>& "egne" veje</b> – 100 % {{ nu }}«.\n'
    )
    assert "\n\n1 < 2 & {% nu %}\n\n" in body


def test_the_message_comes_from_the_installation_under_the_organisers_name(sign_up: SignUp) -> None:
    sign_up(BO)
    mail, message = owed(Kind.PLACE_CONFIRMED, "bo"), sent(Kind.PLACE_CONFIRMED, "bo")
    named = ("From", "To", "Reply-To", "Subject", "Message-ID", "Date", "Auto-Submitted")
    assert {name: str(message[name]) for name in named} == {
        "From": "Foreningen for Læsning <tilmelding@example.org>",
        "To": "bo@example.org",
        "Reply-To": "dorte@example.org",
        "Subject": "Du er tilmeldt Læring på tværs",
        "Message-ID": mail.message_id,
        "Date": "Mon, 01 Jun 2026 10:00:00 +0000",
        "Auto-Submitted": "auto-generated",
    }


@pytest.mark.parametrize(
    "name",
    [
        "Ærø Bibliotek",
        'Bibliotek, Kultur & "Fritid" <Øst>',
        "Æ" * 190 + " Bibliotek",
        "Bcc: x@example.org",
    ],
)
def test_an_organiser_may_have_any_name(name: str, sign_up: SignUp, event: Event) -> None:
    type(event.owner).objects.update(name=name)
    sign_up(BO)
    raw = mails.build(owed(Kind.PLACE_CONFIRMED, "bo"), now=OPEN).message().as_bytes()
    display_name, address = parseaddr(message_from_bytes(raw)["From"])
    assert str(make_header(decode_header(display_name))) == name
    assert address == "tilmelding@example.org"


@pytest.mark.parametrize("typed", ["A\r\nBcc: ond@example.org", "A\nBcc: x", "A\x0bB", "A\u2028B", "A\x1cB"])
def test_no_text_becomes_a_header(typed: str, sign_up: SignUp, event: Event) -> None:
    Event.objects.update(title=typed)
    type(event.owner).objects.update(name=typed)
    sign_up(BO)
    message = sent(Kind.PLACE_CONFIRMED, "bo")
    line = " ".join(typed.split())
    assert message["Subject"] == f"Du er tilmeldt {line}"
    assert message["From"].addresses[0].display_name == line
    assert "Bcc" not in message


def test_the_text_is_wrapped_for_old_programs_and_whole_for_new_ones(sign_up: SignUp) -> None:
    bo = sign_up(BO).registrations[0]
    body = sent(Kind.PLACE_CONFIRMED, "bo").get_body(("plain",))
    assert body is not None
    assert (body.get_content_charset(), body.get_param("format")) == ("utf-8", "flowed")
    travelled = body.get_content()
    assert flowed.read(travelled) == text(Kind.PLACE_CONFIRMED, "bo").body
    long = [line for line in travelled.split("\n") if len(line.rstrip()) > 72]
    assert long == [place_url(bo)]


def test_who_comes_gets_the_event_for_her_calendar(sign_up: SignUp, event: Event) -> None:
    Event.objects.update(sequence=3)
    anne, bo = sign_up(ANNE, BO).registrations
    for kind, to, place in ((Kind.PLACE_CONFIRMED, "bo", bo), (Kind.BOOKING_CONFIRMED, "anne.mette", anne)):
        message = sent(kind, to)
        (part,) = message.iter_attachments()
        assert (part.get_filename(), part.get_content_type()) == ("kalender.ics", "text/calendar")
        assert (part.get_content_charset(), part.get_param("method")) == ("utf-8", "PUBLISH")
        calendar, entry = entry_of(message)
        assert {
            "method": str(calendar["method"]),
            "uid": str(entry["uid"]),
            "sequence": entry["sequence"],
            "status": str(entry["status"]),
            "summary": str(entry["summary"]),
            "begins": entry.decoded("dtstart").isoformat(),
            "ends": entry.decoded("dtend").isoformat(),
        } == {
            "method": "PUBLISH",
            "uid": f"{event.uid}-{place.pk}",
            "sequence": 3,
            "status": "CONFIRMED",
            "summary": "Læring på tværs",
            "begins": "2026-09-16T09:00:00+02:00",
            "ends": "2026-09-16T16:00:00+02:00",
        }


@pytest.mark.long
def test_who_does_not_come_after_all_gets_the_same_entry_cancelled_with_a_greater_number(
    sign_up: SignUp, event: Event
) -> None:
    Event.objects.update(sequence=3)
    bo, clara, emil = sign_up(BO, CLARA, Person(name="Emil", email="emil@example.org")).registrations
    cancelling.cancel(registration_id=clara.pk, now=OPEN, actor=CONTACT)
    cancelling.give_back(registration_id=emil.pk, now=BOUND, actor=ATTENDEE)
    hand_over(bo, Person(name="Åse", email="aase@example.org"))
    for kind, to, place in (
        (Kind.PLACE_CANCELLED, "clara", clara),
        (Kind.PLACE_GIVEN_BACK, "emil", emil),
        (Kind.SUBSTITUTE_GOODBYE, "bo", bo),
    ):
        calendar, entry = entry_of(sent(kind, to, now=BOUND))
        found = [str(calendar["method"]), str(entry["uid"]), entry["sequence"], str(entry["status"])]
        assert found == ["CANCEL", f"{event.uid}-{place.pk}", 4, "CANCELLED"]
    aase = Registration.objects.get(substitute_for=bo)
    entry = entry_of(sent(Kind.SUBSTITUTE_WELCOME, "aase", now=BOUND))[1]
    found = [str(entry["uid"]), entry["sequence"], str(entry["status"])]
    assert found == [f"{event.uid}-{aase.pk}", 3, "CONFIRMED"]


@pytest.mark.long
def test_a_contact_who_does_not_come_gets_no_calendar_file(sign_up: SignUp) -> None:
    bo = sign_up(BO, EMIL).registrations[0]
    cancelling.cancel(registration_id=bo.pk, now=OPEN, actor=ATTENDEE)
    for kind in (Kind.BOOKING_CONFIRMED, Kind.PLACE_CANCELLED):
        assert list(sent(kind, "anne.mette").iter_attachments()) == []
        assert "kalender.ics" not in text(kind, "anne.mette").body


def test_staff_read_a_mail_without_links_that_open(sign_up: SignUp) -> None:
    made = sign_up(ANNE, BO, EMIL)
    whole = text(Kind.BOOKING_CONFIRMED, "anne.mette")
    shown = mails.staff_text(owed(Kind.BOOKING_CONFIRMED, "anne.mette"), now=OPEN)
    secrets = [links.booking_token(made.booking), *map(links.place_token, made.registrations)]
    for secret in secrets:
        whole = mails.Text(whole.subject, whole.body.replace(secret, "…"))
    assert shown == whole
    assert shown.body.count("/plads/…/") == 2


def test_every_kind_has_a_subject_and_a_text() -> None:
    for kind in Kind:
        for name in (f"{kind}.subject.txt", f"{kind}.txt"):
            assert get_template(f"registration/mail/{name}")
    kinds = {path.name.split(".")[0] for path in FOLDER.iterdir() if not path.name.startswith("_")}
    assert kinds == set(Kind)


def test_every_sentence_of_the_mails_is_danish_for_danes() -> None:
    same = set()
    with translation.override("da"):
        for path in sorted(FOLDER.iterdir()):
            for context, sentence in template_strings(path.read_text(encoding="utf-8"), path.name):
                said = translation.pgettext(context, sentence) if context else translation.gettext(sentence)
                if said == sentence:
                    # Python 3.11.2 finds a sentence with a plural by its number only.
                    said = translation.ngettext(sentence, sentence, 1)
                if said == sentence:
                    same.add(sentence)
    assert same == {"E-mail: %(email)s"}
