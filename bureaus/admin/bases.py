"""What the admin of every noun shares, in both apps; regional editors are held to their regions."""

from collections.abc import Callable, Collection
from functools import update_wrapper
from itertools import islice
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import BaseModelAdmin, InlineModelAdmin
from django.db.models import ForeignKey, Model, Q, QuerySet
from django.forms import BaseModelFormSet, ModelChoiceField
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from bureaus.admin.editing import PagesAdmin, SharedFormSet, reason_in
from bureaus.admin.versions import VersionsAdmin
from bureaus.changes.batch import lock, together
from bureaus.changes.nouns import noun_of
from bureaus.models import Change, Region
from bureaus.search.query import matching
from bureaus.search.search_tokens import SearchTokens
from bureaus.staff.roles import is_regional
from bureaus.staff.scope import hidden_links, reachable, selectable, visible
from bureaus.upkeep.shared_forms import SharedForm

NAMED_AT_MOST = 10  # rows that a message names


class ScopedRows(admin.options.BaseModelAdmin):
    """What is seen and chosen, for pages and inlines."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return visible(super().get_queryset(request), request.user)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        if db_field.related_model is Region:
            kwargs.setdefault("queryset", Region.objects.with_parents())
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field and field.queryset is not None:
            field.queryset = selectable(db_field, field.queryset, request.user)
        return field

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        # Leave out fields that lead to another region's draft; their values stay
        fieldsets = super().get_fieldsets(request, obj)
        hidden = hidden_links(obj, request.user) if isinstance(obj, self.model) else set()
        return _without_fields(fieldsets, hidden) if hidden else fieldsets


class ScopedInline(ScopedRows, InlineModelAdmin):
    """An inline whose rows are those that the user may see."""

    form: type[SharedForm] = SharedForm
    formset: type[SharedFormSet] = SharedFormSet


class ScopedAdmin(ScopedRows, PagesAdmin):
    """A page whose rows are changed only within reach."""

    reading_actions: tuple[str, ...] = ("export_admin_action",)  # these may take all that is seen

    def editable(self, rows: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
        """Keep what the user may change if he or she may change such rows at all."""
        return reachable(rows, request.user)

    def is_editable(self, request: HttpRequest, obj: Model | None) -> bool:
        if obj is None or obj.pk is None or not is_regional(request.user):
            return True
        return self.editable(self.model._default_manager.filter(pk=obj.pk), request).exists()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self.is_editable(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self.is_editable(request, obj)

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, *args: Any) -> dict[str, Any]:
        # Let the inlines of what may be changed hold only rows that may be changed too
        kwargs = super().get_formset_kwargs(request, obj, *args)
        if obj is not None and self.has_change_permission(request, obj):
            kwargs["queryset"] = reachable(kwargs["queryset"], request.user)
        return kwargs

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> type[BaseModelFormSet]:
        # Make the rows of the grid that may not be changed read-only
        formset: Any = super().get_changelist_formset(request, **kwargs)
        if not is_regional(request.user):
            return formset
        editable = self.editable(self.model._default_manager.order_by(), request)

        class Held(formset):
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                super().__init__(*args, **kwargs)
                rows = editable.filter(pk__in=[form.instance.pk for form in self.forms])
                within = set(rows.values_list("pk", flat=True))
                for form in self.forms:
                    for field in form.fields.values() if form.instance.pk not in within else ():
                        field.disabled = True

        return Held

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        if not is_regional(request.user):
            return actions
        return {
            name: (act if name in self.reading_actions else _within_reach(act), name, text)
            for name, (act, _name, text) in actions.items()
        }


def named(rows: Collection[object]) -> str:
    """Name the first of some rows, and say how many they are if these are not all."""
    names = [str(row) for row in islice(rows, NAMED_AT_MOST)]
    rest = [f"… {len(rows)}"] if len(rows) > NAMED_AT_MOST else []
    return "; ".join(names + rest)


def _within_reach(act: Callable[..., Any]) -> Callable[..., Any]:
    """Make an action leave out, and name, what the user may only see."""

    def narrowed(
        model_admin: ScopedAdmin, request: HttpRequest, chosen: QuerySet[Any]
    ) -> HttpResponseBase | None:
        own = model_admin.editable(model_admin.model._default_manager.order_by(), request)
        if left := list(chosen.exclude(pk__in=own.values("pk"))):
            text = _("Left out, because they lie outside your regions or are closed: %s")
            model_admin.message_user(request, text % named(left), messages.WARNING)
        kept = chosen.filter(pk__in=own.values("pk"))
        return act(model_admin, request, kept) if kept.exists() else None

    return update_wrapper(narrowed, act)


def _without_fields(fieldsets: Any, hidden: set[str]) -> list[Any]:
    """Take fields out of fieldsets, also out of lines of several."""
    kept = []
    for title, options in fieldsets:
        lines = []
        for line in options["fields"]:
            names = [line] if isinstance(line, str) else list(line)
            names = [name for name in names if name not in hidden]
            lines += [names[0] if len(names) == 1 else tuple(names)] if names else []
        kept.append((title, {**options, "fields": lines}))
    return kept


class TogetherAdmin(VersionsAdmin, ScopedAdmin):
    """What a form saves is one change, with one entry in the change feed for each record.

    The reason that was typed goes into the history of all that it changes.
    """

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with together(reason=reason_in(request.POST)):
            lock_to_write(request)
            return super().changeform_view(request, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with together(reason=self.explain_action(request)):
            lock_to_write(request)
            return super().changelist_view(request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with together(reason=reason_in(request.POST)):
            return super().delete_view(request, *args, **kwargs)


def lock_to_write(request: HttpRequest) -> None:
    """Let nobody write between what is read and what is saved."""
    if request.method == "POST":
        lock()


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


class OnlyShown(NeverDeleted):
    """Keep what nobody types: other pages of ours make it."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class OnlyDraftsDeleted(TogetherAdmin):
    """Let only drafts be deleted that never were public: others link to what was."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None or obj.status != obj.Status.DRAFT:
            return False
        if noun := noun_of(type(obj)):
            shown = Change.objects.filter(noun=noun.name, key=str(getattr(obj, noun.key)))
            if shown.exists():
                return False
        return super().has_delete_permission(request, obj)
