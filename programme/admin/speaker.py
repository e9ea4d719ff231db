from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from programme.admin.base import HouseAdmin
from programme.models import Event, Speaker


@admin.register(Speaker)
class SpeakerAdmin(HouseAdmin):
    list_display = ["name", "items"]
    search_fields = ["name"]
    ordering = ["name", "pk"]
    fields = ["owner", "name", "biography", "website"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Speaker]:
        return super().get_queryset(request).annotate(item_count=Count("appearances__session", distinct=True))

    @admin.display(description=_("programme items"), ordering="item_count")
    def items(self, speaker: Speaker) -> int:
        return int(speaker.item_count)  # type: ignore[attr-defined]

    def printed_in(self, obj: Speaker) -> QuerySet[Event]:
        return Event.objects.filter(sessions__appearances__speaker=obj).distinct()
