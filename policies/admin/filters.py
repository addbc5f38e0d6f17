"""What the lists of staff are narrowed by: work that is left to do."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class MissingTranslationFilter(admin.SimpleListFilter):
    title = _("Chinese title")
    parameter_name = "translation"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("missing", _("Missing")), ("complete", _("Complete"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        missing = Q(title_zh_hans="") | Q(title_zh_hant="")
        conditions = {"missing": missing, "complete": ~missing}
        return queryset.filter(conditions.get(self.value() or "", Q()))


class MissingDocumentFilter(admin.SimpleListFilter):
    title = _("document")
    parameter_name = "source"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("missing", _("Missing")), ("draft", _("Draft")), ("published", _("Published"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "missing":
            return queryset.filter(document=None)
        return queryset.filter(document__status=self.value()) if self.value() else queryset
