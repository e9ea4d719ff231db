from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from programme.admin import rights
from programme.admin.base import FoldedSearch, HouseAdmin
from programme.admin.tables import HouseTable
from programme.models import Event, Membership, Organisation


class StaffTable(HouseTable):
    """Who works for the organisation. Only an administrator of the installation gives people access."""

    model = Membership
    fields = ["user", "role"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return bool(request.user.is_superuser)

    has_add_permission = has_view_permission
    has_change_permission = has_view_permission
    has_delete_permission = has_view_permission


@admin.register(Organisation)
class OrganisationAdmin(FoldedSearch, HouseAdmin):
    list_display = ["name", "short_name", "email"]
    search_fields = ["name", "short_name"]
    ordering = ["name"]
    empty_list = gettext_lazy("There are no organisations yet. Begin with the one that announces the events.")
    empty_way = (gettext_lazy("Write the organisation"), "programme_organisation_add")
    fields = ["name", "short_name", "website", "address", "email"]
    inlines = [StaffTable]

    def organisation_of(self, obj: Any) -> int | None:
        return int(obj.pk)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What an organisation is called and whom people write to about their data is for its administrators."""
        return rights.may_administer(request, obj.pk if obj is not None else None)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return bool(request.user.is_superuser)

    def printed_in(self, obj: Organisation) -> QuerySet[Event]:
        return Event.objects.filter(Q(owner=obj) | Q(organisers=obj)).distinct()
