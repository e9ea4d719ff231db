"""Places from before there was more than one rule are given theirs, and print stays as it was where nothing is new."""

from collections.abc import Callable
from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings

from programme import pdf, printed
from programme.cancellation import Rule
from programme.models import Event
from registration.models import Registration
from registration.owed import owed_ore
from registration.services import cancelling
from registration.services.acts import CONTACT
from registration.services.booking import SignedUp
from tests.cast import ANNE, BO, BOUND, CLARA
from tests.rules import AT_ONCE, BY_STEPS, NO_SHOW

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]
MakeEvent = Callable[..., Event]


def fill() -> None:
    """What the migration does to rows that exist, whatever its number."""
    (path,) = (settings.BASE_DIR / "registration" / "migrations").glob("*_fill_promised_rule.py")
    import_module(f"registration.migrations.{path.stem}").fill(apps, None)


def test_every_place_is_given_the_rule_it_was_promised(
    event: Event, make_event: MakeEvent, sign_up: SignUp
) -> None:
    free = make_event(slug="frit", binding_after=None, fee_ore=None, releases_when_refilled=True)
    places = [*sign_up(ANNE, BO).registrations, *sign_up(CLARA, event=free).registrations]
    gone = cancelling.give_back(registration_id=places[1].pk, now=BOUND, actor=CONTACT)
    Registration.objects.update(promised_rule=None, owed_ore=None)
    fill()
    rules = {row.pk: row.rule_promised for row in Registration.objects.all()}
    assert rules == {
        places[0].pk: Rule(free_until=date(2026, 9, 2)),
        places[1].pk: Rule(free_until=date(2026, 9, 2)),
        places[2].pk: Rule(releases=True),
    }
    assert owed_ore(Registration.objects.select_related("event").get(pk=gone.pk)) == 129_500
    # What is written already stays.
    Registration.objects.filter(pk=places[0].pk).update(
        promised_rule=Registration.objects.get(pk=places[2].pk).promised_rule
    )
    fill()
    assert Registration.objects.get(pk=places[0].pk).rule_promised == Rule(releases=True)


def test_only_a_rule_of_another_kind_is_new_in_print(event: Event, make_event: MakeEvent) -> None:
    usual = printed.content(event)["event"]
    assert not {"cancellation", "cancellation_steps", "no_show_fee_ore"} & set(usual)
    for number, rule in enumerate((AT_ONCE, BY_STEPS, NO_SHOW)):
        other = make_event(slug=f"regel-{number}", **rule)
        facts = printed.content(other)
        assert facts["event"]["cancellation"] == rule["cancellation"]
        assert printed.read(facts).event.cancellation_rule == other.cancellation_rule


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (BY_STEPS, ["Det koster intet til og med onsdag den 2. september 2026", "Afbud for 50 % til og med"]),
        (AT_ONCE, ["Tilmeldingen er bindende med det samme."]),
        (NO_SHOW, ["Det koster 200 kr. at udeblive uden at have meldt afbud."]),
    ],
)
def test_the_rule_is_printed(make_event: MakeEvent, rule: dict, said: list[str]) -> None:
    event = make_event(slug="trykt", **rule)
    facts = printed.content(event)
    html = pdf.page_of(
        facts,
        changed_on=date(2026, 6, 1),
        published_on=None,
        address="https://example.org/trykt/",
        dress={},
    )
    for sentence in said:
        assert sentence in html
