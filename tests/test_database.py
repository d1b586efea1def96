from __future__ import annotations

import pytest
from django.db import connection

from tests.pgplugin import chosen


@pytest.mark.django_db
def test_the_run_uses_the_database_it_was_asked_to_use():
    assert connection.vendor == chosen()


@pytest.mark.django_db
def test_a_text_in_japanese_comes_back_from_the_database_as_it_went_in():
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s", ["関所 𠮷野"])
        assert cursor.fetchone()[0] == "関所 𠮷野"
