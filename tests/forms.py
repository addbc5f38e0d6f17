"""Where the form of an object is in the admin, and what a browser sends from it."""

import re
from html import unescape

WHY = {"change_reason": "Its website"}


def address(row, page="change/"):
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/{page}"


def opened(client, address):
    """Open a page with a form and give what it would send if nothing were typed."""
    response = client.get(address)
    assert response.status_code == 200, response
    return shown(response)


def shown(response):
    """Give what would be sent from a form as it came, opened or refused."""
    context = response.context
    sent = values(context["adminform"].form)
    for inline in context["inline_admin_formsets"]:
        formset = inline.formset
        forms = formset.forms
        sent[f"{formset.prefix}-TOTAL_FORMS"] = len(forms)
        sent[f"{formset.prefix}-INITIAL_FORMS"] = len(formset.initial_forms)
        for form in forms:
            sent |= values(form)
    return sent


def opened_grid(client, address):
    return shown_grid(client.get(address))


def shown_grid(response):
    formset = response.context["cl"].formset
    sent = {"_save": "Save"}
    sent |= {f"form-{name}_FORMS": len(formset.forms) for name in ("TOTAL", "INITIAL")}
    for form in formset.forms:
        sent |= values(form)
    return sent


def values(form):
    """Give what a form sends, with what it tells of the values it was opened with."""
    found = {}
    for name, field in form.fields.items():
        found[form.add_prefix(name)] = field.prepare_value(form[name].value())
        if field.show_hidden_initial:
            hidden = form[name].as_hidden(only_initial=True)
            texts = [unescape(text) for text in re.findall(r' value="([^"]*)"', hidden)]
            found[form[name].html_initial_name] = texts
    return {
        name: value for name, value in found.items() if value is not None and value is not False
    }


def save(client, row, data=None, reason="Its website", **changes):
    """Send the form of a row, opened now unless it is given, with some changes typed."""
    data = opened(client, address(row)) if data is None else data
    return client.post(address(row), data | changes | {"change_reason": reason})


def save_grid(client, address, data, **changes):
    return client.post(address, data | WHY | changes)
