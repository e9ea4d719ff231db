"""What the programme editor says: problems, how persons were read, where a row differs, and what the history tells."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from programme.admin.programme_forms import Problem, Split
from programme.admin.programme_rows import Row
from programme.admin.versions import PROGRAMME_PAGE
from programme.editing import Written
from programme.models import Session


def named(problem: Problem) -> str:
    """As in "Programpunkt 3: Skriv en titel"."""
    facts = {"number": problem.index + 1, "sentence": problem.sentence}
    return _("Programme item %(number)s: %(sentence)s") % facts


def split_view(rows: list[Row], split: Split) -> dict[str, Any]:
    row = rows[split.index]
    roles = {"speaker": "", "moderator": _("moderator"), "host": _("host")}
    return {
        "anchor": f"r{split.index}-by",
        "time": row.time,
        "title": row.title or _("Programme item %(number)s") % {"number": split.index + 1},
        "people": [
            (voice, roles[voice.role], is_known)
            for voice, is_known in zip(split.people, split.is_known, strict=True)
        ],
        "hints": [hint_sentence(hint.code, hint.text) for hint in split.hints],
    }


def hint_sentence(code: str, text: str) -> str:
    sentences = {
        "several": _("One line was read as several persons: %(text)s."),
        "maybe_several": _("This line may be several persons: “%(text)s”. Write one on each line."),
        "sentences": _(
            "There is more than a title and a place on the line of %(text)s; all of it is the title now. "
            "What else is to be told of a speaker stands on the speaker's own page."
        ),
        "nobody": _("There is no name in “%(text)s”: the line is left out."),
        "again": _("%(text)s stands there twice: the second line is left out."),
    }
    return sentences[code] % {"text": text}


def differences(row: Row, present: Row) -> list[str]:
    """Where the typed row differs from what is stored now, as "Titel: Velkomst"."""
    labels = {
        "day": _("Day"),
        "time": _("Time"),
        "title": _("Title"),
        "kind": _("Kind"),
        "text": _("Text"),
        "by": pgettext("before a speaker's name", "By"),
        "room": _("Room"),
    }
    kinds = dict(Session.Kind.choices)
    found = []
    for name, label in labels.items():
        if getattr(row, name) != (now := getattr(present, name)):
            said = str(kinds.get(now, now)) if name == "kind" else now.replace("\n", " · ")
            found.append(f"{label}: {said or _('(empty)')}")
    return found or [f"{labels['title']}: {present.title}"]


def log_message(written: Written) -> list[dict[str, Any]]:
    """What the event's history tells of a save, in the words of the catalogue; translated when it is read."""
    labels = {
        "day": "day", "starts_at": "from", "ends_at": "to", "kind": "kind", "title": "title", "abstract": "text",
        "room": "room", "parent": "inside the group", "speakers": "speakers",
    }  # fmt: skip
    one = "programme item"
    said: list[dict[str, Any]] = [{"added": {"name": one, "object": title}} for title in written.added]
    said += [
        {"changed": {"name": one, "object": title, "fields": [labels[name] for name in names]}}
        for title, names in written.changed
    ]
    said += [{"deleted": {"name": one, "object": title}} for title in written.removed]
    return [PROGRAMME_PAGE | part for part in said or [{"changed": {"fields": ["order"]}}]]
