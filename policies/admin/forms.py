"""The forms of priorities, which refuse with a message what the database would refuse."""

from collections import Counter
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseModelFormSet

from bureaus.admin.editing import ExplainedForm
from bureaus.upkeep.shared_forms import SharedForm
from policies.models import Priority
from policies.models.priority import NEEDS_DOCUMENT, RANK_TAKEN


class PriorityForm(SharedForm):
    """A priority in the grid or under its document."""

    def add_error(self, field: str | None, error: Any) -> None:
        """Show an error about a field that the grid lacks above the row."""
        if not hasattr(error, "error_dict"):
            super().add_error(field, error)
            return
        for name, found in error.error_dict.items():
            super().add_error(name if name in self.fields else None, ValidationError(found))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        is_published = data.get("status") == Priority.Status.PUBLISHED
        if is_published and "document" not in self.fields and self.instance.document_id is None:
            self.add_error("status", NEEDS_DOCUMENT)
        if self.instance.pk and {"region", "year"} & set(self.changed_data):
            self.instance.refuse_to_move()
        return data

    def save(self, commit: bool = True) -> Priority:
        """Save, with the rank freed first: two rows of one form may have changed places.

        Whoever holds the rank moves to a free one; its own row gives it the right one in turn.
        """
        row = self.instance
        if row.document_id is not None:
            rows = Priority.objects.filter(
                region=row.region_id, year=row.year, document=row.document_id
            )
            ranks = dict(rows.values_list("rank", "pk"))
            holder = ranks.get(row.rank, row.pk)
            if holder != row.pk:
                free = next(rank for rank in count(1) if rank not in ranks)
                Priority.objects.filter(pk=holder).update(rank=free)
        return super().save(commit)


class PriorityPageForm(PriorityForm, ExplainedForm):
    """A priority on its own page."""


class PriorityGrid(BaseModelFormSet):
    """Rows of the changelist; they may swap ranks, but none may take one that stays in use."""

    def clean(self) -> None:
        super().clean()
        rows = [form.instance for form in self.forms]
        others = Priority.objects.filter(document__in={row.document_id for row in rows})
        others = others.exclude(pk__in=[row.pk for row in rows])
        columns = ("region_id", "year", "document_id", "rank")
        taken = Counter(others.order_by().values_list(*columns))
        places = [tuple(getattr(row, column) for column in columns) for row in rows]
        taken.update(place for place in places if None not in place)
        for form, place in zip(self.forms, places, strict=True):
            if taken[place] > 1 and "rank" in form.changed_data:
                form.add_error("rank", RANK_TAKEN)
