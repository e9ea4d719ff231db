"""What one process commits every other shows at its next request: the test writes, two web processes answer."""

import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any

import pytest

from programme.models import Appearance, Event, Session, Speaker, SpeakerPhoto, Venue
from registration.models import Registration
from registration.services.booking import SignedUp
from tests.services.conftest import START_WITHIN, Processes
from tests.sink import free_port, wait_until

pytestmark = pytest.mark.services
# Each is a connection of its own, so that both processes get some of them.
TIMES = 12


def test_a_commit_shows_at_once_on_the_events_page_of_every_process(
    coming: Event,
    processes: Processes,
    postgresql: str,
    sign_up: Callable[..., SignedUp],
) -> None:
    speaker = Speaker.objects.create(owner=coming.owner, name="Åse Thygesen")
    session = Session.objects.create(
        event=coming, title="Fælles sprog", day=coming.starts_on, starts_at=time(9)
    )
    Appearance.objects.create(session=session, speaker=speaker)
    site = f"http://127.0.0.1:{(port := free_port())}"
    processes.start(
        "web",
        *("-m", "gunicorn", "--workers", "2", "--log-level", "warning", "conference.wsgi"),
        DATABASE_URL=postgresql,
        PORT=str(port),
    )

    def pages() -> list[str]:
        found = []
        for _ in range(TIMES):
            with urllib.request.urlopen(f"{site}/{coming.slug}/", timeout=20) as answer:
                found.append(answer.read().decode())
        return found

    def answers() -> bool:
        try:
            return bool(pages())
        except OSError:
            return False

    assert wait_until(answers, seconds=START_WITHIN), processes.log("web")
    now = datetime.now(UTC)
    writes: list[tuple[Callable[[], Any], str]] = [
        (lambda: Session.objects.update(title="Fælles mål"), "Fælles mål"),
        (lambda: Session.objects.update(starts_at=time(9, 20)), "9.20"),
        (lambda: Speaker.objects.update(name="Åse Ny"), "Åse Ny"),
        (lambda: Appearance.objects.update(title="direktør"), "direktør"),
        (lambda: SpeakerPhoto.objects.create(speaker=speaker, content_hash="abc", data=b""), "abc.jpg"),
        (lambda: Venue.objects.update(name="Borgernes Hus"), "Borgernes Hus"),
        (lambda: Event.objects.update(title="Ny titel på Ærø"), "Ny titel på Ærø"),
        (lambda: Event.objects.update(capacity=1), "1 plads tilbage"),
        (lambda: sign_up(event=coming, now=now), "Fuldt – venteliste"),
        (
            lambda: Registration.objects.update(status="cancelled", ended_at=now, person_key=None),
            "1 plads tilbage",
        ),
        (lambda: Session.objects.update(title="Fælles sprog"), "Fælles sprog"),
    ]
    for write, words in writes:
        assert not any(words in page for page in pages()), words
        write()
        assert all(words in page for page in pages()), words
    Session.objects.all().delete()
    assert not any("Fælles sprog" in page for page in pages())
