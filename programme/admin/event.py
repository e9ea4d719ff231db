"""The event's page. `registration.admin.event` completes and registers it."""

from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programme import dates
from programme.admin.base import HouseAdmin, HouseForm, HouseTable, LabelledFormSet, warn
from programme.admin.fields import KronerField
from programme.admin.filters import OwnerFilter, WhenFilter
from programme.admin.session import warn_of_clashes
from programme.admin.versions import VersionedForm, present_value, saves_of
from programme.checklist import missing
from programme.fields import DayField
from programme.models import Event, Organisation, Organiser, Rescheduling, Session
from programme.slugs import event_slug, validate_event_slug

# So many rows of the programme stand on the event's own page; a longer programme has its own list.
MOST_ROWS = 60
EMPTY_ROWS_AT_FIRST, EMPTY_ROWS = 12, 3


class EventForm(HouseForm):
    # By how much the whole event moves in this save.
    days_moved = timedelta(0)

    slug = forms.SlugField(
        label=capfirst(Event._meta.get_field("slug").verbose_name),
        required=False,
        max_length=80,
        help_text=gettext_lazy(
            "The last part of the page's address: letters, digits and hyphens. Empty: made from the title."
        ),
        error_messages={"invalid": gettext_lazy("Write letters from a to z, digits and hyphens only.")},
    )
    ends_on = DayField(
        label=capfirst(Event._meta.get_field("ends_on").verbose_name),
        required=False,
        help_text=gettext_lazy("Empty: the same as the first day."),
    )
    fee_ore = KronerField(
        label=capfirst(gettext_lazy("fee in kroner")),
        required=False,
        help_text=gettext_lazy("For example 1.295 or 1.295,50. Empty: free of charge."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("ends_on") and "ends_on" not in self.errors:
            cleaned["ends_on"] = cleaned.get("starts_on")
        elif cleaned.get("starts_on") and self._is_one_untouched_day():
            # Whoever moves the first day of a one-day event moves the event.
            cleaned["ends_on"] = cleaned["starts_on"]
        if not cleaned.get("slug") and "slug" not in self.errors:
            cleaned["slug"] = free_slug(
                cleaned.get("title", ""), day=cleaned.get("starts_on"), except_for=self.instance.pk
            )
            if cleaned.get("title") and not cleaned["slug"]:
                self.add_error("slug", _("No address can be made from this title. Write one."))
        return cleaned

    def _is_one_untouched_day(self) -> bool:
        lasts_a_day = self.initial.get("ends_on") == self.initial.get("starts_on")
        return self.instance.pk is not None and lasts_a_day and "ends_on" not in self.changed_data


def free_slug(title: str, *, day: date | None, except_for: int | None) -> str:
    """The address proposed for a title: with the year, then with a number, when it is taken. Empty for a title
    without a letter or digit."""
    base = event_slug(title)
    dated = f"{base[:75]}-{day.year}" if day else base
    proposals = [base, dated, *(f"{dated[:77]}-{number}" for number in range(2, 100))]
    return next((slug for slug in proposals if base and _is_free(slug, except_for)), "")


def _is_free(slug: str, except_for: int | None) -> bool:
    try:
        validate_event_slug(slug)
    except ValidationError:
        return False
    others = Event.objects.filter(slug=slug).exclude(pk=except_for or 0)
    moved = Rescheduling.objects.filter(old_slug=slug).exclude(event=except_for or 0)
    return not others.exists() and not moved.exists()


class OrganiserTable(HouseTable):
    model = Organiser
    fields = ["organisation", "role", "order"]

    def choices_for(self, db_field: models.ForeignKey, request: HttpRequest) -> models.QuerySet | None:
        """Beside the user's own, those that everybody can see to be organisers of something."""
        offered = super().choices_for(db_field, request)
        if offered is None or offered.model is not Organisation:
            return offered
        public = Organisation.objects.filter(
            Q(events__in=Event.objects.announced()) | Q(owned_events__in=Event.objects.announced())
        )
        return Organisation.objects.filter(Q(pk__in=offered.values("pk")) | Q(pk__in=public.values("pk")))


class ItemForm(VersionedForm):
    """A row of the programme. It carries what it showed, so that a row nobody touched is never written; a touched one
    that somebody else changed meanwhile is refused once, with what is stored now."""

    day = DayField(label=capfirst(Session._meta.get_field("day").verbose_name), required=False)
    # By how much the whole event moves in this save.
    days_moved = timedelta(0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            for name, field in self.fields.items():
                field.show_hidden_initial = name not in {"version_seen", "save_over"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        event = self.instance.event
        if not cleaned.get("day") and "day" not in self.errors:
            cleaned["day"] = event.starts_on
        elif cleaned.get("day") and "day" not in self.changed_data and self.instance.pk is not None:
            cleaned["day"] = cleaned["day"] + self.days_moved
        day = cleaned.get("day")
        if event.pk is None and day and _is_outside(event, day):
            self.add_error("day", _("This day is outside the event."))
        return cleaned

    def look_for_newer(self) -> None:
        if not self.has_changed() or self.cleaned_data.get("version_seen") == self.instance.version:
            return
        last = next(iter(saves_of(self.instance, beside=self.instance.event, last=1)), None)
        facts = {
            "who": last.by if last else _("Somebody"),
            "when": last.at if last else "",
            "now": "; ".join(
                f"{self[name].label}: {present_value(self.instance, name)}" for name in self.changed_data
            ),
        }
        self.add_error(
            None,
            ValidationError(
                _(
                    "Not saved: %(who)s has changed this item meanwhile (%(when)s). Stored now: %(now)s. "
                    "Save once more to save your text over it."
                )
                % facts,
                code="newer",
            ),
        )
        data: Any = self.data
        self.data = data = data.copy()
        data[self.add_prefix("version_seen")] = str(self.instance.version)


def _is_outside(event: Event, day: date) -> bool:
    return bool(event.starts_on and event.ends_on and not event.starts_on <= day <= event.ends_on)


class ItemFormSet(LabelledFormSet):
    """The rows know the event as it is being saved, not as it was."""

    def _construct_form(self, i: int, **kwargs: Any) -> ItemForm:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        form.instance.event = self.instance
        form.days_moved = self.days_moved
        return form

    @cached_property
    def days_moved(self) -> timedelta:
        return days_moved(self.instance) if self.is_bound else timedelta(0)


class ItemTable(HouseTable):
    model = Session
    form = ItemForm
    formset = ItemFormSet
    fields = ["day", "starts_at", "ends_at", "title", "kind", "room", "version_seen"]
    ordering = ["day", models.F("starts_at").asc(nulls_last=True), "order", "pk"]
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Session]:
        return super().get_queryset(request).select_related("parent")

    def get_extra(self, request: HttpRequest, obj: Event | None = None, **kwargs: Any) -> int:  # noqa: ARG002
        return EMPTY_ROWS if obj is not None and obj.sessions.exists() else EMPTY_ROWS_AT_FIRST


class EventAdmin(HouseAdmin):
    form = EventForm
    inlines = [OrganiserTable, ItemTable]
    list_display = ["title", "when", "venue", "status", "item_count"]
    list_select_related = ["venue"]
    list_filter = [WhenFilter, "status", OwnerFilter]
    search_fields = ["title", "subtitle", "venue__name", "venue__city", "slug"]
    ordering = ["-starts_on", "title", "pk"]
    readonly_fields = ["still_missing"]
    fieldsets = [
        (
            gettext_lazy("What"),
            {
                "fields": [
                    "owner", "title", "subtitle", "introduction", "description", "audience", "target_groups",
                    "language",
                ]
            },
        ),
        (
            gettext_lazy("When and where"),
            {"fields": [("starts_on", "starts_at"), ("ends_on", "ends_at"), "venue"]},
        ),
        (
            gettext_lazy("Sign-up and deadlines"),
            {
                "fields": [
                    "sign_up", "sign_up_url", "capacity", "fee_ore",
                    "registration_opens_on", "registration_closes_on", "binding_after", "substitutes_until",
                    "asks_municipality",
                ]
            },
        ),
        (
            gettext_lazy("Contact and mails"),
            {
                "fields": [
                    "contact_name", "contact_email", "contact_phone", "mail_paragraph", "substitute_notice",
                ]
            },
        ),
        (gettext_lazy("Status"), {"fields": ["still_missing", "status", "cancellation_note"]}),
        (
            gettext_lazy("Web address and time zone"),
            {"classes": ["collapse"], "fields": ["slug", "timezone"]},
        ),
    ]  # fmt: skip

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField | None:
        return super().formfield_for_manytomany(
            db_field, request, **kwargs, widget=forms.CheckboxSelectMultiple
        )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Event]:
        return super().get_queryset(request).annotate(items_known=Count("sessions", distinct=True))

    @admin.display(description=gettext_lazy("when"), ordering="starts_on")
    def when(self, event: Event) -> str:
        return dates.period_phrase(event.starts_on, event.starts_at, event.ends_on, event.ends_at, "da")

    @admin.display(description=gettext_lazy("programme items"), ordering="items_known")
    def item_count(self, event: Event) -> int:
        return int(event.items_known)  # type: ignore[attr-defined]

    @admin.display(description=gettext_lazy("still missing"))
    def still_missing(self, event: Event) -> str:
        if event.pk is None:
            return _("Save the event first; then it stands here what is missing before it is shown.")
        sentences = missing(event, items=event.sessions.count())
        return format_html_join("", "<p>{}</p>", ((one,) for one in sentences)) or _("Nothing.")

    def get_view_on_site_url(self, obj: Event | None = None) -> str | None:
        return obj.get_absolute_url() if obj is not None else None

    def get_inline_instances(self, request: HttpRequest, obj: Event | None = None) -> list[Any]:
        tables = super().get_inline_instances(request, obj)
        if obj is None or obj.sessions.count() <= MOST_ROWS:
            return tables
        return [table for table in tables if not isinstance(table, ItemTable)]

    # ------------------------------------------------------------------ saving

    def save_model(self, request: HttpRequest, obj: Event, form: Any, change: bool) -> None:
        form.days_moved = days_moved(obj)
        super().save_model(request, obj, form, change)

    def printed_in(self, obj: Event) -> models.QuerySet[Event]:
        return Event.objects.filter(pk=obj.pk)

    def all_saved(self, request: HttpRequest, form: Any, formsets: Any) -> None:
        event = form.instance
        if form.days_moved:
            saved = [row for formset in formsets if formset.model is Session for row in written(formset)]
            Session.objects.filter(event=event).exclude(pk__in=saved).move_days(form.days_moved)
        warn_of_clashes(request, event)
        if event.is_announced:
            warn(request, missing(event, items=event.sessions.count()))


def written(formset: BaseInlineFormSet) -> list[int]:
    """The rows that were made or changed in a save."""
    changed = [obj.pk for obj, _fields in formset.changed_objects]
    return [*changed, *(obj.pk for obj in formset.new_objects)]


def days_moved(event: Event) -> timedelta:
    """By how much the whole event, first and last day, is away from its stored days; nothing when only one is."""
    stored = Event.objects.filter(pk=event.pk).values_list("starts_on", "ends_on").first()
    if stored is None or event.starts_on is None or event.ends_on is None:
        return timedelta(0)
    first, last = event.starts_on - stored[0], event.ends_on - stored[1]
    return first if first == last else timedelta(0)
