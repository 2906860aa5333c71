import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("briefingbooks", "0007_sources"),
        ('collections_app', '0010_merges_of_people_name_nobody'),
    ]

    operations = [
        migrations.AddField(
            model_name='reference',
            name='agent',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='references', to='collections_app.agent'),
        ),
        migrations.AddField(
            model_name='reference',
            name='copy',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='references', to='collections_app.copy'),
        ),
        migrations.AddField(
            model_name='reference',
            name='link',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='references', to='collections_app.externallink'),
        ),
        migrations.AlterField(
            model_name='entry',
            name='analysis_md',
            field=models.TextField(blank=True, help_text='CommonMark. ### heading; *italic*; [words](https://…); notes as [^label], “[^label]: text” on a line of its own; {entry}`key`, {doc}`FTP-0001; para. 6` or {doc}`words &lt;FTP-0001@c12&gt;`, {cite}`source-key; pp. 1–2`, {testimony}`FTP-OH-0001; 00:01:10-00:01:40`, {photo}`FTP-0033`, {person}`key`, {lang}`fr; mots`. Blocks end with ::: on a line of its own: :::pullquote, :::quote fr, :::photo FTP-0033, :::compare FTP-0147 c1 c4.', verbose_name='why it matters'),
        ),
        migrations.AlterField(
            model_name='entry',
            name='annotation_md',
            field=models.TextField(blank=True, help_text='CommonMark. ### heading; *italic*; [words](https://…); notes as [^label], “[^label]: text” on a line of its own; {entry}`key`, {doc}`FTP-0001; para. 6` or {doc}`words &lt;FTP-0001@c12&gt;`, {cite}`source-key; pp. 1–2`, {testimony}`FTP-OH-0001; 00:01:10-00:01:40`, {photo}`FTP-0033`, {person}`key`, {lang}`fr; mots`. Blocks end with ::: on a line of its own: :::pullquote, :::quote fr, :::photo FTP-0033, :::compare FTP-0147 c1 c4.', verbose_name='what it is'),
        ),
        migrations.AlterField(
            model_name='historicalentry',
            name='analysis_md',
            field=models.TextField(blank=True, help_text='CommonMark. ### heading; *italic*; [words](https://…); notes as [^label], “[^label]: text” on a line of its own; {entry}`key`, {doc}`FTP-0001; para. 6` or {doc}`words &lt;FTP-0001@c12&gt;`, {cite}`source-key; pp. 1–2`, {testimony}`FTP-OH-0001; 00:01:10-00:01:40`, {photo}`FTP-0033`, {person}`key`, {lang}`fr; mots`. Blocks end with ::: on a line of its own: :::pullquote, :::quote fr, :::photo FTP-0033, :::compare FTP-0147 c1 c4.', verbose_name='why it matters'),
        ),
        migrations.AlterField(
            model_name='historicalentry',
            name='annotation_md',
            field=models.TextField(blank=True, help_text='CommonMark. ### heading; *italic*; [words](https://…); notes as [^label], “[^label]: text” on a line of its own; {entry}`key`, {doc}`FTP-0001; para. 6` or {doc}`words &lt;FTP-0001@c12&gt;`, {cite}`source-key; pp. 1–2`, {testimony}`FTP-OH-0001; 00:01:10-00:01:40`, {photo}`FTP-0033`, {person}`key`, {lang}`fr; mots`. Blocks end with ::: on a line of its own: :::pullquote, :::quote fr, :::photo FTP-0033, :::compare FTP-0147 c1 c4.', verbose_name='what it is'),
        ),
        migrations.AlterField(
            model_name='historicalsection',
            name='body_md',
            field=models.TextField(help_text='CommonMark. ### heading; *italic*; [words](https://…); notes as [^label], “[^label]: text” on a line of its own; {entry}`key`, {doc}`FTP-0001; para. 6` or {doc}`words &lt;FTP-0001@c12&gt;`, {cite}`source-key; pp. 1–2`, {testimony}`FTP-OH-0001; 00:01:10-00:01:40`, {photo}`FTP-0033`, {person}`key`, {lang}`fr; mots`. Blocks end with ::: on a line of its own: :::pullquote, :::quote fr, :::photo FTP-0033, :::compare FTP-0147 c1 c4.', verbose_name='text'),
        ),
        migrations.AlterField(
            model_name='reference',
            name='key',
            field=models.CharField(max_length=1000),
        ),
        migrations.AlterField(
            model_name='reference',
            name='role',
            field=models.CharField(choices=[('doc', 'document'), ('entry', 'entry'), ('cite', 'source'), ('testimony', 'testimony'), ('photo', 'photograph'), ('person', 'person or body'), ('compare', 'comparison'), ('link', 'external link')], max_length=10),
        ),
        migrations.AlterField(
            model_name='section',
            name='body_md',
            field=models.TextField(help_text='CommonMark. ### heading; *italic*; [words](https://…); notes as [^label], “[^label]: text” on a line of its own; {entry}`key`, {doc}`FTP-0001; para. 6` or {doc}`words &lt;FTP-0001@c12&gt;`, {cite}`source-key; pp. 1–2`, {testimony}`FTP-OH-0001; 00:01:10-00:01:40`, {photo}`FTP-0033`, {person}`key`, {lang}`fr; mots`. Blocks end with ::: on a line of its own: :::pullquote, :::quote fr, :::photo FTP-0033, :::compare FTP-0147 c1 c4.', verbose_name='text'),
        ),
        migrations.CreateModel(
            name='FootnoteCitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('prefix', models.CharField(blank=True, max_length=300)),
                ('suffix', models.CharField(blank=True, max_length=300)),
                ('is_first', models.BooleanField()),
                ('note', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='briefingbooks.footnote')),
                ('reference', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='citation', to='briefingbooks.reference')),
            ],
            options={
                'ordering': ['note', 'order'],
                'constraints': [models.UniqueConstraint(fields=('note', 'order'), name='citation_order_once_in_a_note')],
            },
        ),
    ]
