"""Where the form of an object is in the admin, and what a browser sends from it as opened."""


def address(row, page="change/"):
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/{page}"


def opened(client, address):
    """Open a page with a form and give what it would send if nothing were typed."""
    response = client.get(address)
    assert response.status_code == 200, response
    context = response.context
    sent = {"opened_at": context["opened_at"]} | values(context["adminform"].form)
    for inline in context["inline_admin_formsets"]:
        formset = inline.formset
        for name in ("TOTAL", "INITIAL"):
            sent[f"{formset.prefix}-{name}_FORMS"] = len(formset.initial_forms)
        for form in formset.initial_forms:
            sent |= values(form)
    return sent


def opened_grid(client, address):
    response = client.get(address)
    formset = response.context["cl"].formset
    sent = {"opened_at": response.context["opened_at"], "_save": "Save"}
    sent |= {f"form-{name}_FORMS": len(formset.forms) for name in ("TOTAL", "INITIAL")}
    for form in formset.forms:
        sent |= values(form)
    return sent


def values(form):
    found = {
        form.add_prefix(name): field.prepare_value(form[name].value())
        for name, field in form.fields.items()
    }
    return {
        name: value for name, value in found.items() if value is not None and value is not False
    }
