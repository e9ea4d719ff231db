"""A venue's page, with what its name and address mean to those who have them in their calendars."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import ngettext

from conference import clock
from programme.admin import venue as programme_venue
from programme.models import Event, Venue
from registration.admin.rights import may_end_places
from registration.services import changes, moving


@admin.register(Venue)
class VenueAdmin(programme_venue.VenueAdmin):
    def save_model(self, request: HttpRequest, obj: Venue, form: Any, change: bool) -> None:
        locked = Venue.objects.select_for_update(no_key=True)
        before = locked.get(pk=obj.pk).full_place if change else ""
        super().save_model(request, obj, form, change)
        if change:
            now = clock.now()
            self._say_what_it_means(request, moving.venue_corrected(obj, place_before=before, now=now))

    def _say_what_it_means(self, request: HttpRequest, events: list[Event]) -> None:
        """That nobody is told by itself, with the way to telling them for each event that is the user's."""
        if not events:
            return
        told = ngettext(
            "%(events)d coming event takes place here. It stands right on the pages, and in calendars once they are "
            "fetched again; no mail is sent by itself.",
            "%(events)d coming events take place here. They stand right on the pages, and in calendars once they are "
            "fetched again; no mail is sent by itself.",
            len(events),
        )
        messages.info(request, told % {"events": len(events)})
        for event in events:
            people = len(changes.to_be_told(event)) if may_end_places(request, event) else 0
            if people:
                words = ngettext(
                    "%(event)s: tell %(people)d person", "%(event)s: tell %(people)d people", people
                )
                link = reverse("admin:programme_event_tell", args=[event.pk])
                messages.warning(
                    request,
                    format_html('<a href="{}">{}</a>', link, words % {"event": event, "people": people}),
                )
