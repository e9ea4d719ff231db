from typing import Any

from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class Site(admin.AdminSite):
    """Django's admin with our name on it."""

    site_title = settings.SITE_NAME
    site_header = settings.SITE_NAME
    index_title = _("The desk")
    enable_nav_sidebar = True

    def get_urls(self) -> list[Any]:
        """Without the address that leads to any row's page: it would name the drafts of others."""
        return [url for url in super().get_urls() if getattr(url, "name", None) != "view_on_site"]
