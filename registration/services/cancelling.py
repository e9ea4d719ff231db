"""Leaving a place: freely, or for what its rule says while it is not binding; given back once it is."""

from datetime import datetime
from typing import Any

from django.db import transaction

from registration import policy
from registration.models import HistoryEntry, OwedMail, Registration
from registration.passing_on import NOTHING
from registration.policy import Decision, Reason
from registration.services.acts import Actor, Refused, ask, both_addresses, leave, locked_place, record, write
from registration.services.owing import owe, ring_when_committed
from registration.services.passing_on import entries as entries_of_passing
from registration.services.passing_on import pass_on, told
from registration.services.sharing import ended_with, told_of_an_end, what_comes_back
from registration.services.waiting import serve


class CostsMore(Exception):
    """Leaving costs more than was shown and agreed to; nothing was written."""


def cancel(
    *, registration_id: int, now: datetime, actor: Actor, agreed_ore: int | None = None
) -> Registration:
    """Ends a place that is not binding, for what its rule says that this costs now; an organiser with a reason releases
    a bound one or lets the cost off. Raises `Refused`, and `CostsMore` where it costs more than `agreed_ore`."""
    with transaction.atomic():
        event, registration = locked_place(registration_id)
        terms, zone, status = registration.terms, event.timezone, registration.status
        decision = policy.may_cancel(
            policy.windows(event),
            status=status,
            bound=policy.bound_from(terms, zone=zone),
            now=now,
            by=actor.by,
        )
        bent = ask(decision, actor=actor)
        costs = 0 if bent else policy.cost_of_leaving(terms, status=status, zone=zone, now=now)
        if costs and actor.by is policy.By.ORGANISER and actor.reason:
            bent, costs = Reason.COSTS, 0
        if agreed_ore is not None and costs > agreed_ore:
            raise CostsMore
        _end(
            registration,
            verb=HistoryEntry.Verb.CANCELLED,
            bent=bent,
            owed_ore=costs or None,
            now=now,
            actor=actor,
        )
    return registration


def give_back(*, registration_id: int, now: datetime, actor: Actor) -> Registration:
    """Ends a bound place whose person cannot come and finds nobody: free at once for others, and what was promised is
    still owed. Raises `Refused`."""
    with transaction.atomic():
        event, registration = locked_place(registration_id)
        terms, zone, status = registration.terms, event.timezone, registration.status
        decision = policy.may_give_back(
            policy.windows(event),
            status=status,
            bound=policy.bound_from(terms, zone=zone),
            now=now,
        )
        ask(decision, actor=actor)
        costs = policy.cost_of_leaving(terms, status=status, zone=zone, now=now)
        _end(
            registration,
            verb=HistoryEntry.Verb.GAVE_BACK,
            bent="",
            owed_ore=costs or None,
            now=now,
            actor=actor,
        )
    return registration


def _end(
    registration: Registration,
    *,
    verb: HistoryEntry.Verb,
    bent: str,
    owed_ore: int | None,
    now: datetime,
    actor: Actor,
) -> None:
    other = registration.shares_with
    passed = (NOTHING, NOTHING)
    if other is not None and registration.is_second:
        # Before her items are free: what she had goes to whoever has all days again.
        passed = what_comes_back(registration, other)
        pass_on(registration, other, passed)
    given_back = verb == HistoryEntry.Verb.GAVE_BACK
    waited = registration.status in {Registration.Status.WAITING, Registration.Status.OFFERED}
    if not leave(
        registration,
        to=Registration.Status.CANCELLED,
        now=now,
        still_owed=given_back or bool(owed_ore),
        at_a_cost=not given_back and bool(owed_ore),
        owed_ore=owed_ore,
    ):
        raise Refused(Decision(Reason.PLACE_ENDED))
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
    facts: dict[str, Any] = {"by": actor.role} | ({"waited": True} if waited else {})
    if other is not None:
        facts["other"] = other.name
        facts |= told(*passed)
    others = told_of_an_end(registration, other, passed, now=now, actor=actor)
    written_to = {mail.to_email for mail in others}
    mails = [
        owe(kind, about=registration, to=address, occasion=whose, now=now, facts=facts)
        for whose, address in both_addresses(registration).items()
        if address not in written_to
    ]
    entries = [entry, *ended_with(registration, other, now=now, actor=actor)]
    if other is not None:
        entries += entries_of_passing(registration, other, passed, now=now, actor=actor)
    write(history=entries, mails=[*mails, *others])
    serve(registration.event, now=now)
    ring_when_committed()
