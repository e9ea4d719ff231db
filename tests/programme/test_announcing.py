from collections.abc import Callable
from datetime import date

import pytest

from programme import announcing
from programme.models import Event


@pytest.mark.parametrize(
    ("fields", "language", "said"),
    [
        (
            {"registration_opens_on": None},
            "da",
            [
                "Tilmeld dig senest onsdag den 9. september 2026.",
                "Du kan melde afbud uden udgift til og med onsdag den 2. september 2026. "
                "Derefter er tilmeldingen bindende, men en anden person kan deltage i stedet.",
            ],
        ),
        (
            {"fee_ore": None, "substitutes_until": date(2026, 9, 14)},
            "da",
            [
                "Tilmeldingen åbner fredag den 1. maj 2026. Tilmeld dig senest onsdag den 9. september 2026.",
                "Du kan melde afbud til og med onsdag den 2. september 2026. "
                "Derefter regner vi med dig – en anden kan komme i stedet.",
                "Pladsen kan overdrages til en anden til og med mandag den 14. september 2026.",
            ],
        ),
        (
            {"registration_opens_on": None, "registration_closes_on": None, "binding_after": None},
            "da",
            ["Du kan melde afbud uden udgift, indtil det begynder, og en anden person kan deltage i stedet."],
        ),
        (
            {
                "registration_opens_on": None,
                "registration_closes_on": None,
                "binding_after": None,
                "fee_ore": None,
            },
            "en",
            ["You can cancel until it begins, and another person may come instead."],
        ),
        (
            {},
            "en",
            [
                "Sign-up opens on Friday 1 May 2026. Sign up no later than Wednesday 9 September 2026.",
                "You can cancel free of charge up to and including Wednesday 2 September 2026. "
                "After that your sign-up is binding, but another person may come instead.",
            ],
        ),
        ({"sign_up": Event.SignUp.NONE}, "da", ["Du behøver ikke tilmelde dig."]),
        (
            {
                "sign_up": Event.SignUp.ELSEWHERE,
                "sign_up_url": "https://example.org/",
                "registration_opens_on": None,
                "binding_after": None,
            },
            "da",
            ["Tilmeld dig senest onsdag den 9. september 2026."],
        ),
    ],
)
def test_the_announced_deadlines_in_words(
    make_event: Callable[..., Event], fields: dict[str, object], language: str, said: list[str]
) -> None:
    assert announcing.deadlines(make_event(**fields), language) == said


@pytest.mark.parametrize(
    ("fields", "language", "said"),
    [
        (
            {},
            "da",
            [
                "Uden udgift til og med onsdag den 2. september 2026. Fra og med torsdag den 3. september 2026 "
                "er tilmeldingen bindende, men en anden person kan deltage i stedet."
            ],
        ),
        (
            {"fee_ore": None, "binding_after": date(2026, 8, 31), "substitutes_until": date(2026, 9, 14)},
            "da",
            [
                "Til og med mandag den 31. august 2026. Fra og med tirsdag den 1. september 2026 "
                "regner vi med alle tilmeldte, men en anden kan komme i stedet.",
                "En plads kan overdrages til en anden til og med mandag den 14. september 2026.",
            ],
        ),
        (
            {"binding_after": None},
            "da",
            ["Uden udgift, indtil arrangementet begynder, og en anden person kan deltage i stedet."],
        ),
        (
            {"binding_after": None, "fee_ore": None},
            "en",
            ["Until the event begins, and another person may come instead."],
        ),
        (
            {"sign_up": Event.SignUp.ELSEWHERE, "sign_up_url": "https://example.org/"},
            "en",
            [
                "Free of charge up to and including Wednesday 2 September 2026. From Thursday 3 September 2026 "
                "a sign-up is binding, but another person may come instead."
            ],
        ),
        (
            {
                "sign_up": Event.SignUp.ELSEWHERE,
                "sign_up_url": "https://example.org/",
                "binding_after": None,
            },
            "da",
            [],
        ),
        (
            {"cancellation": Event.Cancellation.AT_ONCE, "binding_after": None},
            "da",
            [
                "Tilmeldingen er bindende med det samme. Giver du pladsen tilbage, og får en fra ventelisten den, "
                "skylder du intet. En anden person kan deltage i stedet."
            ],
        ),
        ({"sign_up": Event.SignUp.NONE}, "da", []),
    ],
)
def test_on_paper_the_rule_for_a_place_is_as_true_once_its_days_are_past(
    make_event: Callable[..., Event], fields: dict[str, object], language: str, said: list[str]
) -> None:
    assert announcing.printed_place_rules(make_event(**fields), language) == said
