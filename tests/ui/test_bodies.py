"""A body that no form could need is refused unread."""

from __future__ import annotations

import pytest
from django.test import Client

from sekisho.ui.bodies import largest_body_bytes


def sent(announced: int | str):
    """A form that announces so many bytes and then sends next to none."""
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    return client.generic(
        "POST",
        "/sign-in/",
        b"--x--",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(announced),
    )


@pytest.mark.django_db
@pytest.mark.parametrize("more", [1, 10**30])
def test_a_body_larger_than_any_form_is_refused_before_it_is_read(more) -> None:
    answer = sent(largest_body_bytes() + more)
    assert answer.status_code == 413
    assert "This is too large." in answer.content.decode()
    assert answer.wsgi_request._read_started is False


@pytest.mark.django_db
@pytest.mark.parametrize("announced", ["", "5", "-1", "five"])
def test_any_other_body_meets_the_usual_checks(announced) -> None:
    assert sent(announced).status_code == 403


@pytest.mark.django_db
def test_the_limit_follows_the_setting(settings) -> None:
    settings.SEKISHO_UPLOAD_LIMIT_MB = 1
    assert largest_body_bytes() == 4 * 1024 * 1024
    assert sent(4 * 1024 * 1024 + 1).status_code == 413
