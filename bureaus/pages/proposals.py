"""Where visitors propose a bureau that is missing, or say that they work at one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from bureaus.models import Bureau
from bureaus.pages.corrections import form_page, posted, private, with_form
from bureaus.search.gazetteer import gazetteer
from bureaus.upkeep import corrections
from bureaus.upkeep.visitor_forms import ClaimForm, MissingForm


@private
@with_form
def add(request: HttpRequest) -> HttpResponse:
    """Take a proposal; ``?region=`` says for which place."""
    asked = request.GET.get("region", "")
    called = gazetteer().called_any([asked]).get(asked, []) if asked else []
    form = MissingForm(posted(request), asked=called[0] if len(called) == 1 else None)

    def send(**about: str) -> str:
        said = {name: form.cleaned_data[name] for name in ("region", "source")}
        return corrections.propose(None, form.changes, **said, **about)

    return form_page(request, form, send, "corrections/add.html", {})


@private
@with_form
def claim(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Send the letter that lets an office confirm or correct its own entry."""
    bureau = get_object_or_404(Bureau.objects.public().with_region(), ref=ref)
    if bureau.is_closed:
        return redirect(bureau)
    if slug != bureau.slug and request.method != "POST":
        path = reverse("bureaus:claim", kwargs={"slug": bureau.slug, "ref": ref})
        return redirect(path, permanent=True)
    form = ClaimForm(posted(request), bureau=bureau)

    def send(**about: str) -> str:
        said = {name: form.cleaned_data[name] for name in ("email", "source")}
        return corrections.claim(bureau, **said, **about)

    return form_page(request, form, send, "corrections/claim.html", {"bureau": bureau})
