"""What visitors fill in: that an entry is wrong, that a bureau is missing, that they work there."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bureaus.models import Bureau, Region, RegionTokens
from bureaus.search.gazetteer import gazetteer
from bureaus.search.query import called_exactly, matching
from bureaus.search.spelling import similar_regions
from bureaus.upkeep.duplicates import ApartForm
from bureaus.upkeep.shared_forms import EntryForm, formfield
from bureaus.values.chinese import has_ideographs, simplified
from bureaus.values.phones import only_digits

LONGEST_SOURCE = 500
FEWEST_DIGITS = 5  # of a hotline such as 12345
MOST_PLACES = 10

Question = tuple[str, Any, list[forms.BoundField], bool]


class VisitorForm(forms.Form):
    """What all of them ask. The nickname is for programs: people do not see it."""

    source = forms.CharField(
        label=_("How do you know?"),
        max_length=LONGEST_SOURCE,
        help_text=_("A web address, a call you made, or “I work there”."),
        error_messages={"required": _("Say how you know.")},
    )
    nickname = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"label_suffix": ""})
        for name in {"phone", "fax"} & set(self.fields):
            self.fields[name].widget.input_type = "tel"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("nickname"):
            self.add_error(None, _("The field that has to stay empty was filled in."))
        for name in {"phone", "fax"} & set(self.changed_data):
            number = only_digits(cleaned.get(name) or "")
            if cleaned.get(name) and len(number) < FEWEST_DIGITS:
                text = _("Enter the whole number with its area code, like 0770-2217508.")
                self.add_error(name, text)
        return cleaned


def reply_to_field() -> forms.EmailField:
    return forms.EmailField(
        label=_("Your email (optional)"),
        required=False,
        help_text=_("Only to tell you what became of it; then it is deleted. Never shown."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class CorrectionForm(VisitorForm, EntryForm):
    """What a visitor says is wrong: other values, where they come from, a remark.

    Whatever was changed counts, also beside the answer to ``what``: old browsers show all.
    """

    MOVED, OTHER = "moved", "other"
    QUESTIONS = (
        ("phone", _("The phone number"), ("phone",)),
        ("fax", _("The fax number"), ("fax",)),
        ("email", _("The email address"), ("email",)),
        ("website", _("The website"), ("website",)),
        (
            *("address", _("The address")),
            ("address_en", "address_zh_hans", "address_zh_hant", "postal_code"),
        ),
        ("name", _("The name"), ("name_en", "name_zh_hans", "name_zh_hant", "kind")),
        ("hours", _("Opening hours or languages"), ("hours", "languages")),
        (MOVED, _("It has moved, merged or closed"), ("became",)),
        (OTHER, _("Something else"), ("remark",)),
    )

    what = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=[(value, label) for value, label, _names in QUESTIONS],
        required=False,
    )
    became = forms.CharField(
        label=_("What became of it"),
        max_length=500,
        required=False,
        help_text=_("New name or office, and since when, if you know."),
    )
    remark = forms.CharField(
        label=_("What is wrong"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reply_to = reply_to_field()
    field_order = ("what", *(name for *_about, names in QUESTIONS for name in names), "source")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].required = False

    def questions(self) -> Iterator[Question]:
        """Give each answer to ``what`` with its fields, and whether one of them has an error."""
        for value, label, names in self.QUESTIONS:
            fields = [self[name] for name in names]
            yield value, label, fields, any(field.errors for field in fields)

    def clean(self) -> dict[str, Any]:
        # A kind left out stays as it is
        cleaned = super().clean()
        cleaned["kind"] = cleaned.get("kind") or self.before["kind"]
        return cleaned

    @property
    def remarks(self) -> str:
        """Give in one text what was said in words, once the form is valid."""
        became = self.cleaned_data.get("became", "")
        if became or self.cleaned_data.get("what") == self.MOVED:
            became = ": ".join(filter(None, [gettext("It has moved, merged or closed"), became]))
        return "\n".join(filter(None, [became, self.cleaned_data.get("remark", "")]))

    def full_clean(self) -> None:
        """Refuse what says nothing, once the instance has the new values."""
        super().full_clean()
        is_right = self.is_bound and not self.errors
        if is_right and not self.changes and not self.remarks:
            text = _("Nothing differs from the entry yet. Change a field or say what is wrong.")
            self.add_error("what", text)


def places_called(text: str) -> tuple[list[Region], bool]:
    """Find what a text may name, and tell whether that is just one place which is called so."""
    rows = Region.objects.present().with_parents().order_by("path")
    exact = list(rows.filter(called_exactly(text, RegionTokens))[:MOST_PLACES])
    exact = exact or gazetteer().called_any([text]).get(text, [])
    found = exact or list(rows.filter(matching(text, RegionTokens))[:MOST_PLACES])
    return found or similar_regions(text), len(exact) == 1


class MissingForm(ApartForm, VisitorForm):
    """A bureau that is not listed.

    ``places`` are those that the text may mean, if it does not name just one.
    """

    name = forms.CharField(
        label=_("Name of the office"),
        max_length=150,
        help_text=_("In Chinese or English, as it calls itself. For example 宁德市商务局."),
        error_messages={"required": _("Enter the name of the office.")},
    )
    place = forms.CharField(
        label=_("City, county or zone"),
        max_length=100,
        help_text=_("The place that it serves, for example Ningde or 宁德."),
        error_messages={"required": _("Enter the city, county or zone.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    region = forms.CharField(label=_("Which place do you mean?"), required=False)
    phone = formfield(Bureau._meta.get_field("phone"), label=_("Phone (optional)"), help_text="")
    website = formfield(
        Bureau._meta.get_field("website"),
        label=_("Website (optional)"),
        help_text="",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
    reply_to = reply_to_field()
    apart = forms.CharField(label=_("It is none of these"), required=False)
    field_order = ("name", "place", "region", "source", "phone", "website", "reply_to", "apart")

    places: list[Region]

    def __init__(self, *args: Any, asked: Region | None = None, **kwargs: Any) -> None:
        if asked:
            kwargs["initial"] = {"place": str(asked.name), "region": asked.slug}
        super().__init__(*args, **kwargs)
        found, is_clear = places_called(str(asked.name)) if asked and not self.is_bound else ([], 1)
        self.places = [] if is_clear else found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("place"):
            cleaned["region"] = self._find_region(cleaned["place"], cleaned.get("region", ""))
        if cleaned.get("region") and not self.errors:
            told = {field: new for field, (_old, new) in self.changes.items()}
            listed = Bureau.objects.published().with_region()
            self.ask_apart(Bureau(region=cleaned["region"], **told), listed)
        return cleaned

    def _find_region(self, text: str, chosen: str) -> Region | None:
        """Give the only place of this name, or else the one that was chosen of those offered."""
        self.places, is_clear = places_called(text)
        found = [place for place in self.places if is_clear or place.slug == chosen]
        if found:
            return found[0]
        if self.places:
            self.add_error("region", _("Choose the place that you mean."))
        else:
            self.add_error("place", _("There is no place of this name. Enter one that it lies in."))
        return None

    @property
    def changes(self) -> dict[str, tuple[str, str]]:
        """Give the values as those of a correction whose entry is empty, once they are known."""
        name, column = self.cleaned_data["name"], "name_en"
        if has_ideographs(name):
            column = "name_zh_hans" if simplified(name) == name else "name_zh_hant"
        told = {column: name} | {field: self.cleaned_data[field] for field in ("phone", "website")}
        return {field: ("", value) for field, value in told.items() if value}


class ClaimForm(VisitorForm):
    """Somebody says to work at a bureau: where our letter can reach the office."""

    email = forms.EmailField(
        label=_("Email of the office"),
        help_text=_("An address that the office publishes, not your own."),
        error_messages={"required": _("Enter an email address of the office.")},
        max_length=254,
    )
    field_order = ("email", "source")

    def __init__(self, *args: Any, bureau: Bureau, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bureau = bureau
        source = self.fields["source"]
        source.label = _("Where is this address published?")
        source.help_text = _("The address of a web page of the office or of its government.")
        source.error_messages["required"] = _("Say where this address is published.")
        for name in ("email", "source") if bureau.email else ():
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_new = cleaned.get("email", "").lower() not in ("", self.bureau.email.lower())
        if not is_new:
            cleaned["email"] = self.bureau.email
        elif not cleaned.get("source") and "source" not in self.errors:
            self.add_error("source", self.fields["source"].error_messages["required"])
        return cleaned
