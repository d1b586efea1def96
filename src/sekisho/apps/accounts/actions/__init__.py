"""Changing people and grants; issuing, exchanging and revoking links; checking codes."""

from __future__ import annotations

from sekisho.apps.accounts.actions.codes import CodeResult, check_code, open_challenge
from sekisho.apps.accounts.actions.links import (
    NewLink,
    issue_links,
    mark_token_used,
    renew_token,
    reset_wrong_tries,
    revoke_links_of_holder,
    revoke_links_of_subject,
    token_of,
)
from sekisho.apps.accounts.actions.people import (
    NewPerson,
    create_person,
    issue_sign_in_link,
    set_active,
    set_grants,
    set_language,
    use_sign_in_link,
)

__all__ = [
    "CodeResult",
    "NewLink",
    "NewPerson",
    "check_code",
    "create_person",
    "issue_links",
    "issue_sign_in_link",
    "mark_token_used",
    "open_challenge",
    "renew_token",
    "reset_wrong_tries",
    "revoke_links_of_holder",
    "revoke_links_of_subject",
    "set_active",
    "set_grants",
    "set_language",
    "token_of",
    "use_sign_in_link",
]
