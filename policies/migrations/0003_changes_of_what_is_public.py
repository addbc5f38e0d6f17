from itertools import islice

from django.db import migrations


def write_down_what_is_public(apps, schema_editor):
    """Let the feed begin with everything that can be seen already."""
    Change = apps.get_model("bureaus", "Change")
    Industry = apps.get_model("policies", "Industry")
    Document = apps.get_model("policies", "Document")
    Priority = apps.get_model("policies", "Priority")
    published = Priority.objects.filter(status="published", document__status="published")
    for noun, public in (
        ("industry", Industry.objects.all()),
        ("document", Document.objects.filter(status="published")),
        ("priority", published),
    ):
        keys = public.order_by("pk").values_list("pk", flat=True).iterator()
        rows = (Change(noun=noun, key=str(key), action="created") for key in keys)
        while batch := list(islice(rows, 1000)):
            Change.objects.bulk_create(batch)


class Migration(migrations.Migration):
    dependencies = [
        ("bureaus", "0005_change"),
        ("policies", "0002_search"),
    ]

    operations = [
        migrations.RunPython(write_down_what_is_public, migrations.RunPython.noop),
    ]
