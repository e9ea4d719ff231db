from collections.abc import Collection

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
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
        """As Django does, with each sentence at its field, unless that field is left out."""
        left_out = set(exclude or ())
        found: dict[str, list[ValidationError]] = {}
        for constraint in self._meta.constraints:
            try:
                constraint.validate(type(self), self, exclude=left_out)
            except ValidationError as error:
                field = self.constraint_fields.get(constraint.name, NON_FIELD_ERRORS)
                found.setdefault(NON_FIELD_ERRORS if field in left_out else field, []).append(error)
        if found:
            raise ValidationError(found)
