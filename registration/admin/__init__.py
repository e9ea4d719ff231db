"""The organisers' pages about those who come, and the event's page, which needs both."""

from registration.admin import event

__all__ = ["event"]
