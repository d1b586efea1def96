"""Named first letters: versions, bringing back, using one in a draft."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.asks.queries.profiles import REQUEST
from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.papers.actions.templates import (
    TemplateWords,
    create_template,
    remove_template,
    restore_version,
    save_template,
    use_template,
)
from sekisho.apps.papers.queries.templates import (
    shipped,
    template_for,
    templates_for,
    versions_of,
)
from sekisho.kernel.errors import Conflict, Invalid, NotFound
from tests.factories.asking import draft_ask
from tests.factories.cast import office_client

pytestmark = pytest.mark.django_db


def words(name="年次点検", subject="年次点検のお願い", note=""):
    letter = shipped(REQUEST)
    return TemplateWords(name, replace(letter, ja=replace(letter.ja, subject=subject)), note)


def made(cast):
    return create_template(cast.aoi, organisation_uid=cast.home.uid, words=words(), now=cast.now)


def test_each_change_is_a_version_and_an_older_one_comes_back_as_the_next(cast):
    uid = made(cast)
    save_template(cast.aoi, uid=uid, seen=1, words=words(subject="二版", note="題"), now=cast.now)
    assert template_for(cast.aoi, uid).letter.ja.subject == "二版"
    assert restore_version(cast.aoi, uid=uid, number=1, now=cast.now) == 3
    found = versions_of(template_for(cast.aoi, uid))
    assert [(one.number, one.letter.ja.subject) for one in found] == [
        (3, "年次点検のお願い"),
        (2, "二版"),
        (1, "年次点検のお願い"),
    ]
    assert {one.by for one in found} == {"あおい"}
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"papers.template_created", "papers.template_saved"} <= verbs


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(cast):
    uid = made(cast)
    save_template(cast.aoi, uid=uid, seen=1, words=words(subject="先"), now=cast.now)
    with pytest.raises(Conflict):
        save_template(cast.aoi, uid=uid, seen=1, words=words(subject="後"), now=cast.now)
    assert template_for(cast.aoi, uid).letter.ja.subject == "先"


def test_a_letter_with_faults_is_no_template(cast):
    with pytest.raises(Invalid):
        create_template(
            cast.aoi, organisation_uid=cast.home.uid, words=words(subject=""), now=cast.now
        )
    assert templates_for(cast.aoi) == ()


def test_a_draft_takes_the_words_and_keeps_them_when_the_template_goes_on(cast):
    uid, ask = made(cast), draft_ask(cast)
    use_template(cast.aoi, ask_uid=ask.uid, uid=uid, revision=ask.revision, now=cast.now)
    save_template(cast.aoi, uid=uid, seen=1, words=words(subject="新"), now=cast.now)
    assert ask_for(cast.aoi, ask.uid).letter(REQUEST).ja.subject == "年次点検のお願い"
    with pytest.raises(Conflict):
        use_template(cast.aoi, ask_uid=ask.uid, uid=uid, revision=ask.revision, now=cast.now)


def test_a_removed_template_is_offered_no_more(cast):
    uid = made(cast)
    remove_template(cast.aoi, uid=uid, now=cast.now)
    assert templates_for(cast.aoi) == ()
    with pytest.raises(NotFound):
        template_for(cast.aoi, uid)


def test_a_reader_and_a_coordinator_reach_none(cast):
    uid = made(cast)
    for actor in (cast.ben, cast.emi):
        assert templates_for(actor) == ()
        with pytest.raises(NotFound):
            save_template(actor, uid=uid, seen=1, words=words(), now=cast.now)


def test_the_pages_keep_show_and_bring_back(cast):
    aoi, ask = office_client(cast.aoi), draft_ask(cast)
    assert "ひな形はまだありません" in aoi.get(reverse("papers:templates")).content.decode()
    first = aoi.get(reverse("papers:template_new")).content.decode()
    assert "{{deadline}}" in first
    letter = shipped(REQUEST)
    given = {
        "organisation": str(cast.home.uid), "name": "年次", "note": "",
        "subject_ja": letter.ja.subject, "body_ja": letter.ja.body,
        "subject_en": letter.en.subject, "body_en": letter.en.body,
    }  # fmt: skip
    wrong = aoi.post(reverse("papers:template_new"), {**given, "body_ja": "{{link}} {{nobody}}"})
    assert wrong.status_code == 422
    assert "nobody" in wrong.content.decode()
    answer = aoi.post(reverse("papers:template_new"), given)
    (one,) = templates_for(cast.aoi)
    assert answer.url == reverse("papers:template", args=[one.uid])
    changed = {**given, "subject_ja": "改めた題", "revision": "1", "note": "題を改めた"}
    assert aoi.post(answer.url, changed).status_code == 302
    page = aoi.get(answer.url).content.decode()
    assert "題を改めた" in page
    older = aoi.get(reverse("papers:template_version", args=[one.uid, 1])).content.decode()
    assert reverse("papers:template_restore", args=[one.uid, 1]) in older
    assert aoi.post(reverse("papers:template_restore", args=[one.uid, 1])).status_code == 302
    draft = aoi.get(reverse("asks:letter", args=[ask.uid])).content.decode()
    assert "年次" in draft
    use = reverse("papers:use", args=[ask.uid])
    assert aoi.post(use, {"template": str(one.uid), "revision": ask.revision}).status_code == 302
    assert ask_for(cast.aoi, ask.uid).letter(REQUEST).ja.subject == letter.ja.subject
    assert aoi.post(reverse("papers:template_remove", args=[one.uid])).status_code == 302
