"""Handing a place over: the old row ends and the new one begins in one transaction, so the seat is never free in
between, and the person who left can be forgotten while the chain stays."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction

from programme import dates
from programme.folding import fold_email
from programme.models import Event
from registration import policy
from registration.models import HistoryEntry, OwedMail, Registration
from registration.persons import name_key, person_key
from registration.policy import By, Decision, Reason
from registration.prices import UnknownPrice, chosen, offers, other_class, promise_of
from registration.services import choosing
from registration.services.acts import Actor, Refused, ask, leave, locked_place, record, refuse_a_flood, write
from registration.services.answers import keep_answers
from registration.services.owing import owe, ring_when_committed
from registration.services.people import Person
from registration.services.waiting import serve
from registration.workplaces import same_workplace

# A notice that could not be written for so many days is caught up with; older news is no news.
DAYS_BACK = 7


def substitute(
    *, registration_id: int, person: Person, now: datetime, actor: Actor, herself: bool = False
) -> Registration:
    """The place of the person who comes instead, who may have written that `herself`. It inherits booking, promise and
    accepted terms; needs and consents are asked afresh. Raises `Refused`, also for somebody who has a place already."""
    person = person.tidied()
    with transaction.atomic():
        event, old = locked_place(registration_id)
        decision = policy.may_substitute(
            policy.windows(event),
            status=old.status,
            until=policy.substitutes_end(old.terms, event),
            nameless=old.is_nameless,
            now=now,
            by=actor.by,
        )
        bent = [ask(decision, actor=actor), ask(may_take(person, place=old, by=actor.by), actor=actor)]
        refuse_a_flood(old.booking, now=now, actor=actor)
        status, other = old.status, old.shares_with
        turn = make_room_for(person, old=old, event=event, now=now, actor=actor)
        if not leave(old, to=Registration.Status.SUBSTITUTED, now=now):
            raise Refused(Decision(Reason.PLACE_ENDED))
        new = Registration(
            **inherited(old),
            **_other_class(person, old=old, event=event, now=now),
            status=status,
            shares_place_of_id=old.shares_place_of_id,
            days=old.days,
            kept_to_organisation=kept_after(person, place=old),
            substitute_for=old,
            created_at=now,
            confirmed_at=now if status == Registration.Status.CONFIRMED else None,
            **person.facts(),
        )
        new.organisation = new.organisation or old.booking.organisation
        new.set_person_columns(contact_email=old.booking.contact_email)
        new.save()
        # The other half of a shared place stays, and is the new person's now.
        Registration.objects.filter(shares_place_of=old, status=Registration.Status.CONFIRMED).update(
            shares_place_of=new
        )
        keep_answers(event, booking=old.booking, people=[(new, person)])
        choosing.follow(old=old, new=new)
        entry = record(
            HistoryEntry.Verb.SUBSTITUTED,
            actor=actor,
            now=now,
            event=event,
            booking=old.booking,
            registration=new,
            personal={"from": old.name, "to": new.name},
            bent=",".join(filter(None, bent)),
        )
        ended: dict[str, Any] = {"turn_ended": new.name} if turn is not None else {}
        more = dict.fromkeys(("new", "old", "contact"), ended)
        if herself:
            more["new"] = ended | {"herself": True}
        write(history=[entry], mails=mails_of(old, new, other, more=more, now=now, actor=actor))
        if turn is not None:
            serve(event, now=now)
        ring_when_committed()
    return new


def inherited(old: Registration) -> dict[str, Any]:
    """What of a place is the place's, whoever has it; of a shared one the days are a half's."""
    return {
        "booking": old.booking,
        "event": old.event,
        "promised_binding_after": old.promised_binding_after,
        **promise_of(old),
        "promised_rule": old.promised_rule,
        "accepted_terms": old.accepted_terms,
        "accepted_at": old.accepted_at,
        "place_number": old.place_number,
        "waits_since": old.waits_since,
        "offer_until": old.offer_until,
        "invitation_id": old.invitation_id,
    }


def _other_class(person: Person, *, old: Registration, event: Event, now: datetime) -> dict[str, Any]:
    """Which class the new person belongs to, where that is another than the place's, and what it costs now: the place
    keeps its price, and the organiser is shown the difference."""
    if not person.price or old.is_second:
        return {}
    try:
        own = chosen(offers(event, now=now), person.price)
    except UnknownPrice:
        return {}
    return {} if own.name == old.promised_class else other_class(own)


def may_take(person: Person, *, place: Registration, by: By = By.ATTENDEE) -> Decision:
    """Whether this person may come instead of the one who has the place: not she herself, nobody who has a place of her
    own, and where the rule of the place says so nobody of another workplace. Asked before a page promises
    it; `substitute` asks again when the event is locked."""
    has_none = has_no_place(person, place=place)
    if not has_none:
        return has_none
    if is_kept_from(person, place=place):
        return Decision(Reason.OTHER_ORGANISATION, bendable=by is By.ORGANISER)
    return policy.YES


def is_kept_from(person: Person, *, place: Registration) -> bool:
    """Whether the rule of the place keeps it to a workplace that is not this person's."""
    return place.terms.same_organisation and not same_workplace(place.kept_to, person.organisation)


def kept_after(person: Person, *, place: Registration) -> str:
    """Which workplace a place is kept to once these are the facts of its person: the one it was kept to, or hers, where
    an organiser let one of another have it."""
    if not place.terms.same_organisation or is_kept_from(person, place=place):
        return ""
    return place.kept_to


def has_no_place(person: Person, *, place: Registration) -> Decision:
    """Whether she is neither the one who has the place nor somebody who has one of her own; to wait for one is none."""
    key = _key(person.tidied(), place=place)
    if key is not None and key == place.person_key:
        return Decision(Reason.SAME_PERSON)
    if _is_named_as(person, place.shares_with):
        # Of two who share a place each is one person, whatever address is written for her.
        return Decision(Reason.SHARES_THE_PLACE)
    holder = _holder(key, place=place)
    if holder is not None and holder.status != Registration.Status.WAITING:
        return Decision(Reason.ALREADY_HAS_A_PLACE)
    return policy.YES


def _is_named_as(person: Person, other: Registration | None) -> bool:
    key = name_key(person.name)
    return other is not None and key is not None and key == name_key(other.name)


def _key(person: Person, *, place: Registration) -> str | None:
    return person_key(name=person.name, email=person.email, contact_email=place.booking.contact_email)


def _holder(key: str | None, *, place: Registration) -> Registration | None:
    """Who is at the event, or waits for it, as the person of this key."""
    if key is None:
        return None
    rows = Registration.objects.filter(event_id=place.event_id, person_key=key)
    return rows.select_related("booking").first()


def turn_of(person: Person, *, place: Registration) -> Registration | None:
    """Her turn on the waiting list, which ends once she has this place or half of it: nobody both has one and waits."""
    holder = _holder(_key(person.tidied(), place=place), place=place)
    return holder if holder is not None and holder.status == Registration.Status.WAITING else None


def make_room_for(
    person: Person, *, old: Registration, event: Event, now: datetime, actor: Actor, shares: bool = False
) -> Registration | None:
    """Somebody on the waiting list leaves it in the same act, for a place or because she `shares` one; a contact of
    her turn who hears of neither is told. Her turn, where she had one."""
    holder = turn_of(person, place=old)
    if holder is None:
        return None
    leave(holder, to=Registration.Status.CANCELLED, now=now)
    instead = "shares" if shares else "comes"
    entry = record(
        HistoryEntry.Verb.LEFT_LIST,
        actor=actor,
        now=now,
        event=event,
        booking=holder.booking,
        registration=holder,
        # It was the doing of whoever gave her that, not hers.
        fields=[f"instead:{instead}"],
        personal={"of": old.name},
    )
    contact, mails = holder.booking.contact_email, []
    if contact not in {holder.reached_at, old.booking.contact_email}:
        facts = {"waited": True, "instead": instead}
        kind = OwedMail.Kind.PLACE_CANCELLED
        mails.append(owe(kind, about=holder, to=contact, occasion="contact", now=now, facts=facts))
    write(history=[entry], mails=mails)
    return holder


def addresses(old: Registration, *, person: Person) -> dict[str, str]:
    """Who hears by mail that this person comes instead, and where: the new one, the old one at her own address, the
    other of two who share the place, unless her mails go to the contact for her, and the contact; each address once."""
    contact, other = old.booking.contact_email, old.shares_with
    wanted = {"new": fold_email(person.email) or contact, "old": old.email}
    if other is not None and other.is_reached_herself:
        wanted["other"] = other.reached_at
    wanted["contact"] = contact
    hear: dict[str, str] = {}
    for whose, address in wanted.items():
        if address and address not in hear.values():
            hear[whose] = address
    return hear


def mails_of(
    old: Registration,
    new: Registration,
    other: Registration | None = None,
    *,
    more: Mapping[str, dict[str, Any]],
    now: datetime,
    actor: Actor,
) -> list[OwedMail]:
    """To the new person, to the old one at her own address, to the `other` who shares the place, to the contact, but
    one mail to each address; and to the organiser as the event says: at once, with the day's others, or never. `more`:
    what is told besides, by whom it is told."""
    Kind = OwedMail.Kind
    facts = {"old": old.name, "new": new.name, "by": actor.role}
    kinds = {
        "new": (Kind.SUBSTITUTE_WELCOME, new, "made"),
        "old": (Kind.SUBSTITUTE_GOODBYE, old, "ended"),
        "contact": (Kind.SUBSTITUTE_CONTACT, new, "made"),
    }
    if other is not None:
        kinds["other"] = (Kind.SHARE_HANDED, other, str(new.pk))
    mails = []
    for whose, address in addresses(old, person=Person(name=new.name, email=new.email)).items():
        kind, about, occasion = kinds[whose]
        of_this: dict[str, Any] = facts | more.get(whose, {})
        if whose == "other":
            of_this["with"] = new.pk
        mails.append(owe(kind, about=about, to=address, occasion=occasion, now=now, facts=of_this))
    if new.event.substitute_notice == Event.Notice.AT_ONCE:
        mails.append(
            owe(
                Kind.SUBSTITUTE_ORGANISER,
                about=new,
                to=new.event.contact_email,
                occasion="made",
                now=now,
                facts=facts | more.get("organiser", {}),
            )
        )
    return mails


def owe_daily_notices(*, today: date, now: datetime) -> int:
    """Owes each event that wants it once a day a mail about the substitutes until the end of yesterday who stood in no
    mail to the organiser before, at most a week back; how many events. Twice on the same day owes nothing more."""
    until = dates.start_of(today, settings.TIME_ZONE)
    wanted = _untold(today=today, until=until).filter(event__substitute_notice=Event.Notice.DAILY)
    by_event: dict[Event, list[Registration]] = {}
    for row in wanted:
        by_event.setdefault(row.event, []).append(row)
    mails = [
        mail
        for event, rows in by_event.items()
        if (mail := _notice(event, rows, until=until, occasion=today.isoformat(), now=now)) is not None
    ]
    with transaction.atomic():
        write(history=[], mails=mails)
        ring_when_committed()
    return len(mails)


def owe_waiting_notice(event: Event, *, now: datetime) -> bool:
    """Owes the organiser a mail about the substitutes who were to stand in the next daily one, to be called where that
    will not come: nobody is lost by asking to be told in another way. False where there are none."""
    today = dates.day_in(now, settings.TIME_ZONE)
    rows = list(_untold(today=today, until=None).filter(event=event))
    mail = _notice(event, rows, until=now, occasion=now.isoformat(), now=now)
    with transaction.atomic():
        write(history=[], mails=[mail] if mail else [])
        ring_when_committed()
    return mail is not None


def _untold(*, today: date, until: datetime | None) -> models.QuerySet[Registration]:
    """The substitutes of the last week of whom no organiser was told at once, in the order they came."""
    rows = Registration.objects.filter(
        substitute_for__isnull=False,
        created_at__gte=dates.start_of(today - timedelta(days=DAYS_BACK), settings.TIME_ZONE),
    )
    if until is not None:
        rows = rows.filter(created_at__lt=until)
    # The organiser may have asked to be told at once before.
    rows = rows.exclude(mails__kind=OwedMail.Kind.SUBSTITUTE_ORGANISER)
    return rows.select_related("event", "substitute_for").order_by("created_at", "pk")


def _notice(
    event: Event, rows: Iterable[Registration], *, until: datetime, occasion: str, now: datetime
) -> OwedMail | None:
    """The mail about those of the substitutes who stood in none before; None where there are none."""
    told_until = _told_until(event)
    changes = [
        {"old": row.substitute_for.name, "new": row.name}
        for row in rows
        if row.substitute_for is not None and (told_until is None or row.created_at >= told_until)
    ]
    if not changes:
        return None
    return owe(
        OwedMail.Kind.SUBSTITUTES_DAILY,
        about=event,
        to=event.contact_email,
        occasion=occasion,
        now=now,
        facts={"changes": changes, "until": until.isoformat()},
    )


def _told_until(event: Event) -> datetime | None:
    """Those who came before this instant have stood in a mail. A mail from before that was noted tells until the
    beginning of its own day."""
    mails = OwedMail.objects.filter(event=event, kind=OwedMail.Kind.SUBSTITUTES_DAILY)
    last = mails.order_by("created_at", "pk").last()
    if last is None:
        return None
    if until := last.facts.get("until"):
        return datetime.fromisoformat(until)
    return dates.start_of(dates.day_in(last.created_at, settings.TIME_ZONE), settings.TIME_ZONE)
