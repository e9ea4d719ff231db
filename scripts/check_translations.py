"""The Danish catalogue is complete: every string of the code and the templates is in it and translated, nothing is
fuzzy, and the compiled catalogue says the same as the text. Needs no gettext."""

import ast
import gettext
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import django
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CODE = ("conference", "programme", "registration")
# What a call's leading arguments are, by the name of the function.
ARGUMENTS = {
    "_": ("id",),
    "gettext": ("id",),
    "gettext_lazy": ("id",),
    "gettext_noop": ("id",),
    "ngettext": ("id", "plural"),
    "ngettext_lazy": ("id", "plural"),
    "pgettext": ("context", "id"),
    "pgettext_lazy": ("context", "id"),
    "npgettext": ("context", "id", "plural"),
    "npgettext_lazy": ("context", "id", "plural"),
}


@dataclass
class Entry:
    """One entry of a catalogue; `context` is None where there is none, `plural` empty where there is none."""

    context: str | None = None
    id: str = ""
    plural: str = ""
    translations: list[str] = field(default_factory=list)
    fuzzy: bool = False

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.id


def entries(text: str) -> Iterator[Entry]:
    """The living entries of a .po file, the header left out."""
    for block in re.split(r"\n\s*\n", text):
        entry, target = Entry(), ""
        for line in block.splitlines():
            if line.startswith("#,"):
                entry.fuzzy |= "fuzzy" in line
            if line.startswith("#") or not line.strip():
                continue
            word, _, rest = line.partition(" ") if not line.startswith('"') else ("", "", line)
            value = ast.literal_eval(rest)
            target = word or target
            if target == "msgctxt":
                entry.context = (entry.context or "") + value
            elif target == "msgid":
                entry.id += value
            elif target == "msgid_plural":
                entry.plural += value
            elif word:
                entry.translations.append(value)
            else:
                entry.translations[-1] += value
        if entry.id:
            yield entry


def strings(source: str, name: str) -> Iterator[tuple[str | None, str]]:
    """Context and text of every translated string in a piece of Python."""
    for node in ast.walk(ast.parse(source, name)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        roles = ARGUMENTS.get(called, ())
        values = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        found = {role: value for role, value in zip(roles, values, strict=False) if isinstance(value, str)}
        if found.get("id"):
            yield found.get("context"), found["id"]


def template_strings(source: str, name: str) -> Iterator[tuple[str | None, str]]:
    """The same of a template, which Django writes as calls between other text."""
    text = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
    call = rf"\b({'|'.join(ARGUMENTS)})\(\s*((?:{text}\s*,\s*)*{text})"
    for match in re.finditer(call, templatize(source, origin=name), re.DOTALL):
        yield from strings(f"{match[1]}({match[2]})", name)


def wanted() -> dict[tuple[str | None, str], str]:
    """Every string that may reach a person, and a file it stands in."""
    found: dict[tuple[str | None, str], str] = {}
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for key in strings(path.read_text(encoding="utf-8"), str(path)):
                found.setdefault(key, str(path.relative_to(ROOT)))
    for pattern in ("templates/**/*", *(f"{folder}/templates/**/*" for folder in CODE)):
        for path in sorted(ROOT.glob(pattern)):
            if path.suffix in {".html", ".txt"}:
                for key in template_strings(path.read_text(encoding="utf-8"), str(path)):
                    found.setdefault(key, str(path.relative_to(ROOT)))
    return found


def compiled(catalogue: gettext.GNUTranslations, entry: Entry) -> list[str]:
    """What the compiled catalogue answers for one entry."""
    if not entry.plural:
        one = catalogue.gettext(entry.id) if entry.context is None else catalogue.pgettext(*entry.key)  # type: ignore[arg-type]
        return [one]
    return [
        catalogue.ngettext(entry.id, entry.plural, number)
        if entry.context is None
        else catalogue.npgettext(entry.context, entry.id, entry.plural, number)
        for number in (1, 2)
    ]


def problems(folder: Path, needed: dict[tuple[str | None, str], str]) -> list[str]:
    """What is wrong with the catalogue in this folder, one sentence each."""
    text, binary = folder / "django.po", folder / "django.mo"
    if not text.exists() or not binary.exists():
        return [f"{text} or its compiled .mo does not exist"]
    known = {entry.key: entry for entry in entries(text.read_text(encoding="utf-8"))}
    with binary.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    found = [
        f"not in the catalogue: {key[1]!r} ({where})" for key, where in needed.items() if key not in known
    ]
    for entry in known.values():
        if entry.fuzzy:
            found.append(f"fuzzy: {entry.id!r}")
        elif not all(entry.translations):
            found.append(f"not translated: {entry.id!r}")
        elif compiled(catalogue, entry) != entry.translations:
            found.append(f"not compiled: {entry.id!r}")
    return found


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conference.settings")
    django.setup()
    found = problems(ROOT / "conference" / "locale" / "da" / "LC_MESSAGES", wanted())
    for sentence in found:
        print(sentence)  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
