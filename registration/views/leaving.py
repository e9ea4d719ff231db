"""The pages on which a place is cancelled, or given back once it binds."""

from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from conference.clock import now
from registration import leaving, policy, share_sentences
from registration.services import cancelling, sharing
from registration.services.acts import Refused
from registration.views.doors import Door, through_a_door
from registration.views.edge import acts, keeps_typed_text, personal
from registration.views.place import page, possibilities, refused


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed_text
@personal
@through_a_door(now)
def cancel(request: HttpRequest, *, door: Door, at: datetime) -> HttpResponse:
    """The page carries what leaving costs as it was shown: where it has become more meanwhile, it is shown anew."""
    agreed = leaving.agreed_ore(request.POST)
    context = {
        "costs": leaving.cost_of(door.registration, now=at),
        "cost_now": leaving.cost_now(door.registration, now=at),
        "releases": door.registration.terms.releases,
    }
    try:
        return _leave(
            request,
            door,
            act="cancel",
            service=partial(cancelling.cancel, agreed_ore=agreed),
            at=at,
            **context,
        )
    except cancelling.CostsMore:
        ways, notice = _ways(door, at=at), leaving.costs_more()
        context["shared"] = door.registration.shares_with
        return page(request, door, "cancel", at=at, status=409, **ways, **context, notice=notice)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed_text
@personal
@through_a_door(now)
def give_back(request: HttpRequest, *, door: Door, at: datetime) -> HttpResponse:
    return _leave(
        request,
        door,
        act="give_back",
        service=cancelling.give_back,
        at=at,
        costs=leaving.cost_of_giving_back(door.registration, now=at),
    )


def _ways(door: Door, *, at: datetime) -> dict[str, str]:
    """The way to hand the place over instead, or to let the other of two have it, where there is one."""
    may = possibilities(door.registration, at=at)
    return {
        "substitute_url": door.url("substitute") if may["substitute"] else "",
        "all_days_url": door.url("all_days") if may["share_days"] else "",
    }


def _leave(
    request: HttpRequest, door: Door, *, act: str, service: Any, at: datetime, **context: Any
) -> HttpResponse:
    may = possibilities(door.registration, at=at)
    context["shared"] = door.registration.shares_with
    decision: policy.Decision = may[act]
    if decision.reason is not None:
        return refused(request, door, decision.reason, at=at)
    if not acts(request):
        context["passes"] = _what_passes(door)
        return page(request, door, act, at=at, **_ways(door, at=at), **context)
    try:
        service(registration_id=door.registration.pk, now=at, actor=door.actor)
    except Refused as no:
        return refused(request, door, no.reason, at=at)
    return redirect(door.done_url(act))


def _what_passes(door: Door) -> list[str]:
    """What of the programme goes over to whoever has the place when the other of the two leaves."""
    second, holder = door.registration, door.registration.shares_with
    if holder is None or not second.is_second:
        return []
    passed = sharing.what_comes_back(second, holder)
    return share_sentences.what_passes(passed, second, holder.name, own=not door.by_contact)
