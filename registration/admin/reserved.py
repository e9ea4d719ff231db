"""*Reserverede pladser*: the three numbers, the invitations, and giving back to everybody what nobody needs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from programme import dates
from programme.fields import DayField
from programme.models import Event
from programme.narrowing import whole_number
from registration import inviting, links, sentences
from registration.admin.base import Step, page
from registration.forms.base import PeopleForm
from registration.forms.fields import AddressField, NameField
from registration.models import Invitation
from registration.services import acts
from registration.services import inviting as service
from registration.services.acts import Refused
from registration.services.places import places_left, reserved_left
from registration.views.edge import acts as may_act
from registration.views.edge import expired_notice


class InvitationForm(PeopleForm):
    """One invitation. What it sets aside is an explicit choice."""

    whom = NameField(label=gettext_lazy("To whom"), help_text=Invitation._meta.get_field("whom").help_text)
    email = AddressField(
        label=gettext_lazy("E-mail"),
        required=False,
        help_text=Invitation._meta.get_field("email").help_text,
    )
    places = forms.IntegerField(
        label=gettext_lazy("Places"),
        min_value=1,
        max_value=500,
        initial=1,
        error_messages={"invalid": gettext_lazy("Write a whole number, such as 12.")},
    )
    valid_until = DayField(
        label=gettext_lazy("Valid until"),
        required=False,
        help_text=Invitation._meta.get_field("valid_until").help_text,
    )
    also_when_closed = forms.BooleanField(
        label=gettext_lazy("Holds also before the sign-up opens and after it has closed"), required=False
    )


def reserved_page(
    request: HttpRequest, event: Event, *, site: admin.AdminSite, way: Sequence[Step], at: datetime, may: bool
) -> HttpResponse:
    """`may`: whether the user may invite, withdraw and release."""
    form = InvitationForm(request.POST if request.POST.get("act") == "invite" else None)
    notice = expired_notice(request)
    if request.method == "POST" and may and may_act(request):
        notice = _acted(request, event, form, at=at)
        if not notice and not form.errors:
            return redirect(request.path)
    left = places_left(event)
    unpromised = service.unpromised(event, now=at)
    context: dict[str, Any] = {
        "event": event,
        "forms": [form],
        "form": form,
        "notice": notice,
        "may": may,
        "left": left,
        "reserved": event.reserved_places,
        "reserved_left": reserved_left(event),
        "lost": service.lost(event),
        "unpromised": unpromised,
        "invitations": [_shown(one, event, at=at) for one in service.invitations_of(event)],
        "event_url": reverse("admin:programme_event_change", args=[event.pk]),
    }
    return page(
        request, "reserved", site=site, title=_("Reserved places and invitations"), way=way, **context
    )


def _shown(invitation: Invitation, event: Event, *, at: datetime) -> dict[str, Any]:
    is_open = inviting.is_open(invitation, event, now=at)
    return {
        "invitation": invitation,
        "used": invitation.used,  # type: ignore[attr-defined]
        "is_open": is_open,
        "until": dates.latest_phrase(inviting.ends(invitation, event), event.timezone, "da"),
        "url": links.invitation_url(invitation, language=event.language) if is_open else "",
    }


def _acted(request: HttpRequest, event: Event, form: InvitationForm, *, at: datetime) -> str:
    """Why not; "" where it was done."""
    actor = acts.organiser(request.user)  # type: ignore[arg-type]
    try:
        match request.POST.get("act", ""):
            case "invite":
                if form.is_valid():
                    made = service.invite(event_id=event.pk, now=at, actor=actor, **form.cleaned_data)
                    _tell_of(request, made)
            case "withdraw":
                _withdraw(request, event, at=at, actor=actor)
            case "release":
                places = whole_number(request.POST.get("places", "")) or 0
                service.release_reserved(event_id=event.pk, places=places, now=at, actor=actor)
                told = ngettext(
                    "%(number)d reserved place is for everybody now, the waiting list first.",
                    "%(number)d reserved places are for everybody now, the waiting list first.",
                    places,
                )
                messages.success(request, told % {"number": places})
    except service.NeverHolds:
        form.add_error(*_why_never(form, event, at=at))
    except service.TooFewReserved as no:
        return _too_few(no.left)
    except Refused as no:
        return sentences.why(no.reason, event, now=at)
    return ""


def _withdraw(request: HttpRequest, event: Event, *, at: datetime, actor: acts.Actor) -> None:
    wanted = whole_number(request.POST.get("invitation", "")) or 0
    found = Invitation.objects.visible_to(request.user).filter(event=event, pk=wanted).first()
    if found is not None and service.withdraw(invitation_id=found.pk, now=at, actor=actor):
        messages.success(
            request,
            _("The invitation to %(whom)s no longer holds. Whoever signed up by it keeps the place.")
            % {"whom": found.whom},
        )


def _tell_of(request: HttpRequest, made: Invitation) -> None:
    if made.email:
        said = _("The invitation to %(whom)s is on its way to %(email)s.")
    else:
        said = _("The invitation to %(whom)s is made. Copy its link below and send it.")
    messages.success(request, said % {"whom": made.whom, "email": made.email})


def _why_never(form: InvitationForm, event: Event, *, at: datetime) -> tuple[str, str]:
    """The field that makes it an invitation nobody could use, and why."""
    last = form.cleaned_data["valid_until"]
    if last is not None and at >= dates.end_of(last, event.timezone):
        return "valid_until", _("This day is over, so nobody could use the invitation.")
    return "also_when_closed", _("Sign-up has closed, so nobody could use the invitation without this.")


def _too_few(left: int) -> str:
    if not left:
        return _(
            "No reserved place is left that nobody is invited to. Reserve more on the event's page first."
        )
    told = ngettext(
        "Only %(left)d reserved place is left that nobody is invited to.",
        "Only %(left)d reserved places are left that nobody is invited to.",
        left,
    )
    return told % {"left": left}
