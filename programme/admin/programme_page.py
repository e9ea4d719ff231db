"""*Programmet*: the whole programme of an event on one page, written as in a word processor. Every button posts the
whole page and shows it again with the text kept; nothing is stored before it is saved."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from programme import dates, editing
from programme.admin import programme_rows as rows_
from programme.admin.base import warn_of_characters
from programme.admin.programme_forms import (
    Problem,
    Sheet,
    Split,
    read_sheet,
    seen_of,
    stored_row,
    stored_rows,
)
from programme.admin.programme_rows import Edited, Row
from programme.admin.programme_views import DayView, RowView, shown_print, slots_of
from programme.admin.programme_words import differences, log_message, named, split_view
from programme.admin.session import clash_sentence
from programme.admin.versions import saves_of
from programme.clashes import clashes
from programme.models import Event, Session
from programme.reading.times import written
from programme.typed_text import EXPIRED

EMPTY_ROWS_AT_FIRST, EMPTY_ROWS = 15, 3
# So many days have a heading, and are chosen from a list; of a longer event the day is typed.
MOST_DAYS = 10
MOST_KNOWN = 80
# The fields of a row that the cursor stays in.
CURSORS = {"time", "title"}
# A longer programme was imported; it has its list.
MOST_ITEMS = 300
# Whoever only presses Enter has the programme looked at, and nothing is stored.
SAVING = {"save", "preview", "publish", "more", "sign_up"}
# Where on an item's own page each button leads that saves and goes there.
ON_ITS_PAGE = {"more": "", "sign_up": "#id_needs_sign_up"}


@dataclass
class Answer:
    """What the page shows beside the rows: problems, how the persons were read, and where the cursor goes."""

    edited: Edited
    sheet: Sheet | None = None
    problems: list[Problem] = field(default_factory=list)
    splits: list[Split] = field(default_factory=list)
    notice: str = ""
    # The button to press again, once the persons have been looked at.
    again: str = ""
    is_checked: bool = False


class Editor:
    """One request to the page of an event the user may change."""

    def __init__(
        self, request: HttpRequest, event: Event, *, model_admin: admin.ModelAdmin, now: datetime
    ) -> None:
        self.request, self.event, self.admin, self.now = request, event, model_admin, now
        self.typed = {key: value for key, value in request.POST.items() if isinstance(value, str)}
        self.stored = {row.pk: row for row in editing.with_people(event)}
        self.known = editing.known_people(event.owner_id)
        self.names_rooms = bool(self.typed.get("rooms_on"))

    def answer(self) -> HttpResponse:
        if len(self.stored) > MOST_ITEMS:
            messages.info(self.request, _("So long a programme is written item by item."))
            address = reverse("admin:programme_session_changelist")
            return redirect(f"{address}?event__id__exact={self.event.pk}")
        if self.request.method != "POST":
            rows = stored_rows(self.stored.values())
            # Whoever comes to an empty programme begins to type.
            at, focus = (None, "") if rows else (0, "time")
            return self.page(Answer(Edited(self.with_blanks(rows), at, focus)))
        rows = rows_.typed_rows(self.typed, first_day=self.event.starts_on)
        act, _stop, where = self.typed.get("do", "check").partition(".")
        index = next((place for place in range(len(rows)) if str(place) == where), None)
        if getattr(self.request, "token_expired", False):
            return self.page(Answer(Edited(rows), notice=str(EXPIRED)))
        if act == "add":
            return self.page(Answer(rows_.add(rows, where)))
        if act == "rooms":
            self.names_rooms = True
            return self.page(Answer(Edited(rows, 0, "room")))
        if act == "shift" and index is not None:
            return self.page(Answer(rows_.shift(rows, index, self.typed.get(f"r{index}-min", ""))))
        if act in rows_.ACTS and index is not None:
            edited = rows_.ACTS[act](rows, index)
            edited.rows = rows_.by_days(edited.rows, first_day=self.event.starts_on)
            # Whoever moves a row by a key, from within a field, presses the same key again.
            if self.typed.get("cursor") in CURSORS:
                edited.focus = self.typed["cursor"]
            return self.page(Answer(edited))
        return self.judge(rows, act if act in SAVING else "check", more=index)

    # ------------------------------------------------------------------ looking and saving

    def judge(self, rows: list[Row], act: str, *, more: int | None) -> HttpResponse:
        """Reads everything. What is wrong is said; how new persons were read is shown before it is saved."""
        sheet = read_sheet(rows, self.event, stored=self.stored, known=self.known)
        for index, item in sheet.items.items():
            rows[index].kind = item.kind
            rows[index].time = written(item.starts_at, item.ends_at)
        answer = Answer(
            Edited(rows),
            sheet,
            problems=[*sheet.problems, *self.kept(sheet, rows)],
            splits=list(sheet.splits),
        )
        new = [split for split in sheet.splits if split.is_new]
        if act == "check":
            answer.is_checked = True
            answer.edited.rows = self.with_blanks(rows)
        elif answer.problems:
            answer.splits = new
        elif new and self.typed.get("shown") != shown_print(rows, new):
            answer.splits, answer.again = new, act
            if more is not None:
                answer.again += f".{more}"
        else:
            return self.save(answer, act, more=more)
        return self.page(answer)

    def kept(self, sheet: Sheet, rows: list[Row]) -> list[Problem]:
        """Where an item is removed that may not be."""
        removed = [self.stored[one.pk] for one in sheet.removed if one.pk in self.stored]
        why = self.admin.items_that_stay(removed)  # type: ignore[attr-defined]
        return [
            Problem(index, "title", why[seen.pk])
            for index, row in enumerate(rows)
            if row.gone and (seen := seen_of(row)[0]) is not None and seen.pk in why
        ]

    def save(self, answer: Answer, act: str, *, more: int | None) -> HttpResponse:
        sheet = answer.sheet
        assert sheet is not None  # noqa: S101 (for the type checker)
        items = [sheet.items[index] for index in sorted(sheet.items)]
        stood = self.admin.items_stand(self.event)  # type: ignore[attr-defined]
        try:
            with transaction.atomic():
                done = editing.write(self.event.pk, items, removed=sheet.removed, now=self.now)
                if done:
                    self.admin.log_change(self.request, self.event, log_message(done))
        except editing.Newer as newer:
            self.tell_newer(answer, newer.keys)
            return self.page(answer)
        messages.success(self.request, _("The programme is saved.") if done else _("Nothing was changed."))
        if done:
            warn_of_characters(self.request, self.event)
            self.admin.tell_of_items(self.request, self.event, stood=stood)  # type: ignore[attr-defined]
        if act == "publish":
            self.admin.show_on_website(self.request, self.event)  # type: ignore[attr-defined]
        return redirect(self.next_address(answer, act, more))

    def next_address(self, answer: Answer, act: str, more: int | None) -> str:
        if act == "preview":
            return self.event.get_absolute_url()
        has_page = act in ON_ITS_PAGE and more is not None
        if has_page and (seen := seen_of(answer.edited.rows[more or 0])[0]) is not None:
            return reverse("admin:programme_session_change", args=[seen.pk]) + ON_ITS_PAGE[act]
        return reverse("admin:programme_event_programme", args=[self.event.pk])

    def tell_newer(self, answer: Answer, keys: set[int]) -> None:
        """Says at each row who was first. The row shows the newer version now: saved once more, it goes over it."""
        self.stored = {row.pk: row for row in editing.with_people(self.event)}
        for index, row in enumerate(answer.edited.rows):
            seen, before = seen_of(row)
            if seen is None or seen.pk not in keys:
                continue
            present = self.stored.get(seen.pk)
            row.seen = f"{present.pk}.{present.version}.{before}" if present is not None else ""
            answer.problems.append(Problem(index, "title", self.newer_sentence(row, seen.pk, present)))
        answer.splits = []

    def newer_sentence(self, row: Row, pk: int, present: Session | None) -> str:
        title = present.title if present is not None else row.title
        entries = saves_of(Session(pk=pk), beside=self.event, last=20)
        last = next((one for one in entries if title in one.what), next(iter(entries), None))
        facts = {"who": last.by if last else _("Somebody"), "when": last.at if last else ""}
        if present is None:
            return (
                _(
                    "Not saved: %(who)s has removed this item meanwhile (%(when)s). "
                    "Save once more to put it back with your text."
                )
                % facts
            )
        facts["now"] = "; ".join(differences(row, stored_row(present, is_inside=bool(row.inside))))
        if row.gone:
            return (
                _(
                    "Not saved: %(who)s has changed this item meanwhile (%(when)s), which you removed. "
                    "Stored now: %(now)s. Save once more to remove it all the same."
                )
                % facts
            )
        return (
            _(
                "Not saved: %(who)s has changed this item meanwhile (%(when)s). Stored now: %(now)s. "
                "Save once more to save your text over it."
            )
            % facts
        )

    # ------------------------------------------------------------------ the page

    def with_blanks(self, rows: list[Row]) -> list[Row]:
        """With empty rows ready where one goes on typing: many in an empty programme, few at the end of each day."""
        days = self.days() if len(self.days()) <= MOST_DAYS else self.days()[:1]
        at_least = EMPTY_ROWS if any(not row.is_blank for row in rows) else EMPTY_ROWS_AT_FIRST
        if len(days) > 1:
            at_least = max(1, at_least // len(days))
        for day in days:
            rows = rows_.with_blank_rows(rows, day=dates.numeric_day_phrase(day), at_least=at_least)
        return rows

    def days(self) -> list[date]:
        number = (self.event.ends_on - self.event.starts_on).days + 1
        return [self.event.starts_on + timedelta(days=step) for step in range(min(number, MOST_DAYS + 1))]

    def page(self, answer: Answer) -> HttpResponse:
        rows = answer.edited.rows
        sheet = answer.sheet or read_sheet(rows, self.event, stored=self.stored, known=self.known)
        found = clashes(self.event, slots_of(sheet, self.stored))
        new = [split for split in sheet.splits if split.is_new]
        is_looked_at = answer.is_checked or answer.again or (answer.problems and answer.splits)
        shown = shown_print(rows, new) if is_looked_at else self.typed.get("shown", "")
        choices = self.day_choices()
        # A day that is none of the event's is shown to be mended, not turned into one of them.
        strays = bool(choices or len(self.days()) == 1) and not {row.day for row in rows} <= self.day_names()
        context = {
            **self.admin.admin_site.each_context(self.request),
            "title": _("The programme"),
            "event": self.event,
            "opts": self.admin.opts,
            "answer": answer,
            "days": self.day_views(rows, answer),
            "number_of_rows": len(rows),
            "has_days": bool(choices) or len(self.days()) > 1 or strays,
            "day_choices": [] if strays else choices,
            "kinds": Session.Kind.choices,
            "names_rooms": self.names_rooms or any(row.room for row in rows),
            "rooms": sorted({row.room for row in rows if row.room}),
            "known": [one.name for one in self.known.values()][:MOST_KNOWN],
            "problems": [(f"r{one.index}-{one.field}", named(one)) for one in answer.problems],
            "splits": [split_view(rows, split) for split in answer.splits],
            "clashes": [clash_sentence(one) for one in found],
            "shown": shown,
            "is_draft": not self.event.is_announced,
        }
        return TemplateResponse(self.request, "admin/programme/event/programme.html", context)

    def day_names(self) -> set[str]:
        return {dates.numeric_day_phrase(day) for day in self.days()}

    def day_choices(self) -> list[tuple[str, str]]:
        """Each day of the event; nothing where the day is typed or there is only one."""
        days = self.days()
        if not 1 < len(days) <= MOST_DAYS:
            return []
        return [(dates.numeric_day_phrase(day), dates.day_phrase(day, "da", year=False)) for day in days]

    def day_views(self, rows: list[Row], answer: Answer) -> list[DayView]:
        """The rows under their days; a day without rows has its heading too."""
        views: dict[str, DayView] = {}
        headed = self.days() if len(self.days()) <= MOST_DAYS else []
        for day in headed or [self.event.starts_on]:
            views[dates.numeric_day_phrase(day)] = DayView.of(day)
        stands = self.admin.sign_up_of_items(self.event)  # type: ignore[attr-defined]
        wrong: dict[int, list[Problem]] = {}
        for problem in answer.problems:
            wrong.setdefault(problem.index, []).append(problem)
        for index, row in enumerate(rows):
            if row.day not in views:
                views[row.day] = DayView.of(rows_.read_day(row.day), row.day)
            seen = seen_of(row)[0]
            view = RowView.of(index, row, answer.edited, wrong.get(index, []))
            view.sign_up = stands.get(seen.pk, "") if seen is not None else ""
            views[row.day].rows.append(view)
        return list(views.values())
