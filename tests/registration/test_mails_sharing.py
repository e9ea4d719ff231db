"""What those who share a place, and their contact, are written; their calendars, and when they are reminded."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from programme.models import Event
from registration import calendars, mail_preview
from registration.models import OwedMail, Registration
from registration.services import (
    cancelling,
    changes,
    correcting,
    delivering,
    reminders,
    sharing,
    substituting,
    whole_place,
)
from registration.services.acts import ATTENDEE, CONTACT, organiser
from registration.services.booking import SignedUp
from registration.services.people import Contact, Person
from tests.cast import ANNE, BO, BOUND, CLARA, EMIL, OPEN, at
from tests.registration.letters import (
    END,
    FREE,
    OWN_PAGE,
    PRIVACY,
    entry_of,
    paragraphs,
    place_url,
    sent,
    text,
)
from tests.registration.shared import (
    FIRST,
    ON_THE_FIRST,
    ON_THE_SECOND,
    SECOND,
    THIRD,
    dinner,
    over_days,
    share,
)

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]
Kind = OwedMail.Kind
WHEN = "Tid: onsdag den 16. september kl. 9.00 – torsdag den 17. september 2026 kl. 16.00"
WHERE = "Sted: Kulturhuset Åen, 3. sal, Søndre Allé 1, 9999 Øby"
DITTE = Person(name="Ditte Ørsted", email="ditte@example.org")
SHARED_RULE = "Du kan melde afbud, indtil det begynder, og en anden kan komme i stedet."


@pytest.fixture
def event(event: Event) -> Event:
    return over_days(event)


@pytest.fixture
def place(sign_up: SignUp) -> Registration:
    return sign_up(BO).registrations[0]


def test_the_second_is_told_who_shares_with_her_and_on_which_days(place: Registration) -> None:
    second = share(place)
    said = text(Kind.SHARE_WELCOME, "clara")
    assert said.subject == "Du deler en plads med Bo Ågård: Læring på tværs"
    assert said.body == paragraphs(
        "Kære Clara Æbelø, du deler en plads på »Læring på tværs« med Bo Ågård, så I kommer på hver jeres dage.",
        f"{WHEN}\n"
        f"Du kommer {ON_THE_SECOND}. Bo Ågård kommer {ON_THE_FIRST}.\n"
        f"{WHERE}\n"
        "Sådan finder du vej: Fem minutter fra stationen.\n"
        "Til din kalender: den vedhæftede fil kalender.ics",
        "Du får denne mail, fordi Bo Ågård deler sin egen plads med dig. Til det har vi fået dit navn, din "
        f"arbejdsplads og din mailadresse. {PRIVACY}",
        "Der er ikke noget at betale for dine dage: Det er én plads, og den har Bo Ågård. Kan du ikke komme, "
        "har Bo Ågård igen pladsen alle dage.",
        SHARED_RULE,
        f"{OWN_PAGE}\n{place_url(second)}",
        END,
    )


def test_the_holder_and_the_contact_are_told(place: Registration) -> None:
    share(place)
    holder, contact = text(Kind.PLACE_SHARED, "bo"), text(Kind.PLACE_SHARED, "anne.mette")
    assert [holder.subject, contact.subject] == [
        "Du deler din plads med Clara Æbelø: Læring på tværs",
        "Bo Ågård og Clara Æbelø deler en plads: Læring på tværs",
    ]
    assert f"{WHEN}\nDu kommer {ON_THE_FIRST}. Clara Æbelø kommer {ON_THE_SECOND}.\n" in holder.body
    assert f"Det er stadig én plads, og der skal ikke betales mere.\n\n{FREE}" in holder.body
    assert f"Bo Ågård kommer {ON_THE_FIRST}, og Clara Æbelø kommer {ON_THE_SECOND}." in contact.body
    assert f"- Bo Ågård ({ON_THE_FIRST})\n- Clara Æbelø ({ON_THE_SECOND})" in contact.body


def test_who_did_not_share_it_herself_reads_who_did(place: Registration, dorte: Any) -> None:
    share(place, actor=CONTACT)
    assert (
        "på hver jeres dage.\n\nDet har Anne Mette Sørensen sørget for." in text(Kind.PLACE_SHARED, "bo").body
    )
    assert "sørget for" not in text(Kind.PLACE_SHARED, "anne.mette").body
    sharing.change_days(registration_id=place.pk, days=(FIRST,), now=OPEN, actor=organiser(dorte))
    for to in ("bo", "clara", "anne.mette"):
        assert "Det har Foreningen for Læsning sørget for." in text(Kind.SHARE_DAYS, to).body


@pytest.mark.parametrize(
    ("people", "other", "mails"),
    [
        # Anne Mette is the contact, and has the place herself.
        ([ANNE], CLARA, [("share_welcome", "clara"), ("place_shared", "anne.mette")]),
        # The second is reached through her contact.
        ([BO], EMIL, [("share_welcome", "anne.mette"), ("place_shared", "bo")]),
        ([ANNE], EMIL, [("share_welcome", "anne.mette")]),
    ],
)
def test_whoever_shares_an_address_gets_one_mail(
    people: list[Person], other: Person, mails: list[tuple[str, str]], sign_up: SignUp
) -> None:
    place = sign_up(*people).registrations[0]
    before = OwedMail.objects.count()
    share(place, other, actor=CONTACT)
    owed = OwedMail.objects.order_by("pk")[before:]
    assert [(one.kind, one.to_email.partition("@")[0]) for one in owed] == mails


def test_in_english(sign_up: SignUp) -> None:
    place = sign_up(BO, language="en").registrations[0]
    share(place)
    said = text(Kind.SHARE_WELCOME, "clara")
    assert said.subject == "You share a place with Bo Ågård: Læring på tværs"
    assert (
        "You come on Thursday 17 September 2026. Bo Ågård comes on Wednesday 16 September 2026." in said.body
    )


def test_a_turn_that_ends_with_a_shared_place_is_told(sign_up: SignUp, event: Event) -> None:
    place = sign_up(BO).registrations[0]
    carl = Contact(name="Carl Øst", email="carl@example.org")
    waits = sign_up(CLARA, contact=carl).registrations[0]
    waiting = {"status": "waiting", "waits_since": OPEN, "confirmed_at": None}
    Registration.objects.filter(pk=waits.pk).update(**waiting)
    share(place)
    both = "Man kan ikke både dele en plads og stå på ventelisten, så"
    assert f"Du stod på ventelisten til en hel plads. {both} din tur på ventelisten er slut." in (
        text(Kind.SHARE_WELCOME, "clara").body
    )
    for to in ("bo", "anne.mette"):
        assert f"Clara Æbelø stod på ventelisten til en hel plads. {both} turen på ventelisten er slut." in (
            text(Kind.PLACE_SHARED, to).body
        )
    contact = text(Kind.PLACE_CANCELLED, "carl").body
    assert contact.startswith("Kære Carl Øst, Clara Æbelø står ikke længere på ventelisten til")
    assert "Det er, fordi Clara Æbelø nu deler en plads i en anden tilmelding." in contact
    assert OwedMail.objects.filter(kind=Kind.PLACE_CANCELLED).count() == 1


def test_a_turn_that_ends_with_a_place_handed_over_is_told(sign_up: SignUp) -> None:
    place = sign_up(BO).registrations[0]
    herself = Contact(name="Clara Æbelø", email="clara@example.org")
    waits = sign_up(CLARA, contact=herself).registrations[0]
    waiting = {"status": "waiting", "waits_since": OPEN, "confirmed_at": None}
    Registration.objects.filter(pk=waits.pk).update(**waiting)
    substituting.substitute(registration_id=place.pk, person=CLARA, now=OPEN, actor=ATTENDEE)
    said = "Clara Æbelø stod på ventelisten. Turen på ventelisten er slut."
    assert said in text(Kind.SUBSTITUTE_CONTACT, "anne.mette").body
    assert said in text(Kind.SUBSTITUTE_GOODBYE, "bo").body
    welcome = text(Kind.SUBSTITUTE_WELCOME, "clara").body
    assert "Du stod selv på ventelisten. Din tur på ventelisten er slut." in welcome
    assert not OwedMail.objects.filter(kind=Kind.PLACE_CANCELLED).exists()


def test_where_nothing_costs_anything_nothing_is_said_of_paying(sign_up: SignUp, event: Event) -> None:
    Event.objects.update(fee_ore=None)
    place = sign_up(BO).registrations[0]
    second = share(place)
    cancelling.cancel(registration_id=second.pk, now=OPEN, actor=ATTENDEE)
    shared = [text(Kind.SHARE_WELCOME, "clara"), text(Kind.PLACE_SHARED, "bo"), text(Kind.SHARE_ENDED, "bo")]
    assert not [one.body for one in shared if "betale" in one.body or "koster" in one.body]
    assert "Det er én plads, og den har Bo Ågård. Kan du ikke komme," in shared[0].body


def test_of_an_event_called_off_nobody_is_said_to_come(place: Registration, event: Event, dorte: Any) -> None:
    share(place)
    later = OPEN + timedelta(minutes=1)
    Event.objects.update(status="cancelled", cancellation_note="Aflyst", changed_at=later)
    changes.tell(event_id=event.pk, words="", now=later, actor=organiser(dorte))
    for to in ("bo", "clara"):
        assert " kommer " not in text(Kind.EVENT_CALLED_OFF, to).body


def test_what_ends_is_told_to_each_in_her_own_words(place: Registration) -> None:
    second = share(place)
    cancelling.cancel(registration_id=second.pk, now=BOUND, actor=ATTENDEE)
    assert text(Kind.SHARE_ENDED, "bo").body.startswith(
        "Kære Bo Ågård, Clara Æbelø kommer alligevel ikke til »Læring på tværs«. Pladsen er igen din alle dage. "
        "Ændringen koster ikke noget.\n"
    )
    contact = text(Kind.PLACE_CANCELLED, "anne.mette").body
    assert "Bo Ågård har igen pladsen alle dage." in contact
    again = share(place, now=BOUND)
    before = OwedMail.objects.last()
    assert before is not None
    cancelling.give_back(registration_id=place.pk, now=BOUND, actor=ATTENDEE)
    goodbye = OwedMail.objects.get(kind=Kind.PLACE_CANCELLED, registration=again)
    assert goodbye.to_email == "clara@example.org"
    assert "Clara Æbelø, der delte pladsen, kommer heller ikke." in text(Kind.PLACE_GIVEN_BACK, "bo").body


def body_of(mail: OwedMail) -> str:
    return delivering.mails.text_of(mail, rows=delivering.mails.rows_of(mail), now=OPEN).body


def test_with_the_place_the_second_reads_that_it_is_over_for_both(place: Registration) -> None:
    share(place)
    cancelling.cancel(registration_id=place.pk, now=OPEN, actor=ATTENDEE)
    said = text(Kind.PLACE_CANCELLED, "clara").body
    assert said.startswith("Kære Clara Æbelø, du er ikke længere tilmeldt »Læring på tværs«.")
    assert "Du delte pladsen med Bo Ågård, og den er afmeldt for jer begge." in said
    assert "er stadig" not in said


def test_a_mail_about_a_share_is_sent_only_while_those_two_share(place: Registration) -> None:
    second = share(place)
    kinds = (Kind.SHARE_WELCOME, Kind.PLACE_SHARED)

    def hold() -> list[bool]:
        rows = OwedMail.objects.filter(kind__in=kinds).order_by("pk")
        return [delivering.still_holds(mail, now=OPEN) for mail in rows]

    assert hold() == [True, True, True]
    cancelling.cancel(registration_id=second.pk, now=OPEN, actor=ATTENDEE)
    assert hold() == [False, False, False]
    ended = OwedMail.objects.get(kind=Kind.SHARE_ENDED)
    assert delivering.still_holds(ended, now=OPEN)
    share(place, EMIL)
    assert not delivering.still_holds(OwedMail.objects.get(pk=ended.pk), now=OPEN)


# ------------------------------------------------------------------ calendars


def entry(place: Registration) -> Any:
    fresh = Registration.objects.select_related("event", "booking").get(pk=place.pk)
    calendar = calendars.own_calendar(fresh, event=fresh.event, now=OPEN, is_cancelled=not fresh.is_current)
    (found,) = calendar.walk("VEVENT")
    return found


def times(place: Registration) -> tuple[Any, Any, int]:
    found = entry(place)
    return found["dtstart"].dt, found["dtend"].dt, int(found["sequence"])


def test_a_calendar_has_only_her_days_and_counts_their_changes(place: Registration, event: Event) -> None:
    uid = entry(place)["uid"]
    second = share(place)
    assert times(place) == (FIRST, SECOND, 1)
    assert times(second) == (SECOND, THIRD, 0)
    assert entry(place)["uid"] == uid
    sharing.change_days(registration_id=place.pk, days=(FIRST,), now=OPEN, actor=ATTENDEE)
    assert times(place) == (SECOND, THIRD, 2)
    assert times(second) == (FIRST, SECOND, 1)
    cancelling.cancel(registration_id=second.pk, now=OPEN, actor=ATTENDEE)
    begins, ends, sequence = times(place)
    assert (begins, ends, sequence) == (event.begins, event.ends, 3)
    assert (entry(second)["status"], times(second)) == ("CANCELLED", (FIRST, SECOND, 2))


def test_days_apart_are_one_entry_that_leaves_out_those_between(place: Registration, event: Event) -> None:
    over_days(event, until=THIRD)
    share(place)
    found = entry(place)
    assert (found["dtstart"].dt, found["dtend"].dt) == (FIRST, SECOND)
    assert found["rrule"].to_ical() == b"FREQ=DAILY;UNTIL=20260918"
    assert found["exdate"].to_ical() == b"20260917"


def test_the_mail_brings_the_entry(place: Registration) -> None:
    share(place)
    for kind, to, day in ((Kind.SHARE_WELCOME, "clara", SECOND), (Kind.PLACE_SHARED, "bo", FIRST)):
        _calendar, found = entry_of(sent(kind, to))
        assert found["dtstart"].dt == day
    assert not list(sent(Kind.PLACE_SHARED, "anne.mette").iter_attachments())


# ------------------------------------------------------------------ reminders, and an event that moves


def day_before() -> list[tuple[str, str]]:
    rows = OwedMail.objects.filter(kind=Kind.DAY_BEFORE).order_by("pk")
    return [(one.to_email.partition("@")[0], one.facts["occasion"]) for one in rows]


def test_each_is_reminded_the_day_before_her_first_day(place: Registration) -> None:
    second = share(place)
    for wall, told in (
        ("2026-09-15 08:59", []),
        ("2026-09-15 09:00", [("bo", "event:2026-09-16:1")]),
        ("2026-09-16 08:59", [("bo", "event:2026-09-16:1")]),
        ("2026-09-16 12:00", [("bo", "event:2026-09-16:1"), ("clara", "event:2026-09-17:1")]),
        ("2026-09-16 13:00", [("bo", "event:2026-09-16:1"), ("clara", "event:2026-09-17:1")]),
    ):
        reminders.owe_reminders(now=at(wall))
        assert day_before() == told, wall
    mail = OwedMail.objects.get(kind=Kind.DAY_BEFORE, registration=second)
    said = text(Kind.DAY_BEFORE, "clara", now=at("2026-09-16 12:00"))
    assert said.subject == f"Vi ses {ON_THE_SECOND}: Læring på tværs"
    assert f"Du kommer {ON_THE_SECOND}." in said.body
    assert delivering.still_holds(mail, now=at("2026-09-16 23:59"))
    assert not delivering.still_holds(mail, now=at("2026-09-17 00:00"))


def test_an_event_that_moves_is_told_with_her_days(place: Registration, event: Event, dorte: Any) -> None:
    share(place)
    from registration.services import moving

    before = Event.objects.get(pk=event.pk)
    Event.objects.filter(pk=event.pk).update(starts_on=date(2026, 10, 7), ends_on=date(2026, 10, 8))
    after = Event.objects.get(pk=event.pk)
    moving.move(before=before, after=after, by=None, reason="", now=OPEN + timedelta(minutes=1))
    changes.tell(event_id=event.pk, words="", now=OPEN + timedelta(minutes=2), actor=organiser(dorte))
    said = text(Kind.EVENT_MOVED, "clara").body
    assert "Du kommer torsdag den 8. oktober 2026. Bo Ågård kommer onsdag den 7. oktober 2026." in said


def test_a_correction_and_a_substitute_keep_the_days(place: Registration) -> None:
    second = share(place)
    person = Person(name="Clara Æbelø Holm", email="clara@example.org")
    correcting.correct(registration_id=second.pk, person=person, same_person=True, now=OPEN, actor=ATTENDEE)
    assert f"Du kommer {ON_THE_SECOND}. Bo Ågård" in text(Kind.PLACE_CORRECTED, "clara").body
    substituting.substitute(registration_id=second.pk, person=EMIL, now=BOUND, actor=CONTACT)
    said = text(Kind.SUBSTITUTE_WELCOME, "anne.mette", now=BOUND).body
    assert f"Emil Uden-Mail kommer {ON_THE_SECOND}, og Bo Ågård kommer {ON_THE_FIRST}." in said


@pytest.mark.parametrize(
    ("which", "other", "own_days", "other_days"),
    [("holder", "clara", ON_THE_SECOND, ON_THE_FIRST), ("second", "bo", ON_THE_FIRST, ON_THE_SECOND)],
)
def test_whoever_keeps_her_half_is_told_who_has_the_other(
    which: str, other: str, own_days: str, other_days: str, place: Registration
) -> None:
    second = share(place)
    leaves, stays = (place, second) if which == "holder" else (second, place)
    new = substituting.substitute(registration_id=leaves.pk, person=DITTE, now=BOUND, actor=ATTENDEE)
    said = text(Kind.SHARE_HANDED, other, now=BOUND)
    assert said.subject == "Nu deler du pladsen med Ditte Ørsted: Læring på tværs"
    assert said.body == paragraphs(
        f"Kære {stays.name}, Ditte Ørsted deltager i »Læring på tværs« i stedet for {leaves.name}, så nu deler du "
        "pladsen med Ditte Ørsted. Dagene er de samme som før.",
        f"{WHEN}\nDu kommer {own_days}. Ditte Ørsted kommer {other_days}.\n{WHERE}",
        f"{OWN_PAGE}\n{place_url(stays)}",
        END,
    )
    (mail,) = OwedMail.objects.filter(kind=Kind.SHARE_HANDED)
    # Her days are as they were, and so is her calendar; and it is sent only while those two share.
    assert not list(sent(Kind.SHARE_HANDED, other).iter_attachments())
    assert delivering.still_holds(mail, now=BOUND)
    substituting.substitute(registration_id=new.pk, person=EMIL, now=BOUND, actor=CONTACT)
    assert not delivering.still_holds(OwedMail.objects.get(pk=mail.pk), now=BOUND)


@pytest.mark.parametrize(
    ("people", "other", "mails"),
    [
        # Anne Mette is the contact, and shares with Clara, who hands her half over: one mail, about her own place.
        ([ANNE], CLARA, ["substitute_welcome ditte", "substitute_goodbye clara", "share_handed anne.mette"]),
        # Emil is reached through her, who is told as contact.
        ([BO], EMIL, ["substitute_welcome ditte", "share_handed bo", "substitute_contact anne.mette"]),
    ],
)
def test_each_address_hears_once_that_the_second_half_is_handed_over(
    people: list[Person], other: Person, mails: list[str], sign_up: SignUp
) -> None:
    second = share(sign_up(*people).registrations[0], other, actor=CONTACT)
    before = OwedMail.objects.count()
    substituting.substitute(registration_id=second.pk, person=DITTE, now=BOUND, actor=CONTACT)
    owed = OwedMail.objects.exclude(kind=Kind.SUBSTITUTE_ORGANISER).order_by("pk")[before:]
    assert [f"{one.kind} {one.to_email.partition('@')[0]}" for one in owed] == mails


def test_all_days_are_told_to_both_the_contact_and_the_organiser(place: Registration, event: Event) -> None:
    Event.objects.update(substitute_notice="at_once")
    second = share(place)
    uid, before = entry(second)["uid"], OwedMail.objects.count()
    new = whole_place.give_all_days(registration_id=place.pk, now=BOUND, actor=ATTENDEE)
    owed = OwedMail.objects.order_by("pk")[before:]
    assert [f"{one.kind} {one.to_email.partition('@')[0]}" for one in owed] == [
        "substitute_welcome clara",
        "substitute_goodbye bo",
        "substitute_contact anne.mette",
        "substitute_organiser dorte",
    ]
    hers = text(Kind.SUBSTITUTE_WELCOME, "clara", now=BOUND).body
    assert hers.startswith(
        "Kære Clara Æbelø, du deltager i stedet for Bo Ågård i »Læring på tværs«.\n\nIndtil nu delte du pladsen. Nu er "
        "den din alle dagene, og det, du har valgt og fortalt os, bliver stående.\n"
    )
    told = "Indtil nu delte Bo Ågård og Clara Æbelø pladsen. Nu har Clara Æbelø den alle dagene."
    for kind, to in ((Kind.SUBSTITUTE_GOODBYE, "bo"), (Kind.SUBSTITUTE_CONTACT, "anne.mette")):
        assert told in text(kind, to, now=BOUND).body
    organisers = text(Kind.SUBSTITUTE_ORGANISER, "dorte", now=BOUND).body
    assert told in organisers
    assert "på ny" not in organisers
    # Her calendar's entry becomes one of all days.
    found = entry(new)
    assert (found["uid"], found["sequence"], found["dtstart"].dt) == (uid, 1, event.begins)


def test_with_other_days_she_is_asked_whether_her_answers_still_fit(
    place: Registration, event: Event
) -> None:
    dinner(event, place)
    second = share(place)
    fits = (
        "Se efter, om dine svar på arrangørens spørgsmål stadig passer til dine dage. Du kan rette dem her:"
    )
    there = f"{fits}\n{place_url(place)}spoergsmaal/\n\n"
    assert there in text(Kind.PLACE_SHARED, "bo").body
    # Who has answered nothing has nothing to look at, and the contact not the answers of others.
    sharing.change_days(registration_id=place.pk, days=(FIRST,), now=OPEN, actor=ATTENDEE)
    assert [there in text(Kind.SHARE_DAYS, "bo").body, fits in text(Kind.SHARE_DAYS, "clara").body] == [
        True,
        False,
    ]
    assert "stadig passer" not in text(Kind.SHARE_DAYS, "anne.mette").body
    cancelling.cancel(registration_id=second.pk, now=OPEN, actor=ATTENDEE)
    assert there in text(Kind.SHARE_ENDED, "bo").body
    # Until answers are no longer changed.
    Event.objects.update(answers_until=date(2026, 8, 1))
    assert "stadig passer" not in text(Kind.SHARE_ENDED, "bo", now=at("2026-08-02 00:00")).body


def test_who_is_reached_through_her_contact_is_told_of_in_the_contacts_mail(place: Registration) -> None:
    share(place, EMIL)
    substituting.substitute(registration_id=place.pk, person=DITTE, now=BOUND, actor=ATTENDEE)
    assert not OwedMail.objects.filter(kind=Kind.SHARE_HANDED).exists()
    said = text(Kind.SUBSTITUTE_CONTACT, "anne.mette", now=BOUND).body
    assert f"Ditte Ørsted kommer {ON_THE_FIRST}, og Emil Uden-Mail kommer {ON_THE_SECOND}." in said


@pytest.mark.parametrize("may", [True, False])
def test_a_preview_shows_these_mails_where_places_may_be_shared(may: bool, event: Event) -> None:
    Event.objects.update(places_may_be_shared=may)
    event.refresh_from_db()
    shown = {one.kind for one in mail_preview.previews(event, now=OPEN)}
    assert shown & OwedMail.OF_SHARING == (OwedMail.OF_SHARING if may else frozenset())
