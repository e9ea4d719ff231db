"""Programme items that need signing up, as fields: one group of buttons or boxes for each choice, and a list for each
wish where they are distributed by wishes. The names are those that travel with a person's card."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext

from programme.languages import reader_language
from programme.models import ChoiceGroup, Event, Session
from registration import choosing, item_sentences
from registration.cards import LATER
from registration.choosing import Offer
from registration.forms.base import PeopleForm
from registration.forms.questions import Boxes, Buttons
from registration.models import Registration
from registration.models.session_wish import MOST_WISHES
from registration.services import choosing as service
from registration.services.wishing import wished_now, wishes_of

# That a page asks for no programme items.
NO_ITEMS = "no_items"
# So few places in an item are said.
FEW = 5


def offer_on_page(event: Event, typed: Mapping[str, str]) -> Offer:
    """What there is to choose on a page with these answers: nothing where it was shown without."""
    return service.NOTHING if typed.get(NO_ITEMS) else service.offer_of(event)


def field_name(group: ChoiceGroup | None) -> str:
    return f"i{group.pk if group is not None else 0}"


def wish_names(group: ChoiceGroup) -> list[str]:
    """The fields of a choice that is distributed by wishes: one for each wish."""
    return [f"{field_name(group)}.{rank}" for rank in range(1, MOST_WISHES + 1)]


def was_shown_otherwise(offer: Offer, typed: Mapping[str, Any]) -> bool:
    """Whether a page with these answers, of one person or of several, was shown before the items were distributed, or
    before they were to be wished for: read now, its answers would mean something else."""
    return _was_shown_with_wishes(offer, typed) or any(
        field_name(group) in map(_own_name, typed) for group, _items in offer.gathering.values()
    )


def _was_shown_with_wishes(offer: Offer, typed: Mapping[str, Any]) -> bool:
    return not {name for group in _settled(offer) for name in wish_names(group)}.isdisjoint(
        map(_own_name, typed)
    )


def _settled(offer: Offer) -> list[ChoiceGroup]:
    return [group for group, _items in offer.groups if group is not None and not group.gathers_wishes]


def _own_name(name: str) -> str:
    """The name of a field without the card it stands on."""
    return name.rpartition("-")[2]


def told_of_distribution(offer: Offer, typed: Mapping[str, str]) -> str:
    """What a page with these answers says of itself, with the wishes that were typed on it, where it was shown
    otherwise; else ""."""
    if not was_shown_otherwise(offer, typed):
        return ""
    if not _was_shown_with_wishes(offer, typed):
        return item_sentences.by_wishes_meanwhile()
    titles = {str(one.pk): one.title for one in offer.sessions}
    wished: dict[tuple[str, int], list[str]] = {}
    # In the order of their ranks, whatever the order they were sent in.
    for name in sorted(typed):
        prefix, _stop, own = name.rpartition("-")
        for group in _settled(offer):
            if own in wish_names(group) and typed[name] in titles:
                wished.setdefault((prefix, group.pk), []).append(titles[typed[name]])
    return item_sentences.distributed_meanwhile(
        [(typed.get(f"{prefix}-name", "") if prefix else "", said) for (prefix, _pk), said in wished.items()]
    )


@dataclass(frozen=True, kw_only=True)
class LaidOut:
    """The fields of one choice. Those of one that is distributed by wishes stand together under its name."""

    fields: list[forms.BoundField]
    group: ChoiceGroup | None = None
    key: str = ""
    lang: str = ""
    is_optional: bool = False
    told: Sequence[str] = ()


class ItemsForm(PeopleForm):
    """What one person chooses. `herself`: she answers for herself and says so where she chooses later; whoever signs up
    a colleague leaves it to her unless she chooses something; nobody chooses later once it `is_closed`. Of the `held`
    items she has a place already. Whether there is room in an item is not judged by a form that may have taken it
    itself (`judges_room`): at its last button the service knows. Where the page says itself until when wishes are
    written, the form does not (`says_until`)."""

    is_part = True

    def __init__(
        self,
        offer: Offer,
        *args: Any,
        event: Event,
        herself: bool,
        held: Collection[int] = (),
        is_closed: bool = False,
        judges_room: bool = True,
        says_until: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer, self.event, self.herself, self.held = offer, event, herself, frozenset(held)
        self.is_closed, self.judges_room, self.says_until = is_closed, judges_room, says_until
        # How wishes are distributed is said above the first that are asked for.
        self.says_rule = True
        self.lang = lang = "" if event.language == reader_language() else event.language
        for group, sessions in offer.groups:
            if group is not None and group.gathers_wishes:
                # Whoever has one of them already, from before it was distributed by wishes, keeps it.
                if not self.held & {one.pk for one in sessions}:
                    self._add_wishes(group, sessions)
                continue
            field = self._field(group, sessions)
            field.lang = lang if group is not None else ""  # type: ignore[attr-defined]
            self.fields[field_name(group)] = field

    def _field(self, group: ChoiceGroup | None, sessions: list[Session]) -> forms.Field:
        label = group.name if group is not None else gettext("Items that need signing up")
        # Said once for all of them where they are at the same time.
        time = item_sentences.common_time(sessions, self.event)
        offered = [(str(one.pk), self._words(one, timed=not time)) for one in sessions]
        if group is not None and group.most == 1:
            needs_answer = group.required and self.herself
            return forms.ChoiceField(
                label=label,
                choices=[*offered, (LATER, self._later(group))],
                widget=self._without_full(Buttons(), sessions),
                required=needs_answer,
                initial=None if needs_answer else LATER,
                help_text=f"{capfirst(time)}." if time else "",
                error_messages={"required": gettext("Choose an item, or “I choose later”.")},
            )
        return forms.MultipleChoiceField(
            label=label,
            choices=offered,
            widget=self._without_full(Boxes(), sessions),
            required=False,
            help_text=" ".join(filter(None, [f"{capfirst(time)}." if time else "", self._how_many(group)])),
        )

    def _add_wishes(self, group: ChoiceGroup, sessions: list[Session]) -> None:
        time = item_sentences.common_time(sessions, self.event)
        offered = [
            (str(one.pk), item_sentences.with_places(self._line(one, timed=not time), one.places))
            for one in sessions
        ]
        for rank, name in enumerate(wish_names(group)[: len(sessions)], start=1):
            field = self.fields[name] = forms.ChoiceField(
                label=item_sentences.wish_number(rank),
                choices=[("", gettext("No wish")), *offered],
                required=False,
                error_messages={
                    "invalid_choice": gettext(
                        "What you chose cannot be chosen any longer. Choose something else."
                    )
                },
            )
            # Whether it may be left is said once, above all three.
            field.is_asked_for = True  # type: ignore[attr-defined]

    @property
    def laid_out(self) -> list[LaidOut]:
        """The fields in the order of the choices."""
        found = []
        for group, sessions in self.offer.groups:
            if group is None or not group.gathers_wishes:
                found.append(LaidOut(fields=[self[field_name(group)]]))
                continue
            fields = [self[name] for name in wish_names(group) if name in self.fields]
            if fields:
                key = f"{self.prefix or 'own'}-{group.pk}"
                told = self._told_of_wishes(sessions)
                if self.says_rule and not any(one.group for one in found):
                    told.append(item_sentences.rule_of_wishes())
                found.append(
                    LaidOut(
                        fields=fields,
                        group=group,
                        key=key,
                        lang=self.lang,
                        is_optional=self.marks_optional and not group.required,
                        told=told,
                    )
                )
        return found

    @property
    def only_wishes(self) -> bool:
        """Whether nothing but wishes is asked."""
        return bool(self.fields) and all(one.group for one in self.laid_out)

    def _how_many_wishes(self, items: int) -> str:
        if items == 1:
            return ""
        if items == 2:
            return (
                gettext("Wish for up to two of the items, the one you want most first.")
                if self.herself
                else gettext("Up to two wishes, the most wanted first.")
            )
        return (
            gettext("Wish for up to three of the items, the one you want most first.")
            if self.herself
            else gettext("Up to three wishes, the most wanted first.")
        )

    def _told_of_wishes(self, sessions: list[Session]) -> list[str]:
        time = item_sentences.common_time(sessions, self.event)
        day = {"day": item_sentences.last_day(self.event)}
        told = [
            f"{capfirst(time)}." if time else "",
            self._how_many_wishes(len(sessions)),
        ]
        if self.says_until and not self.is_closed:
            told.append(
                gettext("The wishes can be written and changed until %(day)s, also on the own page.") % day
            )
        return [" ".join(filter(None, told))]

    def _without_full(self, widget: Any, sessions: list[Session]) -> Any:
        widget.full = {str(one.pk) for one in sessions if self._is_full(one)}
        widget.create_option = _disabling(widget, widget.create_option)
        return widget

    def _is_full(self, session: Session) -> bool:
        return session.pk not in self.held and self.offer.is_full(session)

    @property
    def is_begun(self) -> bool:
        """Whether an item is chosen, or something is wrong."""
        return bool(self.errors) or any(
            self[name].value() not in ([], None, "", LATER) for name in self.fields
        )

    def _words(self, session: Session, *, timed: bool) -> str:
        line = self._line(session, timed=timed)
        if self._is_full(session):
            return gettext("%(item)s – full") % {"item": line}
        left = self.offer.left(session)
        if left is not None and session.pk not in self.held and left <= FEW:
            return item_sentences.few_left(line, left)
        return line

    def _line(self, session: Session, *, timed: bool) -> str:
        if timed:
            return item_sentences.item_line(session, self.event)
        return ", ".join(filter(None, (session.title, session.room)))

    def _later(self, group: ChoiceGroup) -> str:
        day = {"day": item_sentences.last_day(self.event)}
        if self.is_closed:
            return gettext("None of these")
        if not self.herself:
            return gettext("Chosen by the person, on a page of their own, no later than %(day)s") % day
        if group.required:
            return gettext("I choose later, on my own page, no later than %(day)s") % day
        return gettext("None of these")

    def _how_many(self, group: ChoiceGroup | None) -> str:
        said = []
        if group is not None and group.most is not None:
            said.append(gettext("At most %(most)d.") % {"most": group.most})
        if not self.herself and not self.is_closed:
            day = {"day": item_sentences.last_day(self.event)}
            said.append(gettext("What is left empty the person can choose later, until %(day)s.") % day)
        return " ".join(said)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        held = self.held if self.judges_room else self.offer.by_id()
        if not self.errors and (wrong := choosing.objection(self.offer, self.chosen(), held=held)):
            about = wrong.items[-1].choice if wrong.items else None
            name = field_name(about)
            if name not in self.fields:
                name = next(iter(self.fields))
            self.add_error(name, item_sentences.objection_said(wrong, self.event))
        if not self.errors and (wrong := choosing.wish_objection(self.offer, self.wishes())):
            self.add_error(self._field_of(wrong.items), item_sentences.objection_said(wrong, self.event))
        return cleaned

    def _field_of(self, items: Sequence[Session]) -> str:
        """The last of the fields in which one of these is wished for."""
        names = [
            name for name in self._wish_fields() if self.cleaned_data[name] in {str(one.pk) for one in items}
        ]
        return names[-1] if names else next(iter(self.fields))

    def _wish_fields(self) -> list[str]:
        names = [name for group, _items in self.offer.gathering.values() for name in wish_names(group)]
        return [name for name in names if name in self.cleaned_data]

    def wishes(self) -> tuple[int, ...]:
        """The ids of what is wished for in a valid form, the first wish of each choice foremost. A wish that is left
        empty is closed up by the next."""
        return tuple(int(self.cleaned_data[name]) for name in self._wish_fields() if self.cleaned_data[name])

    @property
    def has_gap(self) -> bool:
        """Whether, in a valid form, a wish was left empty before another."""
        typed = [
            [bool(self.cleaned_data.get(name)) for name in wish_names(group)]
            for group, _items in self.offer.gathering.values()
        ]
        return any(one != sorted(one, reverse=True) for one in typed)

    def chosen(self) -> tuple[int, ...]:
        """The ids of what is chosen in a valid form, in the order they are offered."""
        picked: set[str] = set()
        wished = self._wish_fields()
        for name, value in self.cleaned_data.items():
            if name not in wished:
                picked |= {value} if isinstance(value, str) else set(value)
        return tuple(one.pk for one in self.offer.sessions if str(one.pk) in picked)

    def typed_in(self, typed: Mapping[str, str]) -> dict[str, str]:
        """What was typed that belongs to this form, by the names it has on a page."""
        names = {self.add_prefix(name).partition(".")[0] for name in self.fields}
        return {key: value for key, value in typed.items() if key.partition(".")[0] in names}


def _disabling(widget: Any, create_option: Any) -> Any:
    def create(name: str, value: Any, *rest: Any, **more: Any) -> Any:
        option = create_option(name, value, *rest, **more)
        if str(value) in widget.full:
            option["attrs"]["disabled"] = True
        return option

    return create


def initial_typed(offer: Offer, typed: Mapping[str, str], *, prefix: str = "") -> dict[str, Any]:
    """What was typed on another page, for a form that is shown and not judged."""
    at = f"{prefix}-" if prefix else ""
    found: dict[str, Any] = {}
    for group, _sessions in offer.groups:
        name = field_name(group)
        if group is not None and group.gathers_wishes:
            found |= {one: typed[at + one] for one in wish_names(group) if at + one in typed}
        elif group is not None and group.most == 1:
            if at + name in typed:
                found[name] = typed[at + name]
        else:
            found[name] = Boxes().value_from_datadict(typed, None, at + name)
    return found


def items_on_page(
    offer: Offer,
    typed: Mapping[str, str],
    *,
    event: Event,
    judges_room: bool,
    prefix: str = "",
    herself: bool = False,
    **options: Any,
) -> ItemsForm:
    """The form of one person's items on a page with these answers, under her prefix there."""
    return ItemsForm(
        offer,
        event=event,
        herself=herself,
        judges_room=judges_room,
        prefix=prefix or None,
        initial=initial_typed(offer, typed, prefix=prefix),
        **options,
    )


def initial_chosen(offer: Offer, chosen: Collection[int], wishes: Sequence[int] = ()) -> dict[str, Any]:
    """What was chosen and wished for before, for a form to change it."""
    found: dict[str, Any] = {}
    for group, sessions in offer.groups:
        if group is not None and group.gathers_wishes:
            of_it = [str(pk) for pk in wishes if any(one.pk == pk for one in sessions)]
            found |= dict(zip(wish_names(group), of_it, strict=False))
            continue
        here = [str(one.pk) for one in sessions if one.pk in chosen]
        is_one = group is not None and group.most == 1
        found[field_name(group)] = (here or [LATER])[0] if is_one else here
    return found


def tell_who_has_no_room(of_each: Sequence[ItemsForm]) -> None:
    """Adds an error to the form of the first person of a booking for whom an item has no place left, because those
    before her in the same booking have chosen it."""
    wanted: Counter[int] = Counter()
    for form in of_each:
        if not form.judges_room:
            continue
        for session in form.offer.sessions:
            if session.pk not in form.chosen():
                continue
            wanted[session.pk] += 1
            left = form.offer.left(session)
            if left is not None and wanted[session.pk] > left:
                form.add_error(field_name(session.choice), item_sentences.too_few_left(session, left))


def say_rule_once(of_each: Iterable[ItemsForm]) -> None:
    """Of several people on one page only the first reads how wishes are distributed."""
    for form in list(of_each)[1:]:
        form.says_rule = False


def choice_form(
    place: Registration,
    typed: Mapping[str, Any] | None,
    *,
    held: Collection[int],
    herself: bool,
    is_closed: bool = False,
    says_until: bool = True,
) -> tuple[ItemsForm, bool]:
    """The form of what one person who has a place chooses and wishes for, and whether it was `typed` on a page that was
    shown otherwise: then it is empty of that, and shows what she has now."""
    offer = service.offer_of(place.event).on_days_of(place)
    wishes = wished_now(wishes_of(place), offer) if offer.gathering else []
    is_outdated = typed is not None and was_shown_otherwise(offer, typed)
    form = ItemsForm(
        offer,
        None if is_outdated else typed,
        event=place.event,
        herself=herself,
        held=held,
        is_closed=is_closed,
        says_until=says_until,
        initial=initial_chosen(offer, held, wishes),
    )
    return form, is_outdated
