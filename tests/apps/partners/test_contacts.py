"""Changing a contact: what its old address held ends, and only what changed is written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sekisho.apps.accounts.actions import NewLink, issue_links
from sekisho.apps.accounts.queries import actor_of_link, link_of_subject
from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.partners.actions import ContactDraft, save_contact
from sekisho.apps.partners.events import CONTACT_REACHABLE
from sekisho.apps.partners.models import Contact
from sekisho.apps.partners.queries import contacts_by_ids
from sekisho.apps.work.models import Event
from sekisho.kernel.actor import NOBODY, SYSTEM
from sekisho.kernel.errors import NotFound
from tests.factories.cast import NOW, office_client

pytestmark = pytest.mark.django_db
DRAFT = ContactDraft("ちか", email="chika@a.example", purposes=("security",))


@pytest.fixture
def link(cast):
    """Chika's link, as a letter to her first address carried it."""
    new = NewLink(cast.chika.id, 7, NOW.replace(year=2027))
    issue_links(SYSTEM, links=[new], now=NOW)
    return link_of_subject(7)


def save(cast, draft, actor=None):
    who = actor or cast.emi
    save_contact(who, organisation_uid=cast.a.uid, contact=draft, uid=cast.chika.uid, now=NOW)


def test_with_a_new_address_the_links_of_the_old_one_end_and_the_record_tells(cast, link):
    save(cast, replace(DRAFT, email="other@a.example"))
    assert link_of_subject(7).is_revoked
    assert actor_of_link(link.uid, is_confirmed=True, now=NOW) == NOBODY
    assert AuditEntry.objects.filter(verb="partners.address_changed").count() == 1


def test_the_first_address_of_a_contact_closes_nothing_and_mail_goes_there_from_now_on(cast, link):
    Contact.objects.filter(pk=cast.chika.id).update(email="")
    save(cast, DRAFT)
    assert not link_of_subject(7).is_revoked
    assert not AuditEntry.objects.filter(verb="partners.address_changed").exists()
    assert AuditEntry.objects.filter(verb="partners.contact_saved").count() == 1
    told = Event.objects.filter(name=CONTACT_REACHABLE).values_list("payload", flat=True)
    assert list(told) == [{"contact_id": cast.chika.id}]


def test_with_the_same_address_the_links_stay(cast, link):
    save(cast, replace(DRAFT, name="ちか二号", email=" chika@a.example "))
    assert not link_of_subject(7).is_revoked
    assert not AuditEntry.objects.filter(verb="partners.address_changed").exists()


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "リンクは使えなくなります"), ("en", "links")]
)
def test_the_form_says_before_saving_that_links_end(cast, language, words):
    client = office_client(cast.emi, language)
    address = reverse("partners:contact", args=[cast.chika.uid])
    assert words in client.get(address).content.decode()
    new = reverse("partners:add_contact", args=[cast.a.uid])
    assert "リンクは使えなくなります" not in client.get(new).content.decode()
    assert contacts_by_ids([cast.chika.id])[cast.chika.id].email == "chika@a.example"


def test_only_what_changed_is_written_so_that_no_mark_of_others_is_lost(cast):
    with CaptureQueriesContext(connection) as caught:
        save(cast, replace(DRAFT, phone="03-0000-0000"))
    (written,) = (
        one["sql"] for one in caught if one["sql"].startswith('UPDATE "partners_contact"')
    )
    assert '"phone"' in written
    for name in ("name", "email", "bounced_at", "is_active"):
        assert f'"{name}"' not in written


def test_a_contact_of_another_organisation_is_not_there(cast):
    with pytest.raises(NotFound):
        save_contact(
            cast.aoi, organisation_uid=cast.b.uid, contact=DRAFT, uid=cast.chika.uid, now=NOW
        )
    assert Contact.objects.get(pk=cast.chika.id).organisation_id == cast.a.id
