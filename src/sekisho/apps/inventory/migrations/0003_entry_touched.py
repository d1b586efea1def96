from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('inventory', '0002_intake_touched'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['organisation', 'updated_at', 'removed_at'], name='inventory_touched'),
        ),
    ]
