from __future__ import annotations

import pytest

from sekisho.config.env import WrongSetting
from sekisho.config.returns import check_returns

MAILBOX, SECRET = "imaps://u:sesame@mail.home.test/INBOX", "s" * 32


def test_nothing_set_is_fine() -> None:
    check_returns("", "", "")
    check_returns(MAILBOX, "bounces@home.test", SECRET)


def test_a_mailbox_that_cannot_be_used_stops_the_start_without_its_password() -> None:
    with pytest.raises(WrongSetting) as caught:
        check_returns("imap://u:sesame@mail.home.test", "", "")
    assert "SEKISHO_MAILBOX_URL" in str(caught.value)
    assert "sesame" not in str(caught.value)


@pytest.mark.parametrize(
    "address",
    ["bounces", "a+b@home.test", f"{'x' * 32}@home.test", "B <b@home.test>", "a..b@h.test"],
)
def test_a_return_address_must_have_room_for_the_letters_number(address: str) -> None:
    with pytest.raises(WrongSetting, match="SEKISHO_RETURN_ADDRESS"):
        check_returns("", address, "")


def test_a_short_secret_is_refused_without_repeating_it() -> None:
    with pytest.raises(WrongSetting) as caught:
        check_returns("", "", "sesame")
    assert "sesame" not in str(caught.value)
