"""What a role may do with those who come. Seeing is `programme.admin.rights`; these are the acts."""

from django.http import HttpRequest

from programme.admin import rights
from programme.models import Event, Membership


def may_handle(request: HttpRequest, event: Event) -> bool:
    """Sign up, correct, hand over, give a place to somebody who waits, write down who pays and who stayed away, and
    send again: the registration desk, and whoever may change the event."""
    if rights.may_change(request, event.owner_id):
        return True
    return rights.roles(request).get(event.owner_id) == Membership.Role.DESK


def may_end_places(request: HttpRequest, event: Event) -> bool:
    """Cancel, give back and release: whoever may change the event."""
    return rights.may_change(request, event.owner_id)
