"""A place ends: cancelled, given back or released."""

from datetime import datetime
from functools import partial

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _

from registration import leaving
from registration.admin.place.act_page import Answer, bend_form
from registration.admin.place.answering import answers_that_may_not_fit
from registration.admin.place.one_button import one_button
from registration.admin.place.told import rule, what_passes, with_the_other
from registration.models import Registration
from registration.services import cancelling


def cancel(
    request: HttpRequest, registration: Registration, *, site: admin.AdminSite, at: datetime
) -> Answer:
    press = partial(
        one_button,
        request,
        registration,
        service=cancelling.cancel,
        act="cancel",
        dangerous=True,
        costs=leaving.cost_of(registration, now=at),
        site=site,
        at=at,
    )
    if registration.is_in_line:
        return press(
            title=_("Take %(name)s off the waiting list"),
            told=[_("The turn is lost, and the personal link then only shows what happened. %(mails)s")],
            button=_("Take off the waiting list"),
            done=_("%(name)s is no longer on the waiting list."),
        )
    other = registration.shares_with
    if other is not None and registration.is_second:
        told = _("%(other)s has the place on all days again, and nothing is owed for it.") % {
            "other": other.name
        }
        return press(
            title=_("Cancel the days of %(name)s"),
            told=[f"{told} %(mails)s", *what_passes(registration, other)],
            button=_("Cancel the days"),
            done=_("%(name)s is no longer signed up."),
            then=partial(answers_that_may_not_fit, request, other, at=at),
        )
    return press(
        title=_("Cancel the place of %(name)s"),
        told=[
            with_the_other(registration),
            leaving.cost_now(registration, now=at),
            rule(registration, at=at),
            _(
                "The place is free for others at once, and the personal link then only shows what happened. %(mails)s"
            ),
        ],
        button=_("Cancel the place"),
        done=_("%(name)s is no longer signed up."),
    )


def give_back(
    request: HttpRequest, registration: Registration, *, site: admin.AdminSite, at: datetime
) -> Answer:
    return one_button(
        request,
        registration,
        service=cancelling.give_back,
        act="give_back",
        title=_("Give back the place of %(name)s"),
        told=[
            with_the_other(registration),
            rule(registration, at=at),
            leaving.cost_of_giving_back(registration, now=at),
            _("The place is free for others at once. %(mails)s"),
        ],
        button=_("Give the place back"),
        done=_("The place of %(name)s is given back."),
        dangerous=True,
        site=site,
        at=at,
    )


def release(
    request: HttpRequest, registration: Registration, *, site: admin.AdminSite, at: datetime
) -> Answer:
    bend = bend_form(request)
    return one_button(
        request,
        registration,
        service=cancelling.cancel,
        act="release",
        title=_("Cancel the place of %(name)s for nothing")
        if registration.terms.has_steps
        else _("Release the binding place of %(name)s"),
        told=[
            with_the_other(registration),
            rule(registration, at=at),
            _("If you release it, the place is free for others at once, and nothing is owed. %(mails)s"),
        ],
        button=_("Release the place"),
        done=_("The place of %(name)s is released."),
        bend=bend,
        dangerous=True,
        site=site,
        at=at,
    )
