"""The organisers' pages about those who come, and the event's page and the desk, which need both."""

from django.contrib import admin

from registration.admin import booking, desk, event, history, mail, registration, session, venue

__all__ = ["booking", "desk", "event", "history", "mail", "registration", "session", "venue"]

admin.site.desk = desk.context  # type: ignore[attr-defined]
