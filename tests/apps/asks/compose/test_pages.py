"""The pages of composing and sending, as the cast sees them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sekisho.apps.asks.models import Ask, SenderProfile, Wave
from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.mail.models import OutboxLetter
from sekisho.kernel.text import Bilingual
from tests.factories.asking import Wish, draft_ask, sent_ask, set_up_sender, with_words
from tests.factories.cast import CANARY_B, CANARY_H, office_client

PROFILE = {
    "department_ja": "情報セキュリティ室",
    "department_en": "Security Office",
    "contact_email": "aoi@home.example",
    "answer_days": "7",
}


def contents(ask, **more):
    return {
        "revision": ask.revision,
        "title_ja": "点検",
        "title_en": "Check",
        "reason_ja": "攻撃が増えています。",
        "reason_en": "Attacks increase.",
        "deadline": "days",
        "answer_days": "5",
        "department_ja": "室",
        "contact_email": "aoi@home.example",
        **more,
    }


@pytest.fixture
def aoi(cast):
    return office_client(cast.aoi)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_page_of_composing_opens_in_both_languages(cast, language):
    draft = draft_ask(cast)
    client = office_client(cast.aoi, language)
    for name in ("draft", "audience", "letter", "preview", "check", "send", "delete"):
        answer = client.get(reverse(f"asks:{name}", args=[draft.uid]))
        assert answer.status_code == 200, name
    for name in ("list", "new", "sets", "profile"):
        assert client.get(reverse(f"asks:{name}")).status_code == 200, name
    for key in ("emergency-check", "reminder", "code", "returned", "accepted"):
        assert client.get(reverse("asks:profile_letter", args=[key])).status_code == 200


@pytest.mark.parametrize("given", ['"a,b"@home.example', "aoi@[192.0.2.1]"])
def test_an_address_for_questions_is_one_that_letters_can_carry(cast, aoi, given):
    set_up_sender(cast)
    for name, form in (("profile", PROFILE), ("draft", contents(draft_ask(cast)))):
        args = [draft_ask(cast).uid] if name == "draft" else []
        answer = aoi.post(reverse(f"asks:{name}", args=args), {**form, "contact_email": given})
        assert answer.status_code == 422, name
        assert "引用符" in answer.content.decode(), name
    assert SenderProfile.objects.get().contact_email == "aoi@home.example"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_question_set_can_be_read(cast, language):
    set_up_sender(cast)
    client = office_client(cast.ben, language)
    from sekisho.apps.asks.queries.sets import sets_for

    for one in sets_for(cast.ben):
        page = client.get(reverse("asks:set", args=[one.uid]))
        assert page.status_code == 200


def test_an_ask_is_composed_and_sent_by_its_pages(cast, aoi):
    set_up_sender(cast)
    answer = aoi.post(reverse("asks:new"), {"organisation": str(cast.home.uid)})
    ask = ask_for(cast.aoi, Ask.objects.get().uid)
    assert answer["Location"] == reverse("asks:draft", args=[ask.uid])
    from sekisho.apps.asks.queries.sets import sets_for

    chosen = next(one for one in sets_for(cast.aoi) if one.key == "meti2022-alert")
    given = contents(ask, question_set=str(chosen.uid), onward="1")
    answer = aoi.post(reverse("asks:draft", args=[ask.uid]), given)
    assert answer["Location"] == reverse("asks:audience", args=[ask.uid])
    given = {"revision": 3, "mode": "filter", "members": "partners", "tiers": ["1"]}
    aoi.post(reverse("asks:audience", args=[ask.uid]), given)
    page = aoi.get(reverse("asks:audience", args=[ask.uid])).content.decode()
    assert "株式会社あさひ部品" in page
    ask = ask_for(cast.aoi, ask.uid)
    answer = aoi.post(reverse("asks:send", args=[ask.uid]), {"revision": ask.revision})
    assert answer.status_code == 302
    assert "/o/work/" in answer["Location"]
    assert Wave.objects.get().audience
    again = aoi.post(reverse("asks:send", args=[ask.uid]), {"revision": ask.revision})
    assert again.status_code == 409
    assert Wave.objects.count() == 1


def test_the_send_button_carries_the_number_of_letters(cast):
    ask = draft_ask(cast, Wish(listed=("A-001", "B-001", "S-001")))
    url = reverse("asks:send", args=[ask.uid])
    assert "2件に送付する" in office_client(cast.aoi).get(url).content.decode()
    assert "Send to 2 recipients" in office_client(cast.aoi, "en").get(url).content.decode()


def test_only_the_last_button_says_that_it_sends(cast):
    ask = draft_ask(cast)
    words = {"ja": ("送付の最終確認へ", "送付する"), "en": ("Go on to the final look", "Send to")}
    for language, (onward, sends) in words.items():
        client = office_client(cast.aoi, language)
        check = client.get(reverse("asks:check", args=[ask.uid])).content.decode()
        assert onward in check
        assert sends not in check
        assert sends in client.get(reverse("asks:send", args=[ask.uid])).content.decode()


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "依頼の作成を始める"), ("en", "Begin the ask")]
)
def test_a_new_ask_is_begun_in_the_words_of_the_office(cast, language, words):
    page = office_client(cast.aoi, language).get(reverse("asks:new")).content.decode()
    assert words in page
    assert "回答を始める" not in page


@pytest.mark.parametrize(("language", "words"), [("ja", "版 1.0"), ("en", "version 1.0")])
def test_the_number_of_a_question_sets_version_is_named_as_one(cast, language, words):
    client = office_client(cast.aoi, language)
    assert words in client.get(reverse("asks:draft", args=[draft_ask(cast).uid])).content.decode()


def test_a_missing_language_says_how_many_read_it_and_leads_to_its_field(cast, aoi):
    lone = Bilingual("日本語だけ", "")
    ask = draft_ask(cast, Wish(words=with_words(title=lone, reason=lone)))
    page = aoi.get(reverse("asks:check", args=[ask.uid])).content.decode()
    for name, word in (("title", "題名"), ("reason", "理由")):
        assert f"英語で読む送り先が1件ありますが、英語の{word}がありません。" in page
        assert f'{reverse("asks:draft", args=[ask.uid])}#id_{name}_en"' in page
    assert "#id_title_ja" not in page


def test_before_anything_is_chosen_no_number_stands_beside_the_filter(cast, aoi):
    set_up_sender(cast)
    aoi.post(reverse("asks:new"), {"organisation": str(cast.home.uid)})
    uid = Ask.objects.get().uid
    url = reverse("asks:audience", args=[uid])
    page = aoi.get(url).content.decode()
    assert "送り先はまだ選ばれていません" in page.split("<aside>")[1]
    assert "0社" not in page
    given = {"revision": ask_for(cast.aoi, uid).revision, "mode": "list", "members": "partners"}
    answer = aoi.post(url, {**given, "listed": "A-001\nB-001", "onward": "1"}, follow=True)
    assert answer.request["PATH_INFO"] == reverse("asks:letter", args=[uid])
    assert "対象となる組織は2社です" in answer.content.decode()


def test_what_was_typed_stays_when_somebody_else_saved_first(cast, aoi):
    ask = draft_ask(cast)
    given = contents(ask, title_ja="私の題名", revision=1)
    answer = aoi.post(reverse("asks:draft", args=[ask.uid]), given)
    assert answer.status_code == 422
    assert "私の題名" in answer.content.decode()
    assert ask_for(cast.aoi, ask.uid).title.ja != "私の題名"


def test_a_pasted_list_names_what_it_does_not_know(cast, aoi):
    ask = draft_ask(cast)
    listed = "A-001\nどこにもない会社\n株式会社あさひ部品"
    given = {"revision": ask.revision, "mode": "list", "members": "partners", "listed": listed}
    aoi.post(reverse("asks:audience", args=[ask.uid]), given)
    page = aoi.get(reverse("asks:audience", args=[ask.uid])).content.decode()
    assert "どこにもない会社" in page
    assert page.count("株式会社あさひ部品") >= 1


def test_a_list_that_names_our_own_company_says_so_and_asks_it_only_when_ticked(cast, aoi):
    ask = draft_ask(cast)
    url = reverse("asks:audience", args=[ask.uid])
    listed = f"A-001\n{cast.home.name}"
    given = {"revision": ask.revision, "mode": "list", "members": "partners", "listed": listed}
    aoi.post(url, given)
    page = aoi.get(url).content.decode().split("<aside>")[1]
    assert "自社の行があります" in page
    assert cast.home.name not in page
    aoi.post(url, {**given, "revision": ask.revision + 1, "is_home_asked": "on"})
    page = aoi.get(url).content.decode().split("<aside>")[1]
    assert "自社の行があります" not in page
    assert cast.home.name in page


def test_an_uploaded_list_is_read_and_a_strange_file_is_refused(cast, aoi):
    from django.core.files.uploadedfile import SimpleUploadedFile

    ask = draft_ask(cast)
    url = reverse("asks:audience", args=[ask.uid])
    rows = "コード,会社名\nA-001,あさひ\nB-001,だん\n".encode("cp932")
    given = {"revision": ask.revision, "mode": "list", "members": "partners"}
    answer = aoi.post(url, {**given, "file": SimpleUploadedFile("list.csv", rows)})
    assert answer.status_code == 302
    assert len(ask_for(cast.aoi, ask.uid).audience.listed) == 3
    given["revision"] = ask.revision + 1
    answer = aoi.post(url, {**given, "file": SimpleUploadedFile("list.exe", b"MZ\x90\0")})
    assert answer.status_code == 422


def test_a_letter_with_a_foreign_link_shows_it_beside_the_place_and_is_not_sent(cast, aoi):
    ask = draft_ask(cast)
    letter = ask.letter("emergency-check")
    body = letter.ja.body + "\nhttps://bit.ly/abc\n"
    given = {
        "revision": ask.revision,
        "subject_ja": letter.ja.subject,
        "body_ja": body,
        "subject_en": letter.en.subject,
        "body_en": letter.en.body,
    }
    assert aoi.post(reverse("asks:letter", args=[ask.uid]), given).status_code == 302
    assert "bit.ly" in aoi.get(reverse("asks:letter", args=[ask.uid])).content.decode()
    page = aoi.get(reverse("asks:check", args=[ask.uid])).content.decode()
    assert "bit.ly" in page
    assert reverse("asks:send", args=[ask.uid]) not in page
    answer = aoi.post(reverse("asks:send", args=[ask.uid]), {"revision": ask.revision + 1})
    assert answer.status_code == 400
    given = {**given, "revision": ask.revision + 1, "reset": "1"}
    aoi.post(reverse("asks:letter", args=[ask.uid]), given)
    assert "bit.ly" not in ask_for(cast.aoi, ask.uid).letter("emergency-check").ja.body


def test_a_preview_shows_the_chosen_recipients_letter(cast, aoi):
    ask = draft_ask(cast)
    url = reverse("asks:preview", args=[ask.uid])
    page = aoi.get(url, {"to": cast.b.id}).content.decode()
    assert "Dear Dan," in page
    assert "/r/" not in page.replace("/r/check/", "")


def test_a_trial_letter_goes_to_oneself_alone(cast, aoi):
    ask = draft_ask(cast)
    aoi.post(reverse("asks:trial", args=[ask.uid]))
    row = OutboxLetter.objects.get()
    from sekisho.apps.asks.jobs.letters import render_trials
    from sekisho.apps.mail.events import LetterRef

    ref = LetterRef(row.pk, row.object_id, row.recipient_id, row.language)
    (letter,) = render_trials([ref]).values()
    assert letter.to_address == "aoi@home.example"
    assert "試し送り" in letter.subject


def test_the_profile_page_sets_the_sender_and_says_what_is_missing(cast, aoi):
    url = reverse("asks:profile")
    assert aoi.post(url, {"answer_days": "5"}).status_code == 422
    assert not SenderProfile.objects.exists()
    assert aoi.post(url, PROFILE).status_code == 302
    assert SenderProfile.objects.get().answer_days == 7


def test_a_profile_letter_with_a_fault_is_not_kept(cast, aoi):
    url = reverse("asks:profile_letter", args=["reminder"])
    given = {"subject_ja": "件名", "body_ja": "{{nobody}}", "subject_en": "S", "body_en": "B"}
    answer = aoi.post(url, given)
    assert answer.status_code == 422
    assert "nobody" in answer.content.decode()
    assert not SenderProfile.objects.exists()


def test_reminding_asks_once_with_the_number(cast, aoi):
    ask = sent_ask(cast)
    url = reverse("asks:remind", args=[ask.uid])
    assert "2件に再送する" in aoi.get(url).content.decode()
    assert aoi.post(url, {"number": "2"}).status_code == 302
    assert aoi.post(url, {"number": "2"}).status_code == 409


def test_who_only_reads_may_look_but_neither_compose_nor_send(cast):
    ask = draft_ask(cast)
    ben = office_client(cast.ben)
    assert ben.get(reverse("asks:list")).status_code == 200
    assert ben.get(reverse("asks:new")).status_code == 403
    for name in ("draft", "audience", "letter", "preview", "check", "send", "remind", "close"):
        assert ben.get(reverse(f"asks:{name}", args=[ask.uid])).status_code == 403, name
    for name in ("copy", "trial", "resume", "send"):
        assert ben.post(reverse(f"asks:{name}", args=[ask.uid])).status_code == 403, name


def test_a_coordinator_sees_homes_ask_as_far_as_the_subjects_are_in_reach(cast):
    title = Bilingual("Gに届く依頼", "For G")
    sent_ask(cast, Wish(listed=("A-001", "B-001"), words=with_words(title=title)))
    page = office_client(cast.emi).get(reverse("asks:list")).content.decode()
    assert "Gに届く依頼" in page
    assert 'data-label="依頼数">1</td>' in page
    assert CANARY_B not in page
    assert CANARY_H not in page


def test_the_palette_finds_asks_by_title_and_nothing_out_of_reach(cast):
    from sekisho.apps.asks.web.compose_list import find

    title = Bilingual("Bだけへの依頼", "For B")
    sent_ask(cast, Wish(listed=("B-001",), words=with_words(title=title)))
    assert [found.label for found in find(cast.aoi, "だけへ")] == ["Bだけへの依頼"]
    assert len(find(cast.aoi, "for b")) == 1
    assert find(cast.emi, "だけへ") == ()
    assert find(cast.aoi, " ") == ()


def test_a_coordinator_sees_neither_drafts_nor_asks_about_others(cast):
    title = Bilingual("Bだけへの依頼", "For B")
    sent_ask(cast, Wish(listed=("B-001",), words=with_words(title=title)))
    draft_ask(cast)
    page = office_client(cast.emi).get(reverse("asks:list")).content.decode()
    assert "Bだけへの依頼" not in page
    assert "緊急点検" not in page


def test_a_copy_is_a_new_draft_and_a_draft_can_be_deleted(cast, aoi):
    ask = sent_ask(cast)
    answer = aoi.post(reverse("asks:copy", args=[ask.uid]))
    copied = Ask.objects.get(state="draft")
    assert answer["Location"] == reverse("asks:draft", args=[copied.uid])
    assert ask_for(cast.aoi, copied.uid).audience == ask.audience
    assert aoi.post(reverse("asks:delete", args=[copied.uid])).status_code == 302
    assert aoi.post(reverse("asks:delete", args=[ask.uid])).status_code == 409
    assert Ask.objects.get().uid == ask.uid


@pytest.mark.parametrize(("page", "field"), [("send", "revision"), ("remind", "number")])
def test_a_hidden_number_that_is_none_is_refused_and_breaks_nothing(cast, page, field):
    ask = draft_ask(cast) if page == "send" else sent_ask(cast)
    client = office_client(cast.aoi)
    for text in ("abc", "٣", "9" * 5000):
        answer = client.post(reverse(f"asks:{page}", args=[ask.uid]), {field: text})
        assert answer.status_code == 409
