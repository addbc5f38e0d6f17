"""What regions and bureaus are found by, and when that changes."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import F, Prefetch, QuerySet
from django.db.models.signals import post_delete, post_migrate, post_save, pre_save

from bureaus.models import (
    Bureau,
    BureauAlias,
    BureauTokens,
    ContactPoint,
    Region,
    RegionAlias,
    RegionTokens,
)
from bureaus.models.tree import path_ids
from bureaus.search import index, tokens
from bureaus.search.index import Index, Model, changed, indexes, names_of_region
from bureaus.values.localized import COLUMNS


class RegionIndex(Index):
    entries = RegionTokens
    region = "pk"

    def rows(self) -> QuerySet[Region]:
        return Region.objects.prefetch_related("aliases")

    def tokens_of(self, row: Any) -> Iterator[str]:
        names = names_of_region(row)
        yield from tokens.whole(*names, row.slug, row.code, *map(tokens.pinyin, names))

    def dependents(self, pks: set[int]) -> dict[Model, set[int]]:
        """Give everything in these regions, also while the path of one of them is being moved."""
        paths = Region.objects.order_by().values_list("pk", "path")
        inside = {pk for pk, path in paths if not pks.isdisjoint(path_ids([path]))}
        others = [index for index in index.indexes.values() if index.region == "region_id"]
        return {Region: inside - pks} | {
            index.model: primary_keys(index.model, region__in=inside) for index in others
        }


class BureauIndex(Index):
    entries = BureauTokens

    def rows(self) -> QuerySet[Bureau]:
        return Bureau.objects.annotate(area_code=F("region__dial_code")).prefetch_related(
            Prefetch("aliases", to_attr="other_names"), Prefetch("contact_points", to_attr="points")
        )

    def tokens_of(self, row: Any) -> Iterator[str]:
        places = (row, *row.points)
        names = [*texts_of(row, "name"), *(alias.value for alias in row.other_names)]
        numbers = " ".join(place.phone_digits for place in places).split()
        local = [number.removeprefix(row.area_code) for number in numbers]
        yield from tokens.whole(*names, row.ref, *numbers, *local)
        yield from tokens.of_pinyin(*names)
        yield from tokens.of_number(*numbers)
        yield from tokens.of_text(
            *names,
            *texts_of(row, "address"),
            *(text for point in row.points for text in texts_of(point, "name")),
            *(place.email for place in places),
            row.website,
            row.postal_code,
            row.ref,
            self.entries.everywhere,
            row.kind,
            "phone tel 电话" if any(place.phone for place in places) else "",
            "fax 传真" if any(place.fax for place in places) else "",
        )


def primary_keys(model: Model, **conditions: Any) -> set[int]:
    """Collect the primary keys of the rows that meet the conditions."""
    rows = model._default_manager.filter(**conditions).order_by()
    return set(rows.values_list("pk", flat=True))


def texts_of(row: Any, stem: str) -> list[str]:
    """List what a row holds in the columns of one text."""
    return [getattr(row, f"{stem}_{column}") for column in COLUMNS.values()]


def listen() -> None:
    """Take up regions and bureaus in the index; call it once, when Django is ready."""
    index.register_index(RegionIndex())
    index.register_index(BureauIndex())
    post_migrate.connect(index.complete)
    follow_model(Region)
    follow_model(Bureau)
    follow_part(RegionAlias, "region", Region)
    follow_part(BureauAlias, "bureau", Bureau)
    follow_part(ContactPoint, "bureau", Bureau)


def follow_model(model: Model) -> None:
    """Index the rows of a model as they are saved, until they are deleted."""

    def saved(instance: models.Model, raw: bool, **kwargs: Any) -> None:
        if not raw:
            changed(model, instance.pk)

    def deleted(instance: models.Model, **kwargs: Any) -> None:
        # Its entry went before it, but came back if a part that went in between saved it again
        indexes[model].entries._default_manager.filter(pk=instance.pk).delete()

    post_save.connect(saved, sender=model, weak=False)
    post_delete.connect(deleted, sender=model, weak=False)


def follow_part(part: Model, owner: str, whole: Model) -> None:
    """Index the row of ``whole`` that ``owner`` of ``part`` leads to, and the one it led to."""
    column = f"{owner}_id"

    def remember(instance: Any, raw: bool, **kwargs: Any) -> None:
        before = part._default_manager.filter(pk=instance.pk) if instance.pk and not raw else ()
        instance.owners_before = {getattr(row, column) for row in before}

    def saved(instance: Any, raw: bool, **kwargs: Any) -> None:
        if not raw:
            changed(whole, getattr(instance, column), *instance.owners_before)

    def deleted(instance: Any, origin: Any = None, **kwargs: Any) -> None:
        # What is deleted along with its owner has nothing left to be found
        if origin is None or getattr(origin, "model", type(origin)) is part:
            changed(whole, getattr(instance, column))

    pre_save.connect(remember, sender=part, weak=False)
    post_save.connect(saved, sender=part, weak=False)
    post_delete.connect(deleted, sender=part, weak=False)
