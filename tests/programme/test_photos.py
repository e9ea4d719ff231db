"""The photograph of a speaker, from the upload to the event's page."""

import re
from collections.abc import Callable
from datetime import time
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from programme import photos
from programme.models import Event, Membership, Session, Speaker, SpeakerPhoto, User
from programme.reading.portrait import portrait
from tests.forms import shown


def picture(colour: str = "red") -> bytes:
    data = BytesIO()
    Image.new("RGB", (600, 700), colour).save(data, "PNG")
    return data.getvalue()


def upload(data: bytes, name: str = "åse.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "image/png")


@pytest.fixture
def speaker(event: Event, add_session: Callable[..., Session]) -> Speaker:
    add_session(event, "Ålens år", time(9), by=[("Åse Ægir", "forfatter")])
    return Speaker.objects.get()


@pytest.fixture
def client(dorte: User) -> Client:
    client = Client()
    client.force_login(dorte)
    return client


def change(speaker: Speaker) -> str:
    return reverse("admin:programme_speaker_change", args=[speaker.pk])


def test_a_photograph_is_uploaded_shown_replaced_and_removed(
    client: Client, event: Event, speaker: Speaker
) -> None:
    page = client.get(change(speaker))
    assert "remove_photo" not in page.content.decode()
    assert client.post(change(speaker), shown(page) | {"photo": upload(picture())}).status_code == 302
    first = SpeakerPhoto.objects.get()
    assert first.speaker == speaker
    assert Image.open(BytesIO(bytes(first.data))).size == (480, 480)
    address = f"/medvirkende/{first.content_hash}.jpg"
    assert f'<img src="{address}" alt="Åse Ægir"' in client.get(change(speaker)).content.decode()
    public = Client().get(event.get_absolute_url()).content.decode()
    assert re.findall(r"<img[^>]*>", public) == [
        f'<img class="portrait" src="{address}" alt="Åse Ægir" width="88" height="88" loading="lazy">'
    ]

    client.post(change(speaker), shown(client.get(change(speaker))) | {"photo": upload(picture("blue"))})
    assert SpeakerPhoto.objects.get().content_hash != first.content_hash
    assert Client().get(address).status_code == 404

    client.post(change(speaker), shown(client.get(change(speaker))))
    assert SpeakerPhoto.objects.count() == 1
    client.post(change(speaker), shown(client.get(change(speaker))) | {"remove_photo": "on"})
    assert SpeakerPhoto.objects.count() == 0
    assert "<img" not in Client().get(event.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"ord", "Denne fil er ikke et billede, der kan vises. Vælg en fil i JPEG, PNG eller WebP."),
        (b"", "Denne fil er ikke et billede, der kan vises. Vælg en fil i JPEG, PNG eller WebP."),
        (bytes(10_000_001), "Filen er for stor: højst 10 MB. Gør den mindre, og prøv igen."),
    ],
)
def test_a_file_that_is_no_picture_is_refused_with_a_sentence_and_the_text_is_kept(
    client: Client, speaker: Speaker, data: bytes, sentence: str
) -> None:
    typed = shown(client.get(change(speaker))) | {"biography": "Skriver om ål.", "photo": upload(data)}
    refused = client.post(change(speaker), typed)
    assert dict(refused.context["adminform"].form.errors) == {"photo": [sentence]}
    assert shown(refused)["biography"] == "Skriver om ål."
    assert SpeakerPhoto.objects.count() == 0


@pytest.mark.long
def test_a_new_speaker_may_have_a_photograph_at_once(client: Client, event: Event) -> None:
    address = reverse("admin:programme_speaker_add")
    typed = shown(client.get(address)) | {"name": "Bo Ågård", "photo": upload(picture())}
    assert client.post(address, typed).status_code == 302
    assert SpeakerPhoto.objects.get().speaker.name == "Bo Ågård"


def test_who_only_reads_sees_the_photograph_and_changes_nothing(
    client: Client, dorte: User, speaker: Speaker
) -> None:
    photo = photos.keep(speaker.pk, portrait(picture()))
    Membership.objects.filter(user=dorte).update(role="reader")
    page = client.get(change(speaker)).content.decode()
    assert photo.content_hash in page
    assert 'type="file"' not in page
    assert client.post(change(speaker), {"remove_photo": "on"}).status_code == 403
    assert SpeakerPhoto.objects.count() == 1


def test_a_photograph_may_be_kept_for_a_year_and_its_address_is_its_content(speaker: Speaker) -> None:
    photo = photos.keep(speaker.pk, portrait(picture()))
    assert photos.keep(speaker.pk, portrait(picture())).content_hash == photo.content_hash
    address = reverse("programme:photo", args=[photo.content_hash])
    answer = Client().get(address)
    assert (answer.status_code, answer["Content-Type"], answer.content) == (
        200,
        "image/jpeg",
        bytes(photo.data),
    )
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Cookie" not in answer.get("Vary", "")
    again = Client().get(address, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert Client().post(address).status_code == 405
    assert Client().get("/medvirkende/findes-ikke.jpg").status_code == 404


@pytest.mark.long
def test_the_events_page_never_reads_the_bytes_and_asks_as_much_for_three_photographs_as_for_none(
    event: Event, speaker: Speaker, add_session: Callable[..., Session]
) -> None:
    for number in range(3):
        add_session(event, f"Oplæg {number}", time(10 + number), by=[(f"Bo {number}", "")])
    with CaptureQueriesContext(connection) as without:
        Client().get(event.get_absolute_url())
    for one in Speaker.objects.all()[:3]:
        photos.keep(one.pk, portrait(picture()))
    with CaptureQueriesContext(connection) as with_photos:
        page = Client().get(event.get_absolute_url()).content.decode()
    assert page.count('class="portrait"') == 3
    assert len(with_photos) == len(without) <= 8
    assert not [query["sql"] for query in with_photos if '"data"' in query["sql"]]


def test_a_speaker_goes_with_her_photograph(client: Client, speaker: Speaker) -> None:
    photos.keep(speaker.pk, portrait(picture()))
    Session.objects.all().delete()
    client.post(reverse("admin:programme_speaker_delete", args=[speaker.pk]), {"post": "yes"})
    assert (Speaker.objects.count(), SpeakerPhoto.objects.count()) == (0, 0)
