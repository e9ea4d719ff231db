"""The organisers' pages about those who come, and the event's page, which needs both."""

from registration.admin import booking, event, history, mail, registration

__all__ = ["booking", "event", "history", "mail", "registration"]
