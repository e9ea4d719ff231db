"""A place ends: cancelled, given back or released."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _

from registration import leaving
from registration.admin.forms import BendForm
from registration.admin.place.act_page import (
    Answer,
    act_page,
    actor_of,
    all_valid,
    bend_form,
    done_with,
    name_of,
    refused_page,
)
from registration.admin.place.may import decisions
from registration.admin.place.told import rule, who_hears
from registration.models import Registration
from registration.policy import Decision
from registration.services import cancelling
from registration.services.acts import Refused
from registration.views.edge import acts as may_act


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
            told=[_("The turn is lost, and the personal link then only shows what happened. %(mails)s")],
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
            leaving.cost_now(registration, now=at),
            rule(registration, at=at),
            _(
                "The place is free for others at once, and the personal link then only shows what happened. %(mails)s"
            ),
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
            rule(registration, at=at),
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
    bend = bend_form(request)
    return _leave(
        request,
        registration,
        service=cancelling.cancel,
        decision=decisions(registration, at=at)["release"],
        title=_("Cancel the place of %(name)s for nothing")
        if registration.terms.has_steps
        else _("Release the binding place of %(name)s"),
        told=[
            rule(registration, at=at),
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
    title = title % {"name": name_of(registration)}
    if decision.reason is not None:
        return refused_page(request, registration, decision.reason, site=site, title=title, at=at)
    shown = [bend] if bend is not None else []
    if not may_act(request) or not all_valid([*shown]):
        told = [sentence.replace("%(mails)s", who_hears(registration)) for sentence in told]
        return act_page(
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
        service(registration_id=registration.pk, now=at, actor=actor_of(request, bend))
    except Refused as no:
        return refused_page(request, registration, no.reason, site=site, title=title, at=at)
    return done_with(request, registration, done)
