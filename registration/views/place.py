"""A person's own page, and what every page behind her link has in common. GET shows, POST acts: mail scanners open
links."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from conference.clock import now
from programme.models import Event
from registration import headings, leaving, policy, sentences, share_sentences, standing
from registration.asking import asks
from registration.calendars import own_calendar
from registration.chosen import choice_of
from registration.line_sentences import list_rule
from registration.models import PersonalNeeds, Registration
from registration.services import answers, needs, sharing
from registration.views import told
from registration.views.answered import answers_on_page
from registration.views.doors import Door, through_a_door, typed_facts
from registration.views.edge import expired_notice, personal
from registration.views.paying import costs_of_contact_alone


def possibilities(registration: Registration, *, at: datetime) -> dict[str, Any]:
    """What may be done with the place now, each as the policy's decision."""
    event = registration.event
    facts, status, nameless = policy.windows(event), registration.status, registration.is_nameless
    terms = registration.terms
    bound, until = policy.bound_from(terms, zone=event.timezone), policy.substitutes_end(terms, event)
    return {
        "cancel": policy.may_cancel(facts, status=status, bound=bound, now=at),
        "give_back": policy.may_give_back(facts, status=status, bound=bound, now=at),
        "substitute": policy.may_substitute(facts, status=status, until=until, nameless=nameless, now=at),
        "correct": policy.may_correct(facts, status=status, nameless=nameless, now=at),
        "needs": policy.may_state_needs(facts, status=status, now=at),
        "share": sharing.decide(registration, now=at),
        "share_days": sharing.decide_days(registration, now=at),
    }


def why_nothing(registration: Registration, may: dict[str, Any], *, at: datetime) -> str:
    """Why the place can neither be left nor handed over, and whom to write to; "" where something can be done."""
    if may["cancel"] or may["give_back"] or may["substitute"]:
        return ""
    reason = may["cancel" if registration.is_nameless else "substitute"].reason
    if reason is policy.Reason.OVER and not registration.is_in_line:
        return sentences.what_is_left(registration, now=at)
    return sentences.explain(reason, registration.event, now=at, registration=registration)


def page(request: HttpRequest, door: Door, template: str, *, at: datetime, **context: Any) -> HttpResponse:
    status = context.pop("status", 200)
    common = {
        "door": door,
        "registration": door.registration,
        "booking": door.booking,
        "event": door.event,
        "now": at,
        "signed_up_herself": door.booking.was_made_by(
            name=door.registration.name, email=door.registration.email
        ),
        "rule": sentences.what_holds(door.registration, now=at),
        "who_comes_when": share_sentences.who_comes_when(door.registration, own=False),
        "contact_line": sentences.contact_line(door.event),
        "event_url": reverse("programme:event", args=[door.event.slug]),
        "notice": expired_notice(request),
    }
    return render(request, f"registration/{template}.html", common | context, status=status)


def refused(request: HttpRequest, door: Door, reason: policy.Reason, *, at: datetime) -> HttpResponse:
    """Why it is not possible, and whom to write to."""
    why = sentences.why_closed(reason, door.event, now=at, registration=door.registration)
    may = possibilities(door.registration, at=at)
    urls = {act: door.url(act) for act in ("cancel", "give_back", "substitute")}
    typed = typed_facts(request)
    return page(request, door, "not_possible", at=at, why=why, may=may, urls=urls, typed=typed, status=409)


@require_http_methods(["GET", "HEAD"])
@personal
@through_a_door(now)
def place(request: HttpRequest, *, door: Door, at: datetime) -> HttpResponse:
    return own_page(request, door, at=at)


def asked_and_answered(registration: Registration, *, at: datetime) -> dict[str, Any]:
    """The event's own questions as her page shows them; no query where there are none."""
    given = answers.answers_of_place(registration)
    return answers_on_page(registration, given, by_contact=False, at=at)


def wishes_asked(event: Event) -> dict[str, bool]:
    """What of needs, news and the list of attendees the event asks about."""
    found = {fact: asks(event, fact) for fact in ("needs", "news", "list")}
    return found | {"any": any(found.values())}


def wishes_heading(event: Event) -> str:
    asked = wishes_asked(event)
    if asked["needs"]:
        return gettext("Food, access and news") if asked["news"] else gettext("Food and access")
    return gettext("What you say yes to")


def own_page(request: HttpRequest, door: Door, *, at: datetime, **context: Any) -> HttpResponse:
    """`context` may hold a notice of what was not possible, and the status that goes with it."""
    may = possibilities(door.registration, at=at)
    why = why_nothing(door.registration, may, at=at)
    stated = PersonalNeeds.objects.filter(registration=door.registration).first()
    done = told.true_of(request.GET.get("ok", ""), place=door.registration, now=at)
    urls = {
        act: door.url(act)
        for act in (
            "cancel",
            "give_back",
            "substitute",
            "new_person",
            "share",
            "share_days",
            "all_days",
            "correct",
            "needs",
            "questions",
            "items",
            "calendar",
        )
    } | {act: reverse(f"registration:{act}", args=[door.token]) for act in ("answer", "take")}
    unseen = stated is not None and not needs.may_read(stated, place=door.registration)
    stated_here = None if unseen else stated
    mailed = told.addresses(done, place=door.registration, now=at)
    registration = door.registration
    taken_back = stated is not None or registration.newsletter_consent or registration.list_consent
    context |= {
        "may": may,
        "why": why,
        "needs": stated_here,
        "mailed": mailed,
        "unseen": unseen,
        "may_take_back": taken_back,
        "is_over": policy.is_over(policy.windows(door.event), now=at),
        "choice": choice_of(door.registration, at=at),
        "owed": leaving.still_owed(door.registration),
        "stayed_away": sentences.stayed_away(door.registration, own=True),
        "asks": wishes_asked(registration.event),
        "wishes_heading": wishes_heading(registration.event),
        "asked": asked_and_answered(door.registration, at=at),
    }
    context |= costs_of_contact_alone(door, at=at)
    if door.registration.is_in_line:
        context |= _in_line(door.registration, at=at)
    offer = context.get("offer")
    context["heading"] = headings.own_page(
        door.registration, is_offered=offer is not None and not offer["why"]
    )
    return page(request, door, "place", at=at, done=done, urls=urls, **context)


def _in_line(registration: Registration, *, at: datetime) -> dict[str, Any]:
    stands = standing.standing_of(registration.booking, now=at)
    offered = registration.status == Registration.Status.OFFERED
    return {
        "stands": stands,
        "list_rule": list_rule(registration.event, now=at),
        "number": stands.numbers.get(registration.pk),
        "offer": standing.offers_of([registration], now=at)[0] if offered else None,
        "answers_herself": stands.answers_herself(registration),
        "binds": sentences.yes_binds(registration, now=at),
    }


@require_http_methods(["GET", "HEAD"])
@personal
@through_a_door(now)
def calendar(request: HttpRequest, *, door: Door, at: datetime) -> HttpResponse:  # noqa: ARG001
    """The entry that came with the mail, as it holds now; cancelled, once the place has ended. Whoever waits for a
    place, and whoever left the list without one, has nothing to write into a calendar."""
    registration = door.registration
    if not registration.had_a_place:
        raise Http404
    entry = own_calendar(registration, event=door.event, now=at, is_cancelled=not registration.is_current)
    response = HttpResponse(entry.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{door.event.slug}.ics"'
    return response
