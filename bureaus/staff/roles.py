"""Who of the staff may change what.

Permissions come from the three groups; on top of them, a regional editor changes only what lies
inside the regions assigned to him or her. Everything that staff change goes through
``within_reach``: lists, forms, actions, imports, autocompletes.
"""

from typing import TypeVar

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Model, Q, QuerySet

from bureaus.models import Region

SITE_EDITORS = "Site editors"
REGIONAL_EDITORS = "Regional editors"
VIEWERS = "Viewers"

Row = TypeVar("Row", bound=Model)
Visitor = User | AnonymousUser


def is_regional(user: Visitor) -> bool:
    """Tell whether a user may edit in assigned regions only; asked once for each request."""
    known: bool | None = getattr(user, "_is_regional", None)
    if known is None:
        groups = set(user.groups.values_list("name", flat=True))
        known = REGIONAL_EDITORS in groups and SITE_EDITORS not in groups
        known = known and not user.is_superuser
        setattr(user, "_is_regional", known)  # noqa: B010 - as Django keeps permissions there
    return known


def within_reach(rows: QuerySet[Row], user: Visitor, region: str = "region") -> QuerySet[Row]:
    """Keep the rows that lie where the user may edit; ``region`` is the way from a row to one.

    For regions themselves the way is "". Whether the user may edit such rows at all is decided by
    permissions, not here.
    """
    if not is_regional(user):
        return rows
    way = f"{region}__path__startswith" if region else "path__startswith"
    condition = Q(pk__in=[])
    for path in Region.objects.filter(assignments__user=user.pk).values_list("path", flat=True):
        condition |= Q(**{way: path})
    return rows.filter(condition)
