"""Invitations to reserved places: made and withdrawn by an organiser, used by whoever opens the link."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from programme.folding import fold_email, tidy
from programme.models import Event
from registration import inviting, policy
from registration.models import HistoryEntry, Invitation, OwedMail, Registration
from registration.services.acts import Actor, ask, locked_event, record, write
from registration.services.owing import owe, ring_when_committed
from registration.services.places import INVITED, USED, reserved_left, unused_reserved, used_by
from registration.services.waiting import serve


class TooFewReserved(Exception):
    """So many places are reserved and promised to nobody: fewer than are asked for."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


class NeverHolds(Exception):
    """Nobody could use it: its last day is over, or people sign up no longer and it does not set that aside."""


def invitations_of(event: Event) -> QuerySet[Invitation]:
    """The newest first, each with how many have places by it as `used`."""
    return Invitation.objects.filter(event=event).annotate(used=USED)


def left_by(invitation: Invitation, event: Event) -> int:
    """How many places it has for people to take now."""
    own, reserved = max(invitation.places - used_by(invitation), 0), reserved_left(event)
    return own if reserved is None else min(own, reserved)


def unpromised(event: Event, *, now: datetime) -> int | None:
    """How many reserved places may still be taken and are kept by no invitation; None where as many may come as
    like."""
    left = reserved_left(event)
    if left is None:
        return None
    kept = sum(
        max(one.places - one.used, 0)  # type: ignore[attr-defined]
        for one in invitations_of(event)
        if inviting.keeps_places(one, event, now=now)
    )
    return max(left - kept, 0)


def lost(event: Event) -> int:
    """How many reserved places are not there, because others have had them: reserved when too few were left, say."""
    left = reserved_left(event)
    if left is None:
        return 0
    invited = Registration.objects.filter(event=event).aggregate(invited=INVITED)["invited"]
    return unused_reserved(event, invited=invited) - left


def invite(
    *,
    event_id: int,
    whom: str,
    email: str = "",
    places: int = 1,
    valid_until: date | None = None,
    also_when_closed: bool = False,
    now: datetime,
    actor: Actor,
) -> Invitation:
    """Makes an invitation to reserved places, and owes its mail where it has an address. Raises `Refused` once the
    event has begun or is called off, `NeverHolds`, and `TooFewReserved`."""
    with transaction.atomic():
        event = locked_event(event_id)
        ask(policy.event_allows(policy.windows(event), now=now), actor=actor)
        left = unpromised(event, now=now)
        if left is not None and places > left:
            raise TooFewReserved(left)
        made = Invitation(
            event=event,
            whom=tidy(whom),
            email=fold_email(email),
            places=places,
            valid_until=valid_until,
            also_when_closed=also_when_closed,
            created_at=now,
        )
        if now >= inviting.last_use(made, event):
            raise NeverHolds
        made.save()
        entry = record(
            HistoryEntry.Verb.INVITED,
            actor=actor,
            now=now,
            event=event,
            fields=[f"count:{places}", *(["also_when_closed"] if also_when_closed else [])],
            personal={"to": made.whom},
        )
        mails = []
        if made.email:
            mails.append(
                owe(
                    OwedMail.Kind.INVITATION,
                    about=event,
                    to=made.email,
                    occasion=str(made.pk),
                    now=now,
                    facts={"invitation": made.pk},
                )
            )
        write(history=[entry], mails=mails)
        ring_when_committed()
    return made


def withdraw(*, invitation_id: int, now: datetime, actor: Actor) -> bool:
    """Ends an invitation; those who have signed up by it keep their places. False when it was withdrawn already."""
    with transaction.atomic():
        event_id = Invitation.objects.values_list("event_id", flat=True).get(pk=invitation_id)
        event = locked_event(event_id)
        open_one = Invitation.objects.filter(pk=invitation_id, withdrawn_at=None)
        if not open_one.update(withdrawn_at=now):
            return False
        whom = Invitation.objects.values_list("whom", flat=True).get(pk=invitation_id)
        entry = record(HistoryEntry.Verb.UNINVITED, actor=actor, now=now, event=event, personal={"to": whom})
        write(history=[entry], mails=[])
    return True


def release_reserved(*, event_id: int, places: int, now: datetime, actor: Actor) -> Event:
    """Gives reserved places that nobody is invited to to everybody: first to the waiting list, at once. Raises
    `TooFewReserved`."""
    with transaction.atomic():
        event = locked_event(event_id)
        left = unpromised(event, now=now) or 0
        if not 0 < places <= left:
            raise TooFewReserved(left)
        # What is not there any more is reserved for nobody, and would otherwise be what is given.
        event.reserved_places -= places + lost(event)
        Event.objects.filter(pk=event.pk).update(reserved_places=event.reserved_places)
        entry = record(
            HistoryEntry.Verb.RELEASED_RESERVED, actor=actor, now=now, event=event, fields=[f"count:{places}"]
        )
        write(history=[entry], mails=[])
        serve(event, now=now)
        ring_when_committed()
    return event
