"""The event's page with what needs to know who comes: moving it, and not hiding it from those who have signed up."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference import clock
from programme.admin import event as programme_event
from programme.admin.price import PriceTable
from programme.admin.versions import SavedMeanwhile
from programme.models import Event
from programme.presenting import in_a_row
from registration.admin.asking.pages import FormOfEvent
from registration.admin.edition import EditionOfEvent
from registration.admin.event_choices import ChoicesOfEvent
from registration.admin.kept_items import ChoiceFormSet, KeptChoiceTable
from registration.models import Registration
from registration.services import announcing, changes, saving, sharing
from registration.services.line import people_in_line
from registration.services.places import places_taken


class EventForm(programme_event.EventForm):
    move_reason = forms.CharField(
        label=capfirst(gettext_lazy("why it is moved")),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"size": "60"}),
        help_text=gettext_lazy(
            "Only when you change the day, the place or the web address. It is shown beside the new date."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        hides_it = self.instance.is_announced and cleaned.get("status") == Event.Status.DRAFT
        if hides_it and not announcing.may_hide(self.instance.pk):
            self.add_error(
                "status",
                _(
                    "People have signed up, and they would no longer find the event. Call it off instead, "
                    "or leave it on the website."
                ),
            )
        if self.instance.pk is not None and not self.errors:
            self._leave_everybody_a_day(cleaned)
        return cleaned

    def _leave_everybody_a_day(self, cleaned: dict[str, Any]) -> None:
        """An event whose days are others keeps at least one for each who shares a place."""
        before = Event.objects.get(pk=self.instance.pk)
        after = Event(starts_on=cleaned["starts_on"], ends_on=cleaned["ends_on"])
        names = [holder.name for holder in sharing.settled(before, after)]
        if names:
            said = _(
                "With these days one of the two who share a place would have no day left: %(names)s. Let them change "
                "their days or end the sharing first."
            )
            self.add_error("ends_on", said % {"names": in_a_row(names)})


@admin.register(Event)
class EventAdmin(EditionOfEvent, FormOfEvent, ChoicesOfEvent, programme_event.EventAdmin):
    form = EventForm
    inlines = [PriceTable, programme_event.OrganiserTable, KeptChoiceTable]
    list_display = ["title", "when", "people", "status", "venue", "item_count"]

    def get_fieldsets(self, request: HttpRequest, obj: Event | None = None) -> Any:
        """Why it is moved is asked once there is something to move."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not obj.is_announced:
            return fieldsets
        return [
            (name, {**options, "fields": [*options["fields"], "move_reason"]})
            if "venue" in options["fields"]
            else (name, options)
            for name, options in fieldsets
        ]

    def save_model(self, request: HttpRequest, obj: Event, form: Any, change: bool) -> None:
        before = None
        if change:
            locked = Event.objects.select_for_update(no_key=True, of=("self",))
            before = locked.select_related("venue").get(pk=obj.pk)
            if before.is_announced and not obj.is_announced and not announcing.may_hide(obj.pk):
                # Somebody signed up while the form was looked at: now it sees her.
                raise SavedMeanwhile
            if sharing.settled(before, obj):
                # Somebody shares a place since the form was looked at: now it sees them.
                raise SavedMeanwhile
        super().save_model(request, obj, form, change)
        if before is not None:
            line = set(people_in_line(obj))
            saving.saved(
                before=before,
                after=obj,
                by=request.user,  # type: ignore[arg-type]
                reason=form.cleaned_data.get("move_reason", ""),
                now=clock.now(),
            )
            self._say_who_is_to_be_told(request, before=before, after=obj)
            self._say_what_the_list_got(request, line)
            if obj.capacity is not None and before.capacity != obj.capacity:
                self._say_what_a_lower_number_means(request, obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if change and isinstance(formset, ChoiceFormSet) and not formset.holds_still():
            # Somebody chose or wished since the form was looked at: now it sees her.
            raise SavedMeanwhile
        super().save_formset(request, form, formset, change)

    def _say_what_a_lower_number_means(self, request: HttpRequest, event: Event) -> None:
        taken = places_taken(event)
        if taken > (event.capacity or 0):
            messages.warning(
                request,
                _(
                    "%(taken)d people have places, and nobody loses hers. Nobody more can sign up until fewer than "
                    "%(capacity)d have."
                )
                % {"taken": taken, "capacity": event.capacity},
            )

    def _say_what_the_list_got(self, request: HttpRequest, line: set[tuple[int, str]]) -> None:
        """How many of those who waited have a place now, and how many are offered one."""
        before = {pk for pk, status in line if status == Registration.Status.WAITING}
        now_so = Registration.objects.filter(pk__in=before)
        given = now_so.filter(status=Registration.Status.CONFIRMED).count()
        offered = now_so.filter(status=Registration.Status.OFFERED).count()
        if given:
            told = ngettext(
                "One person from the waiting list has a place now and is told by mail.",
                "%(people)d people from the waiting list have places now and are told by mail.",
                given,
            )
            messages.success(request, told % {"people": given})
        if offered:
            told = ngettext(
                "One person from the waiting list is offered a place by mail.",
                "%(people)d people from the waiting list are offered places by mail.",
                offered,
            )
            messages.success(request, told % {"people": offered})

    def _say_who_is_to_be_told(self, request: HttpRequest, *, before: Event, after: Event) -> None:
        """A change is on the pages at once, but only the organiser says it to people."""
        if after.sequence == before.sequence:
            return
        people = len(changes.to_be_told(after))
        if people:
            sentence = ngettext(
                "One person has a place or waits, and is not told by itself. The mail is written: read it and send it.",
                "%(people)d people have places or wait, and are not told by themselves. "
                "The mail is written: read it and send it.",
                people,
            ) % {"people": people}
            link = reverse("admin:programme_event_tell", args=[after.pk])
            words = _("Tell of the change")
            messages.warning(request, format_html('{} <a href="{}">{}</a>', sentence, link, words))
