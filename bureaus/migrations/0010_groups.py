from django.db import migrations

NAMES = ("Site editors", "Regional editors", "Viewers")


def make(apps, schema_editor):
    """Make the groups; what they may do is set after every migrate, see bureaus/groups.py."""
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    for name in NAMES:
        groups.get_or_create(name=name)


class Migration(migrations.Migration):

    dependencies = [
        ("bureaus", "0009_import_run"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
