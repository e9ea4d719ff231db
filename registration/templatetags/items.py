"""What is said of programme items that need signing up, on pages that know nothing of them."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext

from programme.models import Event
from registration import choosing, item_sentences
from registration.choosing import Chosen, Offer, is_wished_for
from registration.models import Registration
from registration.services.choosing import offer_of
from registration.services.people import Person

register = template.Library()


@register.simple_tag
def items_of_person(
    event: Event, person: Person, offer: Offer, waits: bool = False, may_choose: bool = True
) -> str:
    """What somebody who is about to be signed up, or just was, has chosen of the programme, and what she has yet to
    choose as long as she may."""
    if waits:
        return gettext("Chooses programme items once there is a place.")
    chosen = [
        item_sentences.item_line(one, event) for one in offer.sessions if one.pk in set(person.sessions)
    ]
    said = [gettext("Has chosen: %(items)s.") % {"items": "; ".join(chosen)}] if chosen else []
    for group, items in offer.groups:
        if group is None or not group.by_wishes:
            continue
        titles = {one.pk: one.title for one in items}
        if wished := [titles[pk] for pk in person.wishes if pk in titles]:
            line = {"choice": group.name, "items": item_sentences.wish_line(wished)}
            said.append(gettext("Wishes for “%(choice)s”: %(items)s.") % line)
    if not offer.sessions or not may_choose:
        return " ".join(said)
    if said:
        missing = choosing.still_to_choose(offer, person.sessions, person.wishes)
        return " ".join([*said, item_sentences.still_to_choose(missing, event)]).strip()
    day = {"day": item_sentences.last_day(event)}
    if len(offer.gathering) == len(offer.groups):
        return gettext("Writes wishes for programme items on the own page, no later than %(day)s.") % day
    return gettext("Chooses programme items on the own page, no later than %(day)s.") % day


@register.simple_tag
def full_items(event: Event) -> set[int]:
    """The ids of the items in which no place is left; one query, none for an event that has no such items. None is
    full while people wish for it."""
    offer = offer_of(event)
    return {one.pk for one in offer.sessions if offer.is_full(one) and not is_wished_for(one)}


@register.simple_tag
def item_line(item: Chosen, event: Event) -> str:
    return item_sentences.item_line(item, event)


@register.filter
def trouble_of(item: Chosen) -> str:
    """What became of a chosen item; "" where all is well."""
    return item_sentences.trouble(item)


@register.simple_tag
def wish_of(ranks: Mapping[int, int], person: Registration) -> str:
    """Which wish an item is to somebody; a dash where she has it already."""
    return item_sentences.wish_number(ranks[person.pk]) if person.pk in ranks else "–"


@register.simple_tag
def last_day_to_choose(event: Event) -> str:
    return item_sentences.last_day(event)


@register.simple_tag
def wishes_moved_up() -> str:
    return item_sentences.moved_up()
