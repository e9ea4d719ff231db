"""Needs, consent and wishes on a person's own page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programme.models import Event
from registration.asking import keep_asked
from registration.forms.base import PeopleForm
from registration.forms.fields import PlainField


class NeedsForm(PeopleForm):
    """Needs and wishes on a person's own page: all of it as she likes."""

    marks_optional = False

    dietary_needs = PlainField(
        label=_("Dietary needs or allergies"),
        required=False,
        max_length=500,
        help_text=_("For example vegetarian, no nuts."),
    )
    access_needs = PlainField(
        label=_("What you need to take part"),
        required=False,
        max_length=500,
        help_text=_("For example wheelchair access, hearing loop, a sign language interpreter."),
    )
    consent = forms.BooleanField(required=False)
    newsletter_consent = forms.BooleanField(
        label=_("Send me news about other events"), required=False, help_text=_("Only if you want to.")
    )

    list_consent = forms.BooleanField(
        label=_("Show me on the list of attendees"),
        required=False,
        help_text=_("The organiser shares it with those who come: name, job title and workplace."),
    )

    def __init__(self, *args: Any, event: Event, consent_sentence: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].label = consent_sentence
        fields = dict.fromkeys(("dietary_needs", "access_needs", "consent"), "needs")
        keep_asked(self, event, fields=fields | {"newsletter_consent": "news", "list_consent": "list"})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if (data.get("dietary_needs") or data.get("access_needs")) and not data.get("consent"):
            self.add_error(
                "consent",
                _("Tick here, so that we may store what you have written – or empty the two fields."),
            )
        return data
