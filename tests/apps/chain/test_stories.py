"""Stories on their pages: played, copied, changed, compared, taken away, and seen by whom."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.chain.actions.stories import change_story, copy_story, remove_story
from sekisho.apps.chain.models import Study
from sekisho.apps.chain.queries import standing
from sekisho.apps.chain.queries.stories import own_stories_for, own_story_for, shipped_story
from sekisho.engines.stories import editing
from sekisho.kernel.errors import Invalid, NotFound
from sekisho.kernel.text import Bilingual
from tests.factories.cast import CANARY_B, CANARY_H, office_client

KEY = "form-service"


@pytest.fixture(autouse=True)
def _fresh():
    standing.forget_chains_in_memory()


def fetch(client, name, *args, **query):
    return client.get(reverse(f"chain:{name}", args=args), query)


def copied(cast, actor=None):
    return copy_story(actor or cast.aoi, view=shipped_story(KEY), now=cast.now)


def test_a_story_shows_what_happens_with_and_without_the_changes(cast):
    text = fetch(office_client(cast.ben), "story", KEY).content.decode()
    assert "7.5%" in text  # 0.3 × 0.5 × 0.5, entry over server and service to the data
    assert "× 0.1" in text
    assert "公開サーバーに更新プログラムを適用する" in text
    assert "2,000" in text
    assert text.count("<svg") >= 2
    chosen = fetch(office_client(cast.ben), "story", KEY, chosen=1, change="fallback")
    assert "自社の簡単なフォーム" in chosen.content.decode()
    assert fetch(office_client(cast.ben), "story", "no-such-story").status_code == 404


def test_own_organisations_play_the_roles_within_reach_only(cast):
    client = office_client(cast.emi)
    text = fetch(client, "story", KEY, as_provider=cast.a.name).content.decode()
    assert text.count(cast.a.name) > 2  # in field, picture, and the row of the own chain
    assert "自社の連鎖" in text
    for stranger in (cast.b.name, cast.h.name):
        text = fetch(client, "story", KEY, as_provider=stranger).content.decode()
        assert "あなたの連鎖には見つかりません" in text
        assert CANARY_B not in text.replace(stranger, "")
        assert CANARY_H not in text.replace(stranger, "")


def test_a_copy_is_changed_compared_and_removed(cast):
    uid = copied(cast)
    view = own_story_for(cast.aoi, uid)
    document = editing.with_values(view.document, "server", {"is_patched": "yes", "mfa": "yes"})
    change_story(cast.aoi, view=view, document=document, now=cast.now)
    client = office_client(cast.aoi)
    assert "0.15%" in fetch(client, "own_story", uid).content.decode()  # a twentieth of 7.5 %: both
    text = fetch(client, "own_story_edit", uid).content.decode()
    assert "元の話との違い" in text
    remove_story(cast.aoi, view=own_story_for(cast.aoi, uid), now=cast.now)
    assert fetch(client, "own_story", uid).status_code == 404
    verbs = list(AuditEntry.objects.values_list("verb", flat=True))
    for verb in ("chain.story_copied", "chain.story_changed", "chain.story_removed"):
        assert verb in verbs


def test_a_story_is_changed_by_forms(cast):
    client = office_client(cast.aoi)
    answer = client.post(reverse("chain:story_copy", args=[KEY]))
    uid = own_stories_for(cast.aoi)[0].uid
    assert answer.headers["Location"] == reverse("chain:own_story_edit", args=[uid])
    edit = reverse("chain:own_story_edit", args=[uid])
    client.post(edit, {"what": "title", "title-ja": "別の話", "title-en": ""})
    client.post(edit, {"what": "strike", "strike-at": "form", "strike-days": "2"})
    client.post(edit, {"what": "body", "body-ja": "二つ目の店", "body-en": "Second shop"})
    client.post(edit, {"what": "thing", "thing-ja": "店", "thing-en": "Shop",
                       "thing-kind": "site", "thing-at": "body-1"})  # fmt: skip
    client.post(edit, {"what": "link", "link-kind": "need", "link-source": "site-1",
                       "link-target": "form"})  # fmt: skip
    story = own_story_for(cast.aoi, uid).story
    assert (story.title, story.strike_days) == (Bilingual("別の話", "別の話"), 2)
    assert (story.links[-1].source, story.links[-1].target) == ("site-1", "form")
    element = reverse("chain:own_story_element", args=[uid, "server"])
    client.post(element, {"ja": "公開サーバー", "en": "", "v_mfa": "yes", "v_is_exposed": ""})
    assert own_story_for(cast.aoi, uid).story.thing("server").values == {"mfa": "yes"}
    wrong = client.post(element, {"ja": "", "en": "", "v_number": "many"})
    assert wrong.status_code == 422
    client.post(reverse("chain:own_story_take_out", args=[uid, "server-stands"]))
    assert own_story_for(cast.aoi, uid).story.element("server-stands") is None
    refused = client.post(edit, {"what": "link", "link-kind": "location", "link-source": "shop",
                                 "link-target": "form"})  # fmt: skip
    assert refused.status_code == 422


def test_a_copy_is_seen_by_those_who_see_the_same_chain_and_by_nobody_else(cast):
    uid = copied(cast, cast.emi)
    assert own_story_for(cast.emi, uid).uid == uid
    for actor in (cast.aoi, cast.ben):
        with pytest.raises(NotFound):
            own_story_for(actor, uid)
    assert own_stories_for(cast.aoi) == ()
    with pytest.raises(NotFound):
        copied(cast, cast.ben)  # who only reads


def test_nothing_of_a_story_stands_in_the_clear(cast):
    uid = copied(cast)
    data = bytes(Study.objects.get(uid=uid).sealed)
    assert "公開サーバー".encode() not in data
    assert b"server" not in data


def test_a_document_that_is_no_story_is_not_kept(cast):
    view = own_story_for(cast.aoi, copied(cast))
    with pytest.raises(Invalid):
        change_story(cast.aoi, view=view, document={**view.document, "goal": "nobody"},
                     now=cast.now)  # fmt: skip


@pytest.mark.parametrize("ending", ["svg", "png", "xlsx", "csv"])
def test_pictures_and_tables_are_taken_away_and_put_on_record(cast, ending):
    answer = fetch(office_client(cast.ben), "story_file", KEY, ending)
    assert answer.status_code == 200
    head = {"svg": b"<svg", "png": b"\x89PNG", "xlsx": b"PK", "csv": b"\xef\xbb\xbf"}[ending]
    assert answer.content.startswith(head)
    assert AuditEntry.objects.filter(verb="chain.exported").exists()
    assert fetch(office_client(cast.ben), "story_file", KEY, "exe").status_code == 404
