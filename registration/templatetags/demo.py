"""The demo's strip, on every page of a demo: which moment it is, and the buttons that choose another."""

from datetime import datetime
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, pgettext

from conference import clock
from programme import dates
from programme.languages import reader_language
from registration.demo.clock import chosen
from registration.demo.moments import Moment, main_edition

register = template.Library()


def moment_words(moment: Moment) -> str:
    """As on its button: the deadline is the last day of free cancellation, the day that of the conference."""
    return {
        Moment.TODAY: pgettext("moment", "today"),
        Moment.DAY_BEFORE_DEADLINE: pgettext("moment", "day before the deadline"),
        Moment.LAST_SECOND: pgettext("moment", "deadline's last second"),
        Moment.DAY_AFTER: pgettext("moment", "day after"),
        Moment.DAY_BEFORE: pgettext("moment", "day before"),
        Moment.ON_THE_DAY: pgettext("moment", "on the day"),
        Moment.MAY_2016: pgettext("moment", "11 May 2016"),
    }[moment]


def which_moment(now: datetime, *, stands: bool) -> str:
    """To the second where one is shown, since that is all that parts a free place from a binding one."""
    language = reader_language()
    if not stands:
        day = dates.day_phrase(dates.day_in(now, settings.TIME_ZONE), language)
        return gettext("Demo: the clock shows the real time, %(day)s.") % {"day": day}
    phrase = dates.instant_phrase(now, settings.TIME_ZONE, language)
    if now.second:
        phrase += f"{'.' if language == 'da' else ':'}{now.second:02}"
    return gettext("Demo: the clock stands at %(moment)s.") % {"moment": phrase}


@register.inclusion_tag("registration/demo_strip.html", takes_context=True)
def demo_strip(context: template.RequestContext) -> dict[str, Any]:
    """The page for a fault of ours knows no request and gets no link to the edition: it must not ask the database."""
    request: HttpRequest | None = context.get("request")
    present = chosen()
    return {
        "which_moment": which_moment(clock.now(), stands=clock.stands_at() is not None),
        "moments": [(moment.value, moment_words(moment), moment is present) for moment in Moment],
        "clock_url": reverse("registration:demo_clock"),
        "mailbox_url": reverse("registration:mailbox"),
        "here": request.get_full_path() if request is not None else "",
        "edition": main_edition() if request is not None else None,
        "language": reader_language(),
    }
