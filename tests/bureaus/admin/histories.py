"""What tests of histories do in the admin."""

from tests.forms import address


def history(client, row):
    response = client.get(address(row, "history/"))
    assert response.status_code == 200
    return response


def told(client, row):
    """List (kind, label, {field: (old, new)}) of all that the history tells, newest first."""
    return [
        (item.kind, item.label, {d.name: (d.old, d.new) for d in item.differences})
        for entry in history(client, row).context["page"]
        for item in entry.items
    ]


def restore(client, row, version, only="", confirm=True):
    key = f"{version.instance_type._meta.model_name}-{version.history_id}"
    url = address(row, f"history/{key}/") + (f"?only={only}" if only else "")
    page = client.get(url)
    if not confirm:
        return page
    return client.post(url, {"post": "yes", "opened_at": page.context["opened_at"]})


def versions(row):
    return list(type(row).history.filter(id=row.pk).order_by("history_id"))
