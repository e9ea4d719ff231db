"""The check page."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from programme.models import Event
from registration import policy, sentences
from registration.forms.sign_up import SignUpForm
from registration.line_sentences import list_rule
from registration.services import once
from registration.services.people import Person, names_twice
from registration.services.room import Room, WhenFull, room_for
from registration.views import traps
from registration.views.edge import expired_notice
from registration.views.signing_up import notices
from registration.views.signing_up.answers import (
    carried,
    in_order,
    invitation_of,
    list_stands,
    when_full,
)
from registration.views.signing_up.costing import price_facts


def check_page(
    request: HttpRequest,
    event: Event,
    form: SignUpForm,
    *,
    at: datetime,
    notice: str = "",
    errors: list[tuple[str, str]] | None = None,
    new_key: bool = False,
    room: Room | None = None,
    stands: str = "",
) -> HttpResponse:
    """`room` and `stands`: who would have a place and how the list stands, where that was asked just now."""
    how = when_full(form.typed)
    people = in_order(form) if how is WhenFull.AS_THEY_COME else form.people()
    placed, waits = people, list[Person]()
    if how is not WhenFull.REFUSE:
        room = room or room_for(people, event=event, when_full=how, now=at, invitation=invitation_of(request))
        placed, waits = room.placed, room.waiting
        stands = stands or _list_stands(event, room)
    terms = sentences.terms(event, now=at, waits=how is not WhenFull.REFUSE)
    facts = policy.windows(event)
    ask_more = traps.sprung(form.typed)
    question, signed_answer = traps.question() if ask_more else ("", "")
    key = "" if new_key else once.read_key(form.typed.get("key", ""))
    context = {
        "event": event,
        "now": at,
        "contact": form.contact(),
        "attends": form.attends,
        "you": form.people()[0] if form.attends else None,
        "list_stands": stands if waits else "",
        "list_rule": list_rule(event, now=at) if how is not WhenFull.REFUSE else None,
        "people": people,
        "names_twice": names_twice(people),
        "placed": placed,
        "waiting": waits,
        "offer": form.offer,
        "booking_answers": form.booking_answers(),
        "together": how is WhenFull.TOGETHER and len(waits) > 1,
        "terms": sentences.terms(event, now=at),
        **price_facts(event, payer=form.payer(), placed=placed, at=at),
        "binds_at_once": policy.binds_at_once(facts, now=at),
        "has_steps": event.terms.has_steps,
        "free_until": event.terms.free_until if facts.costs and at < facts.costs else None,
        "accepted": form.typed.get("accept", ""),
        "notice": notice or expired_notice(request),
        "errors": errors or [],
        "question": question,
        "controller": event.owner,
        "carried": carried(form)
        | {
            "key": key or once.new_key(),
            "terms": once.fingerprint(terms),
            **({traps.QUESTION: signed_answer} if ask_more else {}),
        },
    }
    return render(request, "registration/check.html", context)


def _list_stands(event: Event, room: Room) -> str:
    """How the list stands once those who have a place at once have theirs."""
    left = None if room.left is None else room.left - len(room.placed)
    taken = len(room.placed)
    return list_stands(event, left, others_wait=room.others_wait, taken_now=taken) if room.waiting else ""


def terms_changed(request: HttpRequest, event: Event, form: SignUpForm, *, at: datetime) -> HttpResponse:
    form.typed.pop("accept", None)
    return check_page(request, event, form, at=at, notice=notices.terms_changed())
