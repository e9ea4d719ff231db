"""Form fields for a day and a time of day that read what Danish organisers type."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from programme import dates
from programme.languages import reader_language

T = TypeVar("T")


class DayInput(forms.DateInput):
    """A plain text input: 16-09-2015."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "size": "24"} | (attrs or {}))

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, date):
            return dates.numeric_day_phrase(value)
        return super().format_value(value)


class TimeInput(forms.TimeInput):
    """A plain text input: 9.00, for which the decimal keyboard of a telephone has every key."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "inputmode": "decimal", "size": "8"} | (attrs or {}))

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, datetime):
            value = value.time()
        if isinstance(value, time):
            return dates.time_phrase(value, "da")
        return super().format_value(value)


class ShownDay(forms.HiddenInput):
    """A day as its field showed it, for a form that carries along what it showed."""

    def format_value(self, value: Any) -> str | None:
        return DayInput().format_value(value)


class ShownTime(forms.HiddenInput):
    def format_value(self, value: Any) -> str | None:
        return TimeInput().format_value(value)


class DayField(forms.DateField):
    """A civil day, read by `dates.parse_day`; every refusal is a sentence that says what to type instead."""

    widget = DayInput
    hidden_widget = ShownDay
    default_error_messages = {code: _(sentence) for code, sentence in dates.UnreadableDay.sentences.items()}

    def __init__(self, *, help_text: Any = "", **options: Any) -> None:
        super().__init__(help_text=help_text or _("For example 16-09-2015."), **options)

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        return _read(self, dates.parse_day, value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _has_changed(self, initial, data)


class TimeField(forms.TimeField):
    """A time of day in hours and minutes, read by `dates.parse_time`."""

    widget = TimeInput
    hidden_widget = ShownTime
    default_error_messages = {code: _(sentence) for code, sentence in dates.UnreadableTime.sentences.items()}

    def __init__(self, *, help_text: Any = "", **options: Any) -> None:
        super().__init__(help_text=help_text or _("For example 9.00."), **options)

    def to_python(self, value: Any) -> time | None:
        if isinstance(value, datetime):
            return value.time()
        if isinstance(value, time):
            return value
        return _read(self, dates.parse_time, value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _has_changed(self, initial, data)


def _read(field: forms.Field, parse: Callable[[str], T], value: Any) -> T | None:
    """What `parse` reads; nothing from an empty or blank text."""
    if value in field.empty_values or not str(value).strip():
        return None
    try:
        return parse(str(value))
    except dates.Unreadable as error:
        words = error.words(reader_language())
        raise ValidationError(field.error_messages[error.code], code=error.code, params=words) from error


def _has_changed(field: forms.Field, initial: Any, data: Any) -> bool:
    """Whether another value is meant, however either is written."""
    if field.disabled:
        return False
    try:
        return field.to_python(initial) != field.to_python(data)
    except ValidationError:
        return True


def cut_nothing_off(form: forms.BaseForm) -> None:
    """Lets a text be typed at any length: the browser would cut it without a word, where the server says how long it
    may be."""
    for field in form.fields.values():
        field.widget.attrs.pop("maxlength", None)


# For `formfield_overrides`: both halves, since the admin names a widget of its own for these model fields.
DANISH_OVERRIDES: dict[type[models.Field], dict[str, Any]] = {
    models.DateField: {"form_class": DayField, "widget": DayInput},
    models.TimeField: {"form_class": TimeField, "widget": TimeInput},
}
