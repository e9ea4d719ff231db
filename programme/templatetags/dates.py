"""Dates, times and money in pages and mails: {% load dates %}.

The language is the active one unless it is given: {{ event|period }}, {{ event|period:event.language }}.
Nothing is printed for a value that is missing.
"""

import re
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from programme import dates, presenting

register = template.Library()

# 16. september, kl. 9.00-16.00, kl. 9.00, 1.295 kr. and DKK 1,295.
UNPARTED = re.compile(
    rf"\b\d{{1,2}}\.? (?:{'|'.join(sorted({name for names in dates.MONTHS.values() for name in names}))})\b"
    r"|(?:[Kk]l\. )?\d{1,2}[.:]\d\d[-–]\d{1,2}[.:]\d\d|[Kk]l\. \d{1,2}[.:]\d\d"
    r"|\d[\d.]*(?:,\d\d)? kr\.|DKK \d[\d,.]*\d"
)


def _language(given: str | None) -> str:
    return dates.language_of(given or get_language())


@register.filter
def day(value: date | None, language: str | None = None) -> str:
    """onsdag den 16. september 2015"""
    return dates.day_phrase(value, _language(language)) if value else ""


@register.filter
def short_day(value: date | None, language: str | None = None) -> str:
    """16. september 2015"""
    return dates.short_day_phrase(value, _language(language)) if value else ""


@register.filter
def day_block(value: date | None, language: str | None = None) -> dates.DayBlock | None:
    """{% with block=event.starts_on|day_block %}{{ block.number }} {{ block.month }}{% endwith %}"""
    return dates.day_block(value, _language(language)) if value else None


@register.filter
def date_block(value: Any, language: str | None = None) -> dates.DayBlock | None:
    """The same for an event: its day, or the span of its days."""
    if not value or value.starts_on is None:
        return None
    return presenting.date_block(value.starts_on, value.ends_on, _language(language))


@register.filter
def clock(value: time | None, language: str | None = None) -> str:
    """9.00"""
    return dates.time_phrase(value, _language(language)) if isinstance(value, time) else ""


@register.filter
def span(value: Any, language: str | None = None) -> str:
    """kl. 9.00-16.00, of anything with starts_at and ends_at."""
    if not value or value.starts_at is None:
        return ""
    return dates.span_phrase(value.starts_at, value.ends_at, _language(language))


@register.filter
def short_span(value: Any, language: str | None = None) -> str:
    """9.00-16.00, of anything with starts_at and ends_at, where it stands in a column of times."""
    return span(value, language).removeprefix("kl. ")


@register.filter
def period(value: Any, language: str | None = None) -> str:
    """onsdag den 16. september 2015 kl. 9.00-16.00, of starts_on, starts_at, ends_on and ends_at."""
    if not value or value.starts_on is None:
        return ""
    return dates.period_phrase(
        value.starts_on, value.starts_at, value.ends_on, value.ends_at, _language(language)
    )


@register.filter
def unparted(text: str) -> SafeString:
    """The same words, as HTML in which a day and its month, hours and amounts stay on one line."""
    # Escaped first.
    return mark_safe(UNPARTED.sub(r'<span class="nowrap">\g<0></span>', conditional_escape(text)))  # noqa: S308


@register.simple_tag
def instant_phrase(moment: datetime | None, zone: str | ZoneInfo, language: str | None = None) -> str:
    """{% instant_phrase booking.created_at event.timezone %}: tirsdag den 10. maj 2016 kl. 14.05"""
    return dates.instant_phrase(moment, zone, _language(language)) if moment else ""


@register.filter
def money(ore: int | None, language: str | None = None) -> str:
    """1.295 kr., from øre."""
    return dates.money_phrase(ore, _language(language)) if isinstance(ore, int) else ""
