"""The rows a mail tells of, looked up when it is built."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from programme.models import Event
from registration.models import Booking, OwedMail, Registration
from registration.owed import owed_ore
from registration.persons import person_key
from registration.services.payers import payer_missing, place_of_contact_alone

Kind = OwedMail.Kind
# What tells a contact what her booking costs, or still costs.
OF_COSTS = frozenset({Kind.BOOKING_CONFIRMED, Kind.PLACES_GIVEN, Kind.PLACE_CANCELLED, Kind.PLACE_GIVEN_BACK})


@dataclass(frozen=True, kw_only=True)
class Rows:
    """What a mail tells of beside its own rows: the present places of the booking, the places whose links it gives,
    the bookings whose links it gives, on whose page its reader says who pays, while that is asked of her, and the
    places of the booking that an invoice will be for, also those that were left."""

    places: Sequence[Registration] = ()
    own: Sequence[Registration] = ()
    bookings: Sequence[Booking] = ()
    payer_told_at: Booking | Registration | None = None
    owing: Sequence[Registration] = ()


def rows_of(mail: OwedMail) -> Rows:
    """Looked up when the mail is built: what holds now."""
    if mail.kind == Kind.LINKS:
        return _rows_at(mail.event, address=mail.to_email)
    if mail.booking is None:
        return Rows()
    places = list(Registration.objects.filter(booking=mail.booking).current().order_by("pk"))
    for place in places:
        place.booking, place.event = mail.booking, mail.event
    if mail.kind == Kind.PAYER_MISSING:
        return Rows(places=places, owing=_owing(mail.booking, mail.event))
    own = own_at(mail.to_email, places)
    return Rows(places=places, own=own + _holders_at(mail), payer_told_at=_payer_told_at(mail))


def own_at(address: str, places: Iterable[Registration]) -> list[Registration]:
    """Those of the places whose links go to an address: a place whose name is to follow has none."""
    return [place for place in places if place.name and place.reached_at == address]


def _owing(booking: Booking, event: Event) -> list[Registration]:
    rows = list(Registration.objects.filter(booking=booking).order_by("pk"))
    for row in rows:
        row.booking, row.event = booking, event
    return [row for row in rows if owed_ore(row)]


def _payer_told_at(mail: OwedMail) -> Booking | Registration | None:
    """The booking, or the place of a contact who comes alone; None where nothing is owed or it is known who pays."""
    booking = mail.booking
    if booking is None or mail.kind not in OF_COSTS or mail.to_email != booking.contact_email:
        return None
    if not payer_missing().filter(pk=booking.pk).exists():
        return None
    return place_of_contact_alone(booking) or booking


def _rows_at(event: Event, *, address: str) -> Rows:
    """Everything whose mails go to an address."""
    bookings = list(Booking.objects.filter(event=event, contact_email=address).order_by("pk"))
    reached = Q(email=address) | Q(email="", booking__contact_email=address)
    places = Registration.objects.filter(reached, event=event).exclude(name="").current()
    places = places.select_related("booking")
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
