from collections.abc import Collection

from django.core.exceptions import NON_FIELD_ERRORS, FieldError, ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class Versioned(models.Model):
    """A record that several people edit. `version` grows by one with each save in the admin, so that a save over a
    newer version can be refused. `constraint_fields` names for a constraint the field at which its sentence is read.
    """

    constraint_fields: dict[str, str] = {}

    version = models.PositiveIntegerField(_("version"), default=0, editable=False)

    class Meta:
        abstract = True

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """As Django does, with each sentence at its field, unless that field is left out. A check constraint is asked
        alone only where they do not all hold: there are many, and what is saved seldom breaks one."""
        left_out = set(exclude or ())
        constraints = self._meta.constraints
        if self._all_checks_hold(left_out):
            constraints = [one for one in constraints if not isinstance(one, models.CheckConstraint)]
        found: dict[str, list[ValidationError]] = {}
        for constraint in constraints:
            try:
                constraint.validate(type(self), self, exclude=left_out)
            except ValidationError as error:
                field = self.constraint_fields.get(constraint.name, NON_FIELD_ERRORS)
                found.setdefault(NON_FIELD_ERRORS if field in left_out else field, []).append(error)
        if found:
            raise ValidationError(found)

    def _all_checks_hold(self, left_out: set[str]) -> bool:
        """Asked in one query; false also where one of them is about a field that is left out."""
        conditions = [
            one.condition for one in self._meta.constraints if isinstance(one, models.CheckConstraint)
        ]
        known = self._get_field_expression_map(meta=self._meta, exclude=left_out)  # type: ignore[attr-defined]
        try:
            return models.Q(*conditions).check(known)
        except FieldError:
            return False
