"""Every mail as it would read now, for those who prepare an event: with its own title, place, paragraph and rules, and
with people who have signed up, or invented ones before anybody has. Nothing is written, and no link opens."""

from collections.abc import Callable, Collection, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from programme import dates
from programme.cancellation import as_json
from programme.models import ChoiceGroup, Event
from registration import item_sentences, links, mails, policy, reminder_preview, share_preview, waiting
from registration.deciding import prepared_words
from registration.log import masked
from registration.mails import Rows, own_at, rows_of
from registration.models import Booking, ContactRequest, HistoryEntry, OwedMail, Registration
from registration.prices import offers, promise, promise_of
from registration.reminders import is_of_use
from registration.services.choosing import offer_of
from registration.services.contact_handover import LASTS

Kind = OwedMail.Kind
Actor = HistoryEntry.Actor


@dataclass(frozen=True)
class Preview:
    kind: str
    label: str
    subject: str
    body: str


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Who a preview tells of: a booking with its places, one of them, and the person who comes in that place."""

    booking: Booking
    places: list[Registration]
    leaves: Registration
    comes: Registration

    @property
    def places_after(self) -> list[Registration]:
        return [self.comes if place is self.leaves else place for place in self.places]


def previews(
    event: Event,
    *,
    now: datetime,
    only: Collection[str] = tuple(Kind),
    facts: Mapping[str, Any] | None = None,
) -> list[Preview]:
    """In the order of the kinds, one for each whom a kind is sent to; `only` some kinds, and with `facts` of their own
    where those are given. What is missing is asked of somebody of whom it is missing, where there is one."""
    cast = _signed_up(event, now=now) or _invented(event, now=now)
    missing = reminder_preview.of_missing(event, only=only, now=now)
    recipes = (missing.get(one[1].kind, one) for one in _recipes(event, cast, now=now))
    shown = [one for one in recipes if one[1].kind in only]
    for _label, mail, _rows in shown:
        mail.facts |= facts or {}
    return [
        Preview(kind=mail.kind, label=label, subject=text.subject, body=masked(text.body))
        for label, mail, rows in shown
        for text in [mails.text_of(mail, rows=rows, now=now)]
    ]


def _recipes(event: Event, cast: Cast, *, now: datetime) -> Iterator[tuple[str, OwedMail, Rows]]:
    booking, leaves, comes = cast.booking, cast.leaves, cast.comes
    before = Rows(places=cast.places)
    after = Rows(places=cast.places_after)
    contact, person = booking.contact_email, leaves.reached_at
    swap = {"old": leaves.name, "new": comes.name, "by": Actor.ATTENDEE}

    def mail(kind: Kind, to: str, about: Registration | None = None, **facts: Any) -> OwedMail:
        return OwedMail(
            kind=kind,
            event=event,
            booking=booking,
            registration=about,
            to_email=to,
            language=event.language,
            facts={"by": Actor.ATTENDEE} | facts,
        )

    def both(kind: Kind, rows: Rows, leaves: Registration = leaves) -> Iterator[tuple[str, OwedMail, Rows]]:
        """To the person, and to the contact where that is another address."""
        yield _("%(kind)s, to the attendee") % {"kind": kind.label}, mail(kind, person, leaves), rows
        if contact != person:
            yield _("%(kind)s, to the contact") % {"kind": kind.label}, mail(kind, contact, leaves), rows

    own = own_at(contact, cast.places)
    left = Rows(places=[place for place in cast.places if place is not leaves])
    confirmed = mail(Kind.BOOKING_CONFIRMED, contact)
    asked = booking if is_of_use(event, Kind.PAYER_MISSING) else None
    told = rows_of(confirmed) if booking.pk else replace(before, own=own, payer_told_at=asked)
    yield str(Kind.BOOKING_CONFIRMED.label), confirmed, told
    yield str(Kind.PLACE_CONFIRMED.label), mail(Kind.PLACE_CONFIRMED, person, leaves), before
    yield str(Kind.ALREADY_SIGNED_UP.label), mail(Kind.ALREADY_SIGNED_UP, person, leaves), before
    yield from both(Kind.PLACE_CANCELLED, left)
    given_back = copy(leaves)
    given_back.still_owed, given_back.owed_ore = True, leaves.promised_fee_ore
    yield from both(Kind.PLACE_GIVEN_BACK, left, given_back)
    yield from both(Kind.PLACE_RELEASED, left)
    for kind, to, about in (
        (Kind.SUBSTITUTE_WELCOME, comes.reached_at, comes),
        (Kind.SUBSTITUTE_GOODBYE, person, leaves),
        (Kind.SUBSTITUTE_CONTACT, contact, comes),
        (Kind.SUBSTITUTE_ORGANISER, event.contact_email, comes),
    ):
        yield str(kind.label), mail(kind, to, about, **swap), after
    daily = mail(Kind.SUBSTITUTES_DAILY, event.contact_email, changes=[swap])
    daily.booking = None
    yield str(Kind.SUBSTITUTES_DAILY.label), daily, Rows()
    if event.places_may_be_shared:
        yield from share_preview.recipes(booking, leaves, comes, mail)
    yield from both(Kind.PLACE_CORRECTED, before)
    closed = mail(Kind.PLACE_CORRECTED, "tidligere@example.org", leaves, closed=True)
    closed_label = _("%(kind)s, to an address no longer used") % {"kind": Kind.PLACE_CORRECTED.label}
    yield closed_label, closed, before
    yield from _of_the_list(cast, mail, now=now)
    yield from _of_groups(cast, mail, now=now)
    yield _of_wishes(cast, mail)
    yield from _of_the_organiser(cast, mail)
    yield str(Kind.LINKS.label), mail(Kind.LINKS, contact), Rows(own=own, bookings=[booking])
    yield from reminder_preview.recipes(booking, cast.places, leaves, mail)


def _of_the_organiser(cast: Cast, mail: Callable[..., OwedMail]) -> Iterator[tuple[str, OwedMail, Rows]]:
    """An invitation to a reserved place, and what is told of whether the event takes place; as if it had a smallest
    number where it has none."""
    event, booking = cast.booking.event, cast.booking
    language = dates.language_of(event.language)
    day = dates.day_phrase(event.decide_on or event.starts_on - timedelta(days=14), language)
    link = {"invitation_url": links.absolute("/invitation/0/"), "invited": 1, "invited_until": day}
    yield str(Kind.INVITATION.label), mail(Kind.INVITATION, "aeva@example.org", **link), Rows()
    count = {"counted": len(cast.places), "minimum": event.minimum_people or 10, "decide_on": day}
    for kind in (Kind.DECISION_AHEAD, Kind.DECISION_TODAY):
        yield str(kind.label), mail(kind, event.contact_email, **count), Rows()
    said = mail(
        Kind.GOES_AHEAD, booking.contact_email, text=prepared_words(event, taken=event.minimum_people or 0)
    )
    yield str(Kind.GOES_AHEAD.label), said, Rows(places=cast.places)


def _of_wishes(cast: Cast, mail: Callable[..., OwedMail]) -> tuple[str, OwedMail, Rows]:
    """As if the items were distributed by wishes just now: of what the event has there, or as if it had two choices."""
    event, kind = cast.booking.event, Kind.WISHES_DISTRIBUTED
    groups = list(ChoiceGroup.objects.filter(event=event, by_wishes=True)) if event.has_choices else []
    names = [one.name for one in groups] or [_("Workshops before noon"), _("Workshops after noon")]
    free = {one.choice_id: item_sentences.item_line(one, event) for one in offer_of(event).sessions}
    lines = [free.get(one.pk, "") for one in groups] or ["", ""]
    results = [
        {
            "choice": name,
            "item": "" if number else line or _("The workshop you wished for"),
            "wish": "" if number else item_sentences.wish_number(1),
            "wished": True,
            "free": [line or _("Another workshop")] if number else [],
        }
        for number, (name, line) in enumerate(zip(names, lines, strict=True))
    ]
    told = {"last_day_to_choose": item_sentences.last_day(event)}
    return str(kind.label), mail(kind, cast.leaves.reached_at, cast.leaves, results=results, **told), Rows()


def _of_the_list(
    cast: Cast, mail: Callable[..., OwedMail], *, now: datetime
) -> Iterator[tuple[str, OwedMail, Rows]]:
    """As if the people were on the waiting list, are offered places, and get them."""
    booking, event = cast.booking, cast.booking.event
    waiting_places = [copy(place) for place in cast.places]
    for place in waiting_places:
        place.status, place.confirmed_at = Registration.Status.WAITING, None
    one = waiting_places[cast.places.index(cast.leaves)]
    names = [place.called for place in cast.places]
    given = [copy(place) for place in cast.places]
    for number, place in enumerate(given, start=1):
        # Places that were never saved have nothing else to be told apart by.
        place.pk = place.pk or -number
    own = own_at(booking.contact_email, given)
    until = waiting.answer_by(policy.windows(event), now=now, zone=event.timezone)
    offer = {"until": dates.instant_phrase(until, event.timezone, dates.language_of(event.language))}
    wait, have = Rows(places=waiting_places), Rows(places=given, own=own)
    for kind, rows, facts in (
        (Kind.BOOKING_WAITS, wait, {}),
        (Kind.PLACE_WAITS, wait, {}),
        (Kind.PLACES_GIVEN, have, {"people": [place.pk for place in given]}),
        (Kind.PLACE_GIVEN, have, {}),
        (Kind.PLACES_OFFERED, wait, {"told": names} | offer),
        (Kind.PLACE_OFFERED, wait, offer),
        (Kind.OFFER_EXPIRED, Rows(), {"told": names}),
        (Kind.FREE_PLACE, wait, {}),
        (Kind.FREE_PLACE_TAKEN, wait, {}),
    ):
        is_persons = kind in {Kind.PLACE_WAITS, Kind.PLACE_GIVEN, Kind.PLACE_OFFERED}
        about = (one if rows is wait else cast.leaves) if is_persons else None
        to = cast.leaves.reached_at if is_persons else booking.contact_email
        yield str(kind.label), mail(kind, to, about, **facts), rows


def _of_groups(
    cast: Cast, mail: Callable[..., OwedMail], *, now: datetime
) -> Iterator[tuple[str, OwedMail, Rows]]:
    """As if the last of the people had been named, or added, just now, or her name were still to follow; and as if a
    colleague were asked to take the booking over."""
    booking = copy(cast.booking)
    numbered = [copy(place) for place in cast.places]
    is_numbered = bool(booking.size)
    booking.size = booking.size or len(numbered)
    for number, place in enumerate(numbered, start=1):
        place.booking = booking
        place.place_number = place.place_number if is_numbered else number
        # Places that were never saved have nothing else to be told apart by.
        place.pk = place.pk or -number
    last = next(place for place in reversed(numbered) if place.name)
    own = own_at(booking.contact_email, [last])
    follows = copy(last)
    follows.name = follows.email = ""
    unnamed = Rows(places=[follows if place is last else place for place in numbered])
    named = Rows(places=numbered, own=own)
    booking.contact_request = ContactRequest(
        booking=booking,
        name=cast.comes.name,
        email=cast.comes.email,
        asked_at=now,
        until=min(now + LASTS, booking.event.begins),
    )
    for kind, to, rows in (
        (Kind.PLACES_NAMED, booking.contact_email, named),
        (Kind.PLACES_ADDED, booking.contact_email, named),
        (Kind.NAMES_MISSING, booking.contact_email, unnamed),
        (Kind.CONTACT_ASKED, cast.comes.email, named),
    ):
        one = mail(kind, to, people=[last.pk])
        one.booking = booking
        yield str(kind.label), one, rows


def _signed_up(event: Event, *, now: datetime) -> Cast | None:
    """The people of the latest booking in which somebody named has a place; None where there is none."""
    latest = (
        Registration.objects.filter(event=event, status=Registration.Status.CONFIRMED)
        .exclude(name="")
        .select_related("booking")
        .order_by("-booking_id")
        .first()
    )
    if latest is None:
        return None
    booking = latest.booking
    booking.event = event
    coming = Registration.objects.filter(booking=booking, status=Registration.Status.CONFIRMED)
    places = list(coming.select_related("substitute_for").order_by("pk"))
    for place in places:
        place.event, place.booking = event, booking
    named = [place for place in places if place.name]
    reached_elsewhere = [place for place in named if place.reached_at != booking.contact_email]
    leaves = next(iter(reached_elsewhere), named[0])
    return Cast(booking=booking, places=places, leaves=leaves, comes=_successor(leaves, now=now))


def _invented(event: Event, *, now: datetime) -> Cast:
    """A contact who comes herself and two others, unsaved. One of them has no address of her own."""
    booking = Booking(
        event=event,
        number="000000",
        contact_name="Anne Mette Eksempel",
        contact_email="anne.mette@example.org",
        organisation="Biblioteket i Eksempelby",
        language=event.language,
        created_at=now,
    )
    anne, bo, clara = (
        _place(booking, name=name, email=email, now=now)
        for name, email in (
            (booking.contact_name, booking.contact_email),
            ("Bo Eksempel", "bo@example.org"),
            ("Clara Eksempel", ""),
        )
    )
    return Cast(booking=booking, places=[anne, bo, clara], leaves=bo, comes=_successor(bo, now=now))


def _place(booking: Booking, *, name: str, email: str, now: datetime) -> Registration:
    return Registration(
        booking=booking,
        event=booking.event,
        name=name,
        email=email,
        organisation=booking.organisation,
        status=Registration.Status.CONFIRMED,
        promised_binding_after=booking.event.binding_after,
        **promise(offers(booking.event, now=now)[0]),
        promised_rule=as_json(booking.event.cancellation_rule),
        created_at=now,
        confirmed_at=now,
    )


def _successor(leaves: Registration, *, now: datetime) -> Registration:
    """Somebody invented who comes in her place, unsaved."""
    successor = _place(leaves.booking, name="Ditte Eksempel", email="ditte@example.org", now=now)
    successor.promised_binding_after = leaves.promised_binding_after
    for name, value in promise_of(leaves).items():
        setattr(successor, name, value)
    successor.promised_rule = leaves.promised_rule
    successor.substitute_for = leaves
    return successor
