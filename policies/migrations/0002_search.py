import django.db.models.deletion
from django.db import migrations, models

from bureaus import fulltext

TABLES = ['policies_industrytokens', 'policies_documenttokens', 'policies_prioritytokens']


def install(apps, schema_editor):
    for table in TABLES:
        fulltext.install(schema_editor.connection, table)


def uninstall(apps, schema_editor):
    for table in TABLES:
        fulltext.uninstall(schema_editor.connection, table)


class Migration(migrations.Migration):

    dependencies = [
        ('policies', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='DocumentTokens',
            fields=[
                ('tokens', models.TextField()),
                ('row', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='policies.document')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='IndustryTokens',
            fields=[
                ('tokens', models.TextField()),
                ('row', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='policies.industry')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PriorityTokens',
            fields=[
                ('tokens', models.TextField()),
                ('row', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='policies.priority')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.RunPython(install, uninstall),
    ]
