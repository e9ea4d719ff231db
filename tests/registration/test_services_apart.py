"""Tasks that have nothing to do with each other do not stop each other."""

import pytest

from registration.services.apart import each_apart


def test_what_fails_is_told_and_keeps_nothing_else_from_being_done(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []

    def step(name: str) -> int:
        if name == "ø":
            raise ValueError("kan ikke")
        done.append(name)
        return 2

    assert each_apart((f"{name} sker", lambda name=name: step(name)) for name in "aøå") == 4
    assert done == ["a", "å"]
    assert [record.getMessage() for record in caplog.records] == ["Not done: ø sker."]
