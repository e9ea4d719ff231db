"""Random weeks of an event with a waiting list: whatever people, organisers and time do, in whatever order, nobody is
given a place that is not there, nobody is overtaken against the rule, and everything is told and written down once."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.registration.weeks.machine import STARTS, Weeks, WeeksFromTheBeginning, begin
from tests.registration.weeks.world import World


def run(*, examples: int, steps: int, also_from_the_beginning: bool = False) -> None:
    """So many sequences from each of the starts, which are written once."""
    chance = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    with transaction.atomic():
        world = World()
        for start in STARTS:
            with transaction.atomic():
                Weeks.begun = begin(world, start)
                run_state_machine_as_test(Weeks, settings=chance)
                transaction.set_rollback(True)
        if also_from_the_beginning:
            Weeks.begun = begin(world, None)
            run_state_machine_as_test(WeeksFromTheBeginning, settings=chance)


@pytest.mark.early
@pytest.mark.django_db
def test_whatever_happens_in_whatever_order_the_list_keeps_its_rule() -> None:
    run(examples=5, steps=8)


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("_part", range(8))
def test_the_list_keeps_its_rule_through_many_weeks(_part: int) -> None:
    """Each part at random, so that several workers share them."""
    run(examples=5, steps=50, also_from_the_beginning=True)
