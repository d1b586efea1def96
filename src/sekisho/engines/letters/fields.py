"""The fields that a letter may name: nothing else can be reached from a template."""

from __future__ import annotations

from dataclasses import dataclass

from sekisho.kernel.text import Bilingual


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in {{…}}, its label and a sample for the editor's preview.

    `is_required`: an ask's letter must carry it. `is_multiline`: its value may hold line breaks,
    so it may not stand in a subject.
    """

    name: str
    label: Bilingual
    sample: Bilingual
    is_required: bool = False
    is_multiline: bool = False


FIELDS = (
    Field(
        "addressee",
        Bilingual("宛名（敬称つき）", "Addressee, several lines"),
        Bilingual(
            "架空部品株式会社\n情報システム部\nチカ 様", "Chika\nIT Department\nKaku Parts Inc."
        ),
        is_multiline=True,
    ),
    Field(
        "salutation",
        Bilingual("書き出しの呼びかけ", "Salutation"),
        Bilingual("チカ 様", "Dear Chika,"),
    ),
    Field(
        "organisation",
        Bilingual("相手の組織名", "Their organisation"),
        Bilingual("架空部品株式会社", "Kaku Parts Inc."),
    ),
    Field(
        "department",
        Bilingual("相手の部署", "Their department"),
        Bilingual("情報システム部", "IT Department"),
    ),
    Field("contact", Bilingual("相手の担当者名", "Their contact"), Bilingual("チカ", "Chika")),
    Field(
        "colleague",
        Bilingual("先にお願いした担当者", "Who was asked first"),
        Bilingual("チカ 様", "Chika"),
    ),
    Field("honorific", Bilingual("敬称（様・御中）", "Honorific"), Bilingual("様", "")),
    Field(
        "link",
        Bilingual("回答用リンク", "Personal link"),
        Bilingual("https://sekisho.example/r/sample", "https://sekisho.example/r/sample"),
        is_required=True,
    ),
    Field("code", Bilingual("確認コード", "Code"), Bilingual("1234 5678", "1234 5678")),
    Field(
        "code_minutes",
        Bilingual("コードの有効時間（分）", "Minutes the code is valid"),
        Bilingual("10", "10"),
    ),
    Field(
        "deadline",
        Bilingual("回答期限", "Deadline"),
        Bilingual("2026年12月7日（月）", "7 Dec 2026"),
    ),
    Field(
        "sent_on",
        Bilingual("送付日", "Date of the letter"),
        Bilingual("2026年11月22日（日）", "22 Nov 2026"),
    ),
    Field(
        "received_on",
        Bilingual("回答を受け取った日", "Date of the reply"),
        Bilingual("2026年12月1日（火）", "1 Dec 2026"),
    ),
    Field(
        "ask_number",
        Bilingual("依頼番号", "Reference number"),
        Bilingual("SK-2026-014", "SK-2026-014"),
    ),
    Field(
        "check_number",
        Bilingual("確認番号（本物か確かめる番号）", "Check number, to see that it is genuine"),
        Bilingual("1234-567-897", "1234-567-897"),
    ),
    Field(
        "check_page",
        Bilingual("確認ページのアドレス", "Address of the page for check numbers"),
        Bilingual("https://sekisho.example/check/", "https://sekisho.example/check/"),
    ),
    Field(
        "ask_title",
        Bilingual("依頼の題名", "Title of the ask"),
        Bilingual("緊急点検のお願い", "Emergency check"),
    ),
    Field(
        "reason",
        Bilingual("お願いする理由", "Reason for asking"),
        Bilingual(
            "取引先を経由した攻撃が増えており、公的機関から注意喚起が出ています。",
            "Attacks through partners are increasing, and authorities have warned of them.",
        ),
        is_multiline=True,
    ),
    Field(
        "scope",
        Bilingual("対象範囲", "Scope"),
        Bilingual(
            "弊社とのお取引に用いる機器とサービス", "Devices and services used in our business"
        ),
    ),
    Field("question_count", Bilingual("設問の数", "Number of questions"), Bilingual("16", "16")),
    Field("minutes", Bilingual("回答にかかる分数", "Minutes to answer"), Bilingual("15", "15")),
    Field(
        "sender_organisation",
        Bilingual("自社名", "Our organisation"),
        Bilingual("関所工業株式会社", "Sekisho Industries Ltd."),
    ),
    Field(
        "sender_department",
        Bilingual("自部署", "Our department"),
        Bilingual("情報セキュリティ室", "Security Office"),
    ),
    Field(
        "contact_person",
        Bilingual("問い合わせ先の担当者", "Whom to ask"),
        Bilingual("アオイ", "Aoi"),
    ),
    Field(
        "contact_mail",
        Bilingual("問い合わせ先のメール", "Mail for questions"),
        Bilingual("aoi@sekisho.example", "aoi@sekisho.example"),
    ),
    Field(
        "contact_phone",
        Bilingual("問い合わせ先の電話", "Phone for questions"),
        Bilingual("03-0000-0000", "+81 3 0000 0000"),
    ),
)

FIELD_BY_NAME = {field.name: field for field in FIELDS}
REQUIRED = tuple(field.name for field in FIELDS if field.is_required)


def sample_values(language: str) -> dict[str, str]:
    """Every field's sample in that language, for a preview."""
    return {
        field.name: field.sample.en if language.startswith("en") else field.sample.ja
        for field in FIELDS
    }
