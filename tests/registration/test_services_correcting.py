from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from programme.models import Event, User
from registration import links
from registration.models import Booking, HistoryEntry, Registration
from registration.policy import Reason
from registration.services import cancelling, correcting, substituting
from registration.services.acts import ATTENDEE, CONTACT, Actor, Refused, organiser
from registration.services.booking import SignedUp
from registration.services.people import Contact, Person
from tests.cast import ANNE, BO, BOUND, CLARA, EMIL, ENDED, OPEN, history, owed, statuses

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]
HOUR = timedelta(hours=1)


@pytest.fixture
def place(sign_up: SignUp) -> Registration:
    """Bo's confirmed place, booked by Anne Mette."""
    return sign_up(BO).registrations[0]


def correct(registration: Registration, person: Person, **changes: Any) -> Registration:
    act: dict[str, Any] = {"same_person": False, "now": OPEN + HOUR, "actor": ATTENDEE} | changes
    return correcting.correct(registration_id=registration.pk, person=person, **act)


def entry(**changes: Any) -> dict[str, Any]:
    common = {"at": OPEN + HOUR, "verb": "corrected", "actor": "attendee", "user": None}
    return common | {"fields": [], "personal": {}, "bent": "", "reason": ""} | changes


def test_a_corrected_name_is_written_with_its_columns_and_told_to_both(place: Registration) -> None:
    correct(place, replace(BO, name="Bo Ågaard Æbelø", job_title="Chef"))
    after = Registration.objects.get(pk=place.pk)
    assert (after.name, after.job_title, after.organisation, after.email) == (
        "Bo Ågaard Æbelø",
        "Chef",
        "Ærø Bibliotek",
        "bo@example.org",
    )
    assert (after.person_key, after.link_key) == ("bo@example.org\nbo ågaard æbelø", place.link_key)
    assert list(Registration.objects.matching("Æbelø chef")) == [after]
    assert history()[1:] == [
        entry(
            fields=["job_title", "name"],
            personal={"before": {"name": "Bo Ågård", "job_title": "Leder"}},
        )
    ]
    assert owed()[2:] == [
        ("place_corrected", "bo@example.org", {"by": "attendee"}),
        ("place_corrected", "anne.mette@example.org", {"by": "attendee"}),
    ]


def test_a_corrected_address_ends_the_old_link_and_is_sent_the_confirmation(place: Registration) -> None:
    old_token = links.place_token(place)
    correct(place, replace(BO, email="bo.aagaard@example.org"), actor=CONTACT)
    after = Registration.objects.get(pk=place.pk)
    assert (after.email, after.link_key != place.link_key) == ("bo.aagaard@example.org", True)
    assert links.read_token(old_token, purpose="place") == (place.pk, place.link_key)
    assert owed()[2:] == [
        ("place_confirmed", "bo.aagaard@example.org", {}),
        ("place_corrected", "anne.mette@example.org", {"by": "contact"}),
        ("place_corrected", "bo@example.org", {"by": "contact", "closed": True}),
    ]


def test_an_address_that_is_taken_away_leaves_the_contacts(place: Registration) -> None:
    correct(place, replace(BO, email=""), actor=CONTACT)
    assert owed()[2:] == [
        ("place_confirmed", "anne.mette@example.org", {}),
        ("place_corrected", "bo@example.org", {"by": "contact", "closed": True}),
    ]


def test_a_first_address_of_her_own_gets_the_whole_confirmation(sign_up: SignUp) -> None:
    emil = sign_up(EMIL).registrations[0]
    correct(emil, replace(EMIL, email="emil@example.org"), actor=CONTACT)
    assert owed()[1:] == [
        ("place_confirmed", "emil@example.org", {}),
        ("place_corrected", "anne.mette@example.org", {"by": "contact"}),
    ]


def test_what_is_as_before_is_not_a_correction(place: Registration) -> None:
    before = owed(), history()
    correct(place, replace(BO, name=" Bo  Ågård"))
    assert (owed(), history()) == before


@pytest.mark.parametrize(
    ("person", "asks"),
    [
        (replace(BO, name="Bo Aagaard"), False),
        (replace(BO, name="Bo"), False),
        (replace(BO, email="bo2@example.org"), False),
        (replace(BO, name="Bo Ågaard", email="bo2@example.org"), True),
        (replace(BO, name="Clara Æbelø"), True),
        (replace(BO, name="Clara Æbelø", email=""), True),
    ],
)
def test_somebody_else_is_not_written_over_a_person_unasked(
    person: Person, asks: bool, place: Registration
) -> None:
    if not asks:
        correct(place, person)
        return
    before = owed(), history(), statuses(place.event_id)
    with pytest.raises(correcting.AnotherPerson):
        correct(place, person)
    assert (owed(), history(), statuses(place.event_id)) == before
    correct(place, person, same_person=True)
    assert statuses(place.event_id) == [(person.name, "confirmed")]


def test_a_name_that_is_to_follow_is_not_put_right(sign_up: SignUp) -> None:
    nameless = sign_up(Person(name="", email="leder@example.org")).registrations[0]
    with pytest.raises(Refused) as refused:
        correct(nameless, Person(name="Clara Æbelø", email="clara@example.org"), same_person=True)
    assert refused.value.reason is Reason.NAME_FOLLOWS
    assert (statuses(nameless.event_id), nameless.email) == ([("", "confirmed")], "")


def test_nobody_is_corrected_into_somebody_who_has_a_place(sign_up: SignUp, event: Event) -> None:
    bo, _clara = sign_up(BO, CLARA).registrations
    before = owed(), history(), statuses(event.pk)
    with pytest.raises(Refused) as refused:
        correct(bo, CLARA, same_person=True)
    assert refused.value.reason is Reason.ALREADY_HAS_A_PLACE
    assert (owed(), history(), statuses(event.pk)) == before


def test_two_corrections_to_the_same_person_leave_one_of_her(sign_up: SignUp, event: Event) -> None:
    bo, anne = sign_up(BO, ANNE).registrations
    correct(bo, CLARA, same_person=True)
    with pytest.raises(Refused):
        correct(anne, CLARA, same_person=True)
    assert statuses(event.pk) == [("Clara Æbelø", "confirmed"), ("Anne Mette Sørensen", "confirmed")]


def test_corrections_are_made_until_the_event_is_over(place: Registration) -> None:
    correct(place, replace(BO, phone="12 34 56 78"), now=ENDED - timedelta(microseconds=1))
    with pytest.raises(Refused) as refused:
        correct(place, BO, now=ENDED)
    assert refused.value.reason is Reason.OVER


def test_an_ended_place_is_not_corrected(place: Registration) -> None:
    cancelling.cancel(registration_id=place.pk, now=OPEN, actor=ATTENDEE)
    for act in (
        lambda: correct(place, replace(BO, name="Bo Aagaard")),
        lambda: correcting.renew_link(registration_id=place.pk, now=BOUND, actor=ATTENDEE),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.reason is Reason.PLACE_ENDED


def test_a_booking_is_changed_sixty_times_an_hour_and_by_an_organiser_as_often_as_need_be(
    place: Registration, dorte: User
) -> None:
    second = timedelta(seconds=1)
    for number in range(60):
        correct(place, replace(BO, email=f"bo{number}@example.org"), now=OPEN + number * second)
    before = owed()
    with pytest.raises(Refused) as refused:
        correct(place, replace(BO, email="enhver@example.org"), now=OPEN + HOUR - second)
    assert (refused.value.reason, owed()) == (Reason.TOO_OFTEN, before)
    with pytest.raises(Refused) as refused:
        substituting.substitute(
            registration_id=place.pk, person=CLARA, now=OPEN + HOUR - second, actor=CONTACT
        )
    assert (refused.value.reason, owed()) == (Reason.TOO_OFTEN, before)
    correct(place, replace(BO, job_title="Chef"), now=OPEN + HOUR - second, actor=organiser(dorte))
    correct(place, replace(BO, email="bo.ny@example.org"), now=OPEN + HOUR + 2 * second)
    assert Registration.objects.get().email == "bo.ny@example.org"


def test_a_contact_is_put_right_sixty_times_an_hour_and_by_an_organiser_as_often_as_need_be(
    place: Registration, dorte: User
) -> None:
    second = timedelta(seconds=1)

    def contact_is(email: str, *, now: datetime, actor: Actor = CONTACT) -> None:
        correcting.correct_contact(
            booking_id=place.booking_id,
            name="Anne Mette Sørensen",
            email=email,
            phone="",
            now=now,
            actor=actor,
        )

    for number in range(60):
        contact_is(f"anne{number}@example.org", now=OPEN + number * second)
    before = owed()
    with pytest.raises(Refused) as refused:
        contact_is("enhver@example.org", now=OPEN + HOUR - second)
    assert (refused.value.reason, owed()) == (Reason.TOO_OFTEN, before)
    assert Booking.objects.get().contact_email == "anne59@example.org"
    contact_is("aegte@example.org", now=OPEN + HOUR - second, actor=organiser(dorte))
    contact_is("anne@example.org", now=OPEN + HOUR + 2 * second)
    assert Booking.objects.get().contact_email == "anne@example.org"


def test_each_correction_is_an_occasion_of_its_own(place: Registration) -> None:
    correct(place, replace(BO, name="Bo Aagaard"), now=OPEN + HOUR)
    correct(place, BO, now=OPEN + 2 * HOUR)
    assert [kind for kind, _to, _facts in owed()[2:]] == ["place_corrected"] * 4


def test_a_renewed_link_ends_the_old_one_and_is_mailed(place: Registration, dorte: User) -> None:
    for hours in (1, 2):
        correcting.renew_link(registration_id=place.pk, now=OPEN + hours * HOUR, actor=organiser(dorte))
    assert Registration.objects.get(pk=place.pk).link_key != place.link_key
    assert owed()[2:] == [("place_confirmed", "bo@example.org", {"renewed": True})] * 2
    assert history()[1:] == [
        entry(at=OPEN + hours * HOUR, verb="link_renewed", actor="organiser", user=dorte.pk)
        for hours in (1, 2)
    ]


# ------------------------------------------------------------------ the contact


def correct_contact(booking: Booking, **changes: Any) -> Booking:
    facts: dict[str, Any] = {
        "name": booking.contact_name,
        "email": booking.contact_email,
        "phone": booking.contact_phone,
        "now": OPEN + HOUR,
        "actor": CONTACT,
    }
    return correcting.correct_contact(booking_id=booking.pk, **(facts | changes))


def test_a_contacts_new_address_ends_her_old_link_and_moves_those_reached_through_her(
    sign_up: SignUp,
) -> None:
    made = sign_up(ANNE, BO, EMIL)
    correct_contact(made.booking, email="Aase@example.org", name="Åse Øst", other_person=True)
    after = Booking.objects.get()
    assert (after.contact_name, after.contact_email) == ("Åse Øst", "aase@example.org")
    assert after.link_key != made.booking.link_key
    rows = dict(Registration.objects.values_list("name", "person_key"))
    assert rows == {
        "Anne Mette Sørensen": "anne.mette@example.org\nanne mette sørensen",
        "Bo Ågård": "bo@example.org\nbo ågård",
        "Emil Uden-Mail": "aase@example.org\nemil uden-mail",
    }
    renewed = [
        row.name
        for row, old in zip(Registration.objects.order_by("pk"), made.registrations, strict=True)
        if row.link_key != old.link_key
    ]
    assert renewed == ["Emil Uden-Mail"]
    assert owed()[2:] == [
        ("booking_confirmed", "aase@example.org", {"by": "contact"}),
        (
            "place_corrected",
            "anne.mette@example.org",
            {
                "by": "contact",
                "closed": True,
                "other_contact": True,
                "old_contact": "Anne Mette Sørensen",
            },
        ),
    ]
    assert history()[3:] == [
        entry(
            actor="contact",
            fields=["contact_email", "contact_name"],
            personal={"before": {"name": "Anne Mette Sørensen", "email": "anne.mette@example.org"}},
        ),
        entry(actor="contact", fields=["email"]),
    ]
    entries = HistoryEntry.objects.filter(fields=["email"])
    assert [one.registration for one in entries] == [made.registrations[2]]


def test_a_contact_who_comes_herself_is_followed_by_her_own_place(sign_up: SignUp) -> None:
    made = sign_up(ANNE, BO)
    astray = made.registrations[0].link_key
    correct_contact(made.booking, email="anne.mette.soerensen@example.org")
    anne, bo = Registration.objects.order_by("pk")
    assert (anne.email, anne.person_key) == (
        "anne.mette.soerensen@example.org",
        "anne.mette.soerensen@example.org\nanne mette sørensen",
    )
    assert anne.link_key != astray
    assert (bo.email, bo.link_key) == ("bo@example.org", made.registrations[1].link_key)
    assert owed()[2:] == [
        ("booking_confirmed", "anne.mette.soerensen@example.org", {}),
        ("place_corrected", "anne.mette@example.org", {"by": "contact", "closed": True}),
    ]
    before = {"before": {"email": "anne.mette@example.org"}}
    assert history()[2:] == [
        entry(actor="contact", fields=["contact_email"], personal=before),
        entry(actor="contact", fields=["email"], personal=before),
    ]


def test_a_contacts_name_and_telephone_are_put_right_without_a_mail(sign_up: SignUp) -> None:
    made = sign_up(ANNE)
    before = owed()
    correct_contact(made.booking, name="Anne-Mette Sørensen", phone="+46 70 123")
    after = Booking.objects.get()
    assert (after.contact_name, after.contact_phone) == ("Anne-Mette Sørensen", "+46 70 123")
    assert (after.link_key, owed()) == (made.booking.link_key, before)
    anne = Registration.objects.get()
    assert (anne.name, anne.phone) == ("Anne-Mette Sørensen", "")
    correct_contact(after)
    assert len(history()) == 3


def test_an_address_is_refused_where_it_makes_two_people_one(sign_up: SignUp) -> None:
    made = sign_up(EMIL)
    sign_up(EMIL, contact=Contact(name="Åse", email="aase@example.org"))
    before = owed(), history(), list(Booking.objects.values())
    with pytest.raises(Refused) as refused:
        correct_contact(made.booking, email="aase@example.org")
    assert refused.value.reason is Reason.ALREADY_HAS_A_PLACE
    assert (owed(), history(), list(Booking.objects.values())) == before


@pytest.mark.parametrize(
    ("status", "now", "reason"),
    [("cancelled", OPEN, Reason.EVENT_CANCELLED), ("published", ENDED, Reason.OVER)],
)
def test_a_contact_is_not_corrected_once_all_is_over(
    status: str, now: Any, reason: Reason, sign_up: SignUp
) -> None:
    made = sign_up(ANNE)
    Event.objects.update(status=status)
    with pytest.raises(Refused) as refused:
        correct_contact(made.booking, email="aase@example.org", now=now)
    assert refused.value.reason is reason


# ------------------------------------------------------------------ another contact


def contact_of(booking: Booking) -> tuple[str, str, str | None]:
    row = Booking.objects.get(pk=booking.pk)
    return row.contact_name, row.contact_email, row.made_by_name


@pytest.mark.long
@pytest.mark.parametrize(
    ("changes", "another"),
    [
        ({"name": "Anne-Mette Soerensen"}, False),
        ({"name": "Mette Sørensen"}, False),
        ({"email": "gerda@example.org"}, False),
        ({"name": "Gerda Ny"}, True),
        ({"name": "Mette Sørensen", "email": "mette@example.org"}, True),
    ],
)
def test_another_name_makes_another_contact_of_what_the_old_one_made(
    changes: dict[str, str], another: bool, sign_up: SignUp, dorte: User
) -> None:
    made = sign_up(BO)
    correct_contact(made.booking, **changes, actor=organiser(dorte))
    facts = {"name": "Anne Mette Sørensen", "email": "anne.mette@example.org"} | changes
    assert contact_of(made.booking) == (
        facts["name"],
        facts["email"],
        "Anne Mette Sørensen" if another else None,
    )
    after = Booking.objects.get()
    told = another or "email" in changes
    assert (after.link_key != made.booking.link_key) is told
    assert (("booking_confirmed", facts["email"], {"by": "organiser"}) in owed()[2:]) is another
    assert (after.is_in_other_hands, after.made_by) == (
        another,
        "Anne Mette Sørensen" if another else facts["name"],
    )


@pytest.mark.parametrize(
    ("changes", "another"),
    [
        ({"name": "Mette Sørensen"}, False),
        ({"email": "gerda@example.org"}, False),
        ({"name": "Gerda Ny"}, True),
        ({"name": "Mette Sørensen", "email": "mette@example.org"}, True),
    ],
)
def test_a_contact_makes_nobody_another_contact_by_a_correction(
    changes: dict[str, str], another: bool, sign_up: SignUp
) -> None:
    made = sign_up(BO)
    before = owed()
    if not another:
        assert correct_contact(made.booking, **changes).made_by_name is None
        return
    with pytest.raises(correcting.AnotherPerson):
        correct_contact(made.booking, **changes)
    assert contact_of(made.booking) == ("Anne Mette Sørensen", "anne.mette@example.org", None)
    assert owed() == before


@pytest.mark.parametrize("answer", [True, False])
def test_whoever_says_so_is_another_person_or_the_same(answer: bool, sign_up: SignUp) -> None:
    made = sign_up(BO)
    correct_contact(made.booking, name="Mette Sørensen", email="mette@example.org", other_person=answer)
    assert Booking.objects.get().made_by_name == ("Anne Mette Sørensen" if answer else None)


def test_a_booking_that_comes_back_to_who_made_it_is_in_no_other_hands(sign_up: SignUp) -> None:
    made = sign_up(BO)
    for name in ("Gerda Ny", "Hans Åby", "Anne Mette Sørensen"):
        correct_contact(made.booking, name=name, other_person=True)
        made.booking.refresh_from_db()
        assert made.booking.made_by == "Anne Mette Sørensen"
    assert not made.booking.is_in_other_hands


def test_the_own_place_of_a_contact_stays_hers_when_another_becomes_the_contact(sign_up: SignUp) -> None:
    herself = replace(ANNE, email="")
    made = sign_up(herself, BO)
    correct_contact(made.booking, name="Gerda Ny", email="gerda@example.org", other_person=True)
    anne, bo = Registration.objects.order_by("pk")
    assert (anne.name, anne.email, anne.link_key) == (
        "Anne Mette Sørensen",
        "anne.mette@example.org",
        made.registrations[0].link_key,
    )
    assert bo.link_key == made.registrations[1].link_key


# ------------------------------------------------------------------ contact and attendee at once


@pytest.mark.parametrize("herself", [ANNE, replace(ANNE, email="", phone="12 34 56 78")])
def test_a_contact_who_corrects_her_own_place_is_put_right_with_it(herself: Person, sign_up: SignUp) -> None:
    made = sign_up(herself, EMIL)
    place = made.registrations[0]
    put_right = replace(
        herself, name="Anne Mette Ærø", email="anne@example.org", phone="87 65 43 21", job_title="Leder"
    )
    correct(place, put_right, same_person=True)
    after = Booking.objects.get()
    anne, emil = Registration.objects.order_by("pk")
    phone = "87 65 43 21" if herself.phone else "12 34 56 78"
    assert (after.contact_name, after.contact_email, after.contact_phone, after.made_by_name) == (
        "Anne Mette Ærø",
        "anne@example.org",
        phone,
        None,
    )
    assert (anne.name, anne.email, anne.phone, anne.job_title) == (
        "Anne Mette Ærø",
        "anne@example.org",
        "87 65 43 21",
        "Leder",
    )
    assert (emil.email, emil.person_key) == ("", "anne@example.org\nemil uden-mail")
    assert after.link_key != made.booking.link_key
    assert [anne.link_key == place.link_key, emil.link_key == made.registrations[1].link_key] == [False] * 2
    assert owed()[1:] == [
        ("booking_confirmed", "anne@example.org", {}),
        ("place_corrected", "anne.mette@example.org", {"by": "attendee", "closed": True}),
    ]


def test_a_name_put_right_on_the_own_place_is_told_in_one_mail_to_one_person(sign_up: SignUp) -> None:
    place = sign_up(ANNE).registrations[0]
    correct(place, replace(ANNE, name="Anne Mette Ærø", organisation="Øby Bibliotek"))
    assert contact_of(place.booking) == ("Anne Mette Ærø", "anne.mette@example.org", None)
    assert owed()[1:] == [("place_corrected", "anne.mette@example.org", {"by": "attendee"})]
    assert [(row["fields"], row["personal"]) for row in history()[1:]] == [
        (["contact_name"], {"before": {"name": "Anne Mette Sørensen"}}),
        (["name"], {"before": {"name": "Anne Mette Sørensen"}}),
    ]


def test_an_address_taken_from_the_own_place_leaves_the_contacts(sign_up: SignUp) -> None:
    place = sign_up(ANNE).registrations[0]
    correct(place, replace(ANNE, email=""))
    assert contact_of(place.booking) == ("Anne Mette Sørensen", "anne.mette@example.org", None)
    assert Registration.objects.get().reached_at == "anne.mette@example.org"


@pytest.mark.parametrize(
    "other",
    [BO, replace(ANNE, email="privat@example.org"), Person(name="Anne", email="anne.mette@example.org")],
)
def test_somebody_elses_place_leaves_the_contact_as_she_was(other: Person, sign_up: SignUp) -> None:
    place = sign_up(other).registrations[0]
    correct(place, replace(other, name=f"{other.name} Ærø", phone="87 65 43 21"))
    assert contact_of(place.booking) == ("Anne Mette Sørensen", "anne.mette@example.org", None)
    assert Booking.objects.get().contact_phone == "12 34 56 78"


def test_a_contact_who_hands_over_her_own_place_is_still_the_contact(sign_up: SignUp) -> None:
    place = sign_up(ANNE, BO).registrations[0]
    before = Booking.objects.values().get()
    substituting.substitute(registration_id=place.pk, person=CLARA, now=OPEN, actor=ATTENDEE)
    assert Booking.objects.values().get() == before
