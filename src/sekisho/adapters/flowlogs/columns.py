"""Which column is which, guessed from headings that logs commonly have; a person may correct it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum


class Role(StrEnum):
    """What a column of a log tells. TIME to ACTION may be missing."""

    SOURCE = "source"
    TARGET = "target"
    PORT = "port"
    TIME = "time"
    PROTOCOL = "protocol"
    SIZE = "size"
    ACTION = "action"


ROLES = tuple(Role)
NEEDED = (Role.SOURCE, Role.TARGET, Role.PORT)
# The commonest first; of a log that has several the first counts.
_HEADINGS: Mapping[Role, tuple[str, ...]] = {
    Role.SOURCE: (
        *("id.orig_h", "srcaddr", "srcip", "src_ip", "source_ip", "source ip", "source address"),
        *("src", "source", "src_addr", "sourceaddress", "sourceip", "source.ip", "client_ip"),
        *(
            "送信元ip",
            "送信元ipアドレス",
            "送信元アドレス",
            "送信元",
            "発信元",
            "接続元",
            "接続元ip",
        ),
    ),
    Role.TARGET: (
        *("id.resp_h", "dstaddr", "dstip", "dst_ip", "dest_ip", "destination_ip"),
        *("destination ip", "destination address", "dst", "dest", "destination", "dst_addr"),
        *("destinationaddress", "destinationip", "destination.ip", "server_ip"),
        *(
            "宛先ip",
            "宛先ipアドレス",
            "宛先アドレス",
            "宛先",
            "送信先",
            "送信先ip",
            "接続先",
            "接続先ip",
        ),
    ),
    Role.PORT: (
        *("id.resp_p", "dstport", "dst_port", "dest_port", "destination_port", "destination port"),
        *("destinationport", "destination.port", "dport", "port", "service_port"),
        *("宛先ポート", "宛先ポート番号", "送信先ポート", "接続先ポート", "ポート", "ポート番号"),
    ),
    Role.TIME: (
        *("ts", "start", "timestamp", "time", "datetime", "date", "start_time", "receive time"),
        *(
            "generated time",
            "eventtime",
            "@timestamp",
            "日時",
            "時刻",
            "発生日時",
            "開始時刻",
            "受信日時",
        ),
    ),
    Role.PROTOCOL: (
        "proto",
        "protocol",
        "ip_protocol",
        "ip protocol",
        "プロトコル",
        "通信プロトコル",
    ),
    Role.SIZE: (
        *("bytes", "octets", "sentbyte", "total_bytes", "orig_bytes", "bytes_sent", "size"),
        *("バイト", "バイト数", "通信量", "データ量", "転送量", "送信バイト数"),
    ),
    Role.ACTION: (
        *("action", "conn_state", "disposition", "verdict", "result", "status"),
        *("動作", "アクション", "処理", "判定", "結果"),
    ),
}


def guessed(columns: Iterable[str]) -> dict[Role, str]:
    """The columns by role, as far as their headings tell; no column stands for two roles."""
    by_word = {_folded(name): name for name in reversed(list(columns))}
    found: dict[Role, str] = {}
    for role, words in _HEADINGS.items():
        name = next((by_word[_folded(word)] for word in words if _folded(word) in by_word), None)
        if name is not None and name not in found.values():
            found[role] = name
    return found


def _folded(text: str) -> str:
    words = unicodedata.normalize("NFKC", text).casefold()
    return "".join(mark for mark in words if mark not in " _-　")
