"""The two lock files agree: the tests run on the versions that production runs."""

import re

import pytest
from django.conf import settings


def pins(name: str) -> set[str]:
    """Each `package==version ; condition` of a lock file."""
    text = (settings.BASE_DIR / name).read_text(encoding="utf-8")
    return {
        line.rstrip(" \\") for line in re.findall(r"^[a-z0-9].*==.*$", text, re.MULTILINE | re.IGNORECASE)
    }


def test_what_production_installs_is_what_the_tests_install() -> None:
    production = pins("requirements.lock")
    assert len(production) > 30
    assert production - pins("requirements-dev.lock") == set()


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_package_is_held_by_a_hash_and_no_address_of_a_registry_is_named(name: str) -> None:
    text = (settings.BASE_DIR / name).read_text(encoding="utf-8")
    assert len(re.findall(r"==[^\n]*\\\n    --hash=sha256:", text)) == len(pins(name))
    assert "://" not in text
