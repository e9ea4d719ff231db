"""Every page that people see: nothing for axe to complain of, wide in light and narrow in dark; nothing sticks out on
the narrowest screen; little to fetch, and nothing from anywhere else."""

import gzip
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Response

from conference.clock import now
from programme import publishing
from programme.models import Event, Rescheduling, Session, User
from registration import links
from registration.models import Registration
from registration.services import delivering, questions
from registration.services.booking import SignedUp
from registration.services.questions import Wording
from tests.cast import ANNE, BO, BOUND, EMIL
from tests.e2e.inspector import Inspector, every_page
from tests.e2e.visitor import PHONE, Visitor, go_to_the_check_page

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

MOST_BYTES, MOST_REQUESTS = 30_000, 5


def pages(app: str, *names: str) -> set[str]:
    return {f"{app}/{name.replace('!', ' with errors')}" for name in names}


ANNOUNCED = pages("programme", "front", "past", "event", "privacy", "accessibility", "pdf_not_made")
LEFT_OUT = pages("registration", "no_sign_up", "find", "find!", "find_sent")
FAULTS = {"400", "403", "404", "405", "500", "registration/expired"}
SIGNING_UP = pages(
    "registration", "sign_up", "sign_up!", "choose", "check", "check!", "receipt", "receipt_gone"
) | pages("registration", "correct_address", "correct_address!", "mailbox", "mailbox_mail")
PLACES = (
    pages("registration", "place", "booking", "cancel", "give_back", "not_possible", "closed")
    | pages("registration", "needs", "needs!", "correct", "correct!", "another_person")
    | pages("registration", "substitute", "substitute!", "substitute_check", "handed_over")
    | pages("registration", "handed_over_before", "take_back")
    | pages("registration", "correct_contact", "correct_contact!", "another_contact")
    | pages("registration", "payer", "payer!")
)

QUESTIONS = pages("registration", "questions", "questions!", "form_preview")
# Looked at in `test_groups`.
GROUPS = pages("registration", "names", "names!", "add", "add!", "choose_items", "choose_items!") | pages(
    "registration", "ask_contact", "ask_contact!", "take_over", "take_over_ended"
)
# Looked at in `test_sharing`.
SHARING = pages(
    "registration",
    "share",
    "share!",
    "share_check",
    "share_days",
    "share_days!",
    "share_days_check",
    "all_days",
)


def test_no_page_is_left_out() -> None:
    of_places = PLACES | QUESTIONS | GROUPS | SHARING
    assert every_page() == ANNOUNCED | LEFT_OUT | FAULTS | SIGNING_UP | of_places


def test_what_is_announced(
    inspector: Inspector, event: Event, programme: Session, make_event: Callable[..., Event], dorte: User
) -> None:
    never: dict[str, Any] = {f"registration_{when}_on": None for when in ("opens", "closes")} | {
        "binding_after": None
    }
    past = {"starts_on": date(2026, 6, 17), "ends_on": date(2026, 6, 18)} | never
    make_event(slug="afholdt", title="Afholdt over to dage", **past)
    make_event(slug="aflyst", title="Aflyst", status="cancelled", cancellation_note="For få tilmeldte.")
    make_event(slug="kladde", title="Kladde", status="draft", venue=None)
    make_event(slug="uden", title="Uden tilmelding", sign_up="none", capacity=None, fee_ore=None, **never)
    Rescheduling.objects.create(
        event=event, old_starts_on=past["starts_on"], old_ends_on=past["ends_on"], old_place="Rådhuset, Øby",
        old_slug="i-juni", at=now(), reason="Salen er optaget.",
    )  # fmt: skip
    for path in ("/", "/tidligere/", "/i-juni/", "/afholdt/", "/aflyst/", "/uden/", "/persondata/", "/was"):
        inspector.open(path)
    for path in ("/en/", f"/en/{event.slug}/", "/en/persondata/"):
        inspector.open(path)
    with publishing._printing:
        inspector.open(f"/{event.slug}/program.pdf", status=503)
    inspector.visitor.clock.move_to(BOUND + timedelta(days=7))
    inspector.open(f"/{event.slug}/")
    inspector.visitor.log_in(dorte)
    inspector.open("/kladde/")
    assert inspector.seen == ANNOUNCED


def test_what_is_said_to_whoever_has_no_link(
    inspector: Inspector, event: Event, make_event: Callable[..., Event]
) -> None:
    make_event(slug="aflyst", title="Aflyst", status="cancelled", cancellation_note="For få tilmeldte.")
    find = f"/{event.slug}/find-min-tilmelding/"
    for path in ("/aflyst/tilmelding/", "/aflyst/find-min-tilmelding/", find):
        inspector.open(path)
    inspector.press("Send mig links")
    inspector.visitor.write(email="aase@example.org")
    inspector.press("Send mig links")
    inspector.visitor.clock.move_to(BOUND + timedelta(days=7))
    inspector.open(f"/{event.slug}/tilmelding/")
    inspector.visitor.clock.move_to(event.begins)
    inspector.open(find)
    assert inspector.seen == LEFT_OUT


def test_what_is_said_when_something_goes_wrong(
    inspector: Inspector, event: Event, dorte: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = inspector.visitor
    inspector.open("/findes-ikke/", status=404)
    visitor.page.route("**/was", lambda route: route.continue_(method="PUT"))
    inspector.open("/was", status=405)
    visitor.page.unroute("**/was")
    visitor.open("/admin/login/")
    visitor.write(username="dorte@example.org", password="et-langt-kodeord")
    visitor.page.context.clear_cookies()
    inspector.press("Log ind", status=403)
    visitor.log_in(dorte)
    inspector.open("/admin/programme/user/", status=403)
    visitor.open(f"/{event.slug}/tilmelding/")
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1
    inspector.press("Fortsæt", status=400)

    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("django.db.models.query.QuerySet.exclude", broken)
    inspector.open("/", status=500)
    assert inspector.seen == FAULTS


def test_the_sign_up(inspector: Inspector, event: Event, settings: Any, tmp_path: Path) -> None:
    settings.DEMO, settings.EMAIL_FILE_PATH = True, tmp_path
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    Event.objects.update(capacity=3)
    visitor = inspector.visitor
    inspector.open("/demo/mails/")
    inspector.open(f"/{event.slug}/tilmelding/?antal=4")
    inspector.press("Fortsæt")
    visitor.open(f"/{event.slug}/tilmelding/")
    visitor.page.locator("summary").click()
    visitor.write(pasted="Bo Ågård <bo@example.org>\n010190-1234 Dan Ø\nikke@@en")
    inspector.press("Indsæt listen")
    go_to_the_check_page(visitor, event, people=3)
    visitor.open(f"/{event.slug}/tilmelding/?antal=4")
    visitor.write(contact_name="Anne Mette", contact_email="anne@example.org")
    visitor.write(p1_name="Bo Ågård", p2_name="Clara Æbelø", p3_name="Dan Øster")
    visitor.pays_later()
    inspector.press("Fortsæt")
    visitor.tick("Tilmeld kun de afkrydsede herunder, og ingen til ventelisten")
    inspector.press("Fortsæt")
    inspector.press("Tilmeld 3 personer – bindende efter 2. september 2026")
    visitor.tick("Jeg accepterer disse betingelser")
    question = visitor.page.locator("label[for=id_answer]")
    if question.count():
        numbers = {"to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7}
        words = question.inner_text().replace("?", "").split()
        visitor.write(answer=str(sum(numbers.get(word, 0) for word in words)))
    inspector.press("Tilmeld 3 personer – bindende efter 2. september 2026")
    assert visitor.heading == "Tak – tilmeldingen er modtaget"
    visitor.hands.go(visitor.page.get_by_role("link", name="Ret adressen").first)
    inspector.look("an address to correct")
    visitor.write(email="bo@@example")
    inspector.press("Send mailen igen")
    inspector.open(f"/{event.slug}/tilmelding/kvittering/000000/", status=410)
    inspector.open(f"/{event.slug}/tilmelding/")
    delivering.send_due(clock=now)
    inspector.open("/demo/mails/")
    visitor.hands.go(visitor.page.locator("main li a").first)
    inspector.look("a mail")
    assert inspector.seen == SIGNING_UP


def test_a_persons_and_a_contacts_pages(
    inspector: Inspector, event: Event, sign_up: Callable[..., SignedUp]
) -> None:
    booking = sign_up(ANNE, BO, EMIL).booking
    visitor = inspector.visitor
    annes, bos, emils = booking.registrations.order_by("pk")
    own, contacts = f"/plads/{links.place_token(bos)}/", f"/samlet/{links.booking_token(booking)}/"
    for path in (own, f"{own}afbud/", contacts, f"{contacts}{emils.pk}/afbud/"):
        inspector.open(path)
    inspector.open(f"{own}giv-tilbage/", status=409)
    inspector.open(f"{own}behov/")
    visitor.write(dietary_needs="Vegetar")
    inspector.press("Gem")
    visitor.hands.tick(visitor.page.locator("#id_consent"))
    inspector.press("Gem")
    inspector.open(f"{own}ret/")
    visitor.write(name="", email="bo")
    inspector.press("Gem")
    visitor.write(name="Zenia Vik", email="zenia@example.org")
    inspector.press("Gem")
    inspector.press("Ja – overdrag pladsen til Zenia Vik")
    for path in (f"{contacts}{emils.pk}/ret/", f"{contacts}{emils.pk}/overdrag/", f"{own}overdrag/"):
        inspector.open(path)
    inspector.press("Fortsæt")
    inspector.open(f"{own}ny-person/")
    visitor.write(name="Zenia Vik", email="zenia@example.org")
    visitor.page.context.clear_cookies()
    inspector.press("Fortsæt")
    inspector.open(f"/plads/{links.place_token(emils)}/ny-person/")
    visitor.write(name="Gorm Ås", email="gorm@example.org")
    inspector.press("Fortsæt")
    inspector.press("Overdrag pladsen til Gorm Ås")
    inspector.open(f"{contacts}{emils.pk}/overdrag/", status=409)
    visitor.clock.move_to(BOUND)
    inspector.open(own)
    inspector.open(f"{own}afbud/", status=409)
    inspector.open(f"{own}giv-tilbage/")
    inspector.press("Giv pladsen tilbage")
    inspector.open(f"{contacts}{annes.pk}/giv-tilbage/")
    inspector.press("Giv pladsen tilbage")
    inspector.open(f"{own}behov/")
    inspector.open(contacts)
    inspector.open(f"{contacts}betaler/")
    visitor.page.locator("[name=payer-kind][value=private]").check()
    inspector.press("Gem")
    inspector.open(f"{contacts}ret/")
    visitor.write(name="", email="gerda")
    inspector.press("Gem")
    visitor.write(name="Gerda Ny", email="gerda@example.org")
    inspector.press("Gem")
    inspector.press("Ja – bed Gerda Ny om at overtage tilmeldingen")
    Registration.objects.update(link_key="en-ny-nøgle")
    inspector.open(own, status=410)
    visitor.clock.move_to(event.begins)
    inspector.open(contacts)
    assert inspector.seen == PLACES


def test_the_events_own_questions(
    inspector: Inspector, event: Event, sign_up: Callable[..., SignedUp], dorte: User
) -> None:
    dinner = questions.add(
        event.pk, Wording(label="Kommer du til middagen?", kind="yes_no", is_required=True)
    )
    questions.add(event.pk, Wording(label="Fisk?", depends_on=dinner.pk, depends_value="yes"))
    foods = Wording(label="Hvad?", kind="several_of", options=("Øl", "Æblemost"), help_text="Til bordet.")
    questions.add(event.pk, foods)
    bo = sign_up(ANNE, BO).registrations[1]
    inspector.open(f"/en/plads/{links.place_token(bo)}/spoergsmaal/")
    inspector.press("Save")
    inspector.visitor.log_in(dorte)
    inspector.open(f"/admin/programme/event/{event.pk}/form/preview/?antal=2")
    assert inspector.seen == QUESTIONS


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?side=2",
        "/laering-paa-tvaers/",
        "/laering-paa-tvaers/tilmelding/",
        "/persondata/",
        "/findes-ikke/",
    ],
)
def test_the_first_view_is_light_and_stands_still_and_the_focus_is_seen(
    visitor: Visitor, hundreds: None, path: str
) -> None:
    answers: list[Response] = []
    visitor.page.on("response", lambda answer: answers.append(answer))
    visitor.open(path)
    visitor.page.wait_for_load_state("networkidle")
    assert len(answers) <= MOST_REQUESTS
    assert sum(len(gzip.compress(answer.body())) for answer in answers) <= MOST_BYTES
    assert visitor.page.evaluate(MOVED) == []

    style = "one => getComputedStyle(one).outlineStyle + getComputedStyle(one).outlineWidth"
    for _step in range(4):
        visitor.page.keyboard.press("Tab")
        assert visitor.focused.evaluate(style) == "solid3px"

    visitor.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    visitor.open(path)
    visitor.page.wait_for_load_state("networkidle")
    assert visitor.page.evaluate(MOVED) == []


# What was shown and has moved since, and how far, as the browser counts it. A blank between two words is not shown: the
# browser counts it where a part of the page came before the rest of its line.
MOVED = """() => new Promise(done => {
  const moved = []
  const isShown = node => !node || node.nodeType !== Node.TEXT_NODE || node.textContent.trim()
  const told = ({node, previousRect: from, currentRect: to}) =>
    `${node?.outerHTML?.slice(0, 80) ?? node?.textContent}: ${from.x}, ${from.y} to ${to.x}, ${to.y}`
  new PerformanceObserver(list => list.getEntries()
    .filter(one => !one.sources.length || one.sources.some(source => isShown(source.node)))
    .forEach(one => moved.push([one.value, ...one.sources.map(told)])))
    .observe({type: "layout-shift", buffered: true})
  setTimeout(() => done(moved), 300)
})"""
