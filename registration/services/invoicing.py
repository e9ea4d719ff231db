"""Invoice facts: what is owed, line by line for each payer; fetched once and never changed, so that whatever changes
afterwards is told as a difference the next time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from programme.folding import name_sort
from programme.models import Event
from programme.pricing import Amount, amount_of, sum_of
from registration.models import Booking, HistoryEntry, InvoiceBasis, InvoiceLine, Payer, Registration
from registration.owed import owed_ore
from registration.services.acts import Actor, locked_event, record, write
from registration.services.payers import payer_of

# Accounts are kept to the end of so many calendar years after that of the event's last day.
YEARS_KEPT = 5


@dataclass(frozen=True, kw_only=True)
class Unfetched:
    """What has not been fetched yet: the lines in the order they are to be invoiced, and what nobody is known to
    pay."""

    lines: list[InvoiceLine] = field(default_factory=list)
    without_payer: list[tuple[Booking, Amount]] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Group:
    """The lines of one payer under one order number, and their sum."""

    payer: dict[str, str]
    lines: list[InvoiceLine]

    @property
    def amount(self) -> Amount:
        return sum_of(map(amount_of_line, self.lines))


def amount_of_line(line: InvoiceLine) -> Amount:
    return Amount(net=line.net_ore, vat=line.vat_ore)


def unfetched(event: Event) -> Unfetched:
    """The difference between what is owed now and what was fetched before: a line for each seat that is owed for and is
    on no invoice facts yet, and where payer or amount have changed, the old line taken back and the new one. Who
    has the seat makes no difference. Two queries."""
    seats = _seats(event)
    before = _open_lines(event)
    lines: list[list[InvoiceLine]] = []
    without: dict[int, list[Registration]] = {}
    for pk in sorted({*seats, *before}):
        place, old = seats.get(pk), before.get(pk)
        payer = payer_of(place.booking) if place is not None else None
        if place is not None and (payer is None or not payer.is_known):
            without.setdefault(place.booking_id, []).append(place)
            payer = None
        new = _line(place, seat=pk, payer=payer) if place is not None and payer is not None else None
        if old is not None and new is not None and _is_same(old, new):
            continue
        change = [_taken_back(old)] if old is not None else []
        change += [new] if new is not None else []
        if change:
            lines.append(change)
    return Unfetched(
        lines=[line for change in sorted(lines, key=_order) for line in change],
        without_payer=[
            (places[0].booking, sum_of(amount_of(owed_ore(one), one.promised_vat) for one in places))
            for places in without.values()
        ],
    )


def fetch(*, event_id: int, now: datetime, actor: Actor) -> InvoiceBasis | None:
    """Freezes what has not been fetched yet under the next number; None where nothing has changed. From then on the
    contacts of these bookings no longer change who pays."""
    with transaction.atomic():
        event = locked_event(event_id)
        lines = unfetched(event).lines
        if not lines:
            return None
        last = InvoiceBasis.objects.filter(event=event).aggregate(last=Max("number"))["last"] or 0
        basis = InvoiceBasis.objects.create(
            event=event,
            number=last + 1,
            fetched_at=now,
            fetched_by=actor.user,
            fetched_by_name=str(actor.user or ""),
        )
        for position, line in enumerate(lines, start=1):
            line.basis, line.position = basis, position
        InvoiceLine.objects.bulk_create(lines)
        bookings = {line.booking_id for line in lines}
        Payer.objects.filter(booking__in=bookings, fetched_at__isnull=True).update(fetched_at=now)
        entry = record(HistoryEntry.Verb.INVOICE_FETCHED, actor=actor, now=now, event=event)
        write(history=[entry], mails=[])
    return basis


def groups(lines: Iterable[InvoiceLine]) -> list[Group]:
    """By payer and order number, in the order of the lines."""
    found: dict[tuple[str, ...], list[InvoiceLine]] = {}
    for line in lines:
        found.setdefault(_payer_key(line), []).append(line)
    return [
        Group(payer=dict(zip(InvoiceLine.PAYER, key, strict=True)), lines=rows) for key, rows in found.items()
    ]


def last_day_kept(ends_on: date) -> date:
    return date(ends_on.year + YEARS_KEPT, 12, 31)


def forget_old(*, today: date) -> int:
    """Deletes the invoice facts and payers of events so long past; how many rows."""
    old = Event.objects.filter(ends_on__lt=date(today.year - YEARS_KEPT, 1, 1))
    with transaction.atomic():
        lines = InvoiceLine.objects.filter(basis__event__in=old)
        gone = lines.filter(credits__isnull=False).forget() + lines.forget()
        gone += InvoiceBasis.objects.filter(event__in=old).forget()
        return gone + Payer.objects.filter(booking__event__in=old).delete()[0]


# ------------------------------------------------------------------ lines


def _seats(event: Event) -> dict[int, Registration]:
    """Every place that is owed for, under the first place of its chain of substitutes."""
    rows = Registration.objects.filter(event=event).select_related("booking__payer").order_by("pk")
    by_pk = {row.pk: row for row in rows}
    first: dict[int, int] = {}
    seats = {}
    for row in by_pk.values():
        row.event = row.booking.event = event
        # Whoever came instead was written later than the one replaced.
        first[row.pk] = first[row.substitute_for_id] if row.substitute_for_id else row.pk
        if owed_ore(row):
            seats[first[row.pk]] = row
    return seats


def _open_lines(event: Event) -> dict[int, InvoiceLine]:
    """What was fetched and not taken back, for each seat."""
    rows = InvoiceLine.objects.filter(basis__event=event, credits__isnull=True, credited_by__isnull=True)
    return {row.seat_id: row for row in rows.select_related("booking", "basis")}


def _line(place: Registration, *, seat: int, payer: Payer) -> InvoiceLine:
    booking = place.booking
    amount = amount_of(owed_ore(place), place.promised_vat)
    facts = payer.facts() | {"name": payer.name or booking.organisation}
    return InvoiceLine(
        booking=booking,
        seat_id=seat,
        what=_what(place),
        person=place.called,
        contact_name=booking.contact_name,
        contact_email=booking.contact_email,
        class_name=place.promised_class,
        vat=place.promised_vat,
        vat_reason=place.promised_vat_reason,
        net_ore=amount.net,
        vat_ore=amount.vat,
        total_ore=amount.total,
        **facts,
    )


def _what(place: Registration) -> InvoiceLine.What:
    """For what it is owed. Somebody who stayed away from what cost nothing owes for that alone."""
    if place.ended_at is not None:
        return InvoiceLine.What.LEFT
    only_for_that = place.no_show_at is not None and not place.promised_fee_ore
    return InvoiceLine.What.AWAY if only_for_that else InvoiceLine.What.PLACE


def _taken_back(old: InvoiceLine) -> InvoiceLine:
    """The same line with negative amounts, to the payer it was sent to."""
    same: dict[str, Any] = {
        name: getattr(old, name)
        for name in (
            *("what", "person", "contact_name", "contact_email", "class_name", "vat", "vat_reason"),
            *InvoiceLine.PAYER,
        )
    }
    return InvoiceLine(
        booking=old.booking,
        seat_id=old.seat_id,
        credits=old,
        net_ore=-old.net_ore,
        vat_ore=-old.vat_ore,
        total_ore=-old.total_ore,
        **same,
    )


def _is_same(old: InvoiceLine, new: InvoiceLine) -> bool:
    return all(getattr(old, name) == getattr(new, name) for name in (*InvoiceLine.PAYER, *InvoiceLine.PRICE))


def _payer_key(line: InvoiceLine) -> tuple[str, ...]:
    return tuple(getattr(line, name) for name in InvoiceLine.PAYER)


def _order(change: Sequence[InvoiceLine]) -> tuple[Any, ...]:
    """By payer in Danish order, then by order number and booking."""
    line = change[0]
    return (
        name_sort(line.name),
        _payer_key(line),
        line.order_reference,
        line.booking.number,
        line.seat_id,
    )
