"""What is said of programme items that need signing up, on pages that know nothing of them."""

from django import template
from django.utils.translation import gettext

from programme.models import Event
from registration import item_sentences
from registration.choosing import Chosen, Offer
from registration.services.choosing import offer_of
from registration.services.people import Person

register = template.Library()


@register.simple_tag
def items_of_person(event: Event, person: Person, offer: Offer, waits: bool = False) -> str:
    """What somebody who is about to be signed up has chosen of the programme, or when she chooses."""
    if waits:
        return gettext("Chooses programme items once there is a place.")
    chosen = [
        item_sentences.item_line(one, event) for one in offer.sessions if one.pk in set(person.sessions)
    ]
    if chosen:
        return gettext("Has chosen: %(items)s.") % {"items": "; ".join(chosen)}
    if not offer.sessions:
        return ""
    day = {"day": item_sentences.last_day(event)}
    return gettext("Chooses programme items on the own page, no later than %(day)s.") % day


@register.simple_tag
def full_items(event: Event) -> set[int]:
    """The ids of the items in which no place is left; two queries, none for an event that has no such items."""
    offer = offer_of(event)
    return {one.pk for one in offer.sessions if offer.is_full(one)}


@register.simple_tag
def item_line(item: Chosen, event: Event) -> str:
    return item_sentences.item_line(item, event)


@register.filter
def trouble_of(item: Chosen) -> str:
    """What became of a chosen item; "" where all is well."""
    return item_sentences.trouble(item)


@register.simple_tag
def last_day_to_choose(event: Event) -> str:
    return item_sentences.last_day(event)
