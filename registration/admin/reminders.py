"""*Påmindelser*: which mails an event sends by itself, on which day and to how many, each as it reads; and telling
people that the event has been changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from programme import dates
from programme.models import Event
from registration.admin import newer
from registration.admin.base import Step, page
from registration.forms.reminders import RemindersForm, WordsForm
from registration.mail_preview import Preview, previews
from registration.models import OwedMail
from registration.reminders import KINDS, REMINDERS, Reminder, days_ahead, is_of_use
from registration.services import acts, changes, reminders
from registration.services.reminders import Outlook
from registration.views.edge import acts as may_act
from registration.views.edge import expired_notice

Kind = OwedMail.Kind
TITLES: dict[str, str | Promise] = {
    Kind.LAST_FREE_DAY: gettext_lazy("The last day to cancel"),
    Kind.PAYER_MISSING: gettext_lazy("Who pays is missing"),
    Kind.NAMES_MISSING: gettext_lazy("Names are missing"),
    Kind.ANSWERS_MISSING: gettext_lazy("Answers are missing"),
    Kind.PRACTICAL: gettext_lazy("Practical information"),
    Kind.DAY_BEFORE: gettext_lazy("The day before"),
}
WHOM: dict[str, str | Promise] = {
    Kind.LAST_FREE_DAY: gettext_lazy(
        "To those who come, in the words of what each was promised when she signed up."
    ),
    Kind.PAYER_MISSING: gettext_lazy("To the contact of a booking of which we do not know who pays."),
    Kind.NAMES_MISSING: gettext_lazy("To the contact of a booking with places whose names are to follow."),
    Kind.ANSWERS_MISSING: gettext_lazy("To those who have not answered a question that must be answered."),
    Kind.PRACTICAL: gettext_lazy("To all who come, with your own text."),
    Kind.DAY_BEFORE: gettext_lazy("To all who come: time, place, the way there and a link to the programme."),
}


@dataclass(frozen=True)
class Row:
    """A kind of reminder as the page lays it out."""

    kind: str
    title: str | Promise
    whom: str | Promise
    fields: list[forms.BoundField]
    lines: list[str]
    previews: list[Preview]


def settable(event: Event) -> list[Reminder]:
    """Those an organiser is asked about: what the event has nothing to remind of is left out."""
    return [one for one in REMINDERS if one.kind == Kind.PRACTICAL or is_of_use(event, one.kind)]


def reminders_page(
    request: HttpRequest, event: Event, *, site: admin.AdminSite, way: Sequence[Step], here: str, at: datetime
) -> tuple[HttpResponse, list[str]]:
    """The page, and which settings have been changed by what was posted."""
    asked = settable(event)
    facts = RemindersForm.facts_of(event, asked)
    form = RemindersForm(request.POST if request.method == "POST" else None, initial=facts, reminders=asked)
    notice = newer.changed_since(request, facts, []) or expired_notice(request)
    if request.method == "POST" and not notice and may_act(request) and form.is_valid():
        reminders.write_settings(
            event.pk, days=form.days, practical_information=form.cleaned_data["practical_information"]
        )
        messages.success(request, _("The reminders of “%(event)s” are saved.") % {"event": event.title})
        return redirect(here), form.changed_data
    answer = page(
        request,
        "reminders",
        site=site,
        title=_("Reminders"),
        way=way,
        event=event,
        forms=[form],
        text=form["practical_information"],
        rows=rows_of(event, form, asked, at=at),
        hidden=newer.seen(facts),
        notice=notice,
        status=409 if notice else 200,
    )
    return answer, []


def rows_of(event: Event, form: RemindersForm, asked: Iterable[Reminder], *, at: datetime) -> list[Row]:
    seen = reminders.outlook(event, now=at)
    read = previews(event, now=at, only=KINDS)
    rows: dict[str, list[Reminder]] = {}
    for reminder in asked:
        rows.setdefault(reminder.kind, []).append(reminder)
    return [
        Row(
            kind=kind,
            title=TITLES[kind],
            whom=WHOM[kind],
            fields=[form[one.name] for one in ones],
            lines=[line(one, event) for one in seen.get(Kind(kind), [])] or [why_not(event, ones)],
            previews=[one for one in read if one.kind == kind],
        )
        for kind, ones in rows.items()
    ]


def line(outlook: Outlook, event: Event) -> str:
    """When it goes out and to how many, or that it has."""
    when = {"when": dates.instant_phrase(outlook.occasion.begins, event.timezone, "da")}
    if not outlook.over:
        said = ngettext(
            "Goes out %(when)s: %(mails)d mail as it is now.",
            "Goes out %(when)s: %(mails)d mails as it is now.",
            outlook.letters,
        )
        return said % (when | {"mails": outlook.letters})
    if not outlook.owed:
        return _("Was due %(when)s; no mail went out.") % when
    said = ngettext(
        "Went out from %(when)s: %(mails)d mail.", "Went out from %(when)s: %(mails)d mails.", outlook.owed
    )
    return said % (when | {"mails": outlook.owed})


def why_not(event: Event, ones: Iterable[Reminder]) -> str:
    if event.status == Event.Status.CANCELLED:
        return _("Is not sent, because the event is called off.")
    if not any(days_ahead(event, one) for one in ones):
        return _("Is switched off.")
    if not is_of_use(event, next(iter(ones)).kind):
        return _("Is not sent, because there is no text yet.")
    if event.status != Event.Status.PUBLISHED:
        return _("Is sent once the event is on the website.")
    return _("Is not sent, because there is no such day.")


# ------------------------------------------------------------------ an event that has been changed


def tell_page(
    request: HttpRequest, event: Event, *, site: admin.AdminSite, way: Sequence[Step], back: str, at: datetime
) -> HttpResponse:
    """The mail that tells people of a change as it reads, and one button that sends it."""
    people = changes.to_be_told(event) if changes.may_tell(event, now=at) else []
    kind = changes.kind_of(event)
    form = WordsForm(request.POST if request.method == "POST" else None)
    if may_act(request) and form.is_valid():
        mails = changes.tell(
            event_id=event.pk,
            words=form.cleaned_data["words"],
            now=at,
            actor=acts.organiser(request.user),  # type: ignore[arg-type]
        )
        _say_how_many(request, mails)
        return redirect(back)
    words = form.data.get("words", "") if form.is_bound else ""
    return page(
        request,
        "tell_change",
        site=site,
        title=_("Tell that the event is called off")
        if kind == Kind.EVENT_CALLED_OFF
        else _("Tell of the change"),
        way=way,
        event=event,
        forms=[form],
        people=len(people),
        previews=changed_previews(event, words=words, at=at) if people else [],
        notice=expired_notice(request),
        back=back,
    )


def changed_previews(event: Event, *, words: str, at: datetime) -> list[Preview]:
    facts: dict[str, Any] = {"words": words, "moved": changes.before_the_change(event)}
    return previews(event, now=at, only=[changes.kind_of(event)], facts=facts)


def _say_how_many(request: HttpRequest, mails: int) -> None:
    if not mails:
        messages.info(request, _("Everybody has been told already."))
        return
    said = ngettext("%(mails)d mail is on its way.", "%(mails)d mails are on their way.", mails)
    messages.success(request, said % {"mails": mails})
