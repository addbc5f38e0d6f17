"""The queue of corrections, and reviewing one in the form of its bureau."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bureaus.admin.bases import NeverDeleted, ScopedAdmin, TogetherAdmin
from bureaus.admin.editing import REASON, ExplainedForm
from bureaus.changes.history import REASON_LENGTH
from bureaus.models import Bureau, Check, Correction
from bureaus.models.correction import as_text, from_text
from bureaus.staff.filters import ReachFilter, TaskFilter
from bureaus.upkeep.corrections import settle

LIST = "admin:bureaus_correction_changelist"
REVIEW = ("answer", "confirmed_by", "evidence", "seen")


class ReviewForm(ExplainedForm):
    """The form of a bureau while a correction of it is reviewed."""

    correction: Correction

    answer = forms.CharField(
        label=_("Answer"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
        help_text=_("For the sender. Needed where you do not take over all that is proposed."),
    )
    confirmed_by = forms.ChoiceField(
        label=_("Confirmed by"),
        required=False,
        help_text=_("How you made sure. With it, a correction that you accept is a check."),
    )
    evidence = forms.URLField(
        label=_("Evidence"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=admin.widgets.AdminURLFieldWidget,
        help_text=_("The web page, https, on which you saw the new contacts."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)  # the decision so far

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_bureau = [Check.Method.BUREAU] if self.correction.by_bureau else []
        methods = [Check.Method.PHONE, Check.Method.WEBSITE, *by_bureau]
        choices = [("", _("not confirmed")), *((each.value, each.label) for each in methods)]
        self.fields["confirmed_by"].choices = choices  # type: ignore[attr-defined]
        reason = gettext("Correction of a visitor: %(source)s") % vars(self.correction)
        about: dict[str, Any] = {
            "answer": self.correction.answer,
            "confirmed_by": "" if self.correction.is_settled else "".join(by_bureau),
            "evidence": self.correction.web_source,
            "seen": self.correction.decision_digest,
            REASON: Truncator(reason).chars(REASON_LENGTH),
        }
        self.initial.update(about)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("seen") != self.correction.decision_digest:
            self._send({"seen": [self.correction.decision_digest]})
            self.add_error(None, _("Somebody else has settled this correction meanwhile."))
        if not data.get("answer") and not self._accepts_all(data):
            text = _("Say why you do not take it over, so that the sender understands.")
            self.add_error("answer", text)
        evidence = data.get("evidence") or ""
        if data.get("confirmed_by") == Check.Method.WEBSITE and not evidence.startswith("https://"):
            self.add_error("evidence", _("Evidence has to be a page with https."))
        return data

    def _accepts_all(self, data: dict[str, Any]) -> bool:
        """Tell whether the entry is to say all that is proposed; a mere remark proposes nothing."""
        proposed = self.correction.proposed
        stored = {field: getattr(self.instance, field) for field in proposed}
        entry = Bureau(**stored | {field: data[field] for field in proposed if field in data})
        return bool(proposed) and all(
            as_text(entry, field) == new for field, (_old, new) in proposed.items()
        )


class ReviewingAdmin(TogetherAdmin):
    """Let a bureau's form show what a correction proposes (``?correction=``), and settle it.

    ``?without=`` names fields that are to stay as they are stored.
    """

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if self._is_reviewing(request, obj):
            correction = self._corrections.get_object(request, request.GET["correction"])
            if correction is None or correction.bureau_id != obj.pk:
                raise Http404
            if not self._corrections.has_change_permission(request, correction):
                raise PermissionDenied
            kwargs["form"] = type("ReviewForm", (ReviewForm,), {"correction": correction})
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = [*super().get_fieldsets(request, obj)]
        if self._is_reviewing(request, obj):
            fieldsets.insert(-1, (_("Correction"), {"fields": REVIEW}))
        return fieldsets

    def _is_reviewing(self, request: HttpRequest, obj: Any) -> bool:
        is_asked = obj is not None and "correction" in request.GET
        return is_asked and self.has_change_permission(request, obj)

    @property
    def _corrections(self) -> Any:
        return self.admin_site.get_model_admin(Correction)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        form = context["adminform"].form
        if correction := getattr(form, "correction", None):
            left = request.GET.getlist("without")
            taken = [v for v in correction.values if v.field in form.fields and v.field not in left]
            if not form.is_bound:
                form.fill({value.field: from_text(value.field, value.new) for value in taken})
            others = correction.bureau.corrections.open().exclude(pk=correction.pk)
            context["correction"] = correction
            bureau = correction.bureau
            context["proposed"] = [
                (v, v.written_now(bureau), v in taken, _turned(request, v.field))
                for v in correction.values
            ]
            context["others"] = [(other, review_address(other)) for other in others]
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if correction := getattr(form, "correction", None):
            answer, method, evidence, _seen = (form.cleaned_data[name] for name in REVIEW)
            evidence = evidence if method == Check.Method.WEBSITE else ""
            user: Any = request.user
            settle(correction, user, answer=answer, method=method, evidence=evidence)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if not self._is_reviewing(request, obj):
            return super().response_change(request, obj)
        self.message_user(request, gettext("The correction is settled."), messages.SUCCESS)
        return redirect(LIST)


def _turned(request: HttpRequest, field: str) -> str:
    """Give the query that leaves out a field that is taken over now, or the other way round."""
    query = request.GET.copy()
    left = query.getlist("without")
    query.setlist("without", [f for f in left if f != field] if field in left else [*left, field])
    return f"?{query.urlencode()}"


def review_address(correction: Correction) -> str:
    """Lead to the review, which begins with what was decided if it is a second one."""
    address = reverse("admin:bureaus_bureau_change", args=[correction.bureau_id])
    left = [v.field for v in correction.values if correction.is_settled and not v.is_accepted]
    query = {"correction": correction.pk, "without": left}
    return f"{address}?{urlencode(query, doseq=True)}"


class SettledFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", gettext("Open")), ("settled", gettext("Settled"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        states = {"open": True, "settled": False}
        asked = self.value() or ""
        return queryset.filter(settled_at__isnull=states[asked]) if asked in states else queryset


@admin.register(Correction)
class CorrectionAdmin(NeverDeleted, ScopedAdmin):
    list_display = ["bureau", "place", "fields_proposed", "sent_at", "state"]
    list_filter = [ReachFilter, TaskFilter, SettledFilter]
    list_select_related = ["bureau__region__parent__parent__parent__parent"]
    search_fields = ["bureau__name_en", "bureau__name_zh_hans", "bureau__ref"]
    date_hierarchy = "sent_at"
    actions = None

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        return [F("settled_at").desc(nulls_first=True), "sent_at", "pk"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description=_("place"))
    def place(self, correction: Correction) -> str:
        return str(correction.bureau.region.place)

    @admin.display(description=_("proposed"))
    def fields_proposed(self, correction: Correction) -> str:
        return ", ".join(value.label for value in correction.values) or gettext("a remark")

    @admin.display(description=_("state"))
    def state(self, correction: Correction) -> str:
        return gettext("Settled") if correction.is_settled else gettext("Open")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Lead on to the review of an open one; of a settled one, show what was decided."""
        correction = self.get_object(request, unquote(object_id))
        if not self.has_view_or_change_permission(request, correction):
            raise PermissionDenied
        if correction is None:
            messages.warning(request, gettext("There is no such correction within your reach."))
            return redirect(LIST)
        bureaus = self.admin_site.get_model_admin(Bureau)
        may_decide = self.has_change_permission(request, correction)
        may_decide = may_decide and bureaus.has_change_permission(request, correction.bureau)
        if may_decide and not correction.is_settled:
            return redirect(review_address(correction))
        context = {"title": gettext("Correction"), "subtitle": str(correction.bureau)}
        context["review"] = review_address(correction) if may_decide else ""
        return self.own_page(request, "workbench/correction.html", correction=correction, **context)
