from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import (
    BaseUserCreationForm,
    ReadOnlyPasswordHashField,
    ReadOnlyPasswordHashWidget,
    UserChangeForm,
)
from django.contrib.auth.models import Group
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from programme.admin.base import NamedPage
from programme.admin.tables import LabelledFormSet
from programme.admin.versions import ExpiringForm
from programme.models import Membership, User

# Rights follow memberships; groups would only promise something else.
admin.site.unregister(Group)


class NewUserForm(ExpiringForm, BaseUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name"]
        field_classes: dict[str, type[forms.Field]] = {}


class UnreadPassword(ReadOnlyPasswordHashWidget):
    """The button to set another one, without how the password is kept."""

    def get_context(self, name: str, value: str, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"summary": []}


class UserForm(ExpiringForm, UserChangeForm):
    password = ReadOnlyPasswordHashField(
        label=_("Password"),
        widget=UnreadPassword,
        help_text=_("Nobody can read it. Set another if it is forgotten."),
    )

    class Meta:
        model = User
        fields = ["email", "name", "password", "is_active", "is_staff", "is_superuser"]
        field_classes: dict[str, type[forms.Field]] = {}


class MembershipTable(admin.TabularInline):
    model = Membership
    formset = LabelledFormSet
    template = "admin/table.html"
    fields = ["organisation", "role"]
    extra = 1

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return bool(request.user.is_superuser)

    has_add_permission = has_view_permission
    has_change_permission = has_view_permission
    has_delete_permission = has_view_permission


@admin.register(User)
class UserAdmin(NamedPage, DjangoUserAdmin):
    """Those who may log in. Only an administrator of the installation sees them; nobody is deleted, because the
    history keeps who did what."""

    form = UserForm
    add_form = NewUserForm
    inlines = [MembershipTable]
    list_display = ["email", "name", "organisation_names", "is_active", "is_superuser"]
    list_filter = ["is_active", "is_superuser"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    filter_horizontal = ()
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        (_("Access"), {"fields": ["is_active", "is_staff", "is_superuser"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"classes": ["wide"], "fields": ["email", "name", "password1", "password2"]})]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        staff = Membership.objects.select_related("organisation").order_by("organisation__name")
        rows = super().get_queryset(request)
        if not request.user.is_superuser:
            return rows.none()
        return rows.prefetch_related(Prefetch("membership_set", queryset=staff))

    @admin.display(description=_("organisations"))
    def organisation_names(self, user: User) -> str:
        return ", ".join(membership.organisation.name for membership in user.membership_set.all())

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return bool(request.user.is_superuser)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return bool(request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False
