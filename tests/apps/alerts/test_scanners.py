"""A thousand letters under mail scanners: nothing is acknowledged, no link is burned."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.test import Client

from sekisho.apps.accounts.actions import token_of
from sekisho.apps.accounts.models import LinkGeneration
from sekisho.apps.accounts.queries import link_by_token
from sekisho.apps.asks.models import Assignment, Reply
from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.organisations.actions import (
    NewOrganisation,
    NewRelation,
    add_relations,
    create_organisations,
    refresh_reach,
)
from sekisho.apps.partners.models import Contact
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.entropy import new_id
from tests.apps.alerts.world import passed_on, written

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LETTERS = 1000


@pytest.fixture
def links(cast):
    """The addresses of the links of a notice to a thousand partners."""
    firms = [NewOrganisation(f"架空{number}株式会社") for number in range(LETTERS)]
    ids = create_organisations(SYSTEM, organisations=firms, now=cast.now)
    edges = [NewRelation(own, cast.home.id, "procurement") for own in ids]
    add_relations(SYSTEM, relations=edges, now=cast.now)
    refresh_reach(SYSTEM, now=cast.now)
    Contact.objects.bulk_create(
        Contact(
            uid=new_id(), organisation_id=own, email=f"c{own}@firm.example", language="ja",
            purposes=["security"], created_at=cast.now, updated_at=cast.now,
        )
        for own in ids
    )  # fmt: skip

    told = passed_on(cast, written(cast))
    rows = Assignment.objects.filter(ask__uid=told.ask).exclude(contact_id=None)
    tokens = [token_of(holder_id=row.contact_id, subject_id=row.pk) for row in rows]
    assert len(tokens) >= LETTERS
    return told, tokens


def test_heads_repeated_gets_and_forms_sent_without_a_choice_leave_no_trace(links):
    told, tokens = links
    before = AuditEntry.objects.count()
    for token in tokens:
        scanner = Client()
        path = f"/r/{token}"
        scanner.head(path)
        for _again in range(3):
            assert scanner.get(path).status_code == HTTPStatus.OK
        answer = scanner.post(path, {})  # a headless browser presses the one button there is
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "links" not in scanner.session
    assert not Reply.objects.exists()
    assert not Assignment.objects.filter(opened_at__isnull=False).exists()
    assert AuditEntry.objects.count() == before
    assert not LinkGeneration.objects.filter(first_used_at__isnull=False).exists()
    assert all(link_by_token(token, now=told.now) is not None for token in tokens)
