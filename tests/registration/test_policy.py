"""One table, and both sides of every instant. No database: facts and the instant go in, a decision comes out."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from programme.models import Event
from registration import policy
from registration.event_states import EventState, event_state
from registration.models import Registration
from registration.policy import YES, By, Decision, Reason
from tests.cast import ENDED, OPEN, STARTED, at

JUST_BEFORE = timedelta(microseconds=1)
Status = Registration.Status


def an_event(**fields: Any) -> Event:
    """Wednesday 16 September 2026 at 9.00–16.00; open from 1 May to 9 September; free until 2 September; substitutes
    until the 14th."""
    facts: dict[str, Any] = {
        "status": Event.Status.PUBLISHED,
        "starts_on": date(2026, 9, 16),
        "starts_at": time(9),
        "ends_on": date(2026, 9, 16),
        "ends_at": time(16),
        "registration_opens_on": date(2026, 5, 1),
        "registration_closes_on": date(2026, 9, 9),
        "binding_after": date(2026, 9, 2),
        "substitutes_until": date(2026, 9, 14),
    }
    return Event(**(facts | fields))


def a_place(event: Event, promised: date | None) -> Registration:
    """One that was promised to be free to a day, as places were before there were other rules."""
    return Registration(event=event, promised_binding_after=promised, promised_fee_ore=129_500)


def bound_from(event: Event, promised: date | None) -> datetime | None:
    return policy.bound_from(a_place(event, promised).terms, zone=event.timezone)


# ------------------------------------------------------------------ the table

COLUMNS: dict[str, tuple[dict[str, Any], datetime, int | None]] = {
    "draft": ({"status": "draft"}, OPEN, 10),
    "before opening": ({}, at("2026-04-01 12:00"), 10),
    "open": ({}, OPEN, 10),
    "open, as many as come": ({"capacity": None}, OPEN, None),
    "open, full": ({}, OPEN, 0),
    "after closing": ({}, at("2026-09-10 12:00"), 10),
    "after the last substitute": ({}, at("2026-09-15 12:00"), 10),
    "from the start": ({}, STARTED, 10),
    "from the end": ({}, ENDED, 10),
    "called off": ({"status": "cancelled"}, OPEN, 10),
    "called off and begun": ({"status": "cancelled"}, STARTED, 10),
}

HEAD = "sign up | cancel | cancel, bound | give back | give back, bound | hand over"
# A star: an organiser may, with a reason.
TABLE = {
    "draft": " | ".join(["not_published"] * 6),
    "before opening": "not_yet_open* | yes | binding* | not_yet_binding | yes | yes",
    "open": "yes | yes | binding* | not_yet_binding | yes | yes",
    "open, as many as come": "yes | yes | binding* | not_yet_binding | yes | yes",
    "open, full": "full | yes | binding* | not_yet_binding | yes | yes",
    "after closing": "closed* | yes | binding* | not_yet_binding | yes | yes",
    "after the last substitute": "closed* | yes | binding* | not_yet_binding | yes | too_late*",
    "from the start": "over* | over | over | over | over | over*",
    "from the end": " | ".join(["over"] * 6),
    "called off": " | ".join(["event_cancelled"] * 6),
    "called off and begun": " | ".join(["event_cancelled"] * 6),
}


def answers(column: str, by: By) -> dict[str, Decision]:
    """What the six questions are answered with in one column of the table."""
    fields, now, left = COLUMNS[column]
    facts = policy.windows(an_event(**fields))
    free, bound = now + JUST_BEFORE, now
    place: dict[str, Any] = {"status": Status.CONFIRMED, "now": now}
    return {
        "sign up": policy.may_sign_up(facts, now=now, places_left=left, by=by),
        "cancel": policy.may_cancel(facts, bound=free, by=by, **place),
        "cancel, bound": policy.may_cancel(facts, bound=bound, by=by, **place),
        "give back": policy.may_give_back(facts, bound=free, **place),
        "give back, bound": policy.may_give_back(facts, bound=bound, **place),
        "hand over": policy.may_substitute(facts, until=facts.substitutes_end, by=by, **place),
    }


def expected(column: str, by: By) -> dict[str, Decision]:
    def decision(word: str) -> Decision:
        if word == "yes":
            return YES
        bendable = word.endswith("*") and by is By.ORGANISER
        return Decision(Reason(word.rstrip("*")), bendable=bendable)

    rows = zip(HEAD.split(" | "), TABLE[column].split(" | "), strict=True)
    return {row: decision(word) for row, word in rows}


@pytest.mark.parametrize("by", By)
@pytest.mark.parametrize("column", COLUMNS)
def test_the_table_of_rules_holds(column: str, by: By) -> None:
    assert answers(column, by) == expected(column, by)


def test_the_table_asks_in_every_column() -> None:
    assert TABLE.keys() == COLUMNS.keys()
    told = {word.rstrip("*") for row in TABLE.values() for word in row.split(" | ")} - {"yes"}
    of_the_place = {Reason.NOT_HERE, Reason.PLACE_ENDED, Reason.ALREADY_HAS_A_PLACE, Reason.SAME_PERSON}
    of_the_place |= {Reason.COSTS, Reason.OTHER_ORGANISATION, Reason.WORKPLACE_STAYS, Reason.NOT_YET_OVER}
    of_the_place |= {Reason.TOO_OFTEN, Reason.OTHERS_WAIT, Reason.NOT_OFFERED, Reason.OFFER_OVER}
    of_the_place |= {Reason.ANSWERS_OVER, Reason.CONTACT_ANSWERS, Reason.INVOICE_FETCHED}
    of_the_place |= {Reason.ITEM_FULL, Reason.ITEMS_CLASH, Reason.TOO_MANY_ITEMS, Reason.NO_SUCH_ITEM}
    of_the_place |= {Reason.HAS_NO_PLACE_YET, Reason.CHOICE_CLOSED}
    of_the_place |= {Reason.ITEM_BY_WISHES, Reason.WISHED_TWICE}
    of_the_place |= {Reason.TOO_MANY_WISHES, Reason.WISHES_DISTRIBUTED}
    of_the_place |= {Reason.INVITATION_OVER, Reason.INVITATION_USED}
    of_the_place |= {Reason.NO_CLASSES, Reason.PRICE_PROMISED}
    of_the_place |= {Reason.NAME_FOLLOWS, Reason.HAS_A_NAME, Reason.REQUEST_ENDED}
    of_the_place |= {Reason.NOT_SHARED_HERE, Reason.ALREADY_SHARED, Reason.NOTHING_TO_SHARE}
    of_the_place |= {Reason.NOT_SHARED, Reason.NO_DAYS_LEFT, Reason.NOT_ON_HER_DAYS}
    of_the_place |= {Reason.SHARES_THE_PLACE, Reason.HOLDER_CHANGES_DAYS}
    assert told == {*Reason} - of_the_place


@pytest.mark.parametrize("by", By)
@pytest.mark.parametrize("column", COLUMNS)
def test_a_name_follows_until_the_event_begins_and_at_the_desk_until_it_is_over(column: str, by: By) -> None:
    fields, now, _left = COLUMNS[column]
    reasons = {
        "draft": Reason.NOT_PUBLISHED,
        "from the start": None if by is By.ORGANISER else Reason.OVER,
        "from the end": Reason.OVER,
        "called off": Reason.EVENT_CANCELLED,
        "called off and begun": Reason.EVENT_CANCELLED,
    }
    facts, asked = policy.windows(an_event(**fields)), {"now": now, "by": by}
    may = policy.may_name(facts, status=Status.CONFIRMED, nameless=True, **asked)
    assert may == Decision(reasons.get(column))
    for status, nameless, reason in (
        (Status.CONFIRMED, False, Reason.HAS_A_NAME),
        (Status.CANCELLED, True, Reason.PLACE_ENDED),
    ):
        assert policy.may_name(facts, status=status, nameless=nameless, **asked).reason is reason


@pytest.mark.parametrize("rule", [policy.may_substitute, policy.may_correct])
def test_where_the_name_is_to_follow_nobody_is_replaced_or_put_right(rule: Any) -> None:
    fields, now, _left = COLUMNS["open"]
    facts = policy.windows(an_event(**fields))
    asked: dict[str, Any] = {"status": Status.CONFIRMED, "now": now}
    if rule is policy.may_substitute:
        asked["until"] = facts.substitutes_end
    assert rule(facts, nameless=True, **asked).reason is Reason.NAME_FOLLOWS
    assert rule(facts, **asked) == YES


@pytest.mark.parametrize("column", ["before opening", "open", "after closing"])
def test_too_few_places_are_no_rule_to_set_aside(column: str) -> None:
    fields, now, _left = COLUMNS[column]
    facts = policy.windows(an_event(**fields))
    asked = [
        policy.may_sign_up(facts, now=now, places_left=1, people=people, by=By.ORGANISER).reason
        for people in (1, 2)
    ]
    assert asked == [policy.may_sign_up(facts, now=now, places_left=1).reason, Reason.FULL]


# ------------------------------------------------------------------ both sides of every instant

SUMMER: dict[str, Any] = {}
WINTER: dict[str, Any] = {
    "starts_on": date(2027, 1, 20),
    "ends_on": date(2027, 1, 20),
    "registration_opens_on": date(2026, 11, 2),
    "registration_closes_on": date(2027, 1, 13),
    "binding_after": date(2027, 1, 6),
    "substitutes_until": date(2027, 1, 18),
}
WINDOWS = [
    (SUMMER, {
        "opens": datetime(2026, 4, 30, 22, tzinfo=UTC),
        "closes": datetime(2026, 9, 9, 22, tzinfo=UTC),
        "binds": datetime(2026, 9, 2, 22, tzinfo=UTC),
        "substitutes_end": datetime(2026, 9, 14, 22, tzinfo=UTC),
        "begins": datetime(2026, 9, 16, 7, tzinfo=UTC),
        "ends": datetime(2026, 9, 16, 14, tzinfo=UTC),
    }),
    (WINTER, {
        "opens": datetime(2026, 11, 1, 23, tzinfo=UTC),
        "closes": datetime(2027, 1, 13, 23, tzinfo=UTC),
        "binds": datetime(2027, 1, 6, 23, tzinfo=UTC),
        "substitutes_end": datetime(2027, 1, 18, 23, tzinfo=UTC),
        "begins": datetime(2027, 1, 20, 8, tzinfo=UTC),
        "ends": datetime(2027, 1, 20, 15, tzinfo=UTC),
    }),
    ({"registration_closes_on": None, "substitutes_until": None, "binding_after": None,
      "registration_opens_on": None}, {
        "opens": None,
        "closes": datetime(2026, 9, 16, 7, tzinfo=UTC),
        "binds": None,
        "substitutes_end": datetime(2026, 9, 16, 7, tzinfo=UTC),
        "begins": datetime(2026, 9, 16, 7, tzinfo=UTC),
        "ends": datetime(2026, 9, 16, 14, tzinfo=UTC),
    }),
    # A last day that is the first day of the event ends when the event begins.
    ({"registration_closes_on": date(2026, 9, 16), "substitutes_until": date(2026, 9, 16)}, {
        "opens": datetime(2026, 4, 30, 22, tzinfo=UTC),
        "closes": datetime(2026, 9, 16, 7, tzinfo=UTC),
        "binds": datetime(2026, 9, 2, 22, tzinfo=UTC),
        "substitutes_end": datetime(2026, 9, 16, 7, tzinfo=UTC),
        "begins": datetime(2026, 9, 16, 7, tzinfo=UTC),
        "ends": datetime(2026, 9, 16, 14, tzinfo=UTC),
    }),
    # Without times the event is its days.
    ({"starts_at": None, "ends_at": None, "substitutes_until": None}, {
        "opens": datetime(2026, 4, 30, 22, tzinfo=UTC),
        "closes": datetime(2026, 9, 9, 22, tzinfo=UTC),
        "binds": datetime(2026, 9, 2, 22, tzinfo=UTC),
        "substitutes_end": datetime(2026, 9, 15, 22, tzinfo=UTC),
        "begins": datetime(2026, 9, 15, 22, tzinfo=UTC),
        "ends": datetime(2026, 9, 16, 22, tzinfo=UTC),
    }),
    # The days are those of the event's own zone.
    ({"timezone": "Atlantic/Faroe"}, {
        "opens": datetime(2026, 4, 30, 23, tzinfo=UTC),
        "closes": datetime(2026, 9, 9, 23, tzinfo=UTC),
        "binds": datetime(2026, 9, 2, 23, tzinfo=UTC),
        "substitutes_end": datetime(2026, 9, 14, 23, tzinfo=UTC),
        "begins": datetime(2026, 9, 16, 8, tzinfo=UTC),
        "ends": datetime(2026, 9, 16, 15, tzinfo=UTC),
    }),
]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "instants"), WINDOWS, ids=["summer", "winter", "no days", "first day", "no times", "faroe"]
)
def test_announced_days_become_instants_in_the_zone_of_the_event(
    fields: dict[str, Any], instants: dict[str, datetime | None]
) -> None:
    # Leaving costs something from the moment a place binds.
    assert policy.windows(an_event(**fields)) == policy.Windows(
        announced=True,
        cancelled=False,
        here=True,
        costs=instants["binds"],
        **({"answers_end": instants["begins"]} | instants),
    )


SEASONS = pytest.mark.parametrize("fields", [SUMMER, WINTER], ids=["summer", "winter"])


@SEASONS
def test_sign_up_opens_with_the_first_instant_of_its_day(fields: dict[str, Any]) -> None:
    facts = policy.windows(an_event(**fields))
    assert facts.opens is not None
    asked = [
        policy.may_sign_up(facts, now=now, places_left=1) for now in (facts.opens - JUST_BEFORE, facts.opens)
    ]
    assert asked == [Decision(Reason.NOT_YET_OPEN), YES]


@SEASONS
def test_sign_up_closes_with_the_last_instant_of_its_day(fields: dict[str, Any]) -> None:
    facts = policy.windows(an_event(**fields))
    asked = [
        policy.may_sign_up(facts, now=now, places_left=1)
        for now in (facts.closes - JUST_BEFORE, facts.closes)
    ]
    assert asked == [YES, Decision(Reason.CLOSED)]


@SEASONS
def test_a_place_binds_after_the_last_instant_of_its_day(fields: dict[str, Any]) -> None:
    event = an_event(**fields)
    facts, bound = policy.windows(event), bound_from(event, event.binding_after)
    assert bound is not None
    place: dict[str, Any] = {"status": Status.CONFIRMED, "bound": bound}
    asked = [
        (
            policy.may_cancel(facts, now=now, **place),
            policy.may_give_back(facts, now=now, **place),
            policy.may_substitute(facts, status=Status.CONFIRMED, until=facts.substitutes_end, now=now),
            policy.binds_at_once(facts, now=now),
        )
        for now in (bound - JUST_BEFORE, bound)
    ]
    assert asked == [
        (YES, Decision(Reason.NOT_YET_BINDING), YES, False),
        (Decision(Reason.BINDING), YES, YES, True),
    ]


@SEASONS
def test_another_person_may_come_until_the_last_instant_of_the_day_for_it(fields: dict[str, Any]) -> None:
    facts = policy.windows(an_event(**fields))
    asked = [
        policy.may_substitute(facts, status=Status.CONFIRMED, until=facts.substitutes_end, now=now)
        for now in (facts.substitutes_end - JUST_BEFORE, facts.substitutes_end)
    ]
    assert asked == [YES, Decision(Reason.TOO_LATE)]


@SEASONS
def test_everything_but_corrections_ends_when_the_event_begins(fields: dict[str, Any]) -> None:
    facts = policy.windows(an_event(**fields | {"registration_closes_on": None, "substitutes_until": None}))
    begins, late = facts.begins, Decision(Reason.OVER)
    place: dict[str, Any] = {"status": Status.CONFIRMED}
    asked = [
        [
            policy.may_sign_up(facts, now=now, places_left=1),
            policy.may_cancel(facts, now=now, bound=None, **place),
            policy.may_give_back(facts, now=now, bound=now, **place),
            policy.may_substitute(facts, until=facts.substitutes_end, now=now, **place),
            policy.may_state_needs(facts, now=now, **place),
            policy.may_find_links(facts, now=now),
            policy.may_correct(facts, now=now, **place),
            policy.may_correct_contact(facts, now=now),
        ]
        for now in (begins - JUST_BEFORE, begins)
    ]
    assert asked == [[YES] * 8, [late] * 6 + [YES] * 2]


@SEASONS
def test_the_desk_hands_over_and_corrects_until_the_event_ends(fields: dict[str, Any]) -> None:
    facts = policy.windows(an_event(**fields))
    place: dict[str, Any] = {"status": Status.CONFIRMED}
    asked = [
        [
            policy.may_sign_up(facts, now=now, places_left=1, by=By.ORGANISER),
            policy.may_substitute(facts, until=facts.substitutes_end, now=now, by=By.ORGANISER, **place),
            policy.may_correct(facts, now=now, **place),
            policy.may_correct_contact(facts, now=now),
        ]
        for now in (facts.ends - JUST_BEFORE, facts.ends)
    ]
    may_be_bent = Decision(Reason.OVER, bendable=True)
    assert asked == [[may_be_bent, may_be_bent, YES, YES], [Decision(Reason.OVER)] * 4]


@pytest.mark.parametrize(
    ("last_free_day", "bound"),
    [
        (date(2026, 10, 24), datetime(2026, 10, 24, 22, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 23, tzinfo=UTC)),  # 25 hours
        (date(2026, 10, 26), datetime(2026, 10, 26, 23, tzinfo=UTC)),
        (date(2027, 3, 27), datetime(2027, 3, 27, 23, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 28, 22, tzinfo=UTC)),  # 23 hours
        (date(2027, 3, 29), datetime(2027, 3, 29, 22, tzinfo=UTC)),
    ],
)
def test_the_last_free_day_is_free_to_its_end_also_when_the_clocks_change(
    last_free_day: date, bound: datetime
) -> None:
    event = an_event(
        binding_after=last_free_day,
        starts_on=date(2027, 4, 7),
        ends_on=date(2027, 4, 7),
        registration_closes_on=None,
        substitutes_until=None,
    )
    facts = policy.windows(event)
    assert (facts.binds, bound_from(event, last_free_day)) == (bound, bound)
    asked = [
        policy.may_cancel(facts, status=Status.CONFIRMED, bound=bound, now=now)
        for now in (bound - JUST_BEFORE, bound)
    ]
    assert asked == [YES, Decision(Reason.BINDING)]


# ------------------------------------------------------------------ promises

SEPTEMBER = {day: date(2026, 9, day) for day in range(1, 31)}


@pytest.mark.parametrize(
    ("promised", "present", "first_day", "free_until"),
    [
        (2, 2, 16, 2),
        (2, 1, 16, 2),  # moved earlier: the promise holds
        (2, 3, 16, 3),  # moved later: free as long as for everybody
        (2, None, 16, None),  # taken away: it never binds
        (None, 2, 16, None),  # nothing was promised to bind
        (None, None, 16, None),
        (2, 1, 3, 2),  # the event was moved earlier, to after the promised day
        (3, 1, 3, None),  # the event was moved to the promised day: free until it begins
        (4, 1, 3, None),
        (2, 12, 30, 12),  # the event was moved later, with its days
    ],
)
def test_no_later_change_makes_a_promise_worse(
    promised: int | None, present: int | None, first_day: int, free_until: int | None
) -> None:
    event = an_event(
        binding_after=SEPTEMBER.get(present or 0),
        starts_on=SEPTEMBER[first_day],
        ends_on=SEPTEMBER[first_day],
    )
    day = SEPTEMBER.get(free_until or 0)
    bound = day and at(f"{day + timedelta(days=1)} 00:00")
    word = SEPTEMBER.get(promised or 0)
    assert (a_place(event, word).terms.free_until, bound_from(event, word)) == (day, bound)


def test_a_place_taken_after_the_binding_day_is_bound_at_once() -> None:
    event = an_event()
    now = at("2026-09-05 12:00")
    facts, bound = policy.windows(event), bound_from(event, event.binding_after)
    assert policy.may_sign_up(facts, now=now, places_left=1) == YES
    assert policy.binds_at_once(facts, now=now)
    cancelling = policy.may_cancel(facts, status=Status.CONFIRMED, bound=bound, now=now)
    assert cancelling == Decision(Reason.BINDING)


def test_an_event_without_a_binding_day_never_binds() -> None:
    facts = policy.windows(an_event(binding_after=None))
    assert not policy.binds_at_once(facts, now=facts.begins)


# ------------------------------------------------------------------ places


@pytest.mark.parametrize(
    ("places_left", "people", "fit"),
    [
        (None, 1000, True),
        (1, 1, True),
        (1, 2, False),
        (0, 1, False),
        (0, 0, True),
        (-3, 1, False),
        (-3, 0, True),
    ],
)
@pytest.mark.parametrize("by", By)
def test_capacity_is_bent_for_nobody(places_left: int | None, people: int, fit: bool, by: By) -> None:
    facts = policy.windows(an_event())
    asked = policy.may_sign_up(facts, now=OPEN, places_left=places_left, people=people, by=by)
    assert asked == (YES if fit else Decision(Reason.FULL))


@pytest.mark.parametrize("sign_up", [Event.SignUp.ELSEWHERE, Event.SignUp.NONE])
def test_only_an_organiser_signs_up_here_for_what_is_signed_up_for_elsewhere(sign_up: str) -> None:
    facts = policy.windows(an_event(sign_up=sign_up))
    asked = [policy.may_sign_up(facts, now=OPEN, places_left=1, by=by) for by in By]
    assert asked == [Decision(Reason.NOT_HERE), Decision(Reason.NOT_HERE, bendable=True)]


ENDED_PLACE = Decision(Reason.PLACE_ENDED)


@pytest.mark.parametrize(
    ("status", "cancel", "give_back", "others"),
    [
        (Status.CONFIRMED, Decision(Reason.BINDING, bendable=True), YES, YES),
        (Status.OFFERED, YES, ENDED_PLACE, YES),
        (Status.WAITING, YES, ENDED_PLACE, YES),
        (Status.CANCELLED, ENDED_PLACE, ENDED_PLACE, ENDED_PLACE),
        (Status.SUBSTITUTED, ENDED_PLACE, ENDED_PLACE, ENDED_PLACE),
        (Status.EXPIRED, ENDED_PLACE, ENDED_PLACE, ENDED_PLACE),
    ],
)
def test_only_a_confirmed_place_binds_and_nothing_leaves_an_end(
    status: str, cancel: Decision, give_back: Decision, others: Decision
) -> None:
    facts = policy.windows(an_event())
    asked = [
        policy.may_cancel(facts, status=status, bound=OPEN, now=OPEN, by=By.ORGANISER),
        policy.may_give_back(facts, status=status, bound=OPEN, now=OPEN),
        policy.may_substitute(facts, status=status, until=facts.begins, now=OPEN, by=By.ORGANISER),
        policy.may_correct(facts, status=status, now=OPEN),
        policy.may_state_needs(facts, status=status, now=OPEN),
    ]
    assert asked == [cancel, give_back, others, others, others]


@pytest.mark.parametrize(
    ("fields", "now", "contact"),
    [
        ({"status": "draft"}, OPEN, Reason.NOT_PUBLISHED),
        ({"status": "cancelled"}, OPEN, Reason.EVENT_CANCELLED),
        ({}, OPEN - JUST_BEFORE, None),
        ({}, OPEN, Reason.INVOICE_FETCHED),
        ({}, ENDED, Reason.INVOICE_FETCHED),
    ],
)
def test_who_pays_is_told_by_the_contact_until_it_is_fetched(
    fields: dict[str, Any], now: datetime, contact: Reason | None
) -> None:
    facts = policy.windows(an_event(**fields))
    assert policy.may_save_payer(facts, fetched_at=OPEN, now=now) == Decision(contact)
    assert policy.may_save_payer(facts, fetched_at=OPEN, now=now, by=By.ORGANISER).reason is (
        Reason.NOT_PUBLISHED if not facts.announced else None
    )
    assert policy.may_save_payer(policy.windows(an_event()), fetched_at=None, now=ENDED)


def test_a_change_is_told_until_the_event_is_over() -> None:
    def may(now: datetime, *, is_changed: bool = True, **fields: Any) -> bool:
        facts = policy.windows(an_event(**fields))
        return policy.may_tell_of_a_change(facts, is_changed=is_changed, now=now)

    assert may(ENDED - JUST_BEFORE)
    assert not may(ENDED)
    assert may(OPEN, status="cancelled")
    assert not may(OPEN, status="draft")
    assert not may(OPEN, is_changed=False)


def test_every_status_is_either_current_or_ended() -> None:
    assert {*Registration.CURRENT} | {*Registration.ENDED} == {*Status}
    assert not {*Registration.CURRENT} & {*Registration.ENDED}
    assert {*Registration.TAKING} < {*Registration.CURRENT}


@pytest.mark.parametrize(
    ("fields", "now", "left", "state"),
    [
        ({"status": "draft"}, OPEN, 9, EventState.DRAFT),
        ({}, at("2026-04-30 23:59:59"), 9, EventState.NOT_YET_OPEN),
        ({}, OPEN, 11, EventState.OPEN),
        ({}, OPEN, None, EventState.OPEN),
        ({}, OPEN, 10, EventState.FEW_PLACES),
        ({}, OPEN, 1, EventState.FEW_PLACES),
        ({}, OPEN, 0, EventState.FULL),
        ({}, at("2026-09-10 00:00"), 9, EventState.CLOSED),
        ({}, at("2026-09-10 00:00"), 0, EventState.CLOSED),
        ({"sign_up": "elsewhere"}, OPEN, 9, EventState.ELSEWHERE),
        ({"sign_up": "none"}, OPEN, 9, EventState.NO_SIGN_UP),
        ({}, STARTED, 9, EventState.RUNNING),
        ({"sign_up": "none"}, STARTED, 9, EventState.RUNNING),
        ({}, ENDED - JUST_BEFORE, 9, EventState.RUNNING),
        ({}, ENDED, 9, EventState.HELD),
        ({"status": "cancelled"}, ENDED, 9, EventState.CANCELLED),
    ],
)
def test_an_event_stands_in_one_state(
    fields: dict[str, Any], now: datetime, left: int | None, state: EventState
) -> None:
    event = an_event(**fields)
    assert event_state(event, policy.windows(event), now=now, places_left=left) is state
