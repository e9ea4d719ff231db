"""An owed mail becomes a message: one recipe, and two templates for each kind. Built when it is sent, so every link
is signed over the present key and every sentence says what holds now."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.mime.text import MIMEText
from email.utils import format_datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.template import Context, engines
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from programme import dates
from programme.models import Event
from programme.presenting import in_a_row
from registration import links, policy, sentences
from registration.calendars import own_calendar
from registration.flowed import flowed
from registration.log import masked
from registration.models import Booking, HistoryEntry, OwedMail, Registration
from registration.persons import person_key

Kind = OwedMail.Kind
Actor = HistoryEntry.Actor

TO_ORGANISER = frozenset({Kind.SUBSTITUTE_ORGANISER, Kind.SUBSTITUTES_DAILY})
# What one who does not come after all is told.
LEAVING = frozenset({Kind.SUBSTITUTE_GOODBYE, Kind.PLACE_CANCELLED, Kind.PLACE_GIVEN_BACK})


class Text(NamedTuple):
    """Subject and body, each paragraph of the body one line."""

    subject: str
    body: str


@dataclass(frozen=True, kw_only=True)
class Rows:
    """What a mail tells of beside its own rows: the present places of the booking, the places whose links it gives,
    and the bookings whose links it gives."""

    places: Sequence[Registration] = ()
    own: Sequence[Registration] = ()
    bookings: Sequence[Booking] = ()


@dataclass(frozen=True)
class Reader:
    """Whom a mail speaks to: `own` when it is to the person about her own place, `is_contact` when its address is the
    contact's. Both when the contact attends herself."""

    own: bool
    is_contact: bool


class FlowedMessage(EmailMessage):
    """A mail whose paragraphs fit themselves to the reader's screen."""

    def message(self, **how: Any) -> Any:
        message = super().message(**how)
        for part in message.walk():
            if part.get_content_type() == "text/plain":
                part.set_param("format", "flowed")
        return message


# ------------------------------------------------------------------ what other rooms ask for


def build(mail: OwedMail, *, now: datetime) -> EmailMessage:
    """The message as it goes to the mail server."""
    rows = rows_of(mail)
    text = text_of(mail, rows=rows, now=now)
    message = FlowedMessage(
        subject=text.subject,
        body=flowed(text.body),
        from_email=sender(mail.event),
        to=[mail.to_email],
        reply_to=[mail.event.contact_email],
        headers={
            "Message-ID": mail.message_id,
            "Date": format_datetime(now),
            "Auto-Submitted": "auto-generated",
        },
    )
    if (place := _calendar_place(mail, rows=rows)) is not None:
        is_cancelled = calendar_of(mail, rows=rows) == "cancelled"
        message.attach(_calendar_file(place, event=mail.event, now=now, is_cancelled=is_cancelled))
    return message


def staff_text(mail: OwedMail, *, now: datetime) -> Text:
    """Subject and text as staff may see them: no personal link opens."""
    text = text_of(mail, rows=rows_of(mail), now=now)
    return Text(text.subject, masked(text.body))


def text_of(mail: OwedMail, *, rows: Rows, now: datetime) -> Text:
    with translation.override(mail.language):
        context = facts(mail, rows=rows, now=now)
        subject = " ".join(_rendered(f"{mail.kind}.subject.txt", context).split())
        return Text(subject, composed(_rendered(f"{mail.kind}.txt", context)))


def sender(event: Event) -> str:
    """The installation's address under the organiser's name."""
    address = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">").strip()
    return str(Address(display_name=" ".join(event.owner.name.split()), addr_spec=address))


# ------------------------------------------------------------------ the rows


def rows_of(mail: OwedMail) -> Rows:
    """Looked up when the mail is built: what holds now."""
    if mail.kind == Kind.LINKS:
        return _rows_at(mail.event, address=mail.to_email)
    if mail.booking is None:
        return Rows()
    places = list(Registration.objects.filter(booking=mail.booking).current().order_by("pk"))
    for place in places:
        place.booking, place.event = mail.booking, mail.event
    own = [place for place in places if place.reached_at == mail.to_email]
    return Rows(places=places, own=own + _holders_at(mail))


def _rows_at(event: Event, *, address: str) -> Rows:
    """Everything whose mails go to an address."""
    bookings = list(Booking.objects.filter(event=event, contact_email=address).order_by("pk"))
    reached = Q(email=address) | Q(email="", booking__contact_email=address)
    places = Registration.objects.filter(reached, event=event).current().select_related("booking")
    own = list(places.order_by("pk"))
    for booking in bookings:
        booking.event = event
    for place in own:
        place.event = event
    return Rows(own=own, bookings=bookings)


def _holders_at(mail: OwedMail) -> list[Registration]:
    """Those who had a place before this booking was made and are reached at its contact's address."""
    keys = _keys_of_already(mail)
    if not keys:
        return []
    rows = Registration.objects.filter(event=mail.event, person_key__in=keys).select_related("booking")
    holders = [row for row in rows.order_by("pk") if row.reached_at == mail.to_email]
    for holder in holders:
        holder.event = mail.event
    return holders


def _keys_of_already(mail: OwedMail) -> list[str]:
    keys = [
        person_key(name=one["name"], email=one["email"], contact_email=mail.to_email)
        for one in mail.facts.get("already", ())
    ]
    return [key for key in keys if key]


# ------------------------------------------------------------------ to whom it speaks


def reader_of(mail: OwedMail) -> Reader:
    if mail.booking is None or mail.kind in TO_ORGANISER:
        return Reader(own=False, is_contact=False)
    is_contact = mail.to_email == mail.booking.contact_email
    registration = mail.registration
    own = (
        registration is not None
        and mail.to_email == registration.reached_at
        and (not is_contact or _is_contact_herself(registration, mail.booking))
    )
    return Reader(own=own, is_contact=is_contact)


def _is_contact_herself(place: Registration, booking: Booking) -> bool:
    return booking.is_contact(name=place.name, email=place.email)


def _replaces_contact(mail: OwedMail, *, reader: Reader) -> bool:
    """Whether the mail tells the contact that somebody comes in her own place."""
    replaced = mail.registration.substitute_for if mail.registration is not None else None
    if (
        replaced is None
        or mail.booking is None
        or mail.kind not in {Kind.SUBSTITUTE_WELCOME, Kind.SUBSTITUTE_CONTACT}
    ):
        return False
    return reader.is_contact and not reader.own and _is_contact_herself(replaced, mail.booking)


def _doer(mail: OwedMail, *, reader: Reader) -> str:
    """Who did what the mail tells of, as its reader sees it: "you", or the actor. Nobody is named where it was the
    contact and another person has become the contact since."""
    by = str(mail.facts.get("by", ""))
    if by == Actor.CONTACT and _contact_has_changed(mail):
        return ""
    is_you = (by == Actor.ATTENDEE and reader.own) or (by == Actor.CONTACT and reader.is_contact)
    return "you" if is_you else by


def _contact_has_changed(mail: OwedMail) -> bool:
    """Whether the contact's name became another since the mail was owed, in a booking that is in other hands now."""
    if mail.booking is None or not mail.booking.is_in_other_hands or mail.kind == Kind.BOOKING_CONFIRMED:
        return False
    since = HistoryEntry.objects.filter(
        booking=mail.booking, registration=None, verb=HistoryEntry.Verb.CORRECTED, at__gte=mail.created_at
    )
    return any("contact_name" in fields for fields in since.values_list("fields", flat=True))


# ------------------------------------------------------------------ what the templates are given


def facts(mail: OwedMail, *, rows: Rows, now: datetime) -> dict[str, Any]:
    """In the active language."""
    event, booking, registration = mail.event, mail.booking, mail.registration
    reader = reader_of(mail)
    context: dict[str, Any] = {
        "own": reader.own,
        "to_contact": reader.is_contact,
        "doer": _doer(mail, reader=reader),
        "replaces_you": _replaces_contact(mail, reader=reader),
        "calendar": calendar_of(mail, rows=rows),
        "own_pages": [
            _own_page(place, booking=booking or place.booking, language=mail.language) for place in rows.own
        ],
        "bookings": [_booking_page(one, language=mail.language) for one in rows.bookings],
        "staff_url": links.absolute(
            f"{reverse('admin:registration_registration_changelist')}?event={event.pk}"
        ),
    }
    context |= _event_facts(event, now=now)
    context |= _waiting_facts(mail, rows=rows, now=now)
    if booking is not None:
        booking.event = event
        context |= _booking_facts(mail, booking, rows=rows)
        context["contact_can"] = sentences.what_the_contact_can_do(rows.places, now=now)
    if registration is not None:
        registration.event = event
        context |= _place_facts(mail, registration, reader=reader)
    told_of = [registration] if registration is not None and registration.is_current else rows.places
    if mail.kind == Kind.LINKS:
        told_of = rows.own
    context["fee"] = _fee([registration] if registration is not None else told_of, event)
    context["rule"] = _rule(told_of, now=now)
    context["may_state_needs"] = any(_may_state_needs(place, now=now) for place in told_of)
    return context | {
        key: value for key, value in mail.facts.items() if key not in {"already", "by", "people"}
    }


def _event_facts(event: Event, *, now: datetime) -> dict[str, Any]:
    language = dates.language_of(translation.get_language())
    venue = event.venue
    return {
        "title": event.title,
        "when": dates.period_phrase(event.starts_on, event.starts_at, event.ends_on, event.ends_at, language),
        "where": venue.full_place if venue else "",
        "directions": venue.directions if venue else "",
        "access": venue.access_notes if venue else "",
        "organiser": event.owner.name,
        "paragraph": event.mail_paragraph,
        "phone": event.contact_phone,
        "contact_line": sentences.contact_line(event),
        "event_url": links.absolute(event.get_absolute_url()),
        "privacy_url": links.absolute(reverse("programme:privacy")),
        "releases": event.releases_when_refilled,
        "may_sign_up": bool(policy.may_sign_up(policy.windows(event), now=now, places_left=None)),
    }


def _waiting_facts(mail: OwedMail, *, rows: Rows, now: datetime) -> dict[str, Any]:
    """Who waits, whom the mail tells of, until when an offer stands, and how the list moves."""
    event, booking = mail.event, mail.booking
    waiting = [place for place in rows.places if place.is_in_line]
    told = _told(mail, rows=rows)
    if not told and mail.registration is not None:
        told = [mail.registration]
    offered = next((one.offer_until for one in told if one.offer_until is not None), None)
    language = dates.language_of(translation.get_language())

    def is_contact(places: Sequence[Registration]) -> bool:
        return booking is not None and [_is_contact_herself(one, booking) for one in places] == [True]

    return {
        "waiting": [place.name for place in waiting],
        "only_you_wait": is_contact(waiting),
        "told": [one.name for one in told],
        "told_only_you": is_contact(told),
        "until": dates.instant_phrase(offered, event.timezone, language) if offered else "",
        "waiting_rule": sentences.waiting_rule(event, now=now),
        "waits_as_group": booking is not None and booking.waits_together and len(waiting) > 1,
        "binds_at_once": policy.binds_at_once(policy.windows(event), now=now),
    }


def _told(mail: OwedMail, *, rows: Rows) -> list[Registration]:
    """Those whom a mail to the contact tells of, as far as it still holds for them."""
    ids = mail.facts.get("people", [])
    if mail.kind == Kind.OFFER_EXPIRED:
        return list(Registration.objects.filter(pk__in=ids).order_by("pk"))
    is_given = mail.kind == Kind.PLACES_GIVEN
    return [place for place in rows.places if place.pk in ids and place.is_in_line != is_given]


def _booking_facts(mail: OwedMail, booking: Booking, *, rows: Rows) -> dict[str, Any]:
    to_contact = mail.to_email == booking.contact_email
    places = [
        {"name": place.name, "email": place.email, "mail_to": _mail_to(place, booking)}
        for place in rows.places
        if not place.is_in_line
    ]
    already = _already(mail, rows=rows)
    only_you = [place["mail_to"] for place in places] == ["yourself"]
    return {
        "number": booking.number,
        "contact_name": booking.contact_name,
        "contact_email": booking.contact_email,
        "in_other_hands": booking.is_in_other_hands,
        "made_by": booking.made_by,
        "keeps_place": any(place.name == booking.made_by for place in rows.own),
        "by_organiser": booking.door == Booking.Door.ORGANISER,
        "booking_url": links.booking_url(booking, language=mail.language) if to_contact else "",
        "places": places,
        "already": [one for one in already if not one.get("waits")],
        "already_wait": [one for one in already if one.get("waits")],
        "attends": _attends(rows),
        "only_you": only_you,
        "alone": only_you and not already,
        # Whether nobody was new, and whether that was the contact for herself.
        "all_had_places": bool(already) and not booking.registrations.exists(),
        "you_had_a_place": [booking.is_contact(name=one["name"], email=one["email"]) for one in already]
        == [True],
    }


def _place_facts(mail: OwedMail, registration: Registration, *, reader: Reader) -> dict[str, Any]:
    language = dates.language_of(translation.get_language())
    is_theirs = registration.is_current and mail.to_email == registration.reached_at
    free_until = policy.free_until(registration.event, registration.promised_binding_after)
    replaced = registration.substitute_for
    return {
        "name": registration.name,
        "job_title": registration.job_title,
        "workplace": registration.organisation,
        "municipality": registration.municipality,
        "email": registration.email,
        "old": replaced.name if replaced else "",
        # Whether it is, or was to its end, no more than a turn on the waiting list.
        "only_waits": not registration.had_a_place,
        "told_by": "" if reader.is_contact else _told_by(mail, registration),
        "given": _given(registration),
        "place_url": links.place_url(registration, language=mail.language) if is_theirs else "",
        "free_until": dates.day_phrase(free_until, language) if free_until else "",
    }


def _told_by(mail: OwedMail, registration: Registration) -> str:
    """From whom we have what we know of a person: the "contact" who made the booking, "organiser" after a message from
    her, "handed" over by the one replaced, or "staff" who did that for the one replaced; "" when she signed up herself,
    also from elsewhere."""
    booking = registration.booking
    if registration.substitute_for is not None:
        return "staff" if mail.facts.get("by") == Actor.ORGANISER else "handed"
    if person_key(name=registration.name, email="", contact_email="") == person_key(
        name=booking.made_by, email="", contact_email=""
    ):
        return ""
    return "organiser" if booking.door == Booking.Door.ORGANISER else "contact"


def _given(registration: Registration) -> str:
    """What we know of a person, as she is told from whom we have it: just the facts that are there."""
    facts = {
        gettext("your name"): registration.name,
        gettext("your job title"): registration.job_title,
        gettext("your place of work"): registration.organisation,
        gettext("your municipality"): registration.municipality,
        gettext("your e-mail address"): registration.email,
        gettext("your telephone number"): registration.phone,
    }
    return in_a_row([words for words, known in facts.items() if known])


def _mail_to(place: Registration, booking: Booking) -> str:
    """Where a person's mails go, as the contact is told: to "yourself", to the "contact" for her, or to her "own"."""
    if place.reached_at != booking.contact_email:
        return "own"
    return "yourself" if _is_contact_herself(place, booking) else "contact"


def _attends(rows: Rows) -> bool:
    """Whether the contact is one of those who have a place."""
    return any(_is_contact_herself(place, place.booking) for place in rows.places if not place.is_in_line)


def _already(mail: OwedMail, *, rows: Rows) -> list[dict[str, Any]]:
    """Those who had a place before, and whether their link is in this mail."""
    here = {place.person_key for place in rows.own}
    return [
        one | {"here": person_key(name=one["name"], email=one["email"], contact_email=mail.to_email) in here}
        for one in mail.facts.get("already", ())
    ]


def _own_page(place: Registration, *, booking: Booking, language: str) -> dict[str, Any]:
    return {
        "name": place.name,
        "yours": _is_contact_herself(place, booking),
        "url": links.place_url(place, language=language),
    }


def _booking_page(booking: Booking, *, language: str) -> dict[str, str]:
    return {"number": booking.number, "url": links.booking_url(booking, language=language)}


def _fee(places: Sequence[Registration], event: Event) -> str:
    """What each place costs, as it was promised; "" where that is nothing or not the same for all."""
    promised = {place.promised_fee_ore for place in places} or {event.fee_ore}
    fee = promised.pop() if len(promised) == 1 else None
    return "" if fee is None else dates.money_phrase(fee, dates.language_of(translation.get_language()))


def _rule(places: Sequence[Registration], *, now: datetime) -> str:
    """What can be done until when, where that is the same for all the places; nothing once nothing can be done."""
    coming = [place for place in places if not place.is_in_line]
    rules = {sentences.what_holds(place, now=now) for place in coming or places}
    return rules.pop() if len(rules) == 1 else ""


def _may_state_needs(place: Registration, *, now: datetime) -> bool:
    return bool(policy.may_state_needs(policy.windows(place.event), status=place.status, now=now))


# ------------------------------------------------------------------ the calendar file


def calendar_of(mail: OwedMail, *, rows: Rows) -> str:
    """Which calendar file belongs to the mail: the "event" for one who comes, the "cancelled" entry for one who does
    not come after all, "" for everybody else."""
    if _calendar_place(mail, rows=rows) is None:
        return ""
    leaves = mail.kind in LEAVING or _replaces_contact(mail, reader=reader_of(mail))
    return "cancelled" if leaves else "event"


def _calendar_place(mail: OwedMail, *, rows: Rows) -> Registration | None:
    """The place whose calendar file the mail brings to the person who has or had it; None for a turn on the list."""
    place = _place_in_calendars(mail, rows=rows)
    return place if place is not None and place.had_a_place else None


def _place_in_calendars(mail: OwedMail, *, rows: Rows) -> Registration | None:
    if mail.kind in {Kind.BOOKING_CONFIRMED, Kind.PLACES_GIVEN}:
        coming = (place for place in rows.places if not place.is_in_line)
        return next((place for place in coming if _is_contact_herself(place, place.booking)), None)
    reader = reader_of(mail)
    if _replaces_contact(mail, reader=reader):
        return mail.registration.substitute_for if mail.registration is not None else None
    tells = {Kind.PLACE_CONFIRMED, Kind.PLACE_GIVEN, Kind.SUBSTITUTE_WELCOME} | LEAVING
    return mail.registration if reader.own and mail.kind in tells else None


def _calendar_file(place: Registration, *, event: Event, now: datetime, is_cancelled: bool) -> MIMEText:
    calendar = own_calendar(place, event=event, now=now, is_cancelled=is_cancelled)
    part = MIMEText(calendar.to_ical().decode(), "calendar", "utf-8")
    part.set_param("method", str(calendar["method"]))
    part.add_header("Content-Disposition", "attachment", filename="kalender.ics")
    return part


# ------------------------------------------------------------------ plain text


def _rendered(name: str, context: dict[str, Any]) -> str:
    """Without HTML's escapes: a name comes out as it was typed."""
    template = engines["django"].get_template(f"registration/mail/{name}").template  # type: ignore[attr-defined]
    return template.render(Context(context, autoescape=False))


def composed(text: str) -> str:
    """One line for each paragraph, and one blank line where a template leaves several."""
    lines = (line.rstrip() for line in text.replace("\r\n", "\n").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"
