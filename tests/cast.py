"""The cast's facts and the instants they act at."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from registration.models import HistoryEntry, OwedMail, Registration
from registration.services.people import Contact, Person

ANNE_METTE = Contact(
    name="Anne Mette Sørensen",
    email="anne.mette@example.org",
    phone="12 34 56 78",
    organisation="Øby Bibliotek",
)
ANNE = Person(name="Anne Mette Sørensen", job_title="Bibliotekar", email="anne.mette@example.org")
BO = Person(name="Bo Ågård", job_title="Leder", organisation="Ærø Bibliotek", email="bo@example.org")
CLARA = Person(name="Clara Æbelø", email="clara@example.org")
EMIL = Person(name="Emil Uden-Mail")


def at(wall: str, zone: str = "Europe/Copenhagen") -> datetime:
    """The instant of a wall time such as 2026-06-01 12:00, in UTC."""
    return datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


OPEN = at("2026-06-01 12:00")
BOUND = at("2026-09-03 00:00")
STARTED = at("2026-09-16 09:00")
ENDED = at("2026-09-16 16:00")
BINDING_DAY = date(2026, 9, 2)


def statuses(event_id: int) -> list[tuple[str, str]]:
    """Everybody who ever had a place, in the order they came."""
    rows = Registration.objects.filter(event=event_id).order_by("pk")
    return list(rows.values_list("name", "status"))


def owed() -> list[tuple[str, str, dict[str, Any]]]:
    """Every mail there is: kind, to whom, and what it tells."""
    return list(OwedMail.objects.order_by("pk").values_list("kind", "to_email", "facts"))


def history() -> list[dict[str, Any]]:
    """What is in the history, without the row ids."""
    columns = ("at", "verb", "actor", "user", "fields", "personal", "bent", "reason")
    return list(HistoryEntry.objects.order_by("pk").values(*columns))
