"""What tests of histories do in the admin."""

from tests.forms import address, shown


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
    """Open the form of a row with what it was in a version, and save it unless told otherwise."""
    key = f"{version.instance_type._meta.model_name}-{version.history_id}"
    url = f"{address(row)}?version={key}" + (f"&only={only}" if only else "")
    page = client.get(url)
    return client.post(url, shown(page)) if confirm else page


def versions(row):
    return list(type(row).history.filter(id=row.pk).order_by("history_id"))
