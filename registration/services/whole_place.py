"""The one of two who share a place lets the other have it on all days. It is a hand-over to somebody who has half of it
already: she keeps what she has told and chosen, and gets number, promise and price of the place."""

from datetime import datetime

from django.db import transaction

from registration.models import Answer, HistoryEntry, OwedMail, PersonalNeeds, Registration
from registration.passing_on import Passing
from registration.policy import Decision, Reason
from registration.services import choosing, passing_on, sharing
from registration.services.acts import Actor, Refused, ask, leave, locked_place, record, refuse_a_flood, write
from registration.services.owing import ring_when_committed
from registration.services.people import FACTS, Person
from registration.services.substituting import addresses, inherited, kept_after, mails_of

Status = Registration.Status
Verb = HistoryEntry.Verb
# What she has told of herself, and said yes to, stays hers.
HERS = (*FACTS, *Registration.ASKED_AFRESH_FIELDS)


def what_passes(holder: Registration, second: Registration) -> tuple[Passing, Passing]:
    """What of the holder's goes over to the second person, who then comes on all days, and what does not."""
    return passing_on.between(holder, second, days=(), others_days=holder.event.days)


def who_hears(holder: Registration, second: Registration) -> dict[str, str]:
    """Who hears of it by mail, and where, as of a hand-over to her; each address once."""
    return addresses(holder, person=_as_person(second))


def _as_person(second: Registration) -> Person:
    return Person(name=second.name, email=second.email, organisation=second.organisation)


def give_all_days(
    *, registration_id: int, now: datetime, actor: Actor, seen: str | None = None
) -> Registration:
    """The place of the second person, who comes on all its days now, instead of the holder. Raises `Refused`, as a
    change of days does, and `Changed` where what was `seen` is no longer so."""
    with transaction.atomic():
        event, holder = locked_place(registration_id)
        bent = ask(sharing.decide_days(holder, now=now, by=actor.by), actor=actor)
        second = holder.shares_with
        if second is None:
            raise Refused(Decision(Reason.NOT_SHARED))
        passed = what_passes(holder, second)
        if seen is not None and seen != passing_on.fingerprint(holder, second, passed):
            raise passing_on.Changed
        refuse_a_flood(holder.booking, now=now, actor=actor)
        passing_on.pass_on(holder, second, passed)
        new = _whole(holder, second, now=now)
        entries = [
            record(
                Verb.SUBSTITUTED,
                actor=actor,
                now=now,
                event=event,
                booking=holder.booking,
                registration=new,
                personal={"from": holder.name, "to": new.name},
                bent=bent,
            ),
            record(
                Verb.SHARE_ENDED,
                actor=actor,
                now=now,
                event=event,
                booking=holder.booking,
                registration=second,
                fields=["all_days"],
                personal={"with": holder.name},
            ),
            *passing_on.entries(holder, new, passed, now=now, actor=actor),
        ]
        write(history=entries, mails=_mails(holder, new, passed, now=now, actor=actor))
        ring_when_committed()
    return new


def _whole(holder: Registration, second: Registration, *, now: datetime) -> Registration:
    """Her row of the whole place, as of somebody who comes instead of the holder; both halves end with it."""
    # Nobody is at an event twice, not even while her half becomes the whole.
    Registration.objects.filter(pk=second.pk).update(person_key=None)
    new = Registration(
        **inherited(holder),
        status=Status.CONFIRMED,
        substitute_for=holder,
        created_at=now,
        confirmed_at=now,
        # Her calendar has an entry of her half already.
        days_changed=second.days_changed + 1,
        kept_to_organisation=kept_after(_as_person(second), place=holder),
        **{name: getattr(second, name) for name in HERS},
    )
    new.set_person_columns(contact_email=holder.booking.contact_email)
    new.save()
    PersonalNeeds.objects.filter(registration=second).update(registration=new)
    Answer.objects.filter(registration=second).update(registration=new)
    choosing.follow(old=second, new=new)
    for half in (second, holder):
        if not leave(half, to=Status.SUBSTITUTED, now=now):
            raise Refused(Decision(Reason.PLACE_ENDED))
    return new


def _mails(
    holder: Registration, new: Registration, passed: tuple[Passing, Passing], *, now: datetime, actor: Actor
) -> list[OwedMail]:
    of_all = {"all_days": True}
    gives, gets = passing_on.told(passed[0], passed[1]), passing_on.told(passed[1], passed[0])
    more = {
        "new": of_all | {"other": holder.name} | gets,
        "old": of_all | {"other": new.name} | gives,
        "contact": of_all | {"other": holder.name} | gets,
        "organiser": of_all,
    }
    return mails_of(holder, new, more=more, now=now, actor=actor)
