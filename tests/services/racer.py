"""A process that signs people up, in as many threads as it is told: `python -m tests.services.racer EVENT NAME THREADS
STARTS_AT`. Prints what became of each."""

import json
import sys
import threading
import time
from datetime import UTC, datetime

import django

django.setup()

from django.db import connection  # noqa: E402

from programme.models import Event, Organisation  # noqa: E402
from registration import sentences  # noqa: E402
from registration.services.acts import CONTACT, Refused  # noqa: E402
from registration.services.booking import sign_up  # noqa: E402
from registration.services.people import Contact, Person  # noqa: E402
from tests.services.coming import coming_facts  # noqa: E402


def race(event_id: int, name: str, threads: int, starts_at: float) -> list[str]:
    outcomes: list[str] = []

    def run(number: int) -> None:
        email = f"{name}-{number}@example.org"
        now = datetime.now(UTC)
        try:
            terms = sentences.terms(Event.objects.get(pk=event_id), now=now)
            time.sleep(max(0.0, starts_at - time.time()))
            sign_up(
                event_id=event_id,
                contact=Contact(name=f"Gæst {number}", email=email),
                people=[Person(name=f"Gæst {number}", email=email)],
                terms=terms,
                key=email,
                language="da",
                now=now,
                actor=CONTACT,
            )
            outcomes.append("yes")
        except Refused as refused:
            outcomes.append(refused.reason)
        except Exception as error:
            outcomes.append(f"{type(error).__name__}: {error}")
        finally:
            connection.close()

    running = [threading.Thread(target=run, args=[number]) for number in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return outcomes


def announce(capacity: int) -> int:
    owner = Organisation.objects.create(name="Ærø Bibliotek")
    return Event.objects.create(owner=owner, capacity=capacity, **coming_facts()).pk


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["announce", capacity]:
            sys.stdout.write(json.dumps(announce(int(capacity))))
        case [event_id, name, threads, starts_at]:
            sys.stdout.write(json.dumps(race(int(event_id), name, int(threads), float(starts_at))))
