"""Leaving a place: freely while it is not binding, given back once it is."""

from datetime import datetime

from django.db import transaction

from registration import policy
from registration.models import HistoryEntry, OwedMail, Registration
from registration.services.acts import Actor, Refused, ask, both_addresses, leave, locked_place, record, write
from registration.services.owing import owe, ring_when_committed
from registration.services.waiting import serve


def cancel(*, registration_id: int, now: datetime, actor: Actor) -> Registration:
    """Ends a place while that is free; an organiser may release a bound one with a reason. Raises `Refused`."""
    with transaction.atomic():
        event, registration = locked_place(registration_id)
        decision = policy.may_cancel(
            policy.windows(event),
            status=registration.status,
            bound=policy.bound_from(event, registration.promised_binding_after),
            now=now,
            by=actor.by,
        )
        bent = ask(decision, actor=actor)
        _end(registration, verb=HistoryEntry.Verb.CANCELLED, bent=bent, now=now, actor=actor)
    return registration


def give_back(*, registration_id: int, now: datetime, actor: Actor) -> Registration:
    """Ends a bound place whose person cannot come and finds nobody: free at once for others, and what was promised is
    still owed. Raises `Refused`."""
    with transaction.atomic():
        event, registration = locked_place(registration_id)
        decision = policy.may_give_back(
            policy.windows(event),
            status=registration.status,
            bound=policy.bound_from(event, registration.promised_binding_after),
            now=now,
        )
        ask(decision, actor=actor)
        _end(registration, verb=HistoryEntry.Verb.GAVE_BACK, bent="", now=now, actor=actor)
    return registration


def _end(
    registration: Registration, *, verb: HistoryEntry.Verb, bent: str, now: datetime, actor: Actor
) -> None:
    given_back = verb == HistoryEntry.Verb.GAVE_BACK
    waited = registration.status in {Registration.Status.WAITING, Registration.Status.OFFERED}
    if not leave(registration, to=Registration.Status.CANCELLED, now=now, still_owed=given_back):
        raise Refused(policy.Decision(policy.Reason.PLACE_ENDED))
    kind = OwedMail.Kind.PLACE_GIVEN_BACK if given_back else OwedMail.Kind.PLACE_CANCELLED
    entry = record(
        HistoryEntry.Verb.LEFT_LIST if waited else verb,
        actor=actor,
        now=now,
        event=registration.event,
        booking=registration.booking,
        registration=registration,
        bent=bent,
    )
    facts = {"by": actor.role} | ({"waited": True} if waited else {})
    mails = [
        owe(kind, about=registration, to=address, occasion=whose, now=now, facts=facts)
        for whose, address in both_addresses(registration).items()
    ]
    write(history=[entry], mails=mails)
    serve(registration.event, now=now)
    ring_when_committed()
