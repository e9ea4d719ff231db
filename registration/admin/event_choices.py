"""On the event's page: the ways to its programme items, its reserved places and the decision whether it takes place,
where it has them."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from conference.clock import now
from programme.models import Event, Session
from registration import deciding, item_sentences
from registration.admin import items_changed
from registration.admin.base import Step
from registration.admin.decide import decide_page
from registration.admin.event_people import PeopleOfEvent, page_url
from registration.admin.items import item_page, items_page, people_of
from registration.admin.kept_items import why_item_stays
from registration.admin.registration import excel
from registration.admin.reserved import reserved_page
from registration.admin.rights import may_end_places
from registration.admin.wishes import wishes_page
from registration.services.choosing import offer_of
from registration.services.wishing import ranks_of, wished_for


class ChoicesOfEvent(PeopleOfEvent):
    """For the event's admin class."""

    def ways_to_sign_up(self, request: HttpRequest, event: Event, *, gathers_wishes: bool) -> list[Step]:
        ways = super().ways_to_sign_up(request, event, gathers_wishes=gathers_wishes)
        if event.has_choices:
            ways.append((_("Programme items that need signing up"), page_url(event, "items")))
        if gathers_wishes:
            ways.append((_("Distribute by wishes"), page_url(event, "wishes")))
        if event.reserved_places:
            ways.append((_("Reserved places and invitations"), page_url(event, "reserved")))
        if deciding.is_to_decide(event, now=now()):
            ways.append((_("Does it take place?"), page_url(event, "decide")))
        return ways

    def sign_up_of_items(self, event: Event) -> dict[int, str]:
        offer = offer_of(event)
        wished = wished_for(event) if offer.gathering else {}
        return {
            one.pk: item_sentences.stands(
                one, event, taken=offer.taken.get(one.pk, 0), wished=ranks_of(one, wished)
            )
            for one in offer.sessions
        }

    def items_that_stay(self, items: Iterable[Session]) -> dict[int, str]:
        return {one.pk: why for one in items if (why := why_item_stays(one))}

    def items_stand(self, event: Event) -> items_changed.Stand:
        return items_changed.stand(event)

    def tell_of_items(self, request: HttpRequest, event: Event, *, stood: items_changed.Stand) -> None:
        items_changed.tell(request, event, stood=stood)

    def get_urls(self) -> list[URLPattern]:
        pages: list[tuple[str, str, Any]] = [
            ("punkter/", "items", self.items_view),
            ("punkter/fordel/", "wishes", self.wishes_view),
            ("punkter/<int:session>/", "item", self.item_view),
            ("punkter/<int:session>/deltagere.xlsx", "item_excel", self.item_excel_view),
            ("reserverede/", "reserved", self.reserved_view),
            ("beslutning/", "decide", self.decide_view),
        ]
        wrap = self.admin_site.admin_view
        return [
            *(
                path(f"<int:pk>/{end}", wrap(view), name=f"programme_event_{name}")
                for end, name, view in pages
            ),
            *super().get_urls(),
        ]

    def items_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        event = self.event_of(request, pk)
        return items_page(request, event, site=self.admin_site, way=self.way(event), at=now())

    def _page_of(self, made: Callable[..., HttpResponse], request: HttpRequest, pk: int) -> HttpResponse:
        """A page that everybody here may look at, with a button for those who may end places."""
        event = self.event_of(request, pk)
        return made(
            request,
            event,
            site=self.admin_site,
            way=self.way(event),
            at=now(),
            may=may_end_places(request, event),
        )

    def wishes_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page_of(wishes_page, request, pk)

    def item_view(self, request: HttpRequest, pk: int, session: int) -> HttpResponseBase:
        event = self.event_of(request, pk)
        return item_page(request, event, session, site=self.admin_site, way=self.way(event))

    def item_excel_view(self, request: HttpRequest, pk: int, session: int) -> HttpResponseBase:
        return excel(people_of(self.event_of(request, pk), session)[1])  # type: ignore[arg-type]

    def reserved_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page_of(reserved_page, request, pk)

    reserved_view.keeps_typed_text = True  # type: ignore[attr-defined]

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page_of(decide_page, request, pk)

    decide_view.keeps_typed_text = True  # type: ignore[attr-defined]
