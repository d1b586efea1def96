"""Whom a letter on paper names at organisations that no mail reaches."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from sekisho.apps.partners.models import Contact
from sekisho.apps.partners.queries.contacts import ContactView, frozen_contact, rank_of

_BATCH = 500


def mail_filter(path: str) -> Q:
    """A condition that keeps rows whose contact, by inside number at `path`, mail can reach."""
    usable = Contact.objects.filter(is_active=True, bounced_at=None).exclude(email="")
    # One look-up a row: a list of everybody whom mail reaches would be as long as the register.
    return Q(Exists(usable.filter(pk=OuterRef(path))))


def postal_contacts(organisation_ids: Iterable[int]) -> dict[int, ContactView]:
    """The active contact of each organisation, security first, then the oldest; an address for
    mail is not asked. Inside the house only, without a gate: for rooms that checked their actor.
    """
    wanted = sorted(set(organisation_ids))
    best: dict[int, tuple[int, int, ContactView]] = {}
    for start in range(0, len(wanted), _BATCH):
        part = wanted[start : start + _BATCH]
        for row in Contact.objects.filter(organisation_id__in=part, is_active=True):
            held = best.get(row.organisation_id)
            rank = (rank_of(row.purposes), row.pk)
            if held is None or rank < held[:2]:
                best[row.organisation_id] = (*rank, frozen_contact(row))
    return {own: contact for own, (_rank, _id, contact) in best.items()}


def no_mail_filter(path: str) -> Q:
    """A condition over rows that name a contact at `path`: that contact gets no mail any more.

    Looked for from the few such contacts, unlike `~mail_filter`; rows without a contact do not meet
    it.
    """
    return Q(**{f"{path}__in": Contact.objects.filter(is_lost=True).values("id")})
