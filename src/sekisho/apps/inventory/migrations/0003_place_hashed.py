"""The place of a proposal told question and choice in the clear; it is a keyed hash now."""

from django.conf import settings
from django.db import migrations

from sekisho.adapters.vault import hash_token


def hash_places(apps, schema_editor):
    """A hash of the old place: never told again, so that a decided one stays decided."""
    proposals = apps.get_model("inventory", "Proposal")
    for row in proposals.objects.filter(place__contains=":").iterator(chunk_size=500):
        words = f"inventory-place|{row.assignment_id}|{row.place}"
        row.place = hash_token(settings.SEKISHO_KEYRING, words)
        row.save(update_fields=["place"])


class Migration(migrations.Migration):
    dependencies = [("inventory", "0002_intake_touched")]

    operations = [migrations.RunPython(hash_places, migrations.RunPython.noop)]
