"""The sheet that tells how to answer a printed letter, in the language of the letter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sekisho.adapters.documents import qr_svg
from sekisho.apps.accounts.actions.cards import Card
from sekisho.apps.accounts.queries import absolute_address

PAPER_PATH = "/r/paper/"  # public; the portal answers there

_WORDS: Mapping[str, Mapping[str, Any]] = {
    "ja": {
        "title": "回答のご案内",
        "intro": "画面からお答えいただけます。会員登録もメールアドレスも要りません。"
        "パソコンでも携帯電話でもお使いになれます。",
        "steps": (
            "右のQRコードを読み取るか、回答ページのアドレスをブラウザーに入力します。",
            "手紙番号（アドレスを入力したとき）と確認コードを入力します。大文字と小文字は問いません。",
            "画面に沿ってお答えください。途中で保存し、同じ手順で続きから再開できます。",
        ),
        "labels": ("回答ページ", "手紙番号", "確認コード", "回答期限"),
        "qr": "回答ページ（この手紙専用）",
        "notes": (
            "この紙は鍵と同じです。お答えになる方のほかには渡さず、お手元に保管してください。",
            "紛失されたときは、{phone}へご連絡ください。この紙の番号とコードを使えなくします。",
            "不審に思われるときは、すでにご存じの弊社の電話番号へお尋ねください。",
        ),
        "office": "差出人",
    },
    "en": {
        "title": "How to answer",
        "intro": "You can answer in a browser, on a computer or a phone. "
        "You need neither an account nor a mail address.",
        "steps": (
            "Scan the QR code, or type the address of the page into a browser.",
            "Enter the letter number (if you typed the address) and the code, in any case.",
            "Follow the pages. You can stop and go on later in the same way.",
        ),
        "labels": ("Page", "Letter number", "Code", "Deadline"),
        "qr": "Your page (this letter only)",
        "notes": (
            "This sheet is a key. Give it only to those who answer, and keep it.",
            "If it is lost, please tell us ({phone}): we make its number and code useless.",
            "In doubt, ring us at a number that you already know.",
        ),
        "office": "the sender",
    },
}


def slip_of(values: Mapping[str, str], card: Card, number: str, language: str) -> dict[str, Any]:
    """What stands on the sheet: address, letter number, code in groups, QR code of the link."""
    words = _WORDS[language]
    shown = (
        absolute_address(PAPER_PATH),
        shown_number(number),
        shown_code(card.code),
        values["deadline"],
    )
    phone = values["contact_phone"] or values["contact_mail"] or words["office"]
    return {
        "title": words["title"],
        "addressee": values["addressee"].splitlines(),
        "intro": words["intro"],
        "steps": list(words["steps"]),
        "qr": qr_svg(absolute_address(f"/r/{card.token}")),
        "qr_alt": words["qr"],
        "qr_label": words["qr"],
        "facts": [
            {"label": label, "value": value, "large": place in {1, 2}}
            for place, (label, value) in enumerate(zip(words["labels"], shown, strict=True))
        ],
        "notes": [one.format(phone=phone) for one in words["notes"]],
    }


def shown_number(number: str) -> str:
    """The number of a letter in groups: 1234-567-890."""
    return f"{number[:4]}-{number[4:7]}-{number[7:]}"


def shown_code(code: str) -> str:
    """A printed code in groups of four."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))
