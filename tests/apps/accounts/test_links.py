"""Personal links: how a locked one opens again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sekisho.apps.accounts.actions import CodeResult, NewLink, check_code, issue_links
from sekisho.apps.accounts.actions import codes as rules
from sekisho.apps.accounts.actions.links import renew_links, token_of
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
