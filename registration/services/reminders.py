"""Reminders are owed, each once to each for its occasion, while there is something to remind of; what is owed is asked
again when it is sent. The only writer of an event's settings for them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction

from programme.models import Event
from registration import missing, reminders, sharing
from registration.models import Booking, OwedMail, Registration
from registration.reaching import Letter, letters_to, told_of
from registration.reminders import KINDS, Occasion, comes_since, due, occasions
from registration.services.acts import locked_event, write
from registration.services.apart import each_apart
from registration.services.owing import owe, ring_when_committed
from registration.services.payers import payer_missing

Kind = OwedMail.Kind
Status = Registration.Status
OF_MISSING = (Kind.PAYER_MISSING, Kind.NAMES_MISSING, Kind.ANSWERS_MISSING)


def owe_reminders(*, now: datetime) -> int:
    """Owes every reminder that is due; how many are new. Whoever signed up after an occasion began is not reminded by
    it. Twice at one instant owes nothing more."""
    yesterday = now.date() - timedelta(days=1)
    # Whoever shares a place may come later than the event begins.
    coming = list(Event.objects.filter(status=Event.Status.PUBLISHED, ends_on__gte=yesterday).order_by("pk"))
    free_days, first_days = free_days_of(coming), first_days_of(coming)
    nameless = set(
        Registration.objects.to_be_named().filter(event__in=coming).values_list("event_id", flat=True)
    )
    return each_apart(
        (
            f"people are reminded at event {event.pk}",
            partial(
                _owe_of,
                event,
                has_nameless=event.pk in nameless,
                free_days=free_days.get(event.pk, []),
                first_days=first_days.get(event.pk, []),
                now=now,
            ),
        )
        for event in coming
    )


def _owe_of(
    event: Event,
    *,
    has_nameless: bool,
    free_days: Iterable[date | None],
    first_days: Iterable[date | None],
    now: datetime,
) -> int:
    """Owes the reminders of one event; how many are new."""
    new = 0
    for kind in KINDS:
        if kind == Kind.NAMES_MISSING and not has_nameless:
            continue
        days: list[date | None] = [None, *first_days] if kind == Kind.DAY_BEFORE else [None]
        if kind == Kind.LAST_FREE_DAY:
            days = list(free_days)
        present = {
            day: due(occasions(event, kind, day_of_hers=day), zone=event.timezone, now=now) for day in days
        }
        if any(present.values()):
            new += _owe(event, kind, present, now=now)
    return new


def _owe(
    event: Event, kind: OwedMail.Kind, present: Mapping[date | None, Occasion | None], *, now: datetime
) -> int:
    with transaction.atomic():
        known = _known(event, kind)
        mails = []
        for occasion in {one.name: one for one in present.values() if one is not None}.values():
            told, keys = known.told(occasion), known.keys
            letters = letters_for(event, kind, occasion, before=occasion.begins, but=told)
            for letter in letters:
                letter.about.event = event
            mails += [
                mail
                for mail in (_mail(kind, letter, occasion, now=now) for letter in letters)
                if mail.key not in keys
            ]
        write(history=[], mails=mails)
        if mails:
            ring_when_committed()
    return len(mails)


def _mail(kind: OwedMail.Kind, letter: Letter, occasion: Occasion, *, now: datetime) -> OwedMail:
    facts = {"occasion": occasion.name, "people": list(letter.people)}
    return owe(kind, about=letter.about, to=letter.to, occasion=occasion.name, now=now, facts=facts)


@dataclass(frozen=True)
class Known:
    """The mails of a kind that an event has owed."""

    rows: Sequence[tuple[str, int | None, dict[str, object], str]]

    @property
    def keys(self) -> set[str]:
        return {key for key, _place, _facts, _status in self.rows}

    def told(self, occasion: Occasion) -> set[int]:
        """The places that were reminded on the occasion, wherever their mails went then."""
        found: set[int] = set()
        for _key, place, facts, _status in self.of(occasion):
            found |= {place} if place is not None else set(facts.get("people", ()))  # type: ignore[call-overload]
        return found

    def of(self, occasion: Occasion) -> list[tuple[str, int | None, dict[str, object], str]]:
        return [row for row in self.rows if row[2].get("occasion") == occasion.name]


def _known(event: Event, kind: OwedMail.Kind) -> Known:
    rows = OwedMail.objects.filter(event=event, kind=kind).order_by()
    return Known(list(rows.values_list("key", "registration_id", "facts", "status")))


# --- To whom


def letters_for(
    event: Event,
    kind: OwedMail.Kind,
    occasion: Occasion,
    *,
    before: datetime | None = None,
    but: Iterable[int] = (),
) -> list[Letter]:
    """Who is to be reminded, and where: of those who had their places `before` an instant, and not of those places that
    are named in `but`."""
    if kind in OF_MISSING:
        return letters_of_missing(event, kind, before=before, but=but)
    places = _who_came(event, before=before, but=but)
    if kind == Kind.LAST_FREE_DAY:
        places = [place for place in places if reminders.last_free_day(place) == occasion.day]
    if kind == Kind.DAY_BEFORE:
        begins = event.starts_on
        places = [place for place in places if (reminders.own_first_day(place) or begins) == occasion.day]
    return letters_to(places)


def letters_of_missing(
    event: Event, kind: OwedMail.Kind, *, before: datetime | None = None, but: Iterable[int] = ()
) -> list[Letter]:
    """Who is to be reminded of what is missing, whatever the occasion."""
    if kind == Kind.ANSWERS_MISSING:
        return missing.letters_about_answers(event, _who_came(event, before=before, but=but), before=before)
    if kind == Kind.NAMES_MISSING:
        bookings = names_missing(event, before=before)
    else:
        rows = payer_missing().filter(event=event)
        bookings = [one for one in rows if before is None or one.created_at < before]
    return [Letter(one, one.contact_email, ()) for one in bookings]


def _who_came(event: Event, *, before: datetime | None, but: Iterable[int]) -> list[Registration]:
    """Those who come, and did `before` the instant where there is one."""
    left_out = set(but)
    return [
        place
        for place in who_come(event)
        if place.pk not in left_out and (before is None or comes_since(place) < before)
    ]


def names_missing(event: Event, *, before: datetime | None = None) -> list[Booking]:
    """The bookings that have places whose names are to follow, those that had them `before` an instant. Whoever only
    waits, or is offered a place, is not among them."""
    nameless = Registration.objects.to_be_named().filter(event=event).select_related("booking")
    found: dict[int, Booking] = {}
    for place in nameless.order_by("booking_id", "pk"):
        if before is None or comes_since(place) < before:
            found.setdefault(place.booking_id, place.booking)
    for booking in found.values():
        booking.event = event
    return list(found.values())


def who_come(event: Event) -> list[Registration]:
    """Those who have places, with their bookings."""
    places = Registration.objects.filter(event=event, status=Status.CONFIRMED).select_related("booking")
    found = list(places.order_by("pk"))
    for place in found:
        place.event = place.booking.event = event
    return found


def free_days_of(events: Sequence[Event]) -> dict[int, list[date | None]]:
    """The last free days that those who come to each event were promised. In one query."""
    by_key = {event.pk: event for event in events if not all(one.is_free for one in event.terms.spells)}
    rows = Registration.objects.filter(event__in=by_key, status=Status.CONFIRMED).order_by()
    found: dict[int, list[date | None]] = {}
    for promise in rows.values("event_id", *Registration.TERMS_FIELDS).distinct():
        event = by_key[promise.pop("event_id")]
        day = reminders.last_free_day(Registration(event=event, **promise))
        days = found.setdefault(event.pk, [])
        if day is not None and day not in days:
            days.append(day)
    return found


def first_days_of(events: Sequence[Event]) -> dict[int, list[date | None]]:
    """The first days of those who share places and come later than the event begins. In one query, or none."""
    by_key = {event.pk: event for event in events if event.ends_on > event.starts_on}
    if not by_key:
        return {}
    found: dict[int, list[date | None]] = {}
    rows = Registration.objects.filter(event__in=by_key).shared().order_by()
    for pk, days in rows.values_list("event_id", "days").distinct():
        first = sharing.from_text(days)[0]
        known = found.setdefault(pk, [])
        if first != by_key[pk].starts_on and first not in known:
            known.append(first)
    return found


# --- When it is sent


def is_still_due(mail: OwedMail, *, now: datetime) -> bool:
    """Whether a reminder still has its use: it is the event's occasion, those it tells of come and are reached there,
    and what it says is missing is missing still."""
    booking = mail.booking
    if booking is None:
        return False
    if mail.kind == Kind.PAYER_MISSING:
        is_missing = payer_missing().filter(pk=booking.pk).exists()
        return is_missing and mail.to_email == booking.contact_email and _stands(mail, None, now=now)
    if mail.kind == Kind.NAMES_MISSING:
        is_missing = any(place.is_to_be_named for place in booking.registrations.all())
        return is_missing and mail.to_email == booking.contact_email and _stands(mail, None, now=now)
    told = people_of(mail)
    if mail.kind == Kind.ANSWERS_MISSING:
        return _stands(mail, None, now=now) and missing.answers_are_missing(mail, told)
    return any(_stands(mail, place, now=now) for place in told)


def people_of(mail: OwedMail) -> list[Registration]:
    """Those a reminder tells of, as far as they come and are reached where it goes."""
    if mail.booking is None:
        return []
    places = list(mail.booking.registrations.all())
    for place in places:
        place.event, place.booking = mail.event, mail.booking
    return [place for place in told_of(mail, places) if place.status == Status.CONFIRMED]


def _stands(mail: OwedMail, place: Registration | None, *, now: datetime) -> bool:
    day = reminders.own_day(place, mail.kind) if place is not None else None
    name = mail.facts.get("occasion")
    found = occasions(mail.event, OwedMail.Kind(mail.kind), day_of_hers=day)
    return any(one.name == name and now < one.ends for one in found)


# --- What an organiser sees and chooses


@dataclass(frozen=True)
class Outlook:
    """An occasion of an event: whether it is `over`, how many mails have been owed for it, and how many there would be
    if it were now."""

    occasion: Occasion
    over: bool
    owed: int
    letters: int


def outlook(event: Event, *, now: datetime) -> dict[OwedMail.Kind, list[Outlook]]:
    """What each kind of reminder will do and has done, as the event's settings are now."""
    found = {}
    for kind in KINDS:
        days: list[date | None] = [None]
        if kind == Kind.LAST_FREE_DAY:
            days = free_days_of([event]).get(event.pk) or [event.terms.free_until]
        elif kind == Kind.DAY_BEFORE:
            days += first_days_of([event]).get(event.pk, [])
        ahead = [one for day in days for one in occasions(event, kind, day_of_hers=day)]
        known = _known(event, kind) if ahead else Known([])
        found[kind] = [
            Outlook(
                occasion=one,
                over=now >= one.begins,
                owed=len([row for row in known.of(one) if row[3] != OwedMail.Status.DROPPED]),
                letters=0 if now >= one.begins else len(letters_for(event, kind, one)),
            )
            for one in sorted(ahead, key=lambda one: one.begins)
        ]
    return found


def write_settings(event_id: int, *, days: Mapping[str, Sequence[int]], practical_information: str) -> Event:
    """How many days ahead each reminder goes out, none where it is switched off; only what is not as usual is kept, so
    that a better default reaches the events that never chose."""
    usual = {one.name: one.usual for one in reminders.REMINDERS}
    with transaction.atomic():
        event = locked_event(event_id)
        chosen = {name: sorted(set(given), reverse=True) for name, given in days.items() if name in usual}
        kept = (event.reminder_days or {}) | chosen
        event.reminder_days = {
            name: given for name, given in kept.items() if tuple(given) != usual.get(name)
        } or None
        event.practical_information = practical_information.strip()
        event.save(update_fields=["reminder_days", "practical_information"])
    return event
