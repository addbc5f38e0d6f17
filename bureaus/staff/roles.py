"""Who of the staff may change what.

Site editors may do everything with the models of our apps, viewers see it, regional editors see it
and add and change the models whose ``RegionScope`` says so. A new model follows this rule by
itself: permissions are given after every ``migrate``, when Django has made those of new models.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.apps import AppConfig
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import connections
from django.db.models import Model, Q, QuerySet

from bureaus.changes.nouns import nouns
from bureaus.models import Assignment, Change, Edition, ImportRun, Letter, Region
from bureaus.search.search_tokens import SearchTokens

SITE_EDITORS = "Site editors"
REGIONAL_EDITORS = "Regional editors"
VIEWERS = "Viewers"

Row = TypeVar("Row", bound=Model)
StaffUser = User | AnonymousUser
OUT_OF_SIGHT = (Assignment, Change, Edition, Letter, SearchTokens)  # for nobody but superusers
READ_ONLY = "historical"  # how django-simple-history begins the names of its models
EDITED_REGIONALLY = ("add", "change")


@dataclass(frozen=True)
class RegionScope:
    """How the rows of a model lie in the regions, and whether regional editors edit them.

    ``region`` is the way from a row to its region, ``or_region`` another one that leads rows of
    the model to theirs. ``public`` gives the rows that are public.
    The fields of ``narrow`` may only lead to where the editor may edit; so may the one by which
    the way to the region begins.
    """

    region: str
    public: Callable[[], QuerySet[Any]]
    narrow: frozenset[str] = frozenset()
    is_edited: bool = True
    or_region: str = ""

    def is_narrow(self, field: str) -> bool:
        return field in self.narrow or field == self.region.partition("__")[0]


Scopes = dict[type[Model], RegionScope]


@cache
def scopes() -> Scopes:
    return {model: scope for noun in nouns() for model, scope in noun.scopes.items()}


def is_regional(user: StaffUser) -> bool:
    """Tell whether a user may edit in assigned regions only; asked once for each request."""
    known: bool | None = getattr(user, "_is_regional", None)
    if known is None:
        groups = set(user.groups.values_list("name", flat=True))
        is_held = REGIONAL_EDITORS in groups and SITE_EDITORS not in groups
        known = is_held and not user.is_superuser
        setattr(user, "_is_regional", known)  # noqa: B010 - as Django keeps permissions there
    return known


def within_reach(
    rows: QuerySet[Row], user: StaffUser, region: str = "region", or_region: str = ""
) -> QuerySet[Row]:
    """Keep the rows that lie where the user may edit; ``region`` is the way from a row to one.

    For regions themselves the way is "". Whether the user may edit such rows at all is decided by
    permissions, not here.
    """
    if not is_regional(user):
        return rows
    ways = [f"{way}__path__startswith" for way in (region, or_region) if way]
    condition = Q(pk__in=[])
    for path in Region.objects.filter(assignments__user=user.pk).values_list("path", flat=True):
        for way in ways or ["path__startswith"]:
            condition |= Q(**{way: path})
    return rows.filter(condition)


def may(group: str, permission: Permission, model: type[Model]) -> bool:
    action = permission.codename.removesuffix(f"_{model._meta.model_name}")
    if issubclass(model, OUT_OF_SIGHT):
        return False
    if action == "view" or f"{model._meta.model_name}".startswith(READ_ONLY):
        return action == "view"
    if group == REGIONAL_EDITORS:
        scope = scopes().get(model)
        is_edited = scope.is_edited if scope else model is ImportRun
        return is_edited and action in EDITED_REGIONALLY
    return group == SITE_EDITORS


def grant(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Make what the groups may do with the app's models what the rule says, no more and no less."""
    if not _is_there(using):
        return
    models = {model._meta.model_name: model for model in sender.get_models()}
    known = Permission.objects.using(using).filter(content_type__app_label=sender.label)
    permissions = list(known.select_related("content_type"))
    for name in (SITE_EDITORS, REGIONAL_EDITORS, VIEWERS):
        group = Group.objects.using(using).get_or_create(name=name)[0]
        allowed = [
            permission
            for permission in permissions
            if (model := models.get(permission.content_type.model)) and may(name, permission, model)
        ]
        group.permissions.remove(*set(permissions).difference(allowed))
        group.permissions.add(*allowed)


def _is_there(using: str) -> bool:
    """Tell whether the tables are there yet: not after a migration to before them."""
    present = set(connections[using].introspection.table_names())
    needed = (Group, Permission, ContentType)
    return {model._meta.db_table for model in needed} <= present
