"""Mails of strangers that are made to keep busy whoever reads them."""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest

CPU_SECONDS = 10  # many times what it takes; minutes to hours where cost grows by the square
SIZE = 250_000  # a mail is read up to 256 KiB

_SERVER = b"From: MAILER-DAEMON@h.example\r\n"
_STATUS = (
    b"Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n--x\r\n"
    b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; h.example\r\n\r\n"
    b"Final-Recipient: rfc822; %s\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--x--\r\n"
)
_MAILS = {
    "a recipient without an end": _STATUS % (b"a" * SIZE),
    "a failed recipient without an end": _SERVER + b"X-Failed-Recipients: " + b"a" * SIZE,
    "a line of dashes": _SERVER + b"\r\nhello\r\n" + b"-" * SIZE + b"x\r\n",
    "a word without an end": _SERVER + b"\r\nhello\r\n" + b"a" * SIZE,
    "a media type full of parameters": _SERVER
    + b'Content-Type: text/plain; a="'
    + b";" * SIZE
    + b"\r\n\r\nhello\r\n",
    "many parts": b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n" * (SIZE // 5),
    "many groups": b"Content-Type: message/delivery-status\r\n\r\n"
    + b"Action: failed\r\n\r\n" * (SIZE // 18),
}
_READ = (
    "import sys; from datetime import date; from sekisho.adapters.mailboxes import read_report; "
    "print(read_report(sys.stdin.buffer.read(), today=date(2026, 1, 5)).kind)"
)


@pytest.mark.parametrize("mail", _MAILS.values(), ids=_MAILS)
def test_a_mail_made_to_be_slow_is_read_like_any_other(mail):
    read = subprocess.run(
        [sys.executable, "-c", _READ],
        input=mail,
        capture_output=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS)),
    )

    assert read.returncode == 0, read.stderr.decode()
