"""Where an event says so, whoever comes instead is of the same workplace, unless an organiser sets that aside."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from programme.models import Event, User
from registration import asking, links, sentences
from registration.models import Registration
from registration.policy import Decision, Reason
from registration.services import correcting, substituting
from registration.services.acts import CONTACT, Refused, organiser
from registration.services.booking import SignedUp
from registration.words import rule_words
from tests.cast import BO, CLARA, OPEN, at, history
from tests.forms import shown
from tests.pages import text_of

pytestmark = pytest.mark.django_db
SAME = replace(CLARA, organisation="Ærø Kommunes biblioteker")
OTHER = replace(CLARA, organisation="Øby Gymnasium")
WHY = "Ved dette arrangement skal den, der kommer i stedet, være fra samme arbejdsplads."


@pytest.fixture
def place(make_event: Callable[..., Event], sign_up: Callable[..., SignedUp]) -> Registration:
    """Bo's, of Ærø Bibliotek."""
    event = make_event(slug="kun-os", substitutes_from_same_organisation=True)
    return sign_up(BO, event=event).registrations[0]


def test_a_colleague_comes_instead_and_a_stranger_does_not(place: Registration) -> None:
    with pytest.raises(Refused) as refused:
        substituting.substitute(registration_id=place.pk, person=OTHER, now=OPEN, actor=CONTACT)
    assert refused.value.decision == Decision(Reason.OTHER_ORGANISATION)
    assert Registration.objects.count() == 1
    new = substituting.substitute(registration_id=place.pk, person=SAME, now=OPEN, actor=CONTACT)
    assert new.organisation == "Ærø Kommunes biblioteker"


def test_an_organiser_sets_it_aside_with_a_reason(place: Registration, dorte: User) -> None:
    with pytest.raises(Refused):
        substituting.substitute(registration_id=place.pk, person=OTHER, now=OPEN, actor=organiser(dorte))
    actor = organiser(dorte, reason="Fælles projekt")
    substituting.substitute(registration_id=place.pk, person=OTHER, now=OPEN, actor=actor)
    assert [(one["verb"], one["bent"], one["reason"]) for one in history()][-1] == (
        "substituted",
        "other_organisation",
        "Fælles projekt",
    )


def test_two_rules_set_aside_are_both_written_down(place: Registration, dorte: User) -> None:
    actor = organiser(dorte, reason="Står ved døren")
    substituting.substitute(registration_id=place.pk, person=OTHER, now=at("2026-09-16 09:05"), actor=actor)
    bent = history()[-1]["bent"]
    assert bent == "over,other_organisation"
    with translation.override("da"):
        assert rule_words(bent) == "arrangementet var begyndt, stedfortræderen er fra en anden arbejdsplads"


@pytest.mark.parametrize(
    ("before", "after", "free"), [(False, True, True), (True, False, True), (True, True, False)]
)
def test_who_signed_up_before_is_free_of_it(
    make_event: Callable[..., Event], sign_up: Callable[..., SignedUp], before: bool, after: bool, free: bool
) -> None:
    event = make_event(slug="skifter", substitutes_from_same_organisation=before)
    place = sign_up(BO, event=event).registrations[0]
    Event.objects.filter(pk=event.pk).update(substitutes_from_same_organisation=after)
    row = Registration.objects.select_related("event", "booking").get(pk=place.pk)
    assert bool(substituting.may_take(OTHER, place=row)) is free


def test_it_is_said_wherever_the_rule_is(place: Registration) -> None:
    event = Event.objects.get(pk=place.event_id)
    for language, sentence in (
        ("da", "Den, der kommer i stedet, skal være fra samme arbejdsplads."),
        ("en", "The person who comes instead must be from the same workplace."),
    ):
        with translation.override(language):
            assert sentence in sentences.terms(event, now=OPEN)
            place.event = event
            assert sentence in sentences.place_rule(place, now=OPEN)


def test_a_place_is_not_taken_without_the_workplace_it_is_judged_by(place: Registration) -> None:
    assert asking.ask(place.event, "organisation") is asking.Ask.MUST
    place.event.substitutes_from_same_organisation = False
    assert asking.ask(place.event, "organisation") is asking.Ask.MAY


def facts(person: Any, **more: str) -> dict[str, str]:
    return {"name": person.name, "email": person.email, "organisation": person.organisation} | more


def test_the_page_says_at_the_field_whom_to_write_to(client: Client, place: Registration, clock: Any) -> None:
    token = links.place_token(place)
    before = text_of(client.get(reverse("registration:substitute", args=[token])).content.decode())
    assert "Den, der kommer i stedet, skal være fra samme arbejdsplads: Ærø Bibliotek." in before
    page = client.post(reverse("registration:substitute", args=[token]), facts(OTHER, action="check"))
    said = text_of(page.content.decode())
    assert f"{WHY} Spørgsmål? Skriv til Dorte Ørsted, dorte@example.org." in said
    assert shown(page)["organisation"] == "Øby Gymnasium"
    assert Registration.objects.count() == 1


def test_the_organiser_is_asked_for_a_reason_once_it_is_known(organiser: Client, place: Registration) -> None:
    url = reverse("admin:registration_registration_hand_over", args=[place.pk])
    first = organiser.post(url, facts(OTHER))
    assert WHY in text_of(first.content.decode())
    assert (
        "errorlist" not in first.content.decode().partition('name="set_aside"')[0].rpartition("<fieldset")[2]
    )
    assert Registration.objects.count() == 1
    again = organiser.post(url, facts(OTHER, reason="", set_aside=""))
    assert "Skriv en begrundelse." in text_of(again.content.decode())
    done = organiser.post(url, facts(OTHER, reason="Fælles projekt", set_aside="on"))
    assert done.status_code == 302
    assert Registration.objects.get(substitute_for=place).organisation == "Øby Gymnasium"


# ------------------------------------------------------------------ corrected, and then handed over

STAYS = (
    "Ved dette arrangement hører pladsen til arbejdspladsen Ærø Bibliotek. Stavemåden kan rettes, men der kan ikke "
    "skrives en anden arbejdsplads."
)


def put_right(place: Registration, organisation: str, **more: Any) -> Registration:
    person = replace(BO, organisation=organisation)
    acts: dict[str, Any] = {"same_person": True, "now": OPEN, "actor": CONTACT} | more
    return correcting.correct(registration_id=place.pk, person=person, **acts)


def test_the_workplace_is_spelled_right_but_not_changed_for_another(place: Registration) -> None:
    with pytest.raises(Refused) as refused:
        put_right(place, "Øby Gymnasium")
    assert refused.value.decision == Decision(Reason.WORKPLACE_STAYS)
    assert put_right(place, "Ærø Kommunes biblioteker").organisation == "Ærø Kommunes biblioteker"


def test_no_number_of_small_changes_leads_to_another_workplace(place: Registration) -> None:
    place = put_right(place, "Bibliotek")
    with pytest.raises(Refused):
        put_right(place, "Odense Bibliotek")
    elsewhere = replace(CLARA, organisation="Odense Bibliotek")
    with pytest.raises(Refused):
        substituting.substitute(registration_id=place.pk, person=elsewhere, now=OPEN, actor=CONTACT)
    colleague = replace(CLARA, organisation="Bibliotek")
    new = substituting.substitute(registration_id=place.pk, person=colleague, now=OPEN, actor=CONTACT)
    back = replace(BO, organisation="Odense Bibliotek")
    with pytest.raises(Refused):
        substituting.substitute(registration_id=new.pk, person=back, now=OPEN, actor=CONTACT)
    assert new.kept_to == "Ærø Bibliotek"


def test_what_an_organiser_lets_in_is_what_the_place_is_kept_to_from_then_on(
    place: Registration, dorte: User
) -> None:
    actor = organiser(dorte, reason="Fælles projekt")
    new = substituting.substitute(registration_id=place.pk, person=OTHER, now=OPEN, actor=actor)
    assert new.kept_to == "Øby Gymnasium"
    place = put_right(new, "Ærø Bibliotek", actor=actor)
    assert place.kept_to == "Ærø Bibliotek"


def test_a_workplace_that_was_not_written_can_be(place: Registration) -> None:
    Registration.objects.update(organisation="")
    place.booking.__class__.objects.update(organisation="")
    assert put_right(place, "Øby Gymnasium").organisation == "Øby Gymnasium"


def test_where_the_place_may_go_anywhere_the_workplace_may_be_another(place: Registration) -> None:
    Event.objects.update(substitutes_from_same_organisation=False)
    assert put_right(place, "Øby Gymnasium").organisation == "Øby Gymnasium"


def test_the_page_of_corrections_says_it_at_the_field(
    client: Client, place: Registration, clock: Any
) -> None:
    url = reverse("registration:correct", args=[links.place_token(place)])
    seen = shown(client.get(url))
    page = client.post(url, seen | {"organisation": "Øby Gymnasium"})
    assert f"{STAYS} Spørgsmål? Skriv til Dorte Ørsted, dorte@example.org." in text_of(page.content.decode())
    assert shown(page)["organisation"] == "Øby Gymnasium"
    assert (
        'aria-invalid="true"' in page.content.decode().partition('name="organisation"')[2].partition(">")[0]
    )
    assert Registration.objects.get().organisation == "Ærø Bibliotek"


def test_an_organiser_writes_another_workplace_with_a_reason(organiser: Client, place: Registration) -> None:
    url = reverse("admin:registration_registration_correct", args=[place.pk])
    typed = shown(organiser.get(url)) | {"organisation": "Øby Gymnasium"}
    first = organiser.post(url, typed)
    assert STAYS in text_of(first.content.decode())
    assert Registration.objects.get().organisation == "Ærø Bibliotek"
    done = organiser.post(url, typed | {"reason": "Har skiftet job", "set_aside": "on"})
    assert done.status_code == 302
    assert Registration.objects.get().organisation == "Øby Gymnasium"
    last = history()[-1]
    assert (last["verb"], last["bent"], last["reason"]) == ("corrected", "workplace_stays", "Har skiftet job")
    with translation.override("da"):
        assert rule_words(last["bent"]) == "pladsen hørte til en anden arbejdsplads"
