"""Which rows a regional editor sees, and which of them he or she may change.

Everybody on the staff sees everything, except that regional editors see of other regions only what
is public. How the rows of a model lie in the regions stands in the declaration of its noun
(``nouns.py``). A model that is in none is seen by everybody; whether it may be changed is left to
permissions alone.
"""

from functools import partial
from typing import Any, TypeVar

from django.db.models import ForeignKey, Model, Q, QuerySet

from bureaus.models import Bureau, BureauAlias, Check, ContactPoint, Correction, Region, Succession
from bureaus.staff.roles import RegionScope, Scopes, StaffUser, is_regional, scopes, within_reach

Row = TypeVar("Row", bound=Model)


def reachable(rows: QuerySet[Row], user: StaffUser) -> QuerySet[Row]:
    """Keep the rows that lie where the user may edit."""
    scope = scopes().get(rows.model)
    return within_reach(rows, user, scope.region, scope.or_region) if scope else rows


def visible(rows: QuerySet[Row], user: StaffUser) -> QuerySet[Row]:
    """Keep the rows that the user may see: those within reach, and all that are public."""
    scope = scopes().get(rows.model)
    if scope is None or not is_regional(user):
        return rows
    model: Any = rows.model
    own = reachable(model._default_manager.order_by(), user).values("pk")
    return rows.filter(Q(pk__in=own) | Q(pk__in=scope.public().order_by().values("pk")))


def imports_of(rows: QuerySet[Row], user: StaffUser) -> QuerySet[Row]:
    """Keep the imports that the user may see: what others imported is for those who see it all."""
    return rows.filter(user=user.pk) if is_regional(user) else rows


def selectable(field: Any, rows: QuerySet[Row], user: StaffUser) -> QuerySet[Row]:
    """Keep the rows to which the user may let ``field`` of another row lead.

    Where it leads already from a row within reach, it may lead on, if that is visible.
    """
    if not is_regional(user):
        return rows
    scope = scopes().get(field.model)
    if scope and scope.is_narrow(field.name) and isinstance(field, ForeignKey):
        used = reachable(field.model._default_manager.order_by(), user).values(field.attname)
        target: Any = field.related_model
        own = reachable(target._default_manager.order_by(), user).values("pk")
        rows = rows.filter(Q(pk__in=own) | Q(pk__in=used))
    return visible(rows, user)


def hidden_links(row: Model, user: StaffUser) -> set[str]:
    """Name the fields of a row that lead to something the user may not see."""
    if not is_regional(user):
        return set()
    fields: list[Any] = [f for f in row._meta.fields if f.related_model in scopes()]
    keys = {f: key for f in fields if (key := getattr(row, f.attname)) is not None}
    rows = {f.name: f.related_model._default_manager.filter(pk=key) for f, key in keys.items()}
    return {name for name, target in rows.items() if not visible(target, user).exists()}


PUBLIC = Bureau.objects.public()
OF_REGIONS: Scopes = {Region: RegionScope("", Region.objects.all, is_edited=False)}
OF_BUREAUS: Scopes = {
    Bureau: RegionScope("region", Bureau.objects.public, narrow=frozenset({"parent"})),
    **{
        model: RegionScope(
            "bureau__region", partial(model._default_manager.filter, bureau__in=PUBLIC)
        )
        for model in (BureauAlias, Check, ContactPoint)
    },
    Succession: RegionScope(
        "predecessor__region",
        partial(Succession.objects.filter, predecessor__in=PUBLIC, successor__in=PUBLIC),
        is_edited=False,
    ),
    Correction: RegionScope("bureau__region", Correction.objects.none, or_region="region"),
}
