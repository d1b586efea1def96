"""Personal links: how a locked one opens again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sekisho.apps.accounts.actions import CodeResult, NewLink, check_code, issue_links
from sekisho.apps.accounts.actions import codes as rules
from sekisho.apps.accounts.actions.links import extend_links, renew_links, token_of
from sekisho.apps.accounts.models import Link
from sekisho.apps.accounts.queries import actor_of_link, link_by_token
from sekisho.kernel.actor import SYSTEM, Actor
from sekisho.kernel.errors import Conflict
from tests.factories.cast import NOW


def holder() -> Actor:
    found = link_by_token(token_of(holder_id=1, subject_id=2), now=NOW)
    assert found is not None
    return actor_of_link(found.uid, is_confirmed=False, now=NOW)


@pytest.mark.django_db
def test_a_link_locked_by_wrong_codes_opens_again_with_the_next_letter() -> None:
    """What the page promises who is locked out: the sender can open the link again."""
    new = NewLink(holder_id=1, subject_id=2, expires_at=NOW + timedelta(days=9))
    issue_links(SYSTEM, links=[new], now=NOW)
    Link.objects.update(wrong_tries=rules.TRIES_PER_LINK)
    with pytest.raises(Conflict, match="link_locked"):
        rules.open_challenge(holder(), browser="b", now=NOW)
    renew_links(SYSTEM, links=[(1, 2)], now=NOW)
    rules.open_challenge(holder(), browser="b", now=NOW)
    answer = check_code(holder(), code="no code", browser="b", now=NOW)
    assert (answer, Link.objects.get().wrong_tries) == (CodeResult.WRONG, 1)


@pytest.mark.django_db
def test_more_time_for_one_person_gives_none_to_another_about_the_same_subject() -> None:
    """A letter to a successor must not bring the link of who has left back to life."""
    links = [NewLink(holder_id=own, subject_id=2, expires_at=NOW) for own in (1, 7)]
    issue_links(SYSTEM, links=links, now=NOW)
    later = NOW + timedelta(days=30)
    assert extend_links(SYSTEM, ends={(7, 2): later, (7, 3): later}, now=NOW) == 1
    assert dict(Link.objects.values_list("holder_id", "expires_at")) == {1: NOW, 7: later}
    assert extend_links(SYSTEM, ends={(7, 2): NOW}, now=NOW) == 0
