"""A questionnaire with every kind of answer, its words, and a workbook written and read back."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from typing import Any

from sekisho.adapters.sheets import open_sheet, write_form
from sekisho.engines.questionnaire import (
    Answer,
    Plan,
    QuestionSetVersion,
    Respondent,
    StoredAnswer,
    parse_set,
)
from sekisho.engines.workbook import (
    Expected,
    FileReading,
    Stamp,
    Table,
    Wish,
    Words,
    find_stamp,
    lay_out,
    read_answers,
)

HEADINGS = {
    "ja": {
        "number": "番号",
        "category": "分類",
        "question": "設問",
        "help": "説明",
        "answer": "回答",
        "followup": "補足",
        "reason": "該当しない理由",
        "what": "実施すること",
        "who": "担当",
        "due": "期限",
    },
    "en": {
        "number": "No.",
        "category": "Part",
        "question": "Question",
        "help": "Notes",
        "answer": "Answer",
        "followup": "Details",
        "reason": "Why not",
        "what": "What",
        "who": "Who",
        "due": "By when",
    },
}
BELOW = {"ja": "下の行に○", "en": "Mark the lines below"}


def mac(text: str) -> str:
    return hashlib.sha256(b"key" + text.encode()).hexdigest()[:32]


def words(language: str) -> Words:
    return Words(
        language=language,
        guide="案内" if language == "ja" else "Guide",
        questions="設問" if language == "ja" else "Questions",
        headings=HEADINGS[language],
        lead="黄色のセルに記入",
        choose="選択",
        mark_below=BELOW[language],
        mark_here="○",
        file_elsewhere="回答ページで",
        write_text="記入",
        write_date="日付",
        write_number="数",
        whole_number="整数",
        unit="単位 %(unit)s",
        at_least="%(limit)s以上",
        at_most="%(limit)s以下",
        only_if="（%(conditions)sの場合のみ）",
        answered="問%(number)sが%(choices)s",
        not_answered="問%(number)sが%(choices)s以外",
        both="かつ",
        either="または",
        or_word="か",
        quoted="「%(text)s」",
        remark_when="%(choices)sなら: %(text)s",
        remark_always="補足: %(text)s",
        list_error="一覧から",
    )


def _question(key: str, kind: str, ja: str, en: str, **more: Any) -> dict[str, Any]:
    return {"id": key, "category": "c1", "kind": kind, "ja": ja, "en": en, **more}


def document() -> dict[str, Any]:
    label = {
        "yes": {"ja": "はい", "en": "Yes"},
        "no": {"ja": "いいえ", "en": "No"},
        "partial": {"ja": "一部実施", "en": "Partly"},
        "na": {"ja": "該当なし", "en": "Not applicable"},
        "unknown": {"ja": "わからない", "en": "Do not know"},
    }
    mfa = _question("MFA", "yes_no", "多要素認証を使っていますか。", "Is MFA used?")
    del mfa["kind"]
    mfa["followup"] = {
        "when": ["no", "partial"],
        "ja": "対象外の仕組み",
        "en": "What is not covered",
    }
    mfa["help"] = {"ja": "MFAの説明", "en": "About MFA"}
    logs = _question("LOG", "yes_no", "ログを残していますか。", "Are logs kept?")
    del logs["kind"]
    logs["condition"] = {"question": "MFA", "is": ["yes", "partial"]}
    return {
        "form": 1,
        "id": "every-kind",
        "version": "1.0",
        "title": {"ja": "点検", "en": "Check"},
        "source": {"id": "OWN", "ja": "自社", "en": "Own"},
        "licence": "Apache-2.0",
        "use": {"ja": "試し", "en": "Trial"},
        "respondent": "supplier",
        "yes_no_labels": label,
        "categories": [{"id": "c1", "weight": 100, "ja": "対策", "en": "Measures"}],
        "questions": [
            mfa,
            logs,
            _question(
                "OFTEN",
                "single",
                "頻度をお選びください。",
                "How often?",
                choices=[
                    {"key": "daily", "ja": "毎日", "en": "Every day"},
                    {"key": "weekly", "ja": "毎週", "en": "Every week"},
                ],
            ),
            _question(
                "WHERE",
                "multiple",
                "保管先をすべてお選びください。",
                "Where is it kept?",
                choices=[
                    {"key": "office", "ja": "社内", "en": "In the office"},
                    {"key": "cloud", "ja": "クラウド", "en": "Cloud"},
                    {"key": "none", "ja": "どこにもない", "en": "Nowhere"},
                ],
            ),
            _question("HOW", "text", "方法をお書きください。", "How?"),
            _question(
                "COUNT", "number", "台数", "How many?", number={"min": 0, "max": 500, "whole": True}
            ),
            _question("DAY", "date", "実施日", "On which day?"),
            _question("PROOF", "file", "証跡", "Evidence", required=False),
        ],
    }


def every_kind() -> QuestionSetVersion:
    return parse_set(document())


STAMP = Stamp("0192-a", "SK-2026-001", "every-kind", "1.0", "ja", "2026-11-22T09:00:00+00:00")


def stored(answers: Mapping[str, Answer], revision: int = 1) -> dict[str, StoredAnswer]:
    return {
        key: StoredAnswer(answer, revision, "2026-11-22T00:00:00+00:00", "Chika")
        for key, answer in answers.items()
    }


FULL = {
    "MFA": Answer(
        ("partial",), followup="工場のVPN", plan=Plan("全拠点に入れる", "情シス", "2026-12-25")
    ),
    "LOG": Answer(("na",), reason="機器がない"),
    "OFTEN": Answer(("weekly",)),
    "WHERE": Answer(("office", "cloud")),
    "HOW": Answer(text="=1+1 と書いた\n二行目"),
    "COUNT": Answer(number="120"),
    "DAY": Answer(date="2026-12-07"),
}


def written(
    answers: Mapping[str, StoredAnswer] | None = None,
    language: str = "ja",
    questions: QuestionSetVersion | None = None,
) -> bytes:
    wish = Wish(
        questions=questions or every_kind(),
        role=Respondent.SUPPLIER,
        stored=answers or {},
        stamp=STAMP,
        words=words(language),
        title="緊急点検",
        guide=(("依頼元", "本社"), ("期限", "2026-12-01")),
    )
    out = io.BytesIO()
    write_form(out, lay_out(wish, mac))
    return out.getvalue()


def tables_of(data: bytes) -> tuple[Table, ...]:
    sheet = open_sheet(io.BytesIO(data), name="t.xlsx")
    names = sheet.sheet_names + sheet.hidden_sheet_names
    return tuple(Table(name, tuple(sheet.rows(name))) for name in names)


def reading_of(
    tables: tuple[Table, ...], questions: QuestionSetVersion | None = None
) -> FileReading:
    asked = (questions or every_kind()).questions
    stamp = find_stamp(tables)
    expected = Expected(asked, stamp, tuple(HEADINGS.values()), (*BELOW.values(), "回答ページで"))
    return read_answers(tables, expected, mac)
