"""A pasted list read into the form."""

from datetime import datetime
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from programme.models import Event
from registration import cards
from registration.asking import asks
from registration.views.pasted_list import read_list
from registration.views.signing_up.form_page import FIRST_EMPTY, form_page


def pasted(
    request: HttpRequest, event: Event, typed: dict[str, str], *, at: datetime, unasked: bool = False
) -> HttpResponse:
    """The list read into the cards, with what was left out or guessed. `unasked`: another button was pressed, so the
    page says what became of the list."""
    read = read_list(typed, partial(cards.with_pasted, typed), event=event, unasked=unasked)
    typed, warnings = read.typed, read.warnings
    if not asks(event, "job_title") and any(one.job_title for one in read.people):
        warnings.append(gettext("Job titles were left out: this event does not ask for them."))
    typed, workplaces = _one_workplace(event, typed, {one.organisation for one in read.people} - {""})
    if workplaces and not asks(event, "organisation"):
        warnings.append(gettext("Workplaces were left out: this event does not ask for them."))
    elif workplaces:
        sentence = gettext("Workplaces were left out: %(workplaces)s. The one you write holds for everybody.")
        warnings.append(sentence % {"workplaces": ", ".join(sorted(workplaces))})
    focus = None if warnings else FIRST_EMPTY
    typed = cards.after_reading(typed, is_done=not warnings)
    return form_page(
        request,
        event,
        typed,
        at=at,
        notice=read.notice,
        warnings=warnings,
        left_over=read.left_over,
        focus=focus,
    )


def _one_workplace(event: Event, typed: dict[str, str], listed: set[str]) -> tuple[dict[str, str], set[str]]:
    """The form has one workplace for everybody: the list's, where none is typed and the list knows only one. And those
    of the list that have no room."""
    written = typed.get("organisation", "").strip()
    if asks(event, "organisation") and not written and len(listed) == 1:
        return typed | {"organisation": next(iter(listed))}, set()
    return typed, listed - {written}
