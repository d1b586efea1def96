"""What mails say of a letter: tables of mails as servers and programs write them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.adapters.mailboxes import Kind, kind_of_status, letter_marks, read_report
from sekisho.adapters.mailboxes.marks import return_address
from tests.factories import returned_mails as mails
from tests.factories.returned_mails import OURS, TO, about, dsn, plain

TODAY = date(2026, 11, 22)


def read(raw: bytes):
    return read_report(raw, today=TODAY)


@pytest.mark.parametrize(
    ("mail", "kind", "status"),
    [
        ("POSTFIX", Kind.HARD, "5.1.1"),
        ("POSTFIX_LATER", Kind.DELAYED, "4.4.1"),
        ("POSTFIX_GIVEN_UP", Kind.SOFT, "4.4.1"),
        ("POSTFIX_BARE", Kind.HARD, "5.0.0"),
        ("EXIM", Kind.HARD, "5.1.1"),
        ("EXIM_BEFORE", Kind.HARD, ""),
        ("EXCHANGE", Kind.HARD, "5.1.10"),
        ("EXCHANGE_EDGE", Kind.HARD, "5.4.1"),
        ("EXCHANGE_FULL", Kind.SOFT, "5.2.2"),
        ("SENDMAIL", Kind.HARD, "5.1.1"),
        ("SENDMAIL_NO_HOST", Kind.HARD, "5.1.2"),
        ("GMAIL", Kind.HARD, "5.1.1"),
        ("GMAIL_POLICY", Kind.SOFT, "5.7.26"),
        ("QMAIL", Kind.HARD, "5.1.1"),
        ("JAPANESE_WORDS", Kind.HARD, ""),
        ("GLOBAL", Kind.HARD, "5.1.1"),
        ("HEADERS_ONLY", Kind.HARD, "5.1.1"),
    ],
)
def test_a_bounce_is_judged_and_belongs_to_the_letter_that_it_returns(mail, kind, status):
    found = read(getattr(mails, mail))
    assert (found.kind, found.status) == (kind, status)
    assert found.marks == (OURS,)
    assert TO in found.recipients


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_line_ends_make_no_difference(line_end):
    for mail in (mails.POSTFIX, mails.EXIM_BEFORE, mails.QMAIL, mails.JAPANESE_AWAY):
        other = read(mail.replace(b"\n", line_end))
        assert (other.kind, other.marks) == (read(mail).kind, read(mail).marks)


def test_what_our_own_letter_says_is_no_word_of_the_server():
    silent = mails.EXIM_BEFORE.replace(b"550 Unrouteable address", b"it did not work out")
    found = read(silent)
    assert (found.kind, found.status) == (Kind.SOFT, "")


def test_a_relay_that_passed_a_letter_on_says_nothing_of_the_address():
    assert read(mails.RELAYED).kind is Kind.OTHER


def test_a_receipt_of_reading_is_neither_a_bounce_nor_an_answer():
    assert read(mails.RECEIPT).kind is Kind.OTHER


def test_the_address_to_which_it_came_names_the_letter_when_nothing_is_returned():
    to = return_address("bounces@home.test", OURS)
    bare = dsn(about("failed", "5.1.1"), returned="", head=f"Delivered-To: {to}\n")
    assert read(bare).marks == (OURS,)


def test_an_address_in_the_letters_own_notation_is_read():
    fields = about("failed", "5.1.1", to="chika+2Btest@asahi-parts.example")
    assert "chika+test@asahi-parts.example" in read(dsn(fields)).recipients


@pytest.mark.parametrize(
    ("subject", "text", "until"),
    [
        ("Out of office", "I am away from 24 Nov until December 1st, 2026.", date(2026, 12, 1)),
        ("Out of Office Re: Request", "I will be back on 2026-12-03.", date(2026, 12, 3)),
        ("Automatic reply: Request", "Back on 12/1.", None),
        ("不在のお知らせ", "12/1(火)から出社いたします。", date(2026, 12, 1)),
        ("不在のお知らせ", "12月1日(火)に戻ります。", date(2026, 12, 1)),
        ("【不在】担当", "令和8年12月4日まで出張のため不在です。", date(2026, 12, 4)),
        ("休暇中です", "11/25〜12/2 休暇。戻りは12/3です。", date(2026, 12, 3)),
        (
            "年末年始休業のお知らせ",
            "2026年12月29日から2027年1月4日まで休業します。",
            date(2027, 1, 4),
        ),
        ("不在のお知らせ", "1月5日まで休業です。", date(2027, 1, 5)),
        ("不在のお知らせ", "10月1日まで不在でした。", None),
        ("不在のお知らせ", "2月30日まで不在です。", None),
        ("不在のお知らせ", "しばらく不在にしております。", None),
        ("不在のお知らせ", "不在です。\n設立記念日 2027年3月1日", None),
    ],
)
def test_the_day_of_return_is_read_where_it_can_be(subject, text, until):
    found = read(plain(subject, text, head="Auto-Submitted: auto-replied\n"))
    assert (found.kind, found.until) == (Kind.ABSENCE, until)


@pytest.mark.parametrize("mail", ["EXCHANGE_AWAY", "JAPANESE_AWAY"])
def test_an_absence_belongs_to_the_letter_of_its_thread(mail):
    found = read(getattr(mails, mail))
    assert (found.kind, found.marks) == (Kind.ABSENCE, (OURS,))
    assert found.until == date(2026, 12, 1)


@pytest.mark.parametrize(
    "head",
    [
        "Auto-Submitted: auto-replied\n",
        "Auto-Submitted: auto-replied; owner-email=x\n",
        "X-Autoreply: yes\n",
        "Precedence: auto_reply\n",
        "X-Autorespond: away\n",
        "Return-Path: <>\nAuto-Submitted: auto-replied\n",
    ],
)
def test_an_automatic_answer_is_known_by_its_headers(head):
    assert read(plain("Re: Request", "I am on vacation.", head=head)).kind is Kind.ABSENCE


def test_a_desk_that_confirms_receipt_is_not_away():
    mail = plain("【自動返信】お問い合わせありがとうございます", "受け付けました。")
    assert read(mail).kind is Kind.OTHER


def test_a_persons_answer_is_a_hint_and_a_list_is_none():
    assert read(mails.ANSWERED).kind is Kind.REPLY
    assert read(mails.ANSWERED).marks == (OURS,)
    listed = mails.ANSWERED.replace(b"MIME-Version", b"List-Id: <news.example>\nMIME-Version")
    assert read(listed).kind is Kind.OTHER


@pytest.mark.parametrize("charset", ["utf-8", "iso-2022-jp", "cp932", "shift_jis", "euc-jp"])
def test_japanese_is_read_in_every_charset_in_use(charset):
    mail = plain("不在のお知らせ", "12月1日まで不在です。", charset=charset)
    assert (read(mail).kind, read(mail).until) == (Kind.ABSENCE, date(2026, 12, 1))


@pytest.mark.parametrize(
    "charset", ["x-unknown", "iso-2022-jp", '"=?', "utf-8'ja'", "unicode-1-1-utf-7"]
)
def test_a_charset_that_is_unknown_or_wrong_stops_nothing(charset):
    mail = plain("不在のお知らせ", "12月1日まで不在です。", charset="cp932")
    wrong = mail.replace(b"charset=cp932", f"charset={charset}".encode())
    assert read(wrong).marks == (OURS,)


@pytest.mark.parametrize("codec", ["cp932", "iso2022_jp", "utf-8", "euc_jp"])
def test_a_subject_in_raw_bytes_is_read(codec):
    head = b"From: x@asahi-parts.example\nSubject: " + "不在のお知らせ".encode(codec)
    mail = head + f"\nIn-Reply-To: {mails.MESSAGE_ID}\n\n".encode() + "不在です".encode(codec)
    assert read(mail).kind is Kind.ABSENCE


def test_cut_mails_are_judged_by_what_is_there():
    whole = mails.POSTFIX
    at = whole.index(b"Please answer")
    assert read(whole[:at]).kind is Kind.HARD
    assert read(whole[:at]).marks == (OURS,)


@given(st.binary(max_size=400), st.sampled_from(["POSTFIX", "GLOBAL", "JAPANESE_AWAY", "QMAIL"]))
def test_no_mail_however_broken_stops_the_run(noise, mail):
    raw = getattr(mails, mail)
    place = len(noise) * 7 % len(raw)
    for broken in (noise, raw[:place] + noise + raw[place:], raw[: place + 1]):
        assert read(broken).kind in Kind


def test_the_same_mail_has_the_same_key_whatever_was_written_above_it():
    again = b"Received: from elsewhere\n" + mails.POSTFIX
    assert read(again).key == read(mails.POSTFIX).key
    assert read(mails.GMAIL).key == read(mails.POSTFIX).key, "the samples share their Message-ID"
    assert read(mails.QMAIL).key != read(mails.QMAIL + b"!").key, "without one its content counts"


def test_marks_are_ids_of_ours_only_and_few():
    many = " ".join(f"<{i:08x}-0000-7000-8000-{i:012x}@home.test>" for i in range(50))
    assert len(letter_marks([many])) == 20
    assert letter_marks(["<5f0c@asahi-parts.example>", "<01937f2a@home.test>"]) == ()
    assert letter_marks([f"x {mails.MESSAGE_ID}".upper()]) == (OURS,)


@pytest.mark.parametrize(
    ("status", "reply", "kind"),
    [
        ("5.1.1", "", Kind.HARD),
        ("5.1.6", "", Kind.HARD),
        ("5.1.8", "", Kind.SOFT),
        ("5.2.1", "", Kind.HARD),
        ("5.2.2", "552", Kind.SOFT),
        ("5.3.4", "", Kind.SOFT),
        ("5.4.4", "", Kind.HARD),
        ("5.4.7", "", Kind.SOFT),
        ("5.4.310", "550", Kind.HARD),
        ("5.5.0", "550", Kind.HARD),
        ("5.0.0", "554", Kind.SOFT),
        ("5.7.1", "550", Kind.SOFT),
        ("4.2.2", "", Kind.SOFT),
        ("", "550", Kind.HARD),
        ("", "554", Kind.SOFT),
        ("", "", Kind.SOFT),
    ],
)
def test_numbers_speak_against_an_address_or_do_not(status, reply, kind):
    assert kind_of_status(status, reply) is kind


@given(st.dates(TODAY, TODAY + timedelta(days=150)))
def test_every_day_to_come_is_read_as_it_was_written(day):
    written = f"{day.month}月{day.day}日まで不在です。"
    found = read(plain("不在のお知らせ", written, head="Auto-Submitted: auto-replied\n"))
    assert found.until == day


def test_a_report_holds_no_words_of_the_mail():
    found = read(mails.JAPANESE_AWAY)
    assert not re.search("休暇|総務", repr(found))
