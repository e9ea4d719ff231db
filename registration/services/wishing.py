"""Writing down what people wish for in choices that are distributed by wishes. A wish takes no place."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from programme.models import Event, Session
from registration.choosing import Offer
from registration.models import Registration, SessionWish
from registration.models.session_wish import MOST_WISHES


def wishes_of(registration: Registration) -> list[SessionWish]:
    return list(SessionWish.objects.filter(registration=registration).select_related("session"))


def wished_now(rows: Sequence[SessionWish], offer: Offer) -> list[int]:
    """The items that are wished for in the choices in which people wish now, the first wish of each foremost. An item
    that was called off or moved to another choice is no longer among them."""
    return [
        row.session_id
        for row in rows
        if row.session_id is not None
        and row.choice_id in offer.gathering
        and any(one.pk == row.session_id for one in offer.gathering[row.choice_id][1])
    ]


def make_wishes(registration: Registration, wishes: Sequence[int], *, offer: Offer, now: datetime) -> bool:
    """Makes these her wishes where people wish now, in the order they stand; what became of earlier ones stays. Whether
    anything changed. They are known to be in order, and the event is locked."""
    before = [row for row in wishes_of(registration) if row.choice_id in offer.gathering]
    rows = rows_of(registration, wishes, offer=offer, now=now)
    if {_what(row) for row in before} == {_what(row) for row in rows}:
        return False
    SessionWish.objects.filter(pk__in=[row.pk for row in before]).delete()
    SessionWish.objects.bulk_create(rows)
    return True


def _what(row: SessionWish) -> tuple[int, int, int | None]:
    return row.choice_id, row.rank, row.session_id


def rows_of(
    registration: Registration, wishes: Sequence[int], *, offer: Offer, now: datetime
) -> list[SessionWish]:
    """The wishes as rows, not yet saved. The ranks of each choice are counted from 1, so that none is left out."""
    known, ranks = offer.by_id(), Counter[int]()
    rows = []
    for pk in wishes:
        session = known[pk]
        assert session.choice_id is not None  # noqa: S101
        ranks[session.choice_id] += 1
        rows.append(
            SessionWish(
                registration=registration,
                event_id=registration.event_id,
                choice_id=session.choice_id,
                session=session,
                title=session.title,
                rank=ranks[session.choice_id],
                wished_at=now,
            )
        )
    return rows


def ranks_of(session: Session, wished: Mapping[tuple[int, int], int]) -> list[int]:
    """Of an item, how many wish for it as each wish."""
    return [wished.get((session.pk, rank), 0) for rank in range(1, MOST_WISHES + 1)]


def wished_for(event: Event) -> dict[tuple[int, int], int]:
    """How many of those who have a place wish for each item as each wish, by the item's id and which wish it is."""
    rows = SessionWish.objects.filter(event=event, session__isnull=False).order_by()
    return dict(Counter(rows.values_list("session", "rank")))
