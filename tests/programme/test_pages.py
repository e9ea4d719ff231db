"""The public pages, asked for as a browser does."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from programme.models import Event, Organisation, Organiser, Rescheduling, Session, User
from tests.pages import read, text_of

BEFORE = datetime(2026, 8, 1, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_august() -> Any:
    with time_machine.travel(BEFORE, tick=False):
        yield


# ------------------------------------------------------------------ the event


def test_the_page_says_when_where_for_whom_and_by_whom(
    client: Client, event: Event, library: Organisation
) -> None:
    Event.objects.filter(pk=event.pk).update(audience="Ledere og byråd", introduction="Kom & lær.")
    Organiser.objects.create(event=event, organisation=library, role="co_organiser", order=2)
    said = read(client, "/laering-paa-tvaers/")
    for fact in (
        "Hvornår Onsdag den 16. september 2026 kl. 9.00-16.00",
        "Hvor Kulturhuset Åen, 3. sal Søndre Allé 1, 9999 Øby",
        "Målgruppe Ledere og byråd",
        "Arrangør Foreningen for Læsning i samarbejde med Ærø Bibliotek",
        "Deltagergebyr 1.295 kr.",
        "Kom & lær.",
        "Find vej Fem minutter fra stationen.",
        "Dorte Ørsted dorte@example.org",
    ):
        assert fact in said


def test_an_event_without_an_organiser_is_its_owners(client: Client, event: Event) -> None:
    Organiser.objects.all().delete()
    assert "Arrangør Foreningen for Læsning" in read(client, "/laering-paa-tvaers/")


def test_the_programme_stands_in_order_with_those_who_speak(client: Client, programme: Event) -> None:
    said = read(client, "/laering-paa-tvaers/")
    assert said.partition(" Program Hent programmet (PDF) ")[2].partition(" Medvirkende ")[0] == (
        "9.00-9.15 Kaffe og rundstykker "
        "9.15-9.30 Velkommen på Ærø Ordstyrer: Åse Thygesen, borgmester, Øby "
        "9.30-11.00 Fælles sprog Ved Søren Ågård, professor og Lærke Ø Om sprog. "
        "11.00-12.00 To biblioteker På udebane Ved Jens Ål, bibliotekschef "
        "Fra filial til platform Ved Bente Bæk, leder"
    )


def test_a_break_is_no_heading_and_a_talk_inside_a_group_is_one_below(
    client: Client, programme: Event
) -> None:
    html = client.get("/laering-paa-tvaers/").content.decode()
    found = re.findall(r'<(\w+) class="title">([^<]+)<', html)
    assert found == [
        ("p", "Kaffe og rundstykker"),
        ("h3", "Velkommen på Ærø"),
        ("h3", "Fælles sprog"),
        ("h3", "To biblioteker"),
        ("h4", "På udebane"),
        ("h4", "Fra filial til platform"),
    ]


def test_every_speaker_is_listed_once_in_the_order_of_appearance(
    client: Client, programme: Event, add_session: Callable[..., Session]
) -> None:
    add_session(programme, "Tak for i dag", time(15, 40), by=[("Åse Thygesen", "borgmester, Øby")])
    said = read(client, "/laering-paa-tvaers/")
    assert said.partition(" Medvirkende ")[2].partition(" Stedet ")[0] == (
        "Åse Thygesen borgmester, Øby kl. 9.15, kl. 15.40 Søren Ågård professor kl. 9.30 Lærke Ø kl. 9.30 "
        "Jens Ål bibliotekschef kl. 11.00 Bente Bæk leder kl. 11.00"
    )


def test_a_time_at_which_a_speaker_is_on_twice_is_said_once(
    client: Client, make_event: Callable[..., Event], add_session: Callable[..., Session]
) -> None:
    event = make_event(ends_on=date(2026, 9, 17))
    for room in ["Store Sal", "Lille Sal"]:
        add_session(event, f"Åbning i {room}", time(12, 45), room=room, by=[("Åse Thygesen", "")])
    add_session(event, "Ønsker", time(12, 45), day=date(2026, 9, 17), by=[("Åse Thygesen", "")])
    said = read(client, "/laering-paa-tvaers/")
    assert said.partition(" Medvirkende ")[2].startswith(
        "Åse Thygesen onsdag kl. 12.45, torsdag kl. 12.45 Stedet"
    )


def test_a_cancelled_item_says_so_in_words_and_announces_nobody(
    client: Client, event: Event, add_session: Callable[..., Session]
) -> None:
    add_session(event, "Debat", time(13), status="cancelled", note="Øjvind er syg.", by=[("Øjvind Å", "")])
    add_session(event, "Tak", time(14), by=[("Åse Thygesen", "")])
    said = read(client, "/laering-paa-tvaers/")
    assert "13.00 Aflyst Debat Øjvind er syg. Ved Øjvind Å" in said
    assert said.partition(" Medvirkende ")[2].startswith("Åse Thygesen kl. 14.00 Stedet")


@pytest.mark.parametrize(("length", "is_folded"), [(700, False), (701, True)])
def test_only_a_long_abstract_is_folded(
    client: Client, event: Event, add_session: Callable[..., Session], length: int, is_folded: bool
) -> None:
    add_session(event, "Debat", time(13), abstract="å" * length)
    html = client.get("/laering-paa-tvaers/").content.decode()
    assert ("<details" in html, "å" * length in html) == (is_folded, True)


def test_several_days_have_their_headings(
    client: Client, make_event: Callable[..., Event], add_session: Callable[..., Session]
) -> None:
    event = make_event(ends_on=date(2026, 9, 17))
    add_session(event, "Første", time(9))
    add_session(event, "Anden", time(9), day=date(2026, 9, 17))
    html = client.get("/laering-paa-tvaers/").content.decode()
    assert re.findall(r'<(h3|h4) class="(?:day|title)"[^>]*>([^<]+)<', html) == [
        ("h3", "Onsdag den 16. september"),
        ("h4", "Første"),
        ("h3", "Torsdag den 17. september"),
        ("h4", "Anden"),
    ]
    assert "Onsdag den 16. september kl. 9.00 – torsdag den 17. september 2026 kl. 16.00" in text_of(html)


def test_what_runs_at_the_same_time_in_two_rooms_stands_side_by_side(
    client: Client, event: Event, add_session: Callable[..., Session]
) -> None:
    add_session(event, "Før", time(9), ends_at=time(10), room="Salen")
    add_session(event, "Værksted A", time(10), ends_at=time(12), room="Salen")
    add_session(event, "Værksted B", time(10), ends_at=time(11), room="Åhuset")
    add_session(event, "Værksted C", time(11), ends_at=time(12), room="Åhuset")
    add_session(event, "Efter", time(12), ends_at=time(13), room="Salen")
    said = read(client, "/laering-paa-tvaers/")
    assert said.partition(" Program Hent programmet (PDF) ")[2].partition(" Stedet ")[0] == (
        "9.00-10.00 Før Salen "
        "10.00-12.00 Salen Værksted A Åhuset 10.00-11.00 Værksted B 11.00-12.00 Værksted C "
        "12.00-13.00 Efter Salen"
    )


@pytest.mark.parametrize(("length", "is_folded"), [(200, False), (201, True)])
def test_beside_another_room_an_abstract_is_folded_sooner(
    client: Client, event: Event, add_session: Callable[..., Session], length: int, is_folded: bool
) -> None:
    add_session(event, "A", time(13), ends_at=time(14), room="Salen", abstract="ø" * length)
    add_session(event, "B", time(13), ends_at=time(14), room="Åhuset")
    assert ("<details" in client.get("/laering-paa-tvaers/").content.decode()) == is_folded


def test_items_at_the_same_time_without_rooms_stand_one_after_the_other(
    client: Client, event: Event, add_session: Callable[..., Session]
) -> None:
    add_session(event, "A", time(10), ends_at=time(12))
    add_session(event, "B", time(10), ends_at=time(12), room="Åhuset")
    said = read(client, "/laering-paa-tvaers/")
    assert "10.00-12.00 A 10.00-12.00 B" in said
    assert "Lokale: Åhuset" in said


def test_the_organisers_text_is_shown_without_its_html(client: Client, event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(
        title="<b>Læs</b> & lyt", description="Se <script>alert(1)</script> **her**"
    )
    html = client.get("/laering-paa-tvaers/").content.decode()
    assert "<h1>&lt;b&gt;Læs&lt;/b&gt; &amp; lyt</h1>" in html
    assert "<strong>her</strong>" in html
    assert "<script" not in html


def test_a_cancelled_event_says_so_and_why(client: Client, make_event: Callable[..., Event]) -> None:
    make_event(status="cancelled", cancellation_note="For få tilmeldte på øen")
    answer = client.get("/laering-paa-tvaers/")
    assert "<title>Aflyst: Læring på tværs" in answer.content.decode()
    assert "Arrangementet er aflyst For få tilmeldte på øen." in text_of(answer.content.decode())


def test_a_page_in_english_marks_the_organisers_danish(client: Client, programme: Event) -> None:
    html = client.get("/en/laering-paa-tvaers/").content.decode()
    assert '<html lang="en">' in html
    assert '<h1 lang="da">Læring på tværs</h1>' in html
    assert '<h3 class="title" lang="da">Fælles sprog</h3>' in html
    assert "Wednesday 16 September 2026, 9:00–16:00" in html
    assert "Moderator: Åse Thygesen" in text_of(html)
    assert '<a href="/laering-paa-tvaers/" lang="da" hreflang="da">Dansk</a>' in html


def test_a_page_in_danish_marks_the_organisers_english(
    client: Client, make_event: Callable[..., Event]
) -> None:
    make_event(language="en", title="Reading")
    html = client.get("/laering-paa-tvaers/").content.decode()
    assert '<h1 lang="en">Reading</h1>' in html
    assert '<a href="/en/laering-paa-tvaers/" lang="en" hreflang="en">English</a>' in html


# ------------------------------------------------------------------ drafts


@pytest.fixture
def draft(make_event: Callable[..., Event], event: Event) -> Event:
    """A draft beside an announced event of the same organisation."""
    return make_event(slug="kladden", title="Hemmelig læsning", status="draft")


@pytest.mark.parametrize("path", ["kladden/", "en/kladden/", "kladden/kalender.ics"])
def test_a_draft_is_not_there_for_the_public(client: Client, draft: Event, path: str) -> None:
    answer = client.get(f"/{path}")
    assert answer.status_code == 404
    assert "Hemmelig" not in answer.content.decode()


@pytest.mark.long
def test_a_draft_is_on_no_list(client: Client, draft: Event) -> None:
    for path in ("/", "/tidligere/", "/en/"):
        assert "Hemmelig" not in read(client, path)
    with time_machine.travel(datetime(2027, 1, 1, tzinfo=UTC), tick=False):
        assert "Læring på tværs" in read(client, "/tidligere/")
        assert "Hemmelig" not in read(client, "/tidligere/")


def test_those_who_work_with_a_draft_see_it_and_that_it_is_one(
    client: Client, draft: Event, dorte: User
) -> None:
    client.force_login(dorte)
    answer = client.get("/kladden/")
    assert "Kladde. Kun de, der arbejder med arrangementet, kan se siden." in text_of(answer.content.decode())
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-store", "noindex")


def test_staff_of_another_organisation_do_not_see_a_draft(
    client: Client, draft: Event, library: Organisation
) -> None:
    other = User.objects.create_user("bo@example.org", "et-langt-kodeord")
    library.staff.add(other)
    client.force_login(other)
    assert client.get("/kladden/").status_code == 404


def test_a_draft_of_an_organisation_without_staff_is_seen_by_nobody(
    client: Client, make_event: Callable[..., Event], library: Organisation
) -> None:
    make_event(owner=library, slug="kladden", status="draft")
    assert client.get("/kladden/").status_code == 404
    client.force_login(User.objects.create_user("bo@example.org", "et-langt-kodeord"))
    assert client.get("/kladden/").status_code == 404


def test_a_stranger_works_with_no_organisation_whether_it_has_staff_or_not(
    dorte: User, library: Organisation
) -> None:
    assert list(Organisation.objects.visible_to(AnonymousUser())) == []
    assert [one.name for one in Organisation.objects.visible_to(dorte)] == ["Foreningen for Læsning"]


@pytest.mark.django_db
def test_the_other_language_is_never_another_host(client: Client) -> None:
    html = client.get("/en//example.org/").content.decode()
    assert '<a href="/example.org/" lang="da" hreflang="da">Dansk</a>' in html


# ------------------------------------------------------------------ moved


@pytest.fixture
def moved(event: Event) -> Event:
    Rescheduling.objects.create(
        event=event,
        old_starts_on=date(2026, 6, 17),
        old_starts_at=time(9),
        old_ends_on=date(2026, 6, 17),
        old_ends_at=time(16),
        old_place="Rådhuset, Øby",
        old_slug="laering-i-juni",
        at=BEFORE,
        reason="Salen er optaget.",
    )
    # Whatever moved counts in its calendar sequence.
    event.sequence = 1
    event.save()
    return event


@pytest.mark.parametrize(
    ("now", "status", "offered"),
    [
        (datetime(2026, 9, 16, 13, 59, 59, tzinfo=UTC), Event.Status.PUBLISHED, True),
        (datetime(2026, 9, 16, 14, tzinfo=UTC), Event.Status.PUBLISHED, False),
        (BEFORE, Event.Status.CANCELLED, False),
    ],
)
def test_nobody_is_asked_to_put_an_event_in_her_calendar_that_is_over_or_called_off(
    client: Client, event: Event, now: datetime, status: str, offered: bool
) -> None:
    Event.objects.update(status=status)
    with time_machine.travel(now, tick=False):
        assert ("Læg det i din kalender" in read(client, "/laering-paa-tvaers/")) is offered


def test_a_moved_event_says_from_where_to_where_and_why(client: Client, moved: Event) -> None:
    assert (
        "Flyttet fra onsdag den 17. juni 2026 kl. 9.00-16.00, Rådhuset, Øby til onsdag den 16. september 2026 "
        "kl. 9.00-16.00, Kulturhuset Åen, 3. sal, Søndre Allé 1, 9999 Øby. Salen er optaget."
    ) in read(client, "/laering-paa-tvaers/")


def test_an_event_moved_twice_tells_both_moves_the_latest_first(client: Client, moved: Event) -> None:
    place = moved.venue.full_place if moved.venue else ""
    Rescheduling.objects.create(
        event=moved,
        old_starts_on=date(2026, 8, 20),
        old_ends_on=date(2026, 8, 20),
        old_place=place,
        old_slug="laering-i-august",
        at=datetime(2026, 8, 2, tzinfo=UTC),
    )
    said = re.findall(r"Flyttet (fra .*?)\. (?=[A-ZF])", read(client, "/laering-paa-tvaers/"))
    assert said == [
        "fra torsdag den 20. august 2026 til onsdag den 16. september 2026 kl. 9.00-16.00",
        f"fra onsdag den 17. juni 2026 kl. 9.00-16.00, Rådhuset, Øby til torsdag den 20. august 2026, {place}",
    ]
    # Landmarks of one name could not be told apart.
    assert client.get("/laering-paa-tvaers/").content.decode().count('aria-label="Flyttet"') == 1


def test_a_new_address_alone_is_no_move(client: Client, event: Event) -> None:
    Rescheduling.objects.create(
        event=event,
        old_starts_on=event.starts_on,
        old_starts_at=event.starts_at,
        old_ends_on=event.ends_on,
        old_ends_at=event.ends_at,
        old_place=event.venue.full_place if event.venue else "",
        old_slug="laering",
        at=BEFORE,
    )
    Event.objects.filter(pk=event.pk).update(sequence=1)
    assert "Flyttet" not in read(client, "/laering-paa-tvaers/")
    assert "Flyttet" not in read(client, "/")


@pytest.mark.parametrize(
    ("old", "present"),
    [
        ("/laering-i-juni/", "/laering-paa-tvaers/"),
        ("/laering-i-juni", "/laering-paa-tvaers"),
        ("/en/laering-i-juni/", "/en/laering-paa-tvaers/"),
        ("/laering-i-juni/program.pdf", "/laering-paa-tvaers/program.pdf"),
        ("/laering-i-juni/tilmelding/", "/laering-paa-tvaers/tilmelding/"),
        ("/laering-i-juni/kalender.ics?x=1&y=%C3%A6", "/laering-paa-tvaers/kalender.ics?x=1&y=%C3%A6"),
    ],
)
def test_a_former_address_leads_to_the_present_one(
    client: Client, moved: Event, old: str, present: str
) -> None:
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (302, present)


def test_a_form_posted_to_a_former_address_comes_along(client: Client, moved: Event) -> None:
    answer = client.post("/laering-i-juni/nej/", {"name": "Åse"})
    assert (answer.status_code, answer["Location"]) == (307, "/laering-paa-tvaers/nej/")


@pytest.mark.parametrize(
    ("path", "status"),
    [("/laering/", 404), ("//laering-i-juni/", 404), ("/laering-paa-tvaers/nej/", 404), ("/en/", 200)],
)
def test_other_addresses_lead_nowhere(client: Client, moved: Event, path: str, status: int) -> None:
    assert client.get("/", PATH_INFO=path).status_code == status


@pytest.mark.parametrize("slug", ["en-anden", "en-hel-dag", "en-dag-om-laesning", "da-vi-laeste", "enanden"])
def test_an_address_that_begins_like_a_language_is_an_event_s_all_the_same(
    client: Client, make_event: Callable[..., Event], slug: str
) -> None:
    make_event(slug=slug)
    answers = [client.get(f"{prefix}/{slug}/") for prefix in ("", "/en")]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert ['<html lang="da"' in answer.content.decode() for answer in answers] == [True, False]


@pytest.mark.parametrize("path", ["/%00/", "/\x00/", "/en/%00/", "/æ/", "/plads/%00/"])
def test_an_address_nobody_can_have_given_out_is_not_found(client: Client, moved: Event, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_former_address_of_a_draft_is_not_there(client: Client, moved: Event) -> None:
    Event.objects.filter(pk=moved.pk).update(status="draft")
    assert client.get("/laering-i-juni/").status_code == 404


# ------------------------------------------------------------------ how much is asked of the database


@pytest.mark.long
def test_the_event_asks_five_times_whatever_its_size(
    client: Client,
    event: Event,
    moved: Event,
    add_session: Callable[..., Session],
    django_assert_num_queries: Any,
) -> None:
    for number in range(9):
        add_session(event, f"Punkt {number}", time(9 + number), by=[(f"Person {number}", "leder")])
        with django_assert_num_queries(5):
            client.get("/laering-paa-tvaers/")
    organisations = [Organisation.objects.create(name=f"Bibliotek {number}") for number in range(3)]
    Organiser.objects.bulk_create(Organiser(event=event, organisation=one) for one in organisations)
    with django_assert_num_queries(5):
        client.get("/laering-paa-tvaers/")


def test_nobody_is_asked_for_to_see_what_is_announced(
    client: Client, event: Event, dorte: User, django_assert_num_queries: Any
) -> None:
    client.force_login(dorte)
    with django_assert_num_queries(4):
        client.get("/laering-paa-tvaers/")


# ------------------------------------------------------------------ HTTP


@pytest.mark.long
@pytest.mark.parametrize("path", ["/", "/tidligere/", "/laering-paa-tvaers/", "/persondata/", "/en/"])
def test_a_kept_page_is_asked_for_again_and_a_change_shows_at_once(
    client: Client, event: Event, association: Organisation, path: str
) -> None:
    first = client.get(path)
    assert first["Cache-Control"] == "no-cache"
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    Event.objects.filter(pk=event.pk).update(title="Ny titel")
    Organisation.objects.filter(pk=association.pk).update(name="Nyt navn")
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == (304 if path == "/tidligere/" else 200)


@pytest.mark.parametrize(
    "path",
    [
        "/", "/tidligere/", "/laering-paa-tvaers/", "/laering-paa-tvaers/kalender.ics", "/was", "/persondata/",
        "/robots.txt", "/sundhed",
    ],
)  # fmt: skip
def test_these_pages_are_only_read(client: Client, event: Event, path: str) -> None:
    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405


def test_the_accessibility_statement_is_where_the_setting_says(client: Client, settings: Any) -> None:
    assert "ikke sat en adresse ind" in read(client, "/was")
    settings.ACCESSIBILITY_STATEMENT_URL = "https://www.was.example.org/erklaering/1"
    answer = client.get("/was")
    assert (answer.status_code, answer["Location"]) == (302, "https://www.was.example.org/erklaering/1")


def test_the_privacy_page_names_who_is_responsible_for_what_is_announced(
    client: Client, event: Event, library: Organisation
) -> None:
    said = read(client, "/persondata/")
    assert "Foreningen for Læsning, kontakt@example.org" in said
    assert "Ærø Bibliotek" not in said
    assert "slettes automatisk 14 dage efter arrangementet" in said
    assert "deleted automatically 14 days after the event" in read(client, "/en/persondata/")


def test_search_engines_stay_away_from_personal_pages(client: Client) -> None:
    assert client.get("/robots.txt").content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /plads/",
        "Disallow: /samlet/",
        "Disallow: /invitation/",
        "Disallow: /en/plads/",
        "Disallow: /en/samlet/",
        "Disallow: /en/invitation/",
    ]


def test_a_page_that_is_not_there_says_so_in_the_language_of_its_address(client: Client, db: None) -> None:
    for path, words in (("/findes-ikke/", "Siden findes ikke"), ("/en/findes-ikke/", "The page is not here")):
        answer = client.get(path)
        assert (answer.status_code, words in text_of(answer.content.decode())) == (404, True)


@pytest.mark.parametrize(
    ("path", "words"), [("/", "Der gik noget galt hos os"), ("/en/", "Something went wrong here")]
)
def test_a_fault_of_ours_is_told_without_asking_the_database(
    event: Event, path: str, words: str, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("django.db.models.query.QuerySet.exclude", broken)
    client = Client(raise_request_exception=False)
    with django_assert_num_queries(0):
        answer = client.get(path)
    assert (answer.status_code, words in text_of(answer.content.decode())) == (500, True)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "HENT"])
@pytest.mark.parametrize("path", ["/", "/laering-paa-tvaers/", "/laering-paa-tvaers/tilmelding/"])
def test_a_method_no_page_has_is_refused_in_a_sentence(event: Event, method: str, path: str) -> None:
    page = Client(enforce_csrf_checks=True).generic(method, path)
    assert (page.status_code, page["Allow"]) == (405, "GET, HEAD, OPTIONS, POST")
    assert "Sådan kan siden ikke hentes" in page.content.decode()


def test_a_page_that_takes_no_answers_says_so_in_both_languages(event: Event, client: Client) -> None:
    pages = [client.post(f"{language}/laering-paa-tvaers/") for language in ("", "/en")]
    assert [(page.status_code, page["Allow"]) for page in pages] == [(405, "GET, HEAD")] * 2
    assert "Sådan kan siden ikke hentes" in pages[0].content.decode()
    assert "The page is not asked for in this way" in pages[1].content.decode()


def test_an_events_colour_is_a_stylesheet_of_its_own_with_white_text_on_it(
    client: Client, event: Event
) -> None:
    page = client.get(event.get_absolute_url()).content.decode()
    assert "farver/" not in page
    Event.objects.filter(pk=event.pk).update(colour="#7a1f3d")
    page = client.get(event.get_absolute_url()).content.decode()
    assert '<link rel="stylesheet" href="/farver/7a1f3d.css">' in page.replace("/en/", "/")
    sheet = client.get("/farver/7a1f3d.css")
    assert sheet.content.decode() == (
        "@media screen { .band.band-event { --on-deep-quiet: #fff; background: #7a1f3d; } }\n"
    )
    assert sheet["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in sheet["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("digits", ["777777", "7A1F3D", "fff", "7a1f3", "url", "7a1f3d0"])
def test_no_stylesheet_is_made_of_what_is_no_colour_of_ours(client: Client, digits: str) -> None:
    assert client.get(f"/farver/{digits}.css").status_code == 404
