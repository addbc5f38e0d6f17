"""What the admin of every noun shares, in both apps."""

from typing import Any

from django.contrib.admin.options import BaseModelAdmin
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from bureaus.admin.explained import reason_in
from bureaus.admin.scoped import ScopedAdmin
from bureaus.admin.versions import VersionsAdmin
from bureaus.changes.batch import together
from bureaus.changes.nouns import nouns
from bureaus.models import Change
from bureaus.search.query import matching
from bureaus.search.search_tokens import SearchTokens


def was_public(row: Model) -> bool:
    """Tell whether a record was ever shown: then the change feed has entries about it."""
    noun = next(noun for noun in nouns() if noun.model is type(row))
    key = str(getattr(row, noun.key))
    return Change.objects.filter(noun=noun.name, key=key).exists()


class TogetherAdmin(VersionsAdmin, ScopedAdmin):
    """What a form saves is one change, with one entry in the change feed for each record.

    The reason that was typed goes into the history of all that it changes.
    """

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with together(reason=reason_in(request.POST)):
            return super().changeform_view(request, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with together(reason=self.explain_action(request)):
            return super().changelist_view(request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with together(reason=reason_in(request.POST)):
            return super().delete_view(request, *args, **kwargs)


class SearchedByIndex(TogetherAdmin):
    """Search as the public lists do, in ``entries``."""

    entries: type[SearchTokens]
    search_fields = ["pk"]  # only switches the box on

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        found = matching(search_term, self.entries) if search_term else Q()
        return queryset.filter(found), False


class NeverDeleted(BaseModelAdmin):
    """Keep what others link to, or what proves something; it may be changed."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class OnlyDraftsDeleted(TogetherAdmin):
    """Let only drafts be deleted that never were public: others link to what was."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_draft = obj is not None and obj.status == obj.Status.DRAFT
        return is_draft and not was_public(obj) and super().has_delete_permission(request, obj)
