import base64
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from pypdf import PdfReader

from programme import photos, printed, publishing, tasks
from programme.models import Event, Organiser, ProgrammePdf, Session, Speaker, User

# Half past midnight in Denmark, and still the day before in UTC.
NIGHT = datetime(2026, 9, 1, 22, 30, tzinfo=UTC)
SEPTEMBER_2 = date(2015, 9, 2)
LATER = datetime(2026, 9, 5, 12, tzinfo=UTC)


def children() -> list[str]:
    return [
        child
        for thread in Path("/proc/self/task").iterdir()
        for child in (thread / "children").read_text().split()
    ]


@pytest.mark.long
def test_a_programme_changes_when_something_printed_does(september: Event) -> None:
    assert publishing.programme_changed(september, now=NIGHT) is True
    first = september.programme_hash
    Session.objects.filter(title="Frokost").update(title="Frokost på Ærø")
    assert publishing.programme_changed(september, now=LATER) is True
    september.refresh_from_db()
    assert september.programme_hash != first
    assert september.programme_changed_at == LATER


@pytest.mark.long
def test_a_programme_is_the_same_when_nothing_printed_changes(september: Event) -> None:
    publishing.programme_changed(september, now=NIGHT)
    Event.objects.filter(pk=september.pk).update(
        capacity=400, mail_paragraph="Husk madkuponen", slug="ny-adresse", version=7, sequence=3
    )
    Session.objects.update(version=9, order=5)
    Speaker.objects.update(website="https://example.org/")
    september.refresh_from_db()
    assert publishing.programme_changed(september, now=LATER) is False
    september.refresh_from_db()
    assert september.programme_changed_at == NIGHT


@pytest.mark.long
@pytest.mark.parametrize(
    ("table", "fields"),
    [
        ("event", {"binding_after": date(2015, 9, 1)}),
        ("event", {"language": "en"}),
        ("event", {"status": "cancelled"}),
        ("event", {"contact_phone": "12345678"}),
        ("venue", {"directions": "Tag bussen."}),
        ("owner", {"name": "Foreningen for Ære"}),
    ],
)
def test_everything_around_the_items_is_printed_too(
    september: Event, table: str, fields: dict[str, Any]
) -> None:
    publishing.programme_changed(september, now=NIGHT)
    row = september if table == "event" else getattr(september, table)
    type(row).objects.filter(pk=row.pk).update(**fields)
    assert publishing.programme_changed(Event.objects.get(pk=september.pk), now=LATER) is True


def test_a_published_draft_keeps_the_day_its_programme_changed(make_event: Callable[..., Event]) -> None:
    event = make_event(status=Event.Status.DRAFT)
    publishing.programme_changed(event, now=NIGHT)
    event.status = Event.Status.PUBLISHED
    event.save()
    assert publishing.programme_changed(event, now=LATER) is False
    assert event.programme_changed_at == NIGHT


def test_a_programme_has_changed_when_a_word_did_after_it_was_published(
    make_event: Callable[..., Event],
) -> None:
    event = make_event(status=Event.Status.DRAFT)
    publishing.programme_changed(event, now=NIGHT)
    assert event.published_at is None
    event.status = Event.Status.PUBLISHED
    event.save()
    publishing.programme_changed(event, now=LATER)
    assert (event.published_at, publishing.published_on(event)) == (LATER, None)
    Event.objects.filter(pk=event.pk).update(colour="#7a1f3d", capacity=40)
    much_later = LATER + timedelta(days=9)
    before = publishing.key(event)
    assert publishing.programme_changed(event, now=much_later) is False
    assert publishing.published_on(event) is None
    assert publishing.key(event) != before, "another colour is another PDF"
    Event.objects.filter(pk=event.pk).update(subtitle="Nu med æblekage")
    assert publishing.programme_changed(event, now=much_later) is True
    event.refresh_from_db()
    assert (event.published_at, publishing.published_on(event)) == (LATER, date(2026, 9, 5))


def test_what_was_announced_before_has_not_changed_since_it_was_published(
    make_event: Callable[..., Event],
) -> None:
    rows = [
        make_event(slug=slug, status=status)
        for slug, status in (("kladde", "draft"), ("synlig", "published"), ("aflyst", "cancelled"))
    ]
    for event in rows:
        publishing.programme_changed(event, now=NIGHT)
    Event.objects.update(published_at=None)
    unknown = make_event(slug="ukendt")
    import_module("programme.migrations.0008_fill_published_at").fill(apps, None)
    assert dict(Event.objects.values_list("slug", "published_at")) == {
        "kladde": None,
        "synlig": NIGHT,
        "aflyst": NIGHT,
        unknown.slug: None,
    }


def test_whoever_is_responsible_is_printed_where_no_organiser_is_named(
    make_event: Callable[..., Event],
) -> None:
    event = make_event()
    named = [{"name": "Foreningen for Læsning", "role": "organiser"}]
    assert printed.content(event)["organisers"] == named
    Organiser.objects.all().delete()
    assert printed.content(event)["organisers"] == named


def test_another_photograph_is_another_pdf_and_no_change_of_the_programme(september: Event) -> None:
    publishing.programme_changed(september, now=NIGHT)
    keys = {publishing.key(september)}
    for jpeg in (b"first", b"second"):
        photos.keep(Speaker.objects.get(name="Bodil Have").pk, jpeg)
        assert publishing.programme_changed(september, now=LATER) is False
        keys.add(publishing.key(september))
    assert len(keys) == 3
    pictures = printed.with_pictures(printed.dress(september), september)["photos"]
    facts = printed.content(september)
    assert {facts["speakers"][int(number)]["name"]: data for number, data in pictures.items()} == {
        "Bodil Have": base64.b64encode(b"second").decode()
    }


def test_the_day_of_a_change_is_the_day_where_the_event_is(september: Event) -> None:
    publishing.programme_changed(september, now=NIGHT)
    assert publishing.changed_on(september) == date(2026, 9, 2)
    september.timezone = "America/Nuuk"
    assert publishing.changed_on(september) == date(2026, 9, 1)


def test_a_programme_is_read_in_as_many_queries_with_many_items_as_with_one(
    september: Event, django_assert_num_queries: Callable[..., Any]
) -> None:
    event = Event.objects.select_related("venue").get(pk=september.pk)
    with django_assert_num_queries(3):
        printed.content(event)
    Session.objects.filter(parent=None).exclude(title="Frokost").delete()
    with django_assert_num_queries(3):
        printed.content(event)


def test_only_a_committed_change_of_an_announced_programme_rings(
    make_event: Callable[..., Event], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    draft = make_event(slug="kladde", status=Event.Status.DRAFT)
    announced = make_event(slug="annonceret")
    with django_capture_on_commit_callbacks() as rings:
        publishing.programme_changed(draft, now=NIGHT)
    assert len(rings) == 0
    with django_capture_on_commit_callbacks() as rings:
        publishing.programme_changed(announced, now=NIGHT)
    assert len(rings) == 1


@pytest.mark.pango
@pytest.mark.services
def test_the_worker_makes_what_is_missing_once(september: Event, make_event: Callable[..., Event]) -> None:
    make_event(slug="kladde", status=Event.Status.DRAFT)
    tasks.sweep()
    tasks.sweep()
    tasks.make_programme(september.pk)
    rows = list(ProgrammePdf.objects.all())
    assert [row.event for row in rows] == [september]
    Session.objects.filter(title="Frokost").update(title="Frokost på Ærø")
    september.refresh_from_db()
    publishing.programme_changed(september, now=LATER)
    tasks.make_programme(september.pk)
    (again,) = ProgrammePdf.objects.all()
    assert again.content_hash not in {row.content_hash for row in rows}
    assert "Frokost på Ærø" in PdfReader(BytesIO(again.data)).pages[1].extract_text()


@pytest.mark.pango
@pytest.mark.services
def test_a_sweep_that_takes_long_leaves_the_rest_for_the_next(
    september: Event, make_event: Callable[..., Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    coming = make_event(slug="naeste")
    monkeypatch.setattr(tasks, "SWEEP_SECONDS", 0.0)
    tasks.sweep()
    assert [row.event for row in ProgrammePdf.objects.all()] == [coming]
    tasks.sweep()
    assert {row.event for row in ProgrammePdf.objects.all()} == {coming, september}


@pytest.mark.pango
@pytest.mark.services
def test_one_content_has_one_file_to_the_last_byte(september: Event) -> None:
    facts = printed.content(september)
    first, again = (
        publishing.in_child(facts, changed_on=SEPTEMBER_2, address="https://example.org/", limit=60)
        for _ in range(2)
    )
    assert first == again


@pytest.mark.pango
@pytest.mark.services
def test_a_missing_pdf_is_made_when_somebody_asks_and_kept(client: Client, september: Event) -> None:
    answer = client.get("/samarbejde-i-kommunen/program.pdf")
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
        200,
        "application/pdf",
        "no-cache",
    )
    assert answer["Content-Disposition"] == (
        "inline; filename=\"samarbejde-i-kommunen-program.pdf\"; filename*=UTF-8''"
        "Program%20%E2%80%93%20Styrk%20det%20strategiske%20samarbejde%20i%20kommunen%20%E2%80%93%202015-09-16.pdf"
    )
    assert bytes(ProgrammePdf.objects.get().data) == answer.content
    again = client.get("/samarbejde-i-kommunen/program.pdf", headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])
    head = client.head("/en/samarbejde-i-kommunen/program.pdf")
    assert (head.status_code, head["Content-Length"], head.content) == (200, str(len(answer.content)), b"")
    Session.objects.filter(title="Frokost").update(title="Frokost på Ærø")
    september.refresh_from_db()
    publishing.programme_changed(september, now=LATER)
    changed = client.get("/samarbejde-i-kommunen/program.pdf", headers={"if-none-match": answer["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != answer["ETag"]


def test_a_stored_pdf_is_served_in_two_queries(
    client: Client, september: Event, django_assert_num_queries: Callable[..., Any]
) -> None:
    publishing.programme_changed(september, now=NIGHT)
    september.pdfs.create(content_hash=publishing.key(september), data=b"%PDF-1.7 \xe6", made_at=NIGHT)
    with django_assert_num_queries(2):
        answer = client.get("/samarbejde-i-kommunen/program.pdf")
    assert answer.content == b"%PDF-1.7 \xe6"


def test_a_draft_is_printed_for_those_who_work_with_it_only(
    client: Client, make_event: Callable[..., Event], dorte: User
) -> None:
    draft = make_event(status=Event.Status.DRAFT)
    publishing.programme_changed(draft, now=NIGHT)
    draft.pdfs.create(content_hash=publishing.key(draft), data=b"%PDF-1.7", made_at=NIGHT)
    etag = f'"{publishing.key(draft)}"'
    address = "/laering-paa-tvaers/program.pdf"
    assert client.get(address).status_code == 404
    assert client.get(address, headers={"if-none-match": etag}).status_code == 404
    stranger = User.objects.create_user("ude@example.org", "et-langt-kodeord", is_staff=True)
    client.force_login(stranger)
    assert client.get(address).status_code == 404
    User.objects.filter(pk=dorte.pk).update(is_staff=True)
    client.force_login(dorte)
    answer = client.get(address)
    assert (answer.status_code, "private" in answer["Cache-Control"]) == (200, True)
    assert client.get("/findes-ikke/program.pdf").status_code == 404


@pytest.mark.long
def test_a_process_that_prints_too_long_is_ended_and_the_visitor_is_told(
    client: Client, september: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "VISITOR_SECONDS", 0.1)
    begun = time.monotonic()
    answer = client.get("/samarbejde-i-kommunen/program.pdf")
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "30", "no-store")
    assert "Prøv igen om et halvt minut" in answer.content.decode()
    assert (
        "Try again in half a minute" in client.get("/en/samarbejde-i-kommunen/program.pdf").content.decode()
    )
    assert time.monotonic() - begun < 5
    assert children() == []
    assert "ETag" not in answer


def test_one_pdf_is_made_at_a_time_and_nobody_else_waits(client: Client, september: Event) -> None:
    with publishing._printing:
        begun = time.monotonic()
        answers = [client.get("/samarbejde-i-kommunen/program.pdf").status_code for _ in range(10)]
        assert answers == [503] * 10
        assert time.monotonic() - begun < 5


@pytest.fixture
def weasyprint_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Gives the child process a WeasyPrint that does something else when it is loaded."""

    def does(code: str) -> None:
        (tmp_path / "weasyprint.py").write_text(code)
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    return does


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        pytest.param(
            "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "Printing ended with -11", id="crashes"
        ),
        *(
            pytest.param(code, reason, id=name, marks=pytest.mark.long)
            for code, reason, name in [
                ("raise RuntimeError('trykfejl')", "Printing ended with 1: RuntimeError: trykfejl", "fails"),
                ("raise SystemExit(0)", "Printing ended with 0", "makes nothing"),
                ("import time; time.sleep(600)", "No PDF in 3 seconds", "hangs"),
            ]
        ),
    ],
)
def test_whatever_printing_does_the_caller_lives(
    september: Event, weasyprint_that: Callable[[str], None], code: str, reason: str
) -> None:
    weasyprint_that(code)
    publishing.programme_changed(september, now=NIGHT)
    with pytest.raises(publishing.NotMade, match=reason):
        publishing.make(september, now=LATER, limit=3 if "sleep" in code else 60)
    assert children() == []
    assert not ProgrammePdf.objects.exists()


def test_without_pango_the_address_answers_with_a_sentence(
    client: Client, september: Event, weasyprint_that: Callable[[str], None]
) -> None:
    weasyprint_that("raise OSError('cannot load library libpango-1.0-0')")
    answer = client.get("/samarbejde-i-kommunen/program.pdf")
    assert answer.status_code == 503
    assert "Hele programmet står på arrangementets side" in answer.content.decode()
    assert client.get("/samarbejde-i-kommunen/").status_code == 200
