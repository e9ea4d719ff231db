"""What the pages about those who come have in common: rows are shown here and written by the services alone."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from programme.admin.base import HouseAdmin
from programme.form_errors import told_errors
from programme.models import Event
from programme.templatetags.dates import unparted
from registration.admin.filters import ALL_EVENTS, chosen_event

# A step on the way to a page: what it is called, and its address.
Step = tuple[str, str]


class PeopleAdmin(HouseAdmin):
    """Read-only for Django's own pages; what may be done stands on a page of its own behind a button."""

    change_list_template = "admin/registration/people_list.html"
    # What can be searched for; Django's own help text would be taken for the name of the field.
    search_hint: str | Promise = ""
    list_per_page = 100
    list_max_show_all = 200
    show_facets = admin.ShowFacets.NEVER

    @admin.display(description=gettext_lazy("event"), ordering="event__starts_on")
    def at_event(self, row: Any) -> str:
        return unparted(str(row.event))

    def organisation_of(self, obj: Any) -> int | None:
        owner: int = obj.event.owner_id
        return owner

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:  # noqa: ARG002
        """What the list's own filters ask, and nothing typed into the address: who has told of a need, say."""
        asked = {
            f"{one}__exact" if isinstance(one, str) else getattr(one, "parameter_name", "")
            for one in self.list_filter
        }
        return lookup in asked

    def get_list_display(self, request: HttpRequest) -> Any:
        """Without the event where the list is one event's."""
        columns = list(super().get_list_display(request))
        return [
            name
            for name in columns
            if name != "at_event" or request.GET.get("event", ALL_EVENTS) == ALL_EVENTS
        ]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("event")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        response = super().changelist_view(
            request, {"search_hint": self.search_hint, **(extra_context or {})}
        )
        shown = response.context_data if isinstance(response, TemplateResponse) else None
        if shown and "cl" in shown and (name := chosen_event(shown["cl"].filter_specs)):
            shown["title"] = f"{shown['title']}: {name}"
        return response

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",  # noqa: ARG002
        extra_context: dict[str, Any] | None = None,  # noqa: ARG002
    ) -> HttpResponse:
        """The row's own page, which is only read."""
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return self.row_page(request, self.row(request, object_id))

    def row_page(self, request: HttpRequest, row: Any) -> HttpResponse:
        """What the page of one of the user's rows shows."""
        raise NotImplementedError

    def history_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,  # noqa: ARG002
    ) -> HttpResponse:
        """The history stands on the row's own page."""
        return redirect(self.url("change", self.row(request, object_id).pk))

    def row(self, request: HttpRequest, object_id: str | int) -> Any:
        """One of the user's rows; what belongs to others is not there."""
        found = self.get_object(request, str(object_id))
        if found is None:
            raise Http404
        return found

    def url(self, page: str, *args: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)

    def list_step(self) -> Step:
        return capfirst(str(self.opts.verbose_name_plural)), self.url("changelist")


def page(
    request: HttpRequest,
    template: str,
    *,
    site: admin.AdminSite,
    title: str | Promise,
    way: Sequence[Step],
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """A page of ours inside the admin, with the way that leads to it. What is wrong in its `forms` is told on top."""
    errors = errors_of(context.get("forms", []))
    common = {**site.each_context(request), "title": title, "way": way, "errors": errors}
    return TemplateResponse(request, f"admin/registration/{template}.html", common | context, status=status)


def errors_of(shown: Iterable[forms.Form]) -> list[tuple[str, str]]:
    """The id of each field in error and what is wrong, in the order they are laid out."""
    return [error for form in shown if form.is_bound for error in told_errors(form)]


def demand(right: Callable[[HttpRequest, Event], bool], request: HttpRequest, event: Event) -> None:
    """Refuses whoever may see the event but not do this."""
    if not right(request, event):
        raise PermissionDenied
