"""The four rules for leaving a place, as organisers write them for the event on 16 September 2026."""

from typing import Any

STEPS = [
    {"until": "2026-09-02", "percent": 0},
    {"until": "2026-09-09", "percent": 50},
    {"until": None, "percent": 100},
]
UNTIL_A_DAY: dict[str, Any] = {"cancellation": "until_a_day"}
AT_ONCE: dict[str, Any] = {"cancellation": "at_once", "binding_after": None}
BY_STEPS: dict[str, Any] = {"cancellation": "steps", "binding_after": None, "cancellation_steps": STEPS}
NO_SHOW: dict[str, Any] = {
    "cancellation": "no_show",
    "binding_after": None,
    "fee_ore": None,
    "no_show_fee_ore": 20_000,
}
RULES = {"until a day": UNTIL_A_DAY, "at once": AT_ONCE, "steps": BY_STEPS, "no show": NO_SHOW}
