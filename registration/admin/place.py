"""One person's place: what may be done with it, and the page of each act. GET shows, POST acts, and the services
write."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programme.models import Event
from programme.presenting import in_a_row
from registration import policy, sentences
from registration import waiting as waiting_rule
from registration.admin import newer
from registration.admin.base import Step, page
from registration.admin.forms import BendForm
from registration.admin.history import lines_about
from registration.admin.rights import may_end_places, may_handle
from registration.forms.place import PlaceForm, SubstituteForm
from registration.models import Registration
from registration.policy import By, Decision, Reason
from registration.services import acts, answering, cancelling, correcting, substituting
from registration.services.acts import Actor, Refused
from registration.views.edge import acts as may_act
from registration.views.edge import expired_notice

Answer = HttpResponse


@dataclass(frozen=True)
class Act:
    """A button on the person's page: who may press it, and the page behind it."""

    name: str
    label: str | Promise
    right: Callable[[HttpRequest, Event], bool]
    view: Callable[..., Answer]


def person_url(registration: Registration) -> str:
    return reverse("admin:registration_registration_change", args=[registration.pk])


def act_url(registration: Registration, act: str) -> str:
    return reverse(f"admin:registration_registration_{act}", args=[registration.pk])


def decisions(registration: Registration, *, at: datetime) -> dict[str, Decision]:
    """What an organiser may do with the place now."""
    event, status = registration.event, registration.status
    facts = policy.windows(event)
    bound = policy.bound_from(event, registration.promised_binding_after)
    cancel = policy.may_cancel(facts, status=status, bound=bound, now=at, by=By.ORGANISER)
    return {
        "correct": policy.may_correct(facts, status=status, now=at),
        "hand_over": policy.may_substitute(facts, status=status, now=at, by=By.ORGANISER),
        "cancel": cancel,
        "give_back": policy.may_give_back(facts, status=status, bound=bound, now=at),
        "release": policy.YES if cancel.bendable else Decision(cancel.reason or Reason.NOT_YET_BINDING),
        "new_link": policy.may_correct(facts, status=status, now=at),
        "give_place": waiting_rule.may_give(
            facts,
            status=status,
            now=at,
            places_left=acts.places_left(event) if status == Registration.Status.WAITING else 0,
        ),
    }


def offered(registration: Registration, request: HttpRequest, *, at: datetime) -> list[tuple[str, str]]:
    """The buttons that lead somewhere now, with their addresses."""
    may = decisions(registration, at=at)
    return [
        (_label(act, registration), act_url(registration, act.name))
        for act in ACTS
        if act.right(request, registration.event)
        and (may[act.name] or (may[act.name].bendable and act.name != "cancel"))
    ]


def _label(act: Act, registration: Registration) -> str:
    """What is done with a place is said of the turn while there is no more than that."""
    turn = {"hand_over": _("Hand the turn over"), "cancel": _("Take off the waiting list")}
    return turn[act.name] if registration.is_in_line and act.name in turn else str(act.label)


def _name(registration: Registration) -> str:
    return registration.name or str(registration)


def _page(
    request: HttpRequest,
    registration: Registration,
    *,
    site: admin.AdminSite,
    title: str,
    button: str,
    told: list[str],
    status: int = 200,
    **context: Any,
) -> Answer:
    """An act's page: what will happen, the fields where something is typed, one button, and the way back."""
    opts = Registration._meta
    people: Step = (
        capfirst(str(opts.verbose_name_plural)),
        reverse("admin:registration_registration_changelist"),
    )
    way = [people, (_name(registration), person_url(registration))]
    facts = {
        "button": button,
        "told": told,
        "back": person_url(registration),
        "forms": context.pop("forms", []),
        "notice": context.pop("notice", "") or expired_notice(request),
    }
    return page(request, "act", site=site, title=title, way=way, status=status, **facts, **context)


def _refused(
    request: HttpRequest,
    registration: Registration,
    reason: Reason,
    *,
    site: admin.AdminSite,
    title: str,
    at: datetime,
) -> Answer:
    why = sentences.why(reason, registration.event, now=at, registration=registration)
    return _page(request, registration, site=site, title=title, button="", told=[why], status=409)


def _done(request: HttpRequest, registration: Registration, sentence: str) -> Answer:
    messages.success(request, sentence % {"name": _name(registration)})
    return redirect(person_url(registration))


def _actor(request: HttpRequest, bend: BendForm | None = None) -> Actor:
    reason = bend.cleaned_data["reason"] if bend is not None else ""
    return acts.organiser(request.user, reason=reason)  # type: ignore[arg-type]


def _bend_form(request: HttpRequest) -> BendForm:
    return BendForm(request.POST if request.method == "POST" else None)


def _all_valid(forms_shown: list[forms.Form]) -> bool:
    answers = [form.is_valid() for form in forms_shown]
    return all(answers)


# ------------------------------------------------------------------ leaving


def cancel(
    request: HttpRequest, registration: Registration, *, site: admin.AdminSite, at: datetime
) -> Answer:
    if registration.is_in_line:
        return _leave(
            request,
            registration,
            service=cancelling.cancel,
            decision=decisions(registration, at=at)["cancel"],
            title=_("Take %(name)s off the waiting list"),
            told=[_("The turn is lost, and the link is closed. %(mails)s")],
            button=_("Take off the waiting list"),
            done=_("%(name)s is no longer on the waiting list."),
            site=site,
            at=at,
        )
    return _leave(
        request,
        registration,
        service=cancelling.cancel,
        decision=decisions(registration, at=at)["cancel"],
        title=_("Cancel the place of %(name)s"),
        told=[
            _rule(registration, at=at),
            _("The place is free for others at once, and the link is closed. %(mails)s"),
        ],
        button=_("Cancel the place"),
        done=_("%(name)s is no longer signed up."),
        site=site,
        at=at,
    )


def give_back(
    request: HttpRequest, registration: Registration, *, site: admin.AdminSite, at: datetime
) -> Answer:
    return _leave(
        request,
        registration,
        service=cancelling.give_back,
        decision=decisions(registration, at=at)["give_back"],
        title=_("Give back the place of %(name)s"),
        told=[
            _rule(registration, at=at),
            _("The place is free for others at once, but what was agreed still holds. %(mails)s"),
        ],
        button=_("Give the place back"),
        done=_("The place of %(name)s is given back."),
        site=site,
        at=at,
    )


def release(
    request: HttpRequest, registration: Registration, *, site: admin.AdminSite, at: datetime
) -> Answer:
    bend = _bend_form(request)
    return _leave(
        request,
        registration,
        service=cancelling.cancel,
        decision=decisions(registration, at=at)["release"],
        title=_("Release the binding place of %(name)s"),
        told=[
            _rule(registration, at=at),
            _("If you release it, the place is free for others at once, and nothing is owed. %(mails)s"),
        ],
        button=_("Release the place"),
        done=_("The place of %(name)s is released."),
        bend=bend,
        site=site,
        at=at,
    )


def _leave(
    request: HttpRequest,
    registration: Registration,
    *,
    service: Callable[..., Registration],
    decision: Decision,
    title: str,
    told: list[str],
    button: str,
    done: str,
    site: admin.AdminSite,
    at: datetime,
    bend: BendForm | None = None,
) -> Answer:
    title = title % {"name": _name(registration)}
    if decision.reason is not None:
        return _refused(request, registration, decision.reason, site=site, title=title, at=at)
    shown = [bend] if bend is not None else []
    if not may_act(request) or not _all_valid([*shown]):
        told = [sentence.replace("%(mails)s", _who_hears(registration)) for sentence in told]
        return _page(
            request,
            registration,
            site=site,
            title=title,
            button=button,
            told=told,
            forms=shown,
            dangerous=True,
        )
    try:
        service(registration_id=registration.pk, now=at, actor=_actor(request, bend))
    except Refused as no:
        return _refused(request, registration, no.reason, site=site, title=title, at=at)
    return _done(request, registration, done)


def _rule(registration: Registration, *, at: datetime) -> str:
    """The rule in the words that the person herself is told."""
    return f"{_('The rule for the place:')} {sentences.place_rule(registration, now=at)}"


def _who_hears(registration: Registration) -> str:
    """Where the mail about it goes: to the person and the contact, once where they share an address."""
    told = list(acts.both_addresses(registration).values())
    return _("A mail about it is sent to %(address)s.") % {"address": in_a_row(told)}


def _who_hears_of_a_substitute(registration: Registration) -> str:
    """Beside the new person: the old one at her own address, the contact, and the organiser as the event says."""
    told = list(dict.fromkeys(filter(None, [registration.email, registration.booking.contact_email])))
    mail = _("A mail about it is sent to %(address)s.") % {"address": in_a_row(told)}
    return f"{mail} {sentences.organiser_hears(registration.event)}".strip()


# ------------------------------------------------------------------ correcting


def correct(
    request: HttpRequest, registration: Registration, *, site: admin.AdminSite, at: datetime
) -> Answer:
    title = _("Correct %(name)s") % {"name": _name(registration)}
    decision = decisions(registration, at=at)["correct"]
    if decision.reason is not None:
        return _refused(request, registration, decision.reason, site=site, title=title, at=at)
    facts = PlaceForm.facts_of(registration)
    form = PlaceForm(
        request.POST if request.method == "POST" else None, initial=facts, event=registration.event
    )
    told = [_("A new e-mail address ends the old link, and the confirmation is sent to the new one.")]
    shown: dict[str, Any] = {"title": title, "button": _("Save"), "told": told, "forms": [form], "site": site}
    shown["hidden"] = newer.seen(facts)
    if notice := newer.changed_since(request, facts, lines_about(registration=registration)):
        return _page(request, registration, **shown, notice=notice, status=409)
    if not may_act(request) or not form.is_valid():
        return _page(request, registration, **shown)
    person = form.person(corrects=registration)
    same = request.POST.get("same_person") == "1"
    try:
        changed = correcting.correct(
            registration_id=registration.pk, person=person, same_person=same, now=at, actor=_actor(request)
        )
    except correcting.AnotherPerson:
        return _another_person(request, registration, form, site=site)
    except Refused as no:
        form.add_error("name", sentences.why(no.reason, registration.event, now=at))
        return _page(request, registration, **shown)
    return _done(request, changed, _("The facts of %(name)s are saved."))


def _another_person(
    request: HttpRequest, registration: Registration, form: PlaceForm, *, site: admin.AdminSite
) -> Answer:
    return page(
        request,
        "another_person",
        site=site,
        title=_("Is it another person?"),
        way=[(_name(registration), person_url(registration))],
        old=registration,
        new=form.person(),
        typed={name: request.POST.get(name, "") for name in [*form.fields, "seen"] if name in request.POST},
        hand_over_url=act_url(registration, "hand_over"),
        back=person_url(registration),
    )


def new_link(
    request: HttpRequest, registration: Registration, *, site: admin.AdminSite, at: datetime
) -> Answer:
    title = _("Send %(name)s a new link") % {"name": _name(registration)}
    decision = decisions(registration, at=at)["new_link"]
    if decision.reason is not None:
        return _refused(request, registration, decision.reason, site=site, title=title, at=at)
    if not may_act(request):
        told = [
            _("The confirmation is sent to %(address)s with a new link. The old link no longer works.")
            % {"address": registration.reached_at}
        ]
        return _page(request, registration, site=site, title=title, button=_("Send a new link"), told=told)
    try:
        correcting.renew_link(registration_id=registration.pk, now=at, actor=_actor(request))
    except Refused as no:
        return _refused(request, registration, no.reason, site=site, title=title, at=at)
    sentence = _("A new link is on its way to %(address)s.") % {"address": registration.reached_at}
    return _done(request, registration, sentence.replace("%", "%%"))


# ------------------------------------------------------------------ handing over


def hand_over(
    request: HttpRequest, registration: Registration, *, site: admin.AdminSite, at: datetime
) -> Answer:
    title = _("Hand over the place of %(name)s") % {"name": _name(registration)}
    decision = decisions(registration, at=at)["hand_over"]
    if decision.reason is not None and not decision.bendable:
        return _refused(request, registration, decision.reason, site=site, title=title, at=at)
    # What was typed as a correction comes along when it turned out to be another person.
    arriving = request.POST.get("arriving") == "1"
    form = SubstituteForm(
        request.POST if request.method == "POST" and not arriving else None,
        initial=request.POST.dict() if arriving else _inherited(registration),
        event=registration.event,
        needs_address=False,
    )
    told = [
        _("The old link is closed, and a link of her own is mailed to the new person. %(mails)s")
        % {"mails": _who_hears_of_a_substitute(registration)},
        _("Needs and consents do not come along; the new person is asked afresh."),
    ]
    shown: list[forms.Form] = [form]
    bend = None
    if decision.reason is not None:
        told.insert(0, sentences.why(decision.reason, registration.event, now=at, registration=registration))
        bend = BendForm(request.POST if request.method == "POST" and not arriving else None)
        shown.append(bend)
    facts: dict[str, Any] = {
        "title": title,
        "button": _("Hand the place over"),
        "told": told,
        "forms": shown,
        "site": site,
    }
    if not may_act(request) or arriving or not _all_valid(shown):
        return _page(request, registration, **facts)
    try:
        new = substituting.substitute(
            registration_id=registration.pk, person=form.person(), now=at, actor=_actor(request, bend)
        )
    except Refused as no:
        if no.reason not in {Reason.ALREADY_HAS_A_PLACE, Reason.SAME_PERSON}:
            return _refused(request, registration, no.reason, site=site, title=title, at=at)
        form.add_error("name", sentences.why(no.reason, registration.event, now=at))
        return _page(request, registration, **facts)
    return _done(request, new, _("%(name)s has the place now."))


def _inherited(registration: Registration) -> dict[str, str]:
    return {"organisation": registration.organisation, "municipality": registration.municipality}


# ------------------------------------------------------------------ from the waiting list


def give_place(
    request: HttpRequest, registration: Registration, *, site: admin.AdminSite, at: datetime
) -> Answer:
    bend = _bend_form(request)
    decision = decisions(registration, at=at)["give_place"]
    title = _("Give %(name)s a place now") % {"name": _name(registration)}
    if decision.reason is not None and not decision.bendable:
        return _refused(request, registration, decision.reason, site=site, title=title, at=at)
    if not may_act(request) or not bend.is_valid():
        told = [
            _("Others may be before on the waiting list. They keep their turn, and wait for the next place."),
            sentences.yes_binds(registration, now=at),
            _who_hears(registration),
        ]
        button = _("Give a place now")
        return _page(request, registration, site=site, title=title, button=button, told=told, forms=[bend])
    try:
        answering.give(registration_id=registration.pk, now=at, actor=_actor(request, bend))
    except Refused as no:
        return _refused(request, registration, no.reason, site=site, title=title, at=at)
    return _done(request, registration, _("%(name)s has a place now."))


ACTS = (
    Act("give_place", gettext_lazy("Give a place now"), may_handle, give_place),
    Act("correct", gettext_lazy("Correct"), may_handle, correct),
    Act("hand_over", gettext_lazy("Hand over to another"), may_handle, hand_over),
    Act("cancel", gettext_lazy("Cancel the place"), may_end_places, cancel),
    Act("give_back", gettext_lazy("Give the place back"), may_end_places, give_back),
    Act("release", gettext_lazy("Release the binding place"), may_end_places, release),
    Act("new_link", gettext_lazy("Send a new link"), may_handle, new_link),
)
