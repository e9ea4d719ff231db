"""Which days another comes on somebody's place, and who she is."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from programme import dates
from programme.languages import reader_language
from programme.models import Event
from registration import sharing
from registration.forms.base import PeopleForm
from registration.forms.place import PlaceForm
from registration.forms.questions import Boxes
from registration.models import Registration
from registration.policy import Reason
from registration.services.people import Person
from registration.share_sentences import why


class DaysField(forms.MultipleChoiceField):
    """Some of an event's days, with a box for each; the others are those of whoever has the place."""

    def __init__(self, event: Event, **kwargs: Any) -> None:
        language = reader_language()
        words = [(day.isoformat(), capfirst(dates.day_phrase(day, language))) for day in event.days]
        messages = {"required": _("Tick at least one day."), "invalid_choice": _("Tick days of the event.")}
        super().__init__(choices=words, widget=Boxes, error_messages=messages, **kwargs)
        self.event = event

    def clean(self, value: Any) -> tuple[date, ...]:
        days = tuple(date.fromisoformat(one) for one in super().clean(value))
        if not sharing.may_be(sharing.halves(self.event, days)):
            raise forms.ValidationError(why(Reason.NO_DAYS_LEFT))
        return days


class DaysForm(PeopleForm):
    """Other days for the second person of a shared place."""

    is_part = True

    def __init__(self, *args: Any, event: Event, name: str, days: Sequence[date] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label = _("On which days does %(name)s come?") % {"name": name}
        self.fields["days"] = DaysField(event, label=label, initial=[day.isoformat() for day in days])


class ShareForm(PlaceForm):
    """The second person: her days, and the same of her as of a substitute."""

    def __init__(self, *args: Any, event: Event, needs_address: bool, **kwargs: Any) -> None:
        super().__init__(*args, event=event, **kwargs)
        days = DaysField(event, label=_("On which days does the other person come?"))
        self.fields = {"days": days, **self.fields}
        if needs_address:
            self.fields["email"].required = True
            self.fields["email"].help_text = _("The other person's own link is sent here.")

    def person(self, *, corrects: Registration | None = None) -> Person:  # noqa: ARG002
        facts = {name: value for name, value in self.cleaned_data.items() if name != "days"}
        return Person(**facts)
