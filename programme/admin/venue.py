from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from programme.admin.base import FoldedSearch, HouseAdmin
from programme.models import Event, Venue


class VenueAdmin(FoldedSearch, HouseAdmin):
    list_display = ["name", "street_address", "city"]
    search_fields = ["name", "street_address", "city"]
    ordering = ["name", "city", "pk"]
    empty_list = _(
        "There are no venues yet. Write a house once, and choose it for each event that takes place there."
    )
    empty_way = (_("Add a venue"), "programme_venue_add")
    fieldsets = [
        (None, {"fields": ["owner", "name", "street_address", ("postal_code", "city"), "room_note"]}),
        (_("For those who come"), {"fields": ["directions", "access_notes"]}),
    ]

    def printed_in(self, obj: Venue) -> QuerySet[Event]:
        return Event.objects.filter(venue=obj)
