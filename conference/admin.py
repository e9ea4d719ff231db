from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from conference import logged_out

# What an organiser does every week stands first in the menu; what is not named follows by its name.
MENU = [
    "Registration",
    "Booking",
    "OwedMail",
    "HistoryEntry",
    "Event",
    "Session",
    "Speaker",
    "Venue",
    "Organisation",
    "TargetGroup",
]


class Site(admin.AdminSite):
    """Django's admin with our name on it."""

    site_title = settings.SITE_NAME or _("Conference registration")
    site_header = site_title
    index_title = _("The desk")
    enable_nav_sidebar = True
    # What the start page shows beside the menu; given by whoever knows both what is announced and who comes.
    desk: Callable[[HttpRequest], dict[str, Any]] | None = None

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        shown = self.desk(request) if self.desk is not None else {}
        return super().index(request, {**shown, **(extra_context or {})})

    def get_urls(self) -> list[Any]:
        """Without the address that leads to any row's page: it would name the drafts of others."""
        return [url for url in super().get_urls() if getattr(url, "name", None) != "view_on_site"]

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Whoever was logged out while she wrote logs in again without losing what she had typed."""
        inner = super().admin_view(view, cacheable)

        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST" and request.user.is_anonymous and logged_out.is_form(request):
                refused = logged_out.log_in_again(request, self.login_form)
                if refused is not None:
                    return refused
            return inner(request, *args, **kwargs)

        return wrapped

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The menu in the order of the week rather than of the alphabet."""

        def place(model: dict[str, Any]) -> int:
            return MENU.index(model["object_name"]) if model["object_name"] in MENU else len(MENU)

        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=place)
        return sorted(apps, key=lambda app: min(map(place, app["models"])))
