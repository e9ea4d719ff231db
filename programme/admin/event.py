"""The event's page. `registration.admin.event` completes and registers it."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from conference import clock
from programme import dates, editing, pricing
from programme.addresses import free_slug
from programme.admin.base import FoldedSearch, HouseAdmin, HouseForm, tell_printers, warn, warn_of_characters
from programme.admin.cancellation_form import CancellationForm, rule_in_words
from programme.admin.fields import ColourField, KronerField
from programme.admin.filters import OwnerFilter, WhenFilter
from programme.admin.price import PriceTable
from programme.admin.programme_page import Editor
from programme.admin.session import warn_of_clashes
from programme.admin.tables import HouseTable
from programme.checklist import doubtful_days, missing
from programme.fields import DayField
from programme.models import ChoiceGroup, Event, Organisation, Organiser, Price, Session
from programme.reading.times import written

# So many items of the programme are listed on the event's own page.
MOST_LINES = 40


class EventForm(CancellationForm, HouseForm):
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
        help_text=gettext_lazy(
            "For example 1.295 or 1.295,50, VAT included. Empty: free of charge, or not said where people sign up "
            "elsewhere. Several prices, an early price or other VAT: write them in the table of prices below instead."
        ),
    )
    releases_when_refilled = forms.BooleanField(
        label=capfirst(Event._meta.get_field("releases_when_refilled").verbose_name),
        required=False,
        help_text=Event._meta.get_field("releases_when_refilled").help_text,
    )
    colour = ColourField(
        label=capfirst(Event._meta.get_field("colour").verbose_name),
        required=False,
        help_text=Event._meta.get_field("colour").help_text,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.has_prices and "fee_ore" in self.fields:
            self.fields["fee_ore"].disabled = True
            self.fields["fee_ore"].help_text = _("What it costs stands in the table of prices below.")
        if "reserved_places" in self.fields:
            self.fields["reserved_places"].required = False

    def clean_reserved_places(self) -> int:
        """None where nothing is written."""
        return self.cleaned_data["reserved_places"] or 0

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
        minimum, places = cleaned.get("minimum_people"), cleaned.get("capacity")
        if minimum is not None and places is not None and minimum > places:
            self.add_error(
                "minimum_people", _("It can never have so many: there are fewer places than this.")
            )
        return cleaned

    def _is_one_untouched_day(self) -> bool:
        lasts_a_day = self.initial.get("ends_on") == self.initial.get("starts_on")
        return self.instance.pk is not None and lasts_a_day and "ends_on" not in self.changed_data


class OrganiserTable(HouseTable):
    model = Organiser
    fields = ["organisation", "role", "order"]
    select_related = ["organisation"]

    def choices_for(self, db_field: models.ForeignKey, request: HttpRequest) -> models.QuerySet | None:
        """Beside the user's own, those that everybody can see to be organisers of something."""
        offered = super().choices_for(db_field, request)
        if offered is None or offered.model is not Organisation:
            return offered
        public = Organisation.objects.filter(
            Q(events__in=Event.objects.announced()) | Q(owned_events__in=Event.objects.announced())
        )
        return Organisation.objects.filter(Q(pk__in=offered.values("pk")) | Q(pk__in=public.values("pk")))


class ChoiceTable(HouseTable):
    """What there is to choose between; which items belong to a choice is said by the items."""

    model = ChoiceGroup
    fields = ["name", "most", "required", "by_wishes"]
    extra = 1
    classes = ["collapse"]


class EventAdmin(FoldedSearch, HouseAdmin):
    form = EventForm
    inlines = [PriceTable, OrganiserTable, ChoiceTable]
    actions = ["publish"]
    list_display = ["title", "when", "venue", "status", "item_count"]
    list_select_related = ["venue"]
    list_filter = [WhenFilter, "status", OwnerFilter]
    # And by the words the public list finds it by.
    search_fields = ["title", "subtitle", "venue__name", "venue__city", "slug", "search_text"]
    ordering = ["-starts_on", "title", "pk"]
    empty_list = gettext_lazy(
        "There are no events yet. Title, day and contact are enough to begin with; the rest can wait."
    )
    empty_way = (gettext_lazy("Add an event"), "programme_event_add")
    readonly_fields = ["programme", "rule_text", "still_missing"]
    fieldsets = [
        (
            gettext_lazy("What"),
            {
                "fields": [
                    "owner", "title", "subtitle", "introduction", "description", "audience", "target_groups",
                    "language", "colour",
                ]
            },
        ),
        (
            gettext_lazy("When and where"),
            {"fields": [("starts_on", "starts_at"), ("ends_on", "ends_at"), "venue"]},
        ),
        (gettext_lazy("The programme"), {"fields": ["programme"]}),
        (
            gettext_lazy("Sign-up and deadlines"),
            {
                "fields": [
                    "sign_up", "sign_up_url", "capacity", "reserved_places", "fee_ore",
                    "registration_opens_on", "registration_closes_on", "cancellation", "binding_after",
                    "cancellation_steps", "no_show_fee_ore", "rule_text", "substitutes_until",
                    "substitutes_from_same_organisation", "places_may_be_shared", "releases_when_refilled",
                    "choices_until", ("minimum_people", "decide_on"),
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

    def get_fieldsets(self, request: HttpRequest, obj: Event | None = None) -> Any:
        """Whether a place may be shared is asked of an event of several days, and of a new one, which may be that."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or obj.ends_on > obj.starts_on:
            return fieldsets
        return [
            (name, {**one, "fields": [field for field in one["fields"] if field != "places_may_be_shared"]})
            for name, one in fieldsets
        ]

    def get_form(
        self, request: HttpRequest, obj: Event | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Of a new event it is not known yet how long it lasts, so it is said for which a place may be shared."""
        form = super().get_form(request, obj, change, **kwargs)
        field = form.base_fields.get("places_may_be_shared") if obj is None else None
        if field is not None:
            field.help_text = f"{_('For an event of several days.')} {field.help_text}"
        return form

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

    @admin.display(description=pgettext_lazy("number in a list", "items"), ordering="items_known")
    def item_count(self, event: Event) -> int:
        return int(event.items_known)  # type: ignore[attr-defined]

    @admin.display(description=gettext_lazy("programme items"))
    def programme(self, event: Event) -> str:
        """The items as they are printed, and the way to where they are written."""
        if event.pk is None:
            return _("Save the event first; then you write its programme on a page of its own.")
        rows = list(Session.objects.filter(event=event, parent=None).in_order()[: MOST_LINES + 1])
        several = event.ends_on != event.starts_on
        lines = [
            (
                dates.weekday_name(row.day, "da") if several else "",
                written(row.starts_at, row.ends_at),
                row.title,
            )
            for row in rows[:MOST_LINES]
        ]
        context = {
            "event": event,
            "lines": lines,
            "is_cut": len(rows) > MOST_LINES,
            "may_change": getattr(event, "may_be_changed", False),
        }
        return render_to_string("admin/programme/event/_programme.html", context)

    @admin.display(description=gettext_lazy("How it reads"))
    def rule_text(self, event: Event) -> str:
        return rule_in_words(event)

    @admin.display(description=gettext_lazy("still missing"))
    def still_missing(self, event: Event) -> str:
        if event.pk is None:
            return _("Save the event first; then it stands here what is missing before it is shown.")
        sentences = missing(event, items=event.sessions.count())
        return format_html_join("", "<p>{}</p>", ((one,) for one in sentences)) or _("Nothing.")

    def get_view_on_site_url(self, obj: Event | None = None) -> str | None:
        return obj.get_absolute_url() if obj is not None else None

    # ------------------------------------------------------------------ the programme

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Event | None:
        """With whether the user may change it, for the fields that only show something."""
        event: Event | None = super().get_object(request, object_id, from_field)
        if event is not None:
            event.may_be_changed = self.has_change_permission(request, event)  # type: ignore[attr-defined]
        return event

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.programme_view)
        return [path("<int:pk>/program/", page, name="programme_event_programme"), *super().get_urls()]

    def programme_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        event = self.get_object(request, str(pk))
        if event is None:
            raise Http404
        if not self.has_change_permission(request, event):
            raise PermissionDenied
        return Editor(request, event, model_admin=self, now=clock.now()).answer()

    programme_view.keeps_typed_text = True  # type: ignore[attr-defined]

    def sign_up_of_items(self, event: Event) -> dict[int, str]:  # noqa: ARG002
        """What the programme's page says of the items that need signing up, by their ids. Who comes is not known
        here."""
        return {}

    def items_that_stay(self, items: Iterable[Session]) -> dict[int, str]:  # noqa: ARG002
        """By their ids, why some of these items may not be removed."""
        return {}

    def items_stand(self, event: Event) -> Any:  # noqa: ARG002
        """What the items of the event are to those who come, before its programme is saved; `tell_of_items` is given
        it afterwards."""
        return None

    def tell_of_items(self, request: HttpRequest, event: Event, *, stood: Any) -> None:
        """Says what the save of the programme means to those who come."""

    def response_add(
        self, request: HttpRequest, obj: Event, post_url_continue: str | None = None
    ) -> HttpResponse:
        response = super().response_add(request, obj, post_url_continue)
        return self.to_the_programme(request, obj) or response

    def response_change(self, request: HttpRequest, obj: Event) -> HttpResponse:
        return self.to_the_programme(request, obj) or super().response_change(request, obj)

    @staticmethod
    def to_the_programme(request: HttpRequest, event: Event) -> HttpResponse | None:
        if "_programme" not in request.POST:
            return None
        return redirect("admin:programme_event_programme", event.pk)

    # ------------------------------------------------------------------ publishing

    @admin.action(description=gettext_lazy("Show on the website"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: models.QuerySet[Event]) -> None:
        for event in queryset:
            if self.has_change_permission(request, event):
                self.show_on_website(request, event)
            else:
                messages.error(request, _("You may not change “%(event)s”.") % {"event": event})

    def show_on_website(self, request: HttpRequest, event: Event) -> None:
        with transaction.atomic():
            shown = editing.publish(event.pk)
            if shown:
                self.log_change(request, event, [{"changed": {"fields": ["status"]}}])
                tell_printers([event])
        if shown:
            messages.success(request, _("“%(event)s” is on the website now.") % {"event": event})
            warn(request, missing(event, items=event.sessions.count()))
        else:
            messages.info(request, _("“%(event)s” was no draft.") % {"event": event})

    # ------------------------------------------------------------------ saving

    def save_model(self, request: HttpRequest, obj: Event, form: Any, change: bool) -> None:
        form.days_moved = days_moved(obj)
        super().save_model(request, obj, form, change)

    def printed_in(self, obj: Event) -> models.QuerySet[Event]:
        return Event.objects.filter(pk=obj.pk)

    def all_saved(self, request: HttpRequest, form: Any, formsets: Any) -> None:
        event = form.instance
        if any(one.model is Price and one.has_changed() for one in formsets):
            pricing.settle(event)
        if form.days_moved:
            Session.objects.filter(event=event).move_days(form.days_moved)
        warn_of_clashes(request, event)
        if {"starts_on", "ends_on"} & set(form.changed_data):
            warn(request, doubtful_days(event, now=clock.now()))
        if event.is_announced:
            warn(request, missing(event, items=event.sessions.count()))
        warn_of_characters(request, event)


def days_moved(event: Event) -> timedelta:
    """By how much the whole event, first and last day, is away from its stored days; nothing when only one is."""
    stored = Event.objects.filter(pk=event.pk).values_list("starts_on", "ends_on").first()
    if stored is None or event.starts_on is None or event.ends_on is None:
        return timedelta(0)
    first, last = event.starts_on - stored[0], event.ends_on - stored[1]
    return first if first == last else timedelta(0)
