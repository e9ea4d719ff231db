"""What one person has chosen of the programme and wished for, on the organiser's page about her."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from registration import choosing, item_sentences
from registration.models import Registration, SessionWish
from registration.services.choosing import choices_of


@dataclass(frozen=True, kw_only=True)
class ItemsOfPerson:
    """Each item with what became of it, and for each choice in which she wrote wishes, these in their order with what
    became of each."""

    chosen: list[str]
    wished: list[tuple[str, list[str]]]


def items_of(registration: Registration) -> ItemsOfPerson | None:
    """Two queries; none where the event has nothing to choose. None where she has neither chosen nor wished."""
    event = registration.event
    if not event.has_choices:
        return None
    rows = choices_of(registration)
    chosen = [
        " – ".join(filter(None, (item_sentences.item_line(one, event), item_sentences.trouble(one))))
        for one in choosing.chosen_now(rows)
    ]
    has = {row.session_id for row in rows}
    wished: dict[str, list[str]] = {}
    of_her = SessionWish.objects.filter(registration=registration).select_related("session", "choice")
    for wish in of_her.order_by("choice", "rank"):
        wished.setdefault(wish.choice.name, []).append(" – ".join(_wish(wish, has)))
    return ItemsOfPerson(chosen=chosen, wished=list(wished.items())) if chosen or wished else None


def _wish(wish: SessionWish, has: set[int | None]) -> Iterator[str]:
    yield wish.title
    if wish.session is None:
        yield pgettext("programme item", "taken out of the programme")
    elif wish.session.is_cancelled:
        yield pgettext("programme item", "called off")
    elif wish.session_id in has:
        yield _("has a place")
