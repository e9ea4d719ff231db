import io
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import page
import pytest
from pypdf import PdfReader

from programme import pdf, printed
from programme.models import Appearance, Event, Session, Speaker

CHANGED = date(2015, 9, 2)
ADDRESS = "http://testserver/samarbejde-i-kommunen/"


def render(event: Event) -> bytes:
    return pdf.render(printed.content(event), changed_on=CHANGED, address=ADDRESS)


def text_of(data: bytes) -> str:
    return " ".join(" ".join(one.extract_text() for one in PdfReader(io.BytesIO(data)).pages).split())


def violations(data: bytes, folder: Path) -> list[Any]:
    place = folder / "program.pdf"
    place.write_bytes(data)
    return list(page.validate_pdf(str(place), profile="ua1").failures)


@pytest.mark.long
@pytest.mark.pango
def test_the_september_programme_is_an_accessible_pdf_with_everything_in_it(
    september: Event, tmp_path: Path
) -> None:
    data = render(september)
    assert violations(data, tmp_path) == []
    reader = PdfReader(io.BytesIO(data))
    text = text_of(data)
    sessions = list(Session.objects.filter(event=september))
    timed = [
        f"{one.starts_at:%-H.%M}-{one.ends_at:%-H.%M}" for one in sessions if one.starts_at and one.ends_at
    ]
    talks = [one.title for one in sessions if one.parent_id]
    names = set(Speaker.objects.values_list("name", flat=True))
    described = {one.described for one in Appearance.objects.all()}
    assert (len(timed), len(talks), len(names)) == (12, 2, 9)
    wanted = {*timed, *(one.title for one in sessions), *names, *described}
    assert {one for one in wanted if one not in text} == set()
    for sentence in [
        "Onsdag den 16. september 2015 kl. 9.00-16.00",
        "Kulturhuset Åen, 3. sal, Søndre Allé 1, 9999 Øby",
        "Støttet af Ærø Bibliotek",
        "En dag om, hvad biblioteket kan sammen med andre.",
        "Afbud Uden udgift til og med onsdag den 2. september 2015. Fra og med torsdag den 3. september 2015 "
        "er tilmeldingen bindende, men en anden person kan deltage i stedet.",
        "Deltagergebyr 1.295 kr. pr. person",
        "Tilmelding Til og med onsdag den 9. september 2015.",
        "dorte@example.org",
        "Program pr. 2. september 2015",
        f"Side {len(reader.pages)} af {len(reader.pages)}",
    ]:
        assert sentence in text
    root = reader.trailer["/Root"]
    assert (root["/Lang"], reader.metadata and reader.metadata.title) == (
        "da",
        "Styrk det strategiske samarbejde i kommunen – onsdag den 16. september 2015 kl. 9.00-16.00",
    )
    assert [one.title for one in reader.outline if not isinstance(one, list)] == [
        "Frister",
        "Program",
        "Medvirkende",
        "Praktisk",
    ]


@pytest.mark.long
@pytest.mark.pango
def test_several_days_rooms_and_items_called_off_are_said_in_words(
    make_event: Callable[..., Event], tmp_path: Path
) -> None:
    event = make_event(
        language=Event.Language.ENGLISH,
        ends_on=date(2026, 9, 17),
        status=Event.Status.CANCELLED,
        cancellation_note="The house is closed.",
    )
    for number, (room, status) in enumerate([("Salen", "planned"), ("Loftet", "cancelled")]):
        Session.objects.create(
            event=event,
            day=event.starts_on + timedelta(days=number),
            starts_at=time(22),
            ends_at=time(1, 30),
            title=f"Evening {number}",
            room=room,
            status=status,
            note="Comes again in May." if status == "cancelled" else "",
        )
    data = render(event)
    assert violations(data, tmp_path) == []
    text = text_of(data)
    for words in [
        "Wednesday 16 September, 9:00 – Thursday 17 September 2026, 16:00",
        "Called off. The house is closed.",
        "Wednesday 16 September 2026 22:00–1:30 Evening 0 Salen",
        "Thursday 17 September 2026 22:00–1:30 Evening 1 Called off Comes again in May. Loftet",
        "Page 1 of",
    ]:
        assert words in text, text
    assert "free of charge up to" not in text
    assert "Sign-up The event is called off, and there is no sign-up." in text
    assert "Deadlines" not in text


def printed_text(event: Event, **more: Any) -> str:
    return text_of(pdf.render(printed.content(event), changed_on=CHANGED, address=ADDRESS, **more))


@pytest.mark.pango
@pytest.mark.parametrize(
    ("fields", "dress", "said"),
    [
        ({"registration_closes_on": date(2026, 9, 9)}, {}, "Til og med onsdag den 9. september 2026."),
        (
            {"registration_opens_on": date(2026, 6, 1), "registration_closes_on": date(2026, 9, 9)},
            {"is_limited": True},
            "Fra og med mandag den 1. juni 2026 til og med onsdag den 9. september 2026. "
            "Antallet af pladser er begrænset.",
        ),
        (
            {"registration_opens_on": date(2026, 6, 1), "registration_closes_on": None},
            {},
            "Fra og med mandag den 1. juni 2026, og indtil arrangementet begynder.",
        ),
        ({"registration_closes_on": None}, {}, "Indtil arrangementet begynder."),
        ({"sign_up": Event.SignUp.NONE}, {"is_limited": True}, "Du behøver ikke tilmelde dig."),
        ({"status": Event.Status.CANCELLED}, {}, "Arrangementet er aflyst, og der er ingen tilmelding."),
    ],
)
def test_the_paper_says_when_people_sign_up_and_invites_nobody(
    make_event: Callable[..., Event], fields: dict[str, Any], dress: dict[str, Any], said: str
) -> None:
    event = make_event(**{"registration_opens_on": None} | fields)
    text = printed_text(event, dress=dress)
    assert f"Tilmelding {said}" in text, text
    assert "Tilmeld dig" not in text
    assert "Meld dig til" not in text


@pytest.mark.long
@pytest.mark.pango
def test_a_programme_changed_after_it_was_published_says_both_days(september: Event) -> None:
    text = printed_text(september, published_on=date(2015, 6, 1))
    assert "Program Ændret den 2. september 2015. Først offentliggjort den 1. juni 2015." in text
    assert "Ændret den" not in printed_text(september)


@pytest.mark.long
@pytest.mark.pango
def test_the_line_of_deadlines_is_printed_with_what_holds_along_it(september: Event) -> None:
    september.substitutes_until = date(2015, 9, 14)
    text = printed_text(september)
    for words in [
        "Frit afbud",
        "Frit afbud til og med onsdag den 2. september 2015",
        "Sidste dag for tilmelding onsdag den 9. september 2015",
        "Kan overdrages til og med mandag den 14. september 2015",
    ]:
        assert words in text, text


@pytest.mark.long
@pytest.mark.pango
def test_only_secure_pages_mails_and_telephones_are_links(september: Event) -> None:
    Event.objects.filter(pk=september.pk).update(
        contact_phone="12 34 56 78",
        description="[sikker](https://example.org/a) [usikker](http://example.org/b) [fil](file:///etc/passwd)",
    )
    Session.objects.filter(event=september).update(
        abstract="[skriv](mailto:bo@example.org) <ftp://example.org/>"
    )
    september.refresh_from_db()
    data = pdf.render(printed.content(september), changed_on=CHANGED, address="https://example.org/program/")
    links = {
        str(annotation.get_object()["/A"]["/URI"])
        for one in PdfReader(io.BytesIO(data)).pages
        for annotation in one.get("/Annots") or []
    }
    assert links == {
        "https://example.org/a",
        "https://example.org/program/",
        "mailto:bo@example.org",
        "mailto:dorte@example.org",
        "tel:12345678",
    }
    assert "usikker" in text_of(data)


@pytest.mark.long
@pytest.mark.pango
def test_nothing_in_the_pdf_has_an_address_that_nobody_links_to(september: Event) -> None:
    """Each costs as much time as a paragraph."""
    assert PdfReader(io.BytesIO(render(september))).named_destinations == {}


def page_of(event: Event, **dress: Any) -> str:
    return pdf.page_of(
        printed.content(event), dress=dress, changed_on=CHANGED, published_on=None, address=ADDRESS
    )


@pytest.mark.long
def test_a_photograph_is_printed_beside_its_speaker_and_the_band_in_the_colour(september: Event) -> None:
    html = page_of(september, colour="#7a1f3d", photos={"1": "QUJD"})
    names = [speaker.name for speaker, _on in printed.outline_of(september).speakers]
    assert f'<img src="data:image/jpeg;base64,QUJD" alt="{names[1]}">' in html
    assert "background: #7a1f3d; color: #fff" in html
    assert "background: #0c4453; color: #fff" in page_of(september)
    assert "var(--" not in html
    assert "<img" not in page_of(september)


def test_of_a_crowd_of_speakers_those_with_nothing_more_are_only_named(
    september: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    Speaker.objects.filter(name="Bodil Have").update(biography="Bibliotekschef siden 2009.")
    assert '<p class="others">' not in page_of(september)
    monkeypatch.setattr(pdf, "CROWD", 8)
    html = page_of(september)
    assert html.count('<div class="who">') == 1
    assert "Bibliotekschef siden 2009." in html
    names = [speaker.name for speaker, _on in printed.outline_of(september).speakers]
    assert f'<p class="others">{" · ".join(names[1:])}</p>' in html


def test_a_talk_in_a_group_names_a_room_only_where_it_is_another(september: Event) -> None:
    first, second = Session.objects.filter(parent__event=september).order_by("pk")
    Session.objects.filter(pk=first.parent_id).update(room="Loftet", track="Praksis")
    Session.objects.filter(pk=first.pk).update(room="Loftet", track="Ledelse")
    Session.objects.filter(pk=second.pk).update(room="Salen")
    assert re.findall(r'<p class="room">(.*?)</p>', page_of(september)) == [
        "Loftet · Praksis", "Ledelse", "Salen",
    ]  # fmt: skip


@contextmanager
def listening() -> Iterator[tuple[int, list[int]]]:
    """A real server that counts who calls."""
    calls: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def count() -> None:
            while True:
                caller, _ = server.accept()
                with caller:
                    if caller.recv(100) == b"stop":
                        return
                calls.append(1)

        counter = threading.Thread(target=count, daemon=True)
        counter.start()
        yield port, calls
        with socket.create_connection(("127.0.0.1", port)) as last:
            last.sendall(b"stop")
        counter.join(timeout=5)


@pytest.mark.pango
@pytest.mark.services
def test_no_address_that_somebody_typed_is_opened(september: Event, tmp_path: Path) -> None:
    secret = tmp_path / "hemmelig.txt"
    secret.write_text("kodeordet er fløde")
    with listening() as (port, calls):
        web = f"http://127.0.0.1:{port}"
        traps = [
            f"![kort]({web}/a.png) ![fil]({secret.as_uri()})",
            f'<img src="{web}/b.png"><link rel="stylesheet" href="{web}/c.css">',
            f'<link rel="attachment" href="{secret.as_uri()}">',
            f"<style>@import url({web}/d.css); body {{ background: url({web}/e.png) }}</style>",
            f'<object data="{web}/f.svg"></object><iframe src="{secret.as_uri()}"></iframe>',
            f"url({web}/g.png) {secret.as_uri()} file:///etc/passwd",
            f"[læs]({web}/h) <{web}/i> [fil](file:///etc/passwd)",
            f'"><img src={web}/j.png>',
        ]
        typed = "\n\n".join(traps)
        Event.objects.filter(pk=september.pk).update(
            title=f'"><img src={web}/k.png>', subtitle=traps[1], introduction=typed, description=typed
        )
        Session.objects.filter(event=september).update(
            abstract=typed, note=traps[3][:300], room=traps[4][:90]
        )
        Speaker.objects.update(biography=typed)
        assert september.venue is not None
        september.venue.directions = typed
        september.venue.save()
        september.refresh_from_db()
        data = render(september)
    assert calls == []
    reader = PdfReader(io.BytesIO(data))
    text = text_of(data)
    assert "fløde" not in text
    assert "root:" not in text
    assert reader.attachments == {}
    assert "<img src=" in text, "typed HTML is shown as it was typed"


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "http://127.0.0.1/", "https://127.0.0.1/", "ftp://127.0.0.1/", "static:../x"],
)
@pytest.mark.pango
def test_the_printer_fetches_its_own_files_only(address: str) -> None:
    with pytest.raises(ValueError, match="Nothing is fetched"):
        pdf._fetcher().fetch(address)


def test_what_is_printed_is_read_back_as_it_was_written(september: Event) -> None:
    facts = printed.content(september)
    again = printed.read(facts)
    assert printed.outline_of(september).items != []
    assert [one.session.title for one in again.outline.items] == [
        one.session.title for one in printed.outline_of(september).items
    ]
    assert [speaker.name for speaker, _on in again.outline.speakers] == [
        speaker.name for speaker, _on in printed.outline_of(september).speakers
    ]
    assert (again.event.starts_at, again.event.binding_after, again.event.fee_ore) == (
        time(9),
        date(2015, 9, 2),
        129_500,
    )
