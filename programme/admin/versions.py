"""A save over a newer version is refused, with who changed what and when; the typed text is kept."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from programme import dates
from programme.admin.cancellation_fields import steps_in_words
from programme.admin.seen_fields import SeenFields
from programme.fields import cut_nothing_off
from programme.languages import reader_language
from programme.models.base import Versioned
from programme.typed_text import EXPIRED

# Stands in each part of a log message that tells of an event's programme: the event's own version has nothing to do
# with it.
PROGRAMME_PAGE = {"page": "programme"}


class SavedMeanwhile(Exception):
    """Another save of the same record came between reading it and writing it."""


def claim_next_version(obj: Versioned) -> None:
    """Counts the version up, provided the record still has the one that was read; of two simultaneous saves one
    raises SavedMeanwhile. To be called inside the transaction that writes."""
    rows = type(obj)._default_manager.filter(pk=obj.pk, version=obj.version)
    if not rows.update(version=obj.version + 1):
        raise SavedMeanwhile
    obj.version += 1


class Save(NamedTuple):
    """One save by somebody, as the admin's log tells it."""

    by: str
    at: str
    what: str


class Difference(NamedTuple):
    label: str
    present: str


@dataclass(frozen=True)
class Newer:
    """What stands in the way of a save: the version there is now, who made it, and where it differs."""

    version: int
    saves: list[Save]
    differences: list[Difference]


def saves_of(obj: Versioned, *, beside: Model | None = None, last: int) -> list[Save]:
    """The last saves of a record, the newest first. Those of the page it is also edited on count as well."""
    about = Q(content_type=ContentType.objects.get_for_model(obj), object_id=str(obj.pk))
    about &= ~Q(change_message__contains=json.dumps(PROGRAMME_PAGE)[1:-1])
    if beside is not None:
        about |= Q(content_type=ContentType.objects.get_for_model(beside), object_id=str(beside.pk))
    entries = LogEntry.objects.filter(about).select_related("user").order_by("-action_time", "-pk")
    language = reader_language()
    return [
        Save(
            by=str(entry.user),
            at=dates.instant_phrase(entry.action_time, settings.TIME_ZONE, language),
            what=entry.get_change_message(),
        )
        for entry in entries[:last]
    ]


class ExpiringForm(forms.ModelForm):
    """Is not saved when its page had been open for so long that its token expired: the text is shown again."""

    is_expired = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.is_expired:
            self.add_error(None, ValidationError(EXPIRED, code="expired"))
        return cleaned


class VersionedForm(SeenFields, ExpiringForm):
    """Carries the version that was shown. `newer` is set when a later one stands in the way; ticking *save all the
    same* sends that version back, holds for it alone, and goes over what was touched here."""

    version_seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    save_over = forms.IntegerField(required=False, widget=forms.HiddenInput)

    newer: Newer | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cut_nothing_off(self)
        if "version_seen" in self.fields:
            self.fields["version_seen"].initial = self.instance.version
            self.initial["version_seen"] = self.instance.version

    @property
    def changed_data(self) -> list[str]:
        """Without the two fields of this class, which are no part of the record."""
        return [name for name in super().changed_data if name not in {"version_seen", "save_over"}]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.pk is not None:
            self.look_for_newer()
        return cleaned

    def is_behind(self) -> bool:
        return super().is_behind() and self.cleaned_data.get("version_seen") != self.instance.version

    def look_for_newer(self) -> None:
        present = self.instance.version
        if present in (self.cleaned_data.get("version_seen"), self.cleaned_data.get("save_over")):
            return
        seen = self.cleaned_data.get("version_seen")
        behind = present - seen if seen is not None and seen < present else 1
        self.newer = Newer(
            version=present,
            saves=saves_of(self.instance, last=min(behind, 5)),
            differences=self.differences(),
        )
        self.add_error(None, ValidationError(_("Not saved: there is a newer version."), code="newer"))

    def differences(self) -> list[Difference]:
        """The fields somebody touched whose text differs from what is stored now."""
        names = [
            name
            for name in self.changed_data
            if name in _column_names(self.instance)
            and self.fields[name].has_changed(self[name].initial, self[name].data)
        ]
        return [Difference(str(self[name].label), present_value(self.instance, name)) for name in names]


def _column_names(obj: Model) -> set[str]:
    return {field.name for field in obj._meta.concrete_fields}


def present_value(obj: Model, name: str) -> str:
    """A stored value as a person reads it."""
    if hasattr(obj, f"get_{name}_display"):
        return str(getattr(obj, f"get_{name}_display")())
    value = getattr(obj, name)
    language = reader_language()
    if value is None or value == "":
        return str(_("(empty)"))
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, datetime):
        return dates.instant_phrase(value, settings.TIME_ZONE, language)
    if isinstance(value, date):
        return dates.day_phrase(value, language)
    if isinstance(value, time):
        return dates.time_phrase(value, language)
    if name == "cancellation_steps":
        return steps_in_words(value)
    if name.endswith("_ore"):
        return dates.money_phrase(value, language)
    return Truncator(str(value)).chars(400)
