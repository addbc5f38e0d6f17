"""Signals that tell the search index what was saved or deleted."""

from typing import Any

from django.db import models
from django.db.models.signals import post_delete, post_save, pre_save

from bureaus.search.index import Model, changed, indexes


def follow(model: Model) -> None:
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
