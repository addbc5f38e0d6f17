"""What the tests of the guided pages of regions send and read."""

from bureaus.models import Region

LIST = "/admin/bureaus/region/"
CONFIRM = {"_confirm": "x"}


def page(region, act="end"):
    return f"{LIST}{region.pk}/{act}/"


def entered(*successors, ending="merged", **more):
    keys = [successor.pk for successor in successors]
    values = {"ending": ending, "on": "2025-11-06", "successors": keys}
    return values | {"reason": "Notice of 6 November"} | more


def fresh(region):
    return Region.objects.get(pk=region.pk)


def text_of(answer):
    return " ".join(answer.content.decode().replace("&#x27;", "'").split())


def placed(admin_client, old, values, **chosen):
    """Send what the page that asks where everything goes proposes, and these instead."""
    asked = admin_client.post(page(old), values).context["places"]
    proposed = {name: field.initial for name, field in asked.fields.items()}
    return values | {"_placed": "1"} | proposed | chosen
