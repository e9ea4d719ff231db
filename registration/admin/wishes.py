"""*Fordel efter ønsker*: what people wish for, how it would be distributed, and the one press that does it; and where
an organiser is reminded of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programme.models import ChoiceGroup, Event, Session
from registration import choosing, item_sentences, sentences
from registration.admin.base import Step, page
from registration.admin.items import NO_WISH, items_url
from registration.models import Registration
from registration.models.session_wish import MOST_WISHES
from registration.services import acts
from registration.services import distributing as service
from registration.services.acts import Refused
from registration.services.distributing import Answer
from registration.views.edge import acts as may_act
from registration.views.edge import expired_notice


@dataclass(frozen=True, kw_only=True)
class Line:
    """An item: how many wish for it as each wish, its places, how many of them are left now, and how many get it."""

    session: Session
    when: str
    wished: list[int]
    left: int | None
    given: int
    left_after: int | None


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One choice as it would be distributed."""

    group: ChoiceGroup
    when: str
    lines: list[Line]
    by_rank: list[tuple[str, int]]
    with_nothing: list[tuple[Registration, str]]
    without_wishes: int
    without_url: str
    names_to_follow: int


def wishes_page(
    request: HttpRequest, event: Event, *, site: admin.AdminSite, way: Sequence[Step], at: datetime, may: bool
) -> HttpResponse:
    """Shows how the items would be distributed now; a press distributes them so, or says what has changed."""
    notice, status = expired_notice(request), 200
    if request.method == "POST" and may and may_act(request):
        notice = _distributed(request, event, at=at)
        if not notice:
            return redirect(items_url(event))
        status = 409
    answers = service.answer_of(event)
    allowed = choosing.may_distribute(event, now=at)
    return page(
        request,
        "wishes",
        site=site,
        title=_("Distribute by wishes"),
        way=[*way, (_("Programme items that need signing up"), items_url(event))],
        event=event,
        notice=notice,
        status=status,
        shown=[_shown(one, event) for one in answers],
        seen=service.fingerprint(answers),
        may=may and bool(allowed) and bool(answers),
        why=sentences.why(allowed.reason, event, now=at) if allowed.reason else "",
        is_closed=at >= choosing.ends(event),
        last_day=item_sentences.last_day(event),
        rule=item_sentences.rule_of_wishes(),
        items_url=items_url(event),
    )


def _distributed(request: HttpRequest, event: Event, *, at: datetime) -> str:
    """Why not; "" where it was done."""
    try:
        answers = service.distribute(
            event_id=event.pk,
            seen=request.POST.get("seen", ""),
            now=at,
            actor=acts.organiser(request.user),  # type: ignore[arg-type]
        )
    except service.AlreadyDistributed:
        return _("The items were distributed already. Nothing more is done, and no further mail is sent.")
    except service.HasChanged:
        return _(
            "Something has changed since you saw the page: a wish, a place or the programme. Nothing is distributed. "
            "Look at the new answer, and press again."
        )
    except Refused as no:
        return sentences.why(no.reason, event, now=at)
    people = len({got.person.pk for one in answers for got in one.got if got.item is not None})
    told = ngettext(
        "The items are distributed: %(number)d person has got one of the wishes. The mails are on their way.",
        "The items are distributed: %(number)d people have got one of their wishes. The mails are on their way.",
        people,
    )
    messages.success(request, told % {"number": people})
    return ""


def _shown(answer: Answer, event: Event) -> Shown:
    # Said once for all of them where they are at the same time.
    when = item_sentences.common_time(answer.items, event)
    return Shown(
        group=answer.group,
        when=when,
        lines=[
            Line(
                session=one,
                when="" if when else item_sentences.when(one, event),
                wished=[answer.wished.get((one.pk, rank), 0) for rank in range(1, MOST_WISHES + 1)],
                left=answer.left[one.pk],
                given=answer.given(one),
                left_after=answer.left_after(one),
            )
            for one in answer.items
        ],
        by_rank=[
            (item_sentences.wish_number(rank), number)
            for rank, number in enumerate(answer.number_by_rank, start=1)
        ],
        with_nothing=[
            (one, reverse("admin:registration_registration_change", args=[one.pk]))
            for one in answer.with_nothing
        ],
        without_wishes=len(answer.without_wishes),
        without_url=people_without_wish(event, answer.group),
        names_to_follow=answer.names_to_follow,
    )


def people_without_wish(event: Event, group: ChoiceGroup) -> str:
    people = reverse("admin:registration_registration_changelist")
    return f"{people}?event={event.pk}&punkt={NO_WISH}{group.pk}"


def waiting_to_be_distributed(events: Iterable[Event], *, at: datetime) -> dict[int, str]:
    """By the id of each event in which wishes wait to be distributed: what the organiser is told. One query, none where
    no event has anything to choose."""
    asked = {one.pk: one for one in events if one.has_choices and choosing.may_distribute(one, now=at)}
    if not asked:
        return {}
    groups = ChoiceGroup.objects.filter(
        event__in=list(asked), by_wishes=True, distributed_at=None,
        sessions__status=Session.Status.PLANNED, sessions__needs_sign_up=True,
    )  # fmt: skip
    found = groups.order_by().values_list("event", flat=True).distinct()
    return {pk: _reminded(asked[pk], at=at) for pk in found}


def _reminded(event: Event, *, at: datetime) -> str:
    day = {"day": item_sentences.last_day(event)}
    if at >= choosing.ends(event):
        return _("The last day of wishing was %(day)s: the items wait to be distributed.") % day
    return _("People wish until %(day)s. Then you distribute the items.") % day
