"""docs/operations.md tells of every environment variable, and of no other."""

import re

from django.conf import settings


def test_every_environment_variable_is_in_the_table() -> None:
    code = (settings.BASE_DIR / "conference" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r"\benv\.[a-z_]+\(\s*\"([A-Z_]+)\"", code))
    page = (settings.BASE_DIR / "docs" / "operations.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE))
    assert len(read) > 15
    assert told == read
