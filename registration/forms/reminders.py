"""How many days ahead an event reminds people, and what it tells them of practical matters."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from programme.models import Event
from programme.presenting import in_a_row
from registration.forms.base import PeopleForm
from registration.reminders import MOST_DAYS, MOST_TIMES, REMINDERS, Before, Reminder, days_ahead

LABELS = {
    Before.FREE_DAY: gettext_lazy("Days before the last day to cancel freely"),
    Before.BINDING: gettext_lazy("Days before the last day of free cancellation"),
    Before.ANSWERS: gettext_lazy("Days before the last day for answers"),
    Before.EVENT: gettext_lazy("Days before the event"),
}
# Numbers with a comma, a blank or "og" between them, and nothing else.
NUMBERS = re.compile(r"\s*\d{1,4}(?:(?:\s*[,;+&]\s*|\s+(?:og|and)\s+|\s+)\d{1,4})*\s*", re.IGNORECASE)


class DaysField(forms.CharField):
    """One number of days, or several where a reminder is repeated; nothing where it is switched off."""

    default_error_messages = {
        "invalid": gettext_lazy("Write a number of days, for example 3. Leave it empty to send nothing."),
        "far": gettext_lazy("Write a number of days from 1 to %(most)d."),
        "many": ngettext_lazy(
            "Write one number: this mail is sent once.",
            "Write at most %(times)d numbers: so often the mail is sent.",
            "times",
        ),
    }

    def __init__(self, *, times: int, **options: Any) -> None:
        self.times = times
        super().__init__(required=False, max_length=60, **options)

    def clean(self, value: Any) -> tuple[int, ...]:
        typed = super().clean(value).strip()
        if not typed:
            return ()
        if not NUMBERS.fullmatch(typed):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        days = sorted({int(number) for number in re.findall(r"\d+", typed)}, reverse=True)
        if not all(1 <= one <= MOST_DAYS for one in days):
            raise ValidationError(self.error_messages["far"], code="far", params={"most": MOST_DAYS})
        if len(days) > self.times:
            raise ValidationError(self.error_messages["many"], code="many", params={"times": self.times})
        return tuple(days)


def shown(days: Iterable[int]) -> str:
    """10 og 3, as it stands in the field."""
    return in_a_row([str(one) for one in days])


class RemindersForm(PeopleForm):
    """A field of days for each of the `reminders` that the event can have, and its practical information."""

    practical_information = forms.CharField(
        label=gettext_lazy("Practical information"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6, "cols": 70}),
        help_text=gettext_lazy(
            "What is good to know on the day: doors open, parking, what to bring. It is sent as you write it, "
            "to all who come. Empty: nothing is sent."
        ),
    )

    def __init__(self, *args: Any, reminders: Iterable[Reminder] = REMINDERS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for reminder in reminders:
            self.fields[reminder.name] = DaysField(
                label=LABELS[reminder.before],
                times=MOST_TIMES if reminder.is_repeated else 1,
                widget=forms.TextInput(attrs={"size": "12", "inputmode": "numeric"})
                if not reminder.is_repeated
                else forms.TextInput(attrs={"size": "12"}),
                help_text=_("Empty: it is not sent."),
            )

    @property
    def days(self) -> dict[str, tuple[int, ...]]:
        return {one.name: self.cleaned_data[one.name] for one in REMINDERS if one.name in self.fields}

    @staticmethod
    def facts_of(event: Event, reminders: Iterable[Reminder]) -> dict[str, str]:
        facts = {one.name: shown(days_ahead(event, one)) for one in reminders}
        return facts | {"practical_information": event.practical_information or ""}


class WordsForm(PeopleForm):
    """The organiser's own words in a mail that is written already."""

    words = forms.CharField(
        label=gettext_lazy("Your own words in the mail"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 70}),
        help_text=gettext_lazy("For example why, and what happens now. You can leave it empty."),
    )
