"""Choosing items of the programme that need signing up. An item's places are counted, never stored; every act that
takes one first locks the event, so that whoever races whom, no item has more people than places. Where items are
distributed by wishes, nobody takes a place before that is done, and wishes are written in the same act."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from programme.models import Event, Session
from registration import choosing
from registration.choosing import Objection, Offer
from registration.models import HistoryEntry, Registration, SessionChoice, SessionWish
from registration.policy import Decision, Reason
from registration.services.acts import Actor, Refused, ask, locked_place, record, write
from registration.services.people import Person
from registration.services.retention import SIX_MONTHS, delete_expired
from registration.services.wishing import make_wishes, rows_of

DAYS_KEPT = SIX_MONTHS
# Only places that are held have choices.
_CHOSEN = SessionChoice.objects.filter(session=OuterRef("pk")).order_by().values("session")
_TAKEN = Coalesce(Subquery(_CHOSEN.annotate(number=Count("pk")).values("number")), 0)
NOTHING = Offer(sessions=(), taken={})


class NotChosen(Refused):
    """What was chosen cannot be had; nothing was written. `items` are what it is about."""

    def __init__(self, objection: Objection) -> None:
        super().__init__(Decision(objection.reason))
        self.objection = objection


def offer_of(event: Event) -> Offer:
    """What there is to choose, and how many people have chosen each item; one query, none for an event that has nothing
    of the kind."""
    if not event.has_choices:
        return NOTHING
    rows = Session.objects.filter(event=event, needs_sign_up=True).select_related("choice").in_order()
    sessions = tuple(rows.annotate(taken=_TAKEN))
    return Offer(sessions=sessions, taken={one.pk: one.taken for one in sessions if one.taken})


def choices_of(registration: Registration) -> list[SessionChoice]:
    return list(SessionChoice.objects.filter(registration=registration).select_related("session"))


def choose(
    *,
    registration_id: int,
    sessions: Collection[int],
    wishes: Sequence[int] | None = None,
    now: datetime,
    actor: Actor,
) -> list[SessionChoice]:
    """Makes these the items of somebody who has a place; what she had and is not among them is free again. What became
    of an item she keeps, she has then seen. `wishes`, the first of each choice foremost, become hers where people wish
    now; None leaves them. An item she has where people wish now stays hers. Raises `Refused`, and `NotChosen` for items
    that cannot be had, or wished for."""
    wanted = set(sessions)
    with transaction.atomic():
        event, registration = locked_place(registration_id)
        bent = ask(choosing.may_choose(event, status=registration.status, now=now, by=actor.by), actor=actor)
        offer = offer_of(event).on_days_of(registration)
        before = choices_of(registration)
        held = {row.session_id for row in before if row.session_id is not None}
        known = offer.by_id()
        wanted |= {pk for pk in held if pk in known and choosing.is_wished_for(known[pk])}
        wrong = choosing.objection(offer, wanted, held=held) or choosing.wish_objection(offer, wishes or ())
        if wrong is not None:
            raise NotChosen(wrong)
        unchanged = {
            row.session_id
            for row in before
            if row.session_id in wanted and _is_as_chosen(row, known[row.session_id])
        }
        SessionChoice.objects.filter(registration=registration).exclude(session__in=unchanged).delete()
        SessionChoice.objects.bulk_create(
            row_of(registration, known[pk], now=now) for pk in sorted(wanted - unchanged)
        )
        done = []
        if held != wanted or len(before) != len(held):
            done.append((HistoryEntry.Verb.CHOSE_SESSIONS, sorted(wanted)))
        if wishes is not None and make_wishes(registration, wishes, offer=offer, now=now):
            done.append((HistoryEntry.Verb.WISHED_SESSIONS, list(wishes)))
        entries = [
            record(
                verb,
                actor=actor,
                now=now,
                event=event,
                booking=registration.booking,
                registration=registration,
                personal={"items": [known[pk].title for pk in items]},
                bent=bent,
            )
            for verb, items in done
        ]
        write(history=entries, mails=[])
    return choices_of(registration)


def _is_as_chosen(row: SessionChoice, session: Session) -> bool:
    return (row.title, row.day, row.starts_at, row.ends_at) == (
        session.title,
        session.day,
        session.starts_at,
        session.ends_at,
    )


def choose_at_sign_up(people: Iterable[tuple[Registration, Person]], *, event: Event, now: datetime) -> None:
    """Writes what the people of a new booking chose and wish for; whoever waits does so when she has her place. The
    event is locked. Raises `NotChosen` where it cannot be had by all of them."""
    wanted = [
        (row, person)
        for row, person in people
        if (person.sessions or person.wishes) and row.status == Registration.Status.CONFIRMED
    ]
    if not wanted:
        return
    if now >= choosing.ends(event):
        raise NotChosen(Objection(reason=Reason.CHOICE_CLOSED))
    offer = offer_of(event)
    known = offer.by_id()
    rows, wishes = [], []
    for row, person in wanted:
        ids = set(person.sessions)
        wrong = choosing.objection(offer, ids) or choosing.wish_objection(offer, person.wishes)
        if wrong is not None:
            raise NotChosen(wrong)
        offer.taken.update(Counter(offer.taken) + Counter(ids))
        rows += [row_of(row, known[pk], now=now) for pk in sorted(ids)]
        wishes += rows_of(row, person.wishes, offer=offer, now=now)
    if rows:
        SessionChoice.objects.bulk_create(rows)
    if wishes:
        SessionWish.objects.bulk_create(wishes)


def row_of(registration: Registration, session: Session, *, now: datetime) -> SessionChoice:
    return SessionChoice(
        registration=registration,
        event_id=registration.event_id,
        session=session,
        title=session.title,
        day=session.day,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        chosen_at=now,
    )


def follow(*, old: Registration, new: Registration) -> None:
    """The items of a place, and what is wished for there, follow whoever comes instead, in the act that makes her
    place."""
    SessionChoice.objects.filter(registration=old).update(registration=new)
    SessionWish.objects.filter(registration=old).update(registration=new)


def delete_expired_choices(*, today: date, now: datetime) -> int:
    """Deletes what was chosen and wished for at events that ended more than six months ago. How many rows."""
    return sum(
        delete_expired(
            rows,
            event="event",
            days=DAYS_KEPT,
            verb=HistoryEntry.Verb.CHOICES_DELETED,
            today=today,
            now=now,
        )
        for rows in (SessionChoice.objects.all(), SessionWish.objects.all())
    )
