"""The reminders, and the mails about a changed event, as `registration.mail_preview` shows them."""

from collections.abc import Callable, Collection, Iterator, Sequence
from copy import copy
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from programme.models import Event, Rescheduling
from registration import missing
from registration.mails import Rows, rows_of
from registration.models import Booking, OwedMail, Question, Registration
from registration.owed import owed_ore
from registration.questions import asked_of
from registration.reminders import is_of_use
from registration.services.owing import owe
from registration.services.reminders import OF_MISSING, letters_of_missing

Kind = OwedMail.Kind
Recipe = tuple[str, OwedMail, Rows]


def recipes(
    booking: Booking, places: Sequence[Registration], person: Registration, mail: Callable[..., OwedMail]
) -> Iterator[Recipe]:
    """Each to somebody at her own address, or to the contact where nobody has one; that of the last free day where
    there is one, those about a changed event as if it had been moved by a week."""
    event = booking.event
    numbered = [copy(place) for place in places]
    for number, place in enumerate(numbered, start=1):
        # Places that were never saved have nothing else to be told apart by.
        place.pk = place.pk or -number
    one = numbered[list(places).index(person)]
    rows, owing = (
        Rows(places=numbered),
        Rows(places=numbered, owing=[row for row in numbered if owed_ore(row)]),
    )
    of_contact = [place.pk for place in numbered if place.reached_at == booking.contact_email]

    def to_one(kind: Kind, **facts: object) -> Recipe:
        if one.reached_at == booking.contact_email:
            return str(kind.label), mail(kind, booking.contact_email, people=of_contact, **facts), rows
        return str(kind.label), mail(kind, one.reached_at, one, **facts), rows

    if one.terms.free_until:
        yield to_one(Kind.LAST_FREE_DAY)
    yield str(Kind.PAYER_MISSING.label), mail(Kind.PAYER_MISSING, booking.contact_email), owing
    yield to_one(Kind.ANSWERS_MISSING, missing=_questions(event, one))
    yield to_one(Kind.PRACTICAL)
    yield to_one(Kind.DAY_BEFORE)
    if of_contact and one.reached_at != booking.contact_email:
        label = _("%(kind)s, to the contact") % {"kind": Kind.DAY_BEFORE.label}
        yield label, mail(Kind.DAY_BEFORE, booking.contact_email, people=of_contact), rows
    yield to_one(Kind.EVENT_MOVED, moved=_a_week_before(event))
    yield to_one(Kind.EVENT_CALLED_OFF)


def of_missing(event: Event, *, only: Collection[str], now: datetime) -> dict[str, Recipe]:
    """Of the kinds that ask for what is missing: the mail to the latest who is to get it, in the event's language. None
    where nothing is missing."""
    found: dict[str, Recipe] = {}
    for kind in OF_MISSING:
        letters = letters_of_missing(event, kind) if kind in only and is_of_use(event, kind) else []
        for letter in letters[-1:]:
            letter.about.event = event
            people = {"people": list(letter.people)}
            mail = owe(kind, about=letter.about, to=letter.to, occasion="preview", now=now, facts=people)
            mail.language = event.language
            found[kind] = (str(kind.label), mail, rows_of(mail))
    return found


def _questions(event: Event, place: Registration) -> list[tuple[Registration, list[Question]]]:
    """What somebody who has answered nothing is asked for; an invented question where the event asks none."""
    asked = missing.questions_missing(event, given={}) or asked_of(event)[:1]
    return [(place, asked or [Question(event=event, label=_("Which workshop would you like?"))])]


def _a_week_before(event: Event) -> Rescheduling:
    week = timedelta(days=7)
    return Rescheduling(
        event=event,
        old_starts_on=event.starts_on - week,
        old_starts_at=event.starts_at,
        old_ends_on=event.ends_on - week,
        old_ends_at=event.ends_at,
        old_place=event.venue.full_place if event.venue else "",
    )
