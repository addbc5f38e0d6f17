import django.db.models.deletion
from django.db import migrations, models

from bureaus import fulltext

TABLES = ['bureaus_regiontokens', 'bureaus_bureautokens']


def install(apps, schema_editor):
    for table in TABLES:
        fulltext.install(schema_editor.connection, table)


def uninstall(apps, schema_editor):
    for table in TABLES:
        fulltext.uninstall(schema_editor.connection, table)


class Migration(migrations.Migration):

    dependencies = [
        ('bureaus', '0003_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='BureauTokens',
            fields=[
                ('tokens', models.TextField()),
                ('row', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='bureaus.bureau')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RegionTokens',
            fields=[
                ('tokens', models.TextField()),
                ('row', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='bureaus.region')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.RunPython(install, uninstall),
    ]
