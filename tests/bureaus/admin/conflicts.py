"""What tests of two editors do."""

from tests.forms import address

GRID = "/admin/policies/priority/"
WHY = {"change_reason": "Its website"}


def save(client, row, data, **changes):
    return client.post(address(row), data | WHY | changes)


def conflicts(response):
    """Map each field in conflict to (opened, stored, yours)."""
    return {c.label: (c.opened, c.stored, c.yours) for c in response.context["conflicts"]}


def shown(response):
    """Give the form as it comes back, to be sent again."""
    context = response.context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {"opened_at": context["opened_at"]}
    for form in forms:
        for name in form.fields:
            value = form[name].value()
            if value is not None and value is not False:
                data[form.add_prefix(name)] = value
    return data


def grid(client, data, **changes):
    return client.post(GRID, data | WHY | changes)
