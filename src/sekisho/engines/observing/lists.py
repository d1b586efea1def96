"""Columns of account lists and reports of machines, guessed from headings; cells as values."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sekisho.engines.questionnaire import read_date

NAME, PARTNER, SYSTEM = "name", "partner", "system"
SIGN_IN, MFA, ENABLED, BLOCKED = "sign_in", "mfa", "enabled", "blocked"
ACCOUNT_ROLES = (NAME, PARTNER, SIGN_IN, MFA, ENABLED, SYSTEM)
MACHINE_ROLES = (NAME, PARTNER, BLOCKED)
NEEDED_OF_ACCOUNTS, NEEDED_OF_MACHINES = (NAME, PARTNER), (NAME, BLOCKED)
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    NAME: (
        *("userprincipalname", "account", "accountname", "username", "user", "login", "email"),
        *("mail", "device", "devicename", "computer", "computername", "hostname", "name"),
        *(
            "アカウント",
            "アカウント名",
            "ユーザー",
            "ユーザー名",
            "ユーザーid",
            "端末名",
            "端末",
            "機器名",
        ),
    ),
    PARTNER: (
        *("partner", "company", "companyname", "organisation", "organization", "vendor"),
        *("取引先", "取引先名", "会社", "会社名", "所属", "所属会社", "組織", "委託先"),
    ),
    SIGN_IN: (
        *("lastsignin", "lastsignindate", "lastsignindatetime", "lastlogon", "lastlogondate"),
        *(
            "lastlogin",
            "最終サインイン",
            "最終サインイン日時",
            "最終ログイン",
            "最終ログイン日時",
            "最終利用日",
        ),
    ),
    MFA: (
        *("mfa", "mfaenabled", "mfastatus", "mfaregistered", "ismfaregistered", "2fa"),
        *("多要素認証", "二要素認証", "mfa登録"),
    ),
    ENABLED: (
        *("enabled", "accountenabled", "active", "isenabled", "status"),
        *("有効", "状態", "アカウントの状態", "有効無効"),
    ),
    SYSTEM: ("system", "application", "app", "システム", "入る先", "利用システム"),
    BLOCKED: (
        *("blockcontentexecutionfrominternet", "macropolicy", "macrosblocked", "macrofrominternet"),
        *("macro", "マクロ", "マクロ設定", "マクロのブロック", "インターネットからのマクロ"),
    ),
}
_YES = frozenset(
    {
        *("yes", "y", "true", "1", "enabled", "enforced", "active", "on", "registered", "blocked"),
        *("block", "はい", "有効", "有", "あり", "済", "登録済み", "ブロック", "ブロックする", "○"),
    }
)
_NO = frozenset(
    {
        *("no", "n", "false", "0", "disabled", "inactive", "off", "notregistered", "allowed"),
        *("allow", "none", "notblocked", "suspended", "locked"),
        *("いいえ", "無効", "無", "なし", "未", "未登録", "許可", "ブロックしない", "停止", "×"),
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list by role. None is what it does not tell, or in words nobody knows."""

    number: int
    name: str
    partner: str
    system: str
    sign_in: date | None
    has_mfa: bool | None
    is_enabled: bool | None
    is_blocked: bool | None


def guessed_columns(columns: Iterable[str], roles: Sequence[str]) -> dict[str, str]:
    """The columns by role, as far as their headings tell; no column stands for two roles."""
    by_word = {_folded(name): name for name in reversed(list(columns))}
    found: dict[str, str] = {}
    for role in roles:
        name = next((by_word[word] for word in _HEADINGS[role] if word in by_word), None)
        if name is not None and name not in found.values():
            found[role] = name
    return found


def read_line(number: int, cells: Mapping[str, str]) -> Line | None:
    """A row by role; None when it has no name, or a day of sign-in that is none."""
    name, told = cells.get(NAME, "").strip(), cells.get(SIGN_IN, "").strip()
    sign_in = _day(told)
    if not name or (told and sign_in is None and _folded(told) not in {"", "never", "なし"}):
        return None
    return Line(
        number,
        name[:120],
        cells.get(PARTNER, "").strip(),
        cells.get(SYSTEM, "").strip()[:120],
        sign_in,
        _yes_no(cells.get(MFA, "")),
        _yes_no(cells.get(ENABLED, "")),
        _yes_no(cells.get(BLOCKED, "")),
    )


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return datetime.fromisoformat(text.replace("/", "-")).date()
    except ValueError:
        return read_date(text.split(" ", maxsplit=1)[0].split("T", maxsplit=1)[0])


def _yes_no(text: str) -> bool | None:
    word = _folded(text)
    return True if word in _YES else False if word in _NO else None


def _folded(text: str) -> str:
    words = unicodedata.normalize("NFKC", text).casefold()
    return "".join(mark for mark in words if mark not in " _-./()　")
