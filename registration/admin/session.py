"""A programme item's page, with what a change of it means to those who have chosen it."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from programme.admin import session as programme_session
from programme.models import Event, Session
from registration.admin.items_changed import stand, tell
from registration.admin.kept_items import why_item_stays


@admin.register(Session)
class SessionAdmin(programme_session.SessionAdmin):
    def save_model(self, request: HttpRequest, obj: Session, form: Any, change: bool) -> None:
        form.items_stood = stand(obj.event)
        super().save_model(request, obj, form, change)

    def all_saved(self, request: HttpRequest, form: Any, formsets: Any) -> None:
        super().all_saved(request, form, formsets)
        tell(request, form.instance.event, stood=form.items_stood)

    def get_deleted_objects(
        self, objs: Iterable[Session], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        """What people have chosen or wished for stands in the way of its own deletion."""
        rows = list(objs)
        deleted, counts, lacking, protected = super().get_deleted_objects(rows, request)
        # A group takes its talks along.
        gone = [*rows, *Session.objects.filter(parent__in=rows).exclude(pk__in=[one.pk for one in rows])]
        return deleted, counts, lacking, [*protected, *filter(None, map(why_item_stays, gone))]

    def delete_model(self, request: HttpRequest, obj: Session) -> None:
        stood = stand(obj.event)
        super().delete_model(request, obj)
        tell(request, obj.event, stood=stood)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Session]) -> None:
        stood = [(event, stand(event)) for event in Event.objects.filter(sessions__in=queryset).distinct()]
        super().delete_queryset(request, queryset)
        for event, before in stood:
            tell(request, event, stood=before)
