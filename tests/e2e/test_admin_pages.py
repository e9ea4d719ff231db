"""Every page there is at the organisers' desk, in Chromium: nothing axe or the browser complains of."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from programme.models import Event, Session, Speaker, TargetGroup, User
from registration.models import HistoryEntry, OwedMail, Question, Registration
from registration.services import questions
from registration.services.questions import Wording
from tests.e2e.inspector import Inspector
from tests.e2e.test_admin import PASSWORD
from tests.e2e.visitor import DESK, NARROWEST

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PARTS = {
    "events": r"programme_event_",
    "the rest of the programme": r"programme_(?!event_)",
    "people": r"registration_",
    "other": r"(?!programme_|registration_)",
}


# What Dorte finds at the pages that are not simply there for her.
STATUSES = {
    # A page of its own asks whether a question is really to be deleted.
    r"registration_(?!question_delete)\w+_(add|delete)": 403,
    r"registration_\w+_(history|again)": 302,
    r"registration_registration_(give_back|release|give_place|write_name|did_not_come|came_after_all)": 409,
    # At an event of one day with one price; others are looked at in `test_sharing` and `test_prices`.
    r"registration_registration_(share(_days)?|all_days|price_class)": 409,
    r"programme_organisation_(add|delete)|programme_targetgroup_delete": 403,
    r"programme_user_(changelist|add|delete|change)|auth_user_password_change|autocomplete": 403,
    r"programme_user_history|login": 302,
    r"logout": 405,
}


def status_of(name: str) -> int:
    return next((status for names, status in STATUSES.items() if re.fullmatch(names, name)), 200)


def named_patterns(among: list[URLPattern | URLResolver]) -> Iterator[tuple[str, URLPattern]]:
    for one in among:
        if isinstance(one, URLResolver):
            yield from named_patterns(one.url_patterns)
        elif one.name:
            yield one.name, one


def addresses(rows: list[Model]) -> dict[str, str]:
    """Every address of the desk by its name, those about one row with the row of that kind."""
    keys = {f"{row._meta.app_label}_{row._meta.model_name}_": row.pk for row in rows}
    found = {
        f"app_list {app}": reverse("admin:app_list", args=[app]) for app in ("programme", "registration")
    }
    keys["auth_user_"] = keys["programme_user_"]
    for name, pattern in named_patterns(admin.site.urls[0]):
        if name != "app_list":
            args = [key for kind, key in keys.items() if name.startswith(kind) and pattern.pattern.converters]
            if "session" in pattern.pattern.converters:
                args.append(keys["programme_session_"])
            if "number" in pattern.pattern.converters:
                # What was fetched is looked at in `test_prices`.
                continue
            found[name] = reverse(f"admin:{name}", args=args)
    return found


def with_questions(event: Event) -> list[Question]:
    """The event asks its people, and once for a booking, one thing of each kind."""
    dinner = questions.add(event.pk, Wording(label="Kommer du til middagen?", kind="yes_no"))
    fish = Wording(label="Fisk?", depends_on=dinner.pk, depends_value="yes", is_required=True)
    options = {"kind": "several_of", "options": ("Øl", "Æblemost")}
    booking = Question.Asked.BOOKING
    for wording in (fish, Wording(label="Hvad?", **options), Wording(label="Bus?", asked=booking)):  # type: ignore[arg-type]
        questions.add(event.pk, wording)
    return [dinner]


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_no_page_at_the_desk_shuts_anybody_out(
    desk: Inspector, dorte: User, programme: Session, people: list[Registration], part: str
) -> None:
    _anne, bo, _emil = people
    event = programme.event
    assert event.venue is not None
    rows = [programme, event, event.owner, event.venue, Speaker.objects.get(), bo, bo.booking]
    rows.append(TargetGroup.objects.create(name="Ældre"))
    rows += with_questions(event)
    rows += [OwedMail.objects.filter(registration=bo).earliest("pk"), HistoryEntry.objects.earliest("pk")]
    client = Client()
    client.force_login(dorte)
    for name, path in addresses([*rows, dorte]).items():
        if re.match(part, name):
            answer = client.get(path)
            assert answer.status_code == status_of(name), name
            if answer.status_code in {200, 409} and answer["Content-Type"].startswith("text/html"):
                desk.open(path, answer.status_code)
            answer.close()


STICKS_OUT = """chosen => [...document.querySelectorAll(chosen)]
  .filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.value || one.className)"""
LISTS = [
    *(
        "programme_event",
        "programme_session",
        "programme_speaker",
        "programme_venue",
        "programme_targetgroup",
    ),
    *("registration_registration", "registration_booking", "registration_owedmail"),
    "registration_historyentry",
]


def test_at_a_desk_every_column_of_a_list_stands_in_the_window(
    desk: Inspector, programme: Session, people: list[Registration]
) -> None:
    desk.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    for name in LISTS:
        desk.visitor.open(reverse(f"admin:{name}_changelist"))
        if desk.page.locator("#result_list").count():
            assert desk.page.evaluate(STICKS_OUT, "#changelist .results") == [], name


def test_a_pair_of_hours_is_seen_whole_on_the_narrowest_screen(desk: Inspector, programme: Session) -> None:
    desk.page.set_viewport_size({"width": NARROWEST[0], "height": NARROWEST[1]})
    desk.visitor.open(reverse("admin:programme_event_programme", args=[programme.event_id]))
    inside = desk.page.locator(".sheet .inside .time input").first
    inside.fill("12.45-13.15")
    assert desk.page.evaluate(STICKS_OUT, ".sheet .time input") == []


def test_the_start_page_shuts_nobody_out(
    desk: Inspector, make_event: Callable[..., Event], people: list[Registration], hundreds: None
) -> None:
    make_event(slug="kladde", status=Event.Status.DRAFT, venue=None)
    make_event(slug="aflyst", status=Event.Status.CANCELLED)
    OwedMail.objects.filter(pk=OwedMail.objects.earliest("pk").pk).update(status="failed", sent_at=None)
    desk.open(reverse("admin:index"))
    assert desk.page.locator(".desk-card").count() == 8
    assert desk.page.locator(".desk-trouble").count() == 1


def test_nor_does_one_with_nothing_on_it_nor_an_empty_list(desk: Inspector) -> None:
    desk.open(reverse("admin:index"))
    assert desk.page.locator(".desk-steps li").count() == 6
    for name in LISTS:
        desk.open(reverse(f"admin:{name}_changelist"))
        assert desk.page.locator(".empty-list").count() == 1


def test_nor_does_an_empty_installation(inspector: Inspector, db: None) -> None:
    inspector.visitor.log_in(User.objects.create_superuser("admin@example.org", PASSWORD))
    inspector.open(reverse("admin:index"))
    assert inspector.page.locator(".desk-steps .is-next h3").inner_text() == "Organisationen"
    inspector.open(reverse("admin:programme_organisation_changelist"))


def test_nor_does_the_desk_of_somebody_who_works_for_nobody(inspector: Inspector, db: None) -> None:
    inspector.visitor.log_in(User.objects.create_user("ny@example.org", PASSWORD))
    inspector.open(reverse("admin:index"))
    assert inspector.page.locator(".desk-note").count() == 1
