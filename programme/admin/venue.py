from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from programme.admin.base import HouseAdmin
from programme.models import Event, Venue


@admin.register(Venue)
class VenueAdmin(HouseAdmin):
    list_display = ["name", "street_address", "city"]
    search_fields = ["name", "street_address", "city"]
    ordering = ["name", "city", "pk"]
    fieldsets = [
        (None, {"fields": ["owner", "name", "street_address", ("postal_code", "city"), "room_note"]}),
        (_("For those who come"), {"fields": ["directions", "access_notes"]}),
    ]

    def printed_in(self, obj: Venue) -> QuerySet[Event]:
        return Event.objects.filter(venue=obj)
