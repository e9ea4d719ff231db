"""The organisers' pages about what is announced, one module for each noun. The pages of events, their
items and venues are completed and registered in `registration.admin`, because they need to know who comes."""

from django.contrib import admin

from programme.admin import organisation, speaker, target_group, user
from programme.admin.login import LoginForm

__all__ = ["organisation", "speaker", "target_group", "user"]

admin.site.login_form = LoginForm
