from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('inventory', '0003_place_hashed'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['organisation', 'updated_at', 'removed_at'], name='inventory_touched'),
        ),
    ]
