"""What can be exported and imported of a noun: which columns, and which rules hold for a row."""

import hashlib
from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from import_export.resources import ModelResource

from bureaus.files.data_files import RefusedError
from bureaus.models import Region
from bureaus.spreadsheets import widgets
from bureaus.spreadsheets.cells import escape
from bureaus.staff.roles import StaffUser, is_regional, within_reach
from bureaus.staff.scope import reachable
from bureaus.values.languages import LanguagesField

VERSION = "version"
DRAFT = "draft"
DIGITS_OF_VERSION = 16


class ExchangeResource(ModelResource):
    """One noun in files.

    ``key`` is the column that tells which row of the database a line is about. ``fixed`` are
    columns that are there to be read and that no import changes. ``unique`` lists columns that no
    two rows may share, ``parked`` the value that frees such a place for another row of the same
    file.
    """

    key: ClassVar[str]
    fixed: ClassVar[frozenset[str]] = frozenset()
    unique: ClassVar[tuple[tuple[str, ...], ...]] = ()
    parked: ClassVar[dict[str, Any]] = {}

    def __init__(self, user: StaffUser, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.user = user

    @classmethod
    def widget_from_django_field(cls, f: models.Field, default: Any = None) -> Any:
        if f.choices:
            return lambda **kwargs: widgets.ChoiceWidget(f.choices)
        kinds: list[tuple[type[models.Field], type[widgets.TextWidget]]] = [
            (models.BooleanField, widgets.YesNoWidget),
            (models.IntegerField, widgets.NumberWidget),
            (models.DateField, widgets.DateWidget),
            (LanguagesField, widgets.TagsWidget),
        ]
        return next((widget for kind, widget in kinds if isinstance(f, kind)), widgets.TextWidget)

    @classmethod
    def widget_kwargs_for_field(cls, field_name: str, django_field: models.Field) -> dict[str, Any]:
        return {}

    @property
    def model(self) -> type[models.Model]:
        return self._meta.model

    @property
    def columns(self) -> list[str]:
        return [*self.get_export_headers(), VERSION]

    def described(self) -> list[tuple[str, str, str]]:
        """Tell staff of each column: its name, the field, and how it is filled in."""
        fields = ((name, self.model._meta.get_field(name)) for name in self.get_export_headers())
        return [
            (name, str(getattr(field, "verbose_name", "")), str(getattr(field, "help_text", "")))
            for name, field in fields
        ]

    @property
    def many(self) -> set[str]:
        return {field.name for field in self.model._meta.many_to_many} & set(self.fields)

    def rows(self) -> QuerySet[Any]:
        """Give all rows, with what ``texts`` and ``check`` read of them."""
        raise NotImplementedError

    def reachable(self) -> QuerySet[Any]:
        return reachable(self.rows(), self.user)

    def regions_in_reach(self) -> set[int] | None:
        """Give the regions in which the user may edit; None stands for all of them."""
        if not is_regional(self.user):
            return None
        regions = Region.objects.order_by()
        return set(within_reach(regions, self.user, "").values_list("pk", flat=True))

    def texts(self, row: Any) -> dict[str, str]:
        """Give what the columns say of a row, as it is compared."""
        return dict(zip(self.get_export_headers(), self.export_resource(row), strict=True))

    def line(self, row: Any) -> list[str]:
        """Give the cells of a row with its version, ready for a spreadsheet."""
        texts = self.texts(row)
        return [*map(escape, texts.values()), version(texts)]

    def find(self, keys: Iterable[str]) -> dict[str, Any]:
        """Give the rows of these keys that the user may change, by key."""
        found = self.reachable().filter(**{f"{self.key}__in": list(keys)})
        return {str(getattr(row, self.key)): row for row in found}

    def is_key(self, text: str) -> bool:
        """Tell whether a text could be a key at all, so that it can be looked up."""
        return bool(text)

    def create(self, key: str) -> models.Model:
        """Make a new row, not saved; raises RefusedError for a key of something else."""
        if key:
            raise RefusedError(_("There is no “%(key)s” that you may change.") % {"key": key})
        return self.model()

    def place(self, row: Any) -> int | None:
        """Give the region in which the user must be at home to save the row."""
        region: int | None = row.region_id
        return region

    def check(self, row: Any, changed: set[str], before: dict[str, str]) -> None:
        """Raise ValidationError as the form would; only what concerns changed columns is asked.

        ``before`` is what ``texts`` said of the row, nothing of a new one. References were looked
        up already, and ``unique`` is held against the file as a whole.
        """
        if not before and getattr(row, "status", DRAFT) != DRAFT:
            raise ValidationError({"status": _("What is new begins as a draft.")})
        fields = row._meta.concrete_fields
        known = {f.name for f in fields if f.is_relation and getattr(row, f.attname)}
        row.clean_fields(exclude={f.name for f in fields} - changed | known)
        row.clean()
        decisive = changed - {self.key}  # a new row may get its key only when it is written
        for constraint in row._meta.constraints:
            if isinstance(constraint, CheckConstraint) and _concerns(constraint, decisive):
                validate: Any = constraint.validate  # type: ignore[attr-defined]
                validate(type(row), row)

    def reading_of(self, row: Any, column: str) -> str:
        """Say what a new text was taken to mean, where that needs saying."""
        return ""

    def note_similar(self, outcomes: Iterable[Any]) -> None:
        """Note beside the planned rows of a file what they may be a second one of."""
        return

    def prepare(self, rows: list[Any]) -> set[str]:
        """Set what follows from other fields, as saving would, and name those fields."""
        if "updated_at" not in {field.name for field in self.model._meta.fields}:
            return set()
        for row in rows:
            row.updated_at = timezone.now()
        return {"updated_at"}

    def is_saved_alone(self, row: Any, changed: set[str]) -> bool:
        """Tell whether saving a row does what no saving of many at once does."""
        return False

    def settle(self, row: Any) -> None:
        """Make a row that is saved alone ready: others of the file were saved before it."""
        return


def version(texts: dict[str, str]) -> str:
    """Digest what the columns say of a row; another text anywhere gives another version."""
    joined = "\0".join(f"{name}\0{text}" for name, text in texts.items())
    return hashlib.blake2b(joined.encode(), digest_size=DIGITS_OF_VERSION // 2).hexdigest()


def reason(error: Exception) -> str:
    """Say why a row is refused, with the columns concerned."""
    if not isinstance(error, ValidationError):
        return str(error)
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(
        " ".join(texts) if name == "__all__" else f"{name}: {' '.join(texts)}"
        for name, texts in error.message_dict.items()
    )


def _concerns(constraint: CheckConstraint, changed: set[str]) -> bool:
    condition: Any = constraint.condition
    return not changed.isdisjoint(condition.referenced_base_fields)
