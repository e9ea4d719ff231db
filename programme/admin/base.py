"""What every page of the organisers' admin has in common: it shows and changes only what belongs to the user's own
organisations, offers only such rows as choices, and never saves over a newer version."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import NestedObjects
from django.db import models, router
from django.forms.models import ModelChoiceField
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference import clock
from programme import characters, printed
from programme.admin import rights
from programme.admin.versions import SavedMeanwhile, VersionedForm, claim_next_version
from programme.fields import DANISH_OVERRIDES
from programme.folding import SEARCH_TERMS, search_terms, search_text
from programme.models import Event, Organisation
from programme.models.base import Versioned
from programme.narrowing import whole_number
from programme.publishing import programme_changed


class HouseForm(VersionedForm):
    """Keeps a chosen row choosable although it belongs to others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep_chosen(self)


def keep_chosen(form: forms.ModelForm) -> None:
    for name, field in form.fields.items():
        if not isinstance(field, ModelChoiceField) or not hasattr(form.instance, f"{name}_id"):
            continue
        chosen = getattr(form.instance, f"{name}_id")
        if chosen is not None and field.queryset is not None:
            offered = models.Q(pk__in=field.queryset.order_by().values("pk"))
            field.queryset = field.queryset.model._default_manager.filter(offered | models.Q(pk=chosen))


class OwnRows(BaseModelAdmin):
    """For a page and for the tables on it: rights by membership in the organisation the page belongs to, and choices
    among visible rows only. A reader and the registration desk look, an organiser and an administrator also write."""

    formfield_overrides = {
        **DANISH_OVERRIDES,
        models.URLField: {"assume_scheme": "https"},
    }

    def organisation_of(self, obj: Any) -> int | None:
        """To which organisation the row that the page shows belongs."""
        owner: int | None = obj.owner_id
        return owner

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return rights.works_here(request)
        return rights.may_see(request, self.organisation_of(obj))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return rights.changes_something(request)
        return rights.may_change(request, self.organisation_of(obj))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return rights.works_here(request)

    def choices_for(self, db_field: models.ForeignKey, request: HttpRequest) -> models.QuerySet | None:
        """The rows a foreign key may point at; None where the user is offered none at all."""
        related = db_field.remote_field.model
        if related is Organisation and db_field.name == "owner":
            return rights.changeable_organisations(request)
        manager = related._default_manager
        return manager.visible_to(request.user) if hasattr(manager, "visible_to") else None

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        offered = self.choices_for(db_field, request)
        if offered is None and not request.user.is_superuser:
            offered = db_field.remote_field.model._default_manager.none()
        if offered is not None:
            kwargs["queryset"] = offered
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField | None:
        manager = db_field.remote_field.model._default_manager
        if hasattr(manager, "visible_to"):
            kwargs["queryset"] = manager.visible_to(request.user)
        elif not request.user.is_superuser:
            kwargs["queryset"] = manager.none()
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class NamedPage(admin.ModelAdmin):
    """A page that is called what its rows are called, and whose forms are `ExpiringForm`s: one that had been open for
    too long comes again with what was typed."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        if obj is not None:
            context |= {"title": str(obj), "subtitle": None}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self) -> list[URLPattern]:
        urls: list[URLPattern] = super().get_urls()
        names = {f"{self.opts.app_label}_{self.opts.model_name}_{page}" for page in ("add", "change")}
        for url in urls:
            if url.name in names:
                url.callback.keeps_typed_text = True  # type: ignore[attr-defined]
        return urls

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        # The class is made anew for each request.
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.is_expired = getattr(request, "token_expired", False)
        return form


class HouseAdmin(OwnRows, NamedPage):
    """The base of every page."""

    form = HouseForm
    list_per_page = 50
    show_full_result_count = False
    view_on_site = False
    # What the list says while there is nothing in it, and the button beneath: its words, and the page it leads to.
    empty_list: str | Promise = ""
    empty_way: tuple[str | Promise, str] | None = None

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        visible: models.QuerySet = super().get_queryset(request).visible_to(request.user)  # type: ignore[attr-defined]
        return visible

    def _get_obj_does_not_exist_redirect(
        self,
        request: HttpRequest,  # noqa: ARG002
        opts: Any,
        object_id: str,
    ) -> HttpResponse:
        raise Http404(f"{opts.model_name} {object_id} is not among the user's rows.")

    def response_action(
        self, request: HttpRequest, queryset: models.QuerySet, *args: Any, **options: Any
    ) -> HttpResponse | None:
        """An act on rows; a selection that no list of ours sends selects nothing."""
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if not all(map(whole_number, chosen)):
            messages.warning(request, _("Nothing was chosen."))
            return None
        return super().response_action(request, queryset, *args, **options)

    # ------------------------------------------------------------------ the list

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        said = {
            "empty_list": self.empty_list,
            "empty_way": self.way_out_of_nothing(request),
        }
        return super().changelist_view(request, {**said, **(extra_context or {})})

    def way_out_of_nothing(self, request: HttpRequest) -> tuple[str | Promise, str] | None:
        """The button of an empty list, for whoever may press it."""
        if self.empty_way is None:
            return None
        label, page = self.empty_way
        if page.endswith("_add") and not self.has_add_permission(request):
            return None
        return label, reverse(f"admin:{page}")

    # ------------------------------------------------------------------ forms and saves

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The only organisation one can write for is chosen already."""
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        if "owner" in {field.name for field in self.opts.get_fields()}:
            mine = list(rights.changeable_organisations(request)[:2])
            if len(mine) == 1:
                initial.setdefault("owner", mine[0].pk)
        return initial

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """When another save came first, the form is looked at again: now it sees the newer version and says so."""
        for _attempt in range(3):
            try:
                return super().changeform_view(request, object_id, form_url, extra_context)
            except SavedMeanwhile:
                continue
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: ARG002
        """Writes the columns of the form and no others: the worker and the services write the rest meanwhile."""
        save_row(obj, form, change=change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self.all_saved(request, form, formsets)
        tell_printers(self.printed_in(form.instance))

    def all_saved(self, request: HttpRequest, form: Any, formsets: Any) -> None:
        """What is left to do when the row and its tables are written, in the same transaction."""

    def printed_in(self, obj: Any) -> models.QuerySet[Event]:  # noqa: ARG002
        """The events on whose pages and in whose programmes this row stands."""
        return Event.objects.none()

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> list[dict[str, Any]]:
        """Names the fields as the catalogue does, in lower case; they are translated when the log is read."""
        message: list[dict[str, Any]] = super().construct_change_message(request, form, formsets, add)
        for part in message:
            for what in part.values():
                if "fields" in what:
                    what["fields"] = [label[:1].lower() + label[1:] for label in what["fields"]]
        return message

    # ------------------------------------------------------------------ deleting

    def get_deleted_objects(
        self, objs: Iterable[Any], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        """What stands in the way of a deletion is counted, not named: it may belong to others."""
        rows = list(objs)
        deleted, counts, lacking, protected = super().get_deleted_objects(rows, request)
        if protected:
            protected, lacking = counted(in_the_way(rows)), set()
        return deleted, counts, lacking, protected


class FoldedSearch(admin.ModelAdmin):
    """A search in which every typed word is found, whatever its case and spelling of æ, ø and å. The words are compared
    here and not in the database, which does not fold them alike everywhere: the user's own rows are few enough. Long
    texts are left to the database, which is given each word in small letters and with a capital."""

    long_texts: Sequence[str] = ()

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        terms = search_terms(search_term)
        if not terms:
            return queryset, False
        texts: dict[int, set[str]] = {}
        for pk, *found in queryset.order_by().values_list("pk", *self.get_search_fields(request)):
            texts.setdefault(pk, set()).update(filter(None, found))
        folded = ((pk, search_text(*sorted(parts))) for pk, parts in texts.items())
        hits = [pk for pk, words in folded if all(term in words for term in terms)]
        found = models.Q(pk__in=hits)
        for name in self.long_texts:
            found |= models.Q(pk__in=queryset.order_by().filter(in_a_text(name, search_term)).values("pk"))
        return queryset.filter(found), False


def in_a_text(name: str, typed: str) -> models.Q:
    """That a text holds every typed word."""
    every = models.Q()
    for word in typed.split()[:SEARCH_TERMS]:
        writings = [word, word.lower(), word.capitalize()]
        every &= models.Q(*((f"{name}__icontains", one) for one in writings), _connector=models.Q.OR)
    return every


def tell_printers(events: Iterable[Event]) -> None:
    now = clock.now()
    for event in events:
        programme_changed(event, now=now)


def save_row(obj: Versioned, form: forms.ModelForm, *, change: bool) -> None:
    if not change:
        obj.save()
        return
    claim_next_version(obj)
    columns = {field.name for field in obj._meta.concrete_fields}
    obj.save(
        update_fields=[*(name for name in form.cleaned_data if name in columns and name != "id"), "version"]
    )


def in_the_way(rows: Sequence[models.Model]) -> list[models.Model]:
    """The rows for whose sake these may not be deleted."""
    if not rows:
        return []
    collector = NestedObjects(using=router.db_for_write(type(rows[0])), origin=rows)
    collector.collect(rows)
    return list(collector.protected)


def counted(rows: Iterable[models.Model]) -> list[str]:
    """As in "3 tilmeldinger", each kind once."""
    kinds = Counter(type(row) for row in rows)
    return [
        f"{number} {kind._meta.verbose_name if number == 1 else kind._meta.verbose_name_plural}"
        for kind, number in sorted(kinds.items(), key=lambda pair: str(pair[0]._meta.verbose_name))
    ]


def warn(request: HttpRequest, sentences: Iterable[str], *, at_most: int = 8) -> None:
    """Shows warnings on the next page, the first of them when there are many."""
    found = list(sentences)
    for sentence in found[:at_most]:
        messages.warning(request, sentence)
    if len(found) > at_most:
        messages.warning(request, _("… and %(number)s more.") % {"number": len(found) - at_most})


def warn_of_characters(request: HttpRequest, event: Event) -> None:
    """Names what of the event's words cannot be printed as it was typed."""
    warn(request, [one.sentence() for one in characters.missing(printed.content(event))], at_most=4)
