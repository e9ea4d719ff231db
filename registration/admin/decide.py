"""*Gennemføres det?*: the count against the smallest number, and the organiser's word."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programme import dates
from programme.models import Event
from registration import deciding, sentences
from registration.admin.base import Step, page
from registration.forms.base import PeopleForm
from registration.forms.fields import refuse_cpr
from registration.services import acts
from registration.services import deciding as service
from registration.services.acts import Refused
from registration.services.places import places_taken
from registration.views.edge import acts as may_act
from registration.views.edge import expired_notice


class TellForm(PeopleForm):
    tells = forms.BooleanField(
        label=gettext_lazy("Tell everybody who has a place, by mail"), required=False, initial=True
    )
    text = forms.CharField(
        label=gettext_lazy("What the mail says"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5, "cols": 70}),
        help_text=gettext_lazy("Day, place, rules and the personal link are added by themselves."),
    )

    def clean_text(self) -> str:
        return refuse_cpr(self.cleaned_data["text"].strip())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("tells") and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", _("Write what the mail is to say, or take the tick away."))
        return cleaned


def decide_page(
    request: HttpRequest, event: Event, *, site: admin.AdminSite, way: Sequence[Step], at: datetime, may: bool
) -> HttpResponse:
    taken = places_taken(event)
    words = deciding.prepared_words(event, taken=taken)
    form = TellForm(request.POST if request.method == "POST" else None, initial={"text": words})
    notice, status = expired_notice(request), 200
    if request.method == "POST" and may and may_act(request) and form.is_valid():
        text = form.cleaned_data["text"] if form.cleaned_data["tells"] else ""
        try:
            is_said = service.goes_ahead(
                event_id=event.pk,
                text=text,
                now=at,
                actor=acts.organiser(request.user),  # type: ignore[arg-type]
            )
        except Refused as no:
            notice, status = sentences.why(no.reason, event, now=at), 409
        else:
            if is_said:
                return _said(request, event, is_mailed=bool(text))
            event.refresh_from_db()
            notice, status = _nothing_to_decide(event), 409
    return page(
        request,
        "decide",
        site=site,
        title=_("Does it take place?"),
        way=way,
        event=event,
        forms=[form],
        form=form,
        notice=notice,
        may=may and deciding.is_to_decide(event, now=at),
        told=counted(event, taken=taken),
        is_short=not deciding.has_enough(event, taken=taken),
        said=deciding.announced(event, now=at) if event.goes_ahead_at else "",
        status=status,
        call_off_url=f"{reverse('admin:programme_event_change', args=[event.pk])}#id_status",
    )


def _said(request: HttpRequest, event: Event, *, is_mailed: bool) -> HttpResponse:
    said = (
        _("It says on the page now that “%(event)s” takes place, and the mails are on their way.")
        if is_mailed
        else _("It says on the page now that “%(event)s” takes place.")
    )
    messages.success(request, said % {"event": event.title})
    return redirect("admin:programme_event_change", event.pk)


def _nothing_to_decide(event: Event) -> str:
    """Why nothing came of her word: somebody else was first, or the event has no smallest number."""
    told = (
        _(
            "It was said already that “%(event)s” takes place. Nothing more is said, and no further mail is sent."
        )
        if event.goes_ahead_at
        else _("“%(event)s” has no smallest number of participants, so there is nothing to decide.")
    )
    return told % {"event": event.title}


def counted(event: Event, *, taken: int) -> str:
    """The count against the smallest number, and when it is decided."""
    day = dates.day_phrase(event.decide_on, "da") if event.decide_on else ""
    return _("%(taken)d of at least %(number)d; to be decided on %(day)s.") % {
        "taken": taken,
        "number": event.minimum_people or 0,
        "day": day,
    }
