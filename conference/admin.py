from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class Site(admin.AdminSite):
    """Django's admin with our name on it."""

    site_title = _("Conference registration")
    site_header = _("Conference registration")
    index_title = _("The desk")
    enable_nav_sidebar = True
