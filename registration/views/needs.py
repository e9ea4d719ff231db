"""What a person needs and agrees to, told on her own page and taken back there."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from conference.clock import now
from registration import policy, sentences
from registration.forms.needs import NeedsForm
from registration.models import PersonalNeeds
from registration.services import needs
from registration.services.acts import Refused
from registration.views.doors import Door, through_a_door
from registration.views.edge import acts, keeps_typed_text, personal
from registration.views.place import page, wishes_asked, wishes_heading


def consent_sentence() -> str:
    """What is consented to when needs are told; stored as it stood."""
    return gettext(
        "I agree that you store what I have written here about food and access until %(days)d days after the event, "
        "so that the kitchen and the house can be told."
    ) % {"days": needs.DAYS_KEPT}


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed_text
@personal
@through_a_door(now)
def personal_needs(request: HttpRequest, *, door: Door, at: datetime) -> HttpResponse:
    """What the person needs and wants to hear. Never through the contact's door. The page opens as long as the link
    does: what was agreed to can be taken back at any time."""
    registration = door.registration
    what = request.POST.get("take_back", "")
    if acts(request) and what in {"needs", "news", "listed"}:
        needs.take_back(registration_id=registration.pk, now=at, actor=door.actor, **{what: True})
        return redirect(f"{door.home}?ok={what}_none")
    stated = PersonalNeeds.objects.filter(registration=registration).first()
    unseen = stated is not None and not needs.may_read(stated, place=registration)
    initial: dict[str, Any] = {
        "newsletter_consent": registration.newsletter_consent,
        "list_consent": registration.list_consent,
    }
    if stated is not None and not unseen:
        initial |= {
            "dietary_needs": stated.dietary_needs,
            "access_needs": stated.access_needs,
            "consent": True,
        }
    sentence = consent_sentence()
    form = NeedsForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        event=door.event,
        consent_sentence=sentence,
    )
    last_day = needs.last_day_kept(door.event.ends_on)
    context: dict[str, Any] = {"form": form, "stated": stated, "unseen": unseen, "last_day": last_day}
    context |= {"asks": wishes_asked(door.event), "wishes_heading": wishes_heading(door.event)}
    decision = policy.may_state_needs(policy.windows(door.event), status=registration.status, now=at)
    if decision.reason is not None and not (acts(request) and form.is_valid() and _states_nothing(form)):
        return _take_back(request, door, decision.reason, at=at, context=context)
    if not acts(request) or not form.is_valid():
        return page(request, door, "needs", at=at, **context)
    data = form.cleaned_data
    try:
        needs.save_needs(
            registration_id=registration.pk,
            dietary_needs=data.get("dietary_needs"),
            access_needs=data.get("access_needs"),
            consent=sentence if data.get("consent") else "",
            newsletter_consent=data.get("newsletter_consent"),
            list_consent=data.get("list_consent"),
            now=at,
            actor=door.actor,
        )
    except Refused as no:
        return _take_back(request, door, no.reason, at=at, context=context)
    says_nothing = _states_nothing(form) and context["asks"]["needs"]
    return redirect(f"{door.home}?ok={'needs_none' if says_nothing else 'needs'}")


def _states_nothing(form: NeedsForm) -> bool:
    return not (form.cleaned_data.get("dietary_needs") or form.cleaned_data.get("access_needs"))


def _take_back(
    request: HttpRequest, door: Door, reason: policy.Reason, *, at: datetime, context: dict[str, Any]
) -> HttpResponse:
    """Once nothing more can be told: why, and what can still be taken back."""
    why = sentences.why_closed(reason, door.event, now=at, registration=door.registration)
    status = 409 if request.method == "POST" else 200
    return page(request, door, "take_back", at=at, why=why, status=status, **context)
