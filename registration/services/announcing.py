"""An event that is shown on the website is hidden again."""

from registration.models import Registration


def may_hide(event_id: int) -> bool:
    """Whether an announced event may become a draft again: not when people have signed up, who would no longer find
    it."""
    return not Registration.objects.filter(event=event_id).exists()
