"""What people have chosen or wished for is not destroyed: the organiser is told how many they are, and to call it off
instead."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import ngettext

from programme.admin.event import ChoiceTable
from programme.admin.tables import LabelledFormSet, RowForm
from programme.models import ChoiceGroup, Session
from registration.models import SessionChoice, SessionWish


def people_with(items: Iterable[int]) -> int:
    """How many people have chosen one of the items, or wished for it."""
    items = list(items)
    chosen = SessionChoice.objects.filter(session__in=items).order_by().values_list("registration")
    wished = SessionWish.objects.filter(session__in=items).order_by().values_list("registration")
    return chosen.union(wished).count()


def why_item_stays(item: Session) -> str:
    """Why an item cannot be deleted; "" where it can. One that was called off can: whoever had it reads
    on her own page what became of it."""
    people = 0 if item.is_cancelled else people_with([item.pk])
    if not people:
        return ""
    said = ngettext(
        "%(people)d person has chosen “%(item)s” or wished for it, so it is not deleted. Call it off instead, under "
        "“Status” on its own page; then it is said what became of it.",
        "%(people)d people have chosen “%(item)s” or wished for it, so it is not deleted. Call it off instead, under "
        "“Status” on its own page; then it is said what became of it.",
        people,
    )
    return said % {"people": people, "item": item.title}


def why_choice_stays(group: ChoiceGroup) -> str:
    """Why a choice cannot be deleted; "" where it can."""
    chosen = SessionChoice.objects.filter(session__choice=group).order_by().values_list("registration")
    wished = SessionWish.objects.filter(choice=group).order_by().values_list("registration")
    people = chosen.union(wished).count()
    if not people:
        return ""
    said = ngettext(
        "%(people)d person has chosen or wished for an item of “%(choice)s”, so it is not deleted. Call the items off "
        "instead, each on its own page; then it is said what became of them.",
        "%(people)d people have chosen or wished for an item of “%(choice)s”, so it is not deleted. Call the items off "
        "instead, each on its own page; then it is said what became of them.",
        people,
    )
    return said % {"people": people, "choice": group.name}


def why_not_by_wishes(group: ChoiceGroup) -> str:
    """Why the items of a choice cannot be distributed by wishes from now on; "" where they can."""
    rows = SessionChoice.objects.filter(session__choice=group).order_by()
    people = rows.values("registration").distinct().count()
    if not people or group.distributed_at is not None:
        return ""
    said = ngettext(
        "%(people)d person has a place in an item of this choice already, so they can no longer be distributed by "
        "wishes.",
        "%(people)d people have a place in an item of this choice already, so they can no longer be distributed by "
        "wishes.",
        people,
    )
    return said % {"people": people}


def why_still_by_wishes(group: ChoiceGroup) -> str:
    """Why the items of a choice are still to be distributed by wishes; "" where they need not be."""
    people = SessionWish.objects.filter(choice=group).order_by().values("registration").distinct().count()
    if not people or group.distributed_at is not None:
        return ""
    said = ngettext(
        "%(people)d person has written wishes, which would be lost. Distribute the items first, under “Distribute by "
        "wishes”; from then on whoever comes first has what is free.",
        "%(people)d people have written wishes, which would be lost. Distribute the items first, under “Distribute by "
        "wishes”; from then on whoever comes first has what is free.",
        people,
    )
    return said % {"people": people}


def why_not(group: ChoiceGroup, *, by_wishes: bool) -> str:
    """Why it cannot be so from now on, or no longer; "" where it can."""
    return why_not_by_wishes(group) if by_wishes else why_still_by_wishes(group)


class ChoiceForm(RowForm):
    def clean_by_wishes(self) -> bool:
        wanted: bool = self.cleaned_data["by_wishes"]
        is_changed = self.instance.pk is not None and wanted != self.initial.get("by_wishes")
        if is_changed and (said := why_not(self.instance, by_wishes=wanted)):
            raise forms.ValidationError(said)
        return wanted


class ChoiceFormSet(LabelledFormSet):
    def clean(self) -> None:
        super().clean()
        why = [why_choice_stays(form.instance) for form in self.deleted_forms if form.instance.pk is not None]
        if any(why):
            raise forms.ValidationError([one for one in why if one])

    def holds_still(self) -> bool:
        """Whether what was judged is so still; the event is locked."""
        if any(why_choice_stays(form.instance) for form in self.deleted_forms if form.instance.pk):
            return False
        changed = [form for form in self.initial_forms if "by_wishes" in form.changed_data]
        return not any(
            why_not(form.instance, by_wishes=form.cleaned_data["by_wishes"])
            for form in changed
            if form not in self.deleted_forms
        )


class KeptChoiceTable(ChoiceTable):
    """The choices of an event, of which people have chosen or wished for something."""

    form = ChoiceForm
    formset = ChoiceFormSet
