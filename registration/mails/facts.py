"""What the templates of every mail are given. What belongs to one subject has a module of its own."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from registration import links, sentences
from registration.mails.answer_facts import answer_facts
from registration.mails.booking_facts import booking_facts, booking_page
from registration.mails.calendar_files import calendar_of
from registration.mails.cost_facts import cost_facts
from registration.mails.event_facts import event_facts
from registration.mails.group_facts import group_facts
from registration.mails.item_facts import decision_facts, invitation_facts, item_facts
from registration.mails.place_facts import (
    asked_until,
    fee,
    fees,
    may_state_needs,
    own_page,
    place_facts,
    rule,
)
from registration.mails.reached import reached_facts
from registration.mails.readers import doer, reader_of, replaces_contact
from registration.mails.rows import Rows
from registration.mails.waiting_facts import waiting_facts
from registration.mails.wish_facts import wish_facts
from registration.models import OwedMail

Kind = OwedMail.Kind


def facts(mail: OwedMail, *, rows: Rows, now: datetime) -> dict[str, Any]:
    """In the active language."""
    event, booking, registration = mail.event, mail.booking, mail.registration
    reader = reader_of(mail)
    context: dict[str, Any] = {
        "own": reader.own,
        "to_contact": reader.is_contact,
        "doer": doer(mail, reader=reader),
        "replaces_you": replaces_contact(mail, reader=reader),
        "calendar": calendar_of(mail, rows=rows),
        "own_pages": [
            own_page(place, booking=booking or place.booking, language=mail.language) for place in rows.own
        ],
        "tells_costs": False,
        "bookings": [booking_page(one, language=mail.language) for one in rows.bookings],
        "staff_url": links.absolute(
            f"{reverse('admin:registration_registration_changelist')}?event={event.pk}"
        ),
    }
    context |= event_facts(event, now=now)
    context |= waiting_facts(mail, rows=rows, now=now)
    context |= item_facts(mail, rows=rows, now=now) | wish_facts(mail)
    context |= answer_facts(mail, rows=rows)
    context |= invitation_facts(mail) | decision_facts(mail)
    if booking is not None:
        booking.event = event
        context |= booking_facts(mail, booking, rows=rows)
        context["contact_can"] = sentences.what_the_contact_can_do(rows.places, now=now)
    if registration is None and rows.own:
        # The contact who attends herself, or hands somebody's link on.
        context["asked_until"] = next(filter(None, (asked_until(one, now=now) for one in rows.own)), "")
    if registration is not None:
        registration.event = event
        context |= place_facts(mail, registration, reader=reader, now=now)
    told_of = [registration] if registration is not None and registration.is_current else rows.places
    if mail.kind == Kind.LINKS:
        told_of = rows.own
    context["fee"] = fee([registration] if registration is not None else told_of, event, now=now)
    context["fees"], context["fee_sum"] = fees([registration] if registration is not None else told_of)
    context |= cost_facts(mail, rows=rows)
    context["rule"] = rule(told_of, now=now)
    context["may_state_needs"] = any(may_state_needs(place, now=now) for place in told_of)
    context |= group_facts(mail, rows=rows, now=now)
    unsaid = {
        "already",
        "by",
        "people",
        "occasion",
        "sequence",
        "before",
        "moved",
        "missing",
        "content",
        "distributed",
        "again",
        "herself",
        "with",
    }
    context |= {key: value for key, value in mail.facts.items() if key not in unsaid}
    return context | reached_facts(mail, rows=rows, now=now)
