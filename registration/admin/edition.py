"""*Ny udgave*: a draft of the same event for a new day. The page shows what becomes of every day before it is made."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.clock import now
from programme import dates, editions
from programme.fields import DayField
from programme.languages import reader_language
from programme.models import Event
from registration.admin.base import Step, demand, page
from registration.admin.event_people import PeopleOfEvent, page_url
from registration.admin.rights import may_end_places
from registration.forms.base import PeopleForm
from registration.forms.fields import PlainField
from registration.services.editions import new_edition
from registration.views.edge import acts as may_act
from registration.views.edge import expired_notice

WEEKS = timedelta(weeks=52)
MOST_YEARS = 10


class EditionForm(PeopleForm):
    """When the new edition begins, and what it is called."""

    starts_on = DayField(
        label=gettext_lazy("First day of the new edition"),
        error_messages={"required": gettext_lazy("Write the day on which it begins.")},
    )
    title = PlainField(
        label=gettext_lazy("Title"), max_length=200, widget=forms.TextInput(attrs={"size": "60"})
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        if day <= self.today:
            raise forms.ValidationError(_("Write a day that is still to come."))
        if day.year > self.today.year + MOST_YEARS:
            raise forms.ValidationError(_("That is more than ten years ahead. Look at the year."))
        return day


def edition_page(
    request: HttpRequest, event: Event, *, site: admin.AdminSite, way: Sequence[Step], at: datetime
) -> tuple[HttpResponse, Event | None]:
    """The page, and the draft where one was made."""
    today = dates.day_in(at, event.timezone)
    typed = request.POST if request.method == "POST" else None
    form = EditionForm(typed, today=today, initial=proposed(event, today=today))
    day = _day_of(form)
    notice = expired_notice(request)
    was_shown = day is not None and request.POST.get("shown") == day.isoformat()
    if request.POST.get("act") == "make" and may_act(request) and form.is_valid() and day:
        if was_shown:
            try:
                return _made(request, event, day=day, title=form.cleaned_data["title"], at=at)
            except editions.AlreadyThere as there:
                notice = _already(there.event)
        else:
            notice = _("The day was changed. Look at the days below, and press the button again.")
    context: dict[str, Any] = {
        "event": event,
        "forms": [form],
        "form": form,
        "notice": notice,
        "shown": day.isoformat() if day else "",
        "left_out": editions.left_out(event),
        "back": way[-1][1],
    }
    if day:
        context |= _days(event, day=day, today=today)
    return page(request, "edition", site=site, title=_("New edition"), way=way, **context), None


def proposed(event: Event, *, today: date) -> dict[str, Any]:
    """The same weekday in the year after, and the title with that year where it names the old one."""
    day = event.starts_on + WEEKS
    while day <= today:
        day += WEEKS
    return {"starts_on": day, "title": event.title.replace(str(event.starts_on.year), str(day.year))}


def _day_of(form: EditionForm) -> date | None:
    if not form.is_bound:
        day: date = form.initial["starts_on"]
        return day
    form.is_valid()
    return form.cleaned_data.get("starts_on")


def _days(event: Event, *, day: date, today: date) -> dict[str, Any]:
    """Every day of the new edition, with those to look at."""
    language = reader_language()
    by = day - event.starts_on
    rows = [
        {
            "name": one.name,
            "old": dates.day_phrase(one.old, language),
            "new": dates.day_phrase(one.new, language),
            "weekend": one.is_on_a_weekend,
            "past": one.is_missed(today=today),
        }
        for one in editions.deadlines(event, by=by)
    ]
    old, new = dates.weekday_name(event.starts_on, language), dates.weekday_name(day, language)
    said = (
        _("It begins on the same day of the week: %(new)s.")
        if old == new
        else _("It begins on another day of the week: %(new)s instead of %(old)s.")
    )
    later = (
        ngettext(
            "Every day is %(days)d day later than before.",
            "Every day is %(days)d days later than before.",
            by.days,
        )
        if by.days >= 0
        else ngettext(
            "Every day is %(days)d day earlier than before.",
            "Every day is %(days)d days earlier than before.",
            -by.days,
        )
    )
    period = (event.starts_on, event.ends_on)
    return {
        "weekday": said % {"old": old, "new": new},
        "is_other_weekday": old != new,
        "later": later % {"days": abs(by.days)},
        "old_period": dates.period_phrase(period[0], event.starts_at, period[1], event.ends_at, language),
        "new_period": dates.period_phrase(
            period[0] + by, event.starts_at, period[1] + by, event.ends_at, language
        ),
        "days": rows,
        "weekends": [one["name"] for one in rows if one["weekend"]],
    }


def _made(
    request: HttpRequest, event: Event, *, day: date, title: str, at: datetime
) -> tuple[HttpResponse, Event]:
    made = new_edition(event.pk, starts_on=day, title=title, now=at)
    messages.success(
        request,
        _(
            "The new edition is a draft. Nobody sees it before you show it on the website, and nobody has been told."
        ),
    )
    messages.warning(
        request,
        _("Read the texts through: introduction, description and mails may name the old day."),
    )
    return redirect("admin:programme_event_change", made.pk), made


def _already(event: Event) -> str:
    said = _("There is an event with this title on that day already:")
    address = reverse("admin:programme_event_change", args=[event.pk])
    return format_html('{} <a href="{}">{}</a>', said, address, event)


class EditionOfEvent(PeopleOfEvent):
    """For the event's admin class."""

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        event = self.get_object(request, object_id)
        may = event is not None and may_end_places(request, event)
        way = {"edition_url": page_url(event, "edition")} if event is not None and may else {}
        return super().change_view(request, object_id, form_url, {**way, **(extra_context or {})})

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.edition_view)
        return [path("<int:pk>/ny-udgave/", view, name="programme_event_edition"), *super().get_urls()]

    def edition_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        event = self.event_of(request, pk)
        demand(may_end_places, request, event)
        answer, made = edition_page(request, event, site=self.admin_site, way=self.way(event), at=now())
        if made is not None:
            self.log_addition(request, made, [{"added": {}}])
        return answer

    edition_view.keeps_typed_text = True  # type: ignore[attr-defined]
