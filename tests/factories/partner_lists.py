"""Lists as people send them, and an import from upload to end in one call."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Sequence

import xlsxwriter

from sekisho.apps.partners import jobs
from sekisho.apps.partners.actions.imports import commit_import, set_mapping, start_import
from sekisho.apps.partners.models import ImportBatch
from sekisho.apps.partners.queries.imports import ImportView, import_for
from sekisho.kernel.actor import Actor
from tests.factories.cast import NOW

HEADINGS = ("取引先コード", "組織名", "法人番号", "国", "資本金", "担当者名", "メールアドレス")


def csv_of(*rows: Sequence[str], headings: Sequence[str] = HEADINGS, encoding="utf-8") -> bytes:
    target = io.StringIO()
    csv.writer(target).writerows((headings, *rows))
    return target.getvalue().encode(encoding)


def xlsx_of(*rows: Sequence[str], headings: Sequence[str] = HEADINGS) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("一覧")
    for number, cells in enumerate((headings, *rows)):
        sheet.write_row(number, 0, cells)
    book.close()
    return target.getvalue()


def check(actor: Actor, data: bytes, *, name: str = "list.csv") -> ImportView:
    """Upload and dry run with the guessed columns."""
    uid = start_import(actor, file_name=name, data=data, now=NOW)
    mapping = import_for(actor, uid).mapping
    run = set_mapping(actor, uid=uid, mapping=mapping, now=NOW)
    jobs.check_import(str(run), number_of(uid))
    return import_for(actor, uid)


def commit(actor: Actor, uid: uuid.UUID) -> ImportView:
    run = commit_import(actor, uid=uid, now=NOW)
    jobs.commit_import(str(run), number_of(uid))
    return import_for(actor, uid)


def bring_in(actor: Actor, data: bytes, *, name: str = "list.csv") -> ImportView:
    """Everything from upload to end."""
    return commit(actor, check(actor, data, name=name).uid)


def number_of(uid: uuid.UUID) -> int:
    return ImportBatch.objects.get(uid=uid).pk
