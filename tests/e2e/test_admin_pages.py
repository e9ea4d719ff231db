"""Every page there is at the organisers' desk, in Chromium: nothing axe or the browser complains of."""

import re
from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from programme.models import Session, Speaker, TargetGroup, User
from registration.models import HistoryEntry, OwedMail, Registration
from tests.e2e.inspector import Inspector

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PARTS = {
    "events": r"programme_event_",
    "the rest of the programme": r"programme_(?!event_)",
    "people": r"registration_",
    "other": r"(?!programme_|registration_)",
}


# What Dorte finds at the pages that are not simply there for her.
STATUSES = {
    r"registration_\w+_(add|delete)": 403,
    r"registration_\w+_(history|again)": 302,
    r"registration_registration_(give_back|release)": 409,
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
            found[name] = reverse(f"admin:{name}", args=args)
    return found


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_no_page_at_the_desk_shuts_anybody_out(
    desk: Inspector, dorte: User, programme: Session, people: list[Registration], part: str
) -> None:
    _anne, bo, _emil = people
    event = programme.event
    assert event.venue is not None
    rows = [programme, event, event.owner, event.venue, Speaker.objects.get(), bo, bo.booking]
    rows.append(TargetGroup.objects.create(name="Ældre"))
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
