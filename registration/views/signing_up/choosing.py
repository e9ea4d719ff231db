"""Where there are too few places: who of them comes, and who waits."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext

from programme.models import Event
from registration import policy, sentences
from registration.forms.sign_up import SignUpForm
from registration.services.line import others_wait
from registration.services.room import JOINS_THE_LIST, Room, WhenFull
from registration.views.signing_up import notices
from registration.views.signing_up.answers import FIRST, HOW, carried, invitation_of, list_stands
from registration.views.signing_up.checking import check_page
from registration.views.signing_up.form_page import form_page
from registration.waiting import could_be_together


def refused_page(
    request: HttpRequest,
    event: Event,
    form: SignUpForm,
    *,
    reason: policy.Reason,
    left: int | None,
    at: datetime,
    expected: bool = False,
) -> HttpResponse:
    """`expected`: nobody had been told that there was a place."""
    why = sentences.explain(reason, event, now=at, places_left=left, signs_up=True)
    if reason is policy.Reason.FULL and invitation_of(request) and left:
        return form_page(request, event, form.typed, at=at, notice=notices.invited_to_fewer(left))
    if reason not in JOINS_THE_LIST or invitation_of(request):
        return form_page(request, event, form.typed, at=at, notice=why)
    others_wait, stands = reason is policy.Reason.OTHERS_WAIT, ""
    free = 0 if others_wait else free_to_newcomers(event, left=left)
    if not free:
        why = stands = list_stands(event, left, others_wait=bool(left))
    if len(form.numbers) == 1:
        form.typed.update({HOW: WhenFull.TOGETHER, FIRST: ""})
        form.typed.pop("accept", None)
        refused = Room(decision=policy.YES, left=left, placed=[], waiting=form.people())
        notice = "" if expected else why
        return check_page(request, event, form, at=at, notice=notice, room=refused, stands=stands)
    ticked = {number for number in form.numbers if f"keep-{number}" in form.typed}
    why = too_many_ticked(len(ticked), free=free) or why
    ticked = ticked or set(form.numbers[:free])
    return choose_page(request, event, form, why=why, ticked=ticked, free=free, at=at)


def choose_page(
    request: HttpRequest,
    event: Event,
    form: SignUpForm,
    *,
    why: str,
    ticked: set[int],
    free: int,
    at: datetime,
) -> HttpResponse:
    """Who of them is to have one of the places that are `free` to newcomers."""
    people = form.people()
    context = {
        "event": event,
        "now": at,
        "why": why,
        "left": free,
        "how": form.typed.get(HOW, ""),
        "number": len(form.numbers),
        "may_wait_together": could_be_together(len(people), event),
        "people": list(zip(form.numbers, people, strict=True)),
        "everybody": people,
        "ticked": ticked,
        "carried": carried(form),
    }
    return render(request, "registration/choose.html", context)


def too_many_ticked(ticked: int, *, free: int) -> str:
    """That more are ticked than there are places for; "" where they are not."""
    if not free or ticked <= free:
        return ""
    said = ngettext(
        "You ticked %(ticked)d, and only %(free)d place is free: tick the one who is to have it.",
        "You ticked %(ticked)d, and only %(free)d places are free: tick at most %(free)d.",
        free,
    )
    return said % {"ticked": ticked, "free": free}


def free_to_newcomers(event: Event, *, left: int | None) -> int:
    """How many of the places that are left whoever comes now may have: none where somebody in line can use one."""
    return 0 if left is None or others_wait(event, left=left) else left
