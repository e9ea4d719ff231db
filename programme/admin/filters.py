from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from conference import clock
from programme import dates
from programme.models import Organisation
from programme.narrowing import whole_number


class WhenFilter(admin.SimpleListFilter):
    """Coming or past by the day it ends in Denmark."""

    title = _("time")
    parameter_name = "tid"
    path = "ends_on"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:  # noqa: ARG002
        return [("kommende", _("Coming")), ("tidligere", _("Past"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:  # noqa: ARG002
        today = dates.day_in(clock.now(), settings.TIME_ZONE)
        if self.value() == "kommende":
            return queryset.filter(**{f"{self.path}__gte": today})
        if self.value() == "tidligere":
            return queryset.filter(**{f"{self.path}__lt": today})
        return None


class ItemWhenFilter(WhenFilter):
    path = "event__ends_on"


class OwnerFilter(admin.SimpleListFilter):
    """By responsible organisation; only the user's own, and only when she has several."""

    title = _("organisation")
    parameter_name = "organisation"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:  # noqa: ARG002
        return [(str(one.pk), one.name) for one in Organisation.objects.visible_to(request.user)]

    def has_output(self) -> bool:
        return len(self.lookup_choices) > 1

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:  # noqa: ARG002
        owner = whole_number(self.value() or "")
        return None if owner is None else queryset.filter(owner_id=owner)
