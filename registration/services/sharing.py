"""A place shared by two people, each on her own days: one place, one price, one of the capacity. The second person has
a row of her own, pointing to the one that has the place; whoever comes on no day of hers has given nothing up."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from programme import cancellation
from programme.folding import fold_email
from programme.models import Event
from registration import policy, sharing
from registration.models import HistoryEntry, OwedMail, Registration
from registration.passing_on import NOTHING, Passing
from registration.persons import name_key
from registration.policy import Decision, Reason
from registration.services import passing_on
from registration.services.acts import Actor, Refused, ask, locked_place, record, refuse_a_flood, write
from registration.services.answers import keep_answers
from registration.services.owing import owe, ring_when_committed
from registration.services.people import Person
from registration.services.substituting import kept_after, make_room_for, may_take
from registration.services.waiting import serve
from registration.sharing import Halves

Kind = OwedMail.Kind
Status = Registration.Status


def decide(place: Registration, *, now: datetime, by: policy.By = policy.By.ATTENDEE) -> Decision:
    """Whether the place may be shared now."""
    return policy.may_share(
        policy.windows(place.event),
        status=place.status,
        until=policy.substitutes_end(place.terms, place.event),
        allowed=place.event.places_may_be_shared,
        shared=bool(place.days),
        nameless=place.is_nameless,
        now=now,
        by=by,
    )


def decide_days(place: Registration, *, now: datetime, by: policy.By = policy.By.ATTENDEE) -> Decision:
    """Whether it may be changed now who of the two comes on which day: by whoever has the place, not by the other."""
    return policy.may_change_days(
        policy.windows(place.event),
        status=place.status,
        until=policy.substitutes_end(place.terms, place.event),
        shared=bool(place.days),
        is_second=place.is_second,
        now=now,
        by=by,
    )


def may_share_with(person: Person, *, place: Registration, by: policy.By = policy.By.ATTENDEE) -> Decision:
    """Whether she may come on some of its days: another person than the holder, whatever address is written, and one
    who might come instead of her."""
    key = name_key(person.name)
    if key is not None and key == name_key(place.name):
        return Decision(Reason.SAME_PERSON)
    return may_take(person, place=place, by=by)


def share(
    *, registration_id: int, person: Person, days: Iterable[date], now: datetime, actor: Actor
) -> Registration:
    """The row of the person who comes on these days of the place; whoever has it comes on the others. What the holder
    chose of the programme on the other's days goes over to her. Raises `Refused`, as a hand-over does."""
    person = person.tidied()
    with transaction.atomic():
        event, holder = locked_place(registration_id)
        found = sharing.halves(event, days)
        bent = [
            ask(decide(holder, now=now, by=actor.by), actor=actor),
            ask(may_share_with(person, place=holder, by=actor.by), actor=actor),
        ]
        ask(sharing.may_be(found), actor=actor)
        refuse_a_flood(holder.booking, now=now, actor=actor)
        turn = make_room_for(person, old=holder, event=event, now=now, actor=actor, shares=True)
        _come_on(holder, found.holder)
        second = _second(holder, person, days=found.other, now=now)
        keep_answers(event, booking=holder.booking, people=[(second, person)])
        passed = passing_on.between(holder, second, days=found.holder, others_days=found.other)
        passing_on.pass_on(holder, second, passed)
        entry = record(
            HistoryEntry.Verb.SHARED,
            actor=actor,
            now=now,
            event=event,
            booking=holder.booking,
            registration=holder,
            personal={"with": second.name},
            bent=",".join(filter(None, bent)),
        )
        entries = [entry, *passing_on.entries(holder, second, passed, now=now, actor=actor)]
        mails = _mails_of_share(holder, second, passed, turn, now=now, actor=actor)
        write(history=entries, mails=mails)
        if turn is not None:
            serve(event, now=now)
        ring_when_committed()
    return second


def change_days(
    *, registration_id: int, days: Iterable[date], now: datetime, actor: Actor, seen: str | None = None
) -> bool:
    """Makes these the days of the second person of a shared place; whoever has it comes on the others. What was chosen
    of the programme follows the day. False where it was so already. Raises `Refused`, and `Changed` where what was
    `seen` before is no longer so."""
    with transaction.atomic():
        event, holder = locked_place(registration_id)
        bent = ask(decide_days(holder, now=now, by=actor.by), actor=actor)
        found = sharing.halves(event, days)
        ask(sharing.may_be(found), actor=actor)
        second = holder.shares_with
        if second is None:
            raise Refused(Decision(Reason.NOT_SHARED))
        if sharing.as_text(found.other) == second.days:
            return False
        passed = passing_on.between(holder, second, days=found.holder, others_days=found.other)
        if seen is not None and seen != passing_on.fingerprint(holder, second, passed):
            raise passing_on.Changed
        refuse_a_flood(holder.booking, now=now, actor=actor)
        _come_on(holder, found.holder)
        _come_on(second, found.other)
        passing_on.pass_on(holder, second, passed)
        entry = record(
            HistoryEntry.Verb.SHARE_CHANGED,
            actor=actor,
            now=now,
            event=event,
            booking=holder.booking,
            registration=holder,
            personal={"with": second.name},
            bent=bent,
        )
        entries = [entry, *passing_on.entries(holder, second, passed, now=now, actor=actor)]
        write(history=entries, mails=_mails_of_days(holder, second, passed, now=now, actor=actor))
        ring_when_committed()
    return True


def addresses(holder: Registration, *, email: str) -> dict[str, str]:
    """Who hears by mail that the place is shared with somebody of this address, and where; each address once."""
    contact = holder.booking.contact_email
    return _once({"second": fold_email(email) or contact, "holder": holder.reached_at, "contact": contact})


def what_passes(
    holder: Registration, second: Registration | None, days: Iterable[date]
) -> tuple[Passing, Passing]:
    """What would go over to the second person, who is None before there is one, and from her to the holder, were these
    her days."""
    found = sharing.halves(holder.event, days)
    return passing_on.between(holder, second, days=found.holder, others_days=found.other)


def what_comes_back(second: Registration, holder: Registration) -> tuple[Passing, Passing]:
    """The same for one who leaves, and whoever then has the place on all days again."""
    return passing_on.between(second, holder, days=(), others_days=second.event.days)


def addresses_of_both(holder: Registration, second: Registration) -> dict[str, str]:
    """Who hears by mail that the days of the two are changed, and where; each address once."""
    contact = holder.booking.contact_email
    return _once({"second": second.reached_at, "holder": holder.reached_at, "contact": contact})


def told_of_an_end(
    gone: Registration,
    other: Registration | None,
    passed: tuple[Passing, Passing] = (NOTHING, NOTHING),
    *,
    now: datetime,
    actor: Actor,
) -> list[OwedMail]:
    """What the other of the two is owed when one of them has left: the holder, that she has all days again, and what
    she has of the programme; the second person, that her days are gone with the place. An address that is told of the
    place itself is written to once."""
    if other is None:
        return []
    if gone.is_second:
        facts = {"other": gone.name, "by": actor.role} | passing_on.told(passed[1], passed[0])
        return [_owe(Kind.SHARE_ENDED, other, other.reached_at, f"{gone.pk}:holder", facts, now=now)]
    told = {gone.reached_at, gone.booking.contact_email}
    if other.reached_at in told:
        return []
    # It was not she who cancelled, though it may have been an attendee.
    by = "" if actor.role == HistoryEntry.Actor.ATTENDEE else actor.role
    of_place = {"other": gone.name, "by": by, "with_place": True}
    return [_owe(Kind.PLACE_CANCELLED, other, other.reached_at, "person", of_place, now=now)]


def ended_with(
    gone: Registration, other: Registration | None, *, now: datetime, actor: Actor
) -> list[HistoryEntry]:
    """The history of the one who did not leave herself."""
    if other is None:
        return []
    verb = HistoryEntry.Verb.SHARE_ENDED if gone.is_second else HistoryEntry.Verb.CANCELLED
    return [
        record(
            verb,
            actor=actor,
            now=now,
            event=gone.event,
            booking=gone.booking,
            registration=other,
            personal={"with": gone.name},
        )
    ]


# ------------------------------------------------------------------ rows


def _second(holder: Registration, person: Person, *, days: Sequence[date], now: datetime) -> Registration:
    """Her half costs nothing and is free to leave; another may come instead as long as for the holder."""
    promised = holder.rule_promised
    rule = cancellation.Rule(
        substitutes_until=promised.substitutes_until, same_organisation=promised.same_organisation
    )
    second = Registration(
        booking=holder.booking,
        event=holder.event,
        shares_place_of=holder,
        days=sharing.as_text(days),
        promised_rule=cancellation.as_json(rule),
        place_number=holder.place_number,
        kept_to_organisation=kept_after(person, place=holder),
        status=Status.CONFIRMED,
        created_at=now,
        confirmed_at=now,
        **person.facts(),
    )
    second.organisation = second.organisation or holder.booking.organisation
    second.set_person_columns(contact_email=holder.booking.contact_email)
    second.save()
    return second


def _come_on(place: Registration, days: Sequence[date]) -> None:
    text = sharing.as_text(days)
    Registration.objects.filter(pk=place.pk).update(days=text, days_changed=F("days_changed") + 1)
    place.days = text


# ------------------------------------------------------------------ an event with other dates


def settled(before: Event, after: Event) -> list[Registration]:
    """Those who share a place for which no day would be left, were the event to have these dates."""
    return [
        holder
        for holder, other in _pairs(before)
        if not sharing.may_be(sharing.after_a_move(before, after, sharing.from_text(other.days)))
    ]


def move_days(before: Event, after: Event) -> None:
    """Takes the days of all who share a place along. To be called inside the transaction that saves `after`."""
    if before.days == after.days:
        return
    for holder, other in _pairs(before):
        found: Halves = sharing.after_a_move(before, after, sharing.from_text(other.days))
        _come_on(holder, found.holder)
        _come_on(other, found.other)


def _pairs(event: Event) -> list[tuple[Registration, Registration]]:
    """Who has each shared place, and who comes on the other days."""
    seconds = Registration.objects.filter(event=event, shares_place_of__isnull=False).shared()
    return [
        (one.shares_place_of, one)
        for one in seconds.select_related("shares_place_of").order_by("pk")
        if one.shares_place_of is not None
    ]


# ------------------------------------------------------------------ mails


def _once(wanted: dict[str, str]) -> dict[str, str]:
    hear: dict[str, str] = {}
    for whose, address in wanted.items():
        if address not in hear.values():
            hear[whose] = address
    return hear


def _owe(
    kind: OwedMail.Kind, about: Registration, to: str, occasion: str, facts: dict[str, Any], *, now: datetime
) -> OwedMail:
    return owe(kind, about=about, to=to, occasion=occasion, now=now, facts=facts)


def _mails_of_share(
    holder: Registration,
    second: Registration,
    passed: tuple[Passing, Passing],
    turn: Registration | None,
    *,
    now: datetime,
    actor: Actor,
) -> list[OwedMail]:
    facts: dict[str, Any] = {"other": second.name, "with": second.pk, "by": actor.role}
    if turn is not None:
        facts["turn_ended"] = second.name
    mails = []
    for whose, to in addresses(holder, email=second.email).items():
        if whose == "second":
            of_hers = facts | {"other": holder.name, "with": holder.pk}
            of_hers |= passing_on.told(passed[1], passed[0])
            mails.append(_owe(Kind.SHARE_WELCOME, second, to, "made", of_hers, now=now))
        else:
            of_holder = facts | passing_on.told(*passed)
            mails.append(_owe(Kind.PLACE_SHARED, holder, to, f"{second.pk}:{whose}", of_holder, now=now))
    return mails


def _mails_of_days(
    holder: Registration,
    second: Registration,
    passed: tuple[Passing, Passing],
    *,
    now: datetime,
    actor: Actor,
) -> list[OwedMail]:
    mails = []
    for whose, to in addresses_of_both(holder, second).items():
        about, other, mine, others = (
            (second, holder, passed[1], passed[0])
            if whose == "second"
            else (holder, second, passed[0], passed[1])
        )
        facts: dict[str, Any] = {"other": other.name, "with": other.pk, "by": actor.role}
        facts |= passing_on.told(mine, others)
        mails.append(_owe(Kind.SHARE_DAYS, about, to, f"{now.isoformat()}:{whose}", facts, now=now))
    return mails
