"""The rule for leaving a place as a table of sentences: each rule, what has become of the place, both sides of each
instant, both languages. They come from one source, so what stands here stands on page, form, mail and print."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import translation

from programme import announcing
from programme.cancellation import as_json
from programme.models import Event
from registration import leaving, line_sentences, ribbon, sentences
from registration.models import Registration
from registration.policy import Reason
from tests.cast import OPEN, at
from tests.rules import AT_ONCE, BY_STEPS, NO_SHOW, RULES, UNTIL_A_DAY

JUST_BEFORE = timedelta(microseconds=1)
BINDS, WHOLE = at("2026-09-03 00:00"), at("2026-09-10 00:00")
NO_MORE_SUBSTITUTES = at("2026-09-15 00:00")


def an_event(rule: dict[str, Any], **fields: Any) -> Event:
    facts: dict[str, Any] = {
        "status": "published",
        "starts_on": date(2026, 9, 16),
        "ends_on": date(2026, 9, 16),
        "starts_at": time(9),
        "ends_at": time(16),
        "fee_ore": 129_500,
        "binding_after": date(2026, 9, 2),
        "contact_name": "Dorte Ørsted",
        "contact_email": "dorte@example.org",
    }
    return Event(**(facts | rule | fields))


def a_place(event: Event, **fields: Any) -> Registration:
    facts: dict[str, Any] = {
        "event": event,
        "status": "confirmed",
        "promised_rule": as_json(event.cancellation_rule),
        "promised_binding_after": event.binding_after,
        "promised_fee_ore": event.fee_ore,
    }
    return Registration(**(facts | fields))


DA_HALF = "50 % af deltagergebyret (647,50 kr.) til og med onsdag den 9. september 2026"
EN_HALF = "50 % of the fee (DKK 647.50) up to and including Wednesday 9 September 2026"
DA_WHOLE, EN_WHOLE = "hele deltagergebyret (1.295 kr.)", "the whole fee (DKK 1,295)"
DA_OTHER, EN_OTHER = "En anden person kan deltage i stedet.", "Another person may come instead."
FREE_TO = {
    "da": "Du kan melde afbud uden udgift til og med onsdag den 2. september 2026. Derefter er tilmeldingen bindende, "
    "men en anden person kan deltage i stedet.",
    "en": "You can cancel free of charge up to and including Wednesday 2 September 2026. After that your sign-up is "
    "binding, but another person may come instead.",
}
BOUND = {
    "da": "Tilmeldingen er bindende, fordi sidste dag for frit afbud var onsdag den 2. september 2026. "
    + DA_OTHER,
    "en": "The sign-up is binding, because the last day of free cancellation was Wednesday 2 September 2026. "
    + EN_OTHER,
}
ONCE = {
    "da": "Tilmeldingen er bindende med det samme. Giver du pladsen tilbage, og får en fra ventelisten den, skylder du "
    "intet. " + DA_OTHER,
    "en": "The sign-up is binding at once. If you give the place back and somebody from the waiting list gets it, you "
    "owe nothing. " + EN_OTHER,
}
STEP_0 = {
    "da": "Du kan melde afbud, indtil det begynder. Det koster intet til og med onsdag den 2. september 2026, "
    f"{DA_HALF} og derefter {DA_WHOLE}. {DA_OTHER}",
    "en": "You can cancel until it begins. It costs nothing up to and including Wednesday 2 September 2026, "
    f"{EN_HALF} and after that {EN_WHOLE}. {EN_OTHER}",
}
STEP_1 = {
    "da": f"Du kan melde afbud, indtil det begynder. Det koster {DA_HALF} og derefter {DA_WHOLE}. {DA_OTHER}",
    "en": f"You can cancel until it begins. It costs {EN_HALF} and after that {EN_WHOLE}. {EN_OTHER}",
}
STEP_2 = {
    "da": f"Du kan melde afbud, indtil det begynder. Det koster {DA_WHOLE}. {DA_OTHER}",
    "en": f"You can cancel until it begins. It costs {EN_WHOLE}. {EN_OTHER}",
}
AWAY = {
    "da": "Du kan melde afbud, indtil det begynder, og en anden kan komme i stedet. "
    "Det koster 200 kr. at udeblive uden at have meldt afbud.",
    "en": "You can cancel until it begins, and another person may come instead. "
    "It costs DKK 200 to stay away without having cancelled.",
}
FREE_AT_ONCE = {
    "da": f"Vi regner med dig, så snart du har tilmeldt dig. {DA_OTHER}",
    "en": f"We count on you as soon as you have signed up. {EN_OTHER}",
}
# The rule, an instant, what is said just before it and from it on.
TABLE: list[tuple[dict[str, Any], datetime, dict[str, str], dict[str, str]]] = [
    (UNTIL_A_DAY, BINDS, FREE_TO, BOUND),
    (AT_ONCE, BINDS, ONCE, ONCE),
    (AT_ONCE | {"fee_ore": None}, BINDS, FREE_AT_ONCE, FREE_AT_ONCE),
    (BY_STEPS, BINDS, STEP_0, STEP_1),
    (BY_STEPS, WHOLE, STEP_1, STEP_2),
    (NO_SHOW, BINDS, AWAY, AWAY),
]


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize(("rule", "instant", "before", "after"), TABLE)
def test_event_form_and_own_page_say_what_holds_now(
    rule: dict[str, Any], instant: datetime, before: dict[str, str], after: dict[str, str], language: str
) -> None:
    event = an_event(rule)
    with translation.override(language):
        for now, said in ((instant - JUST_BEFORE, before), (instant, after)):
            assert sentences.place_rules(event, now=now) == said[language]
            assert sentences.terms(event, now=now).startswith(said[language])
            assert sentences.place_rule(a_place(event), now=now) == said[language]
            assert sentences.what_holds(a_place(event), now=now) == said[language]


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize(
    ("rule", "said"),
    [(UNTIL_A_DAY, FREE_TO), (AT_ONCE, ONCE), (BY_STEPS, STEP_0), (NO_SHOW, AWAY)],
)
def test_what_is_printed_holds_on_any_day(rule: dict[str, Any], said: dict[str, str], language: str) -> None:
    assert announcing.place_rules(an_event(rule), language) == [said[language]]


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        (AT_ONCE, "Tilmeldingen er bindende med det samme. Giver du pladsen tilbage, og får en fra ventelisten den, "
         "skylder du intet.", ""),
        (BY_STEPS, f"Du kan melde afbud, indtil det begynder. Det koster {DA_WHOLE}.", ""),
    ],
)  # fmt: skip
def test_nobody_is_promised_a_substitute_who_may_no_longer_come(
    rule: dict[str, Any], before: str, after: str
) -> None:
    event = an_event(rule, substitutes_until=date(2026, 9, 14))
    day = "mandag den 14. september 2026"
    with translation.override("da"):
        said = [
            sentences.place_rules(event, now=now)
            for now in (NO_MORE_SUBSTITUTES - JUST_BEFORE, NO_MORE_SUBSTITUTES)
        ]
    assert said == [
        f"{before} {DA_OTHER} Pladsen kan overdrages til en anden til og med {day}.",
        f"{before} Sidste dag for at overdrage pladsen var {day}.",
    ]


@pytest.mark.parametrize(
    ("rule", "now", "danish", "english"),
    [
        (UNTIL_A_DAY, OPEN, "", ""),
        (AT_ONCE, OPEN, "", ""),
        (NO_SHOW, OPEN, "", ""),
        (BY_STEPS, BINDS - JUST_BEFORE,
         "Afbud i dag koster intet. Det gælder til og med onsdag den 2. september 2026; derefter koster det "
         "50 % af deltagergebyret (647,50 kr.).",
         "Cancelling today costs nothing. That holds up to and including Wednesday 2 September 2026; after that it "
         "costs 50 % of the fee (DKK 647.50)."),
        (BY_STEPS, BINDS,
         "Afbud i dag koster 50 % af deltagergebyret (647,50 kr.). Det gælder til og med onsdag den 9. september 2026; "
         f"derefter koster det {DA_WHOLE}.",
         "Cancelling today costs 50 % of the fee (DKK 647.50). That holds up to and including Wednesday "
         f"9 September 2026; after that it costs {EN_WHOLE}."),
        (BY_STEPS, WHOLE, f"Afbud i dag koster {DA_WHOLE}.", f"Cancelling today costs {EN_WHOLE}."),
    ],
)  # fmt: skip
def test_what_cancelling_costs_is_said_before_it_is_pressed(
    rule: dict[str, Any], now: datetime, danish: str, english: str
) -> None:
    for language, said in (("da", danish), ("en", english)):
        with translation.override(language):
            assert leaving.cost_now(a_place(an_event(rule)), now=now) == said


STILL_TO_BE_PAID = (
    "Sidste dag for frit afbud var onsdag den 2. september 2026, "
    "og deltagergebyret på 1.295 kr. skal derfor stadig betales.",
    "Because the last day of free cancellation was Wednesday 2 September 2026, "
    "the fee of DKK 1,295 is still to be paid.",
)


@pytest.mark.parametrize(
    ("rule", "left", "danish", "english"),
    [
        (UNTIL_A_DAY, {"owed_ore": 129_500},
         *STILL_TO_BE_PAID),
        # Given back to a version of the program that kept no amount.
        (UNTIL_A_DAY, {"owed_ore": None},
         *STILL_TO_BE_PAID),
        (AT_ONCE, {"owed_ore": 129_500},
         "Tilmeldingen er bindende, og deltagergebyret på 1.295 kr. skal derfor stadig betales.",
         "Because the sign-up is binding, the fee of DKK 1,295 is still to be paid."),
        (BY_STEPS, {"owed_ore": 64_750, "at_a_cost": True}, "Afbuddet koster 647,50 kr., som skal betales.",
         "The cancellation costs DKK 647.50, which is to be paid."),
        # What was done stays what it was, also under another rule.
        (UNTIL_A_DAY, {"owed_ore": 64_750, "at_a_cost": True}, "Afbuddet koster 647,50 kr., som skal betales.",
         "The cancellation costs DKK 647.50, which is to be paid."),
        (BY_STEPS, {"owed_ore": None, "still_owed": False}, "", ""),
        (UNTIL_A_DAY, {"owed_ore": None, "promised_fee_ore": None}, "", ""),
    ],
)  # fmt: skip
def test_what_is_owed_is_said_to_whoever_has_left(
    rule: dict[str, Any], left: dict[str, Any], danish: str, english: str
) -> None:
    facts = {"status": "cancelled", "still_owed": True, "ended_at": BINDS} | left
    for language, said in (("da", danish), ("en", english)):
        with translation.override(language):
            assert leaving.left_owing(a_place(an_event(rule), **facts)) == said
            # Let off, it is no longer owed.
            assert leaving.still_owed(a_place(an_event(rule), **(facts | {"still_owed": False}))) == ""


@pytest.mark.parametrize(
    ("rule", "danish", "english"),
    [
        (UNTIL_A_DAY, f"Pladsen er bindende, fordi sidste dag for afbud var onsdag den 2. september 2026. {DA_OTHER}",
         f"The place is binding, because the last day to cancel was Wednesday 2 September 2026. {EN_OTHER}"),
        (AT_ONCE, f"Pladsen er bindende. {DA_OTHER}", f"The place is binding. {EN_OTHER}"),
    ],
)  # fmt: skip
def test_why_a_bound_place_is_not_cancelled(rule: dict[str, Any], danish: str, english: str) -> None:
    event = an_event(rule)
    for language, said in (("da", danish), ("en", english)):
        with translation.override(language):
            assert sentences.why(Reason.BINDING, event, now=BINDS, registration=a_place(event)) == said


OFFERED = {
    "bound": ("er straks bundet", "is bound at once"),
    "costs": ("fordi afbud koster noget nu", "because cancelling costs something now"),
    "later": ("fordi afbud da koster noget", "because cancelling then costs something"),
}


@pytest.mark.parametrize(
    ("rule", "now", "offered"),
    [
        (UNTIL_A_DAY, BINDS, "bound"),
        (AT_ONCE, OPEN, "bound"),
        (BY_STEPS, OPEN, "later"),
        (BY_STEPS, at("2026-09-01 00:00"), "later"),
        (BY_STEPS, at("2026-09-01 00:00") + JUST_BEFORE, "costs"),
        (NO_SHOW, OPEN, ""),
    ],
)
def test_the_waiting_list_says_why_a_place_is_offered(
    rule: dict[str, Any], now: datetime, offered: str
) -> None:
    for language, place in (("da", 0), ("en", 1)):
        with translation.override(language):
            said = str(line_sentences.list_rule(an_event(rule), now=now))
        assert [name for name, words in OFFERED.items() if words[place] in said] == [offered] * bool(offered)


# ------------------------------------------------------------------ the line of deadlines


def drawn(event: Event, now: datetime) -> list[str]:
    """The stations, those behind with a check mark, and what holds between them, with a star where today is."""
    line = ribbon.line(event, terms=event.terms, is_free=event.is_free, now=now)
    assert line is not None
    said = []
    for stop in line.stops:
        if stop.label:
            said.append(f"{'✓ ' if stop.is_behind else ''}{stop.label} {stop.day}")
        if stop.stretch and stop.stretch.words:
            said.append(f"{stop.stretch.words}{' *' if stop.stretch.today else ''}")
    return said


def test_the_line_shows_the_steps() -> None:
    event = an_event(BY_STEPS)
    first, second = (f"onsdag den {day}. september 2026" for day in (2, 9))
    half = "Afbud koster 50 % af deltagergebyret (647,50 kr.)"
    whole, day = f"Afbud koster {DA_WHOLE}", "Selve dagen onsdag den 16. september 2026 kl. 9.00-16.00"
    free, then = f"Frit afbud til og med {first}", f"Afbud for 50 % til og med {second}"
    with translation.override("da"):
        assert drawn(event, BINDS - JUST_BEFORE) == ["Frit afbud *", free, half, then, whole, day]
        assert drawn(event, BINDS) == ["Frit afbud", f"✓ {free}", f"{half} *", then, whole, day]
        assert drawn(event, WHOLE) == ["Frit afbud", f"✓ {free}", half, f"✓ {then}", f"{whole} *", day]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (AT_ONCE, "Bindende, men kan overdrages *"),
        (AT_ONCE | {"fee_ore": None}, "Vi regner med dig, men en anden kan komme i stedet *"),
        (NO_SHOW, "Du kan melde afbud *"),
    ],
)
def test_a_rule_without_days_is_one_stretch(rule: dict[str, Any], words: str) -> None:
    with translation.override("da"):
        line = drawn(an_event(rule), OPEN)
    assert line == [words, "Selve dagen onsdag den 16. september 2026 kl. 9.00-16.00"]


def test_all_rules_are_in_the_table() -> None:
    kinds = {rule["cancellation"] for rule, *_rest in TABLE}
    assert kinds == set(Event.Cancellation.values) == {rule["cancellation"] for rule in RULES.values()}
