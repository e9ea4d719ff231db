"""Imports run one way: from who comes to what is announced, and to the clock of the project alone."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def imported(file: Path) -> Iterator[str]:
    """The full names of what a file imports, also inside a function."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)


@pytest.mark.parametrize(
    ("app", "closed"), [("programme", ("registration", "conference")), ("registration", ("conference",))]
)
def test_no_room_imports_what_lies_above_it(app: str, closed: tuple[str, ...]) -> None:
    files = sorted((ROOT / app).rglob("*.py"))
    found = [
        f"{file.relative_to(ROOT)}: {name}"
        for file in files
        for name in imported(file)
        if name.split(".")[0] in closed and not name.startswith("conference.clock")
    ]
    assert len(files) > 20
    assert found == []


def test_rules_and_services_read_no_clock() -> None:
    rules = ("policy.py", "event_states.py", "mail_truth.py")
    files = [
        *(ROOT / "registration" / name for name in rules),
        *(ROOT / "registration/services").glob("*.py"),
    ]
    assert len(files) > 20
    found = [
        (file.name, name)
        for file in files
        for name in imported(file)
        if "clock" in name or name.endswith("utils.timezone")
    ]
    assert found == []


def test_places_are_counted_in_one_room() -> None:
    """Others may keep the rows of those who come; how many they are is asked of `services.places`."""
    may = {
        "registration/models/registration.py",
        "registration/services/places.py",
        "registration/admin/filters.py",
    }
    files = {str(file.relative_to(ROOT)): file for file in (ROOT / "registration").rglob("*.py")}
    names = {
        name: {
            one.attr for one in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(one, ast.Attribute)
        }
        for name, file in files.items()
    }
    assert {name for name, used in names.items() if used & {"COMES", "TAKES", "TAKING"}} == may
