"""Mails as servers and programs write them when a letter comes back, about letters of ours.

Each is shaped like those of one program; names, addresses and hosts are of reserved domains.
"""

from __future__ import annotations

import base64
import uuid
from email.header import Header

OURS = uuid.UUID("01937f2a-4c00-7a3b-9c11-2f60d1c4a907")
MESSAGE_ID = f"<{OURS}@sekisho.home.test>"
TO = "chika@asahi-parts.example"
LETTER = (
    f"From: sekisho@home.test\nTo: {TO}\nSubject: Request\nMessage-ID: {MESSAGE_ID}\n"
    "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n"
    "Please answer by 5.1.1 o'clock.\n"
)


def dsn(fields: str, *, words: str = "See below.", returned: str = LETTER, head: str = "") -> bytes:
    """A report by RFC 3464 with these fields about the recipient."""
    return (
        "Return-Path: <>\nFrom: Mail Delivery Subsystem <MAILER-DAEMON@mx.home.test>\n"
        f"To: sekisho@home.test\nSubject: Undelivered Mail Returned to Sender\n{head}"
        "Message-ID: <20261122010203.4F1@mx.home.test>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B"\n\n'
        f"--B\nContent-Type: text/plain; charset=us-ascii\n\n{words}\n\n"
        "--B\nContent-Type: message/delivery-status\n\n"
        f"Reporting-MTA: dns; mx.home.test\nArrival-Date: Sun, 22 Nov 2026 10:00:00 +0900\n\n"
        f"{fields}\n"
        f"--B\nContent-Type: message/rfc822\n\n{returned}\n--B--\n"
    ).encode()


def about(action: str, status: str, said: str = "", to: str = TO) -> str:
    """The fields about one recipient."""
    code = f"Diagnostic-Code: {said}\n" if said else ""
    return f"Final-Recipient: rfc822; {to}\nAction: {action}\nStatus: {status}\n{code}"


def plain(subject: str, text: str, *, head: str = "", charset: str = "utf-8") -> bytes:
    """A mail of one part, in answer to our letter, in the given charset."""
    body = base64.encodebytes(text.encode(charset, "replace"))
    return (
        f"From: {TO}\nTo: sekisho@home.test\nSubject: {Header(subject, charset).encode()}\n"
        f"In-Reply-To: {MESSAGE_ID}\nMessage-ID: <a1@asahi-parts.example>\n{head}"
        "MIME-Version: 1.0\n"
        f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: base64\n\n"
    ).encode("ascii") + body


POSTFIX = dsn(
    f"Original-Recipient: rfc822;{TO}\n"
    + about("failed", "5.1.1", f"smtp; 550 5.1.1 <{TO}>: Recipient address rejected: User unknown"),
    words="This is the mail system at host mx.home.test.\n\nI'm sorry to have to inform you ...",
)
POSTFIX_LATER = dsn(
    about(
        "delayed", "4.4.1", "X-Postfix; connect to mx.asahi-parts.example[192.0.2.1]:25: timed out"
    )
    + "Will-Retry-Until: Fri, 27 Nov 2026 10:00:00 +0900\n"
)
POSTFIX_GIVEN_UP = dsn(
    about(
        "failed", "4.4.1", "X-Postfix; connect to mx.asahi-parts.example[192.0.2.1]:25: timed out"
    )
)
# A server that said no more than three digits.
POSTFIX_BARE = dsn(about("failed", "5.0.0", "smtp; 550 Requested action not taken"))
EXIM = dsn(
    f"Action: failed\nFinal-Recipient: rfc822;{TO}\nStatus: 5.0.0\n"
    "Remote-MTA: dns; mx.asahi-parts.example\n"
    "Diagnostic-Code: smtp; 550 5.1.1 No such user here\n",
    head=f"X-Failed-Recipients: {TO}\nAuto-Submitted: auto-replied\n",
)
EXIM_BEFORE = (
    f"Return-path: <>\nX-Failed-Recipients: {TO}\nAuto-Submitted: auto-replied\n"
    "From: Mail Delivery System <Mailer-Daemon@mx.home.test>\nTo: sekisho@home.test\n"
    "Subject: Mail delivery failed: returning message to sender\nMessage-Id: <E1@mx.home.test>\n\n"
    "This message was created automatically by mail delivery software.\n\n"
    f"  {TO}\n    SMTP error from remote mail server after RCPT TO:<{TO}>:\n"
    "    550 Unrouteable address\n\n"
    f"------ This is a copy of the message, including all the headers. ------\n\n{LETTER}"
).encode()
EXCHANGE = dsn(
    f"Final-Recipient: rfc822;{TO}\nAction: failed\nStatus: 5.1.10\n"
    "Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found\n"
    "Remote-MTA: dns;mail.asahi-parts.example\nX-Display-Name: Chika\n",
    head=f"In-Reply-To: {MESSAGE_ID}\nReferences: {MESSAGE_ID}\n"
    "X-MS-Exchange-Message-Is-Ndr:\nAuto-Submitted: auto-replied\n",
)
EXCHANGE_EDGE = dsn(
    about("failed", "5.4.1", "smtp;550 5.4.1 Recipient address rejected: Access denied.")
)
EXCHANGE_FULL = dsn(about("failed", "5.2.2", "smtp;554 5.2.2 mailbox full; STOREDRV.Deliver"))
SENDMAIL = dsn(
    about("failed", "5.1.1", "SMTP; 550 5.1.1 <chika@asahi-parts.example>... User unknown"),
    words="   ----- The following addresses had permanent fatal errors -----\n"
    f"<{TO}>\n    (reason: 550 5.1.1 User unknown)",
)
SENDMAIL_NO_HOST = dsn(about("failed", "5.1.2", "SMTP; 550 Host unknown"))
GMAIL = dsn(
    f"Final-Recipient: rfc822; {TO}\nAction: failed\nStatus: 5.1.1\n"
    "Remote-MTA: dns; mx.asahi-parts.example. (192.0.2.1, the server for the domain.)\n"
    "Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist.\n"
    " 550-5.1.1 Please try double-checking the address. 550 5.1.1 - gsmtp\n"
    "Last-Attempt-Date: Sat, 21 Nov 2026 17:00:00 -0800 (PST)\n",
    head=f"In-Reply-To: {MESSAGE_ID}\nReferences: {MESSAGE_ID}\nX-Failed-Recipients: {TO}\n"
    "Auto-Submitted: auto-replied\n",
)
GMAIL_POLICY = dsn(about("failed", "5.7.26", "smtp; 550-5.7.26 Your email has been blocked"))
QMAIL = (
    "Return-Path: <>\nFrom: MAILER-DAEMON@mx.asahi-parts.example\nTo: sekisho@home.test\n"
    "Subject: failure notice\nDate: 22 Nov 2026 01:02:03 -0000\n\n"
    "Hi. This is the qmail-send program at mx.asahi-parts.example.\n"
    "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
    f"This is a permanent error; I've given up. Sorry it didn't work out.\n\n<{TO}>:\n"
    "Sorry, no mailbox here by that name. (#5.1.1)\n\n"
    f"--- Below this line is a copy of the message.\n\nReturn-Path: <sekisho@home.test>\n{LETTER}"
).encode()
JAPANESE_WORDS = (
    "Return-Path: <>\nFrom: postmaster@mx.asahi-parts.example\nTo: sekisho@home.test\n"
    "Subject: =?ISO-2022-JP?B?"
    + base64.b64encode("配信できませんでした".encode("iso2022_jp")).decode("ascii")
    + "?=\nMessage-ID: <j1@mx.asahi-parts.example>\n"
    "Content-Type: text/plain; charset=iso-2022-jp\n\n"
).encode() + (
    f"次の宛先は存在しません。\n{TO}\n\n----- 原文 -----\nMessage-ID: {MESSAGE_ID}\n".encode(
        "iso2022_jp"
    )
)
# The standard's second name for the same part (RFC 6533), for addresses beyond ASCII.
GLOBAL = POSTFIX.replace(b"message/delivery-status", b"message/global-delivery-status")
# Only the headers of the letter come back, as `RET=HDRS` asks for.
HEADERS_ONLY = POSTFIX.replace(b"message/rfc822", b"text/rfc822-headers")
RELAYED = dsn(about("relayed", "2.1.9"))
RECEIPT = (
    f"From: {TO}\nTo: sekisho@home.test\nSubject: Read: Request\nIn-Reply-To: {MESSAGE_ID}\n"
    "Message-ID: <r1@asahi-parts.example>\nMIME-Version: 1.0\n"
    'Content-Type: multipart/report; report-type=disposition-notification; boundary="B"\n\n'
    "--B\nContent-Type: text/plain\n\nYour message was read.\n"
    "--B\nContent-Type: message/disposition-notification\n\n"
    f"Final-Recipient: rfc822;{TO}\nDisposition: manual-action/MDN-sent-manually; displayed\n"
    "--B--\n"
).encode()
EXCHANGE_AWAY = plain(
    "Automatic reply: Request",
    "Thank you for your mail. I am out of the office until 1 December 2026.\n",
    head="Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\n",
)
JAPANESE_AWAY = plain(
    "自動応答: 【架空】ご確認のお願い",
    "いつもお世話になっております。\n11月24日〜12月1日まで休暇をいただいております。\n"
    "お急ぎの場合は総務部までご連絡ください。\n\n設立 2027年3月1日\n",
    head="Auto-Submitted: auto-replied\n",
    charset="iso-2022-jp",
)
ANSWERED = plain("Re: 【架空】ご確認のお願い", "確認して折り返します。\n", charset="cp932")
