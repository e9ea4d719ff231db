"""The acts there are, and the buttons that lead to them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programme.models import Event
from registration.admin.place.act_page import act_url
from registration.admin.place.answering import correct_answers
from registration.admin.place.choosing import choose_items
from registration.admin.place.correcting import correct, new_link
from registration.admin.place.giving import give_place
from registration.admin.place.handing_over import hand_over
from registration.admin.place.leaving import cancel, give_back, release
from registration.admin.place.may import decisions
from registration.admin.place.naming import write_name
from registration.admin.place.price_class import price_class
from registration.admin.place.sharing import change_days, give_all_days, share
from registration.admin.place.staying_away import came_after_all, did_not_come
from registration.admin.rights import may_end_places, may_handle
from registration.models import Registration

Answer = HttpResponse


@dataclass(frozen=True)
class Act:
    """A button on the person's page: who may press it, and the page behind it."""

    name: str
    label: str | Promise
    right: Callable[[HttpRequest, Event], bool]
    view: Callable[..., Answer]


def offered(registration: Registration, request: HttpRequest, *, at: datetime) -> list[tuple[str, str]]:
    """The buttons that lead somewhere now, with their addresses."""
    may = decisions(registration, at=at)
    return [
        (_label(act, registration), act_url(registration, act.name))
        for act in ACTS
        if act.right(request, registration.event)
        and (may[act.name] or (may[act.name].bendable and act.name != "cancel"))
        and not (act.name == "release" and registration.is_second)
    ]


def _label(act: Act, registration: Registration) -> str:
    """What is done with a place is said of the turn while there is no more than that."""
    turn = {"hand_over": _("Hand the turn over"), "cancel": _("Take off the waiting list")}
    if act.name == "cancel" and registration.is_second:
        return _("Cancel the days")
    if act.name == "release" and registration.terms.has_steps:
        return _("Cancel it for nothing")
    return turn[act.name] if registration.is_in_line and act.name in turn else str(act.label)


ACTS = (
    Act("give_place", gettext_lazy("Give a place now"), may_handle, give_place),
    Act("write_name", gettext_lazy("Write who comes"), may_handle, write_name),
    Act("correct", gettext_lazy("Correct"), may_handle, correct),
    Act("price_class", gettext_lazy("Correct the price class"), may_end_places, price_class),
    Act("answers", gettext_lazy("Correct the answers"), may_handle, correct_answers),
    Act("choose_items", gettext_lazy("Choose programme items"), may_handle, choose_items),
    Act("hand_over", gettext_lazy("Hand over to another"), may_handle, hand_over),
    Act("share", gettext_lazy("Share with another"), may_handle, share),
    Act("share_days", gettext_lazy("Change the days"), may_handle, change_days),
    Act("all_days", gettext_lazy("Let the other have all days"), may_handle, give_all_days),
    Act("cancel", gettext_lazy("Cancel the place"), may_end_places, cancel),
    Act("give_back", gettext_lazy("Give the place back"), may_end_places, give_back),
    Act("release", gettext_lazy("Release the binding place"), may_end_places, release),
    Act("did_not_come", gettext_lazy("Did not come"), may_handle, did_not_come),
    Act("came_after_all", gettext_lazy("Came after all"), may_handle, came_after_all),
    Act("new_link", gettext_lazy("Send a new link"), may_handle, new_link),
)
