"""An act of one button: it tells what will happen, and does it or says why not."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from registration import leaving
from registration.admin.forms import BendForm
from registration.admin.place.act_page import (
    Answer,
    act_page,
    actor_of,
    done_with,
    name_of,
    refused_page,
)
from registration.admin.place.may import decisions
from registration.admin.place.told import who_hears
from registration.models import Registration
from registration.services import cancelling
from registration.services.acts import Refused
from registration.views.edge import acts as may_act


def one_button(
    request: HttpRequest,
    registration: Registration,
    *,
    act: str,
    service: Callable[..., Registration],
    title: str,
    told: list[str],
    button: str,
    done: str,
    site: admin.AdminSite,
    at: datetime,
    bend: BendForm | None = None,
    dangerous: bool = False,
    costs: int | None = None,
    then: Callable[[], None] | None = None,
) -> Answer:
    """`act`: its name among the decisions. In `title`, `told` and `done` stand %(name)s and %(mails)s. `bend`: where a
    rule is set aside for it, with the reason. `costs`: of an act that leaves the place, what that costs now; the
    page carries it, and is shown anew where it has become more before the button is pressed. `then`: what else is said
    once it is done."""
    title = title % {"name": name_of(registration)}
    decision = decisions(registration, at=at)[act]
    if decision.reason is not None:
        return refused_page(request, registration, decision.reason, site=site, title=title, at=at)

    def shown(**context: Any) -> Answer:
        return act_page(
            request,
            registration,
            site=site,
            title=title,
            button=button,
            told=[sentence.replace("%(mails)s", who_hears(registration)) for sentence in told],
            forms=[bend] if bend is not None else [],
            dangerous=dangerous,
            hidden={} if costs is None else {"costs": str(costs)},
            **context,
        )

    if not may_act(request) or (bend is not None and not bend.is_valid()):
        return shown()
    agreed = {} if costs is None else {"agreed_ore": leaving.agreed_ore(request.POST)}
    try:
        service(registration_id=registration.pk, now=at, actor=actor_of(request, bend), **agreed)
    except Refused as no:
        return refused_page(request, registration, no.reason, site=site, title=title, at=at)
    except cancelling.CostsMore:
        return shown(status=409, notice=leaving.costs_more())
    answer = done_with(request, registration, done)
    if then is not None:
        then()
    return answer
