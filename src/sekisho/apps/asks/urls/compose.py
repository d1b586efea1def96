"""Addresses under o/asks/: composing, sending, question sets, the sender profile."""

from __future__ import annotations

from django.urls import URLPattern, path

from sekisho.apps.asks.web import compose_draft as draft
from sekisho.apps.asks.web import compose_list as listed
from sekisho.apps.asks.web import compose_preview as preview
from sekisho.apps.asks.web import compose_profile as profile
from sekisho.apps.asks.web import compose_send as sending

urlpatterns: list[URLPattern] = [
    path("", listed.asks, name="list"),
    path("new/", listed.new, name="new"),
    path("sets/", listed.sets, name="sets"),
    path("sets/<uuid:uid>/", listed.question_set, name="set"),
    path("profile/", profile.profile, name="profile"),
    path("profile/letters/<slug:key>/", profile.profile_letter, name="profile_letter"),
    path("<uuid:uid>/edit/", draft.draft, name="draft"),
    path("<uuid:uid>/recipients/", draft.audience, name="audience"),
    path("<uuid:uid>/letter/", draft.letter, name="letter"),
    path("<uuid:uid>/preview/", preview.preview, name="preview"),
    path("<uuid:uid>/trial/", draft.trial, name="trial"),
    path("<uuid:uid>/check/", sending.check, name="check"),
    path("<uuid:uid>/send/", sending.send, name="send"),
    path("<uuid:uid>/remind/", sending.remind, name="remind"),
    path("<uuid:uid>/recipients/<uuid:assignment_uid>/resend/", sending.resend, name="resend"),
    path("<uuid:uid>/copy/", listed.copy, name="copy"),
    path("<uuid:uid>/delete/", listed.delete, name="delete"),
    path("<uuid:uid>/close/", listed.close, name="close"),
    path("<uuid:uid>/resume/", listed.resume, name="resume"),
]
