"""Changing people and grants; issuing, exchanging and revoking links; checking codes."""

from __future__ import annotations

from sekisho.apps.accounts.actions.codes import CodeResult, check_code, open_challenge
from sekisho.apps.accounts.actions.entry import (
    SIGN_IN_HOURS,
    issue_sign_in_link,
    note_entry,
    sign_out_everywhere,
    use_sign_in_link,
)
from sekisho.apps.accounts.actions.links import (
    NewLink,
    end_links,
    issue_links,
    mark_token_used,
    renew_token,
    revoke_link,
    revoke_links_of_holder,
    revoke_links_of_subject,
    token_of,
)
from sekisho.apps.accounts.actions.own import set_language, set_name
from sekisho.apps.accounts.actions.people import (
    HOME_PLACEHOLDER,
    NewPerson,
    create_first_administrator,
    create_person,
    reset_second_factor,
    set_active,
    set_grants,
)

__all__ = [
    "HOME_PLACEHOLDER",
    "SIGN_IN_HOURS",
    "CodeResult",
    "NewLink",
    "NewPerson",
    "check_code",
    "create_first_administrator",
    "create_person",
    "end_links",
    "issue_links",
    "issue_sign_in_link",
    "mark_token_used",
    "note_entry",
    "open_challenge",
    "renew_token",
    "reset_second_factor",
    "revoke_link",
    "revoke_links_of_holder",
    "revoke_links_of_subject",
    "set_active",
    "set_grants",
    "set_language",
    "set_name",
    "sign_out_everywhere",
    "token_of",
    "use_sign_in_link",
]
