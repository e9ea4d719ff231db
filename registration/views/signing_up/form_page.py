"""The form, and how it opens."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from programme.models import Event
from registration import choosing, sentences
from registration.cards import MOST_PEOPLE
from registration.forms.items import NO_ITEMS
from registration.forms.sign_up import SignUpForm
from registration.line_sentences import list_rule
from registration.services.people import Person
from registration.services.room import JOINS_THE_LIST, Room, WhenFull, room_for
from registration.views import traps
from registration.views.edge import expired_notice
from registration.views.signing_up import notices
from registration.views.signing_up.answers import invitation_of, list_stands, room_for_one

FIRST_EMPTY = -1


def form_page(
    request: HttpRequest,
    event: Event,
    typed: dict[str, str],
    *,
    at: datetime,
    form: SignUpForm | None = None,
    notice: str = "",
    status: int = 200,
    warnings: list[str] | None = None,
    left_over: str = "",
    focus: int | None = None,
    room: Room | None = None,
) -> HttpResponse:
    """`focus`: the card the page opens at, or `FIRST_EMPTY`."""
    form = form or SignUpForm(event, typed, now=at)
    notice = notice or form.number_notice() or form.told_of_distribution()
    if notice:
        # What there is to read takes the focus.
        pass
    elif focus == FIRST_EMPTY:
        form.focus_first_empty()
    elif focus is not None:
        form.focus_card(focus)
    room = room or room_for_one(request, event, at=at)
    waits = room.decision.reason in JOINS_THE_LIST
    no_items = event.has_choices and not choosing.is_asked(event, waits=waits, now=at)
    if no_items and not typed.get(NO_ITEMS):
        form = SignUpForm(event, {**form.typed, NO_ITEMS: "1"}, now=at, judged=form.judged)
    invitation = invitation_of(request)
    if invitation and room.left and form.count > room.left:
        notice = notice or notices.invited_to_fewer(room.left)
    context = {
        "event": event,
        "now": at,
        "form": form,
        "list_stands": list_stands(event, room.left, others_wait=room.others_wait) if waits else "",
        "errors": list(form.errors()) if form.judged else [],
        "notice": notice or expired_notice(request),
        "warnings": warnings or [],
        "left_over": left_over,
        "pasted": typed.get("pasted", ""),
        "listed": typed.get("listed", ""),
        "carried": {name: typed.get(name, "") for name in (traps.STARTED, traps.HONEYPOT)},
        "invitation": invitation,
        "invited_left": room.left if invitation else None,
        "ordinary_url": _ordinary_form(event, at=at) if invitation else "",
        "no_items": NO_ITEMS if no_items else "",
        "choose_later": waits and event.has_choices,
        "most_people": min(MOST_PEOPLE, room.left or 1) if invitation else MOST_PEOPLE,
        "list_rule": list_rule(event, now=at) if waits else None,
        "terms": sentences.terms(event, now=at),
        "contact_line": sentences.contact_line(event),
    }
    return render(request, "registration/sign_up.html", context, status=status)


def _ordinary_form(event: Event, *, at: datetime) -> str:
    """Where those sign up for whom an invitation has no place; "" while nobody can."""
    decision = room_for([Person(name="")], event=event, when_full=WhenFull.REFUSE, now=at).decision
    is_open = decision.reason is None or decision.reason in JOINS_THE_LIST
    return reverse("registration:sign_up", args=[event.slug]) if is_open else ""
