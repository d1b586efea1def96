from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('papers', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='paperletter',
            name='printed_at',
            field=models.DateTimeField(null=True),
        ),
    ]
