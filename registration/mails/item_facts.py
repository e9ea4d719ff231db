"""What a mail tells of programme items that need signing up, of an invitation, and of whether the event takes place."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from programme import dates
from programme.languages import reader_language
from programme.models import Event
from registration import chosen, deciding, inviting, item_sentences, links
from registration.mails.rows import Rows
from registration.models import Invitation, OwedMail, Registration
from registration.services.places import places_taken

Kind = OwedMail.Kind


def item_facts(mail: OwedMail, *, rows: Rows, now: datetime) -> dict[str, Any]:
    """Who of those the mail tells of has chosen what and has yet to choose what, and until when it can be chosen."""
    event = mail.event
    if not event.has_choices:
        return {}
    about = mail.registration
    told = [about] if about is not None else [row for row in rows.places if not row.is_in_line]
    coming = [row for row in told if row.pk and row.status == Registration.Status.CONFIRMED]
    found = chosen.choices_of_all(coming, event, at=now)
    lines = []
    for row in coming:
        choice = found[row.pk]
        items = [item_sentences.item_line(one, event) for one in choice.chosen if one.trouble != "gone"]
        wishes = [
            {"choice": one.group.name, "wishes": item_sentences.wish_line(one.titles)}
            for one in choice.wished
            if one.titles
        ]
        line = {"name": row.called, "items": items, "wishes": wishes}
        line |= {
            "missing": [group.name for group in choice.missing],
            "to_wish": [group.name for group in choice.to_wish],
        }
        lines.append(line)
    may = any(choice.may for choice in found.values())
    return {
        "chosen": lines,
        "has_chosen": any(one["items"] for one in lines),
        "has_wished": any(one["wishes"] for one in lines),
        "has_missing": any(one["missing"] for one in lines),
        "has_to_wish": any(one["to_wish"] for one in lines),
        "wishes": any(choice.wishes for choice in found.values()),
        "chooses": any(choice.may_choose for choice in found.values()),
        "wish_rule": item_sentences.rule_of_wishes(),
        "choose_until": item_sentences.last_day(event) if may else "",
    }


def invitation_facts(mail: OwedMail) -> dict[str, Any]:
    """In a mail with an invitation: the link, for how many, and until when."""
    # A preview invents its own.
    if mail.kind != Kind.INVITATION or "invited" in mail.facts:
        return {}
    invitation = _invitation(mail)
    if invitation is None:
        return {"invitation_url": "", "invited": 0, "invited_until": ""}
    language = reader_language()
    ends = inviting.ends(invitation, mail.event)
    return {
        "invitation_url": links.invitation_url(invitation, language=mail.language),
        "invited": invitation.places,
        "invited_until": dates.latest_phrase(ends, mail.event.timezone, language),
    }


def _invitation(mail: OwedMail) -> Invitation | None:
    return Invitation.objects.filter(pk=mail.facts.get("invitation"), event=mail.event).first()


def decision_facts(mail: OwedMail) -> dict[str, Any]:
    """In a mail to an organiser who is to decide: the count against the minimum, and where it is decided."""
    event: Event = mail.event
    if mail.kind not in {Kind.DECISION_AHEAD, Kind.DECISION_TODAY}:
        return {}
    language = reader_language()
    return {
        # A preview invents its own.
        "people": mail.facts["counted"] if "counted" in mail.facts else places_taken(event),
        "minimum": event.minimum_people,
        "decide_on": dates.day_phrase(event.decide_on, language) if event.decide_on else "",
        "decide_url": links.absolute(reverse("admin:programme_event_decide", args=[event.pk])),
    }


def is_still_true(mail: OwedMail, *, now: datetime) -> bool:
    """Whether what these mails tell still holds; True of any other."""
    event = mail.event
    match mail.kind:
        case Kind.INVITATION:
            invitation = _invitation(mail)
            return invitation is not None and inviting.is_open(invitation, event, now=now)
        case Kind.DECISION_AHEAD | Kind.DECISION_TODAY:
            day = event.decide_on.isoformat() if event.decide_on else ""
            return deciding.is_to_decide(event, now=now) and mail.facts.get("day") == day
        case Kind.GOES_AHEAD:
            if event.status != Event.Status.PUBLISHED or now >= event.begins:
                return False
            about, booking = mail.registration, mail.booking
            if about is not None:
                return about.is_current and mail.to_email == about.reached_at
            if booking is None or mail.to_email != booking.contact_email:
                return False
            return any(row.is_current for row in booking.registrations.all())
    return True
