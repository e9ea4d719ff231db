"""How much one address sets in motion in an hour. A town hall is one network, so strangers are held back by address and
event, whichever door they come by."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q

from programme.models import Event
from registration.models import Booking, HistoryEntry, OwedMail, Registration
from registration.services.people import Contact, Person

LATELY = timedelta(hours=1)
# Bookings a contact makes, or adds people to.
BOOKINGS_PER_CONTACT = 20
# New places whose mails go to one address, unless it is the contact's own: nobody is mailed without end.
PLACES_PER_ADDRESS = 40


class TooMany(Exception):
    """One address makes more bookings in an hour than any secretary does."""


def refuse_a_flood_of_sign_ups(
    event: Event, *, contact: Contact, people: Iterable[Person], now: datetime
) -> None:
    """Raises `TooMany`. Whoever signs up and whoever adds people is asked the same."""
    if acts_lately(event, email=contact.email, now=now) >= BOOKINGS_PER_CONTACT:
        raise TooMany
    if is_mailed_without_end(event, people, contact_email=contact.email, now=now):
        raise TooMany


def acts_lately(event: Event, *, email: str, now: datetime) -> int:
    """How many bookings this contact made, or added to, within the last hour. In one query."""
    since = now - LATELY
    made = Booking.objects.filter(event=event, contact_email=email, created_at__gt=since)
    added = OwedMail.objects.filter(
        event=event,
        kind=OwedMail.Kind.PLACES_ADDED,
        booking__contact_email=email,
        created_at__gt=since,
    )
    return made.order_by().values("pk").union(added.order_by().values("pk"), all=True).count()


def is_mailed_without_end(
    event: Event, people: Iterable[Person], *, contact_email: str, now: datetime
) -> bool:
    """Whether the address of one of the people, unless it is the contact's own, has had as many new places as one may
    in an hour, named at once or later."""
    addresses = {person.email for person in people} - {"", contact_email}
    if not addresses:
        return False
    since = now - LATELY
    named = HistoryEntry.objects.filter(event=event, verb=HistoryEntry.Verb.NAMED, at__gt=since)
    lately = Q(created_at__gt=since) | Q(pk__in=named.values("registration"))
    places = Registration.objects.filter(lately, event=event, email__in=addresses)
    most = max(Counter(places.values_list("email", flat=True)).values(), default=0)
    return most >= PLACES_PER_ADDRESS
