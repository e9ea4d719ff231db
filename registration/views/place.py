"""A person's own page and what can be done there. GET shows, POST acts: mail scanners open links."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from conference.clock import now
from programme.models import Event
from registration import headings, leaving, newer, policy, sentences, share_sentences, standing
from registration.asking import asks
from registration.calendars import own_calendar
from registration.chosen import choice_of
from registration.forms.place import PlaceForm, SubstituteForm
from registration.forms.questions import QuestionsForm, initial_typed
from registration.line_sentences import list_rule
from registration.models import PersonalNeeds, Question, Registration
from registration.questions import asked_of
from registration.services import answers, cancelling, correcting, needs, sharing, substituting
from registration.services.acts import Refused
from registration.views import told
from registration.views.answered import answers_on_page
from registration.views.doors import Door, through_a_door, typed_facts
from registration.views.edge import acts, expired_notice, keeps_typed_text, personal
from registration.views.paying import costs_of_contact_alone

# Why this very person may not come instead of another.
ABOUT_THE_PERSON = frozenset(
    {
        policy.Reason.ALREADY_HAS_A_PLACE,
        policy.Reason.SAME_PERSON,
        policy.Reason.OTHER_ORGANISATION,
    }
)


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
    """The way to hand the place over instead, where there is one."""
    may = possibilities(door.registration, at=at)
    return {"substitute_url": door.url("substitute") if may["substitute"] else ""}


def _leave(
    request: HttpRequest, door: Door, *, act: str, service: Any, at: datetime, **context: Any
) -> HttpResponse:
    may = possibilities(door.registration, at=at)
    context["shared"] = door.registration.shares_with
    decision: policy.Decision = may[act]
    if decision.reason is not None:
        return refused(request, door, decision.reason, at=at)
    if not acts(request):
        return page(request, door, act, at=at, **_ways(door, at=at), **context)
    try:
        service(registration_id=door.registration.pk, now=at, actor=door.actor)
    except Refused as no:
        return refused(request, door, no.reason, at=at)
    return redirect(door.done_url(act))


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed_text
@personal
@through_a_door(now)
def substitute(request: HttpRequest, *, door: Door, at: datetime) -> HttpResponse:
    """*Hand the place over*: the one who leaves, or the contact, writes who comes instead."""
    return _substitute(request, door, new_person=False, at=at)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed_text
@personal
@through_a_door(now)
def new_person(request: HttpRequest, *, door: Door, at: datetime) -> HttpResponse:
    """*I am the new person*: the one who comes instead was given the link and writes her own facts."""
    return _substitute(request, door, new_person=True, at=at)


def field_of(reason: policy.Reason) -> str:
    """Which field of the form a no about the new person stands at."""
    return "organisation" if reason is policy.Reason.OTHER_ORGANISATION else "name"


def _substitute(request: HttpRequest, door: Door, *, new_person: bool, at: datetime) -> HttpResponse:
    decision = possibilities(door.registration, at=at)["substitute"]
    if decision.reason is not None:
        return refused(request, door, decision.reason, at=at)
    inherited = {field: getattr(door.registration, field) for field in ("organisation", "municipality")}
    asked: dict[str, Any] = {
        "event": door.event,
        "by_contact": door.by_contact,
        "needs_address": not door.by_contact,
        "is_herself": new_person,
        "price_class": None if door.registration.is_second else door.registration.promised_class,
    }
    posted = request.POST if request.method == "POST" else None
    form = SubstituteForm(posted, initial=inherited, **asked)
    # What is asked of each person at sign-up is asked of her afresh.
    of_her = asked_of(door.event, Question.Asked.SIGN_UP)
    questions = QuestionsForm(of_her, posted)
    action = request.POST.get("action", "check")
    context = {"form": form, "questions": questions, "new_person": new_person, "act_url": request.path}
    if posted is None or action == "edit" or not all([form.is_valid(), questions.is_valid()]):
        if action == "edit":
            context["form"] = SubstituteForm(initial=request.POST.dict(), **asked)
            context["questions"] = QuestionsForm(of_her, initial=initial_typed(of_her, request.POST.dict()))
        return page(request, door, "substitute", at=at, **context)
    person = replace(form.person(), answers=questions.given())
    if why := substituting.may_take(person, place=door.registration).reason:
        form.add_error(field_of(why), sentences.explain(why, door.event, now=at))
        return page(request, door, "substitute", at=at, **context)
    if action != "confirm" or not acts(request):
        typed = {name: request.POST.get(name, "") for name in form.fields}
        typed |= questions.typed_in(request.POST.dict())
        hear = substituting.addresses(door.registration, person=person)
        return page(
            request,
            door,
            "substitute_check",
            at=at,
            person=person,
            typed=typed,
            hear=hear,
            organiser_hears=sentences.organiser_hears(door.event),
            **context,
        )
    try:
        substituting.substitute(
            registration_id=door.registration.pk, person=person, now=at, actor=door.actor, herself=new_person
        )
    except Refused as no:
        if no.reason in ABOUT_THE_PERSON:
            form.add_error(field_of(no.reason), sentences.explain(no.reason, door.event, now=at))
            return page(request, door, "substitute", at=at, **context)
        return refused(request, door, no.reason, at=at)
    return redirect(door.done_url("new_person" if new_person else "substitute"))


def _instead(registration: Registration, door: Door, *, at: datetime) -> dict[str, str]:
    """The way to hand the place over to another person, or why there is none."""
    decision = possibilities(registration, at=at)["substitute"]
    if decision.reason is None:
        return {"substitute_url": door.url("substitute")}
    if decision.reason is policy.Reason.OVER:
        return {"why_not": sentences.no_hand_over_once_begun(door.event)}
    return {"why_not": sentences.explain(decision.reason, door.event, now=at, registration=registration)}


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed_text
@personal
@through_a_door(now)
def correct(request: HttpRequest, *, door: Door, at: datetime) -> HttpResponse:
    """Puts name, address and the like right; asks whether it is another person when it looks like one."""
    registration = door.registration
    decision = possibilities(registration, at=at)["correct"]
    if decision.reason is not None:
        return refused(request, door, decision.reason, at=at)
    facts = PlaceForm.facts_of(registration)
    form = PlaceForm(
        request.POST if request.method == "POST" else None,
        initial=facts,
        event=door.event,
        by_contact=door.by_contact,
    )
    asked = {name: facts[name] for name in form.fields}
    instead = _instead(registration, door, at=at)
    seen = newer.seen(asked)
    if request.method == "POST" and (changed := newer.changed_since(request.POST, asked)):
        again = {"notice": changed, "status": 409}
        return page(request, door, "correct", at=at, form=form, carried=seen, **instead, **again)
    if not acts(request) or not form.is_valid():
        return page(request, door, "correct", at=at, form=form, carried=seen, **instead)
    person = form.person(corrects=registration)
    same = request.POST.get("same_person") == "1"
    try:
        put_right = correcting.correct(
            registration_id=registration.pk, person=person, same_person=same, now=at, actor=door.actor
        )
    except correcting.AnotherPerson:
        typed = {name: request.POST.get(name, "") for name in form.fields} | seen
        return page(
            request,
            door,
            "another_person",
            at=at,
            typed=typed,
            person=person,
            **instead,
        )
    except Refused as no:
        form.add_error("name", sentences.explain(no.reason, door.event, now=at))
        return page(request, door, "correct", at=at, form=form, carried=seen, **instead)
    done = "unchanged" if PlaceForm.facts_of(put_right) == facts else "correct"
    # A new address has ended the link she came by.
    return redirect(door.done_url(done, token=door.present_token(put_right)))
