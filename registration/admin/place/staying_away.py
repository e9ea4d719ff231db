"""Somebody did not come, or came after all: written down once the event is over."""

from datetime import datetime

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registration import leaving, sentences
from registration.admin.place.act_page import Answer, actor_of
from registration.admin.place.may import decisions
from registration.admin.place.one_button import one_button
from registration.admin.rights import may_handle
from registration.models import Registration
from registration.policy import Reason
from registration.services import absence
from registration.services.acts import Refused


def did_not_come(
    request: HttpRequest, registration: Registration, *, site: admin.AdminSite, at: datetime
) -> Answer:
    return one_button(
        request,
        registration,
        act="did_not_come",
        service=absence.mark,
        title=_("%(name)s did not come"),
        told=[leaving.staying_away_costs(registration), _("No mail is sent about it. You can take it back.")],
        button=_("Write down that she did not come"),
        done=_("It is written down that %(name)s did not come."),
        site=site,
        at=at,
    )


def came_after_all(
    request: HttpRequest, registration: Registration, *, site: admin.AdminSite, at: datetime
) -> Answer:
    return one_button(
        request,
        registration,
        act="came_after_all",
        service=absence.unmark,
        title=_("%(name)s came after all"),
        told=[_("Nothing is owed for having stayed away any longer. No mail is sent about it.")],
        button=_("Write down that she came"),
        done=_("It is written down that %(name)s came."),
        site=site,
        at=at,
    )


def _mark(request: HttpRequest, row: Registration, *, at: datetime) -> Reason | None:
    """Why it is no longer possible; None where it is written down."""
    try:
        absence.mark(registration_id=row.pk, now=at, actor=actor_of(request))
    except Refused as no:
        return no.reason
    return None


def mark_all(request: HttpRequest, rows: QuerySet[Registration], *, at: datetime) -> None:
    """Those chosen on the list: whoever had a place at an event that is over is written down, and the others are
    counted with the first reason why not. Each can be taken back on the page of the person."""
    marked, refused = 0, list[str]()
    for row in rows.select_related("event", "booking"):
        if not may_handle(request, row.event):
            refused.append(_("You may not write that down for this event."))
            continue
        reason = decisions(row, at=at)["did_not_come"].reason or _mark(request, row, at=at)
        if reason is None:
            marked += 1
        else:
            refused.append(sentences.why(reason, row.event, now=at, registration=row))
    if marked:
        told = ngettext(
            "It is written down that one person did not come.",
            "It is written down that %(number)d people did not come.",
            marked,
        )
        messages.success(request, told % {"number": marked})
    if refused:
        told = ngettext(
            "Of one person nothing is written down. %(why)s",
            "Of %(number)d people nothing is written down. %(why)s",
            len(refused),
        )
        messages.warning(request, told % {"number": len(refused), "why": refused[0]})
