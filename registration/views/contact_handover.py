"""A booking gets another contact: the one who has it asks a colleague, who says yes by the link in a mail."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from conference.clock import now
from programme.models import Event
from registration import links, policy, sentences
from registration.forms.contact import ColleagueForm
from registration.models import Booking, ContactRequest
from registration.policy import Reason
from registration.services import acts as service_acts
from registration.services import contact_handover
from registration.services.acts import Refused
from registration.services.addressing import place_of_contact
from registration.views.doors import through_the_contacts_door
from registration.views.edge import acts, expired_notice, keeps_typed_text, personal


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed_text
@personal
@through_the_contacts_door(now)
def ask(request: HttpRequest, token: str, *, found: Booking, at: datetime) -> HttpResponse:
    """Names the colleague who is to have the booking."""
    form = ColleagueForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {
        "booking": found,
        "event": found.event,
        "now": at,
        "home": _home(token),
        "form": form,
        "notice": expired_notice(request),
        "standing": standing_request(found, now=at),
        "attends": place_of_contact(found) is not None,
        "days": contact_handover.LASTS.days,
        "contact_line": sentences.contact_line(found.event),
    }
    decision = policy.event_allows(policy.windows(found.event), now=at)
    if decision.reason is not None:
        context |= {
            "why": sentences.why_closed(decision.reason, found.event, now=at),
            "typed": _typed(request),
        }
        return render(request, "registration/ask_contact.html", context, status=409)
    if not acts(request) or not form.is_valid():
        return render(request, "registration/ask_contact.html", context)
    return ask_and_tell(request, found, form, token=token, at=at, context=context)


def ask_and_tell(
    request: HttpRequest,
    found: Booking,
    form: ColleagueForm,
    *,
    token: str,
    at: datetime,
    context: dict[str, Any],
) -> HttpResponse:
    try:
        contact_handover.ask_colleague(
            booking_id=found.pk,
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"],
            now=at,
            actor=service_acts.CONTACT,
        )
    except Refused as no:
        said = (
            gettext(
                "This is your own address. Write your colleague's. "
                "If you share one, the organiser can hand the booking over."
            )
            if no.reason is Reason.SAME_PERSON
            else sentences.explain(no.reason, found.event, now=at)
        )
        form.add_error("email", said)
        return render(request, "registration/ask_contact.html", context)
    return redirect(f"{_home(token)}?ok=asked")


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@through_the_contacts_door(now)
def withdraw(request: HttpRequest, token: str, *, found: Booking, at: datetime) -> HttpResponse:
    """Takes the request back."""
    if not acts(request):
        return redirect(_home(token))
    contact_handover.withdraw(booking_id=found.pk, now=at, actor=service_acts.CONTACT)
    return redirect(f"{_home(token)}?ok=withdrawn")


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed_text
@personal
def take_over(request: HttpRequest, token: str) -> HttpResponse:
    """The colleague's link: shows what she is asked, and makes the booking hers when she says yes."""
    at = now()
    asked, is_present = _asked(token)
    booking, event = asked.booking, asked.booking.event
    stands = is_present and asked.ended_at is None
    decision = policy.may_take_over(policy.windows(event), asked=stands, until=asked.until, now=at)
    if decision.reason is not None:
        return _ended(request, asked, decision.reason, is_present=is_present, at=at)
    context = {
        "booking": booking,
        "event": event,
        "now": at,
        "asked": asked,
        "places": booking.registrations.current().filter(shares_place_of=None).count(),
        "notice": expired_notice(request),
        "contact_line": sentences.contact_line(event),
    }
    if not acts(request):
        return render(request, "registration/take_over.html", context)
    try:
        taken = contact_handover.accept(
            request_id=asked.pk, key=asked.link_key, now=at, actor=service_acts.CONTACT
        )
    except Refused as no:
        if no.reason is Reason.REQUEST_ENDED:
            asked, is_present = _asked(token)
            return _ended(request, asked, no.reason, is_present=is_present, at=at)
        context["notice"] = sentences.explain(no.reason, event, now=at)
        return render(request, "registration/take_over.html", context, status=409)
    return redirect(f"{_home(links.booking_token(taken))}?ok=taken_over")


def standing_request(booking: Booking, *, now: datetime) -> ContactRequest | None:
    """The request that a colleague can still say yes to."""
    asked: ContactRequest | None = getattr(booking, "contact_request", None)
    if asked is None:
        return None
    facts = policy.windows(booking.event)
    may = policy.may_take_over(facts, asked=asked.ended_at is None, until=asked.until, now=now)
    return asked if may else None


def _asked(token: str) -> tuple[ContactRequest, bool]:
    """The booking's request, and whether the link is of this one and not of one before it. 404 for anything we did not
    sign."""
    read = links.read_token(token, purpose="contact")
    rows = ContactRequest.objects.select_related("booking__event__venue", "booking__event__owner")
    found = rows.filter(pk=read[0]).first() if read else None
    if found is None or read is None:
        raise Http404
    return found, found.link_key == read[1]


def _ended(
    request: HttpRequest, asked: ContactRequest, reason: Reason, *, is_present: bool, at: datetime
) -> HttpResponse:
    """What became of the request, and no more."""
    event: Event = asked.booking.event
    said = sentences.explain(reason, event, now=at)
    if reason is Reason.REQUEST_ENDED:
        said = f"{_what_became(asked, is_present=is_present)} {sentences.contact_line(event)}"
    context = {"event": event, "now": at, "why": said}
    return render(request, "registration/take_over_ended.html", context, status=410)


def _what_became(asked: ContactRequest, *, is_present: bool) -> str:
    if not is_present:
        return gettext("A newer request has been sent, and it took the place of this one.")
    match asked.outcome:
        case ContactRequest.Outcome.ACCEPTED:
            return gettext(
                "The booking has been taken over. The link to it is in a mail to the new contact person."
            )
        case ContactRequest.Outcome.WITHDRAWN:
            return gettext("The request has been taken back, so the booking stays where it was.")
        case _:
            return gettext("Nobody answered in time, so the booking stays where it was.")


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (str(field.label), value)
        for name, field in ColleagueForm.base_fields.items()
        if (value := request.POST.get(name, "").strip())
    ]


def _home(token: str) -> str:
    return reverse("registration:booking", args=[token])
