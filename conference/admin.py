from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

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
]


class Site(admin.AdminSite):
    """Django's admin with our name on it."""

    site_title = settings.SITE_NAME
    site_header = settings.SITE_NAME
    index_title = _("The desk")
    enable_nav_sidebar = True

    def get_urls(self) -> list[Any]:
        """Without the address that leads to any row's page: it would name the drafts of others."""
        return [url for url in super().get_urls() if getattr(url, "name", None) != "view_on_site"]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The menu in the order of the week rather than of the alphabet."""

        def place(model: dict[str, Any]) -> int:
            return MENU.index(model["object_name"]) if model["object_name"] in MENU else len(MENU)

        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=place)
        return sorted(apps, key=lambda app: min(map(place, app["models"])))
