from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from programme.admin import rights
from programme.admin.base import HouseAdmin, tell_printers
from programme.models import Event, TargetGroup


@admin.register(TargetGroup)
class TargetGroupAdmin(HouseAdmin):
    """The words are common to all organisations: who announces events adds one, an administrator of the installation
    changes and deletes them."""

    list_display = ["name"]
    search_fields = ["name"]
    ordering = ["name"]
    fields = ["name"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return rights.works_here(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return rights.changes_something(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return bool(request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return bool(request.user.is_superuser)

    def printed_in(self, obj: TargetGroup) -> QuerySet[Event]:
        return Event.objects.filter(target_groups=obj)

    def delete_model(self, request: HttpRequest, obj: TargetGroup) -> None:
        events = list(self.printed_in(obj))
        super().delete_model(request, obj)
        tell_printers(events)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[TargetGroup]) -> None:
        events = list(Event.objects.filter(target_groups__in=queryset).distinct())
        super().delete_queryset(request, queryset)
        tell_printers(events)
