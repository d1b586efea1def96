"""The pages on which question sets are written, compared and published."""

from __future__ import annotations

import time

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sekisho.apps.asks.actions.sets import load_question_sets
from sekisho.apps.asks.queries.sets import sets_for
from sekisho.apps.editor.actions.drafts import begin_draft, begin_from_set
from sekisho.apps.editor.queries.drafts import draft_for, drafts_for, steps_of
from sekisho.kernel.actor import SYSTEM
from tests.factories.cast import office_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def aoi(cast):
    return office_client(cast.aoi)


@pytest.fixture
def alert_set(cast):
    load_question_sets(SYSTEM, now=cast.now)
    return next(one for one in sets_for(cast.aoi) if one.key == "meti2022-alert")


@pytest.fixture
def draft(cast, alert_set):
    return begin_from_set(
        cast.aoi, organisation_uid=cast.home.uid, set_uid=alert_set.uid, now=cast.now
    )


def content(cast, draft):
    return draft_for(cast.aoi, draft).draft


def rows(cast, draft):
    return content(cast, draft)["questions"]


def at(name, draft, part=None):
    return reverse(f"editor:{name}", args=[draft, *([part] if part else [])])


def typed(row, **more):
    return {
        "rev": row["rev"], "key": row["id"], "ja": row["ja"], "en": row["en"],
        "kind": row["kind"], "weight": row.get("weight", 1), "required": "on", "na_reason": "on",
        "followup_ja": "補足", "followup_en": "More", "followup-when": "any", **more,
    }  # fmt: skip


def test_the_list_begins_empty_and_leads_to_the_first_set(cast, aoi):
    page = aoi.get(reverse("editor:list")).content.decode()
    assert reverse("editor:new") in page
    assert (
        reverse("editor:new")
        not in office_client(cast.ben).get(reverse("editor:list")).content.decode()
    )


def test_a_set_is_begun_empty_from_a_version_and_from_a_file(cast, aoi, alert_set, draft):
    base = {"organisation": str(cast.home.uid)}
    new = reverse("editor:new")
    aoi.post(new, {**base, "begin": "empty", "key": "own", "title_ja": "自作"})
    aoi.post(new, {**base, "begin": "set", "question_set": str(alert_set.uid)})
    exported = aoi.get(at("export", draft))
    assert exported["Content-Disposition"].endswith('"meti2022-alert-1.1.yaml"')
    upload = SimpleUploadedFile("x.yaml", exported.content)
    aoi.post(new, {**base, "begin": "file", "file": upload})
    assert drafts_for(cast.aoi).total == 4
    newest = next(iter(drafts_for(cast.aoi)))
    assert newest.question_count == 16
    assert yaml.safe_load(exported.content)["questions"][0]["id"] == "M22-RR-01"


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe",
        b"- 1",
        b"title: {ja: x}",
        b"questions: [1]",
        b"a: &x [*x]",
        b"questions: [{help: 1}]",
        b"questions: [{maps: 5}]",
        b"questions: [{scs: {a: b}}]",
        b"questions: [{kind: [1]}]",
        b"questions: [{weight: .nan}]",
        b"questions: [{choices: abc}]",
        b"questions: [{choices: [{points: 2024-01-01}]}]",
        b"questions: [{choices: [{points: .inf}]}]",
        b"questions: [{number: {min: -.inf}}]",
        b"questions: [{number: {max: 1.0e+999}}]",
        b"questions: [{condition: {question: A, is: 3}}]",
        b"questions: [{condition: {all: 3}}]",
        b"questions: [{followup: {when: 3}}]",
        b"questions: [{ja: [1]}]",
        b"questions: [{}]\ncategories: [{weight: {}}]",
        b"questions: [{}]\ncategories: [{weight: .nan}]",
        b"questions: [{}]\nyes_no_labels: x",
        b"questions: [{}]\nrespondent: everybody",
        b"questions: [{condition: " + b"{not: " * 400 + b"{}" + b"}" * 400 + b"}]",
    ],
)
def test_a_file_that_is_no_question_set_is_refused_beside_its_field(cast, aoi, data):
    given = {"organisation": str(cast.home.uid), "begin": "file"}
    given["file"] = SimpleUploadedFile("x.yaml", data)
    answer = aoi.post(reverse("editor:new"), given)
    assert answer.status_code == 422
    assert not drafts_for(cast.aoi).total


@pytest.mark.parametrize(
    "data",
    [
        b"questions: [{}]",
        b"questions: [{kind: single, choices: [{ja: x}, {}]}]",
        b"questions: [{condition: {question: A}}, {condition: {not: {}}, followup: {ja: x}}]",
        b"questions: [{ja: , help: , number: , choices: []}]\nyes_no_labels: {'yes': {ja: x}}",
    ],
)
def test_a_file_with_gaps_becomes_a_draft_whose_pages_open(cast, aoi, data):
    given = {"organisation": str(cast.home.uid), "begin": "file"}
    given["file"] = SimpleUploadedFile("x.yaml", data)
    answer = aoi.post(reverse("editor:new"), given)
    assert answer.status_code == 302
    assert aoi.get(answer.url).status_code == 200
    draft = next(iter(drafts_for(cast.aoi))).uid
    for row in rows(cast, draft):
        assert aoi.get(at("question", draft, row["uid"])).status_code == 200
    for name in ("publish", "preview", "export"):
        assert aoi.get(at(name, draft)).status_code == 200


@pytest.mark.parametrize("figure", ["inf", "-inf", "nan", "1e999", "many"])
def test_a_number_that_is_none_is_told_as_a_fault(cast, aoi, draft, figure):
    row = rows(cast, draft)[0]
    given = typed(row, kind="number", **{"number-min": figure, "number-max": "3"})
    aoi.post(at("question", draft, row["uid"]), given)
    assert rows(cast, draft)[0]["number"]["min"] == figure
    page = aoi.get(at("question", draft, row["uid"])).content.decode()
    assert "最小値と最大値は数字で" in page


def test_choices_come_back_when_the_kind_is_changed_and_changed_again(cast, aoi, draft):
    row = rows(cast, draft)[0]
    given = typed(row, kind="single")
    for number, key in enumerate(("all", "some")):
        given |= {f"choice-{number}-{name}": key for name in ("key", "ja", "en")}
    url = at("question", draft, row["uid"])
    aoi.post(url, given)
    for kind in ("yes_no", "number", "multiple"):
        aoi.post(url, typed(rows(cast, draft)[0], kind=kind))
    row = rows(cast, draft)[0]
    assert (row["kind"], [one["key"] for one in row["choices"]]) == ("multiple", ["all", "some"])
    assert 'value="some"' in aoi.get(url).content.decode()


def test_a_beginning_without_what_it_needs_is_told(cast, aoi):
    given = {"organisation": str(cast.home.uid), "begin": "empty"}
    assert aoi.post(reverse("editor:new"), given).status_code == 422


def test_both_languages_stand_side_by_side_and_a_missing_one_is_marked(cast, aoi):
    document = {"title": {"ja": "自作"}, "questions": [{"ja": "日本語だけの設問ですか。"}]}
    uid = begin_draft(cast.aoi, organisation_uid=cast.home.uid, document=document, now=cast.now)
    page = aoi.get(at("draft", uid)).content.decode()
    assert "日本語だけの設問ですか。" in page
    assert "英語なし" in page


def test_a_question_is_saved_without_scripts_and_taken_back(cast, aoi, draft):
    row = rows(cast, draft)[0]
    answer = aoi.post(at("question", draft, row["uid"]), typed(row, ja="書き直した文ですか。"))
    assert answer.status_code == 302
    assert rows(cast, draft)[0]["ja"] == "書き直した文ですか。"
    (step,) = steps_of(draft_for(cast.aoi, draft), now=cast.now)
    aoi.post(reverse("editor:undo", args=[draft, step.uid]))
    assert rows(cast, draft)[0]["ja"] == row["ja"]


def test_a_question_saves_itself_and_tells_what_is_wrong_beside_it(cast, aoi, draft):
    row = rows(cast, draft)[0]
    url, htmx = at("question", draft, row["uid"]), {"HX-Request": "true"}
    answer = aoi.post(url, typed(row, en=""), headers=htmx)
    body = answer.content.decode()
    assert answer.status_code == 200
    assert "英語の文がありません" in body
    assert 'value="2"' in body
    again = aoi.post(url, typed(row, en="Mine"), headers=htmx)
    assert again.status_code == 422
    assert "上書きはしていません" in again.content.decode()
    assert rows(cast, draft)[0]["en"] == ""


def test_somebody_without_scripts_keeps_what_was_typed_when_it_changed_meanwhile(cast, aoi, draft):
    row = rows(cast, draft)[0]
    aoi.post(at("question", draft, row["uid"]), typed(row, ja="一人目"))
    answer = aoi.post(at("question", draft, row["uid"]), typed(row, ja="二人目の文"))
    assert answer.status_code == 409
    assert "二人目の文" in answer.content.decode()
    assert rows(cast, draft)[0]["ja"] == "一人目"


def test_a_condition_is_built_in_rows_and_told_in_words(cast, aoi, draft):
    first, second = rows(cast, draft)[:2]
    url = at("question", draft, second["uid"])
    aoi.post(url, typed(second, **{"condition-0-question": first["uid"], "condition-0-was": ""}))
    second = rows(cast, draft)[1]
    assert second["condition"] == {"question": first["uid"], "is": ["no"]}
    clause = {
        "condition-0-question": first["uid"],
        "condition-0-was": first["uid"],
        "condition-0-is": ["no", "partial"],
    }
    aoi.post(url, typed(second, **clause))
    page = aoi.get(at("draft", draft)).content.decode()
    assert "設問1がいいえまたは一部実施のときだけ表示" in page.replace("&quot;", '"')
    second = rows(cast, draft)[1]
    aoi.post(url, typed(second))
    assert "condition" not in rows(cast, draft)[1]


def test_choices_are_written_in_rows(cast, aoi, draft):
    row = rows(cast, draft)[0]
    given = typed(row, kind="single")
    for number, (key, points) in enumerate([("all", "1"), ("some", "0,5"), ("", "")]):
        given |= {f"choice-{number}-{name}": key for name in ("key", "ja", "en")}
        given[f"choice-{number}-points"] = points
    aoi.post(at("question", draft, row["uid"]), given)
    row = rows(cast, draft)[0]
    assert [choice["key"] for choice in row["choices"]] == ["all", "some"]
    assert row["choices"][1]["points"] == "0,5"
    page = aoi.get(at("question", draft, row["uid"])).content.decode()
    assert "0,5" in page
    assert "点数は、すべての選択肢に" in page


def test_questions_and_sections_are_added_moved_and_removed_by_buttons(cast, aoi, draft):
    first, second = rows(cast, draft)[:2]
    aoi.post(at("move", draft, second["uid"]), {"way": "up"})
    assert [row["id"] for row in rows(cast, draft)[:2]] == [second["id"], first["id"]]
    aoi.post(at("move", draft, second["uid"]), {"place": "3"})
    assert [row["id"] for row in rows(cast, draft)].index(second["id"]) == 3
    other = content(cast, draft)["sections"][1]["uid"]
    aoi.post(at("move", draft, second["uid"]), {"section": other})
    assert next(r for r in rows(cast, draft) if r["id"] == second["id"])["section"] == other
    aoi.post(at("remove", draft, first["uid"]))
    assert len(rows(cast, draft)) == 15
    added = aoi.post(at("add_question", draft), {"section": other})
    assert aoi.get(added.url).status_code == 200
    aoi.post(at("add_section", draft))
    newest = content(cast, draft)["sections"][-1]
    given = {"rev": 1, "ja": "新", "en": "New", "weight": "2.5", "key": "new", "do": "save"}
    aoi.post(at("section", draft, newest["uid"]), given)
    aoi.post(at("section", draft, newest["uid"]), {"do": "up"})
    assert content(cast, draft)["sections"][-2]["weight"] == 2.5
    aoi.post(at("section", draft, newest["uid"]), {"do": "remove"})
    assert len(content(cast, draft)["sections"]) == 4
    aoi.post(at("section", draft, other), {"do": "remove"})
    assert len(content(cast, draft)["sections"]) == 4


@pytest.mark.parametrize("weight", ["0", "-1", "1001", "heavy", "nan"])
def test_a_weight_that_cannot_be_keeps_the_one_before_and_says_so(cast, aoi, draft, weight):
    row = content(cast, draft)["sections"][0]
    typed_in = {"ja": "新", "en": "New", "weight": weight, "rev": row["rev"]}
    shown = aoi.post(at("section", draft, row["uid"]), typed_in, follow=True).content.decode()
    kept = content(cast, draft)["sections"][0]
    assert (kept["en"], kept["weight"]) == ("New", row["weight"])
    assert "1000" in shown


def test_the_head_is_changed_in_both_languages(cast, aoi, draft):
    form = aoi.get(at("head", draft)).context["form"]
    given = {**form.initial, "title_en": "Our check", "version": "2.0"}
    assert aoi.post(at("head", draft), given).status_code == 302
    assert content(cast, draft)["title"]["en"] == "Our check"
    assert aoi.post(at("head", draft), given).status_code == 422


def test_the_preview_draws_the_suppliers_card_in_both_languages(cast, aoi, draft):
    section = content(cast, draft)["sections"][0]["uid"]
    page = aoi.get(at("preview", draft), {"section": section}).content.decode()
    assert "sk-choice-words" in page
    assert ">はい<" in page
    assert ">Yes<" in page
    assert "Why does it not apply?" in page
    ids = [part.split('"')[0] for part in page.split('id="')[1:]]
    assert len(ids) == len(set(ids))


def test_publishing_shows_the_difference_and_confirms_the_map(cast, aoi, draft, alert_set):
    row = rows(cast, draft)[0]
    aoi.post(at("question", draft, row["uid"]), typed(row, ja="消火器を点検していますか。"))
    page = aoi.get(at("publish", draft)).content.decode()
    assert "消火器を点検していますか。" in page
    assert f'name="carry-{row["id"]}"' in page
    seen = draft_for(cast.aoi, draft).revision
    answer = aoi.post(at("publish", draft), {"rev": seen, f"carry-{row['id']}": ""})
    assert answer.status_code == 302
    newer = next(one for one in sets_for(cast.aoi) if one.version == "1.1")
    assert answer.url == reverse("asks:set", args=[newer.uid])
    both = {"old": str(alert_set.uid), "new": str(newer.uid)}
    page = aoi.get(reverse("editor:compare"), both).content.decode()
    assert "消火器を点検していますか。" in page
    assert "まだ誰も確認していません" not in page
    assert aoi.post(reverse("editor:compare"), both).status_code == 302
    again = aoi.post(at("publish", draft), {"rev": draft_for(cast.aoi, draft).revision})
    assert again.status_code == 422


def test_a_set_with_faults_is_not_offered_for_publishing(cast, aoi):
    uid = begin_draft(cast.aoi, organisation_uid=cast.home.uid, document={}, now=cast.now)
    page = aoi.get(at("publish", uid)).content.decode()
    assert "<form" not in page.split("<main")[1].split("</main>")[0]


def test_comparing_what_is_no_version_finds_nothing(aoi, alert_set):
    for old in ("x", "01890000-0000-7000-8000-000000000000"):
        given = {"old": old, "new": str(alert_set.uid)}
        assert aoi.get(reverse("editor:compare"), given).status_code == 404


def test_a_set_is_thrown_away_after_one_look(cast, aoi, draft):
    assert aoi.get(at("discard", draft)).status_code == 200
    aoi.post(at("discard", draft))
    assert aoi.get(at("draft", draft)).status_code == 404


def test_five_hundred_questions_are_shown_and_saved_quickly(cast, aoi):
    questions = [{"ja": f"設問{n}ですか。", "en": f"Question {n}?"} for n in range(500)]
    uid = begin_draft(
        cast.aoi, organisation_uid=cast.home.uid, document={"questions": questions}, now=cast.now
    )
    row = rows(cast, uid)[499]

    def seconds(act):
        act()
        started = time.perf_counter()
        assert act().status_code < 400
        return time.perf_counter() - started

    shown = seconds(lambda: aoi.get(at("draft", uid)))
    opened = seconds(lambda: aoi.get(at("question", uid, row["uid"])))

    def save():
        now = rows(cast, uid)[499]
        return aoi.post(at("question", uid, row["uid"]), typed(now, ja=f"{now['ja']}再"))

    saved = seconds(save)
    print(f"500 questions: page {shown:.3f} s, form {opened:.3f} s, saving {saved:.3f} s")
    assert max(shown, opened, saved) < 3
