"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, path

from sekisho.apps.mail import api
from sekisho.apps.mail.web import holding, local, outbox

app_name = "mail"
urlpatterns: list[URLPattern] = [
    path("", outbox.outbox, name="outbox"),
    path("retry/", outbox.retry_failed, name="retry"),
    path("letters/<uuid:uid>/retry/", outbox.retry_one, name="retry_one"),
    path("test/", outbox.test_letter, name="test"),
    path("hold/", holding.hold, name="hold"),
    path("release/", holding.release, name="release"),
    path("local/", local.mailbox, name="local"),
    path("local/<uuid:uid>/", local.letter, name="local_letter"),
]
# For the mail service, outside of the office.
hook_urlpatterns: list[URLPattern] = [path("returned/", api.returned, name="mail_returned")]
