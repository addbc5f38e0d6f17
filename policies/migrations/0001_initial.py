import bureaus.values.partial_dates
import django.core.validators
import django.db.models.deletion
import policies.models.industry
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('bureaus', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(blank=True, default='', editable=False, max_length=80, verbose_name='key in the start data')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published')], default='draft', help_text='Only published documents are shown.', max_length=10, verbose_name='status')),
                ('kind', models.CharField(choices=[('conference', 'Conference'), ('report', 'Report'), ('plan', 'Plan'), ('article', 'Article')], help_text='For example: conference.', max_length=12, verbose_name='kind')),
                ('title_en', models.CharField(help_text='For example 2024 Qingpu District Investment Promotion Conference.', max_length=300, verbose_name='title in English')),
                ('title_zh_hans', models.CharField(blank=True, help_text='As published.', max_length=200, verbose_name='title in simplified Chinese')),
                ('title_zh_hant', models.CharField(blank=True, help_text='As published.', max_length=200, verbose_name='title in traditional Chinese')),
                ('is_translation_reviewed', models.BooleanField(default=True, help_text='Off while a translation is a draft that nobody has read through.', verbose_name='translation reviewed')),
                ('issuer', models.CharField(blank=True, help_text='Who held, wrote or published it.', max_length=200, verbose_name='issuer')),
                ('date', models.CharField(blank=True, help_text='Date, month or year, for example 2023-12-25; empty if the source has none.', max_length=10, validators=[bureaus.values.partial_dates.validate], verbose_name='held or issued on')),
                ('published_on', models.CharField(blank=True, help_text='When the page that reports it appeared, if that is another date.', max_length=10, validators=[bureaus.values.partial_dates.validate], verbose_name='published on')),
                ('url', models.URLField(blank=True, help_text='Where it can be read.', max_length=500, verbose_name='web page')),
                ('credit', models.CharField(blank=True, help_text='Whom the text itself names as its source.', max_length=200, verbose_name='credited source')),
                ('notes', models.TextField(blank=True, help_text='For colleagues only; never shown to the public.', verbose_name='notes')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='last changed')),
                ('region', models.ForeignKey(help_text='The region that it speaks for; China for a national one.', on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='bureaus.region', verbose_name='region')),
                ('reported_in', models.ForeignKey(blank=True, help_text='The document in which this one was read about.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='policies.document', verbose_name='reported in')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'ordering': ['-date', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Industry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(help_text='The name in addresses: auto-parts.', max_length=60, unique=True, verbose_name='slug')),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='Small numbers come first.', verbose_name='position')),
                ('group', models.CharField(choices=[('digital', 'Digital'), ('future', 'Future industries'), ('advanced-manufacturing', 'Advanced manufacturing'), ('vehicles', 'Vehicles'), ('energy', 'Energy'), ('materials', 'Materials'), ('life-sciences', 'Life sciences'), ('agri-food', 'Farming and food'), ('consumer', 'Consumer goods and leisure'), ('services', 'Services'), ('green', 'Environment'), ('ocean', 'Ocean'), ('infrastructure', 'Infrastructure')], help_text='For example: vehicles.', max_length=30, verbose_name='group')),
                ('name_en', models.CharField(help_text='For example Auto parts.', max_length=100, verbose_name='name in English')),
                ('name_zh_hans', models.CharField(help_text='For example 汽车零部件.', max_length=60, verbose_name='name in simplified Chinese')),
                ('name_zh_hant', models.CharField(blank=True, help_text='For example 汽車零部件.', max_length=60, verbose_name='name in traditional Chinese')),
                ('gbt4754_divisions', models.CharField(blank=True, help_text='Letter and two digits, separated by blanks: C38 D44.', max_length=60, verbose_name='GB/T 4754 divisions')),
                ('isic_sections', models.CharField(blank=True, help_text='Letters: C D.', max_length=20, verbose_name='ISIC sections')),
                ('keywords_zh', models.TextField(blank=True, help_text='Separated by |, for example 储能|动力电池|锂电.', validators=[policies.models.industry.validate_pattern], verbose_name='Chinese search words')),
                ('search_words_en', models.TextField(blank=True, help_text='Separated by commas, for example battery, storage.', verbose_name='English search words')),
            ],
            options={
                'verbose_name': 'industry',
                'verbose_name_plural': 'industries',
                'ordering': ['position', 'slug'],
            },
        ),
        migrations.CreateModel(
            name='Priority',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(help_text='The year for which it holds, not that of the meeting.', validators=[django.core.validators.MinValueValidator(1978), django.core.validators.MaxValueValidator(2100)], verbose_name='year')),
                ('rank', models.PositiveSmallIntegerField(default=1, help_text='Its place in the document, from 1; 0 if before the list.', verbose_name='rank')),
                ('title_en', models.CharField(help_text='In our own words: Auto parts.', max_length=200, verbose_name='title in English')),
                ('title_zh_hans', models.CharField(blank=True, help_text='In our own words: 汽车零部件.', max_length=100, verbose_name='title in simplified Chinese')),
                ('title_zh_hant', models.CharField(blank=True, help_text='In our own words: 汽車零部件.', max_length=100, verbose_name='title in traditional Chinese')),
                ('summary_en', models.TextField(blank=True, help_text='One or two sentences in our own words.', verbose_name='summary in English')),
                ('summary_zh_hans', models.TextField(blank=True, help_text='One or two sentences.', verbose_name='summary in simplified Chinese')),
                ('summary_zh_hant', models.TextField(blank=True, help_text='One or two sentences.', verbose_name='summary in traditional Chinese')),
                ('is_translation_reviewed', models.BooleanField(default=True, help_text='Off while a translation is a draft that nobody has read through.', verbose_name='translation reviewed')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published')], default='draft', help_text='Only published priorities are shown.', max_length=10, verbose_name='status')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='last changed')),
                ('answers', models.ForeignKey(blank=True, help_text='The national priority of the same year that it carries out, if any.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answered_by', to='policies.priority', verbose_name='carries out')),
                ('document', models.ForeignKey(blank=True, help_text='Where it is written; needed before it can be published.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='priorities', to='policies.document', verbose_name='document')),
                ('industries', models.ManyToManyField(blank=True, help_text='Those that the document names; none if it names none.', related_name='priorities', to='policies.industry', verbose_name='industries')),
                ('region', models.ForeignKey(help_text='The region whose priority it is; China for a national one.', on_delete=django.db.models.deletion.PROTECT, related_name='priorities', to='bureaus.region', verbose_name='region')),
            ],
            options={
                'verbose_name': 'priority',
                'verbose_name_plural': 'priorities',
                'ordering': ['-year', 'region__path', 'rank'],
            },
        ),
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
            name='HistoricalDocument',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('key', models.CharField(blank=True, default='', editable=False, max_length=80, verbose_name='key in the start data')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published')], default='draft', help_text='Only published documents are shown.', max_length=10, verbose_name='status')),
                ('kind', models.CharField(choices=[('conference', 'Conference'), ('report', 'Report'), ('plan', 'Plan'), ('article', 'Article')], help_text='For example: conference.', max_length=12, verbose_name='kind')),
                ('title_en', models.CharField(help_text='For example 2024 Qingpu District Investment Promotion Conference.', max_length=300, verbose_name='title in English')),
                ('title_zh_hans', models.CharField(blank=True, help_text='As published.', max_length=200, verbose_name='title in simplified Chinese')),
                ('title_zh_hant', models.CharField(blank=True, help_text='As published.', max_length=200, verbose_name='title in traditional Chinese')),
                ('is_translation_reviewed', models.BooleanField(default=True, help_text='Off while a translation is a draft that nobody has read through.', verbose_name='translation reviewed')),
                ('issuer', models.CharField(blank=True, help_text='Who held, wrote or published it.', max_length=200, verbose_name='issuer')),
                ('date', models.CharField(blank=True, help_text='Date, month or year, for example 2023-12-25; empty if the source has none.', max_length=10, validators=[bureaus.values.partial_dates.validate], verbose_name='held or issued on')),
                ('published_on', models.CharField(blank=True, help_text='When the page that reports it appeared, if that is another date.', max_length=10, validators=[bureaus.values.partial_dates.validate], verbose_name='published on')),
                ('url', models.URLField(blank=True, help_text='Where it can be read.', max_length=500, verbose_name='web page')),
                ('credit', models.CharField(blank=True, help_text='Whom the text itself names as its source.', max_length=200, verbose_name='credited source')),
                ('notes', models.TextField(blank=True, help_text='For colleagues only; never shown to the public.', verbose_name='notes')),
                ('history_change_reason', models.CharField(blank=True, default='', max_length=500)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('region', models.ForeignKey(blank=True, db_constraint=False, db_index=False, help_text='The region that it speaks for; China for a national one.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='bureaus.region', verbose_name='region')),
                ('reported_in', models.ForeignKey(blank=True, db_constraint=False, db_index=False, help_text='The document in which this one was read about.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='policies.document', verbose_name='reported in')),
            ],
            options={
                'verbose_name': 'historical document',
                'verbose_name_plural': 'historical documents',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
                'default_permissions': (),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalIndustry',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('slug', models.SlugField(db_index=False, help_text='The name in addresses: auto-parts.', max_length=60, verbose_name='slug')),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='Small numbers come first.', verbose_name='position')),
                ('group', models.CharField(choices=[('digital', 'Digital'), ('future', 'Future industries'), ('advanced-manufacturing', 'Advanced manufacturing'), ('vehicles', 'Vehicles'), ('energy', 'Energy'), ('materials', 'Materials'), ('life-sciences', 'Life sciences'), ('agri-food', 'Farming and food'), ('consumer', 'Consumer goods and leisure'), ('services', 'Services'), ('green', 'Environment'), ('ocean', 'Ocean'), ('infrastructure', 'Infrastructure')], help_text='For example: vehicles.', max_length=30, verbose_name='group')),
                ('name_en', models.CharField(help_text='For example Auto parts.', max_length=100, verbose_name='name in English')),
                ('name_zh_hans', models.CharField(help_text='For example 汽车零部件.', max_length=60, verbose_name='name in simplified Chinese')),
                ('name_zh_hant', models.CharField(blank=True, help_text='For example 汽車零部件.', max_length=60, verbose_name='name in traditional Chinese')),
                ('gbt4754_divisions', models.CharField(blank=True, help_text='Letter and two digits, separated by blanks: C38 D44.', max_length=60, verbose_name='GB/T 4754 divisions')),
                ('isic_sections', models.CharField(blank=True, help_text='Letters: C D.', max_length=20, verbose_name='ISIC sections')),
                ('keywords_zh', models.TextField(blank=True, help_text='Separated by |, for example 储能|动力电池|锂电.', validators=[policies.models.industry.validate_pattern], verbose_name='Chinese search words')),
                ('search_words_en', models.TextField(blank=True, help_text='Separated by commas, for example battery, storage.', verbose_name='English search words')),
                ('history_change_reason', models.CharField(blank=True, default='', max_length=500)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical industry',
                'verbose_name_plural': 'historical industries',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
                'default_permissions': (),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalKeyPoint',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='Small numbers come first.', verbose_name='position')),
                ('text_en', models.CharField(help_text='In our own words.', max_length=300, verbose_name='text in English')),
                ('text_zh_hans', models.CharField(blank=True, help_text='In our own words.', max_length=200, verbose_name='text in simplified Chinese')),
                ('text_zh_hant', models.CharField(blank=True, help_text='In our own words.', max_length=200, verbose_name='text in traditional Chinese')),
                ('history_change_reason', models.CharField(blank=True, default='', max_length=500)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('priority', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='policies.priority', verbose_name='priority')),
            ],
            options={
                'verbose_name': 'historical key point',
                'verbose_name_plural': 'historical key points',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
                'default_permissions': (),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalPriority',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(help_text='The year for which it holds, not that of the meeting.', validators=[django.core.validators.MinValueValidator(1978), django.core.validators.MaxValueValidator(2100)], verbose_name='year')),
                ('rank', models.PositiveSmallIntegerField(default=1, help_text='Its place in the document, from 1; 0 if before the list.', verbose_name='rank')),
                ('title_en', models.CharField(help_text='In our own words: Auto parts.', max_length=200, verbose_name='title in English')),
                ('title_zh_hans', models.CharField(blank=True, help_text='In our own words: 汽车零部件.', max_length=100, verbose_name='title in simplified Chinese')),
                ('title_zh_hant', models.CharField(blank=True, help_text='In our own words: 汽車零部件.', max_length=100, verbose_name='title in traditional Chinese')),
                ('summary_en', models.TextField(blank=True, help_text='One or two sentences in our own words.', verbose_name='summary in English')),
                ('summary_zh_hans', models.TextField(blank=True, help_text='One or two sentences.', verbose_name='summary in simplified Chinese')),
                ('summary_zh_hant', models.TextField(blank=True, help_text='One or two sentences.', verbose_name='summary in traditional Chinese')),
                ('is_translation_reviewed', models.BooleanField(default=True, help_text='Off while a translation is a draft that nobody has read through.', verbose_name='translation reviewed')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published')], default='draft', help_text='Only published priorities are shown.', max_length=10, verbose_name='status')),
                ('history_change_reason', models.CharField(blank=True, default='', max_length=500)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('document', models.ForeignKey(blank=True, db_constraint=False, db_index=False, help_text='Where it is written; needed before it can be published.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='policies.document', verbose_name='document')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('region', models.ForeignKey(blank=True, db_constraint=False, db_index=False, help_text='The region whose priority it is; China for a national one.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='bureaus.region', verbose_name='region')),
                ('answers', models.ForeignKey(blank=True, db_constraint=False, db_index=False, help_text='The national priority of the same year that it carries out, if any.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='policies.priority', verbose_name='carries out')),
            ],
            options={
                'verbose_name': 'historical priority',
                'verbose_name_plural': 'historical priorities',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
                'default_permissions': (),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalSpeaker',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('name', models.CharField(help_text='For example Xu Jian.', max_length=100, verbose_name='name')),
                ('office', models.CharField(help_text='For example Secretary, Qingpu District Party Committee.', max_length=200, verbose_name='office')),
                ('history_change_reason', models.CharField(blank=True, default='', max_length=500)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('document', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='policies.document', verbose_name='document')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical speaker',
                'verbose_name_plural': 'historical speakers',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
                'default_permissions': (),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
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
            name='KeyPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='Small numbers come first.', verbose_name='position')),
                ('text_en', models.CharField(help_text='In our own words.', max_length=300, verbose_name='text in English')),
                ('text_zh_hans', models.CharField(blank=True, help_text='In our own words.', max_length=200, verbose_name='text in simplified Chinese')),
                ('text_zh_hant', models.CharField(blank=True, help_text='In our own words.', max_length=200, verbose_name='text in traditional Chinese')),
                ('industries', models.ManyToManyField(blank=True, help_text='Those that the point names; none if it names none.', related_name='key_points', to='policies.industry', verbose_name='industries')),
                ('priority', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='key_points', to='policies.priority', verbose_name='priority')),
            ],
            options={
                'verbose_name': 'key point',
                'verbose_name_plural': 'key points',
                'ordering': ['priority_id', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalKeyPoint_industries',
            fields=[
                ('m2m_history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to='policies.historicalkeypoint')),
                ('industry', models.ForeignKey(blank=True, db_constraint=False, db_index=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='policies.industry')),
                ('keypoint', models.ForeignKey(blank=True, db_constraint=False, db_index=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='policies.keypoint')),
            ],
            options={
                'verbose_name': 'HistoricalKeyPoint_industries',
                'default_permissions': (),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
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
        migrations.CreateModel(
            name='HistoricalPriority_industries',
            fields=[
                ('m2m_history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to='policies.historicalpriority')),
                ('industry', models.ForeignKey(blank=True, db_constraint=False, db_index=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='policies.industry')),
                ('priority', models.ForeignKey(blank=True, db_constraint=False, db_index=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='policies.priority')),
            ],
            options={
                'verbose_name': 'HistoricalPriority_industries',
                'default_permissions': (),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Speaker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='For example Xu Jian.', max_length=100, verbose_name='name')),
                ('office', models.CharField(help_text='For example Secretary, Qingpu District Party Committee.', max_length=200, verbose_name='office')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='speakers', to='policies.document', verbose_name='document')),
            ],
            options={
                'verbose_name': 'speaker',
                'verbose_name_plural': 'speakers',
                'ordering': ['pk'],
            },
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['status', '-date', 'id'], name='document_by_date'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['status', 'region', 'kind'], name='document_counts'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('key',), name='document_key_unique'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(('reported_in', models.F('id')), _negated=True), name='document_not_in_itself'),
        ),
        migrations.AddIndex(
            model_name='historicaldocument',
            index=models.Index(condition=models.Q(('history_type', '-')), fields=['id'], name='document_gone'),
        ),
        migrations.AddIndex(
            model_name='historicalindustry',
            index=models.Index(condition=models.Q(('history_type', '-')), fields=['id'], name='industry_gone'),
        ),
        migrations.AddIndex(
            model_name='historicalspeaker',
            index=models.Index(condition=models.Q(('history_type', '-')), fields=['id'], name='speaker_gone'),
        ),
        migrations.AddIndex(
            model_name='priority',
            index=models.Index(fields=['year', 'region'], name='priority_year_region'),
        ),
        migrations.AddIndex(
            model_name='priority',
            index=models.Index(fields=['status', 'year', 'region', 'document'], name='priority_counts'),
        ),
        migrations.AddConstraint(
            model_name='priority',
            constraint=models.UniqueConstraint(fields=('region', 'year', 'document', 'rank'), name='priority_rank_unique', violation_error_message='The document has a priority of this rank already.'),
        ),
        migrations.AddConstraint(
            model_name='priority',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), ('document__isnull', False), _connector='OR'), name='priority_published_with_document', violation_error_message='A priority can be published only with its document.'),
        ),
        migrations.AddConstraint(
            model_name='priority',
            constraint=models.CheckConstraint(condition=models.Q(('answers', models.F('id')), _negated=True), name='priority_not_answering_itself'),
        ),
        migrations.AddIndex(
            model_name='historicalpriority',
            index=models.Index(condition=models.Q(('history_type', '-')), fields=['id'], name='priority_gone'),
        ),
        migrations.AddIndex(
            model_name='historicalkeypoint',
            index=models.Index(condition=models.Q(('history_type', '-')), fields=['id'], name='keypoint_gone'),
        ),
    ]
