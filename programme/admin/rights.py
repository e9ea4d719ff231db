"""Whose rows a user of the admin may see and change: by her memberships, not by Django's model permissions."""

from django.db.models import QuerySet
from django.http import HttpRequest

from programme.models import Membership, Organisation

CHANGING_ROLES = frozenset({Membership.Role.ADMINISTRATOR, Membership.Role.ORGANISER})


def roles(request: HttpRequest) -> dict[int, str]:
    """The user's role in each of her organisations, read once for a request."""
    known: dict[int, str] | None = getattr(request, "_roles_by_organisation", None)
    if known is None:
        rows = Membership.objects.filter(user_id=request.user.pk or 0)
        known = dict(rows.values_list("organisation_id", "role"))
        request._roles_by_organisation = known  # type: ignore[attr-defined]
    return known


def works_here(request: HttpRequest) -> bool:
    """Whether the user may see anything at all."""
    return _is_superuser(request) or (_is_staff(request) and bool(roles(request)))


def changes_something(request: HttpRequest) -> bool:
    """Whether there is an organisation whose rows she may change."""
    return _is_superuser(request) or (
        _is_staff(request) and not CHANGING_ROLES.isdisjoint(roles(request).values())
    )


def may_see(request: HttpRequest, organisation_id: int | None) -> bool:
    return _is_superuser(request) or (_is_staff(request) and organisation_id in roles(request))


def may_change(request: HttpRequest, organisation_id: int | None) -> bool:
    """Whether she may change what belongs to this organisation."""
    if _is_superuser(request):
        return True
    return (
        _is_staff(request)
        and organisation_id is not None
        and roles(request).get(organisation_id) in CHANGING_ROLES
    )


def may_administer(request: HttpRequest, organisation_id: int | None) -> bool:
    """Whether she may change the facts of this organisation; of some organisation, where none is named."""
    if _is_superuser(request):
        return True
    administered = {pk for pk, role in roles(request).items() if role == Membership.Role.ADMINISTRATOR}
    return _is_staff(request) and (
        bool(administered) if organisation_id is None else organisation_id in administered
    )


def changeable_organisations(request: HttpRequest) -> QuerySet[Organisation]:
    """The organisations on whose behalf she may write."""
    if _is_superuser(request):
        return Organisation.objects.all()
    mine = [pk for pk, role in roles(request).items() if role in CHANGING_ROLES]
    return Organisation.objects.filter(pk__in=mine)


def _is_superuser(request: HttpRequest) -> bool:
    return bool(request.user.is_active and request.user.is_superuser)


def _is_staff(request: HttpRequest) -> bool:
    return bool(request.user.is_active and getattr(request.user, "is_staff", False))
