"""Who is sent the invoice for a booking: told with the sign-up or later, and put right until it is fetched."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from programme.models import Event
from registration import policy
from registration.models import Booking, HistoryEntry, Payer, Registration
from registration.payer_facts import PayerFacts
from registration.policy import By, Decision, Reason
from registration.services.acts import Actor, Refused, ask, locked_booking, record, write

FOLLOWS = PayerFacts(kind=Payer.Kind.LATER)


def payer_of(booking: Booking) -> Payer | None:
    """Without a query where it was read with the booking."""
    return getattr(booking, "payer", None)


def may_save(event: Event, payer: Payer | None, *, now: datetime, by: By = By.ATTENDEE) -> Decision:
    """Whether who pays may be told or put right now."""
    fetched_at = None if payer is None else payer.fetched_at
    return policy.may_save_payer(policy.windows(event), fetched_at=fetched_at, now=now, by=by)


def new_payer(booking: Booking, facts: PayerFacts, *, now: datetime) -> Payer:
    """Written with a sign-up, in its transaction."""
    return Payer.objects.create(booking=booking, saved_at=now, **asdict(facts.tidied()))


def save_payer(*, booking_id: int, facts: PayerFacts, now: datetime, actor: Actor) -> Payer:
    """Who pays, told later or put right. What was fetched before stays as it was, and the next invoice facts tell the
    difference. Raises `Refused`."""
    facts = facts.tidied()
    with transaction.atomic():
        event, booking = locked_booking(booking_id)
        payer = Payer.objects.filter(booking=booking).first()
        ask(may_save(event, payer, now=now, by=actor.by), actor=actor)
        if payer is not None and payer.fetched_at is not None and facts.kind == Payer.Kind.LATER:
            # An invoice that was fetched has somebody to pay it.
            raise Refused(Decision(Reason.INVOICE_FETCHED))
        before = payer.facts() if payer is not None else {}
        payer = payer or Payer(booking=booking)
        changed = [name for name, value in asdict(facts).items() if before.get(name, "") != value]
        if not changed:
            return payer
        for name, value in asdict(facts).items():
            setattr(payer, name, value)
        payer.saved_at = now
        payer.save()
        entry = record(
            HistoryEntry.Verb.PAYER_SAVED,
            actor=actor,
            now=now,
            event=event,
            booking=booking,
            fields=[f"payer_{name}" for name in changed],
        )
        write(history=[entry], mails=[])
    return payer


def place_of_contact_alone(booking: Booking) -> Registration | None:
    """The contact's own place, where nobody else has or had one in the booking: her own page then says who pays, too.
    Whoever shares it has none. None where somebody put name or address of the place right without the contact's, since
    its link may be another's."""
    rows = [
        row
        for row in booking.registrations.all()
        if row.status != Registration.Status.SUBSTITUTED and not row.is_second
    ]
    if len(rows) != 1 or not booking.is_contact(name=rows[0].name, email=rows[0].email):
        return None
    corrections = HistoryEntry.objects.filter(booking=booking, verb=HistoryEntry.Verb.CORRECTED)
    put_right = list(corrections.values_list("registration", "at", "fields"))
    with_the_contact = {at for place, at, _fields in put_right if place is None}
    for place, at, fields in put_right:
        if place == rows[0].pk and at not in with_the_contact and {"name", "email"} & set(fields):
            return None
    return rows[0]


def payable() -> QuerySet[Registration]:
    """The places of a booking, for a subquery, that something is owed for, as `registration.owed` has it."""
    confirmed = Q(status=Registration.Status.CONFIRMED, promised_fee_ore__gt=0)
    left = Q(still_owed=True) & (Q(owed_ore__gt=0) | Q(owed_ore__isnull=True, promised_fee_ore__gt=0))
    stayed_away = Q(status=Registration.Status.CONFIRMED, owed_ore__gt=0)
    return Registration.objects.filter(confirmed | left | stayed_away, booking=OuterRef("pk"))


def payer_missing() -> QuerySet[Booking]:
    """The bookings that owe something and of which nobody knows yet who is to be sent the invoice."""
    return Booking.objects.filter(
        Exists(payable()),
        Q(payer__isnull=True) | Q(payer__kind=Payer.Kind.LATER),
    ).exclude(event__status=Event.Status.CANCELLED)
