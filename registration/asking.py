"""Which facts an event asks for: not at all, as one likes, or without fail. Name and e-mail are always asked."""

import enum
from collections.abc import Collection, Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from programme.models import Event
from registration.models import Registration


class Ask(enum.StrEnum):
    NO = "no"
    MAY = "may"
    MUST = "must"


LABELS = {
    Ask.NO: _("is not asked"),
    Ask.MAY: _("may be filled in"),
    Ask.MUST: _("must be filled in"),
}
EVERY = (Ask.NO, Ask.MAY, Ask.MUST)
# Health data and consents are given freely, so nobody must.
FREE = (Ask.NO, Ask.MAY)
# What can be chosen for each fact, in the order of the form; and what holds until somebody has chosen.
CHOICES: Mapping[str, tuple[Ask, ...]] = {
    "job_title": EVERY,
    "organisation": EVERY,
    "municipality": EVERY,
    "phone": EVERY,
    "needs": FREE,
    "list": FREE,
    "news": FREE,
}
USUAL = {"municipality": Ask.NO, "list": Ask.NO}
# Those that are columns of a person, and are asked for on a form about her.
OF_A_PERSON = ("job_title", "organisation", "municipality", "phone")


def ask(event: Event, fact: str) -> Ask:
    """Whether the event asks for the fact. A column of an older day says whether for the municipality."""
    chosen = (event.asked_facts or {}).get(fact)
    if fact == "municipality":
        if not event.asks_municipality:
            return Ask.NO
        return Ask.MUST if chosen == Ask.MUST else Ask.MAY
    level = Ask(chosen) if chosen in CHOICES[fact] else USUAL.get(fact, Ask.MAY)
    if fact == "organisation" and event.substitutes_from_same_organisation:
        # By which it is judged who may come instead.
        return Ask.MUST
    return level


def asks(event: Event, fact: str) -> bool:
    return ask(event, fact) is not Ask.NO


def all_of(event: Event) -> dict[str, Ask]:
    return {fact: ask(event, fact) for fact in CHOICES}


def keep_asked(
    form: forms.Form, event: Event, *, fields: Mapping[str, str], by_organiser: bool = False
) -> None:
    """Takes what the event does not ask for off the form, and makes required what it must have; `fields` names the
    fact of each field. An organiser may leave those empty, and the form says so."""
    for name, fact in fields.items():
        level = ask(event, fact)
        if name not in form.fields:
            continue
        if level is Ask.NO:
            del form.fields[name]
        elif level is Ask.MUST and not by_organiser:
            form.fields[name].required = True
            form.fields[name].error_messages["required"] = _("Fill this in.")
        elif level is Ask.MUST:
            form.fields[name].help_text = may_be_left(form.fields[name].help_text)


def may_be_left(help_text: object) -> str:
    """What an organiser reads at a field that others must fill in."""
    return " ".join(filter(None, [str(help_text), str(_("Others must fill it in; you may leave it empty."))]))


def left_to_her(help_text: object) -> str:
    """What whoever hands a place over, or shares it, reads at a question that the other must answer."""
    said = _("If you do not know, leave it empty: the one who comes answers on her own page.")
    return " ".join(filter(None, [str(help_text), str(said)]))


def missing(registration: Registration, *, but: Collection[str] = ()) -> list[str]:
    """The names of the facts that the event must have and that this person has not given."""
    event = registration.event
    return [
        str(Registration._meta.get_field(fact).verbose_name)  # type: ignore[union-attr]
        for fact in OF_A_PERSON
        if fact not in but and ask(event, fact) is Ask.MUST and not getattr(registration, fact)
    ]
