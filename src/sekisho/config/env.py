"""Typed readers for the environment; a wrong value stops the start with a sentence.

Every variable is declared once in `VARIABLES`; the settings page of the docs and a house test read
that table. A secret may also come from a file named by `<NAME>_FILE`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sekisho.kernel.text import Bilingual


class WrongSetting(SystemExit):
    """A variable holds something Sekisho cannot start with; the message is the whole answer."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable of the environment: its kind, default as text, and what it is for."""

    name: str
    kind: str
    default: str
    help: Bilingual


def _variable(name: str, kind: str, default: str, en: str, ja: str) -> Variable:
    return Variable(name=name, kind=kind, default=default, help=Bilingual(ja=ja, en=en))


VARIABLES: tuple[Variable, ...] = (
    _variable(
        "SEKISHO_DATA",
        "folder",
        "var/data",
        "Folder of the embedded database and the encrypted files.",
        "組み込みデータベースと暗号化ファイルを置くフォルダー。",
    ),
    _variable(
        "SEKISHO_KEY_FILE",
        "file",
        "var/keys/sekisho.json",
        "File of the keys. It must lie outside SEKISHO_DATA and belongs in no back-up of it.",
        "鍵のファイル。SEKISHO_DATA の外に置き、同じバックアップに含めないでください。",
    ),
    _variable(
        "SEKISHO_DATABASE_URL",
        "text",
        "",
        "postgresql://user:password@host:port/name; empty means the embedded SQLite database.",
        "postgresql://利用者:パスワード@ホスト:ポート/名前。空なら組み込みの SQLite を使います。",
    ),
    _variable(
        "SEKISHO_BASE_URL",
        "url",
        "",
        "Address under which partners reach this installation, needed before real mail is sent.",
        "取引先から見たこのサイトのアドレス。実際のメールを送る前に必要です。",
    ),
    _variable(
        "SEKISHO_PORT",
        "whole",
        "8000",
        "Port of the local server.",
        "サーバーが使うポート番号。",
    ),
    _variable(
        "SEKISHO_BIND",
        "text",
        "127.0.0.1",
        "Address the server listens on.",
        "サーバーが待ち受けるアドレス。",
    ),
    _variable(
        "SEKISHO_SMTP_URL",
        "secret",
        "",
        "smtp://, smtps:// or smtp+starttls:// with user, password, host and port; empty keeps "
        "letters in the local mailbox.",
        "smtp://・smtps://・smtp+starttls:// の形で利用者・パスワード・ホスト・ポート。空なら手紙は"
        "ローカルの受信箱に残ります。",
    ),
    _variable(
        "SEKISHO_MAIL_FROM",
        "text",
        "sekisho@localhost",
        "Sender address of all mail.",
        "すべてのメールの差出人アドレス。",
    ),
    _variable(
        "SEKISHO_MAILBOX_URL",
        "secret",
        "",
        "imaps:// or imap+starttls:// with user, password, host, port and folder of the mailbox to "
        "which letters come back; empty reads none.",
        "手紙が戻ってくるメールボックス。imaps://・imap+starttls:// の形で利用者・パスワード・"
        "ホスト・ポート・フォルダー。空なら読みません。",
    ),
    _variable(
        "SEKISHO_MAILBOX_MINUTES",
        "whole",
        "5",
        "Minutes between two looks into that mailbox.",
        "そのメールボックスを読みに行く間隔（分）。",
    ),
    _variable(
        "SEKISHO_RETURN_ADDRESS",
        "text",
        "",
        "Address to which servers return letters; each letter gets its own by a + and its number, "
        "so the mailbox must take them. Empty returns to SEKISHO_MAIL_FROM.",
        "配信できない手紙の戻り先アドレス。「+」と番号を付けて手紙ごとに変えるため、それを受け取れる"
        "メールボックスが必要です。空なら SEKISHO_MAIL_FROM に戻ります。",
    ),
    _variable(
        "SEKISHO_BOUNCE_WEBHOOK_SECRET",
        "secret",
        "",
        "Secret of at least 32 characters with which a mail service signs news of letters that "
        "came back; empty takes none.",
        "メール配信サービスが不達などの知らせに署名するための、32文字以上の秘密の値。空なら受け取りません。",
    ),
    _variable(
        "SEKISHO_LANGUAGE",
        "choice:ja,en",
        "ja",
        "Language shown before somebody chooses one.",
        "利用者が選ぶ前に表示する言語。",
    ),
    _variable(
        "SEKISHO_TIME_ZONE",
        "zone",
        "Asia/Tokyo",
        "Zone in which the office reads times.",
        "画面に表示する時刻の地域。",
    ),
    _variable(
        "SEKISHO_UPLOAD_LIMIT_MB",
        "whole",
        "20",
        "Largest file taken in, in megabytes.",
        "受け取るファイルの上限（メガバイト）。",
    ),
    _variable(
        "SEKISHO_EVIDENCE_LIMIT_MB",
        "whole",
        "100",
        "Largest file with an answer, in megabytes, when a browser sends it in pieces.",
        "回答に添えるファイルを分けて送るときの上限（メガバイト）。",
    ),
    _variable(
        "SEKISHO_ACCEPT_MONTHS",
        "whole",
        "12",
        "Longest time for which the risk of a finding may be accepted, in months.",
        "指摘のリスク受容を認める最長の期間（か月）。",
    ),
    _variable(
        "SEKISHO_FOLLOW_UP_AHEAD_DAYS",
        "whole",
        "3",
        "Business days before a promised date at which a partner is reminded; 0 for no reminder.",
        "約束の日の何営業日前に取引先へお知らせするか。0 ならお知らせしません。",
    ),
    _variable(
        "SEKISHO_FOLLOW_UP_EVERY_DAYS",
        "whole",
        "3",
        "Business days between two letters about points that are past their date.",
        "約束の日を過ぎた項目について、次のお尋ねまで空ける営業日数。",
    ),
    _variable(
        "SEKISHO_FOLLOW_UP_TIMES",
        "whole",
        "3",
        "Letters about a point past its date before the owner is told; 0 sends none by itself.",
        "期日を過ぎた項目について、社内の担当者に知らせるまでにお尋ねする回数。"
        "0 なら自動では送りません。",
    ),
    _variable(
        "SEKISHO_DEBUG",
        "flag",
        "false",
        "Show details of failures on the page; never on a machine that partners reach.",
        "失敗の詳細を画面に出します。取引先から見える環境では使わないでください。",
    ),
)

_DECLARED = {variable.name: variable for variable in VARIABLES}


def _wrong(name: str, value: str, expected: str) -> WrongSetting:
    return WrongSetting(
        f"{name} is {value!r}, but it must be {expected}. Please correct it and start again."
    )


@dataclass(frozen=True, slots=True)
class Environment:
    """Readers over one set of variables. Every reader raises WrongSetting with a sentence."""

    values: Mapping[str, str]

    def text(self, name: str) -> str:
        """The value as it stands, without surrounding blanks."""
        return self.values.get(name, _DECLARED[name].default).strip()

    def secret(self, name: str) -> str:
        """The value, or the first line of the file that `<name>_FILE` names."""
        file_name = self.values.get(f"{name}_FILE", "").strip()
        if not file_name:
            return self.text(name)
        try:
            return Path(file_name).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise _wrong(f"{name}_FILE", file_name, "a file that can be read") from error

    def flag(self, name: str) -> bool:
        """True or false; nothing else is taken."""
        value = self.text(name).lower()
        if value not in {"true", "false", "1", "0", "yes", "no"}:
            raise _wrong(name, value, "true or false")
        return value in {"true", "1", "yes"}

    def whole(self, name: str, *, least: int, most: int) -> int:
        """A whole number within the bounds, both included."""
        value = self.text(name)
        if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
            raise _wrong(name, value, f"a whole number from {least} to {most}")
        return int(value)

    def choice(self, name: str) -> str:
        """One of the values that the declaration lists."""
        options = _DECLARED[name].kind.partition(":")[2].split(",")
        value = self.text(name)
        if value not in options:
            raise _wrong(name, value, "one of " + ", ".join(options))
        return value

    def path(self, name: str) -> Path:
        """An absolute path; a relative one counts from the folder of the start."""
        value = self.text(name)
        if not value:
            raise _wrong(name, value, "a path")
        return Path(value).expanduser().resolve()

    def zone(self, name: str) -> str:
        """The name of a time zone that this machine knows."""
        value = self.text(name)
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise _wrong(name, value, "a time zone such as Asia/Tokyo") from error
        return value

    def url(self, name: str) -> str:
        """An http or https address without query, ending in no slash; may be empty."""
        value = self.text(name)
        if not value:
            return ""
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
            raise _wrong(name, value, "an address such as https://sekisho.example.co.jp")
        return value.rstrip("/")


def environment() -> Environment:
    """The readers over this process's environment. Unknown SEKISHO_ names stop the start."""
    known = set(_DECLARED) | {f"{name}_FILE" for name in _DECLARED} | {"SEKISHO_CONFORMANCE_DATA"}
    for name in os.environ:
        is_ours = name.startswith("SEKISHO_") and not name.startswith("SEKISHO_TEST_")
        if is_ours and name not in known:
            listed = ", ".join(sorted(_DECLARED))
            raise WrongSetting(f"{name} is not a setting of Sekisho. Known settings: {listed}.")
    return Environment(values=dict(os.environ))
