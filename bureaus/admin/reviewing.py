"""Reviewing a correction in the form of its bureau, or of a new one."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bureaus.admin.bases import TogetherAdmin
from bureaus.admin.editing import REASON, ExplainedForm
from bureaus.changes.history import REASON_LENGTH
from bureaus.models import Bureau, Check, Correction
from bureaus.models.correction import ProposedValue, as_text, from_text
from bureaus.upkeep.corrections import settle
from bureaus.upkeep.duplicates import ApartModelForm, NearSame, near_same

LIST = "admin:bureaus_correction_changelist"
REVIEW = ("answer", "confirmed_by", "evidence", "seen")


class BureauForm(ApartModelForm, ExplainedForm):
    """The form of a bureau, which shows what may be the same one before it is saved."""


class ReviewForm(BureauForm):
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
        reason = gettext("Correction of a visitor: %(source)s")
        if self.correction.region:
            reason = gettext("Proposal of a visitor: %(source)s")
        about: dict[str, Any] = {
            "answer": self.correction.answer,
            "confirmed_by": "" if self.correction.is_settled else "".join(by_bureau),
            "evidence": self.correction.web_source,
            "seen": self.correction.decision_digest,
            REASON: Truncator(reason % vars(self.correction)).chars(REASON_LENGTH),
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

    def full_clean(self) -> None:
        """Refuse a check that nobody can have made, once the instance has the new values."""
        super().full_clean()
        method = vars(self).get("cleaned_data", {}).get("confirmed_by")
        if method and not self.errors:
            evidence = self.cleaned_data["evidence"]
            try:
                Check(bureau=self.instance, method=method, evidence_url=evidence).clean()
            except ValidationError as error:
                self.add_error("confirmed_by", error.messages)

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

    ``?without=`` names fields that are to stay as they are stored. A missing bureau is reviewed
    in the form of a new one, or in that of a bureau which it turns out to be.
    """

    form = BureauForm

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if self._is_reviewing(request, obj):
            correction = self._correction(request)
            if correction.bureau_id not in (None, obj.pk if obj else None):
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
        if "correction" not in request.GET:
            return False
        return self.has_change_permission(request, obj) if obj else self.has_add_permission(request)

    def _correction(self, request: HttpRequest) -> Correction:
        found: Correction | None = self._corrections.get_object(request, request.GET["correction"])
        if found is None:
            raise Http404
        return found

    @property
    def _corrections(self) -> Any:
        return self.admin_site.get_model_admin(Correction)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Fill in a new bureau as a visitor proposes it."""
        if not self._is_reviewing(request, None):
            return super().get_changeform_initial_data(request)
        correction = self._correction(request)
        values = {v.field: from_text(v.field, v.new) for v in _taken(request, correction)}
        source = {"source_url": correction.web_source, "region": correction.region_id}
        return values | source | ({} if correction.web_source else {"source": correction.source})

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        form = context["adminform"].form
        if correction := getattr(form, "correction", None):
            taken = [v for v in _taken(request, correction) if v.field in form.fields]
            is_new = form.instance.pk is None
            if not form.is_bound and not is_new:
                form.fill({value.field: from_text(value.field, value.new) for value in taken})
            if not form.is_bound and is_new:
                form.similar = similar_to(correction, self.get_queryset(request))
            stored = None if is_new else self.model._default_manager.get(pk=form.instance.pk)
            context["correction"] = correction
            context["proposed"] = [
                (v, v.written_now(stored), v in taken, _turned(request, v.field))
                for v in correction.values
            ]
            others = correction.rivals()
            context["others"] = [(other, review_address(other)) for other in others]
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if correction := getattr(form, "correction", None):
            answer, method, evidence, _seen = (form.cleaned_data[name] for name in REVIEW)
            evidence = evidence if method == Check.Method.WEBSITE else ""
            user: Any = request.user
            about = {"answer": answer, "method": method, "evidence": evidence}
            settle(correction, user, form.instance, **about)

    def response_add(self, request: HttpRequest, obj: Any, *args: Any) -> HttpResponse:
        if not self._is_reviewing(request, None):
            return super().response_add(request, obj, *args)
        return self._settled(request)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if not self._is_reviewing(request, obj):
            return super().response_change(request, obj)
        return self._settled(request)

    def _settled(self, request: HttpRequest) -> HttpResponse:
        self.message_user(request, gettext("The correction is settled."), messages.SUCCESS)
        return redirect(LIST)


def _taken(request: HttpRequest, correction: Correction) -> list[ProposedValue]:
    left = request.GET.getlist("without")
    return [value for value in correction.values if value.field not in left]


def _turned(request: HttpRequest, field: str) -> str:
    """Give the query that leaves out a field that is taken over now, or the other way round."""
    query = request.GET.copy()
    left = query.getlist("without")
    query.setlist("without", [f for f in left if f != field] if field in left else [*left, field])
    return f"?{query.urlencode()}"


def review_address(correction: Correction) -> str:
    """Lead to the review, which begins with what was decided if it is a second one."""
    is_second = correction.is_settled and correction.bureau_id
    left = [v.field for v in correction.values if is_second and not v.is_accepted]
    return _address_of(correction, correction.bureau_id, left)


def _address_of(correction: Correction, bureau: int | None, left: list[str]) -> str:
    address = reverse("admin:bureaus_bureau_add")
    if bureau:
        address = reverse("admin:bureaus_bureau_change", args=[bureau])
    query = {"correction": correction.pk, "without": left}
    return f"{address}?{urlencode(query, doseq=True)}"


def address_at(correction: Correction, bureau: Bureau) -> str:
    """Lead to the review of a missing bureau as one that is there; what it has, it keeps."""
    left = [v.field for v in correction.values if as_text(bureau, v.field)]
    return _address_of(correction, bureau.pk, left)


def similar_to(correction: Correction, rows: Any) -> list[NearSame]:
    """Give those that a missing bureau may be all the same."""
    if not correction.region or correction.bureau_id:
        return []
    told = {value.field: from_text(value.field, value.new) for value in correction.values}
    return near_same(Bureau(region=correction.region, **told), rows)
