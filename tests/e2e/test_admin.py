"""What an organiser does at the desk, in Chromium, with and without slips: nothing axe or the browser complains of."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from programme.models import Event, Membership, Session, User
from registration.models import Booking, Registration
from tests.cast import BOUND
from tests.e2e.inspector import Inspector
from tests.e2e.visitor import DESK, PHONE, Way

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PASSWORD = "et-langt-kodeord"
SAVE = "Gem"
at_both_sizes = pytest.mark.parametrize(
    "visitor", [Way(DESK), Way(PHONE)], ids=["1280", "390"], indirect=True
)


def address(name: str, *args: object) -> str:
    return reverse(f"admin:{name}", args=args)


# ------------------------------------------------------------------ the way in and out


def test_an_organiser_comes_in_changes_her_password_and_goes(inspector: Inspector, dorte: User) -> None:
    page = inspector.page
    inspector.open(address("index"))
    for password in ("forkert", PASSWORD):
        page.get_by_label("E-mail").fill(dorte.email)
        page.get_by_label("Adgangskode").fill(password)
        inspector.press("Log ind")
        assert page.locator(".errornote").count() == (password == "forkert")
    inspector.open(address("password_change"))
    page.get_by_label("Gammel adgangskode").fill("forkert")
    page.get_by_label("Ny adgangskode:", exact=True).fill("kort")
    page.get_by_label("Bekræftelse af ny adgangskode").fill("kortere")
    inspector.press("Skift min adgangskode")
    assert page.locator(".errorlist").count() == 2
    inspector.press("Log ud")
    assert inspector.visitor.heading == "Logget ud"


# ------------------------------------------------------------------ what is announced


@pytest.mark.parametrize("model", ["event", "session", "venue", "speaker"])
def test_an_empty_form_is_sent_back_with_what_is_missing(desk: Inspector, event: Event, model: str) -> None:
    desk.visitor.open(address(f"programme_{model}_add"))
    desk.press(SAVE)
    assert desk.page.locator(".people-errors").count() == 1
    desk.open(address(f"programme_{model}_changelist") + "?q=findes+ikke")


def test_an_emptied_name_is_sent_back(desk: Inspector, programme: Session) -> None:
    event = programme.event
    assert event.venue is not None
    Membership.objects.update(role=Membership.Role.ADMINISTRATOR)
    for model, row, label in (
        ("organisation", event.owner, "Navn:"),
        ("venue", event.venue, "Navn:"),
        ("session", programme, "Titel:"),
    ):
        desk.visitor.open(address(f"programme_{model}_change", row.pk))
        desk.page.get_by_label(label, exact=True).fill("")
        desk.press(SAVE)
        assert desk.page.locator(".people-errors").count() == 1


def test_a_draft_can_be_read_through(desk: Inspector, make_event: Callable[..., Event]) -> None:
    draft = make_event(slug="kladde", status=Event.Status.DRAFT, venue=None)
    desk.open(address("programme_event_change", draft.pk))
    desk.open(address("programme_event_delete", draft.pk))


@at_both_sizes
def test_a_save_over_a_newer_version_asks_first(desk: Inspector, programme: Session) -> None:
    event, page = programme.event, desk.page
    desk.visitor.open(address("programme_event_change", event.pk))
    Event.objects.filter(pk=event.pk).update(version=1, title="En nyere titel")
    page.get_by_label("Titel:", exact=True).fill("Min titel")
    page.get_by_label("Slutter kl.", exact=True).fill("8.00")
    desk.press(SAVE)
    assert page.get_by_role("heading", name="Nogen har gemt en nyere udgave").count() == 1
    page.get_by_label("Slutter kl.", exact=True).fill("16.00")
    page.get_by_label("Gem alligevel hen over ændringen").check()
    desk.press(SAVE)
    event.refresh_from_db()
    assert event.title == "Min titel"


def test_several_rows_are_deleted_after_a_question(desk: Inspector, programme: Session) -> None:
    desk.visitor.open(address("programme_session_changelist"))
    for box in desk.page.get_by_role("checkbox").all()[1:3]:
        box.check()
    desk.page.locator("select[name=action]").select_option("delete_selected")
    desk.press("Udfør")
    before = Session.objects.count()
    desk.press("Ja, jeg er sikker")
    assert Session.objects.count() < before


def test_an_administrator_gives_access(inspector: Inspector, event: Event, dorte: User) -> None:
    inspector.visitor.log_in(User.objects.create_superuser("admin@example.org", PASSWORD))
    Booking.objects.create(
        event=event,
        contact_name="Anne Mette",
        contact_email="anne@example.org",
        idempotency_key="a",
        content_hash="b",
        created_at=datetime(2026, 6, 1, tzinfo=UTC),
    )
    inspector.open(address("programme_user_changelist"))
    inspector.open(address("programme_user_add"))
    inspector.press(SAVE)
    for name in ("programme_user_change", "auth_user_password_change"):
        inspector.open(address(name, dorte.pk))
    inspector.open(address("programme_organisation_add"))
    inspector.press(SAVE)
    inspector.open(address("programme_organisation_change", event.owner_id))
    inspector.open(address("programme_event_delete", event.pk))


# ------------------------------------------------------------------ those who come


def test_a_bound_place_is_released_after_a_slip(desk: Inspector, people: list[Registration]) -> None:
    page = desk.page
    desk.visitor.clock.move_to(BOUND)
    desk.visitor.open(address("registration_registration_changelist") + "?q=aagaard")
    desk.visitor.follow("Bo Ågård")
    desk.visitor.follow("Frigiv bindende plads")
    desk.look("release")
    desk.press("Frigiv pladsen")
    assert page.locator(".people-errors").count() == 1
    page.get_by_label("Jeg fraviger reglen denne gang").check()
    page.get_by_label("Begrundelse").fill("Hun er blevet syg")
    desk.press("Frigiv pladsen")
    assert page.get_by_text("Pladsen for Bo Ågård er frigivet.").is_visible()


def test_an_organiser_is_asked_whether_it_is_another_person(
    desk: Inspector, people: list[Registration]
) -> None:
    page = desk.page
    desk.visitor.open(address("registration_registration_correct", people[1].pk))
    page.get_by_label("Navn").fill("")
    desk.press(SAVE)
    assert page.locator(".people-errors").count() == 1
    page.get_by_label("Navn").fill("Ditte Østergård")
    desk.press(SAVE)
    desk.press("En anden person: overdrag til Ditte Østergård")
    assert page.get_by_label("Navn").input_value() == "Ditte Østergård"
    desk.press("Overdrag pladsen")
    assert page.get_by_text("Ditte Østergård har pladsen nu.").is_visible()


def test_what_is_typed_wrong_is_sent_back(desk: Inspector, people: list[Registration]) -> None:
    desk.visitor.open(address("registration_registration_hand_over", people[1].pk))
    desk.press("Overdrag pladsen")
    assert desk.page.locator(".people-errors").count() == 1
    desk.visitor.open(address("registration_booking_contact", people[1].booking_id))
    desk.page.get_by_label("Navn").fill("")
    desk.press(SAVE)
    assert desk.page.locator(".people-errors").count() == 1


def test_an_organiser_signs_up_a_list_from_a_mail(desk: Inspector, people: list[Registration]) -> None:
    page = desk.page
    desk.visitor.open(address("programme_event_change", people[0].event_id))
    desk.visitor.follow("Tilmeld på vegne af andre")
    page.get_by_label("Kontaktpersonens navn").fill("Tove Ålund")
    page.get_by_label("En liste fra en mail eller Excel").fill(
        "Åse Ægir <aase@example.org>; Ib Holm <ib@example.org>;\nOle Olsen, Leder, ole(at)example.org"
    )
    desk.press("Læs listen")
    desk.press("Se, hvad der vil ske")
    assert page.locator(".people-errors").count() == 1
    page.get_by_label("Kontaktpersonens e-mail").fill("tove@example.org")
    desk.enter()
    desk.press("Tilmeld 3 personer")
    assert page.get_by_text("3 personer er tilmeldt.").is_visible()
