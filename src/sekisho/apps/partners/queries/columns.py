"""The columns of the list of partners: one table for import, export and template."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column: its field, headings in both languages, and other headings seen in practice."""

    field: str
    ja: str
    en: str
    also: tuple[str, ...] = ()

    def heading(self, language: str) -> str:
        """The heading as written in a sheet of that language."""
        return self.en if language.startswith("en") else self.ja


def _column(field: str, ja: str, en: str, also: str = "") -> ListColumn:
    return ListColumn(field, ja, en, tuple(filter(None, also.split("|"))))


COLUMNS: tuple[ListColumn, ...] = (
    _column(
        "own_code", "取引先コード", "Partner code",
        "自社コード|コード|code|supplier code|vendor code|vendor no|仕入先コード|取引先番号"
        "|管理番号"
        "|supplier id|vendor id|仕入先cd|取引先cd|業者コード|own code",
    ),
    _column(
        "name", "組織名", "Name",
        "会社名|取引先名|企業名|社名|名称|商号|仕入先名|取引先|法人名|会社名称|company|company name"
        "|supplier|supplier name|vendor|vendor name|organisation|organization|organisation name"
        "|organization name|partner|partner name|業者名|name (japanese)|正式名称",
    ),
    _column(
        "name_kana", "組織名カナ", "Name (kana)",
        "会社名カナ|フリガナ|ふりがな|カナ|社名カナ|取引先名カナ|kana|よみ|読み|企業名カナ",
    ),
    _column(
        "name_en", "英語名", "Name (English)",
        "会社名英語|英文名|英文社名|英語表記|english name|name en|英名|英語社名"
        "|company name (english)",
    ),
    _column(
        "corporate_number", "法人番号", "Corporate number",
        "法人no|corporate no|hojin number|houjin bangou|法人番号13桁|登録番号|corporate id",
    ),
    _column("country", "国", "Country", "国名|国コード|国・地域|所在国|country code|nation"),
    _column("capital_yen", "資本金", "Capital (JPY)", "capital|資本金円|paid-in capital"),
    _column(
        "headcount", "従業員数", "Employees",
        "社員数|人数|従業員|headcount|head-count|head count|number of employees|従業員数名",
    ),
    _column(
        "kind", "取引区分", "Relation",
        "取引種別|区分|取引関係|取引内容区分|relation kind|relationship|type|種別|business type",
    ),
    _column(
        "what", "供給品目", "What is supplied",
        "品目|取引内容|供給内容|納入品|品名|業務内容|委託内容|supplies|items|goods|service|product",
    ),
    _column(
        "customer", "取引するグループ会社", "Group company",
        "グループ会社|納入先|取引会社|発注元|発注会社|取引元|customer|our company|buyer company"
        "|当社側会社|主管会社",
    ),
    _column(
        "parent", "上位の取引先", "Supplies through",
        "一次取引先|上位取引先|親取引先|納入先取引先|tier-1 parent|tier1|tier 1|tier-1 supplier"
        "|parent supplier|parent|一次請け|元請け|直接取引先|supplies to",
    ),
    _column("tags", "タグ", "Tags", "tag|分類|ラベル|グループ分け|label|labels"),
    _column("department", "担当部署", "Department", "部署|部署名|所属|所属部署|役職|division|dept"),
    _column(
        "contact", "担当者名", "Contact name",
        "担当者|氏名|担当|窓口|窓口担当者|ご担当者|ご担当者名|連絡先担当者|contact|contact person"
        "|person in charge|先方担当者",
    ),
    _column(
        "email", "メールアドレス", "E-mail",
        "メール|eメール|e-mailアドレス|email|mail|e-mail address|email address|mail address"
        "|連絡先メール|アドレス",
    ),
    _column("phone", "電話番号", "Phone", "電話|tel|telephone|phone number|連絡先電話|連絡先"),
    _column("language", "言語", "Language", "使用言語|連絡言語|lang|希望言語"),
    _column(
        "purposes", "担当の用件", "Purpose",
        "用途|役割|担当区分|連絡区分|用件|purposes|role|contact purpose|担当業務",
    ),
    _column(
        "owner", "社内担当者", "Owner on our side",
        "当社担当者|当社担当|購買担当|バイヤー|主管担当者|調達担当|buyer|owner|our contact"
        "|弊社担当者|社内担当|person in charge (ours)",
    ),
    _column("note", "備考", "Note", "メモ|特記事項|コメント|notes|remarks|comment|memo"),
)  # fmt: skip
FIELDS = tuple(column.field for column in COLUMNS)
ORGANISATION_FIELDS = (
    *("own_code", "name", "name_kana", "name_en"),
    *("corporate_number", "country", "capital_yen", "headcount"),
)
CONTACT_FIELDS = ("department", "contact", "email", "phone", "language", "purposes")
_LEAST_HEADINGS = 2
_HEADING_ROWS = 20
_SIGNS = re.compile(r"[\s　_\-‐－ー・:：*＊※（）()\[\]【】「」/／.．#＃]+")


def _plain(text: str) -> str:
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text).casefold())


def _unbracketed(text: str) -> str:
    return re.sub(r"[(（\[【].*?[)）\]】]", "", text)


_BY_HEADING: dict[str, str] = {}
for _one in COLUMNS:
    for _word in (_one.ja, _one.en, _one.field, *_one.also):
        _BY_HEADING.setdefault(_plain(_word), _one.field)


def field_of_heading(heading: str) -> str | None:
    """The field that a heading in either language means, None when it is not known."""
    whole = _BY_HEADING.get(_plain(heading))
    return whole or _BY_HEADING.get(_plain(_unbracketed(heading)))


def guess_mapping(headings: Sequence[str]) -> dict[int, str]:
    """Column position to field for the headings that are known; the first of a field counts."""
    mapping: dict[int, str] = {}
    for position, heading in enumerate(headings):
        field = field_of_heading(heading) if heading.strip() else None
        if field is not None and field not in mapping.values():
            mapping[position] = field
    return mapping


def heading_place(rows: Sequence[Sequence[str]]) -> int:
    """Which of the first rows holds the headings: the one with most known words, else the first."""
    known = [len(guess_mapping(cells)) for cells in rows[:_HEADING_ROWS]]
    best = max(known, default=0)
    return known.index(best) if best >= _LEAST_HEADINGS else 0


def mapping_fault(mapping: Mapping[int, str]) -> str:
    """Why a mapping will not do, as an error code; empty when it will."""
    fields = list(mapping.values())
    if len(set(fields)) != len(fields):
        return "partners.import_field_twice"
    return "" if {"name", "own_code"} & set(fields) else "partners.import_no_name"
