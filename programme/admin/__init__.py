"""The organisers' pages about what is announced, one module for each noun. The event's page is completed and
registered in `registration.admin`, because it needs to know who comes."""

from django.contrib import admin

from programme.admin import organisation, session, speaker, target_group, user, venue
from programme.admin.login import LoginForm

__all__ = ["organisation", "session", "speaker", "target_group", "user", "venue"]

admin.site.login_form = LoginForm
