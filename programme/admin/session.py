from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programme import dates
from programme.admin.base import FoldedSearch, HouseAdmin, HouseForm, tell_printers, warn
from programme.admin.filters import ItemWhenFilter
from programme.admin.tables import HouseTable
from programme.clashes import Clash, clashes, slots
from programme.models import Appearance, ChoiceGroup, Event, Session
from programme.narrowing import whole_number


class AppearanceTable(HouseTable):
    model = Appearance
    fields = ["speaker", "role", "title", "affiliation", "order"]
    autocomplete_fields = ["speaker"]
    select_related = ["speaker"]
    extra = 2

    def organisation_of(self, obj: Session) -> int | None:
        return obj.event.owner_id


class SessionForm(HouseForm):
    def clean_places(self) -> int | None:
        places: int | None = self.cleaned_data["places"]
        if places == 0:
            raise forms.ValidationError(
                _(
                    "Nobody could choose an item with 0 places. Write at least 1, leave it empty if as many as like "
                    "may come, or call the item off under “Status”."
                )
            )
        return places


class SessionAdmin(FoldedSearch, HouseAdmin):
    """One programme item with its text and speakers."""

    form = SessionForm
    inlines = [AppearanceTable]
    list_display = ["title", "when", "kind", "room", "event"]
    list_select_related = ["event"]
    list_filter = [ItemWhenFilter, "kind", "status"]
    search_fields = ["title", "room", "event__title", "appearances__speaker__name"]
    long_texts = ["abstract"]
    autocomplete_fields = ["event"]
    empty_list = gettext_lazy(
        "There are no programme items yet. A programme is written on its event's own page, one row for each item."
    )
    empty_way = (gettext_lazy("Go to the events"), "programme_event_changelist")
    ordering = [
        "-event__starts_on",
        "event_id",
        "day",
        models.F("starts_at").asc(nulls_last=True),
        "order",
        "pk",
    ]
    fieldsets = [
        (None, {"fields": ["event", "title", "kind", "parent"]}),
        (
            gettext_lazy("When and where"),
            {"fields": ["day", ("starts_at", "ends_at"), ("room", "track"), "order"]},
        ),
        (gettext_lazy("Text"), {"fields": ["abstract"]}),
        (gettext_lazy("Sign-up for this item"), {"fields": ["needs_sign_up", "places", "choice"]}),
        (gettext_lazy("Status"), {"fields": ["status", "note"]}),
    ]

    def organisation_of(self, obj: Session) -> int | None:
        return obj.event.owner_id

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Session]:
        return super().get_queryset(request).select_related("event")

    @admin.display(description=gettext_lazy("when"), ordering="day")
    def when(self, session: Session) -> str:
        return dates.period_phrase(session.day, session.starts_at, None, session.ends_at, "da")

    def get_readonly_fields(self, request: HttpRequest, obj: Session | None = None) -> list[str]:  # noqa: ARG002
        """An item stays with its event."""
        return ["event"] if obj is not None else []

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial = super().get_changeform_initial_data(request)
        if event := self.event_of(request):
            initial.setdefault("day", event.starts_on)
        return initial

    def event_of(self, request: HttpRequest) -> Event | None:
        """The event whose item the page shows or is about to make."""
        visible = Event.objects.visible_to(request.user)
        match = request.resolver_match
        if match is not None and "object_id" in match.kwargs:
            # Asked of nothing, it would be an event without items.
            item = whole_number(match.kwargs["object_id"])
            return None if item is None else visible.filter(sessions__pk=item).first()
        wanted = request.POST.get("event") or request.GET.get("event") or ""
        return visible.filter(pk=whole_number(wanted) or 0).first()

    def choices_for(self, db_field: models.ForeignKey, request: HttpRequest) -> models.QuerySet | None:
        offered = super().choices_for(db_field, request)
        if db_field.name == "parent" and offered is not None:
            event = self.event_of(request)
            groups = offered.filter(event=event, kind=Session.Kind.GROUP) if event else offered.none()
            return groups.order_by("day", "starts_at", "pk")
        if db_field.name == "choice":
            event = self.event_of(request)
            return ChoiceGroup.objects.filter(event=event) if event else ChoiceGroup.objects.none()
        if db_field.name == "event" and offered is not None and not request.user.is_superuser:
            from_mine = super().choices_for(Event._meta.get_field("owner"), request)
            return offered.filter(owner__in=from_mine)
        return offered

    def save_model(self, request: HttpRequest, obj: Session, form: Any, change: bool) -> None:
        # The event before its items, as everybody who writes a programme locks them.
        Event.objects.select_for_update(no_key=True).get(pk=obj.event_id)
        super().save_model(request, obj, form, change)

    def response_post_save_add(self, request: HttpRequest, obj: Session) -> HttpResponseRedirect:
        return self.response_post_save_change(request, obj)

    def response_post_save_change(self, request: HttpRequest, obj: Session) -> HttpResponseRedirect:  # noqa: ARG002
        """Back to the programme it belongs to, which is where one came from."""
        return redirect("admin:programme_event_programme", obj.event_id)

    def printed_in(self, obj: Session) -> models.QuerySet[Event]:
        return Event.objects.filter(pk=obj.event_id)

    def delete_model(self, request: HttpRequest, obj: Session) -> None:
        super().delete_model(request, obj)
        tell_printers([obj.event])

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Session]) -> None:
        events = list(Event.objects.filter(sessions__in=queryset).distinct())
        super().delete_queryset(request, queryset)
        tell_printers(events)

    def all_saved(self, request: HttpRequest, form: Any, formsets: Any) -> None:  # noqa: ARG002
        warn_of_clashes(request, form.instance.event, about=form.instance)


def warn_of_clashes(request: HttpRequest, event: Event, *, about: Session | None = None) -> None:
    """Names on the next page what cannot well be true of the programme, or of one item of it."""
    rows = Session.objects.filter(event=event).select_related("choice").in_order()
    rows = rows.prefetch_related("appearances__speaker")
    found = clashes(event, slots(rows))
    if about is not None:
        found = [clash for clash in found if about.pk in (clash.first.key, clash.second and clash.second.key)]
    warn(request, [clash_sentence(clash) for clash in found])


def clash_sentence(clash: Clash) -> str:
    facts = {"first": clash.first.title, "second": clash.second and clash.second.title, "what": clash.what}
    if clash.kind == "room":
        return _("“%(first)s” and “%(second)s” are in the same room (%(what)s) at the same time.") % facts
    if clash.kind == "time":
        return _("“%(first)s” and “%(second)s” are at the same time.") % facts
    if clash.kind == "speaker":
        return _("%(what)s is on “%(first)s” and “%(second)s” at the same time.") % facts
    if clash.kind == "backwards":
        return _("“%(first)s” ends before it begins. If it lasts past midnight, it may stand so.") % facts
    if clash.kind == "inside":
        return _("“%(first)s” stands inside “%(second)s”, but is outside its time.") % facts
    return _("“%(first)s” is outside the hours of the event.") % facts
