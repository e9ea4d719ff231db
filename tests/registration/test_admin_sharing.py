"""A place shared by two, as the organisers see it: acts, lists, numbers for the kitchen, and the event's own form."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from programme.models import Event
from registration import kitchen
from registration.exports import people
from registration.models import HistoryEntry, OwedMail, PersonalNeeds, Registration, SessionChoice
from registration.services import cancelling, choosing
from registration.services.acts import ATTENDEE
from registration.services.booking import SignedUp
from tests.cast import ANNE, BO, BOUND, EMIL, OPEN, STARTED
from tests.forms import shown
from tests.registration.items import ids, workshops
from tests.registration.shared import (
    ON_THE_FIRST,
    ON_THE_SECOND,
    SECOND,
    THIRD,
    days_of,
    dinner,
    over_days,
    share,
)
from tests.registration.test_admin_place import buttons, text, told, url

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]
OTHER = {"days.1": "2026-09-17", "name": "Clara Æbelø", "email": "clara@example.org"}
SHARE, DAYS = "Del med en anden", "Ret dagene"


@pytest.fixture
def event(event: Event) -> Event:
    return over_days(event)


@pytest.fixture
def place(sign_up: SignUp) -> Registration:
    return sign_up(BO).registrations[0]


def test_an_organiser_shares_a_place_changes_the_days_and_ends_it(
    organiser: Client, place: Registration, event: Event
) -> None:
    assert SHARE in buttons(organiser.get(url(place)))
    assert told(organiser, organiser.post(url(place, "share"), OTHER)) == ["Clara Æbelø deler nu pladsen."]
    second = Registration.objects.get(name="Clara Æbelø")
    page = organiser.get(url(place))
    assert f"Bo Ågård kommer {ON_THE_FIRST}, og Clara Æbelø kommer {ON_THE_SECOND}." in text(page)
    assert [one in buttons(page) for one in (SHARE, DAYS)] == [False, True]
    assert DAYS not in buttons(organiser.get(url(second)))
    assert "Pladsen tilhører Bo Ågård ." in text(organiser.get(url(second)))
    changed = organiser.post(url(place, "share-days"), {"days.0": "2026-09-16"})
    assert told(organiser, changed) == ["Dagene for Bo Ågård og den anden er rettet."]
    assert [days for _name, _status, days in days_of(event)] == ["2026-09-17", "2026-09-16"]
    assert "Meld afbud til dagene" in buttons(organiser.get(url(second)))
    asked = text(organiser.get(url(second, "cancel")))
    assert "Bo Ågård har igen pladsen alle dage" in asked
    assert "mail om det til clara@example.org, bo@example.org og anne.mette@example.org." in asked
    told(organiser, organiser.post(url(second, "cancel"), {"costs": "0"}))
    assert days_of(event) == [("Bo Ågård", "confirmed", ""), ("Clara Æbelø", "cancelled", "2026-09-16")]
    verbs = HistoryEntry.objects.exclude(verb="signed_up").order_by("pk")
    assert list(verbs.values_list("verb", "actor")) == [
        ("shared", "organiser"),
        ("share_changed", "organiser"),
        ("cancelled", "organiser"),
        ("share_ended", "organiser"),
    ]


def test_an_organiser_lets_the_other_have_all_days(
    organiser: Client, place: Registration, event: Event
) -> None:
    second = share(place)
    assert "Lad den anden få alle dagene" in buttons(organiser.get(url(place)))
    asked = organiser.get(url(place, "all-days"))
    assert "Den plads, Bo Ågård har, går over til Clara Æbelø, som kommer alle dagene." in text(asked)
    done = organiser.post(url(place, "all-days"), asked.context["hidden"])
    assert told(organiser, done) == ["Clara Æbelø har pladsen nu."]
    assert days_of(event)[1:] == [
        ("Clara Æbelø", "substituted", "2026-09-17"),
        ("Clara Æbelø", "confirmed", ""),
    ]
    assert "har nu pladsen alle dagene" in text(organiser.get(url(second))).casefold()


def test_before_a_shared_place_ends_it_is_said_that_both_leave(
    organiser: Client, place: Registration, clock: time_machine.Traveller
) -> None:
    share(place)
    clock.move_to(BOUND)
    for act in ("give-back", "release"):
        assert "Bo Ågård deler pladsen med Clara Æbelø, og det gælder for dem begge." in text(
            organiser.get(url(place, act))
        )


def test_before_a_place_is_handed_over_it_is_said_what_goes_along(
    organiser: Client, place: Registration, event: Event
) -> None:
    items = workshops(event)
    choosing.choose(registration_id=place.pk, sessions=ids(items["læsning"]), now=OPEN, actor=ATTENDEE)
    said = "Det, Bo Ågård har valgt i programmet, følger med: Læring på tværs"
    assert said.split(":")[0] in text(organiser.get(url(place, "hand-over")))


def test_before_a_half_is_handed_over_it_is_said_who_is_told(organiser: Client, place: Registration) -> None:
    second = share(place)
    page = text(organiser.get(url(second, "hand-over")))
    assert "Det er kun de dage, Clara Æbelø kommer, der overdrages." in page
    assert "en mail om det til clara@example.org, bo@example.org og anne.mette@example.org." in page
    told(organiser, organiser.post(url(second, "hand-over"), {"name": "Eva Ås", "email": "eva@example.org"}))
    assert OwedMail.objects.filter(kind="share_handed", to_email="bo@example.org").count() == 1


def test_at_the_desk_it_is_shown_first_what_of_the_programme_goes_over(
    organiser: Client, place: Registration, event: Event
) -> None:
    items = workshops(event)
    items["aften"].day = SECOND
    items["aften"].save()
    chosen = {"registration_id": place.pk, "sessions": ids(items["aften"]), "now": OPEN, "actor": ATTENDEE}
    choosing.choose(**chosen)

    def press(act: str, typed: dict[str, str]) -> None:
        asked = organiser.post(url(place, act), typed)
        (notice,) = [asked.context["notice"]]
        assert "går over til Clara Æbelø: " in notice
        assert "Tryk på knappen igen, hvis det er rigtigt." in text(asked)
        told(organiser, organiser.post(url(place, act), typed | asked.context["hidden"]))

    assert "Det, der er valgt i programmet, følger med dagen." in text(organiser.get(url(place, "share")))
    press("share", OTHER)
    choosing.choose(**chosen | {"sessions": ids(items["læsning"])})
    press("share-days", {"days.0": "2026-09-16"})
    held = SessionChoice.objects.order_by("day").values_list("registration__name", "title")
    assert list(held) == [("Clara Æbelø", "Læsning på tværs"), ("Bo Ågård", "Aftensang")]
    second = Registration.objects.get(shares_place_of=place)
    assert (
        "Det, Clara Æbelø har valgt i programmet på de dage, Bo Ågård kommer, går over til Bo Ågård: Læsning på tværs."
        in text(organiser.get(url(second, "cancel")))
    )
    entry = HistoryEntry.objects.filter(verb="items_passed", registration=second).earliest("pk")
    page = text(organiser.get(f"/admin/registration/historyentry/{entry.pk}/change/"))
    assert "Kom fra Bo Ågård Aftensang" in page
    page = text(organiser.get(f"/admin/registration/registration/{second.pk}/change/"))
    assert "Programpunkter fulgte med dagen (Kom fra Bo Ågård: Aftensang) –" in page


def test_at_the_desk_it_is_asked_whether_the_answers_still_fit(
    organiser: Client, place: Registration, event: Event
) -> None:
    dinner(event, place)
    fit = "Se efter, om svarene for Bo Ågård stadig passer til dagene. "
    for whose, act, typed in (
        (place, "share", OTHER),
        (place, "share-days", {"days.0": "2026-09-16"}),
        (None, "cancel", {"costs": "0"}),
    ):
        whose = whose or Registration.objects.get(shares_place_of=place)
        page = organiser.post(url(whose, act), typed, follow=True)
        assert fit in page.content.decode()
        assert url(place, "answers") in page.content.decode()


def test_at_the_desk_a_place_is_shared_with_a_reason(
    organiser: Client, place: Registration, clock: time_machine.Traveller
) -> None:
    clock.move_to(STARTED)
    assert organiser.post(url(place, "share"), OTHER).status_code == 200
    told(organiser, organiser.post(url(place, "share"), OTHER | {"set_aside": "on", "reason": "Ringede"}))
    assert Registration.objects.filter(shares_place_of=place).count() == 1


def test_whoever_has_nothing_to_do_with_it_shares_nothing(outsider: Client, place: Registration) -> None:
    for act in ("share", "share-days"):
        assert outsider.post(url(place, act), OTHER).status_code == 404
    assert Registration.objects.count() == 1


def test_lists_say_who_comes_on_which_day(organiser: Client, place: Registration, event: Event) -> None:
    share(place)
    people = f"/admin/registration/registration/?event={event.pk}"
    assert "16. september" in text(organiser.get(people))
    names = {
        day: [row.name for row in organiser.get(f"{people}&dag={day}").context["cl"].result_list]
        for day in ("2026-09-16", "2026-09-17")
    }
    assert names == {"2026-09-16": ["Bo Ågård"], "2026-09-17": ["Clara Æbelø"]}
    Event.objects.update(places_may_be_shared=False)
    assert "Dage Siden" not in text(organiser.get(people))


def test_a_search_on_a_day_finds_nobody_whose_place_has_ended(
    organiser: Client, place: Registration, event: Event
) -> None:
    gone = share(place)
    cancelling.cancel(registration_id=gone.pk, now=OPEN, actor=ATTENDEE)
    share(place, EMIL)

    def names(narrowed: str) -> list[str]:
        people = f"/admin/registration/registration/?event={event.pk}&q={place.booking.number}{narrowed}"
        return [row.name for row in organiser.get(people).context["cl"].result_list]

    # A search alone is about one person, whatever became of her.
    assert names("") == ["Bo Ågård", "Clara Æbelø", "Emil Uden-Mail"]
    assert names("&dag=2026-09-17") == ["Emil Uden-Mail"]
    assert names("&dag=2026-09-17&status=cancelled") == ["Clara Æbelø"]


def test_a_list_to_take_along_has_a_column_of_days_where_places_may_be_shared(
    sign_up: SignUp, event: Event
) -> None:
    place, _alone = sign_up(BO, ANNE).registrations
    share(place)

    def columns() -> dict[str, Any]:
        with translation.override("da"):
            table = people.table(Registration.objects.filter(event=event))
            index = table.headings.index("Dage") if "Dage" in table.headings else None
            return {str(row[1]): row[index] if index else None for row in table.rows}

    assert columns() == {
        "Anne Mette Sørensen": "alle dage",
        "Bo Ågård": ON_THE_FIRST,
        "Clara Æbelø": ON_THE_SECOND,
    }
    # As long as somebody shares a place.
    Event.objects.update(places_may_be_shared=False)
    assert columns()["Bo Ågård"] == ON_THE_FIRST
    Event.objects.update(ends_on=date(2026, 9, 16))
    assert columns()["Bo Ågård"] is None


def test_the_kitchen_is_told_of_each_day(organiser: Client, sign_up: SignUp, event: Event) -> None:
    place, alone = sign_up(BO, ANNE).registrations
    second = share(place)
    for whose, food in ((place, "Fisk"), (second, "Nødder"), (alone, "Nødder")):
        PersonalNeeds.objects.create(registration=whose, dietary_needs=food, consent="Ja", consented_at=OPEN)
    assert [(one.people, one.dietary) for one in kitchen.needs_of(event).days] == [
        (2, [("Fisk", 1), ("Nødder", 1)]),
        (2, [("Nødder", 2)]),
    ]
    page = text(organiser.get(f"/admin/programme/event/{event.pk}/kitchen/"))
    assert "Onsdag den 16. september 2026: 2 personer" in page


def test_the_events_page_counts_persons_beside_places(
    organiser: Client, place: Registration, event: Event
) -> None:
    share(place)
    page = text(organiser.get(f"/admin/programme/event/{event.pk}/change/"))
    assert "1 af 10 pladser er optaget 2 personer, fordi to deler en plads" in page


def test_the_setting_is_for_events_of_several_days(organiser: Client, event: Event) -> None:
    url = f"/admin/programme/event/{event.pk}/change/"
    assert 'name="places_may_be_shared"' in organiser.get(url).content.decode()
    typed = shown(organiser.get(url)) | {"ends_on": "16-09-2026"}
    added = organiser.get("/admin/programme/event/add/").content.decode()
    assert "Til et arrangement over flere dage. Det er stadig én plads" in added
    errors = organiser.post(url, typed).context["adminform"].form.errors
    assert errors["places_may_be_shared"] == [
        "En plads kan kun deles ved et arrangement over flere dage: fjern fluebenet, eller giv arrangementet flere "
        "dage."
    ]
    typed.pop("places_may_be_shared")
    assert organiser.post(url, typed).status_code == 302
    assert 'name="places_may_be_shared"' not in organiser.get(url).content.decode()


def test_an_event_is_not_shortened_so_that_one_of_the_two_has_no_day(
    organiser: Client, place: Registration, event: Event
) -> None:
    over_days(event, until=THIRD)
    share(place, days=(THIRD,))
    url = f"/admin/programme/event/{event.pk}/change/"
    typed = shown(organiser.get(url)) | {"ends_on": "17-09-2026"}
    (error,) = organiser.post(url, typed).context["adminform"].form.errors["ends_on"]
    assert "ikke have nogen dag: Bo Ågård." in error
    # Moved and as long as before, their days come along.
    typed |= {"starts_on": "07-10-2026", "ends_on": "09-10-2026"}
    assert organiser.post(url, typed).status_code == 302
    assert [days for _name, _status, days in days_of(event)] == ["2026-10-07 2026-10-08", "2026-10-09"]
