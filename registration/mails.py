"""An owed mail becomes a message: one recipe, and two templates for each kind. Built when it is sent, so every link
is signed over the present key and every sentence says what holds now."""

from datetime import datetime
from email.headerregistry import Address
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from programme.models import Event
from registration import links, policy, sentences
from registration.models import OwedMail, Registration

Kind = OwedMail.Kind


def build(mail: OwedMail, *, now: datetime) -> EmailMessage:
    """The message as it goes to the mail server."""
    with translation.override(mail.language):
        context = facts(mail, now=now)
        subject = " ".join(render_to_string(f"registration/mail/{mail.kind}.subject.txt", context).split())
        body = render_to_string(f"registration/mail/{mail.kind}.txt", context).strip() + "\n"
    message = EmailMessage(
        subject=subject,
        body=body,
        from_email=sender(mail.event),
        to=[mail.to_email],
        reply_to=[mail.event.contact_email],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )
    return message


def sender(event: Event) -> str:
    """The installation's address under the organiser's name."""
    name = event.owner.short_name or event.owner.name
    address = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">").strip()
    return str(Address(display_name=name, addr_spec=address))


def facts(mail: OwedMail, *, now: datetime) -> dict[str, Any]:
    """What the templates are given."""
    event, booking, registration = mail.event, mail.booking, mail.registration
    to_contact = booking is not None and mail.to_email == booking.contact_email
    context: dict[str, Any] = {
        "mail": mail,
        "now": now,
        "event": event,
        "booking": booking,
        "registration": registration,
        "to_contact": to_contact,
        "contact_line": sentences.contact_line(event),
        "site_url": settings.SITE_URL,
        **mail.facts,
    }
    if booking is not None:
        booking.event = event
        context["places"] = places_of(booking)
        if to_contact:
            context["booking_url"] = links.booking_url(booking, language=mail.language)
        context["rule"] = sentences.binding_rule(event, free_until=event.binding_after, now=now)
    if registration is not None:
        registration.event = event
        context["rule"] = sentences.place_rule(registration, now=now)
        if registration.is_current and mail.to_email == registration.reached_at:
            context["place_url"] = links.place_url(registration, language=mail.language)
        context["may_cancel"] = bool(
            policy.may_cancel(
                policy.windows(event),
                status=registration.status,
                bound=policy.bound_from(event, registration.promised_binding_after),
                now=now,
            )
        )
    return context


def places_of(booking: Any) -> list[Registration]:
    """The present places of a booking, in the order they were signed up."""
    return list(Registration.objects.filter(booking=booking).current().order_by("pk"))
